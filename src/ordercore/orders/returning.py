"""Asking to send delivered units back."""

from collections.abc import Iterable, Iterator

import attrs

from ordercore.kernel.actors import Actor
from ordercore.kernel.checking import several
from ordercore.kernel.clauses import Clause
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import LineId, ParcelId, ReturnId, numbered
from ordercore.kernel.replace import completed, replace
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant
from ordercore.orders.judging import return_verdict
from ordercore.orders.message import Decisions, Folds, OrderCommand, OrderEvent, placing_comes_first
from ordercore.orders.state import Order
from ordercore.orders.stations import returning_units
from ordercore.orders.world import World
from ordercore.returns import Return, ReturnUnits

# Commands


def _several_units(values: Iterable[ReturnUnits]) -> tuple[ReturnUnits, ...]:
    return several(values, "units")


@attrs.frozen(kw_only=True)
class ReturnCommand(OrderCommand):
    """A wish about units that come back, each named with the parcel that it came in."""

    units: tuple[ReturnUnits, ...] = attrs.field(converter=_several_units)


@attrs.frozen(kw_only=True)
class RequestReturn(ReturnCommand):
    """Ask to send delivered units back; inside the window it is authorised at once.

    Units are named by parcel, because each parcel has its own delivery date.
    """

    reason: str
    return_id: ReturnId = ""


# Events


@attrs.frozen(kw_only=True)
class ReturnAuthorised(OrderEvent):
    """The buyer may send units back."""

    rma: Return


# Rules

Asked = dict[tuple[ParcelId, LineId], int]


def asked_units(units: Iterable[ReturnUnits]) -> Asked:
    """Add up the units that name the same parcel and line."""
    totals: Asked = {}
    for some in units:
        key = (some.parcel, some.line)
        totals[key] = totals.get(key, 0) + some.quantity
    return totals


@rule("no_units_named", instead=("units",))
def return_names_units(_: Order, command: ReturnCommand, __: World) -> Facts | None:
    """A return names the units that come back."""
    return None if command.units else {}


@rule("units_not_delivered", first=("RecordDelivery",), instead=("units",))
def units_are_delivered(order: Order, command: RequestReturn, _: World) -> Facts | None:
    """Only units that were delivered, and are in no return yet, can be returned."""
    in_returns = returning_units(order)
    for (parcel_id, line), asked in asked_units(command.units).items():
        parcel = order.parcel(parcel_id)
        arrived = parcel.holds(line) if parcel and parcel.is_with_buyer else 0
        free = arrived - in_returns.get((parcel_id, line), 0)
        if asked > free:
            return {"parcel": parcel_id, "line": line, "asked": asked, "returnable": free}
    return None


@rule("returned_before_delivered", instead=("at",))
def return_follows_delivery(order: Order, command: RequestReturn, _: World) -> Facts | None:
    """Nobody asks to send back what has not arrived yet."""
    for some in command.units:
        parcel = order.parcel(some.parcel)
        if parcel and parcel.delivered_at and command.at < parcel.delivered_at:
            return {"parcel": parcel.id, "asked": command.at, "delivered": parcel.delivered_at}
    return None


@rule("return_window_closed", rather=("IssueRefund",))
def return_window_is_open(order: Order, command: RequestReturn, world: World) -> Facts | None:
    """A unit comes back within the window of its own parcel's delivery date."""
    for some, clause in _refusing(order, command, world, "window_closed"):
        facts = clause.facts
        told = {name: facts[name] for name in ("days", "opened", "until")}
        return {"parcel": some.parcel, **told}
    return None


@rule("unit_not_returnable", instead=("reason", "units"), rather=("IssueRefund",))
def unit_is_returnable(order: Order, command: RequestReturn, world: World) -> Facts | None:
    """What the policy takes back for no change of mind comes back for a fault alone."""
    for some, clause in _refusing(order, command, world, "not_returnable"):
        return {"parcel": some.parcel, "line": some.line, "what": clause.facts["what"]}
    return None


def _refusing(
    order: Order, command: RequestReturn, world: World, code: str
) -> Iterator[tuple[ReturnUnits, Clause]]:
    """Give the delivered units that a clause of the return policy stands against."""
    for some in command.units:
        parcel = order.parcel(some.parcel)
        if parcel is not None and parcel.delivered_at is not None:
            answer = return_verdict(order, some, command, world)
            for clause in answer.refusals:
                if clause.code == code:
                    yield some, clause


@rule("return_already_exists", instead=("return_id",))
def return_is_new(order: Order, command: RequestReturn, _: World) -> Facts | None:
    """A return is asked for once; another one needs another id."""
    return {"return": command.return_id} if order.return_(command.return_id) else None


REQUEST_RULES = (
    return_names_units,
    units_are_delivered,
    return_follows_delivery,
    return_window_is_open,
    unit_is_returnable,
    return_is_new,
)


# Outcomes


def number_return(order: Order, command: RequestReturn) -> RequestReturn:
    """Number a return that has no id."""
    if command.return_id:
        return command
    return completed(command, return_id=numbered("R", [rma.id for rma in order.returns]))


def already_requested(order: Order, command: RequestReturn) -> bool:
    """Tell whether this very return was asked for before."""
    rma = order.return_(command.return_id) if command.return_id else None
    return rma is not None and (rma.units, rma.reason) == (command.units, command.reason)


def authorise_return(_: Order, command: RequestReturn, __: World) -> tuple[OrderEvent, ...]:
    """Let the units come back."""
    rma = Return(
        id=command.return_id,
        units=command.units,
        reason=command.reason,
        requested_at=command.at,
    )
    return (ReturnAuthorised(at=command.at, by=command.by, imported=command.imported, rma=rma),)


# Offers


def offer_returns(order: Order, at: Instant, _: World) -> tuple[RequestReturn, ...]:
    """Offer to return all that the buyer has of each parcel."""
    in_returns = returning_units(order)
    offers: list[RequestReturn] = []
    for parcel in order.parcels:
        units = [
            ReturnUnits(parcel.id, line, free)
            for line in dict.fromkeys(some.line for some in parcel.units)
            if (free := parcel.holds(line) - in_returns.get((parcel.id, line), 0))
        ]
        if units:
            offers.append(
                RequestReturn(
                    order_id=order.id, at=at, by=Actor.BUYER, units=units, reason="UNWANTED_ITEM"
                )
            )
    return tuple(offers)


# Folds


def fold_authorised(order: Order, event: ReturnAuthorised) -> Order:
    """Keep the return."""
    return replace(order, returns=(*order.returns, event.rma))


# The table

DECISIONS: Decisions = (
    Decision(
        command=RequestReturn,
        settled=already_requested,
        complete=number_return,
        rules=(placing_comes_first, *REQUEST_RULES),
        outcome=authorise_return,
        offers=offer_returns,
    ),
)

FOLDS: Folds = {
    ReturnAuthorised: fold_authorised,
}
