"""Returns of an order: naming one, changing one, and the rules that many commands share."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, TypeGuard

import attrs

from ordercore.kernel.checking import several
from ordercore.kernel.ids import LineId, ParcelId, ReturnId
from ordercore.kernel.replace import replace, with_changed
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant
from ordercore.orders.message import OrderCommand
from ordercore.orders.replaced import received_under
from ordercore.orders.settled import replaced_units
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.returns import Return, ReturnStep, ReturnUnits


def _several_units(values: Iterable[ReturnUnits]) -> tuple[ReturnUnits, ...]:
    return several(values, "units")


@attrs.frozen(kw_only=True)
class ReturnCommand(OrderCommand):
    """A wish about units that come back, each named with the parcel that it came in."""

    units: tuple[ReturnUnits, ...] = attrs.field(converter=_several_units)


class OfReturn(Protocol):
    """A command about a return."""

    @property
    def return_id(self) -> ReturnId:
        """Which one."""
        ...

    @property
    def at(self) -> Any:
        """When it happened: an instant, whatever it was made from."""
        ...


class FollowsMore(OfReturn, Protocol):
    """A command about a return that follows more than its request."""

    def follows(self, rma: Return) -> Iterable[tuple[ReturnStep, Instant]]:
        """Tell what was before it, and when: ``(ReturnStep.RECEIVED, ...)``, say."""
        ...


def _follows_more(command: object) -> TypeGuard[FollowsMore]:
    # Whether a class fits a protocol is dear to ask, and asked of every command about a return.
    return hasattr(command, "follows")


Asked = dict[tuple[ParcelId, LineId], int]


def asked_units(units: Iterable[ReturnUnits]) -> Asked:
    """Add up the units that name the same parcel and line."""
    totals: Asked = {}
    for some in units:
        key = (some.parcel, some.line)
        totals[key] = totals.get(key, 0) + some.quantity
    return totals


def replaced_and_out(order: Order, id: ReturnId) -> Facts | None:
    """Give the first line of which more units of a return are replaced than have come."""
    came = received_under(order, id)
    for line, number in replaced_units(order, id, None).items():
        if number > came.get(line, 0):
            return {"return": id, "line": line, "replaced": number, "came": came.get(line, 0)}
    return None


Counts = Callable[[Return, ParcelId, LineId], int]
"""So many units of a line from a parcel: outstanding, ungraded, or to be sent back, say."""


def counted(rma: Return, counts: Counts) -> tuple[ReturnUnits, ...]:
    """Give the units of a return of which there are any."""
    return tuple(
        [
            ReturnUnits(parcel, line, number)
            for parcel, line in rma.places
            if (number := counts(rma, parcel, line))
        ]
    )


def beyond(rma: Return, units: Iterable[ReturnUnits], counts: Counts, word: str) -> Facts | None:
    """Give the first units of which more are named than there are; ``word`` says what they are."""
    for (parcel, line), asked in asked_units(units).items():
        there = counts(rma, parcel, line)
        if asked > there:
            return {"parcel": parcel, "line": line, "asked": asked, word: there}
    return None


def with_return(order: Order, id: ReturnId, **changes: Any) -> Order:
    """Give an order with one of its returns changed."""
    changed = with_changed(order.returns, id, lambda rma: replace(rma, **changes))
    return replace(order, returns=changed)


def returns_named(order: Order, id: ReturnId) -> Iterator[Return]:
    """Give the return of an id; none where there is none."""
    return (rma for rma in order.returns if rma.id == id)


# Rules


@rule("no_units_named", instead=("units",))
def return_names_units(_: Order, command: ReturnCommand, __: World) -> Facts | None:
    """A return names the units that come back."""
    return None if command.units else {}


@rule("return_unknown", first=("RequestReturn",), instead=("return_id",))
def return_is_known(order: Order, command: OfReturn, _: World) -> Facts | None:
    """Things become of returns that were asked for."""
    return None if order.return_(command.return_id) else {"return": command.return_id}


@rule("return_not_authorised", first=("AuthoriseReturn",), instead=("return_id",))
def return_is_authorised(order: Order, command: OfReturn, _: World) -> Facts | None:
    """Nothing is sent, received or closed of a return that still waits for its answer."""
    rma = order.return_(command.return_id)
    return None if rma is None or rma.is_authorised or rma.is_ended else {"return": rma.id}


@rule("return_is_over", instead=("return_id",), rather=("RequestReturn",))
def return_is_open(order: Order, command: OfReturn, _: World) -> Facts | None:
    """Nothing becomes of a return any more that was declined, withdrawn or closed."""
    rma = order.return_(command.return_id)
    if rma is None or not rma.is_ended:
        return None
    return {"return": rma.id, "status": rma.status.value}


@rule("return_already_answered", instead=("return_id",))
def return_waits_for_an_answer(order: Order, command: OfReturn, _: World) -> Facts | None:
    """A request is answered once; one that was let in at once needs no answer."""
    rma = order.return_(command.return_id)
    return None if rma is None or not rma.is_authorised else {"return": rma.id}


@rule("return_step_too_early", instead=("at",))
def it_follows_what_it_needs(order: Order, command: OfReturn, _: World) -> Facts | None:
    """Nothing becomes of a return before what it follows: before it was asked for, say."""
    for rma in returns_named(order, command.return_id):
        step, when = ReturnStep.ASKED, rma.requested_at
        for other, at in command.follows(rma) if _follows_more(command) else ():
            if at > when:
                step, when = other, at
        if command.at < when:
            return {"return": rma.id, "at": command.at, "step": step.value, "when": when}
    return None


@rule("return_already_posted", instead=("return_id",), rather=("ReceiveReturn",))
def return_is_not_posted(order: Order, command: OfReturn, _: World) -> Facts | None:
    """What is on its way back, or has come back, is no longer only a plan."""
    rma = order.return_(command.return_id)
    return {"return": rma.id} if rma is not None and (rma.is_posted or rma.received) else None
