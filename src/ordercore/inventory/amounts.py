"""How many units a command means, and how many there are for it."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

import attrs

from ordercore.inventory import commands as c
from ordercore.inventory.conditions import Condition
from ordercore.inventory.details import Mirrored
from ordercore.inventory.reservation import Reservation
from ordercore.inventory.state import Caused, Shelf, Stock


def counting(shelf: Shelf, command: c.ReserveUnits) -> Reservation | None:
    """Give the promise that counts for the one that is asked for, if there is any."""
    if not command.using:
        return None
    return shelf.reservation if command.using == command.owner else shelf.other


def counted(shelf: Shelf, command: c.ReserveUnits) -> int:
    """Give how many units of such a promise count: of another owner, none that is committed."""
    counts = counting(shelf, command)
    if counts is None:
        return 0
    return counts.promised if command.using == command.owner else counts.uncommitted


def lacking(shelf: Shelf, command: c.ReserveUnits) -> int:
    """Give how many units have to be promised that no promise counts for."""
    return max(0, command.quantity - counted(shelf, command))


def room_beyond(shelf: Shelf, command: c.ReserveUnits) -> int:
    """Give how many units more may be promised beyond those on hand."""
    if not command.backorder:
        return 0
    details = shelf.stock.details
    limit = details.preorder_limit if command.preorder else details.backorder_limit
    return max(0, limit - shelf.stock.backordered)


def asked_of_promise(command: c.PartOfPromise | c.ConsumeReserved) -> int:
    """Give how many units must still be promised for a command; none where any number will do."""
    lenient = getattr(command, "up_to", False) or getattr(command, "else_unreserved", False)
    return 0 if lenient else command.quantity or 0


def there(stock: Stock, condition: Condition | None) -> int:
    """Give how many units are there in a condition; without one, on hand."""
    return stock.on_hand if condition is None else stock.details.unsellable.get(condition, 0)


def summed(command: c.MirrorSummary) -> Iterator[tuple[str, int, int]]:
    """Give the totals of a summary that are told together with all their parts, and their sums."""
    parts = [getattr(command, name) for name in c.PARTS_OF_RESERVED]
    if None not in parts:
        yield "reserved", command.reserved, sum(parts)
    if command.total is not None:
        figures = [getattr(command, name) for name in c.PARTS_OF_TOTAL]
        yield "total", command.total, sum(figures) + sum(command.unfulfillable.values())


def cause_kept(command: c.InventoryCommand, *, happened: bool) -> Caused | None:
    """Give what is kept of a cause, if it is; what tries whether it is time may try again."""
    tries = isinstance(command, c.ExpireReserved | c.FillBackorder)
    return caused_by(command) if command.cause and (happened or not tries) else None


ALWAYS_TOLD = frozenset(
    {
        c.ReceiveStock,
        c.RestockUnits,
        c.AdjustStock,
        c.CountStock,
        c.RegradeUnits,
        c.DisposeUnits,
        c.ConsumeReserved,
        c.TakeUnreserved,
        c.ExpireReserved,
        c.FillBackorder,
    }
)
"""Commands of which no cause is kept without an event that names it: they always change something,
or keep their cause only where they do. The others may find that all is as they want it."""


def caused_by(command: c.InventoryCommand) -> Caused:
    """Give what a cause brings about by a command, whenever that is asked for.

    When it is asked for, and until when something is then promised, is no part of it: whoever
    asks again does so later.
    """
    kind: Any = type(command)
    fields = [field for field in attrs.fields(kind) if field.name not in _APART]
    given = {field.name: getattr(command, field.name) for field in fields}
    asked = [
        f"{field.name}={_plain(given[field.name])}"
        for field in fields
        if given[field.name] != _default(field)
    ]
    quantity = getattr(command, "quantity", None) or 0
    return Caused(
        command.cause, command.sku, command.pool, kind.__name__, quantity, " ".join(asked)
    )


_APART = frozenset({"sku", "pool", "at", "cause", "quantity", "expires_at"})


def _default(field: Any) -> object:
    default = field.default
    return default.factory() if isinstance(default, attrs.Factory) else default  # type: ignore[arg-type]


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return ",".join(sorted(f"{_plain(name)}:{units}" for name, units in value.items()))
    return value


def compared(command: c.MirrorSummary, last: Mirrored) -> tuple[Any, Any]:
    """Give the numbers of a summary and of the last one; where one has none, their moments."""
    if command.sequence is not None and last.sequence is not None:
        return command.sequence, last.sequence
    return command.at, last.at
