"""What counts of how buyers are served: answers, returns, refunds, invoices, ratings and votes.

What has a deadline counts on the day of that: by then it is settled, however it came out.
"""

import datetime as dt
from collections.abc import Iterator

from ordercore.conversations.feedback import score_of
from ordercore.conversations.messages import count_responses, responses
from ordercore.kernel.actors import Actor
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.time import LAST_YEAR, Instant, instant, last_instant, local_date
from ordercore.metrics.health.case import Case, Counting
from ordercore.orders.money import counted_refunds
from ordercore.orders.state import Order
from ordercore.returns import Return, ReturnEnd, Task, deadlines_of

# Answers

IN_THE_END = instant(dt.datetime(LAST_YEAR, 12, 31, tzinfo=dt.UTC))
"""When nothing waits any more."""


def answered(case: Case) -> Iterator[Counting]:
    """Count each message that needs an answer by when that is due, and whether it came by then."""
    for conversation in case.subject.conversations:
        for response in responses(conversation, IN_THE_END):
            found = count_responses((response,))
            if found.settled:
                yield Counting(response.due, {"messages": 1, "messages_in_time": found.in_time})


# Returns


def asked_back(case: Case) -> Iterator[Counting]:
    """Count each request to send something back, and what its buyer may be dissatisfied with."""
    for rma in case.order.returns:
        disliked = rma.id in case.notes.disliked_returns
        unanswered = is_unanswered(rma)
        wrongly = rma.id in case.notes.wrongly_declined and rma.is_declined
        counted = {
            "requests": 1,
            "requests_dissatisfied": int(disliked or unanswered or wrongly),
            "requests_disliked": int(disliked),
            "requests_unanswered": int(unanswered),
            "requests_wrongly_declined": int(wrongly),
        }
        yield Counting(answer_late(rma) or rma.requested_at, counted)


def answer_late(rma: Return) -> Instant | None:
    """Give the first instant at which an answer is late; ``None`` where it was let in at once."""
    return rma.reply.late if rma.reply is not None else None


def is_unanswered(rma: Return) -> bool:
    """A request is unanswered when nothing, or no question, came before an answer was late."""
    late = answer_late(rma)
    return late is not None and rma.is_answered_late(late)


# Refunds


def to_refund(case: Case) -> Iterator[Counting]:
    """Count each return that came back by when it was to be paid for, and whether it was by then.

    Not what was rejected, or made good by other goods.
    """
    for rma in case.order.returns:
        until = refund_due(case, rma) if is_to_be_paid(rma) else None
        if until is not None:
            paid = is_refunded_by(case.order, rma, until)
            yield Counting(until, {"refunds": 1, "refunds_in_time": int(paid)})


OTHERWISE = frozenset({ReturnEnd.REPLACED, ReturnEnd.EXCHANGED, ReturnEnd.REJECTED})
"""Ends of a return by which no money is due."""


def is_to_be_paid(rma: Return) -> bool:
    """A return is to be paid for once something of it came back that was not rejected."""
    if rma.closing is not None and rma.closing.end in OTHERWISE:
        return False
    return bool(rma.received) and any(rma.taken_back(*place) for place in rma.places)


def refund_due(case: Case, rma: Return) -> Instant | None:
    """Give the first instant at which a refund is late by the return policy of its day."""
    marketplace, world = case.order.terms.marketplace, case.world
    dues = deadlines_of(
        world.returns,
        zone=world.zone_of(marketplace),
        asked_at=rma.requested_at,
        scanned_at=rma.posted_at,
        received_at=min(some.at for some in rma.received),
        marketplace=marketplace,
        channel=case.order.terms.channel,
        marketplace_label=any(some.payer is Actor.MARKETPLACE for some in rma.live_labels),
        calendar=world.calendar,
    )
    return min([some.until for some in dues if some.task is Task.REFUND], default=None)


def is_refunded_by(order: Order, rma: Return, until: Instant) -> bool:
    """A refund is in time when money for the return went, or set out, before that."""
    paid = [some.at for some in counted_refunds(order) if some.return_id == rma.id]
    return any(at < until for at in paid)


# Invoices

WORKDAYS = OperatingCalendar(zone="UTC")
"""Monday to Friday: what was shipped on a Friday has its invoice by Monday."""


def invoiced(case: Case) -> Iterator[Counting]:
    """Count each order of a business by when its invoice is due, and whether it was there."""
    due = invoice_due(case) if case.notes.business else None
    if due is None:
        return
    at = case.notes.invoiced_at
    missing, late = at is None, at is not None and at > due
    counted = {
        "invoices": 1,
        "invoices_defective": int(missing or late),
        "invoices_missing": int(missing),
        "invoices_late": int(late),
    }
    yield Counting(due, counted)


def invoice_due(case: Case) -> Instant | None:
    """An invoice is due by the end of the working day after the order was first confirmed.

    Days are those of the marketplace's zone. Before it was confirmed, none is.
    """
    if case.notes.invoice_due is not None or not case.order.parcels:
        return case.notes.invoice_due
    zone = case.world.zone_of(case.order.terms.marketplace)
    left = local_date(min(parcel.shipped_at for parcel in case.order.parcels), zone)
    return last_instant(WORKDAYS.on_or_after(left + dt.timedelta(days=1)), zone)


# Ratings and votes


def rated(case: Case) -> Iterator[Counting]:
    """Count each rating that counts by when it was left, and whether it is good."""
    for feedback in case.subject.feedback:
        score = score_of(feedback)
        if feedback.rating is not None and score.ratings:
            counted = {
                "ratings": score.ratings,
                "ratings_positive": score.positive,
                "ratings_neutral": score.neutral,
                "ratings_negative": score.negative,
            }
            yield Counting(feedback.rating.at, counted)


def voted(case: Case) -> Iterator[Counting]:
    """Count the last vote of a buyer, and whether it says that nothing was settled."""
    vote = case.notes.vote
    if vote is not None:
        yield Counting(vote.at, {"votes": 1, "votes_unsettled": int(not vote.settled)})
