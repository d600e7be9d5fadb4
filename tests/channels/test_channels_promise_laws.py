"""The laws of the promise clock, whatever the calendars, the zones and the rows."""

import datetime as dt
import zoneinfo
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ordercore.channels import (
    SHOP,
    STEPS,
    Calendars,
    Channel,
    Counting,
    Handling,
    Promise,
    Service,
    Transit,
    promise,
    services,
)
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant, instant, local_date, skipped_days
from ordercore.testing.strategies import instants

ZONES = sorted(zoneinfo.available_timezones() - {"localtime"})

HARD = ("America/St_Johns", "Pacific/Apia", "Pacific/Kiritimati", "America/Havana", "Africa/Cairo")
"""An evening that comes twice, days that never were, changes of the clocks at midnight."""

zones = st.sampled_from(HARD) | st.sampled_from(ZONES)

AROUND = (
    dt.datetime(2010, 11, 7, 2, 31, tzinfo=dt.UTC),  # St John's: 00:01 is 23:01 again
    dt.datetime(2011, 12, 30, 10, tzinfo=dt.UTC),  # Samoa: the 30th is lost
    dt.datetime(1994, 12, 31, 10, tzinfo=dt.UTC),  # Kiritimati: the 31st is lost
    dt.datetime(2024, 2, 29, 0, tzinfo=dt.UTC),
    dt.datetime(2023, 12, 31, 23, tzinfo=dt.UTC),
    dt.datetime(2026, 3, 8, 7, tzinfo=dt.UTC),  # New York: 02:00 is 03:00
    dt.datetime(2026, 11, 1, 6, tzinfo=dt.UTC),  # New York: 02:00 is 01:00
)


@st.composite
def moments(draw: st.DrawFn) -> Instant:
    """Any moment, or one within two days of a hard one."""
    if draw(st.booleans()):
        return draw(instants())
    minutes = draw(st.integers(-2 * 24 * 60, 2 * 24 * 60))
    return instant(draw(st.sampled_from(AROUND)) + dt.timedelta(minutes=minutes))


cutoffs = st.none() | st.times(dt.time(0), dt.time(23, 59)).map(
    lambda time: time.replace(second=0, microsecond=0)
)

weekends = st.sampled_from((frozenset[int](), frozenset({5}), frozenset({6})))


@st.composite
def channels(draw: st.DrawFn) -> Channel:
    """Channels of one row, so that all orders are placed under the same terms."""
    row = Handling(
        days=draw(st.integers(0, 30)),
        same_day_cutoff=draw(cutoffs),
        cutoff=draw(cutoffs),
        at_cutoff_is_late=draw(st.booleans()),
        counting=draw(st.sampled_from(Counting)),
        extra_weekdays=draw(weekends),
        daily_capacity=draw(st.none() | st.integers(1, 5)),
    )
    return replace(SHOP, handling=(row,))


def closed_around(moment: dt.datetime) -> st.SearchStrategy[frozenset[dt.date]]:
    """Holidays in the weeks after a moment."""
    days = [moment.date() + dt.timedelta(days=n) for n in range(-2, 40)]
    return st.frozensets(st.sampled_from(days), max_size=15)


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """What the clock may be asked."""
    placed = draw(moments())
    waits = draw(st.timedeltas(dt.timedelta(0), dt.timedelta(days=9)))
    least = draw(st.integers(0, 8))
    weekend = draw(weekends)
    service = Service(
        code="some",
        name="Some",
        transit=(Transit(least=least, most=draw(st.integers(least, 12))),),
        premium=draw(st.booleans()),
        weekend=weekend,
        calendar_days=draw(st.booleans()),
    )
    seller, carrier = (
        OperatingCalendar(
            zone=draw(zones),
            weekdays=draw(st.frozensets(st.integers(0, 6), min_size=1)),
            closed=draw(closed_around(placed)),
            open=draw(closed_around(placed)),
        )
        for _ in range(2)
    )
    return {
        "placed": placed,
        "released": instant(placed + waits),
        "channel": draw(channels()),
        "calendars": Calendars(seller=seller, carrier=carrier, destination_zone=draw(zones)),
        "service": "some",
        "services": services(service),
        "sku_days": draw(st.none() | st.integers(0, 30)),
        "ahead": draw(st.integers(0, 6)),
    }


def ends(answer: Promise) -> tuple[Instant, Instant, Instant]:
    """Give the deadlines of a promise."""
    assert answer.ship_by
    assert answer.deliver_from
    assert answer.deliver_by
    return answer.ship_by, answer.deliver_from, answer.deliver_by


def not_earlier(later: Promise, than: Promise) -> bool:
    """Tell whether no deadline of one promise is earlier than that of another."""
    return all(a >= b for a, b in zip(ends(later), ends(than), strict=True))


@given(questions())
def test_law_shipping_ends_after_the_release_on_a_working_day(asked: dict[str, Any]) -> None:
    """Of the seller's calendar, with the days that the channel adds."""
    answer = promise(**asked)
    seller = asked["calendars"].seller.also_on(asked["channel"].handling[0].extra_weekdays)

    ship_by, _, _ = ends(answer)

    assert ship_by >= answer.release
    (day,) = (step.facts["day"] for step in answer.steps if step.code == "ships_by")
    assert seller.is_operating(day)
    assert local_date(ship_by, seller.zone) == day
    assert local_date(ship_by + dt.timedelta(microseconds=1), seller.zone) > day


@given(questions())
def test_law_delivery_follows_shipping_on_a_day_of_the_carrier(asked: dict[str, Any]) -> None:
    """At the end of it in the zone of the destination, where it is a day that was."""
    calendars = asked["calendars"]
    service = asked["services"]["some"]
    carrier = calendars.carrier.also_on(service.weekend)
    answer = promise(**asked)

    ship_by, first, last = ends(answer)

    assert ship_by <= first <= last
    for moment in (first, last):
        day = local_date(moment, calendars.destination_zone)
        assert carrier.is_operating(day)
        assert day not in skipped_days(calendars.destination_zone)


@given(questions(), st.timedeltas(dt.timedelta(0), dt.timedelta(days=3)))
def test_law_a_later_order_is_never_promised_earlier(
    asked: dict[str, Any], more: dt.timedelta
) -> None:
    """Of the same terms, in any zone, whatever the clocks do; nor one that is released later."""
    answer = promise(**asked)

    released_later = promise(**{**asked, "released": asked["released"] + more})
    at_once = promise(**{**asked, "released": None})
    placed_later = promise(**{**asked, "placed": asked["placed"] + more, "released": None})

    assert not_earlier(released_later, answer)
    assert not_earlier(answer, at_once)
    assert not_earlier(placed_later, at_once)


@given(questions(), st.integers(0, 30), st.integers(0, 30))
def test_law_more_handling_is_never_earlier(asked: dict[str, Any], some: int, more: int) -> None:
    """Even where the same day has an earlier cut-off than one day or more."""
    few, many = sorted((some, more))

    assert not_earlier(
        promise(**{**asked, "sku_days": many}), promise(**{**asked, "sku_days": few})
    )


@given(questions(), st.data())
def test_law_more_holidays_are_never_earlier(asked: dict[str, Any], data: st.DataObject) -> None:
    """The seller's or the carrier's."""
    calendars: Calendars = asked["calendars"]
    whose = data.draw(st.sampled_from(("seller", "carrier")))
    calendar: OperatingCalendar = getattr(calendars, whose)
    wider = replace(calendar, closed=calendar.closed | data.draw(closed_around(asked["released"])))

    answer = promise(**{**asked, "calendars": replace(calendars, **{whose: wider})})

    assert not_earlier(answer, promise(**asked))


@given(questions(), st.integers(0, 6))
def test_law_a_full_day_is_never_earlier(asked: dict[str, Any], ahead: int) -> None:
    """An order with more orders before it is promised as soon, or later."""
    few, many = sorted((ahead, asked["ahead"]))

    assert not_earlier(promise(**{**asked, "ahead": many}), promise(**{**asked, "ahead": few}))


@given(questions())
def test_law_who_orders_by_the_shown_cutoff_is_in_time(asked: dict[str, Any]) -> None:
    """One who buys then, or any time since this order, has it shipped no later than this one."""
    answer = promise(**asked)
    if answer.shown_cutoff is None or answer.shown_cutoff < answer.release:
        return

    then = promise(**{**asked, "released": answer.shown_cutoff})

    assert then.ship_by == answer.ship_by


@given(questions())
def test_law_every_step_is_described(asked: dict[str, Any]) -> None:
    """No step has a code that ``STEPS`` does not know, and none is told twice."""
    codes = [step.code for step in promise(**asked).steps]

    assert set(codes) <= set(STEPS)
    assert len(set(codes)) == len(codes)
