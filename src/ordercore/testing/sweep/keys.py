"""Keys of situations: two orders with one key are alike in all that decides what may follow.

No times are in them, only the *era* in which a moment lies, between the few moments from which the
sweep gives commands.
Ids are positions; like lines, parcels, holds, requests and refunds are sorted, so that situations
which differ by their names alone are one; what is over and done with counts once.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise, permutations
from typing import Any, TypeAlias

import attrs

from ordercore.kernel.time import Instant
from ordercore.orders.parts import RefundStatus
from ordercore.orders.promised import short_units
from ordercore.orders.state import Order
from ordercore.returns import Return

Key: TypeAlias = tuple[Any, ...]

Eras: TypeAlias = tuple[Instant, ...]
"""The moments that part one era from the next."""

DAY = dt.timedelta(days=1)

SAID = 6
"""Of how many numbers each return is told, line by line."""

Row: TypeAlias = tuple[Key, Sequence[Any]]
"""What is told of a part of an order as a whole, and then line by line."""


def canonical(order: Order, eras: Eras) -> Key:
    """Give the key of an order: the least of those that its like lines allow."""
    of = {line.id: n for n, line in enumerate(order.lines)}
    lines = _lines(order, of)
    parcels = _parcels(order, of, eras)
    refunds, asked = _refunds(order, of), _asked(order, of)
    replacements = _replacements(order, of) if order.replacements else []
    rest = _rest(order, eras)

    def told(places: Sequence[int]) -> Key:
        return (
            tuple([lines[place] for place in places]),
            _sorted(parcels, places),
            _sorted(refunds, places),
            _sorted(asked, places),
            _sorted(replacements, places),
        )

    if len(lines) == 1:
        return (told((0,)), rest)
    alike = [(line.sku, line.quantity, line.charges) for line in order.lines]
    ways = [
        places
        for places in permutations(range(len(lines)))
        if [alike[place] for place in places] == alike
    ]
    return (min([told(places) for places in ways]), rest)


def plain(order: Order, eras: Eras) -> Key:
    """Give everything in an order but its times, as it is: nothing is sorted or left out."""
    return (_plain(order, eras), tuple([parcel.is_with_buyer for parcel in order.parcels]))


def _plain(value: Any, eras: Eras) -> Any:
    if isinstance(value, Instant):
        return era(value, eras)
    if isinstance(value, tuple):
        told = [_plain(some, eras) for some in value]
        moments = all(isinstance(some, Instant) for some in value)
        return tuple(dict.fromkeys(told) if moments else told)
    if attrs.has(type(value)):
        fields = attrs.fields(type(value))
        return tuple([_plain(getattr(value, field.name), eras) for field in fields])
    return value


def era(moment: Instant | None, eras: Eras) -> int:
    """Tell in which era a moment lies; -1 for none."""
    return -1 if moment is None else bisect_right(eras, moment)


def _sorted(rows: Iterable[Row], places: Sequence[int]) -> Key:
    return tuple(sorted([(whole, *[lines[place] for place in places]) for whole, lines in rows]))


def _lines(order: Order, of: dict[str, int]) -> list[Key]:
    paid, unpaid, short = [0] * len(of), [0] * len(of), short_units(order)
    for gone in order.cancellations:
        for some in gone.units:
            (paid if gone.paid else unpaid)[of[some.line]] += some.quantity
    return [
        (
            line.quantity,
            -1 if line.charges is None else line.charges.total,
            line.id in order.short,
            short.get(line.id, 0),
            paid[n],
            unpaid[n],
        )
        for n, line in enumerate(order.lines)
    ]


def _parcels(order: Order, of: dict[str, int], eras: Eras) -> list[Row]:
    """Tell each parcel: what left, came back, was let into a return and arrived, line by line."""
    if not order.parcels:
        return []
    returns = range(len(order.returns))
    per_line = 2 + SAID * len(order.returns)
    counts = {parcel.id: [[0] * per_line for _ in of] for parcel in order.parcels}
    for parcel in order.parcels:
        mine = counts[parcel.id]
        for some in parcel.units:
            mine[of[some.line]][0] += some.quantity
        for back in parcel.came_back:
            mine[of[back.units.line]][1] += back.units.quantity
    for n in returns:
        rma, first = order.returns[n], 2 + SAID * n
        for asked in rma.units:
            counts[asked.parcel][of[asked.line]][first] += asked.quantity
        for came in rma.received:
            counts[came.units.parcel][of[came.units.line]][first + 1] += came.units.quantity
        looked_at = any(some.sellable is None for some in rma.received)
        for place in rma.places if looked_at else ():
            told = (rma.ungraded(*place), rma.to_send_back(*place), rma.back(*place))
            counts[place[0]][of[place[1]]][first + 2 : first + SAID] = (
                *told,
                rma.taken_back(*place),
            )
    paid_for = _refunds_by_parcel(order) if order.refunds else {}
    return [
        (
            (
                era(parcel.delivered_at, eras),
                parcel.undelivered.trouble.value if parcel.undelivered else "",
                parcel.is_with_buyer,
                # Without the trouble it would be with the buyer.
                bool(parcel.deliveries),
                bool(parcel.tracking),
                (era(parcel.way.at, eras), parcel.way.status is None) if parcel.way else (),
                paid_for.get(parcel.id, ()),
            ),
            [tuple(row) for row in counts[parcel.id]],
        )
        for parcel in order.parcels
    ]


def _refunds_by_parcel(order: Order) -> dict[str, Key]:
    """Tell which of the refunds that count pay for a parcel, by their places."""
    told: dict[str, Key] = {}
    for refund in order.refunds:
        if refund.counts and refund.parcel_id:
            row = (refund.status.value, sum(part.units for part in refund.parts))
            told[refund.parcel_id] = tuple(sorted((*told.get(refund.parcel_id, ()), row)))
    return told


def _refunds(order: Order, of: dict[str, int]) -> list[Row]:
    """Tell the refunds that count: what of, and how much by which payment."""
    place = {rma.id: n for n, rma in enumerate(order.returns)}
    paying = {payment.id: n for n, payment in enumerate(order.payments)}
    rows: list[Row] = []
    for refund in order.refunds:
        if refund.counts:
            counts = [[0, 0] for _ in of]
            for part in refund.parts:
                counts[of[part.line]][0] += part.units
                counts[of[part.line]][1] += part.charges.total
            shares = tuple([(paying[share.payment], share.minor) for share in refund.shares])
            whose = (
                bool(refund.parcel_id),
                place.get(refund.return_id or "", -1),
                next(
                    (n for n, r in enumerate(order.replacements) if r.id == refund.replaced_by), -1
                ),
            )
            again = tuple([part.charges.total for part in refund.recharged])
            kind = (refund.status.value, refund.ahead, again)
            rows.append(((*kind, *whose, shares), [tuple(row) for row in counts]))
    return rows


def _replacements(order: Order, of: dict[str, int]) -> list[Row]:
    """Tell what replaces units: of what, whether it was sent, and how many it still stands for."""
    place = {rma.id: n for n, rma in enumerate(order.returns)}
    parcels = {parcel.id: n for n, parcel in enumerate(order.parcels)}
    rows: list[Row] = []
    for n, some in enumerate(order.replacements):
        counts = [[0, 0] for _ in of]
        for units in some.units:
            counts[of[units.line]][0] += units.quantity
        for line, standing in some.standing.items():
            counts[of[line]][1] = standing
        back = sum(part.charges.total for part in some.back)
        kept = tuple(some.kept.items()) if some.worth else ()
        where = (place.get(some.return_id or "", -1), parcels.get(some.parcel_id or "", -1))
        whole = (n, some.kind.value, some.when.value, *where, some.sent_at is None, back, kept)
        rows.append((whole, [tuple(row) for row in counts]))
    return rows


def _asked(order: Order, of: dict[str, int]) -> list[Row]:
    """Tell the requests to cancel that are open."""
    rows: list[Row] = []
    for request in order.cancel_requests:
        if request.accepted is None:
            counts = [0] * len(of)
            for some in request.units:
                counts[of[some.line]] += some.quantity
            rows.append(((request.official,), counts))
    return rows


def _rest(order: Order, eras: Eras) -> Key:
    """Tell what has no lines: payments, holds, and what concerns the order as a whole."""
    soon, report, verified = order.preorder, order.report, order.verification
    failed = any(some.status is RefundStatus.FAILED for some in order.refunds)
    answers = {request.accepted for request in order.cancel_requests}
    return (
        _payments(order, eras),
        _holds(order, eras) if order.holds else (),
        failed,
        (True in answers, False in answers),
        (order.terms.channel, order.terms.imported, bool(order.terms.pool), order.terms.chain),
        order.terms.fill.value if order.terms.fill else "",
        report.status.value if report else "",
        (verified.outcome.value, bool(verified.suggestion)) if verified else (),
        order.ship_to.line1 if order.ship_to else "-",
        era(order.ship_by, eras),
        era(order.deliver_by, eras),
        (era(soon.available_at, eras), era(soon.released_at, eras)) if soon else (),
        tuple([_return(rma, eras) for rma in order.returns]),
        tuple([(note.is_open, note.to_buyer, note.held) for note in order.claims]),
        order.tags,
    )


def _return(rma: Return, eras: Eras) -> Key:
    """Tell what was said of a return, where it is, and how it ended."""
    if rma.is_ended:
        return (rma.status.value, rma.closing.end.value if rma.closing else "")
    return (
        rma.status.value,
        era(rma.answer.at if rma.answer else rma.requested_at, eras),
        rma.reply is not None,
        len(rma.questions),
        (len(rma.labels), len(rma.live_labels)),
        (rma.posted_at is not None, rma.arrived_at is not None),
        bool(rma.found),
    )


def _payments(order: Order, eras: Eras) -> Key:
    """Tell the payments that pay for anything, in their sequence, and whether others were tried."""
    live: list[Key] = []
    for payment in order.payments:
        if payment.end is None or payment.captures:
            amount = -1 if payment.amount is None else payment.amount.minor
            runs_out = era(payment.expires_at, eras)
            ended = payment.end is not None
            live.append((amount, payment.captured, payment.on_delivery, runs_out, ended))
    return (tuple(live), len(live) < len(order.payments))


def _holds(order: Order, eras: Eras) -> Key:
    """Tell the holds that were not released one by one, and whether any was."""
    standing = [
        (hold.kind, era(hold.placed_at, _days_apart(eras)), era(hold.expires_at, eras))
        for hold in order.holds
        if hold.released_at is None
    ]
    return (tuple(sorted(standing)), len(standing) < len(order.holds))


@cache
def _days_apart(eras: Eras) -> Eras:
    """Give the moments by which a hold of before may have stood for too long: days have passed."""
    return tuple([moment for before, moment in pairwise(eras) if moment - before > DAY])
