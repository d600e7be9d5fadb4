"""On the way back: returns that wait for an answer, a receipt, a look, or an end."""

from collections.abc import Iterator

from ordercore.kernel.actors import Actor
from ordercore.kernel.time import Instant
from ordercore.orders.authorising import AuthoriseReturn, DeclineReturn
from ordercore.orders.closing import CloseReturn, comes_until
from ordercore.orders.grading import GradeReturn
from ordercore.orders.questioning import AskReturnInformation, GiveReturnInformation
from ordercore.orders.receiving import ReceiveReturn
from ordercore.orders.rejecting import SendBackReturn
from ordercore.orders.returned import counted
from ordercore.orders.sending import SendReplacement
from ordercore.queries.worklist.case import Case, Found, before, proposed, those_allowed
from ordercore.queries.worklist.paying_back import refund_by
from ordercore.returns import Return, ReturnEnd, ReturnStatus

SOMETHING = "?"
"""Stands for words that somebody has to write."""


def return_requests(case: Case) -> Iterator[Found]:
    """Who asks to send something back is answered."""
    for rma in case.order.returns:
        if not rma.awaits_answer():
            continue
        reason = next(iter(case.world.decline_reasons), "")
        plain = proposed(case, AuthoriseReturn, return_id=rma.id)
        override = {"override": SOMETHING}
        ways = [
            plain or proposed(case, AuthoriseReturn, override, return_id=rma.id),
            proposed(case, DeclineReturn, {"reason": reason}, return_id=rma.id),
            proposed(case, AskReturnInformation, {"question": SOMETHING}, return_id=rma.id),
        ]
        facts = {"order": case.order.id, "return": rma.id, "asked": rma.requested_at}
        yield Found(part=rma.id, by=_answer_by(rma), facts=facts, ways=those_allowed(ways))


def _answer_by(rma: Return) -> Instant | None:
    """Give the last instant at which an answer is not late, or else is as advised."""
    reply = rma.reply
    return None if reply is None else before(reply.late or reply.advised)


def questions_to_buyers(case: Case) -> Iterator[Found]:
    """Who was asked about a return, and says nothing, is answered all the same some day."""
    for rma in case.order.returns:
        if rma.status is ReturnStatus.INFORMATION_ASKED:
            reason = next(iter(case.world.decline_reasons), "")
            said = {"answer": SOMETHING}
            ways = [
                proposed(case, GiveReturnInformation, said, return_id=rma.id, by=Actor.BUYER),
                proposed(case, DeclineReturn, {"reason": reason}, return_id=rma.id),
            ]
            facts = {"order": case.order.id, "return": rma.id}
            yield Found(part=rma.id, facts=facts, ways=those_allowed(ways))


def returns_to_receive(case: Case) -> Iterator[Found]:
    """What a carrier says has arrived is counted and taken back."""
    for rma in case.order.returns:
        units = counted(rma, Return.outstanding)
        if units and rma.arrived_at is not None:
            way = proposed(case, ReceiveReturn, {"sellable": None}, return_id=rma.id, units=units)
            facts = {"order": case.order.id, "return": rma.id, "arrived": rma.arrived_at}
            yield Found(part=rma.id, facts=facts, ways=those_allowed([way]))


def returns_to_inspect(case: Case) -> Iterator[Found]:
    """What came back is looked at, while there is time to pay for it."""
    for rma in case.order.returns:
        units = counted(rma, Return.ungraded)
        if not units:
            continue
        grade = {"grade": next(iter(case.world.return_grades), "")}
        way = proposed(case, GradeReturn, grade, return_id=rma.id, units=units)
        count = sum(some.quantity for some in units)
        facts = {"order": case.order.id, "return": rma.id, "units": count}
        yield Found(part=rma.id, by=refund_by(case, rma), facts=facts, ways=those_allowed([way]))


def returns_to_send_back(case: Case) -> Iterator[Found]:
    """What was rejected goes back to the buyer."""
    for rma in case.order.returns:
        units = counted(rma, Return.to_send_back)
        if units:
            named = {"carrier": "", "tracking": ""}
            way = proposed(case, SendBackReturn, named, return_id=rma.id, units=units)
            facts = {"order": case.order.id, "return": rma.id}
            yield Found(part=rma.id, facts=facts, ways=those_allowed([way]))


def returns_that_never_came(case: Case) -> Iterator[Found]:
    """What has not come, and no longer will, is closed, so that the units are the buyer's again."""
    for rma in case.order.returns:
        if rma.is_ended or not rma.is_authorised or not counted(rma, Return.outstanding):
            continue
        if rma.arrived_at is not None:
            continue
        end = ReturnEnd.LOST_IN_TRANSIT if rma.is_posted else ReturnEnd.NEVER_SENT
        until = comes_until(case.order, rma, case.world)
        if case.at >= until:
            way = proposed(case, CloseReturn, return_id=rma.id, end=end)
            facts = {"order": case.order.id, "return": rma.id, "until": until}
            yield Found(part=rma.id, by=before(until), facts=facts, ways=those_allowed([way]))


def replacements_to_send(case: Case) -> Iterator[Found]:
    """What was promised for when the old goods are back is sent, once stock has it."""
    for some in case.order.replacements:
        if some.sent_at is not None or some.is_over:
            continue
        way = proposed(case, SendReplacement, replacement_id=some.id)
        if way is not None and case.in_stock(SendReplacement(**way.known)):
            facts = {"order": case.order.id, "new_order": some.id}
            yield Found(part=some.id, facts=facts, ways=(way,))
