"""The derived rows of a store as Parquet files, for whatever reads columns."""

from collections.abc import Iterable
from pathlib import Path

from ordercore.adapters.columns.parquet import write_parquet
from ordercore.orders.derived import DerivedTable
from ordercore.ports.store import Store
from ordercore.service.derived import DERIVED
from ordercore.service.subjects import every_derived


def export_columns(
    store: Store,
    folder: str | Path,
    *,
    tables: Iterable[DerivedTable] = DERIVED,
    seller: str = "",
) -> tuple[Path, ...]:
    """Write the derived rows of all orders to a folder, a file for each table, and give the files.

    What has changed is caught up with first. Rows are read page by page, while others write: each
    order is as it was when its page was read.
    ``seller`` is what they are told apart by where the files of several are read together.

    Raises:
        ExtraMissing: when the extra ``analytics`` is not installed.
        InvalidValue: when the store does not keep such a table.
        OSError: when a file cannot be written.
    """
    paths: list[Path] = []
    for table in tables:
        rows = ((row.order_id, row.cells) for row in every_derived(store, table))
        paths.append(write_parquet(table, rows, folder, seller=seller))
    return tuple(paths)
