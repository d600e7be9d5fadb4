"""Given, when, then: short words for stories about one order."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from ordercore.errors import Refused
from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.kernel.ids import LineId, OrderId, ParcelId, ReturnId
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, instant
from ordercore.kernel.units import Units
from ordercore.orders.address import Address, AddressOutcome, Verification
from ordercore.orders.addressing import AmendAddress, VerifyAddress
from ordercore.orders.answering import AcceptCancellation, DeclineCancellation
from ordercore.orders.asking import RequestCancellation
from ordercore.orders.authorising import AuthoriseReturn, DeclineReturn, WithdrawReturn
from ordercore.orders.cancelling import CancelOverdue, CancelUnits
from ordercore.orders.capturing import CapturePayment
from ordercore.orders.claim_note import ClaimNote
from ordercore.orders.claiming import HearClaim
from ordercore.orders.closing import CloseReturn
from ordercore.orders.decider import decide, evolve
from ordercore.orders.delivering import CorrectTracking, RecordDelivery
from ordercore.orders.editing import AmendOrder
from ordercore.orders.ending import ExpirePayment, FailPayment, VoidPayment
from ordercore.orders.filling import RecordUnfillable
from ordercore.orders.grading import GradeReturn
from ordercore.orders.holding import PlaceHold, ReleaseHold
from ordercore.orders.labelling import IssueReturnLabel, VoidReturnLabel
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.parts import RefundPart, Report
from ordercore.orders.paying import AuthorisePayment, ConfirmPayment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.questioning import AskReturnInformation, GiveReturnInformation
from ordercore.orders.receiving import ReceiveReturn
from ordercore.orders.recovering import RetractUndelivered
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.rejecting import RecordFoundUnits, SendBackReturn
from ordercore.orders.releasing import ReleasePreorder, ReschedulePreorder
from ordercore.orders.reopening import EndReplacement
from ordercore.orders.replacement import ReplacementEnd
from ordercore.orders.replacing import ReplaceUnits
from ordercore.orders.reporting import AdoptLines, PriceLines, RecordReport
from ordercore.orders.retracting import RetractDelivery
from ordercore.orders.returning import RequestReturn
from ordercore.orders.scanning import RecordReturnScan
from ordercore.orders.sending import SendReplacement
from ordercore.orders.settlement import return_settlement
from ordercore.orders.settling import ConfirmRefund, FailRefund
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.shortage import RecordShortage
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.orders.stranding import ReceiveUndelivered, RecordUndelivered
from ordercore.orders.tagging import TagOrder, UntagOrder
from ordercore.orders.world import WORLD, World
from ordercore.returns import ReturnEnd, ReturnLabel, ReturnScan, ReturnUnits
from ordercore.shipping import Trouble
from ordercore.testing import explain_agrees_with_decide

AT = instant("2026-03-02T09:30:00Z")
"""A Monday."""

O1 = OrderId("O-1")

TWO_A = Line("A", 2, price="10.00 EUR")
ONE_B = Line("B", 1, price="5.00 EUR")


def later(days: float = 0) -> Instant:
    """Give a moment so many days after the first."""
    return AT + dt.timedelta(days=days)


def place(*lines: Line, **changes: Any) -> PlaceOrder:
    """Place an order of two A and one B, unless other lines are given."""
    asked = {"order_id": O1, "at": AT, "by": Actor.BUYER, "channel": "MFN"}
    return PlaceOrder(**{**asked, "lines": lines or (TWO_A, ONE_B), **changes})


def imported(*lines: Line, word: OrderStatus = OrderStatus.PENDING, **changes: Any) -> PlaceOrder:
    """Place an order as a marketplace reports it."""
    return place(*lines, imported=True, report=said(word), **changes)


def said(word: OrderStatus, days: float = 0) -> Report:
    """Make a report."""
    return Report(word.value.upper(), word, later(days))


def pay(days: float = 0, **changes: Any) -> ConfirmPayment:
    """Pay what is due."""
    return ConfirmPayment(order_id=O1, at=later(days), **changes)


def cancel(*units: tuple[str, int], days: float = 0, **changes: Any) -> CancelUnits:
    """Cancel the units named, or all."""
    asked = {"order_id": O1, "at": later(days), "reason": "no_inventory"}
    return CancelUnits(**{**asked, "units": some(*units), **changes})


def ship(*units: tuple[str, int], days: float = 1, **changes: Any) -> ConfirmShipment:
    """Ship the units named, or all."""
    asked = {"order_id": O1, "at": later(days), "units": some(*units)}
    return ConfirmShipment(**{**asked, **changes})


def track(parcel: str, carrier: str, tracking: str, days: float = 2) -> CorrectTracking:
    """Give a parcel a tracking number."""
    return CorrectTracking(
        order_id=O1, at=later(days), parcel_id=parcel, carrier=carrier, tracking=tracking
    )


def deliver(parcel: str = "P1", days: float = 3) -> RecordDelivery:
    """Deliver a parcel."""
    at = later(days)
    return RecordDelivery(order_id=O1, at=at, by=Actor.CARRIER, parcel_id=ParcelId(parcel))


def ask_back(*units: tuple[str, str, int], days: float = 5, **changes: Any) -> RequestReturn:
    """Ask to return units out of parcels."""
    asked = {"order_id": O1, "at": later(days), "by": Actor.BUYER, "reason": "too_small"}
    return RequestReturn(**{**asked, "units": back(*units), **changes})


def receive(*units: tuple[str, str, int], days: float = 9, **changes: Any) -> ReceiveReturn:
    """Receive returned units."""
    asked = {"order_id": O1, "at": later(days), "return_id": ReturnId("R1")}
    return ReceiveReturn(**{**asked, "units": back(*units), **changes})


def authorise_return(override: str = "", days: float = 6, **changes: Any) -> AuthoriseReturn:
    """Let a return in."""
    asked = {"order_id": O1, "at": later(days), "return_id": "R1", "override": override}
    return AuthoriseReturn(**{**asked, **changes})


def decline_return(
    reason: str = "not_returnable", days: float = 6, **changes: Any
) -> DeclineReturn:
    """Do not let a return in."""
    asked = {"order_id": O1, "at": later(days), "return_id": "R1", "reason": reason}
    return DeclineReturn(**{**asked, **changes})


def withdraw(days: float = 7, **changes: Any) -> WithdrawReturn:
    """Keep the units after all."""
    asked = {"order_id": O1, "at": later(days), "by": Actor.BUYER, "return_id": "R1"}
    return WithdrawReturn(**{**asked, **changes})


def ask_information(
    question: str = "Which one?", days: float = 5.5, **changes: Any
) -> AskReturnInformation:
    """Ask the buyer about a return."""
    asked = {"order_id": O1, "at": later(days), "return_id": "R1", "question": question}
    return AskReturnInformation(**{**asked, **changes})


def give_information(
    answer: str = "The red one.", days: float = 7, **changes: Any
) -> GiveReturnInformation:
    """Say what was asked about a return."""
    asked = {"order_id": O1, "at": later(days), "by": Actor.BUYER, "return_id": "R1"}
    return GiveReturnInformation(**{**asked, "answer": answer, **changes})


def issue_label(days: float = 6, return_id: str = "R1", **label: Any) -> IssueReturnLabel:
    """Give the buyer a label."""
    return IssueReturnLabel(
        order_id=O1, at=later(days), return_id=return_id, label=ReturnLabel(**label)
    )


def void_label(label_id: str = "L1", days: float = 6.5, **changes: Any) -> VoidReturnLabel:
    """Take a label back."""
    asked = {"order_id": O1, "at": later(days), "return_id": "R1", "label_id": label_id}
    return VoidReturnLabel(**{**asked, **changes})


def scan(
    told: ReturnScan = ReturnScan.IN_TRANSIT, days: float = 7, **changes: Any
) -> RecordReturnScan:
    """Say where a return is."""
    asked = {"order_id": O1, "at": later(days), "by": Actor.CARRIER, "return_id": "R1"}
    return RecordReturnScan(**{**asked, "scan": told, **changes})


def grade(*units: tuple[str, str, int], days: float = 10, **changes: Any) -> GradeReturn:
    """Grade received units, as sellable unless something else is said."""
    asked = {"order_id": O1, "at": later(days), "return_id": "R1", "grade": "sellable"}
    return GradeReturn(**{**asked, "units": back(*units), **changes})


def find_more(what: str = "Z", days: float = 10, **changes: Any) -> RecordFoundUnits:
    """Find something more in a return."""
    asked = {"order_id": O1, "at": later(days), "return_id": "R1", "what": what}
    return RecordFoundUnits(**{**asked, **changes})


def send_back(*units: tuple[str, str, int], days: float = 11, **changes: Any) -> SendBackReturn:
    """Send rejected units back, or all of them."""
    asked = {"order_id": O1, "at": later(days), "return_id": "R1", "units": back(*units)}
    return SendBackReturn(**{**asked, **changes})


def close(end: ReturnEnd, days: float = 12, **changes: Any) -> CloseReturn:
    """Close a return."""
    asked = {"order_id": O1, "at": later(days), "return_id": "R1", "end": end}
    return CloseReturn(**{**asked, **changes})


def refund(*parts: RefundPart, days: float = 10, **changes: Any) -> IssueRefund:
    """Give money back."""
    return IssueRefund(
        **{
            "order_id": O1,
            "at": later(days),
            "reason": "customer_return",
            "parts": parts,
            **changes,
        }
    )


def part(line: str, units: int = 0, currency: str = "EUR", **amounts: int) -> RefundPart:
    """Make a part of a refund."""
    return RefundPart(LineId(line), Charges(currency, **amounts), units)


def report(word: OrderStatus, days: float = 1) -> RecordReport:
    """Repeat what the marketplace says."""
    return RecordReport(order_id=O1, at=later(days), imported=True, report=said(word, days))


def price(*charges: tuple[str, Charges]) -> PriceLines:
    """Tell charges that were not known."""
    told = tuple((LineId(line), some) for line, some in charges)
    return PriceLines(order_id=O1, at=AT, imported=True, charges=told)


def adopt(*lines: Line, days: float = 1, cancelled: tuple[str, ...] = ()) -> AdoptLines:
    """Add lines that only became known later."""
    gone = tuple(LineId(line) for line in cancelled)
    return AdoptLines(order_id=O1, at=later(days), imported=True, lines=lines, cancelled=gone)


def shortage(*lines: str) -> RecordShortage:
    """Say that stock is short."""
    return RecordShortage(order_id=O1, at=AT, lines=tuple(LineId(line) for line in lines))


def authorise(amount: str = "", days: float = 0, **changes: Any) -> AuthorisePayment:
    """Promise what is due, or an amount of it."""
    return AuthorisePayment(order_id=O1, at=later(days), amount=_money(amount), **changes)


def capture(amount: str = "", days: float = 0, **changes: Any) -> CapturePayment:
    """Take what was promised, or an amount of it."""
    asked = {"order_id": O1, "at": later(days), "amount": _money(amount)}
    return CapturePayment(**{**asked, **changes})


def fail(days: float = 0, **changes: Any) -> FailPayment:
    """Say that a payment was declined."""
    return FailPayment(order_id=O1, at=later(days), **changes)


def expire(days: float = 0, **changes: Any) -> ExpirePayment:
    """Say that an authorisation ran out."""
    return ExpirePayment(**{"order_id": O1, "at": later(days), **changes})


def void(days: float = 0, **changes: Any) -> VoidPayment:
    """Give an authorisation back untaken."""
    return VoidPayment(order_id=O1, at=later(days), **changes)


def release(days: float = 0, **changes: Any) -> ReleasePreorder:
    """Release a pre-order."""
    return ReleasePreorder(**{"order_id": O1, "at": later(days), **changes})


def put_off(to: float, days: float = 0) -> ReschedulePreorder:
    """Put a pre-order off, or bring it forward."""
    return ReschedulePreorder(order_id=O1, at=later(days), available_at=later(to))


def hold(kind: str = "manual", days: float = 0, **changes: Any) -> PlaceHold:
    """Hold the order."""
    asked = {"order_id": O1, "at": later(days), "kind": kind, "owner": "ann"}
    return PlaceHold(**{**asked, **changes})


def let_go(hold_id: str = "", days: float = 0, **changes: Any) -> ReleaseHold:
    """Release a hold, or the first that stands."""
    return ReleaseHold(**{"order_id": O1, "at": later(days), "hold_id": hold_id, **changes})


def verified(
    address: Address,
    outcome: AddressOutcome,
    *notes: str,
    suggestion: Address | None = None,
    days: float = 0,
) -> VerifyAddress:
    """Say what a verifier makes of an address."""
    answer = Verification(outcome=outcome, suggestion=suggestion, notes=notes)
    return VerifyAddress(order_id=O1, at=later(days), address=address, verification=answer)


def send_to(ship_to: Address, days: float = 0, **changes: Any) -> AmendAddress:
    """Send the order elsewhere."""
    return AmendAddress(order_id=O1, at=later(days), ship_to=ship_to, **changes)


def amend(*add: Line, take: tuple[tuple[str, int], ...] = (), **changes: Any) -> AmendOrder:
    """Put lines into the order, and take units out of it."""
    asked = {"order_id": O1, "at": AT, "add": add, "units": some(*take)}
    return AmendOrder(**{**asked, **changes})


def ask_to_cancel(*units: tuple[str, int], days: float = 1, **changes: Any) -> RequestCancellation:
    """Ask to cancel the units named, or all."""
    asked = {"order_id": O1, "at": later(days), "units": some(*units)}
    return RequestCancellation(**{**asked, **changes})


def accept(request_id: str = "", days: float = 2) -> AcceptCancellation:
    """Grant a request to cancel."""
    return AcceptCancellation(order_id=O1, at=later(days), request_id=request_id)


def decline(request_id: str = "", days: float = 2) -> DeclineCancellation:
    """Decline a request to cancel."""
    return DeclineCancellation(order_id=O1, at=later(days), request_id=request_id)


def overdue(days: float = 0, **changes: Any) -> CancelOverdue:
    """Cancel what nobody shipped in time."""
    asked = {"order_id": O1, "at": later(days), "by": Actor.MARKETPLACE}
    return CancelOverdue(**{**asked, **changes})


def missed(*units: tuple[str, int], days: float = 0, **changes: Any) -> RecordUnfillable:
    """Say that the fulfiller cannot ship the units named, or any that wait."""
    asked = {"order_id": O1, "at": later(days), "by": Actor.MARKETPLACE, "units": some(*units)}
    return RecordUnfillable(**{**asked, **changes})


def stranded(trouble: Trouble, parcel: str = "P1", days: float = 3) -> RecordUndelivered:
    """Say that a parcel does not reach its buyer."""
    at = later(days)
    return RecordUndelivered(
        order_id=O1, at=at, by=Actor.CARRIER, parcel_id=ParcelId(parcel), trouble=trouble
    )


def not_delivered(*days_said: float, parcel: str = "P1", days: float = 4) -> RetractDelivery:
    """Say that a parcel was not delivered after so many days, or never."""
    return RetractDelivery(
        order_id=O1,
        at=later(days),
        by=Actor.CARRIER,
        parcel_id=ParcelId(parcel),
        deliveries=[later(said) for said in days_said],
    )


def found(parcel: str = "P1", days: float = 4) -> RetractUndelivered:
    """Say that a parcel is in no trouble after all."""
    at = later(days)
    return RetractUndelivered(order_id=O1, at=at, by=Actor.CARRIER, parcel_id=ParcelId(parcel))


def came_back(
    *units: tuple[str, int], parcel: str = "P1", days: float = 6, **changes: Any
) -> ReceiveUndelivered:
    """Receive the units named of an undelivered parcel, or all that is missing."""
    asked = {"order_id": O1, "at": later(days), "parcel_id": parcel, "units": some(*units)}
    return ReceiveUndelivered(**{**asked, **changes})


def went_out(refund_id: str = "F1", days: float = 11) -> ConfirmRefund:
    """Say that a refund went out."""
    return ConfirmRefund(order_id=O1, at=later(days), refund_id=refund_id)


def bounced(refund_id: str = "F1", days: float = 11, reason: str = "") -> FailRefund:
    """Say that a refund failed."""
    return FailRefund(order_id=O1, at=later(days), refund_id=refund_id, reason=reason)


def instead(*units: tuple[str, int], days: float = 7, **changes: Any) -> ReplaceUnits:
    """Send something in place of the units named of the first return, or of all of it."""
    asked = {"order_id": O1, "at": later(days), "reason": "DEFECTIVE", "units": some(*units)}
    of_return = {} if "parcel_id" in changes else {"return_id": "R1"}
    return ReplaceUnits(**{**asked, **of_return, **changes})


def send(replacement_id: str = "O-1-X1", days: float = 10) -> SendReplacement:
    """Send what was promised for when the old goods are back."""
    return SendReplacement(order_id=O1, at=later(days), replacement_id=replacement_id)


def no_more(
    because: ReplacementEnd,
    *units: tuple[str, int],
    replacement_id: str = "O-1-X1",
    days: float = 9,
    up_to: bool = False,
) -> EndReplacement:
    """Replace the units named no longer, or all that still are."""
    return EndReplacement(
        order_id=O1,
        at=later(days),
        replacement_id=replacement_id,
        because=because,
        units=some(*units),
        up_to=up_to,
    )


def tag(*tags: str, days: float = 1, **changes: Any) -> TagOrder:
    """Put tags on the order."""
    return TagOrder(**{"order_id": O1, "at": later(days), "tags": tags, **changes})


def untag(*tags: str, days: float = 2, **changes: Any) -> UntagOrder:
    """Take tags off the order."""
    return UntagOrder(**{"order_id": O1, "at": later(days), "tags": tags, **changes})


def note(id: str = "C-1", minor: int = 2_500, currency: str = "EUR", **said: Any) -> ClaimNote:
    """Give what an order may know of a claim that somebody still decides."""
    told = {"kind": "guarantee", "claimed": Money(minor, currency), "opened_at": later(5)}
    return ClaimNote(id=id, **{**told, **said})


def hear(known: ClaimNote | None = None, days: float = 6, **said: Any) -> HearClaim:
    """Let the order hear how a claim stands: as is told, or with what is said of it."""
    imported = said.pop("imported", False)
    return HearClaim(
        order_id=O1,
        at=later(days),
        by=Actor.SYSTEM,
        imported=imported,
        claim=note(**said) if known is None else known,
    )


def _money(amount: str) -> Money | None:
    return Money.parse(amount, "amount") if amount else None


def some(*units: tuple[str, int]) -> tuple[Units, ...]:
    """Make units of lines."""
    return tuple(Units(LineId(line), quantity) for line, quantity in units)


def back(*units: tuple[str, str, int]) -> tuple[ReturnUnits, ...]:
    """Make units out of parcels."""
    return tuple(ReturnUnits(ParcelId(p), LineId(line), quantity) for p, line, quantity in units)


def given(*commands: OrderCommand, world: World = WORLD) -> Order:
    """Give the order after commands that are all accepted and all bring something about."""
    return _after(None, commands, world)


def comes_to(order: Order, return_id: str = "R1") -> tuple[RefundPart, ...]:
    """Give what a return comes to by the policy, of what was not paid back for yet."""
    return return_settlement(order, return_id, WORLD).parts


def then(order: Order, *commands: OrderCommand, world: World = WORLD) -> Order:
    """Give an order after further commands, all accepted."""
    return _after(order, commands, world)


def _after(order: Order | None, commands: tuple[OrderCommand, ...], world: World) -> Order:
    for command in commands:
        events = decide(order, command, world)
        assert events, f"nothing came of {command}"
        for event in events:
            order = evolve(order, event)
    assert order is not None
    return order


def when(order: Order | None, command: OrderCommand, world: World = WORLD) -> OrderEvent:
    """Give the one event that a command brings about."""
    explain_agrees_with_decide(order, command, world)
    (event,) = decide(order, command, world)
    return event


def events(
    order: Order | None, command: OrderCommand, world: World = WORLD
) -> tuple[OrderEvent, ...]:
    """Give all the events that a command brings about."""
    explain_agrees_with_decide(order, command, world)
    return decide(order, command, world)


def accepts(order: Order | None, command: OrderCommand, world: World = WORLD) -> bool:
    """Tell whether a command brings something about."""
    explain_agrees_with_decide(order, command, world)
    return bool(decide(order, command, world))


def refusals(
    order: Order | None, command: OrderCommand, world: World = WORLD
) -> dict[str, Mapping[str, Any]]:
    """Give the codes and facts by which a command is refused; asking has changed nothing."""
    before = repr(order)
    explain_agrees_with_decide(order, command, world)
    with pytest.raises(Refused) as caught:
        decide(order, command, world)
    assert repr(order) == before
    assert caught.value.command == type(command).__name__
    return {refusal.code: refusal.facts for refusal in caught.value.refusals}


def nothing_happens(order: Order | None, command: OrderCommand, world: World = WORLD) -> bool:
    """Tell whether the wish is already true, so that no event comes of it and no refusal."""
    explain_agrees_with_decide(order, command, world)
    return decide(order, command, world) == ()
