"""Orders for account health: plain values, with what stands beside them."""

import datetime as dt
from collections.abc import Iterable
from random import Random
from typing import Any

from ordercore.conversations.claims import Closing, Outcome
from ordercore.conversations.feedback import Feedback, Rating, RatingKind
from ordercore.conversations.feedback import Subject as Rated
from ordercore.conversations.messages import AnswerMark, Message, Sender
from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, instant
from ordercore.kernel.units import Units
from ordercore.metrics.counting import FactTable
from ordercore.metrics.health import HEALTH, OrderNotes, ParcelNotes, Vote
from ordercore.orders.derived import Subject
from ordercore.orders.line import Line
from ordercore.orders.parts import (
    Cancellation,
    CancelRequest,
    Refund,
    RefundStatus,
    Terms,
)
from ordercore.orders.payment import Payment
from ordercore.orders.state import Order
from ordercore.returns import Answer, Received, ReplyDue, Return, ReturnUnits
from ordercore.shipping import Parcel, Trouble, Undelivered, WayNote, WayStatus
from ordercore.testing.situations import live_order
from ordercore.testing.store.claim_happenings import some_claim
from ordercore.testing.store.message_happenings import some_conversation, some_message

PLACED = instant("2026-03-02T10:00:00Z")

HOUR = dt.timedelta(hours=1)

DAY = dt.timedelta(days=1)


def moved(at: Instant, by: dt.timedelta) -> Instant:
    """Give an instant so much later."""
    return instant(at + by)


def order(id: str = "O-1", *, units: int = 4, paid: bool = True, **said: Any) -> Order:
    """Give an order of one line, paid at once, but for what is said."""
    placed = said.pop("placed", PLACED)
    terms: dict[str, Any] = {
        "channel": said.pop("channel", "MFN"),
        "marketplace": said.pop("marketplace", "US"),
        "placed_at": placed,
        "imported": True,
        "buyer": "",
        "service": "",
    }
    payment = Payment(id="pay", amount=None, at=placed)
    plain: dict[str, Any] = {
        "id": id,
        "terms": Terms(**terms),
        "lines": (Line("A", units).with_id("1"),),
        "payments": (payment,) if paid else (),
    }
    return Order(**{**plain, **said})


def parcel(id: str = "P1", units: int = 4, **said: Any) -> Parcel:
    """Give a parcel that was confirmed a day after the order, with a tracking number."""
    plain: dict[str, Any] = {
        "id": id,
        "units": (Units("1", units),),
        "shipped_at": moved(PLACED, DAY),
        "tracking": "1Z",
    }
    return Parcel(**{**plain, **said})


def gone(units: int = 4, reason: str = "no_inventory", **said: Any) -> Cancellation:
    """Give a cancellation by the seller, an hour after the order."""
    plain: dict[str, Any] = {
        "units": (Units("1", units),),
        "reason": reason,
        "at": moved(PLACED, HOUR),
        "by": Actor.SELLER,
        "paid": False,
    }
    return Cancellation(**{**plain, **said})


def counted(of: Order | Subject, table: FactTable = HEALTH) -> dict[str, int]:
    """Add up the facts of an order by name, without those that are 0."""
    subject = Subject(order=of) if isinstance(of, Order) else of
    totals: dict[str, int] = {}
    for fact in table.facts(subject):
        for name, number in zip(table.numbers, fact.numbers, strict=True):
            if number:
                totals[name] = totals.get(name, 0) + number
    return totals


def days(of: Order | Subject, name: str, table: FactTable = HEALTH) -> list[dt.date]:
    """Give the days on which a number of an order counts."""
    subject = Subject(order=of) if isinstance(of, Order) else of
    place = table.numbers.index(name)
    return [fact.day for fact in table.facts(subject) if fact.numbers[place]]


def rating(stars: int, at: Instant = PLACED, order_id: str = "O-1", **said: Any) -> Feedback:
    """Give feedback with so many stars."""
    kinds = {1: "NEGATIVE", 2: "NEGATIVE", 3: "NEUTRAL", 4: "POSITIVE", 5: "POSITIVE"}
    left = Rating(at=at, stars=stars, kind=RatingKind[kinds[stars]])
    subject = Rated(marketplace="US", zone="UTC", ordered_at=PLACED)
    return Feedback(order_id=order_id, subject=subject, rating=left, **said)


def rma(id: str = "R1", **said: Any) -> Return:
    """Give a return of one unit that was asked for ten days after the order."""
    plain: dict[str, Any] = {
        "id": id,
        "units": (ReturnUnits("P1", "1", 1),),
        "reason": "unwanted",
        "requested_at": moved(PLACED, 10 * DAY),
    }
    return Return(**{**plain, **said})


# Many of them, of all kinds


class Made:
    """An order with what stands beside it, and what is noted of it."""

    def __init__(self, subject: Subject, notes: OrderNotes) -> None:
        """Keep them together."""
        self.subject = subject
        self.notes = notes


def many(seed: int, number: int) -> list[Made]:
    """Make orders of all kinds, placed within 40 days: lived through commands, and put together."""
    random = Random(seed)  # noqa: S311
    return [
        _lived(random, f"O-{n}") if n % 3 == 0 else _put_together(random, f"O-{n}")
        for n in range(number)
    ]


def _lived(random: Random, id: str) -> Made:
    lived = live_order(random.randrange, random.randrange(17))
    return Made(_beside(random, _renamed(lived, id)), OrderNotes())


def _renamed(lived: Order, id: str) -> Order:
    from ordercore.kernel.replace import replace

    return replace(lived, id=id)


def _put_together(random: Random, id: str) -> Made:
    placed = moved(PLACED, random.randrange(40 * 24) * HOUR)

    def later(hours: int) -> Instant:
        return moved(placed, random.randrange(hours) * HOUR)

    units, left = random.randrange(1, 9), 0
    parcels: list[Parcel] = []
    for n in range(random.randrange(3)):
        size = min(random.randrange(1, 5), units - left)
        if size:
            parcels.append(_some_parcel(random, f"P{n}", size, later))
            left += size
    cancelled = random.randrange(units - left + 1) if random.randrange(3) == 0 else 0
    cancellations = [_some_cancellation(random, cancelled, later)] if cancelled else []
    requests = [
        CancelRequest(
            id="Q", units=(Units("1", 1),), reason="", at=later(50), official=random.random() < 0.7
        )
    ]
    returns = [_some_return(random, n, parcels, later) for n in range(random.randrange(3))]
    made = order(
        id,
        units=units,
        paid=random.randrange(6) > 0,
        placed=placed,
        channel=random.choice(["MFN", "SFP", "FBA", "SHOP"]),
        marketplace=random.choice(["US", "DE", "JP"]),
        ship_by=random.choice([None, later(72), later(72)]),
        deliver_by=random.choice([None, later(200), later(200)]),
        parcels=tuple(parcels),
        cancellations=tuple(cancellations),
        cancel_requests=tuple(requests) if random.randrange(4) == 0 else (),
        returns=tuple(returns),
        refunds=tuple(_some_refund(random, some, later) for some in returns),
    )
    return Made(_beside(random, made), _some_notes(random, made, later))


def _some_parcel(random: Random, id: str, size: int, later: Any) -> Parcel:
    arrived = sorted(later(260) for _ in range(random.randrange(3)))
    way = [None, *[WayNote(status, later(200)) for status in WayStatus], WayNote(None, later(90))]
    trouble = Undelivered(random.choice(list(Trouble)), later(200))
    return parcel(
        id,
        size,
        shipped_at=later(96),
        tracking=random.choice(["", " ", "1Z", "1Z"]),
        deliveries=tuple(arrived),
        way=random.choice(way) if not arrived else None,
        undelivered=trouble if random.randrange(5) == 0 else None,
    )


def _some_cancellation(random: Random, units: int, later: Any) -> Cancellation:
    reasons = [
        "no_inventory",
        "buyer_cancelled",
        "address_undeliverable",
        "not_shipped_in_time",
        "?",
    ]
    return gone(
        units,
        random.choice(reasons),
        at=random.choice([moved(later(1), -HOUR), later(100), later(100)]),
        by=random.choice([Actor.SELLER, Actor.SYSTEM, Actor.BUYER, Actor.MARKETPLACE]),
    )


def _some_return(random: Random, n: int, parcels: list[Parcel], later: Any) -> Return:
    asked = later(300)
    late = moved(asked, 48 * HOUR)
    answered = moved(asked, random.randrange(96) * HOUR)
    answer = Answer(authorised=random.random() < 0.6, at=answered, by=Actor.SELLER)
    units = ReturnUnits(parcels[0].id if parcels else "P", "1", 1)
    back = Received(units, True, moved(asked, random.randrange(1, 200) * HOUR))
    return rma(
        f"R{n}",
        units=(units,),
        requested_at=asked,
        reply=random.choice(
            [None, ReplyDue(None, None), ReplyDue(None, late), ReplyDue(None, late)]
        ),
        answer=random.choice([None, answer, answer]),
        received=(back,) if random.random() < 0.6 else (),
        withdrawn_at=moved(asked, 5 * HOUR) if random.randrange(6) == 0 else None,
    )


def _some_refund(random: Random, of: Return, later: Any) -> Refund:
    return Refund(
        id=f"F-{of.id}",
        key="k",
        parts=(),
        shares=(),
        reason="customer_return",
        at=moved(of.requested_at, random.randrange(500) * HOUR),
        return_id=random.choice([of.id, of.id, "other"]),
        status=random.choice(list(RefundStatus)),
    )


def _some_notes(random: Random, made: Order, later: Any) -> OrderNotes:
    def maybe(chance: int = 2) -> Instant | None:
        return later(260) if random.randrange(chance) == 0 else None

    parcels = {
        some.id: ParcelNotes(
            scanned_at=maybe(),
            tried_at=maybe(5),
            tracked_at=maybe(5),
            agreed_until=maybe(5),
            protected=random.choice([None, True, False]),
            excused=random.randrange(4) == 0,
            scans=random.choice([1, 1, 2]),
            exempt=random.randrange(6) == 0,
            category=random.choice(["", "books", "toys"]),
        )
        for some in made.parcels
        if random.random() < 0.8
    }
    ids = [some.id for some in made.returns]
    return OrderNotes(
        parcels=parcels,
        business=random.random() < 0.5,
        invoice_due=maybe(3),
        invoiced_at=maybe(),
        disliked_returns=frozenset(id for id in ids if random.random() < 0.3),
        wrongly_declined=frozenset(id for id in ids if random.random() < 0.5),
        vote=Vote(at=later(300), settled=random.random() < 0.5) if random.random() < 0.5 else None,
    )


def _beside(random: Random, made: Order) -> Subject:
    placed = made.terms.placed_at
    claims = tuple(
        some_claim(
            f"{made.id}-C{n}",
            order_id=made.id,
            kind=random.choice(["guarantee", "service_chargeback", "fraud_chargeback"]),
            defect=random.random() < 0.7,
            cleared_by=frozenset({Outcome.DENIED}),
            closing=random.choice([None, denied(placed)]),
        )
        for n in range(random.choice([0, 0, 1, 2]))
    )
    said = () if random.random() < 0.6 else (_some_rating(random, made),)
    talks = tuple(_some_talk(random, made, n) for n in range(random.choice([0, 0, 1, 2])))
    return Subject(order=made, claims=claims, feedback=said, conversations=talks)


def denied(at: Instant) -> Closing:
    """Give the end of a claim that was denied."""
    return Closing(at=at, outcome=Outcome.DENIED, granted=Money(0, "EUR"))


def _some_rating(random: Random, made: Order) -> Feedback:
    at = moved(made.terms.placed_at, random.randrange(30) * DAY)
    withdrawn = at if random.randrange(5) == 0 else None
    return rating(random.randrange(1, 6), at, made.id, withdrawn_at=withdrawn)


def _some_talk(random: Random, made: Order, n: int) -> Any:
    start = moved(made.terms.placed_at, random.randrange(200) * HOUR)
    written: list[Message] = []
    for k in range(random.randrange(1, 4)):
        at = moved(start, random.randrange(60) * HOUR)
        mark = AnswerMark(at=at, needed=False) if random.randrange(5) == 0 else None
        written.append(some_message(f"B{k}", at=at, due=moved(at, 24 * HOUR), mark=mark))
    for k in range(random.randrange(3)):
        at = moved(start, random.randrange(120) * HOUR)
        automatic = random.randrange(4) == 0
        sender = {"sender": Sender.SELLER, "due": None, "automatic": automatic}
        written.append(some_message(f"S{k}", at=at, **sender))
    ordered = tuple(sorted(written, key=lambda some: some.place))
    return some_conversation(f"{made.id}-T{n}", order_id=made.id, messages=ordered)


def noted(of: Iterable[Made]) -> Any:
    """Give the notes of orders, as a host tells them."""
    by_id = {some.subject.order.id: some.notes for some in of}
    return lambda some: by_id[some.id]
