"""What letters tell of what comes back, and of how it is sent."""

from collections.abc import Mapping
from typing import Protocol

from ordercore.i18n.letters.content import Content, Item, Until, Word, items_by_line, items_of
from ordercore.i18n.letters.orders import Told
from ordercore.kernel.ids import ReturnId
from ordercore.kernel.time import Instant
from ordercore.kernel.units import total_by_line
from ordercore.orders.authorising import ReturnDeclined
from ordercore.orders.closing import ReturnClosed
from ordercore.orders.grading import ReturnGraded
from ordercore.orders.labelling import ReturnLabelIssued
from ordercore.orders.questioning import ReturnInformationAsked, ReturnInformationGiven
from ordercore.orders.receiving import ReturnReceived
from ordercore.orders.rejecting import ReturnSentBack, ReturnUnitsFound
from ordercore.orders.returning import ReturnAuthorised, ReturnRequested
from ordercore.orders.state import Order
from ordercore.returns import Handover, ReplyDue, Return, ReturnLabel


class OfReturn(Protocol):
    """An event about a return."""

    @property
    def return_id(self) -> ReturnId:
        """Which return."""
        ...


def authorised(order: Order, event: ReturnAuthorised) -> Content:
    """Tell what may come back, and how to send it."""
    rma = order.return_(event.rma.id) or event.rma
    labels = rma.live_labels
    facts = {"rma": rma.id, "return_by": _due(order, rma), **_label(labels[-1] if labels else None)}
    notes = ("pack", "label") if labels else ("pack",)
    return Content(facts=facts, items=items_of(order, rma.units), notes=notes)


def coming(order: Order, event: ReturnAuthorised) -> Content:
    """Tell what may come back."""
    return Content(facts={"rma": event.rma.id}, items=items_of(order, event.rma.units))


def requested(order: Order, event: ReturnRequested) -> Content:
    """Tell what is asked to be sent back."""
    return Content(facts={"rma": event.rma.id}, items=items_of(order, event.rma.units))


def to_answer(order: Order, event: ReturnRequested | ReturnInformationGiven) -> Content:
    """Tell what is to be answered, by when, and what the buyer has said since."""
    if isinstance(event, ReturnRequested):
        facts = {"rma": event.rma.id, "answer_by": _reply_by(event.rma.reply)}
        return Content(facts=facts, items=items_of(order, event.rma.units))
    facts = {"answer": event.answer, "answer_by": _reply_by(event.reply)}
    return _of_return(order, event, **facts)


def asked(order: Order, event: ReturnInformationAsked) -> Content:
    """Tell the question."""
    return _of_return(order, event, question=event.question)


def declined(order: Order, event: ReturnDeclined) -> Content:
    """Tell what may not come back, and what was noted about it."""
    return _of_return(order, event, note=event.note)


def of_return(order: Order, event: OfReturn) -> Content:
    """Tell which return, and what is in it."""
    return _of_return(order, event)


def label_issued(order: Order, event: ReturnLabelIssued) -> Content:
    """Tell how to send something back."""
    rma = order.return_(event.return_id)
    notes = ("pack", "label") if event.label.prepaid else ("pack", "label", "unpaid")
    facts = {"rma": event.return_id, **_label(event.label)}
    return Content(facts=facts, items=items_of(order, rma.units if rma else ()), notes=notes)


def received(order: Order, event: ReturnReceived) -> Content:
    """Tell what came back."""
    units = [some.units for some in event.received]
    return Content(facts={"rma": event.return_id}, items=items_of(order, units))


def found(_: Order, event: ReturnUnitsFound) -> Content:
    """Tell what else was in the parcel."""
    item = Item(event.found.quantity, event.found.what)
    return Content(facts={"rma": event.return_id, "found": item, "note": event.found.note})


def rejected(order: Order, event: ReturnGraded) -> Content:
    """Tell for what nothing is given back."""
    rejected = [some for some in event.graded if some.disposition.rejects]
    notes = dict.fromkeys(some.note for some in rejected if some.note)
    facts = {"rma": event.return_id, "note": "; ".join(notes)}
    return Content(facts=facts, items=items_of(order, [some.units for some in rejected]))


def sent_back(order: Order, event: ReturnSentBack) -> Content:
    """Tell what goes back to the buyer, and how."""
    last = event.sent_back[-1]
    facts = {"rma": event.return_id, "carrier": last.carrier, "tracking": last.tracking}
    return Content(facts=facts, items=items_of(order, [some.units for some in event.sent_back]))


def never_came(order: Order, event: ReturnClosed) -> Content:
    """Tell what did not come, and whether it was lost."""
    rma = order.return_(event.return_id)
    missing = total_by_line(rma.units) if rma else {}
    for some in rma.received if rma else ():
        missing[some.units.line] -= some.units.quantity
    facts = {"rma": event.return_id}
    return Content(facts=facts, variant=event.end.value, items=items_by_line(order, missing))


def _of_return(order: Order, event: OfReturn, **facts: object) -> Content:
    rma = order.return_(event.return_id)
    units = rma.units if rma else ()
    return Content(facts={"rma": event.return_id, **facts}, items=items_of(order, units))


def _reply_by(reply: ReplyDue | None) -> Instant | None:
    return reply.late or reply.advised if reply else None


def _due(order: Order, rma: Return) -> Until | None:
    """Tell by when it is to be back, where something was sent in its place in advance."""
    due = [some.due_back for some in order.replacements if some.return_id == rma.id]
    return next((Until(at) for at in due if at is not None), None)


def _label(label: ReturnLabel | None) -> dict[str, object]:
    """Tell how a parcel is handed over; a pickup has a number at the carrier, and no place."""
    if label is None:
        return {}
    dropped = label.handover is Handover.DROP_OFF
    told: dict[str, object] = {
        "carrier": label.carrier,
        "tracking": label.tracking,
        "handover": Word("handover", label.handover.value),
        "place": label.place if dropped else "",
    }
    if label.hand_over_by is not None:
        told["return_by"] = Until(label.hand_over_by)
    return told


OF_RETURNS: Mapping[str, Told] = {
    "return_requested": requested,
    "return_to_answer": to_answer,
    "return_authorised": authorised,
    "return_coming": coming,
    "return_information_asked": asked,
    "return_declined": declined,
    "return_withdrawn": of_return,
    "return_label_issued": label_issued,
    "return_label_voided": of_return,
    "return_arrived": of_return,
    "return_received": received,
    "return_units_found": found,
    "return_rejected": rejected,
    "return_sent_back": sent_back,
    "return_never_came": never_came,
}
