"""Channels: who does what, and by when an order must leave."""

import datetime as dt

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.channels import (
    CHANNELS,
    FBA,
    MCF,
    MFN,
    SFP,
    SHOP,
    Channel,
    Handling,
    Tasks,
    ship_by,
)
from ordercore.errors import InvalidTable
from ordercore.kernel.actors import Actor
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant, instant, local, local_date, zone
from ordercore.testing.strategies import instants

NEW_YORK = OperatingCalendar(zone="America/New_York")


def _channel(
    days: int, cutoff: dt.time | None = None, extra: frozenset[int] = frozenset()
) -> Channel:
    row = Handling(
        effective_from=dt.date(1970, 1, 1), days=days, cutoff=cutoff, extra_weekdays=extra
    )
    return replace(SHOP, code="X", handling=(row,))


NOON = dt.time(12)
TWO = dt.time(14)


@pytest.mark.parametrize(
    ("released", "channel", "last_day", "because"),
    [
        # Cut-off 12:00: Monday 11:00 ships Monday, Monday 16:00 ships Tuesday (G200955560).
        ("2026-03-02T11:00", _channel(0, NOON), "2026-03-02", ()),
        ("2026-03-02T16:00", _channel(0, NOON), "2026-03-03", ("after_cutoff",)),
        # Cut-off 14:00, two-day service: Wed 14 Sep 11:00 ships Wed, 15:00 ships Thu 15
        # (SC.au/202096730).
        ("2022-09-14T11:00", _channel(0, TWO), "2022-09-14", ()),
        ("2022-09-14T15:00", _channel(0, TWO), "2022-09-15", ("after_cutoff",)),
        # Exactly at the cut-off is after it, a microsecond earlier is not.
        ("2026-03-02T12:00", _channel(0, NOON), "2026-03-03", ("after_cutoff",)),
        ("2026-03-02T11:59:59.999999", _channel(0, NOON), "2026-03-02", ()),
        # Friday after the cut-off, and Saturday: Monday.
        ("2026-03-06T12:00", _channel(0, NOON), "2026-03-09", ("after_cutoff", "day_closed")),
        ("2026-03-07T09:00", _channel(0, NOON), "2026-03-09", ("day_closed",)),
        # Saturday is worked on this channel.
        ("2026-03-07T09:00", _channel(0, NOON, frozenset({5})), "2026-03-07", ()),
        # Placed any time until midnight with handling 1: the next business day.
        ("2026-03-02T23:59:59", _channel(1), "2026-03-03", ("handling_days",)),
        ("2026-03-03T00:00", _channel(1), "2026-03-04", ("handling_days",)),
        # Saturday with 1 gives Monday, the literal reading of "next business day".
        ("2026-03-07T09:00", _channel(1), "2026-03-09", ("handling_days",)),
        ("2026-03-06T09:00", _channel(2), "2026-03-10", ("handling_days",)),
        # A cut-off with handling days moves the day first.
        ("2026-03-02T12:00", _channel(1, NOON), "2026-03-04", ("after_cutoff", "handling_days")),
        ("2026-03-02T11:00", _channel(1, NOON), "2026-03-03", ("handling_days",)),
        # R48: handling of several days is not treated as one.
        ("2026-03-02T09:00", _channel(30), "2026-04-13", ("handling_days",)),
    ],
)
def test_an_order_must_leave_by_the_end_of_a_working_day(
    released: str, channel: Channel, last_day: str, because: tuple[str, ...]
) -> None:
    """The worked examples of the sources, in the seller's own zone."""
    wall = dt.datetime.fromisoformat(released).replace(tzinfo=zone("America/New_York"))

    answer = ship_by(instant(wall), channel, NEW_YORK)

    assert answer is not None
    assert local(answer.at, "America/New_York").isoformat()[:26] == f"{last_day}T23:59:59.999999"
    assert answer.because == because


def test_days_are_those_of_the_ship_from_zone() -> None:
    """Late on Monday in New York is Tuesday in Berlin."""
    released = instant("2026-03-03T03:00:00Z")

    here = ship_by(released, _channel(1), NEW_YORK)
    there = ship_by(released, _channel(1), OperatingCalendar(zone="Europe/Berlin"))

    assert here
    assert there
    assert str(here.at) == "2026-03-04 04:59:59.999999+00:00"
    assert str(there.at) == "2026-03-04 22:59:59.999999+00:00"


def test_holidays_and_overrides_are_the_sellers() -> None:
    """Handling counts over a holiday, and onto a weekend day that is worked."""
    calendar = OperatingCalendar(
        zone="UTC",
        closed=frozenset({dt.date(2026, 3, 3)}),
        open=frozenset({dt.date(2026, 3, 7)}),
    )

    tuesday = ship_by(instant("2026-03-02T09:00:00Z"), _channel(1), calendar)
    friday = ship_by(instant("2026-03-06T09:00:00Z"), _channel(1), calendar)

    assert tuesday
    assert friday
    assert local_date(tuesday.at, "UTC") == dt.date(2026, 3, 4)
    assert local_date(friday.at, "UTC") == dt.date(2026, 3, 7)


def test_amazon_binds_no_seller_for_what_amazon_ships() -> None:
    """FBA has no deadline."""
    assert ship_by(instant("2026-03-02T09:00:00Z"), FBA, NEW_YORK) is None
    assert FBA.handling_on(dt.date(2026, 3, 2)) is None


@pytest.mark.parametrize(
    ("channel", "released", "last_day"),
    [
        (MFN, "2021-05-24T12:00:00Z", "2021-05-26"),
        (MFN, "2021-05-25T12:00:00Z", "2021-05-26"),
        (SFP, "2026-03-07T10:00:00Z", "2026-03-07"),
        (SFP, "2026-03-07T14:00:00Z", "2026-03-09"),
        (SFP, "2021-01-30T10:00:00Z", "2021-02-01"),
        (SFP, "2021-02-06T10:00:00Z", "2021-02-06"),
    ],
)
def test_the_row_in_force_at_release_holds(channel: Channel, released: str, last_day: str) -> None:
    """Handling time and Saturdays changed on a day, and orders before it keep the old rule."""
    answer = ship_by(instant(released), channel, OperatingCalendar(zone="UTC"))

    assert answer
    assert local_date(answer.at, "UTC").isoformat() == last_day


@given(instants(), st.sampled_from([MFN, SFP]), st.sampled_from(["UTC", "Asia/Tokyo"]))
def test_a_deadline_is_never_missed_at_release(
    released: Instant, channel: Channel, zone_name: str
) -> None:
    """It lies at the end of a day that is worked on the channel, and not before the release."""
    calendar = OperatingCalendar(zone=zone_name)

    answer = ship_by(released, channel, calendar)

    assert answer
    assert answer.at >= released
    handling = channel.handling_on(local_date(released, zone_name))
    assert handling
    last = local_date(answer.at, zone_name)
    assert calendar.is_operating(last) or last.weekday() in handling.extra_weekdays


def test_every_task_falls_to_somebody() -> None:
    """Otherwise nothing on the channel could ever be shipped, or paid back."""
    with pytest.raises(InvalidTable, match="tasks of a channel: nobody confirms; nobody refunds"):
        replace(SHOP, who=replace(SHOP.who, confirms=frozenset(), refunds=frozenset()))


def test_every_question_is_answered() -> None:
    """There are no defaults: a channel, and its tasks, are given whole."""
    for row in (Channel, Tasks):
        assert all(field.default is attrs.NOTHING for field in attrs.fields(row))


def test_the_channels_are_listed_under_their_codes() -> None:
    """One row each, confirmed by whoever ships."""
    assert CHANNELS == {"FBA": FBA, "SFP": SFP, "MFN": MFN, "MCF": MCF, "SHOP": SHOP}
    for channel in CHANNELS.values():
        assert set(channel.who.ships) <= set(channel.who.confirms)


@pytest.mark.parametrize(
    ("task", "amazon", "seller"),
    [
        # Facts of Seller Central UTJZ6MZGMYCW7PW, 200708210 and 202072550.
        ("stores", ["FBA", "MCF"], ["MFN", "SFP", "SHOP"]),
        ("packs", ["FBA", "MCF"], ["MFN", "SFP", "SHOP"]),
        ("labels", ["FBA", "MCF"], ["MFN", "SFP", "SHOP"]),
        ("confirms", ["FBA", "MCF", "MFN", "SFP"], ["MFN", "SFP", "SHOP"]),
        ("takes_money", ["FBA", "MFN", "SFP"], ["MCF", "SHOP"]),
        ("answers_before", ["FBA"], ["FBA", "MCF", "MFN", "SFP", "SHOP"]),
        ("answers_after", ["FBA", "SFP"], ["MCF", "MFN", "SHOP"]),
        ("authorises_returns", ["FBA", "MFN", "SFP"], ["MCF", "MFN", "SHOP"]),
        ("receives_returns", ["FBA", "MCF"], ["MFN", "SFP", "SHOP"]),
        ("grades_returns", ["FBA", "MCF"], ["MFN", "SFP", "SHOP"]),
        ("pays_return_label", ["FBA"], ["MCF", "MFN", "SFP", "SHOP"]),
        ("refunds", ["FBA", "MFN", "SFP"], ["MCF", "MFN", "SFP", "SHOP"]),
    ],
)
def test_who_does_what(task: str, amazon: list[str], seller: list[str]) -> None:
    """Amazon with its own goods, and service for Prime; the seller with the seller's."""
    rows = {code: row.who.of(task) for code, row in CHANNELS.items()}
    assert sorted(code for code, who in rows.items() if Actor.MARKETPLACE in who) == amazon
    assert sorted(code for code, who in rows.items() if Actor.SELLER in who) == seller


def test_whoever_stores_keeps_count() -> None:
    """FBA and multi-channel orders come out of one pool, which is Amazon's truth."""
    assert {code: (row.pool, row.is_sellers_stock) for code, row in CHANNELS.items()} == {
        "FBA": ("fba", False),
        "MCF": ("fba", False),
        "MFN": ("main", True),
        "SFP": ("main", True),
        "SHOP": ("main", True),
    }
