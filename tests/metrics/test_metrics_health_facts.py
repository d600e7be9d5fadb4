"""What counts of an order in account health, and what does not: one rule after the other."""

import datetime as dt
from typing import Any

import attrs
import pytest
from health_orders import (
    DAY,
    HOUR,
    PLACED,
    counted,
    days,
    denied,
    gone,
    many,
    moved,
    order,
    parcel,
    rating,
    rma,
)
from health_orders import (
    noted as noting_of,
)

from ordercore.conversations.claims import Outcome
from ordercore.conversations.messages import AnswerMark, Sender
from ordercore.errors import InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.kernel.time import instant
from ordercore.kernel.units import Units
from ordercore.metrics.health import (
    DEFINITIONS,
    HEALTH,
    OrderNotes,
    ParcelNotes,
    Vote,
    counts_as,
    health_table,
    noted_of,
    scans_needed,
)
from ordercore.orders.derived import Subject
from ordercore.orders.parts import CancelRequest, Refund, RefundStatus, ReplacementKind
from ordercore.orders.payment import Payment
from ordercore.orders.reasons import CancelReason
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.returns import (
    Answer,
    Closing,
    Question,
    Received,
    ReplyDue,
    Return,
    ReturnEnd,
    ReturnUnits,
)
from ordercore.shipping import Retraction, Trouble, Undelivered, WayNote, WayStatus
from ordercore.shipping.tracking import Interval, TrackingEvent, TrackingStatus, reduce
from ordercore.testing.store.claim_happenings import some_claim
from ordercore.testing.store.message_happenings import some_conversation, some_message

SHIP_BY = moved(PLACED, 2 * DAY)

DELIVER_BY = moved(PLACED, 6 * DAY)

LATE = moved(DELIVER_BY, HOUR)


def with_notes(notes: OrderNotes) -> Any:
    """Give the table of a host that knows this of every order."""
    return health_table(noting=lambda _: notes)


# By the day of the order


def test_an_order_counts_once_on_its_day_in_utc() -> None:
    """Also one of which nothing else is known."""
    late = order(placed=instant("2026-03-02T23:59:59.999999Z"), paid=False)

    assert counted(late) == {"orders": 1, "units_ordered": 4}
    assert days(late, "orders") == [dt.date(2026, 3, 2)]


@pytest.mark.parametrize(
    ("claims", "stars", "expected"),
    [
        ([], None, {}),
        ([], 3, {}),
        ([], 2, {"orders_defective": 1, "orders_badly_rated": 1}),
        ([{}], None, {"orders_defective": 1, "orders_claimed": 1}),
        ([{}, {}], None, {"orders_defective": 1, "orders_claimed": 1}),
        (
            [{"kind": "service_chargeback"}, {}],
            1,
            {
                "orders_defective": 1,
                "orders_claimed": 1,
                "orders_charged_back": 1,
                "orders_badly_rated": 1,
            },
        ),
        # Fraud is no defect by its terms, and what was denied is none any more.
        ([{"kind": "fraud_chargeback", "defect": False}], None, {}),
        ([{"closing": Outcome.DENIED}], None, {}),
    ],
)
def test_an_order_is_defective_once_whatever_makes_it_so(
    claims: list[dict[str, Any]], stars: int | None, expected: dict[str, int]
) -> None:
    """Three defects are one defective order, and one in each part."""
    told = []
    for n, said in enumerate(claims):
        more = dict(said)
        if "closing" in more:
            more = {"closing": denied(PLACED), "cleared_by": frozenset({Outcome.DENIED})}
        told.append(some_claim(f"C-{n}", **{"defect": True, **more}))
    subject = Subject(order=order(), claims=tuple(told), feedback=(rating(stars),) if stars else ())
    found = counted(subject)

    assert {name: n for name, n in found.items() if name.startswith("orders_")} == expected


ASKED = CancelRequest(id="Q", units=(Units("1", 1),), reason="", at=PLACED, official=True)


@pytest.mark.parametrize(
    ("cancelled", "said", "counts"),
    [
        (gone(), {}, True),
        (gone(1), {}, True),
        (gone(by=Actor.SYSTEM, reason="not_shipped_in_time"), {}, True),
        (gone(by=Actor.MARKETPLACE, reason="not_shipped_in_time"), {}, True),
        # The buyer, through the account.
        (gone(by=Actor.BUYER, reason="buyer_cancelled"), {}, False),
        # The seller, as the buyer asked: officially, or in a message alone.
        (gone(reason="buyer_cancelled"), {"cancel_requests": (ASKED,)}, False),
        (
            gone(reason="buyer_cancelled"),
            {"cancel_requests": (attrs.evolve(ASKED, official=False),)},
            True,
        ),
        (gone(reason="no_inventory"), {"cancel_requests": (ASKED,)}, True),
        # A reason that does not count, and one that nobody has settled.
        (gone(reason="address_undeliverable"), {}, False),
        (gone(reason="?"), {}, False),
        # While it was pending: never paid, or paid later.
        (gone(), {"paid": False}, False),
        (
            gone(),
            {"payments": (Payment(id="p", amount=None, at=moved(PLACED, 2 * HOUR)),)},
            False,
        ),
        (gone(), {"payments": (Payment(id="p", amount=None, at=moved(PLACED, HOUR)),)}, True),
    ],
)
def test_cancellations_count_by_who_why_and_when(
    cancelled: Any, said: dict[str, Any], counts: bool
) -> None:
    """The seller's own after payment, of any unit; not the buyer's, nor while it was pending."""
    found = counted(order(cancellations=(cancelled,), **said))

    assert found.get("orders_cancelled", 0) == int(counts)
    units = sum(some.quantity for some in cancelled.units)
    assert found.get("units_cancelled", 0) == units * counts


def test_a_cancelled_replacement_counts_like_any_order() -> None:
    """Though its value is nothing."""
    made = order(cancellations=(gone(),))
    terms = attrs.evolve(made.terms, replacement=ReplacementKind.REPLACEMENT, chain=1)

    assert counted(attrs.evolve(made, terms=terms))["orders_cancelled"] == 1


def test_reasons_are_those_of_the_world() -> None:
    """A host's own reason counts as its row says."""
    own = {"moved_house": CancelReason(code="moved_house", counts=True)}
    table = health_table(World(cancel_reasons=own))
    made = order(cancellations=(gone(reason="moved_house"),))

    assert counted(made, table)["orders_cancelled"] == 1
    assert "orders_cancelled" not in counted(made)
    assert not counts_as(World(cancel_reasons=own))
    assert counts_as(World(pools={"MFN": "main"}))


# Leaving in time


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"ship_by": None, "parcels": (parcel(),)}, (0, 0)),
        ({"parcels": (parcel(shipped_at=SHIP_BY),)}, (1, 0)),
        ({"parcels": (parcel(shipped_at=moved(SHIP_BY, dt.timedelta(microseconds=1))),)}, (1, 1)),
        # In parts: the last one counts, and so does what still waits.
        ({"parcels": (parcel(units=1),)}, (1, 1)),
        ({"parcels": (parcel(units=1), parcel("P2", 3, shipped_at=LATE))}, (1, 1)),
        ({"parcels": (parcel(units=1),), "cancellations": (gone(3),)}, (1, 0)),
        # Nothing left: late once its day is over, unless nobody has paid or all was cancelled.
        ({}, (1, 1)),
        ({"paid": False}, (0, 0)),
        ({"cancellations": (gone(),)}, (0, 0)),
    ],
)
def test_an_order_is_late_when_not_all_of_it_was_confirmed_in_time(
    said: dict[str, Any], expected: tuple[int, int]
) -> None:
    """By the moment of confirmation, on the day by which it was to leave."""
    made = order(**{"ship_by": SHIP_BY, **said})
    found = counted(made)

    assert (found.get("orders_to_ship", 0), found.get("orders_late", 0)) == expected
    assert days(made, "orders_to_ship") == [dt.date(2026, 3, 4)] * expected[0]


# Tracking


@pytest.mark.parametrize(
    ("said", "noted", "valid"),
    [
        ({}, {}, False),
        ({"deliveries": (LATE,)}, {}, True),
        ({"undelivered": Undelivered(Trouble.LOST, LATE)}, {}, True),
        ({"way": WayNote(WayStatus.OUT_FOR_DELIVERY, LATE)}, {}, True),
        ({"retractions": (Retraction(None, LATE, LATE),)}, {}, True),
        ({}, {"scanned_at": LATE}, True),
        ({}, {"tried_at": LATE}, True),
        # That it arrived, without a number, is no tracking.
        ({"tracking": "", "deliveries": (LATE,)}, {"scanned_at": LATE}, False),
        ({"tracking": "  ", "deliveries": (LATE,)}, {}, False),
    ],
)
def test_tracking_is_valid_with_a_number_and_a_scan(
    said: dict[str, Any], noted: dict[str, Any], valid: bool
) -> None:
    """By the day of the confirmation."""
    made = order(parcels=(parcel(**said),))
    table = with_notes(OrderNotes(parcels={"P1": ParcelNotes(**noted)}))
    found = counted(made, table)

    assert (found["parcels"], found.get("parcels_tracked", 0)) == (1, int(valid))
    assert days(made, "parcels", table) == [dt.date(2026, 3, 3)]


@pytest.mark.parametrize(
    ("said", "noted", "expected"),
    [
        ({"scans": 2}, {}, (1, 0)),
        ({"scans": 2}, {"deliveries": (LATE,)}, (1, 1)),
        # Told without a number, a delivery is no tracking, however many scans are asked for.
        ({"scans": 2}, {"deliveries": (LATE,), "tracking": ""}, (1, 0)),
        ({"exempt": True}, {}, (0, 0)),
    ],
)
def test_two_scans_or_none_may_be_asked_for(
    said: dict[str, Any], noted: dict[str, Any], expected: tuple[int, int]
) -> None:
    """The second is that of the delivery; of what needs no tracking nothing counts."""
    notes = OrderNotes(parcels={"P1": ParcelNotes(scanned_at=PLACED, **said)})
    found = counted(order(parcels=(parcel(**noted),)), with_notes(notes))

    assert (found.get("parcels", 0), found.get("parcels_tracked", 0)) == expected


@pytest.mark.parametrize(
    ("origin", "marketplace", "worth", "day", "expected"),
    [
        ("CN", "US", "5.00 USD", "2025-01-15", 2),
        ("CN", "US", "4.99 USD", "2025-01-15", 1),
        ("CN", "US", "5.00 USD", "2025-01-14", 1),
        ("CN", "DE", "5.00 EUR", "2025-01-15", 1),
        ("GB", "US", "14.99 USD", "2025-01-15", 1),
        ("IN", "US", "15.00 USD", "2026-01-15", 2),
        ("US", "US", "500.00 USD", "2026-01-15", 1),
    ],
)
def test_scans_are_asked_for_by_origin_and_worth(
    origin: str, marketplace: str, worth: str, day: str, expected: int
) -> None:
    """Since 15 January 2025, of what is sent to the US from some places."""
    on = dt.date.fromisoformat(day)

    assert scans_needed(origin, marketplace, Money.parse(worth), on) == expected


def test_a_worth_in_another_currency_is_refused() -> None:
    """Nobody converts it here."""
    with pytest.raises(InvalidValue, match="worth"):
        scans_needed("CN", "US", Money.parse("5.00 EUR"), dt.date(2026, 1, 1))


def test_a_feed_tells_of_the_first_scan_and_the_first_try() -> None:
    """Of a time without a zone the latest that it may be; of nothing, nothing."""
    events = [
        TrackingEvent(status=TrackingStatus.PRE_TRANSIT, when=PLACED),
        TrackingEvent(status=TrackingStatus.IN_TRANSIT, when=SHIP_BY),
        TrackingEvent(status=TrackingStatus.AVAILABLE_FOR_PICKUP, when=Interval(DELIVER_BY, LATE)),
        TrackingEvent(status=TrackingStatus.DELIVERED, when=moved(LATE, DAY)),
    ]

    assert noted_of(reduce(events)) == ParcelNotes(scanned_at=SHIP_BY, tried_at=LATE)
    assert noted_of(reduce(events[:1])) == ParcelNotes()
    tried = TrackingEvent(status=TrackingStatus.ATTEMPTED, when=DELIVER_BY)
    assert noted_of(reduce([*events, tried])).tried_at == DELIVER_BY


def test_tracking_is_told_apart_by_category() -> None:
    """A parcel of no category is of the blank one."""
    made = order(parcels=(parcel("P1", 1), parcel("P2", 3)))
    table = with_notes(OrderNotes(parcels={"P1": ParcelNotes(category="toys")}))
    place = table.numbers.index("parcels")
    facts = [fact for fact in table.facts(Subject(order=made)) if fact.numbers[place]]

    assert [fact.words for fact in facts] == [("US", "MFN", "toys"), ("US", "MFN", "")]


# Arriving in time


@pytest.mark.parametrize(
    ("said", "noted", "expected"),
    [
        # Not tracked: 130 units of which 30 are not leave 100.
        ({}, {}, None),
        ({"tracking": "", "deliveries": (DELIVER_BY,)}, {}, None),
        ({"deliveries": (DELIVER_BY,)}, {}, True),
        ({"deliveries": (LATE,)}, {}, False),
        ({"deliveries": (DELIVER_BY, LATE)}, {}, True),
        # Nothing came yet.
        ({}, {"scanned_at": PLACED}, False),
        # A first try counts as on time, whoever tells of it.
        ({"way": WayNote(WayStatus.ATTEMPTED, DELIVER_BY)}, {}, True),
        ({"way": WayNote(WayStatus.AVAILABLE_FOR_PICKUP, DELIVER_BY)}, {}, True),
        ({"way": WayNote(WayStatus.OUT_FOR_DELIVERY, DELIVER_BY)}, {}, False),
        ({"undelivered": Undelivered(Trouble.REFUSED, DELIVER_BY)}, {}, True),
        ({"undelivered": Undelivered(Trouble.LOST, DELIVER_BY)}, {}, False),
        ({"deliveries": (LATE,)}, {"tried_at": DELIVER_BY}, True),
        # By a day that the buyer chose, later or earlier.
        ({"deliveries": (LATE,)}, {"agreed_until": LATE}, True),
        ({"deliveries": (DELIVER_BY,)}, {"agreed_until": PLACED}, True),
        # A number that was given after it arrived.
        ({"deliveries": (DELIVER_BY,)}, {"tracked_at": LATE}, False),
        ({"deliveries": (DELIVER_BY,)}, {"tracked_at": DELIVER_BY}, True),
        # Late results of protected labels are left out; good ones count.
        ({"deliveries": (LATE,)}, {"excused": True}, None),
        ({"deliveries": (DELIVER_BY,)}, {"excused": True}, True),
    ],
)
def test_delivery_is_on_time_by_the_first_try(
    said: dict[str, Any], noted: dict[str, Any], expected: bool | None
) -> None:
    """By the day by which it was to arrive, in parcels and in units."""
    made = order(parcels=(parcel(units=3, **said),), deliver_by=DELIVER_BY)
    found = counted(made, with_notes(OrderNotes(parcels={"P1": ParcelNotes(**noted)})))
    of, good = int(expected is not None), int(expected is True)

    assert (found.get("parcels_to_deliver", 0), found.get("parcels_in_time", 0)) == (of, good)
    assert (found.get("units_to_deliver", 0), found.get("units_in_time", 0)) == (3 * of, 3 * good)


def test_without_a_promise_nothing_is_late() -> None:
    """Nobody said until when it arrives."""
    made = order(parcels=(parcel(deliveries=(LATE,)),))

    assert "parcels_to_deliver" not in counted(made)


@pytest.mark.parametrize(
    ("scanned", "arrived", "expected"),
    [
        (None, (DELIVER_BY,), (0, 0)),
        (SHIP_BY, (LATE,), (1, 1)),
        (moved(SHIP_BY, HOUR), (LATE,), (1, 0)),
        (moved(SHIP_BY, HOUR), (DELIVER_BY,), (1, 1)),
        (moved(SHIP_BY, HOUR), (), (1, 0)),
    ],
)
def test_prime_ships_by_the_first_scan(
    scanned: Any, arrived: Any, expected: tuple[int, int]
) -> None:
    """Late but delivered in time counts as in time; without a known scan there is no data."""
    noted = OrderNotes(parcels={"P1": ParcelNotes(scanned_at=scanned)})
    made = order(
        parcels=(parcel(deliveries=arrived),), ship_by=SHIP_BY, deliver_by=DELIVER_BY, channel="SFP"
    )
    found = counted(made, with_notes(noted))

    told = (found.get("parcels_scanned", 0), found.get("parcels_scanned_in_time", 0))
    assert told == expected


@pytest.mark.parametrize(
    ("protected", "expected"), [(None, (0, 0)), (True, (1, 1)), (False, (1, 0))]
)
def test_labels_count_where_anybody_knows_of_them(
    protected: bool | None, expected: tuple[int, int]
) -> None:
    """Whether one was bought through the marketplace, orders do not keep."""
    noted = OrderNotes(parcels={"P1": ParcelNotes(protected=protected)})
    found = counted(order(parcels=(parcel(),)), with_notes(noted))

    assert (found.get("labels", 0), found.get("labels_protected", 0)) == expected


# Answers

DUE = moved(PLACED, 24 * HOUR)

NOT_NEEDED = AnswerMark(at=PLACED, needed=False)


@pytest.mark.parametrize(
    ("said", "answer", "expected"),
    [
        ({}, None, (1, 0)),
        ({}, {"at": DUE}, (1, 1)),
        ({}, {"at": moved(DUE, HOUR)}, (1, 0)),
        # An auto-responder is no answer.
        ({}, {"at": DUE, "automatic": True}, (1, 0)),
        ({"mark": NOT_NEEDED}, None, (0, 0)),
        ({"due": None}, None, (0, 0)),
    ],
)
def test_messages_count_by_when_their_answer_is_due(
    said: dict[str, Any], answer: dict[str, Any] | None, expected: tuple[int, int]
) -> None:
    """In 24 hours by the clock, weekends too; "no response needed" takes them out."""
    written = [some_message("B", **{"at": PLACED, "due": DUE, **said})]
    if answer is not None:
        written.append(some_message("S", sender=Sender.SELLER, due=None, **answer))
    subject = Subject(order=order(), conversations=(some_conversation(messages=tuple(written)),))
    found = counted(subject)

    assert (found.get("messages", 0), found.get("messages_in_time", 0)) == expected
    assert days(subject, "messages") == [dt.date(2026, 3, 3)] * expected[0]


# Returns

REPLY = ReplyDue(None, moved(PLACED, 12 * DAY))

IN_TIME, TOO_LATE = moved(PLACED, 11 * DAY), moved(PLACED, 12 * DAY)


def answer(at: Any, *, authorised: bool = True) -> Answer:
    """Give the answer to a request."""
    return Answer(authorised=authorised, at=at, by=Actor.SELLER)


@pytest.mark.parametrize(
    ("said", "noted", "wrong"),
    [
        ({"reply": None}, {}, set()),
        ({"reply": ReplyDue(None, None)}, {}, set()),
        ({"answer": answer(IN_TIME)}, {}, set()),
        ({"answer": answer(TOO_LATE)}, {}, {"unanswered"}),
        ({}, {}, {"unanswered"}),
        ({"questions": (Question("?", IN_TIME),)}, {}, set()),
        ({"questions": (Question("?", TOO_LATE, reply=REPLY),)}, {}, {"unanswered"}),
        ({"withdrawn_at": IN_TIME}, {}, set()),
        ({"answer": answer(IN_TIME, authorised=False)}, {}, set()),
        (
            {"answer": answer(IN_TIME, authorised=False)},
            {"wrongly_declined": frozenset({"R1"})},
            {"wrongly_declined"},
        ),
        # It was let in after all.
        ({"answer": answer(IN_TIME)}, {"wrongly_declined": frozenset({"R1"})}, set()),
        ({"answer": answer(IN_TIME)}, {"disliked_returns": frozenset({"R1"})}, {"disliked"}),
        ({}, {"disliked_returns": frozenset({"R1", "R2"})}, {"disliked", "unanswered"}),
    ],
)
def test_a_request_dissatisfies_once(
    said: dict[str, Any], noted: dict[str, Any], wrong: set[str]
) -> None:
    """By a bad rating, no answer in time, or a wrong no; by when the answer was due."""
    made = order(returns=(rma(**{"reply": REPLY, **said}),))
    found = counted(made, with_notes(OrderNotes(**noted)))
    names = ("disliked", "unanswered", "wrongly_declined")

    assert found["requests"] == 1
    assert found.get("requests_dissatisfied", 0) == bool(wrong)
    assert {name for name in names if found.get(f"requests_{name}")} == wrong


def test_a_request_that_was_let_in_at_once_counts_on_its_own_day() -> None:
    """Any other on the day on which an answer comes too late."""
    assert days(order(returns=(rma(),)), "requests") == [dt.date(2026, 3, 12)]
    assert days(order(returns=(rma(reply=REPLY),)), "requests") == [dt.date(2026, 3, 14)]


# Refunds

BACK = moved(PLACED, 14 * DAY)  # Monday 16 March, 10:00 UTC: Los Angeles is 7 hours behind.

UNITS = ReturnUnits("P1", "1", 1)


def refunded(at: Any, **said: Any) -> Order:
    """Give an order of which a return came back, and was paid for."""
    refund = Refund(
        id="F",
        key="k",
        parts=(),
        shares=(),
        reason="customer_return",
        at=at,
        **{"return_id": "R1", **said},
    )
    return order(returns=(rma(received=(Received(UNITS, True, BACK),)),), refunds=(refund,))


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        # 4 days after the day of receipt, from 26 January 2026 on: all of 20 March.
        (refunded(instant("2026-03-21T06:59:59Z")), (1, 1)),
        (refunded(instant("2026-03-21T07:00:00Z")), (1, 0)),
        (refunded(BACK, status=RefundStatus.FAILED), (1, 0)),
        (refunded(BACK, return_id=None), (1, 0)),
        (order(returns=(rma(),)), (0, 0)),
    ],
)
def test_refunds_count_by_when_they_were_due(made: Order, expected: tuple[int, int]) -> None:
    """By the deadline of the return policy on its day."""
    found = counted(made)

    assert (found.get("refunds", 0), found.get("refunds_in_time", 0)) == expected
    assert days(made, "refunds") == [dt.date(2026, 3, 21)] * expected[0]


@pytest.mark.parametrize("end", [ReturnEnd.REPLACED, ReturnEnd.EXCHANGED, ReturnEnd.REJECTED])
def test_what_is_settled_otherwise_is_no_refund(end: ReturnEnd) -> None:
    """Other goods take the place of the money, or nothing is owed."""
    some: Return = rma(received=(Received(UNITS, True, BACK),), closing=Closing(end, BACK))

    assert "refunds" not in counted(order(returns=(some,)))


def test_without_a_deadline_no_refund_is_late() -> None:
    """A policy that says nothing of refunds has nobody measured by them."""
    rules = attrs.evolve(World().returns, deadlines=())
    made = refunded(BACK)

    assert "refunds" not in counted(made, health_table(World(returns=rules)))


# Invoices, ratings, votes

FRIDAY = instant("2026-03-06T20:00:00Z")


@pytest.mark.parametrize(
    ("noted", "expected"),
    [
        ({"business": False}, {}),
        # Sent on a Friday in Los Angeles, it is due by the end of Monday there.
        ({"invoiced_at": instant("2026-03-10T06:59:59.999999Z")}, {"invoices": 1}),
        (
            {"invoiced_at": instant("2026-03-10T07:00:00Z")},
            {"invoices": 1, "invoices_defective": 1, "invoices_late": 1},
        ),
        ({}, {"invoices": 1, "invoices_defective": 1, "invoices_missing": 1}),
        ({"invoice_due": FRIDAY, "invoiced_at": FRIDAY}, {"invoices": 1}),
    ],
)
def test_invoices_are_due_on_the_next_working_day(
    noted: dict[str, Any], expected: dict[str, int]
) -> None:
    """Of orders of businesses alone; a moment that the marketplace tells comes first."""
    made = order(parcels=(parcel(shipped_at=FRIDAY),))
    found = counted(made, with_notes(OrderNotes(**{"business": True, **noted})))

    assert {name: n for name, n in found.items() if name.startswith("invoices")} == expected


@pytest.mark.parametrize(
    ("left", "due"),
    [
        # Fridays before the clocks of Los Angeles change on a Sunday.
        ("2026-03-06T20:00:00Z", "2026-03-10T06:59:59.999999+00:00"),
        ("2026-10-30T20:00:00Z", "2026-11-03T07:59:59.999999+00:00"),
    ],
)
def test_r39_a_day_ends_when_its_clocks_say_so(left: str, due: str) -> None:
    """R39: a deadline of 23:59 is not moved by the change of the clocks."""
    made = order(parcels=(parcel(shipped_at=instant(left)),))
    (fact,) = [
        some
        for some in with_notes(OrderNotes(business=True)).facts(Subject(order=made))
        if some.numbers[HEALTH.numbers.index("invoices")]
    ]

    assert fact.at.isoformat() == due


def test_before_it_was_sent_no_invoice_is_due() -> None:
    """Nor is one missing."""
    assert "invoices" not in counted(order(), with_notes(OrderNotes(business=True)))


@pytest.mark.parametrize(
    ("stars", "kind"),
    [(1, "negative"), (2, "negative"), (3, "neutral"), (4, "positive"), (5, "positive")],
)
def test_ratings_count_by_when_they_were_left(stars: int, kind: str) -> None:
    """Neutral ones are among all of them."""
    left = moved(PLACED, 20 * DAY)
    subject = Subject(order=order(), feedback=(rating(stars, left),))
    found = counted(subject)

    assert (found["ratings"], found[f"ratings_{kind}"]) == (1, 1)
    assert days(subject, "ratings") == [dt.date(2026, 3, 22)]
    taken = Subject(order=order(), feedback=(rating(stars, left, withdrawn_at=left),))
    assert "ratings" not in counted(taken)


@pytest.mark.parametrize(("settled", "unsettled"), [(True, 0), (False, 1)])
def test_a_vote_counts_when_it_was_given(settled: bool, unsettled: int) -> None:
    """The last one of a buyer, which a host notes."""
    found = counted(order(), with_notes(OrderNotes(vote=Vote(at=LATE, settled=settled))))

    assert (found["votes"], found.get("votes_unsettled", 0)) == (1, unsettled)


def test_every_part_is_a_part_of_its_whole() -> None:
    """In each fact a count is at most what it is counted of, so that figures can be made."""
    made = many(11, 200)
    table = health_table(noting=noting_of(made))
    for some in made:
        for fact in table.facts(some.subject):
            numbers = dict(zip(table.numbers, fact.numbers, strict=True))
            for row in DEFINITIONS:
                assert numbers[row.count] <= numbers[row.of]


def test_the_table_says_whose_orders_they_are() -> None:
    """By marketplace and channel; the name is that of the table of a store."""
    (fact,) = HEALTH.facts(Subject(order=order(marketplace="DE", channel="FBA")))

    assert (HEALTH.name, fact.words) == ("health", ("DE", "FBA", ""))
