"""Noting: what carriers say of a parcel on its way, and what of it is news to the buyer."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from order_stories import (
    O1,
    came_back,
    deliver,
    found,
    later,
    not_delivered,
    nothing_happens,
    pay,
    place,
    refusals,
    ship,
    stranded,
    then,
    when,
)
from order_stories import given as order_after

from ordercore.errors import InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import ParcelId
from ordercore.kernel.replace import replace
from ordercore.orders.decider import decide, evolve
from ordercore.orders.message import OrderCommand
from ordercore.orders.noting import NoteTracking, TrackingNoted
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD
from ordercore.shipping import Estimate, Trouble, WayNote, WayStatus

DELAYED, OUT = WayStatus.DELAYED, WayStatus.OUT_FOR_DELIVERY
ATTEMPTED, PICKUP = WayStatus.ATTEMPTED, WayStatus.AVAILABLE_FOR_PICKUP


def note(
    status: WayStatus | None = None, days: float = 3, parcel: str = "P1", **said: Any
) -> NoteTracking:
    """Say something of a parcel on its way, so many days after the first moment."""
    return NoteTracking(
        order_id=O1,
        at=later(days),
        by=Actor.CARRIER,
        parcel_id=ParcelId(parcel),
        status=status,
        **said,
    )


def expected(in_days: float, days: float = 3, status: WayStatus | None = None) -> NoteTracking:
    """Say when a parcel is expected, in days after the first moment."""
    return note(status, days, estimate=later(in_days))


def noted(order: Order, command: NoteTracking) -> TrackingNoted:
    """Give the one event that it comes to."""
    event = when(order, command)
    assert isinstance(event, TrackingNoted)
    return event


def heard(order: Order, *commands: OrderCommand) -> Order:
    """Give the order after all of them, be they news or not."""
    for command in commands:
        for event in decide(order, command, WORLD):
            order = evolve(order, event)
    return order


BEFORE = (place(deliver_by=later(6)), pay(), ship(days=1))
SHIPPED = order_after(*BEFORE)


def test_what_is_noted_is_kept_and_moves_nothing() -> None:
    """Units, statuses and money stay as they are."""
    command = note(PICKUP, estimate=later(4), pickup_by=later(9))
    assert noted(SHIPPED, command) == TrackingNoted(
        at=later(3),
        by=Actor.CARRIER,
        parcel_id=ParcelId("P1"),
        status=PICKUP,
        estimate=later(4),
        pickup_by=later(9),
        is_news=True,
        is_moved=True,
    )
    order = then(SHIPPED, command)
    (parcel,) = order.parcels
    assert parcel.way == WayNote(PICKUP, later(3), later(9))
    assert parcel.estimate == Estimate(later(4), later(3))
    assert (order.stations, order.status, order.deliver_by) == (
        SHIPPED.stations,
        SHIPPED.status,
        SHIPPED.deliver_by,
    )


@pytest.mark.parametrize(
    ("known", "told", "news"),
    [
        ((), note(DELAYED), True),
        ((note(DELAYED, 2),), note(OUT), True),
        # Late or waiting, it is so until something else is said.
        ((note(DELAYED, 2),), note(DELAYED), False),
        ((note(PICKUP, 2),), note(PICKUP), False),
        # On another day the carrier tries once more; twice on one day is one try.
        ((note(OUT, 2),), note(OUT), True),
        ((note(ATTEMPTED, 2),), note(ATTEMPTED), True),
        ((note(OUT, 2.9),), note(OUT), False),
        # A word about one moment counts in the order in which a parcel comes through.
        ((note(OUT),), note(ATTEMPTED), True),
        # An estimate alone says nothing of where it is.
        ((note(OUT, 2),), expected(5), False),
        # An older word of where it is, with the first estimate.
        ((note(OUT, 4),), expected(5, status=DELAYED), False),
    ],
)
def test_where_a_parcel_is_may_be_news(
    known: tuple[NoteTracking, ...], told: NoteTracking, news: bool
) -> None:
    """It is, where something else was said last."""
    assert noted(then(SHIPPED, *known), told).is_news is news


@pytest.mark.parametrize(
    ("known", "told", "moved"),
    [
        # Before the first estimate, the buyer knows by when it is to be delivered: the sixth day.
        ((), expected(6), False),
        ((), expected(6.3), False),
        ((), expected(7), True),
        ((), expected(5), True),
        ((expected(7, 2),), expected(7), False),
        ((expected(7, 2),), expected(7.3), False),
        ((expected(7, 2),), expected(6), True),
        # An older estimate is none, and no day lies behind.
        ((expected(7, 4),), expected(9, status=DELAYED), False),
        ((), expected(2), False),
        ((), note(DELAYED), False),
    ],
)
def test_another_day_of_arrival_is_news(
    known: tuple[NoteTracking, ...], told: NoteTracking, moved: bool
) -> None:
    """Another time of the same day is none."""
    assert noted(then(SHIPPED, *known), told).is_moved is moved


def test_without_a_promise_the_first_estimate_changes_nothing() -> None:
    """Nobody told the buyer another day before; the second one may."""
    order = replace(SHIPPED, deliver_by=None)

    assert not noted(order, expected(5)).is_moved
    assert noted(then(order, expected(5, 2)), expected(6)).is_moved


def test_what_is_expected_by_midnight_is_expected_on_the_day_before() -> None:
    """A deadline and the moment after it are of one day."""
    midnight = later(6).start_of("day")
    order = then(SHIPPED, note(days=2, estimate=midnight.subtract(microseconds=1)))

    assert not noted(order, note(estimate=midnight)).is_moved
    assert noted(order, note(estimate=midnight.add(microseconds=1))).is_moved


@pytest.mark.parametrize(
    "known",
    [
        (note(OUT),),
        (note(OUT, 4),),
        (note(ATTEMPTED),),
        (deliver(days=4),),
        (stranded(Trouble.LOST, days=2),),
        (came_back(days=4),),
        (deliver(days=3.5), not_delivered(days=4)),
        (stranded(Trouble.LOST, days=3.5), found(days=4)),
    ],
)
def test_law_4_what_is_known_or_older_is_settled(known: tuple[Any, ...]) -> None:
    """So is a scan that comes late, of a parcel that arrived or will not, or once did."""
    assert nothing_happens(then(SHIPPED, *known), note(OUT))


@pytest.mark.parametrize(
    "ending", [deliver(days=2), stranded(Trouble.REFUSED, days=2), came_back(days=2)]
)
def test_what_was_noted_is_forgotten_when_the_way_ends(ending: Any) -> None:
    """What was said of it on its way is of no more interest."""
    told = then(SHIPPED, note(OUT, 1.5, estimate=later(2)), ending)

    assert told == then(SHIPPED, ending)
    assert nothing_happens(told, note(PICKUP, 5))


def test_of_a_parcel_that_is_on_its_way_again_later_words_count() -> None:
    """Those since it was found, or its delivery taken back."""
    for back in (
        then(SHIPPED, stranded(Trouble.LOST, days=2), found(days=4)),
        then(SHIPPED, deliver(days=2), not_delivered(days=4)),
    ):
        assert nothing_happens(back, note(OUT, 3.5, estimate=later(9)))
        assert noted(back, note(OUT, 4)).is_news
        assert noted(back, expected(9, 5)).is_moved


def test_a_parcel_is_on_its_way_after_it_left() -> None:
    """It is one of the order's."""
    assert list(refusals(SHIPPED, note(OUT, 0.5))) == ["noted_before_shipped"]
    assert list(refusals(SHIPPED, note(OUT, parcel="P9"))) == ["parcel_unknown"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"status": None}, "status"),
        ({"status": "delayed"}, "status"),
        ({"estimate": "soon"}, "estimate"),
        ({"status": OUT, "pickup_by": later(4)}, "pickup_by"),
        ({"status": PICKUP, "pickup_by": "soon"}, "pickup_by"),
    ],
)
def test_a_word_says_something(said: dict[str, Any], field: str) -> None:
    """Where the parcel is, or when it is expected; and only what waits can be collected."""
    with pytest.raises(InvalidValue) as refused:
        note(**said)

    assert refused.value.field == field


# Laws

DAYS = st.integers(2, 9)

WORDS = st.builds(
    lambda status, days, estimate, waits: note(
        status,
        days,
        estimate=None if estimate is None and status else later(estimate or 8),
        pickup_by=None if waits is None or status is not PICKUP else later(waits),
    ),
    st.sampled_from([None, *WayStatus]),
    DAYS,
    st.none() | st.integers(2, 9),
    st.none() | st.integers(2, 12),
)


@given(st.lists(WORDS, max_size=6), st.none() | DAYS, st.randoms(use_true_random=False))
def test_law_5_words_in_any_order_with_repeats_are_one_order(
    words: list[NoteTracking], ends: int | None, chance: Any
) -> None:
    """The last word of each kind stands; where the way ends, none."""
    told: list[Any] = [*words, *(word for word in words if chance.random() < 0.5)]
    endings = [] if ends is None else [deliver(days=ends)]
    told += endings
    chance.shuffle(told)

    assert heard(SHIPPED, *told) == heard(SHIPPED, *words, *endings)


@given(st.lists(WORDS, max_size=6))
def test_law_nothing_is_said_twice(words: list[NoteTracking]) -> None:
    """Whatever was said once, is settled from then on."""
    order = SHIPPED
    for n, word in enumerate(words):
        order = heard(order, word)
        assert all(nothing_happens(order, known) for known in words[: n + 1])
