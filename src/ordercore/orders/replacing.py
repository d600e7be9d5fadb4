"""Sending something in place of units that came back, or never arrived: the same, or another."""

from collections.abc import Iterable

import attrs

from ordercore.kernel.charges import Charges
from ordercore.kernel.checking import several
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import LineId, OrderId, ParcelId, ReturnId, checked, numbered
from ordercore.kernel.replace import completed, replace
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units, total_by_line
from ordercore.orders.exchange import priced
from ordercore.orders.line import Line
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderEvent,
    UnitsCommand,
    happened,
    placing_comes_first,
)
from ordercore.orders.old_goods import worth_of_old
from ordercore.orders.parts import ReplacementKind
from ordercore.orders.placing import numbered_lines
from ordercore.orders.replaced import may_be_sent, replaceable_units
from ordercore.orders.replacement import Replacement, SentWhen
from ordercore.orders.replacing_limits import REPLACING_RULES
from ordercore.orders.sending import sent
from ordercore.orders.state import Order
from ordercore.orders.world import World

# Commands


def _several_lines(values: Iterable[Line]) -> tuple[Line, ...]:
    return several(values, "lines")


@attrs.frozen(kw_only=True)
class ReplaceUnits(UnitsCommand):
    """Send something in place of units of a return, or of a parcel that did not arrive.

    Without ``units`` it is all of them that are neither paid back for nor replaced; without
    ``lines`` the same goods are sent again at no charge. Other ``lines`` make it an exchange: what
    the old goods are worth pays for the new, and only the difference is due, or goes back.
    ``when`` says whether it is sent at once or once the old goods are back; ``replacement_id`` is
    the id of the order that is sent, and left empty it is numbered after this one.
    """

    reason: str
    return_id: ReturnId | None = None
    parcel_id: ParcelId | None = None
    lines: tuple[Line, ...] = attrs.field(default=(), converter=_several_lines)
    when: SentWhen = SentWhen.IN_ADVANCE
    replacement_id: OrderId = ""

    def __attrs_post_init__(self) -> None:
        """Refuse an id that no order can have, and fields of another type."""
        super().__attrs_post_init__()
        if self.replacement_id:
            checked(self.replacement_id, "replacement_id")


# Events


@attrs.frozen(kw_only=True)
class ReplacementPromised(OrderEvent):
    """Something will be sent in place of units."""

    replacement: Replacement


# Outcomes


def complete_replacement(order: Order, command: ReplaceUnits, _: World) -> ReplaceUnits:
    """Take a replacement without units for all there are, and give its order an id."""
    units, id = command.units, command.replacement_id
    if units and id:
        return command
    if not units:
        left = replaceable_units(order, command.return_id, command.parcel_id)
        units = tuple([Units(line, number) for line, number in left.items()])
    id = id or numbered(f"{order.id}-X", [some.id for some in order.replacements])
    return completed(command, units=units, replacement_id=id)


def already_replaced(order: Order, command: ReplaceUnits) -> bool:
    """Tell whether this very replacement was promised before, and stands."""
    some = order.replacement(command.replacement_id) if command.replacement_id else None
    if some is None or some.is_over:
        return False
    asked = (command.reason, command.return_id, command.parcel_id, command.when)
    if (some.reason, some.return_id, some.parcel_id, some.when) != asked:
        return False
    kind = ReplacementKind.EXCHANGE if command.lines else ReplacementKind.REPLACEMENT
    same_goods = not command.lines or _costs(command.lines, ()) == _costs(some.lines, some.carried)
    return kind is some.kind and same_goods and command.units in ((), some.units)


def _costs(lines: tuple[Line, ...], carried: tuple[int, ...]) -> list[tuple[str, int, int]]:
    """Give how many of which goods there are, and what they cost before anything pays for them."""
    paid = carried or (0,) * len(lines)
    return [
        (line.sku, line.quantity, (line.charges.total if line.charges else 0) + part)
        for line, part in zip(lines, paid, strict=True)
    ]


def promise_replacement(
    order: Order, command: ReplaceUnits, world: World
) -> tuple[OrderEvent, ...]:
    """Promise the order that is sent, and send it where nothing is waited for."""
    units = total_by_line(command.units)
    some = Replacement(
        id=command.replacement_id,
        kind=ReplacementKind.REPLACEMENT,
        units=tuple([Units(line, number) for line, number in units.items()]),
        lines=_same_again(order, units),
        reason=command.reason,
        at=command.at,
        when=command.when,
        return_id=command.return_id,
        parcel_id=command.parcel_id,
    )
    if command.lines:
        old = worth_of_old(order, some, world)
        new = priced(numbered_lines(command.lines), old)
        some = replace(
            some,
            kind=ReplacementKind.EXCHANGE,
            lines=new.lines,
            worth=old,
            back=new.back,
            carried=new.carried,
        )
    promised = happened(ReplacementPromised, command, replacement=some)
    at_once = some.when is SentWhen.IN_ADVANCE or may_be_sent(order, some)
    return (*promised, *sent(order, some, command, world)) if at_once else promised


def _same_again(order: Order, units: dict[LineId, int]) -> tuple[Line, ...]:
    """Give the same goods at no charge, line by line under the same ids."""
    nothing = Charges(order.currency or "")
    again: list[Line] = []
    for id, number in units.items():
        line = order.line(id)
        again.append(
            Line(
                line.sku,
                number,
                charges=nothing,
                id=id,
                title=line.title,
                components=line.components,
            )
        )
    return tuple(again)


# Offers


def offer_replacements(order: Order, at: Instant, _: World) -> tuple[ReplaceUnits, ...]:
    """Offer to send again all that came back, or did not arrive."""
    back = [
        ReplaceUnits(order_id=order.id, at=at, reason=rma.reason, return_id=rma.id)
        for rma in order.returns
    ]
    lost = [
        ReplaceUnits(order_id=order.id, at=at, reason="undeliverable", parcel_id=parcel.id)
        for parcel in order.parcels
    ]
    return (*back, *lost)


# Folds


def fold_promised(order: Order, event: ReplacementPromised) -> Order:
    """Keep the promise."""
    return replace(order, replacements=(*order.replacements, event.replacement))


# The table

DECISIONS: Decisions = (
    Decision(
        command=ReplaceUnits,
        settled=already_replaced,
        complete=complete_replacement,
        rules=(placing_comes_first, *REPLACING_RULES),
        outcome=promise_replacement,
        offers=offer_replacements,
    ),
)

FOLDS: Folds = {
    ReplacementPromised: fold_promised,
}
