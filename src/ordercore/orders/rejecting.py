"""What is not taken back: found with a return and never let in, or rejected and sent back."""

from collections.abc import Iterable

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import ReturnId
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.replace import completed
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant
from ordercore.kernel.units import checked_quantity
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderCommand,
    OrderEvent,
    happened,
    placing_comes_first,
)
from ordercore.orders.returned import (
    ReturnCommand,
    beyond,
    counted,
    it_follows_what_it_needs,
    return_is_authorised,
    return_is_known,
    return_names_units,
    with_return,
)
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.returns import Found, Return, ReturnStep, SentBack
from ordercore.returns.handing import sent_back_from

# Commands


@attrs.frozen(kw_only=True)
class RecordFoundUnits(OrderCommand):
    """Record what a return had in it that was not let in: more units, or something else.

    ``what`` is a SKU, or words where nobody knows one. Units that the buyer has of this order are
    let in by a return of their own.
    """

    return_id: ReturnId
    what: str
    quantity: int = 1
    note: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)

    def __attrs_post_init__(self) -> None:
        """Refuse nothing, and no number of it."""
        super().__attrs_post_init__()
        checked_quantity(self.quantity)
        if not self.what.strip():
            raise InvalidValue("what", self.what, "a SKU, or what it is")


@attrs.frozen(kw_only=True)
class SendBackReturn(ReturnCommand):
    """Send rejected units back to the buyer, in a parcel of a carrier."""

    return_id: ReturnId
    carrier: str = ""
    tracking: str = ""

    def follows(self, rma: Return) -> Iterable[tuple[ReturnStep, Instant]]:
        """Tell when the units were rejected that are sent back next."""
        named = sent_back_from(rma, self.units)
        return [(ReturnStep.GRADED, some.at) for came in named for some, _ in came]


# Events


@attrs.frozen(kw_only=True)
class ReturnUnitsFound(OrderEvent):
    """A return had something in it that was not let in."""

    return_id: ReturnId
    found: Found


@attrs.frozen(kw_only=True)
class ReturnSentBack(OrderEvent):
    """Rejected units went back to the buyer."""

    return_id: ReturnId
    sent_back: tuple[SentBack, ...]


# Rules


@rule("units_not_rejected", first=("GradeReturn",), instead=("units",))
def units_are_rejected(order: Order, command: SendBackReturn, _: World) -> Facts | None:
    """Only what was rejected goes back to the buyer, and once."""
    rma = order.return_(command.return_id)
    return beyond(rma, command.units, Return.to_send_back, "rejected") if rma else None


RETURN_RULES = (
    return_is_known,
    return_is_authorised,
    it_follows_what_it_needs,
)

# Outcomes


def already_found(order: Order, command: RecordFoundUnits) -> bool:
    """Tell whether just this was recorded, of that moment."""
    rma = order.return_(command.return_id)
    return rma is not None and _found(command) in rma.found


def _found(command: RecordFoundUnits) -> Found:
    return Found(command.what, command.quantity, command.at, command.note)


def record_found(_: Order, command: RecordFoundUnits, __: World) -> tuple[OrderEvent, ...]:
    """Note what was found; no unit of the order is counted by it."""
    return happened(ReturnUnitsFound, command, return_id=command.return_id, found=_found(command))


def send_all_back(order: Order, command: SendBackReturn, _: World) -> SendBackReturn:
    """Send everything that was rejected, where no units are named."""
    rma = order.return_(command.return_id)
    if command.units or rma is None:
        return command
    return completed(command, units=counted(rma, Return.to_send_back))


def send_back(_: Order, command: SendBackReturn, __: World) -> tuple[OrderEvent, ...]:
    """Note what went, and by which parcel."""
    gone = [
        SentBack(units, command.at, command.carrier, command.tracking) for units in command.units
    ]
    return happened(ReturnSentBack, command, return_id=command.return_id, sent_back=tuple(gone))


# Offers


def offer_to_send_back(order: Order, at: Instant, _: World) -> tuple[SendBackReturn, ...]:
    """Offer to send back all that was rejected."""
    return tuple(
        [
            SendBackReturn(order_id=order.id, at=at, return_id=rma.id, units=units)
            for rma in order.returns
            if (units := counted(rma, Return.to_send_back))
        ]
    )


# Folds


def fold_found(order: Order, event: ReturnUnitsFound) -> Order:
    """Keep what was found."""
    rma = order.return_(event.return_id)
    before = rma.found if rma else ()
    return with_return(order, event.return_id, found=(*before, event.found))


def fold_sent_back(order: Order, event: ReturnSentBack) -> Order:
    """Keep what went."""
    rma = order.return_(event.return_id)
    before = rma.sent_back if rma else ()
    return with_return(order, event.return_id, sent_back=(*before, *event.sent_back))


# The table

DECISIONS: Decisions = (
    Decision(
        command=RecordFoundUnits,
        settled=already_found,
        rules=(placing_comes_first, *RETURN_RULES),
        outcome=record_found,
    ),
    Decision(
        command=SendBackReturn,
        complete=send_all_back,
        rules=(
            placing_comes_first,
            return_names_units,
            *RETURN_RULES,
            units_are_rejected,
        ),
        outcome=send_back,
        offers=offer_to_send_back,
    ),
)

FOLDS: Folds = {
    ReturnUnitsFound: fold_found,
    ReturnSentBack: fold_sent_back,
}
