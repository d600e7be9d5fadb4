"""The derived tables that stores keep, and what stands in them of an order."""

from collections.abc import Iterable, Mapping, Sequence

from ordercore.conversations.claims import Claim
from ordercore.conversations.feedback import Feedback
from ordercore.conversations.messages import Conversation
from ordercore.errors import InvalidValue
from ordercore.metrics.health import HEALTH
from ordercore.metrics.reporting import SALES, SALES_BY_SKU
from ordercore.metrics.standing import STANDING
from ordercore.orders.derived import Cells, DerivedTable, Subject
from ordercore.orders.state import Order
from ordercore.ports.dossiers import Dossier
from ordercore.queries.searching import SEARCHED
from ordercore.service.dossiers import CLAIMS, CONVERSATIONS, FEEDBACK, DossierKind

DERIVED: tuple[DerivedTable, ...] = (
    HEALTH.table,
    SALES.table,
    SALES_BY_SKU.table,
    STANDING.table,
    *SEARCHED,
)
"""Every derived table. A store keeps rows of each, and makes them anew where one has changed."""

BESIDE: tuple[DossierKind, ...] = (CLAIMS, FEEDBACK, CONVERSATIONS)
"""The kinds of dossiers that a derived row may speak of."""

LARGEST = 2**63 - 1
"""The largest number that a column of any database holds."""

ODD = "\N{REPLACEMENT CHARACTER}"


def known_table(table: DerivedTable) -> DerivedTable:
    """Give a derived table, if it is one that stores keep, and not another of the same name.

    Raises:
        InvalidValue: when no store keeps it.
    """
    if table in DERIVED:
        return table
    known = ", ".join(some.name for some in DERIVED)
    raise InvalidValue("table", table.name, f"one that stores keep: {known}")


def subject_of(order: Order, beside: Iterable[Dossier]) -> Subject:
    """Put an order together with what stands beside it, each kind in the order of its ids."""
    found = sorted(beside, key=lambda dossier: dossier.id)
    return Subject(
        order=order,
        claims=tuple([some for some in found if isinstance(some, Claim)]),
        feedback=tuple([some for some in found if isinstance(some, Feedback)]),
        conversations=tuple([some for some in found if isinstance(some, Conversation)]),
    )


def rows_of(table: DerivedTable, subject: Subject) -> Sequence[Cells]:
    """Give what stands in a table of an order, as every database can keep it.

    A NUL, which some keep in no text, is kept as another sign.

    Raises:
        InvalidValue: when a row is too wide or too narrow, or a number too large.
    """
    width = len(table.columns)
    return [_kept(table, width, cells, subject) for cells in table.rows(subject)]


def _kept(table: DerivedTable, width: int, cells: Cells, subject: Subject) -> Cells:
    for cell in cells:
        if isinstance(cell, int) and abs(cell) > LARGEST:
            raise InvalidValue(f"{table.name} of {subject.order.id}", cell, "a number of 64 bits")
    if len(cells) != width:
        raise InvalidValue(f"{table.name} of {subject.order.id}", cells, f"{width} cells")
    return tuple([cell.replace("\0", ODD) if isinstance(cell, str) else cell for cell in cells])


def note_of(tables: Iterable[DerivedTable]) -> str:
    """Say which tables there are, and of which shape: one line for each, its name first."""
    return "\n".join(
        " ".join(
            (
                table.name,
                str(table.shape),
                *(f"{column.name}:{column.holds.value}" for column in table.columns),
                *(f"{name}({','.join(columns)})" for name, columns in _sorted(table.indexes)),
            )
        )
        for table in sorted(tables, key=lambda table: table.name)
    )


def _sorted(indexes: Mapping[str, tuple[str, ...]]) -> list[tuple[str, tuple[str, ...]]]:
    return sorted(indexes.items())
