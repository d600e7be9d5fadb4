"""Questions over Parquet by a real, local Spark."""

import shutil
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import ordercore as oc
from ordercore.adapters.columns import SparkCounts, export_columns, write_parquet
from ordercore.adapters.memory import FixedClock
from ordercore.kernel.ids import OrderId
from ordercore.metrics.health import HEALTH, health
from ordercore.metrics.reporting import SALES, SALES_BY_SKU, AskedSums, report_of, report_wish
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
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Give a session of two threads."""
    from pyspark.sql import SparkSession

    building = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    building = building.config("spark.sql.shuffle.partitions", "2")
    warehouse = tmp_path_factory.mktemp("warehouse")
    building = building.config("spark.sql.warehouse.dir", warehouse.as_uri())
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


def test_spark_reports_what_a_store_reports(session: Any, tmp_path: Path) -> None:
    """Account health and an order report of the files of a store, to the unit."""
    at = "2026-03-10T12:00:00Z"
    with oc.open(f"sqlite:///{tmp_path}/shop.db", clock=FixedClock("2026-03-02T09:00:00Z")) as desk:
        desk.receive("MUG", 20)
        for number in (1, 2, 3):
            line = oc.Line("MUG", number, price="12.50 EUR")
            desk.place(channel="MFN", marketplace="DE", lines=[line], order_id=f"O-{number}")
            desk.confirm_payment(f"O-{number}")
        desk.confirm_shipment("O-1", carrier="UPS", tracking="1Z5R89390357567127", at=at)
        export_columns(desk.store, tmp_path / "columns")
        tables = (HEALTH.name, SALES.name, SALES_BY_SKU.name)
        counts = SparkCounts(session).read_folder(tmp_path / "columns", *tables)
        wish = report_wish(by="month", group="sku")

        assert health(counts.ask, at=at).values == desk.health(at=at).values
        told = report_of(wish, AskedSums(counts.ask).sums(wish.questions))
        assert told == desk.report(by="month", group="sku")
