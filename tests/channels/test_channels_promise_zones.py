"""The promise clock in every zone of the tz database, and in whatever process it runs."""

import datetime as dt
import os
import subprocess
import sys
import zoneinfo
from collections.abc import Iterator
from pathlib import Path

import pytest

import ordercore
from ordercore.channels import SHOP, Calendars, Channel, Handling, promise
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.replace import replace
from ordercore.kernel.time import instant, local, local_date

ZONES = sorted(zoneinfo.available_timezones() - {"localtime"})

EVERY_DAY = frozenset(range(7))

MIDNIGHT = dt.time(0)


def same_day(cutoff: dt.time | None) -> Channel:
    """Make a channel that ships on the day itself."""
    return replace(SHOP, handling=(Handling(days=0, same_day_cutoff=cutoff),))


def every_day(zone: str, ship_to: str = "") -> Calendars:
    """Make calendars on which all days are worked."""
    calendar = OperatingCalendar(zone=zone, weekdays=EVERY_DAY)
    return Calendars(seller=calendar, carrier=calendar, destination_zone=ship_to or zone)


def ship_day(placed: object, channel: Channel, zone: str) -> str:
    """Give the day by whose end an order ships."""
    answer = promise(placed=placed, channel=channel, calendars=every_day(zone))
    return str(next(step.facts["day"] for step in answer.steps if step.code == "ships_by"))


@pytest.mark.parametrize(
    ("zone", "cutoff", "placed", "day"),
    [
        # New York, 8 March 2026: 02:30 never was, and is taken for 03:30 (fold 0).
        ("America/New_York", dt.time(2, 30), "2026-03-08T06:59:59Z", "2026-03-08"),
        ("America/New_York", dt.time(2, 30), "2026-03-08T07:29:59Z", "2026-03-08"),
        ("America/New_York", dt.time(2, 30), "2026-03-08T07:30:00Z", "2026-03-09"),
        # 1 November 2026: 01:30 comes twice, and the first counts (fold 0).
        ("America/New_York", dt.time(1, 30), "2026-11-01T05:29:59Z", "2026-11-01"),
        ("America/New_York", dt.time(1, 30), "2026-11-01T05:30:00Z", "2026-11-02"),
        ("America/New_York", dt.time(1, 30), "2026-11-01T06:15:00Z", "2026-11-02"),
        # Cuba, 8 March 2026: the day begins at 01:00, and a cut-off of 00:30 is 01:30.
        ("America/Havana", dt.time(0, 30), "2026-03-08T05:29:59Z", "2026-03-08"),
        ("America/Havana", dt.time(0, 30), "2026-03-08T05:30:00Z", "2026-03-09"),
        # Newfoundland, 7 November 2010: at 00:01 it is 23:01 of the 6th again, on the 7th.
        ("America/St_Johns", dt.time(14), "2010-11-07T02:30:30Z", "2010-11-07"),
        ("America/St_Johns", dt.time(14), "2010-11-07T03:00:00Z", "2010-11-07"),
        ("America/St_Johns", dt.time(14), "2010-11-07T02:29:59Z", "2010-11-07"),
        ("America/St_Johns", None, "2010-11-07T02:29:59Z", "2010-11-06"),
        ("America/St_Johns", None, "2010-11-07T03:29:59Z", "2010-11-07"),
        # North Korea, 4 May 2018: at 23:30 it is the 5th; a cut-off of 23:45 is midnight.
        ("Asia/Pyongyang", dt.time(23, 45), "2018-05-04T14:59:59Z", "2018-05-04"),
        ("Asia/Pyongyang", dt.time(23, 45), "2018-05-04T15:00:00Z", "2018-05-05"),
        # Samoa, 2011: after the 29th comes the 31st.
        ("Pacific/Apia", dt.time(14), "2011-12-29T23:59:59Z", "2011-12-29"),
        ("Pacific/Apia", dt.time(14), "2011-12-30T00:00:00Z", "2011-12-31"),
        ("Pacific/Apia", dt.time(14), "2011-12-30T10:00:00Z", "2011-12-31"),
        # Midnight as a cut-off: nothing is in time on its own day.
        ("UTC", MIDNIGHT, "2026-03-02T00:00:00Z", "2026-03-03"),
        ("UTC", dt.time(23, 59, 59), "2026-03-02T23:59:59Z", "2026-03-03"),
        ("UTC", None, "2026-03-02T23:59:59Z", "2026-03-02"),
        # 29 February and the last evening of a year, where it is already over elsewhere.
        ("Pacific/Honolulu", None, "2024-03-01T09:59:59Z", "2024-02-29"),
        ("Pacific/Kiritimati", None, "2023-12-31T10:00:00Z", "2024-01-01"),
    ],
)
def test_a_cutoff_is_a_moment(zone: str, cutoff: dt.time | None, placed: str, day: str) -> None:
    """Worked by hand from the changes of the clocks in the tz database."""
    assert ship_day(instant(placed), same_day(cutoff), zone) == day


def changes() -> Iterator[tuple[str, dt.datetime]]:
    """Find when each zone's clocks change in some years, to a quarter of an hour; once each."""
    days = [
        dt.datetime(year, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=40 * n)
        for year in (2010, 2011, 2018, 2026)
        for n in range(10)
    ]
    seen: set[tuple[dt.timedelta | None, ...]] = set()
    for zone in ZONES:
        rules = zoneinfo.ZoneInfo(zone)
        offsets = tuple(day.astimezone(rules).utcoffset() for day in days)
        if offsets in seen:
            continue
        seen.add(offsets)
        for low, before, after in zip(days, offsets, offsets[1:], strict=False):
            if before != after:
                yield zone, _changed_after(low, rules)


def _changed_after(low: dt.datetime, rules: zoneinfo.ZoneInfo) -> dt.datetime:
    before, high = low.astimezone(rules).utcoffset(), low + dt.timedelta(days=40)
    while high - low > dt.timedelta(minutes=15):
        middle = low + (high - low) / 2
        same = middle.astimezone(rules).utcoffset() == before
        low, high = (middle, high) if same else (low, middle)
    return low


def test_law_deadlines_follow_each_other_whenever_clocks_change() -> None:
    """In every zone: a later order ships no earlier, and none is due before it was placed."""
    tried = [
        same_day(None),
        same_day(MIDNIGHT),
        same_day(dt.time(1, 30)),
        same_day(dt.time(23, 45)),
    ]
    for zone, change in changes():
        calendars = every_day(zone)
        for channel in tried:
            times = [instant(change + n * dt.timedelta(minutes=20)) for n in range(-8, 12)]
            due = [promise(placed=at, channel=channel, calendars=calendars).ship_by for at in times]
            assert due == sorted(due), (zone, change, channel)  # type: ignore[type-var]
            for at, ship_by in zip(times, due, strict=True):
                assert ship_by
                assert ship_by >= at, (zone, at)


def test_law_every_zone_has_its_turn_of_the_year_and_its_leap_day() -> None:
    """In each, an order at noon of the last day ships on it, and one of 29 February likewise."""
    for zone in ZONES:
        rules = zoneinfo.ZoneInfo(zone)
        for day in (dt.date(2027, 12, 31), dt.date(2028, 1, 1), dt.date(2028, 2, 29)):
            noon = dt.datetime(day.year, day.month, day.day, 12, tzinfo=rules)
            answer = promise(placed=noon, channel=same_day(None), calendars=every_day(zone))
            assert answer.ship_by
            assert local_date(answer.ship_by, zone) == day


@pytest.mark.parametrize(
    ("ship_from", "ship_to", "service", "last", "moved"),
    [
        # Two days from Chicago to New York are two days: the hour between them is none.
        ("America/Chicago", "America/New_York", "two_day", "2026-03-04", False),
        ("America/New_York", "America/Chicago", "two_day", "2026-03-04", False),
        # On the same day an hour eastwards the day is over before the parcel has to leave.
        ("America/Chicago", "America/New_York", "same_day", "2026-03-03", True),
        ("America/New_York", "America/Chicago", "same_day", "2026-03-02", False),
        ("America/Chicago", "America/Chicago", "same_day", "2026-03-02", False),
        # Over the date line: a day that ends 24 hours earlier is just not over, and 25 is.
        ("Pacific/Honolulu", "Pacific/Kiritimati", "next_day", "2026-03-03", False),
        ("Pacific/Pago_Pago", "Pacific/Kiritimati", "next_day", "2026-03-04", True),
        ("Pacific/Kiritimati", "Pacific/Honolulu", "same_day", "2026-03-02", False),
    ],
)
def test_delivery_ends_where_the_parcel_goes(
    ship_from: str, ship_to: str, service: str, last: str, moved: bool
) -> None:
    """Days are counted as dates; the end of the last one is that of the destination."""
    answer = promise(
        placed=dt.datetime(2026, 3, 2, 9, tzinfo=zoneinfo.ZoneInfo(ship_from)),
        channel=same_day(dt.time(14)),
        calendars=Calendars.monday_to_friday(ship_from, ship_to),
        service=service,
    )

    assert answer.deliver_by
    assert answer.ship_by
    assert local(answer.deliver_by, ship_to).isoformat()[:26] == f"{last}T23:59:59.999999"
    assert answer.deliver_by >= answer.ship_by
    assert ("destination_day_over" in [step.code for step in answer.steps]) == moved


def test_no_delivery_is_promised_on_a_day_that_never_was() -> None:
    """The carrier drives from New Zealand on 30 December 2011; in Samoa there was no such day."""
    answer = promise(
        placed="2011-12-28T20:00:00Z",
        channel=same_day(None),
        calendars=every_day("Pacific/Auckland", "Pacific/Apia"),
        service="next_day",
    )

    assert answer.deliver_by
    assert local_date(answer.deliver_by, "Pacific/Apia") == dt.date(2011, 12, 31)


PROGRAM = """
import datetime as dt
from ordercore.channels import MFN, SFP, Calendars, promise
for zone in ("America/New_York", "America/St_Johns", "Pacific/Apia", "Asia/Kathmandu"):
    for placed in (
        "2010-11-07T03:00:00Z", "2011-12-30T09:30:00Z", "2024-02-29T18:00:00Z",
        "2025-12-31T23:30:00-10:00", "2026-03-08T07:15:00Z", "2026-11-01T05:30:00Z",
    ):
        for channel in (MFN, SFP):
            for service in ("two_day", "standard", "international"):
                calendars = Calendars.monday_to_friday(zone, "Europe/Berlin")
                p = promise(placed=placed, channel=channel, service=service, calendars=calendars)
                print(p, p.shown_cutoff)
"""


def test_law_9_no_process_has_a_clock_or_a_language_of_its_own() -> None:
    """The same questions get the same answers, whatever zone and locale a process is set to."""
    source = str(Path(ordercore.__file__).parents[1])
    settings = [
        ("UTC", "C"),
        ("America/St_Johns", "de_DE.UTF-8"),
        ("Pacific/Apia", "tr_TR.UTF-8"),
        ("XYZ+11:30", "ar_EG.UTF-8"),
    ]
    told = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONPATH": source},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for zone, locale in settings
    }

    assert len(told) == 1
    assert told.pop().count("ship by") == 4 * 6 * 2 * 3
