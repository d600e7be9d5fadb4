"""Dispatching: who is told what by which channel, once, in order, in time, or not at all."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from awaiting import faced
from desk_stories import AT, OWN, desk_over, later, order_events, stores, units
from posting_stories import (
    ANN,
    MAIL,
    PUSH,
    QUICK,
    SAM,
    SMS,
    Known,
    PostOffice,
    buyer,
    failing,
    outcomes,
    refusing,
    seconds,
    send,
    write,
)

from ordercore import InvalidValue, Line, NotFound, OrderDesk, Refused
from ordercore.adapters.memory import CountingIdentity, FixedClock, MemoryStore
from ordercore.kernel.time import instant
from ordercore.notices import Audience, Channel, NoticeTerms, QuietHours
from ordercore.notices.post import DispatchStatus
from ordercore.orders.placing import OrderPlaced
from ordercore.ports import Announcement, Letter, Recipient
from ordercore.service.auditing import audit
from ordercore.service.planning import PostTerms

KEYS = [
    "order/O-1/1/buyer/order_received/email/ann",
    "order/O-1/2/seller/order_to_ship/email/sam",
    "order/O-1/3/buyer/parcel_shipped/email/ann",
]

KINDS = ["order_received", "order_to_ship", "parcel_shipped"]

NIGHT = QuietHours(dt.time(22), dt.time(7))


@pytest.fixture(params=["memory", "sqlite", "awaited"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OrderDesk]:
    """Give a desk of each kind that was asked nothing yet, with two A in stock."""
    memory, sqlite = stores(tmp_path)
    store = sqlite if request.param == "sqlite" else memory
    some = faced(store) if request.param == "awaited" else desk_over(store)
    some.receive("A", 2)
    yield some
    sqlite.close()


def place(desk: OrderDesk, id: str = "O-1") -> None:
    """Let Ann order one A, and pay it."""
    desk.place(channel="MFN", lines=[Line("A", 1, price="1 EUR")], order_id=id)
    desk.confirm_payment(id, payment_id="PAY")


def ship(desk: OrderDesk) -> OrderDesk:
    """Send it."""
    desk.confirm_shipment("O-1", units=units(("1", 1)))
    return desk


def test_each_is_told_once_by_key_and_in_order(desk: OrderDesk) -> None:
    """What they are told bears the key of the cause, the kind, the channel and the person."""
    place(desk)
    office = PostOffice()

    first = send(desk, office)
    ship(desk)
    second = send(desk, office)

    # Of what there is to ship nothing was left when the second call came, and all was sent by then.
    assert [letter.key for letter in office.sent] == KEYS
    assert (first.sent, second.sent) == (tuple(KEYS[:2]), tuple(KEYS[2:]))
    assert first
    assert second
    assert not send(desk, office)
    assert outcomes(desk) == [(kind, "sent") for kind in KINDS]
    assert [letter.to for letter in office.sent] == [
        "ann@example.com",
        "sam@example.com",
        "ann@example.com",
    ]


def test_a_writer_is_given_what_happened_and_how_the_order_is(desk: OrderDesk) -> None:
    """The event as it was, the order as it is, and who reads it."""
    place(desk)
    seen: list[tuple[Announcement, Recipient, Channel]] = []

    def note(told: Announcement, to: Recipient, channel: Channel) -> Letter:
        seen.append((told, to, channel))
        return write(told, to, channel)

    send(desk, PostOffice(), writer=note)

    told, to, channel = seen[0]
    assert (told.key, to, channel) == (KEYS[0], ANN, MAIL)
    assert told.order == told.subject == desk.order("O-1")
    assert told.event == order_events(desk, "O-1")[0]
    assert isinstance(told.event, OrderPlaced)
    assert told.happened_at == AT


def test_no_more_letters_than_the_limit(desk: OrderDesk) -> None:
    """The rest is sent by the next call."""
    place(desk)
    office = PostOffice()

    assert [len(send(desk, office, limit=1).sent) for _ in range(4)] == [1, 1, 0, 0]
    with pytest.raises(InvalidValue):
        send(desk, office, limit=-1)


def test_no_more_letters_than_the_limit_of_one_order_either(desk: OrderDesk) -> None:
    """However many are told of it; who was left out waits for nobody's lease."""
    place(desk)
    crowd = tuple([attrs.evolve(SAM, id=f"sam-{number}") for number in range(5)])
    people = Known({Audience.SELLER: crowd})
    office = PostOffice()

    assert [len(send(desk, office, people, limit=2).sent) for _ in range(4)] == [2, 2, 1, 0]
    assert len({letter.recipient for letter in office.sent}) == 5


def test_people_without_an_address_are_noted_and_told_when_they_have_one(desk: OrderDesk) -> None:
    """Nobody is told twice for it, and the letter comes late rather than never."""
    place(desk)
    office = PostOffice()
    send(desk, office, buyer(addresses={SMS: "+491511234567"}))

    assert outcomes(desk) == [("order_received", "no_address")]
    (lost,) = tuple(desk.undelivered_notices())
    assert (lost.post_id, lost.dispatch.key) == ("order/O-1", KEYS[0])
    desk.revive_notice(KEYS[0])
    assert send(desk, office, buyer()).sent == (KEYS[0],)
    assert tuple(desk.undelivered_notices()) == ()


def test_a_notifier_with_several_channels_sends_by_each_that_is_wanted(desk: OrderDesk) -> None:
    """Those that the terms of the kind name, the person has, and does not refuse."""
    place(desk)
    ship(desk)
    office = PostOffice(has=frozenset({MAIL, SMS, PUSH}))
    ann = buyer(
        addresses={MAIL: "ann@example.com", PUSH: "token", SMS: ""},
        unwanted=frozenset({("order_received", MAIL)}),
    )

    send(desk, office, ann)

    assert [(letter.kind, letter.channel) for letter in office.sent] == [
        ("parcel_shipped", MAIL),
        ("parcel_shipped", PUSH),
    ]
    assert outcomes(desk)[0] == ("order_received", "unwanted")


def test_at_night_nothing_rings_but_what_is_urgent(desk: OrderDesk) -> None:
    """It waits for the morning, and what is urgent does not."""
    place(desk)
    office = PostOffice()
    night, people = later(0.6), buyer(quiet=NIGHT)

    assert not send(desk, office, people, at=night).sent
    assert outcomes(desk) == [("order_received", "waiting")]
    ship(desk)
    rows = (
        NoticeTerms(audience=Audience.BUYER, channels=(MAIL,), lasts=dt.timedelta(7)),
        NoticeTerms(
            audience=Audience.BUYER,
            kind="parcel_shipped",
            channels=(MAIL,),
            lasts=dt.timedelta(7),
            urgent=True,
        ),
        NoticeTerms(audience=Audience.SELLER, channels=(MAIL,), lasts=dt.timedelta(7)),
    )
    send(desk, office, people, at=night, terms=PostTerms(rows=rows))
    assert office.kinds == ["parcel_shipped"]
    send(desk, office, people, at=later(1), terms=PostTerms(rows=rows))
    assert office.kinds == ["parcel_shipped", "order_received"]


def test_what_was_due_before_the_night_does_not_ring_in_it(desk: OrderDesk) -> None:
    """A worker that stood still looks at the clock before it sends, and counts no try."""
    place(desk)
    office, people = PostOffice(before=failing(1)), buyer(quiet=NIGHT)
    send(desk, office, people)

    later_on = send(desk, office, people, at=later(0.6))

    assert later_on.kept == ((KEYS[0], DispatchStatus.WAITING),)
    assert [some.tries for some in desk.notices_of("O-1")] == [1]
    assert len(send(desk, office, people, at=later(1)).sent) == 1


def test_a_channel_that_does_not_ring_may_be_used_at_night(desk: OrderDesk) -> None:
    """Where the host says that its mail is silent."""
    place(desk)
    office = PostOffice()

    send(desk, office, buyer(quiet=NIGHT), at=later(0.6), terms=PostTerms(silent=frozenset({MAIL})))

    assert office.kinds == ["order_received"]


def test_a_preference_counts_until_the_letter_leaves(desk: OrderDesk) -> None:
    """Who says no while a letter waits is not sent it; who is gone is not either."""
    place(desk)
    office = PostOffice(before=failing(1))
    send(desk, office, buyer())

    send(desk, office, buyer(unwanted=frozenset({("order_received", None)})), at=seconds(9))

    assert outcomes(desk) == [("order_received", "unwanted")]
    place(desk, "O-2")
    send(desk, PostOffice(before=failing(1)), buyer(), at=seconds(10))
    send(desk, office, Known({}), at=seconds(20))
    assert outcomes(desk, "O-2") == [("order_received", "no_address")]


def test_a_shipped_notice_is_not_sent_after_delivery(desk: OrderDesk) -> None:
    """What it says is no longer so; that it is there is told."""
    place(desk)
    ship(desk)
    desk.record_delivery("O-1", "P1", at=later(1))
    office = PostOffice()

    send(desk, office, at=later(1))

    assert outcomes(desk) == [
        ("order_received", "sent"),
        ("order_to_ship", "expired"),
        ("parcel_shipped", "expired"),
        ("parcel_delivered", "sent"),
    ]
    assert office.kinds == ["order_received", "parcel_delivered"]


def test_old_news_is_not_sent(desk: OrderDesk) -> None:
    """A worker that stood still for weeks does not tell of them now."""
    place(desk)
    office = PostOffice()

    kept = send(desk, office, at=later(20)).kept

    assert kept == ((KEYS[0], DispatchStatus.EXPIRED), (KEYS[1], DispatchStatus.EXPIRED))
    assert not office.sent


def test_what_fails_is_tried_again_after_a_pause_and_put_aside_at_last(desk: OrderDesk) -> None:
    """What follows waits for it, and goes on without it; the operator hears of it."""
    place(desk)
    ship(desk)
    office = PostOffice(before=failing(3))
    people = Known({Audience.BUYER: (ANN,), Audience.OPERATOR: Known().of[Audience.OPERATOR]})

    ((key, error),) = send(desk, office, people).failed
    assert (key, str(error)) == (KEYS[0], "out of reach")
    assert not send(desk, office, people)
    send(desk, office, people, at=seconds(1))
    assert not send(desk, office, people, at=seconds(5))
    send(desk, office, people, at=seconds(6))
    assert outcomes(desk) == [("order_received", "poisoned"), ("parcel_shipped", "sent")]
    send(desk, office, people, at=seconds(7))
    assert office.kinds == ["parcel_shipped", "notice_undelivered"]
    (lost,) = tuple(desk.undelivered_notices())
    assert lost.dispatch.error == "ConnectionError: out of reach"
    assert desk.revive_notice(KEYS[0], at=seconds(8)).status is DispatchStatus.WAITING
    assert send(desk, office, people, at=seconds(8)).sent == (KEYS[0],)


def test_an_address_that_takes_nothing_is_not_tried_again(desk: OrderDesk) -> None:
    """It bounced at once; of what was for the operator, nobody is told."""
    place(desk)
    office = PostOffice(before=refusing)

    send(desk, office, at=AT)
    send(desk, office, at=AT)

    assert set(outcomes(desk)) == {
        ("order_received", "bounced"),
        ("order_to_ship", "bounced"),
        ("notice_undelivered", "bounced"),
    }
    assert len(office.tried) == 4
    assert not send(desk, office, at=seconds(99))


def test_what_comes_back_later_is_noted_by_its_key(desk: OrderDesk) -> None:
    """And the operator is told, once."""
    place(desk)
    office = PostOffice()
    send(desk, office)

    some = desk.report_bounce(KEYS[0], "550 mailbox full", at=seconds(60))
    desk.report_bounce(KEYS[0], "550 mailbox full", at=seconds(61))

    assert (some.status, some.error) == (DispatchStatus.BOUNCED, "550 mailbox full")
    send(desk, office, at=seconds(62))
    assert office.kinds[2:] == ["notice_undelivered"]
    assert office.sent[2].key == "order/O-1/post:7/operator/notice_undelivered/email/ops"
    assert outcomes(desk)[2] == ("notice_undelivered", "sent")
    with pytest.raises(Refused):
        desk.revive_notice(KEYS[1])
    with pytest.raises(NotFound):
        desk.report_bounce("order/O-9/1/x", "?")
    with pytest.raises(NotFound):
        desk.revive_notice("x")
    nothing: Any = None
    for ask in (desk.revive_notice, lambda key: desk.report_bounce(key, "?")):
        with pytest.raises(InvalidValue, match="key"):
            ask(nothing)


def test_a_writer_that_fails_keeps_its_letter_waiting(desk: OrderDesk) -> None:
    """So does one that writes to somebody else."""
    place(desk)

    def to_another(told: Announcement, to: Recipient, channel: Channel) -> Letter:
        return attrs.evolve(write(told, to, channel), recipient="eve")

    ((_, error),) = send(desk, PostOffice(), buyer(), writer=to_another).failed

    assert isinstance(error, InvalidValue)
    assert send(desk, PostOffice(), buyer(), at=seconds(2)).sent == (KEYS[0],)


def test_a_letter_that_was_sent_and_not_noted_is_sent_again_by_the_same_key(
    desk: OrderDesk,
) -> None:
    """At least once: a process that dies in between lets its lease run out."""
    place(desk)
    office = PostOffice(after=failing(1, error=KeyboardInterrupt()))  # type: ignore[arg-type]

    with pytest.raises(KeyboardInterrupt):
        send(desk, office)

    assert outcomes(desk)[0] == ("order_received", "sending")
    assert not send(desk, office, at=seconds(59)).failed
    send(desk, office, at=seconds(60))
    assert office.tried.count(KEYS[0]) == 2
    assert outcomes(desk) == [("order_received", "sent"), ("order_to_ship", "sent")]


def test_nothing_is_known_of_an_order_that_nobody_was_told_of(desk: OrderDesk) -> None:
    """There is nothing to show."""
    assert desk.notices_of("O-9") == ()


def test_the_auditor_finds_the_post_as_its_events_tell(desk: OrderDesk) -> None:
    """With the notices that it calls for itself."""
    place(desk)
    send(desk, PostOffice(before=refusing))
    store: Any = getattr(desk, "store", None)

    assert audit(store).differences == ()


def test_r45_a_cancellation_is_told_once(desk: OrderDesk) -> None:
    """R45 (coreshop#589): cancelled again and again, delivered again and again, told once."""
    place(desk)
    for number in range(4):
        desk.cancel("O-1", reason="no_inventory", command_id=f"c-{number}")
    office = PostOffice(after=failing(2))

    for number in range(8):
        send(desk, office, at=seconds(number * 61))

    keys = [letter.key for letter in office.sent if letter.kind == "units_cancelled"]
    assert len(set(keys)) == 1
    assert outcomes(desk).count(("units_cancelled", "sent")) == 1


def test_r45_a_payment_problem_is_not_told_after_it_was_paid(desk: OrderDesk) -> None:
    """Nor again and again while it waits for the morning."""
    desk.place(channel="MFN", lines=[Line("A", 1, price="1 EUR")], order_id="O-1")
    office, people = PostOffice(), buyer(quiet=NIGHT)
    for number in range(3):
        desk.fail_payment("O-1", payment_id=f"P{number}", at=later(0.6))
    send(desk, office, people, at=later(0.6))
    kinds = [some for some in outcomes(desk) if some[0] == "payment_problem"]
    assert kinds == [
        ("payment_problem", "collapsed"),
        ("payment_problem", "collapsed"),
        ("payment_problem", "waiting"),
    ]
    desk.confirm_payment("O-1", payment_id="PAY", at=later(0.7))

    send(desk, office, people, at=later(1))

    assert office.kinds == ["order_received"]
    assert outcomes(desk)[-1] == ("payment_problem", "expired")


def test_two_workers_send_each_letter_once(desk: OrderDesk) -> None:
    """What one has taken is nobody else's, also while it is being sent."""
    place(desk)
    second = PostOffice()
    office = PostOffice(before=lambda _: send(desk_over(desk.store), second, pace=QUICK))

    if type(desk).__name__ == "Faced":
        office.before = lambda _: None
    send(desk, office)

    assert sorted(office.tried + second.tried) == KEYS[:2]


def test_a_seller_hears_that_stock_ran_out_unless_it_came_back(desk: OrderDesk) -> None:
    """Of a day's ups and downs of stock, once, in a post of that day."""
    place(desk)
    place(desk, "O-2")
    office = PostOffice()
    send(desk, office)
    key = [letter.key for letter in office.sent if letter.kind == "out_of_stock"]
    assert key == ["stock/main/A@2026-03-02/stock:main%2FA:5/seller/out_of_stock/email/sam"]
    desk.cancel("O-2", reason="no_inventory", units=units(("1", 1)))
    place(desk, "O-3")
    desk.receive("A", 5)

    send(desk, office)

    assert [letter.kind for letter in office.sent].count("out_of_stock") == 1
    assert audit(desk.store).differences == ()


def test_what_kills_every_worker_is_put_aside(desk: OrderDesk) -> None:
    """Taken again and again and never settled, it keeps nobody waiting any more."""
    place(desk)
    office = PostOffice(before=failing(3, error=KeyboardInterrupt()))  # type: ignore[arg-type]
    for number in range(3):
        with pytest.raises(KeyboardInterrupt):
            send(desk, office, buyer(), at=seconds(60 * number))

    done = send(desk, office, buyer(), at=seconds(180))

    assert done.kept == ((KEYS[0], DispatchStatus.POISONED),)
    (lost,) = tuple(desk.undelivered_notices())
    assert lost.dispatch.error == "taken 3 times, and never settled"


def test_nothing_is_sent_whose_lease_may_have_run_out() -> None:
    """What a slow letter left no time for is taken anew, by whoever comes next."""
    clock = FixedClock(AT)
    some = OrderDesk(MemoryStore(), world=OWN, clock=clock, identity=CountingIdentity())
    some.receive("A", 2)
    place(some)
    slow = PostOffice(after=lambda _: clock.set(instant(clock.now() + dt.timedelta(seconds=61))))

    done = some.send_notices(
        slow, Known({Audience.BUYER: (ANN, attrs.evolve(ANN, id="bob"))}), write, pace=QUICK
    )

    assert [key.rpartition("/")[2] for key in slow.tried] == ["ann", "bob"]
    assert len(done.sent) == 2
    assert [dispatch.tries for dispatch in some.notices_of("O-1")] == [1, 2]


def test_what_is_kept_of_an_error_names_nobody(desk: OrderDesk) -> None:
    """Mail servers repeat the address in what they say; it is not kept."""
    place(desk)
    refused = ConnectionError("450 Ann <Ann@Example.com>: try later")

    send(desk, PostOffice(before=failing(1, error=refused)), buyer())

    (some,) = desk.notices_of("O-1")
    assert some.error == "ConnectionError: 450 … <…>: try later"
