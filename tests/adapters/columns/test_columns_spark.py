"""Questions over Parquet by a real, local Spark."""

import shutil
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from ordercore.adapters.columns import SparkCounts, write_parquet
from ordercore.kernel.ids import OrderId
from ordercore.orders.derived import Cells
from ordercore.ports.counts import Counts
from ordercore.testing import CountsConformance
from ordercore.testing.counts import TABLE

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(find_spec("pyspark") is None, reason="the extra 'spark' is not installed"),
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark wants Java, and there is none"),
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """Give a session of two threads."""
    from pyspark.sql import SparkSession

    building = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    building = building.config("spark.sql.shuffle.partitions", "2")
    building = building.config("spark.driver.bindAddress", "127.0.0.1")
    session = building.config("spark.driver.host", "127.0.0.1").getOrCreate()
    yield session
    session.stop()


class TestSpark(CountsConformance):
    """Spark over a Parquet file of one seller."""

    @pytest.fixture(autouse=True)
    def _given(self, session: Any, tmp_path: Path) -> None:
        self.session, self.folder = session, tmp_path

    def make_counts(self, rows: Sequence[tuple[OrderId, Cells]]) -> Counts:
        """Write the rows, and name the folder."""
        write_parquet(TABLE.table, rows, self.folder)
        return SparkCounts(self.session).read_folder(self.folder, TABLE.name)
