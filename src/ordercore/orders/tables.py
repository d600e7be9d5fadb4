"""The tables of a world: that each row is one, stands under its own code, and is told apart."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ordercore.channels import Channel, Service
from ordercore.errors import InvalidTable, InvalidValue
from ordercore.inventory import AdjustmentReason, Condition
from ordercore.kernel.checking import of_type, several
from ordercore.kernel.dated import apart
from ordercore.orders.leads import ShipByLead
from ordercore.orders.reasons import CancelReason, HoldKind, RefundReason
from ordercore.orders.replacement import ReplacementTerms
from ordercore.orders.retention import RecordRetention
from ordercore.returns import DeclineReason, Grade, Product, ReturnPolicy, ReturnWait

if TYPE_CHECKING:
    from ordercore.orders.world import World

_CODED: Mapping[str, type[Any]] = {
    "channels": Channel,
    "services": Service,
    "hold_kinds": HoldKind,
    "cancel_reasons": CancelReason,
    "refund_reasons": RefundReason,
    "decline_reasons": DeclineReason,
    "return_grades": Grade,
    "adjustment_reasons": AdjustmentReason,
}
"""Field of a world → the rows that stand in it under their codes."""

_DATED: Mapping[str, type[Any]] = {
    "return_waits": ReturnWait,
    "replacement_terms": ReplacementTerms,
    "retentions": RecordRetention,
    "ship_by_leads": ShipByLead,
}
"""Field of a world → the rows of which one holds on a day."""

_MAY_BE_EMPTY = frozenset({"retentions"})

_CONDITIONS = frozenset({"", *[condition.value for condition in Condition]})


def check_tables(world: "World") -> None:
    """Refuse rows that are none, that stand under another name, or that nothing tells apart.

    Raises:
        InvalidValue: when a table or a row is of another type.
        InvalidTable: when a code is another than the name, a condition is none of stock's, two
            rows hold from one day on, or there is none where one has to hold.
    """
    for field, kind in _CODED.items():
        rows = _mapping(getattr(world, field), field)
        for key, row in rows.items():
            of_type(row, kind, f"{field} of {key}")
        _refuse(
            field, [f"{r.code!r} stands as {key!r}" for key, r in rows.items() if r.code != key]
        )
    for field, kind in _DATED.items():
        dated = several(getattr(world, field), field)
        for place, row in enumerate(dated):
            of_type(row, kind, f"{field}[{place}]")
        _refuse(field, [] if dated or field in _MAY_BE_EMPTY else ["there is no row"])
        apart(dated, _named(field))
    odd = [row for row in world.return_grades.values() if row.condition not in _CONDITIONS]
    _refuse("return_grades", [f"{r.code!r}: stock knows no condition {r.condition!r}" for r in odd])
    of_type(world.returns, ReturnPolicy, "returns")
    for sku, product in _mapping(world.products, "products").items():
        of_type(product, Product, f"products of {sku}")


def _mapping(rows: object, field: str) -> Mapping[str, Any]:
    if not isinstance(rows, Mapping):
        raise InvalidValue(field, rows, "a mapping")
    return rows


def _refuse(field: str, problems: list[str]) -> None:
    if problems:
        raise InvalidTable(_named(field), tuple(problems))


def _named(field: str) -> str:
    return field.replace("_", " ")
