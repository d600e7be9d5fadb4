"""Every metric of account health once more, slowly, as the facts of the marketplace have it.

Written from the published rules and not from the code: loops over orders, and nothing shared.
"""

import datetime as dt
from collections.abc import Callable, Iterator

from health_orders import Made

from ordercore.channels import CHANNELS, Metric
from ordercore.kernel.actors import Actor
from ordercore.kernel.time import Instant
from ordercore.orders.state import Order
from ordercore.shipping import Parcel

Event = tuple[dt.date, int, int]
"""A day, what counts of it, and of how many."""

COUNTED_REASONS = {
    "no_inventory", "buyer_cancelled", "customer_exchange", "general_adjustment",
    "pricing_error", "carrier_coverage_failure", "not_shipped_in_time",
}  # fmt: skip


def slow(
    metric: Metric,
    made: list[Made],
    *,
    channels: tuple[str, ...],
    marketplace: str,
    first: dt.date | None,
    last: dt.date,
    category: str = "",
) -> tuple[int, int]:
    """Count a metric over days."""
    count = of = 0
    for some in made:
        order = some.subject.order
        if order.terms.channel not in channels or order.terms.marketplace != marketplace:
            continue
        for day, part, whole in EVENTS[metric](some, category):
            if (first is None or first <= day) and day <= last:
                count += part
                of += whole
    return count, of


def utc(at: Instant) -> dt.date:
    """Give the day of a moment in UTC."""
    return dt.date.fromisoformat(at.isoformat()[:10])


def defects(some: Made, _: str) -> Iterator[Event]:
    """An order is defective by 1-2 stars, a claim not denied, or a chargeback that is no fraud."""
    bad = False
    for said in some.subject.feedback:
        if said.rating is not None and said.rating.stars <= 2 and said.withdrawn_at is None:
            bad = True
    for claim in some.subject.claims:
        denied = claim.closing is not None and claim.closing.outcome.value == "denied"
        if claim.defect and not denied:
            bad = True
    yield utc(some.subject.order.terms.placed_at), int(bad), 1


def cancelled_units(order: Order) -> int:
    """Units that the seller cancelled of an order that was no longer pending."""
    units = 0
    for gone in order.cancellations:
        pending = all(payment.at > gone.at for payment in order.payments)
        asked = any(
            request.official and request.at <= gone.at and
            {u.line for u in request.units} & {u.line for u in gone.units}
            for request in order.cancel_requests
        )  # fmt: skip
        theirs = gone.by is Actor.BUYER or (gone.reason == "buyer_cancelled" and asked)
        if not pending and not theirs and gone.reason in COUNTED_REASONS:
            units += sum(u.quantity for u in gone.units)
    return units


def cancellations(some: Made, _: str) -> Iterator[Event]:
    """Orders of which the seller cancelled anything, of all orders."""
    order = some.subject.order
    yield utc(order.terms.placed_at), int(cancelled_units(order) > 0), 1


def unit_cancellations(some: Made, _: str) -> Iterator[Event]:
    """Units that the seller cancelled, of all units ordered."""
    order = some.subject.order
    ordered = sum(line.quantity for line in order.lines)
    yield utc(order.terms.placed_at), cancelled_units(order), ordered


def late(some: Made, _: str) -> Iterator[Event]:
    """Orders of which not all that is kept was confirmed by the ship-by time."""
    order = some.subject.order
    if order.ship_by is None:
        return
    kept = sum(line.quantity for line in order.lines)
    kept -= sum(u.quantity for gone in order.cancellations for u in gone.units)
    left = sum(u.quantity for p in order.parcels for u in p.units)
    in_time = sum(
        u.quantity for p in order.parcels if p.shipped_at <= order.ship_by for u in p.units
    )
    waits_unpaid = not order.parcels and not paid(order)
    if (kept > 0 or left > 0) and not waits_unpaid:
        yield utc(order.ship_by), int(in_time < kept), 1


def paid(order: Order) -> bool:
    """Whether anybody pays."""
    return order.status.value not in ("pending", "pending_availability")


def tracked(some: Made, parcel: Parcel) -> bool:
    """A number that a carrier has scanned."""
    notes = some.notes.parcels.get(parcel.id)
    told: list[object] = [parcel.deliveries, parcel.undelivered, parcel.way, parcel.retractions]
    if notes is not None:
        told += [notes.scanned_at, notes.tried_at]
    return bool(parcel.tracking.strip()) and any(told)


def tracking(some: Made, category: str) -> Iterator[Event]:
    """Packages with a scanned number, of packages confirmed."""
    for parcel in some.subject.order.parcels:
        notes = some.notes.parcels.get(parcel.id)
        if notes is not None and (notes.exempt or category not in ("", notes.category)):
            continue
        if notes is None and category:
            continue
        enough = notes is None or notes.scans == 1 or len(parcel.deliveries) > 0
        yield utc(parcel.shipped_at), int(tracked(some, parcel) and enough), 1


def in_time(some: Made, parcel: Parcel, deadline: Instant) -> bool:
    """Delivered or tried by the promised time, or by the day that the buyer chose."""
    notes = some.notes.parcels.get(parcel.id)
    tries = list(parcel.deliveries)
    if parcel.way and parcel.way.status and parcel.way.status.value in (
        "attempted", "available_for_pickup",
    ):  # fmt: skip
        tries.append(parcel.way.at)
    if parcel.undelivered and parcel.undelivered.trouble.value == "refused":
        tries.append(parcel.undelivered.at)
    if notes and notes.tried_at:
        tries.append(notes.tried_at)
    if not tries or (notes and notes.tracked_at and notes.tracked_at > min(tries)):
        return False
    chosen = notes is not None and notes.agreed_until is not None and (
        min(tries) <= notes.agreed_until
    )  # fmt: skip
    return min(tries) <= deadline or chosen


def deliveries(some: Made, units: bool) -> Iterator[Event]:
    """Tracked packages or units that arrived in time; what is excused is left out where late."""
    order = some.subject.order
    for parcel in order.parcels:
        notes = some.notes.parcels.get(parcel.id)
        if order.deliver_by is None or not tracked(some, parcel):
            continue
        good = in_time(some, parcel, order.deliver_by)
        if not good and notes is not None and notes.excused:
            continue
        size = sum(u.quantity for u in parcel.units) if units else 1
        yield utc(order.deliver_by), size if good else 0, size


def scans(some: Made, _: str) -> Iterator[Event]:
    """Packages first scanned by the ship-by time, or delivered in time all the same."""
    order = some.subject.order
    for parcel in order.parcels:
        notes = some.notes.parcels.get(parcel.id)
        if notes is not None and notes.scanned_at is not None and order.ship_by is not None:
            good = notes.scanned_at <= order.ship_by
            if order.deliver_by is not None:
                good = good or in_time(some, parcel, order.deliver_by)
            yield utc(parcel.shipped_at), int(good), 1


def labels(some: Made, _: str) -> Iterator[Event]:
    """Packages of which the label was bought through the marketplace, where that is known."""
    for parcel in some.subject.order.parcels:
        notes = some.notes.parcels.get(parcel.id)
        if notes is not None and notes.protected is not None:
            yield utc(parcel.shipped_at), int(notes.protected), 1


def answers(some: Made, _: str) -> Iterator[Event]:
    """Messages answered by a person within 24 hours; what needs no answer does not count."""
    for talk in some.subject.conversations:
        for message in talk.messages:
            if message.due is None or (message.mark is not None and not message.mark.needed):
                continue
            replies = [
                reply.at
                for reply in talk.messages
                if reply.due is None and not reply.automatic and reply.at > message.at
            ]
            good = bool(replies) and min(replies) <= message.due
            yield utc(message.due), int(good), 1


def requests(some: Made, _: str) -> Iterator[Event]:
    """Return requests rated badly, not answered in 48 hours, or wrongly declined."""
    for rma in some.subject.order.returns:
        deadline = rma.reply.late if rma.reply is not None else None
        silent = False
        if deadline is not None:
            silent = rma.withdrawn_at is None if rma.answer is None else rma.answer.at >= deadline
        declined = rma.answer is not None and not rma.answer.authorised
        wrongly = declined and rma.id in some.notes.wrongly_declined
        bad = silent or wrongly or rma.id in some.notes.disliked_returns
        yield utc(deadline or rma.requested_at), int(bad), 1


def refunds(some: Made, _: str) -> Iterator[Event]:
    """Returns that came back, paid for within two working days, or four days since January 2026."""
    order = some.subject.order
    if order.terms.channel == "FBA":
        return
    for rma in order.returns:
        end = rma.closing.end.value if rma.closing is not None else ""
        kept = sum(came.units.quantity for came in rma.received)
        kept -= sum(g.units.quantity for g in rma.graded if g.disposition.rejects)
        if not rma.received or kept <= 0 or end in ("replaced", "exchanged", "rejected"):
            continue
        zone = ZONES[order.terms.marketplace]
        day = min(came.at for came in rma.received).in_timezone(zone).date()
        left = 4 if day >= dt.date(2026, 1, 26) else 2
        calendar_days = left == 4
        while left:
            day += dt.timedelta(days=1)
            left -= int(calendar_days or day.weekday() < 5)
        too_late = midnight_after(day, zone)
        paid_at = [r.at for r in order.refunds if r.return_id == rma.id and r.counts]
        yield utc(too_late), int(any(at < too_late for at in paid_at)), 1


ZONES = {"US": "America/Los_Angeles", "DE": "Europe/Berlin", "JP": "Asia/Tokyo"}


def midnight_after(day: dt.date, zone: str) -> Instant:
    """Give the first instant of the next day somewhere."""
    import pendulum

    after = day + dt.timedelta(days=1)
    return pendulum.datetime(after.year, after.month, after.day, tz=zone).in_timezone("UTC")


def invoices(some: Made, _: str) -> Iterator[Event]:
    """Business orders without an invoice by 23:59 of the next working day."""
    order, notes = some.subject.order, some.notes
    if not notes.business:
        return
    due = notes.invoice_due
    if due is None:
        if not order.parcels:
            return
        zone = ZONES[order.terms.marketplace]
        day = min(p.shipped_at for p in order.parcels).in_timezone(zone).date()
        day += dt.timedelta(days=1)
        while day.weekday() > 4:
            day += dt.timedelta(days=1)
        due = midnight_after(day, zone).subtract(microseconds=1)
    bad = notes.invoiced_at is None or notes.invoiced_at > due
    yield utc(due), int(bad), 1


def ratings(some: Made, _: str) -> Iterator[Event]:
    """Ratings of 4 and 5 stars, of all that were not taken back."""
    for said in some.subject.feedback:
        if said.rating is not None and said.withdrawn_at is None:
            yield utc(said.rating.at), int(said.rating.stars >= 4), 1


def votes(some: Made, _: str) -> Iterator[Event]:
    """Buyers who say no, of all who answered."""
    vote = some.notes.vote
    if vote is not None:
        yield utc(vote.at), int(not vote.settled), 1


EVENTS: dict[Metric, Callable[[Made, str], Iterator[Event]]] = {
    Metric.ORDER_DEFECTS: defects,
    Metric.CANCELLATIONS: cancellations,
    Metric.LATE_SHIPMENTS: late,
    Metric.VALID_TRACKING: tracking,
    Metric.ON_TIME_DELIVERY: lambda some, _: deliveries(some, units=True),
    Metric.SHIPMENT_ON_TIME_DELIVERY: lambda some, _: deliveries(some, units=False),
    Metric.CONTACT_RESPONSE: answers,
    Metric.RETURN_DISSATISFACTION: requests,
    Metric.SERVICE_DISSATISFACTION: votes,
    Metric.INVOICE_DEFECTS: invoices,
    Metric.FEEDBACK_SCORE: ratings,
    Metric.REFUND_TIMELINESS: refunds,
    Metric.PRIME_ON_TIME_SHIPMENT: scans,
    Metric.PRIME_ON_TIME_DELIVERY: lambda some, _: deliveries(some, units=False),
    Metric.PRIME_CANCELLATIONS: cancellations,
    Metric.PRIME_UNIT_CANCELLATIONS: unit_cancellations,
    Metric.PRIME_VALID_TRACKING: tracking,
    Metric.PRIME_PROTECTED_LABELS: labels,
}
"""Metric → what counts of an order."""

assert set(CHANNELS) >= {"MFN", "SFP", "FBA"}
