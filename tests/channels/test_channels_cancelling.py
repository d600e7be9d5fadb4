"""Until when a buyer cancels alone, and when an order nobody shipped is cancelled by itself."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.channels import (
    CHANNELS,
    FBA,
    MFN,
    SFP,
    SHOP,
    Cancelling,
    CaptureMoment,
    Channel,
    auto_cancel_at,
    free_until,
)
from ordercore.errors import InvalidTable
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant, instant, local_date
from ordercore.testing.strategies import instants, zones

UTC = OperatingCalendar(zone="UTC")


def row(since: str, free: int = 30, auto: int | None = 7, *, all_days: bool = False) -> Cancelling:
    """Make a row."""
    return Cancelling(
        effective_from=dt.date.fromisoformat(since),
        free_minutes=free,
        auto_days=auto,
        calendar_days=all_days,
    )


@pytest.mark.parametrize(
    ("placed", "until"),
    [
        ("2026-03-02T09:30:00Z", "2026-03-02T10:00:00Z"),
        ("2026-03-02T23:45:00.000001Z", "2026-03-03T00:15:00.000001Z"),
        ("2010-01-01T00:00:00Z", "2010-01-01T00:30:00Z"),
    ],
)
@pytest.mark.parametrize("channel", CHANNELS.values(), ids=lambda channel: channel.code)
@pytest.mark.parametrize("marketplace", ["*", "US", "SA"])
def test_buyers_cancel_alone_for_thirty_minutes(
    channel: Channel, placed: str, until: str, marketplace: str
) -> None:
    """On every channel; the instant given is the first at which they no longer do."""
    at = instant(placed)

    assert free_until(channel.cancelling_on(at.date(), marketplace), at) == instant(until)


def test_the_row_in_force_says_how_long() -> None:
    """And none holds before the first."""
    channel = replace(SHOP, cancelling=(row("2020-01-01", free=10), row("2025-01-01", free=0)))
    eve, new_year = dt.date(2024, 12, 31), dt.date(2025, 1, 1)
    at = instant("2024-12-31T23:59:00Z")

    assert free_until(channel.cancelling_on(eve), at) == instant("2025-01-01T00:09:00Z")
    assert free_until(channel.cancelling_on(new_year), at) == at
    with pytest.raises(InvalidTable, match="cancelling of SHOP: no row is in force on 2019-12-31"):
        channel.cancelling_on(dt.date(2019, 12, 31))


@pytest.mark.parametrize(
    ("marketplace", "placed", "days", "all_days"),
    [
        ("*", "2020-09-29", 30, True),
        ("*", "2020-09-30", 7, False),
        ("US", "2026-03-02", 7, False),
        # Saudi Arabia (Seller Central BR 200197960 family, C).
        ("SA", "2026-03-02", 3, False),
        ("AE", "2026-03-02", 7, False),
    ],
)
@pytest.mark.parametrize("channel", [MFN, SFP], ids=lambda channel: channel.code)
def test_a_marketplace_may_be_quicker(
    channel: Channel, marketplace: str, placed: str, days: int, all_days: bool
) -> None:
    """Its own row comes before those for every other."""
    found = channel.cancelling_on(dt.date.fromisoformat(placed), marketplace)

    assert (found.auto_days, found.calendar_days) == (days, all_days)


OLD, NEW = MFN.cancelling[:2]


@pytest.mark.parametrize(
    ("found", "ship_by", "at"),
    [
        # Since 30 September 2020: seven working days; a week of them from any weekday.
        (NEW, "2026-03-03T23:59:59.999999Z", "2026-03-13T00:00:00Z"),
        (SFP.cancelling[1], "2026-03-06T12:00:00Z", "2026-03-18T00:00:00Z"),
        # A ship-by on a Saturday counts from it, on Monday as the first.
        (NEW, "2026-03-07T12:00:00Z", "2026-03-18T00:00:00Z"),
        # Until then: thirty days, weekends among them.
        (OLD, "2020-09-29T23:59:59.999999Z", "2020-10-30T00:00:00Z"),
        (NEW, "2020-09-30T00:00:00Z", "2020-10-10T00:00:00Z"),
        # Never.
        (FBA.cancelling[0], "2026-03-03T12:00:00Z", None),
        (SHOP.cancelling[0], "2026-03-03T12:00:00Z", None),
        # At the end of the ship-by day itself.
        (row("2020-01-01", auto=0), "2026-03-03T12:00:00Z", "2026-03-04T00:00:00Z"),
        (
            row("2020-01-01", auto=0, all_days=True),
            "2026-03-07T12:00:00Z",
            "2026-03-08T00:00:00Z",
        ),
        (row("2020-01-01", auto=0), "2026-03-07T12:00:00Z", "2026-03-10T00:00:00Z"),
        # Seven plain days, as some say.
        (
            row("2020-01-01", auto=7, all_days=True),
            "2026-03-03T12:00:00Z",
            "2026-03-11T00:00:00Z",
        ),
    ],
)
def test_when_what_nobody_shipped_is_cancelled(
    found: Cancelling, ship_by: str, at: str | None
) -> None:
    """At the end of the last day, counted from the ship-by day."""
    answer = auto_cancel_at(found, instant(ship_by), UTC)

    assert answer == (None if at is None else instant(at))


def test_holidays_and_worked_weekends_count_as_the_calendar_says() -> None:
    """A holiday puts it off by a day, and a worked Saturday brings it forward."""
    friday = dt.date(2026, 3, 6)
    off = OperatingCalendar(zone="UTC", closed=frozenset({friday}))
    on = OperatingCalendar(zone="UTC", open=frozenset({dt.date(2026, 3, 7)}))
    ship_by = instant("2026-03-03T12:00:00Z")

    assert auto_cancel_at(NEW, ship_by, off) == instant("2026-03-14T00:00:00Z")
    assert auto_cancel_at(NEW, ship_by, on) == instant("2026-03-12T00:00:00Z")


@given(instants(), zones(), st.integers(0, 40), st.booleans())
def test_it_is_midnight_where_the_seller_is(
    ship_by: Instant, zone: str, days: int, all_days: bool
) -> None:
    """A local day has just begun, so many days after the ship-by day as were asked, or more."""
    found = row("1960-01-01", auto=days, all_days=all_days)

    at = auto_cancel_at(found, ship_by, OperatingCalendar(zone=zone))

    assert at is not None
    last = local_date(at - dt.timedelta(microseconds=1), zone)
    assert local_date(at, zone) > last
    gone = (last - local_date(ship_by, zone)).days
    assert gone == days if all_days and zone != "Pacific/Apia" else gone >= days


def test_who_takes_the_money_when() -> None:
    """Amazon charges as it ships; an own shop takes the money first."""
    moments = {code: channel.capture for code, channel in CHANNELS.items()}

    assert moments == {
        "FBA": CaptureMoment.AT_CONFIRMATION,
        "SFP": CaptureMoment.AT_CONFIRMATION,
        "MFN": CaptureMoment.AT_CONFIRMATION,
        "MCF": CaptureMoment.AT_PLACEMENT,
        "SHOP": CaptureMoment.AT_PLACEMENT,
    }
