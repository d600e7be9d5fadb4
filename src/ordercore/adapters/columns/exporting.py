"""The derived rows of a store as Parquet files, for whatever reads columns."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from ordercore.adapters.columns.parquet import KeptRow, write_parquet
from ordercore.kernel.ids import OrderId
from ordercore.orders.derived import DerivedTable
from ordercore.ports.derived import DerivedRow
from ordercore.ports.store import Store
from ordercore.service.derived import DERIVED


def export_columns(
    store: Store,
    folder: str | Path,
    *,
    tables: Iterable[DerivedTable] = DERIVED,
    seller: str = "",
) -> tuple[Path, ...]:
    """Write the derived rows of all orders to a folder, a file for each table, and give the files.

    Rows are read page by page, while others write: each order is as it was when its page was read.
    ``seller`` is what they are told apart by where the files of several are read together.

    Raises:
        ExtraMissing: when the extra ``analytics`` is not installed.
        InvalidValue: when the store does not keep such a table.
        OSError: when a file cannot be written.
    """
    return tuple(
        [write_parquet(table, kept_rows(store, table), folder, seller=seller) for table in tables]
    )


def kept_rows(store: Store, table: DerivedTable) -> Iterator[KeptRow]:
    """Give the derived rows of all orders, page by page.

    Raises:
        InvalidValue: when the store does not keep such a table.
    """
    last: DerivedRow | None = None
    while page := store.derived(table, after=last):
        for row in page:
            yield OrderId(row.order_id), row.cells
        last = page[-1]
