"""Ending a replacement: units that are replaced no longer may be paid back for, or replaced."""

import attrs

from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import LineId, OrderId
from ordercore.kernel.replace import completed, replace, with_changed
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units, total_by_line
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderEvent,
    UnitsCommand,
    happened,
    placing_comes_first,
)
from ordercore.orders.replacement import Replacement, ReplacementEnd
from ordercore.orders.state import Order
from ordercore.orders.world import World

# Commands


@attrs.frozen(kw_only=True)
class EndReplacement(UnitsCommand):
    """Record that what was sent for units is gone, and why; without ``units``, all that is left.

    The units are those of the order that was sent: the same lines where the same was sent again;
    of an exchange its own. What they stood for may be paid back for, or replaced, again: unit by
    unit where the same was sent, and once all of it is gone in an exchange.
    With ``up_to`` it is only as many of the units as are left, and well where none is.
    Where the order that replaces them is cancelled, or what was sent comes back, it is done by
    itself.
    """

    replacement_id: OrderId
    because: ReplacementEnd
    up_to: bool = False


# Events


@attrs.frozen(kw_only=True)
class ReplacementEnded(OrderEvent):
    """What was sent for units is gone."""

    replacement_id: OrderId
    units: tuple[Units, ...]
    because: ReplacementEnd


# Rules


@rule("ended_replacement_unknown", first=("ReplaceUnits",), instead=("replacement_id",))
def ended_replacement_is_known(order: Order, command: EndReplacement, _: World) -> Facts | None:
    """Only a replacement of this order comes to an end."""
    known = order.replacement(command.replacement_id)
    return None if known else {"replacement": command.replacement_id}


@rule("units_not_replaced", instead=("units",))
def units_are_replaced(order: Order, command: EndReplacement, _: World) -> Facts | None:
    """No unit is gone that was not sent, and none twice."""
    some = order.replacement(command.replacement_id)
    if some is None:
        return None
    kept = some.kept
    for line, asked in total_by_line(command.units).items():
        if asked > (left := kept.get(line, 0)):
            return {"replacement": some.id, "line": line, "asked": asked, "replaced": left}
    return None


@rule("replacement_ends_otherwise", instead=("because",))
def end_fits_what_was_done(order: Order, command: EndReplacement, _: World) -> Facts | None:
    """A promise is withdrawn; what was sent is cancelled, comes back, or does not arrive."""
    some = order.replacement(command.replacement_id)
    if some is None:
        return None
    withdrawn = command.because is ReplacementEnd.WITHDRAWN
    if withdrawn is (some.sent_at is None):
        return None
    return {"replacement": some.id, "because": command.because.value, "sent": some.sent_at}


RULES = (
    ended_replacement_is_known,
    units_are_replaced,
    end_fits_what_was_done,
)


# Outcomes


def end_all_that_stands(order: Order, command: EndReplacement, _: World) -> EndReplacement:
    """Take an end without units for all that are left, and one up to some for those."""
    some = order.replacement(command.replacement_id)
    if some is None or (command.units and not command.up_to):
        return command
    units = _kept_of(some, command) if command.units else some.kept
    return completed(command, units=tuple([Units(line, n) for line, n in units.items()]))


def _kept_of(some: Replacement, command: EndReplacement) -> dict[LineId, int]:
    """Give as many of the units that are to end as are left."""
    kept = some.kept
    asked = total_by_line(command.units)
    capped = {line: min(number, kept.get(line, 0)) for line, number in asked.items()}
    return {line: number for line, number in capped.items() if number}


def already_over(order: Order, command: EndReplacement) -> bool:
    """Tell whether all of it ended before, where all is to end, or all that could."""
    some = order.replacement(command.replacement_id)
    if some is None:
        return False
    if command.units:
        return command.up_to and not _kept_of(some, command)
    return some.is_over


def end_replacement(_: Order, command: EndReplacement, __: World) -> tuple[OrderEvent, ...]:
    """Note which units are gone."""
    return happened(
        ReplacementEnded,
        command,
        replacement_id=command.replacement_id,
        units=command.units,
        because=command.because,
    )


# Offers


def offer_ends(order: Order, at: Instant, _: World) -> tuple[EndReplacement, ...]:
    """Offer to withdraw what was not sent, and to end what did not arrive."""
    return tuple(
        EndReplacement(
            order_id=order.id,
            at=at,
            replacement_id=some.id,
            because=ReplacementEnd.UNDELIVERED if some.sent_at else ReplacementEnd.WITHDRAWN,
        )
        for some in order.replacements
    )


# Folds


def fold_ended(order: Order, event: ReplacementEnded) -> Order:
    """Note which units are gone."""
    replacements = with_changed(
        order.replacements,
        event.replacement_id,
        lambda some: replace(some, ended=(*some.ended, *event.units)),
    )
    return replace(order, replacements=replacements)


# The table

DECISIONS: Decisions = (
    Decision(
        command=EndReplacement,
        settled=already_over,
        complete=end_all_that_stands,
        rules=(placing_comes_first, *RULES),
        outcome=end_replacement,
        offers=offer_ends,
    ),
)

FOLDS: Folds = {
    ReplacementEnded: fold_ended,
}
