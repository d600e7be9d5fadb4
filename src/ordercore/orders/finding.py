"""The way to a goal: the shortest sequence of commands that brings an order there."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from functools import cache
from operator import attrgetter

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant, instant
from ordercore.kernel.units import Units
from ordercore.orders.addressing import VerifyAddress
from ordercore.orders.answering import AcceptCancellation
from ordercore.orders.asking import RequestCancellation
from ordercore.orders.authorising import DeclineReturn, WithdrawReturn
from ordercore.orders.axes import DeliveryAxis, PaymentAxis, ReturnsAxis
from ordercore.orders.cancelling import CancelOverdue, CancelUnits
from ordercore.orders.capturing import CapturePayment
from ordercore.orders.claiming import HearClaim
from ordercore.orders.closing import CloseReturn
from ordercore.orders.decider import allowed, decide, fold
from ordercore.orders.delivering import CorrectTracking
from ordercore.orders.ending import ExpirePayment, FailPayment, VoidPayment
from ordercore.orders.filling import RecordUnfillable
from ordercore.orders.grading import GradeReturn
from ordercore.orders.holding import PlaceHold
from ordercore.orders.labelling import IssueReturnLabel, VoidReturnLabel
from ordercore.orders.message import OrderCommand, UnitsCommand
from ordercore.orders.recovering import RetractUndelivered
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.rejecting import SendBackReturn
from ordercore.orders.reopening import EndReplacement
from ordercore.orders.replacing import ReplaceUnits
from ordercore.orders.retracting import RetractDelivery
from ordercore.orders.returning import RequestReturn
from ordercore.orders.scanning import RecordReturnScan
from ordercore.orders.sending import SendReplacement
from ordercore.orders.settling import FailRefund
from ordercore.orders.shortage import FillShortage
from ordercore.orders.sourcing import ReallocateUnits
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.orders.stranding import ReceiveUndelivered, RecordUndelivered
from ordercore.orders.tagging import TagOrder, UntagOrder
from ordercore.orders.world import WORLD, World

AXES: Mapping[type[Enum], Callable[[Order], Enum]] = {
    OrderStatus: attrgetter("status"),
    PaymentAxis: attrgetter("payment_axis"),
    DeliveryAxis: attrgetter("delivery"),
    ReturnsAxis: attrgetter("returns_axis"),
}
"""Each axis of an order, by its words."""

STEPS = 40
"""How far the way is looked for."""

LOOKED_AT = (200, 4_000)
"""How many situations each search looks at: few at first, since most ways are short, then more."""


DETOURS = (
    PlaceHold, VerifyAddress, CorrectTracking, RequestCancellation, FailRefund, ReallocateUnits,
    FillShortage, RetractDelivery, RetractUndelivered, ReplaceUnits, SendReplacement,
    IssueReturnLabel, VoidReturnLabel, RecordReturnScan, HearClaim, TagOrder, UntagOrder,
)  # fmt: skip
"""Commands that no way needs: they ask, note, or make a goal harder to come to."""


UNITS_GIVEN_UP = (
    CancelUnits, CancelOverdue, RecordUnfillable, AcceptCancellation, RecordUndelivered,
    ReceiveUndelivered, RequestReturn, EndReplacement, DeclineReturn, WithdrawReturn, CloseReturn,
)  # fmt: skip
"""Commands by which units are given up, which only some goals call for."""

MONEY_GIVEN_UP = (FailPayment, VoidPayment, ExpirePayment, IssueRefund)
"""Commands by which money is given up, which only some goals call for."""


ABOUT_RETURNS = (GradeReturn, SendBackReturn, DeclineReturn, WithdrawReturn, CloseReturn)
"""Commands that lead to words about returns alone; a wish can be given up and made without end."""


@attrs.frozen
class Way:
    """Commands that lead to a goal, one after the other; none where it is reached already."""

    commands: tuple[OrderCommand, ...]
    end: Order


def path_to(
    order: Order, goal: Enum | str, at: object, world: World = WORLD
) -> tuple[OrderCommand, ...] | None:
    """Give the shortest sequence of commands to a goal, all at one moment.

    ``None`` where there is none, or none was found among the situations that were looked at.

    ``goal`` is a word of an axis: ``OrderStatus.SHIPPED``, ``DeliveryAxis.DELIVERED``, or its
    text, such as ``"delivered"``, where only one axis has it or the earlier one is meant.
    A way that gives nothing up is preferred: nothing is cancelled, refunded or fails in it unless
    the goal cannot be reached otherwise. Where there is none by commands that ask for all they
    can, one is looked for that also asks for the least.
    Delivery speaks of what was sent; units that still wait do not keep it from "delivered".

    Raises:
        InvalidValue: when no axis has such a word, or ``at`` is no aware time.
    """
    word, moment = _word(goal), instant(at)

    @cache  # the searches come by the same situations again
    def steps(some: Order) -> tuple[OrderCommand, ...]:
        ahead = _steps(some, moment, world)
        return tuple(ahead if isinstance(word, ReturnsAxis) else _without(ABOUT_RETURNS, ahead))

    ways: tuple[Steps, ...] = (
        lambda some: _without(UNITS_GIVEN_UP + MONEY_GIVEN_UP, steps(some)),
        lambda some: _parts_too(_without(UNITS_GIVEN_UP + MONEY_GIVEN_UP, steps(some))),
        lambda some: _without(MONEY_GIVEN_UP, steps(some)),
        steps,
        lambda some: _parts_too(steps(some)),
    )
    found = (_way(order, word, way, world, most) for most in LOOKED_AT for way in ways)
    return next((way for way in found if way is not None), None)


Steps = Callable[[Order], Iterable[OrderCommand]]
"""Gives the commands that a search tries next."""


def _way(
    order: Order, word: Enum, steps: Steps, world: World, most: int
) -> tuple[OrderCommand, ...] | None:
    reached = AXES[type(word)]
    if reached(order) is word:
        return ()
    seen = {order}
    ahead = deque([Way((), order)])
    while ahead and len(seen) <= most:
        way = ahead.popleft()
        for command in steps(way.end) if len(way.commands) < STEPS else ():
            after = fold(decide(way.end, command, world), way.end)
            if after is not None and after not in seen:
                if reached(after) is word:
                    return (*way.commands, command)
                seen.add(after)
                ahead.append(Way((*way.commands, command), after))
    return None


def _steps(order: Order, at: Instant, world: World) -> Iterator[OrderCommand]:
    """Give what may be done next, each command for all that it can ask for."""
    return (command for command in allowed(order, at, world) if not isinstance(command, DETOURS))


def _without(
    kinds: tuple[type[OrderCommand], ...], commands: Iterable[OrderCommand]
) -> Iterator[OrderCommand]:
    """Leave out commands of some kinds."""
    return (command for command in commands if not isinstance(command, kinds))


def _parts_too(commands: Iterable[OrderCommand]) -> Iterator[OrderCommand]:
    """Give each command for the least that it can ask for as well."""
    for command in commands:
        yield command
        yield from _least(command)


def _least(command: OrderCommand) -> Iterator[OrderCommand]:
    """Give a command for one unit, or one minor unit of money, where it asks for more."""
    if isinstance(command, UnitsCommand) and sum(u.quantity for u in command.units) > 1:
        yield replace(command, units=(Units(command.units[0].line, 1),))
    if isinstance(command, CapturePayment | IssueRefund) and command.amount is not None:
        least = replace(command, amount=Money(1, command.amount.currency))
        yield replace(least, parts=()) if isinstance(least, IssueRefund) else least


def _word(goal: Enum | str) -> Enum:
    if isinstance(goal, Enum) and type(goal) in AXES:
        return goal
    for axis in (OrderStatus, DeliveryAxis, PaymentAxis, ReturnsAxis):
        for word in axis:
            if word.value == goal:
                return word
    raise InvalidValue("goal", goal, "a word of an order's status, delivery, payment or returns")
