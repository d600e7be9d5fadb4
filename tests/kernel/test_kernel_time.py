"""Instants, zones and local dates: nothing is guessed, and days are days of a calendar."""

import datetime as dt
import time

import pendulum
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ordercore.errors import InvalidValue
from ordercore.kernel.time import (
    Instant,
    end_of_day,
    instant,
    last_instant,
    local,
    local_date,
    read_back,
    start_of_day,
    window_end,
    zone,
)
from ordercore.testing.strategies import instants, zones

UTC_NOON = pendulum.datetime(2026, 3, 2, 12)


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-02T12:00:00Z",
        "2026-03-02T13:00:00+01:00",
        "2026-03-02 07:00:00-05:00",
        "20260302T120000Z",
        dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC),
        dt.datetime(2026, 3, 2, 13, tzinfo=dt.timezone(dt.timedelta(hours=1))),
        pendulum.datetime(2026, 3, 2, 13, tz="Europe/Berlin"),
        UTC_NOON,
    ],
    ids=str,
)
def test_aware_times_are_read_as_instants(value: object) -> None:
    """Whatever zone they were written in, the instant is in UTC."""
    read = instant(value)

    assert read == UTC_NOON
    assert type(read) is Instant
    assert read.isoformat() == "2026-03-02T12:00:00+00:00"


def test_an_instant_is_itself() -> None:
    """Nothing is built again where nothing is to be done."""
    assert instant(UTC_NOON) is UTC_NOON


@pytest.mark.parametrize("text", ["1900-01-01T00:00:00+00:00", "8999-12-31T23:59:59.999999+00:00"])
def test_the_first_and_the_last_instant_are_accepted(text: str) -> None:
    """As text, and as the instants that they are."""
    read = instant(text)

    assert read.isoformat() == text
    assert instant(read) is read


@pytest.mark.parametrize("text", ["1899-12-31T23:59:59.999999Z", "9000-01-01T00:00:00Z"])
def test_instants_beyond_them_are_refused(text: str) -> None:
    """As text, and as pendulum reads it."""
    for value in (text, pendulum.parse(text)):
        with pytest.raises(InvalidValue, match="a time in the years 1900 to 8999"):
            instant(value)


class _Nowhere(dt.tzinfo):
    """A zone that does not say how far it is from UTC."""

    def utcoffset(self, _when: dt.datetime | None) -> None:
        """Give no offset."""

    def dst(self, _when: dt.datetime | None) -> None:
        """Give no summer time either."""

    def tzname(self, _when: dt.datetime | None) -> None:
        """Give no name."""


def test_a_zone_without_an_offset_is_none() -> None:
    """Python calls such a time naive, too."""
    with pytest.raises(InvalidValue, match="naive times are refused"):
        instant(dt.datetime(2026, 3, 2, 12, tzinfo=_Nowhere()))


@pytest.mark.parametrize("machine", ["America/New_York", "Asia/Kathmandu"])
def test_r42_the_zone_of_the_machine_means_nothing(
    machine: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """A server in another country reads and shows the same times."""
    request.addfinalizer(time.tzset)
    with monkeypatch.context() as environment:
        environment.setenv("TZ", machine)
        time.tzset()

        assert instant("2026-03-02T13:00:00+01:00") == UTC_NOON
        assert local(UTC_NOON, "Europe/Berlin").isoformat() == "2026-03-02T13:00:00+01:00"
        assert local_date(instant("2026-03-02T00:30:00Z"), "UTC") == dt.date(2026, 3, 2)


@given(instants())
def test_an_instant_that_was_written_is_read_back(at: Instant) -> None:
    """As an instant in UTC."""
    read = read_back(at.isoformat())

    assert read == at
    assert instant(read) is read


def test_a_deadline_beyond_the_bounds_is_read_back() -> None:
    """Windows may run out after the last instant that can be given."""
    deadline = window_end(instant("8999-12-31T12:00:00Z"), 30, "UTC")

    assert read_back(deadline.isoformat()) == deadline


def test_microseconds_are_kept() -> None:
    """A deadline may hang on one."""
    assert instant("2026-03-02T12:00:00.000001Z").microsecond == 1


@pytest.mark.parametrize(
    "value",
    [
        dt.datetime(2026, 3, 2, 12),  # noqa: DTZ001
        pendulum.naive(2026, 3, 2, 12),
        "2026-03-02T12:00:00",
        "2026-03-02",
        "20260302",
        "yesterday at noon",
        "",
        "2026-13-02T12:00:00Z",
        dt.date(2026, 3, 2),
        1_772_452_800,
        None,
    ],
    ids=repr,
)
def test_r42_naive_times_and_no_times_are_refused(value: object) -> None:
    """A time without a zone is never taken for one in UTC."""
    with pytest.raises(InvalidValue) as caught:
        instant(value, "shipped_at")

    assert caught.value.field == "shipped_at"


def test_times_beyond_the_calendar_are_refused() -> None:
    """What has no instant in UTC is no time here."""
    with pytest.raises(InvalidValue):
        instant("9999-12-31T23:59:59-12:00")


@pytest.mark.parametrize("name", ["", "Europe/Atlantis", "../etc/passwd", "CEST+2"])
def test_unknown_zones_are_refused(name: str) -> None:
    """Only names of the tz database."""
    with pytest.raises(InvalidValue, match="zone"):
        zone(name)


def test_a_zone_is_found_by_its_name() -> None:
    """And keeps it."""
    assert zone("America/New_York").name == "America/New_York"


@pytest.mark.parametrize(
    ("day", "zone_name", "begins"),
    [
        ("2026-03-02", "UTC", "2026-03-02T00:00:00Z"),
        ("2026-03-02", "America/New_York", "2026-03-02T05:00:00Z"),
        ("2026-07-02", "America/New_York", "2026-07-02T04:00:00Z"),
        ("2026-03-02", "Asia/Kathmandu", "2026-03-01T18:15:00Z"),
        # Clocks went from 00:00 to 01:00, so the day began at 01:00.
        ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z"),
        # Clocks went back from 01:00 to 00:00, so midnight came twice; the first one counts.
        ("2020-11-01", "America/Havana", "2020-11-01T04:00:00Z"),
        ("2020-11-02", "America/Havana", "2020-11-02T05:00:00Z"),
        # Samoa went to bed on the 29th and woke up on the 31st.
        ("2011-12-29", "Pacific/Apia", "2011-12-29T10:00:00Z"),
        ("2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00Z"),
        ("2011-12-31", "Pacific/Apia", "2011-12-30T10:00:00Z"),
    ],
)
def test_a_day_begins_at_its_first_instant(day: str, zone_name: str, begins: str) -> None:
    """Also where midnight does not exist, comes twice, or the whole day does not."""
    assert start_of_day(dt.date.fromisoformat(day), zone_name) == instant(begins)


@pytest.mark.parametrize(
    ("day", "zone_name", "hours"),
    [
        ("2026-03-29", "Europe/Berlin", 23),
        ("2026-10-25", "Europe/Berlin", 25),
        ("2026-03-02", "Europe/Berlin", 24),
        ("2018-11-04", "America/Sao_Paulo", 23),
        ("2020-11-01", "America/Havana", 25),
        ("2011-12-30", "Pacific/Apia", 0),
        ("2026-04-05", "Australia/Lord_Howe", 24.5),
    ],
)
def test_a_day_is_as_long_as_its_clocks_say(day: str, zone_name: str, hours: float) -> None:
    """From 0 to 25 hours."""
    date = dt.date.fromisoformat(day)

    length = end_of_day(date, zone_name) - start_of_day(date, zone_name)

    assert length.total_seconds() == hours * 3600


def test_the_last_instant_of_a_day_is_a_microsecond_before_the_next() -> None:
    """It still belongs to the day."""
    day = dt.date(2026, 3, 29)

    last = last_instant(day, "Europe/Berlin")

    assert last == instant("2026-03-29T21:59:59.999999Z")
    assert local_date(last, "Europe/Berlin") == day


@given(instants(), zones())
@example(instant("2018-11-04T03:00:00Z"), "America/Sao_Paulo")
@example(instant("2020-11-01T05:30:00Z"), "America/Havana")
@example(instant("2011-12-30T10:00:00Z"), "Pacific/Apia")
def test_every_instant_is_in_its_own_local_day(at: Instant, zone_name: str) -> None:
    """Not before the day begins, and before it ends."""
    day = local_date(at, zone_name)

    assert start_of_day(day, zone_name) <= at < end_of_day(day, zone_name)
    assert at <= last_instant(day, zone_name)


@given(instants(), zones())
def test_local_time_is_the_same_instant(at: Instant, zone_name: str) -> None:
    """Looking at another clock changes nothing, to the microsecond."""
    assert instant(local(at, zone_name)) == at


@pytest.mark.parametrize(
    ("opened", "days", "zone_name", "ends"),
    [
        # Delivered on 4 July, returned until the end of 3 August.
        ("2026-07-04T00:00:00-04:00", 30, "America/New_York", "2026-08-04T04:00:00Z"),
        ("2026-07-04T23:59:59-04:00", 30, "America/New_York", "2026-08-04T04:00:00Z"),
        # Over a change of clocks: 720 hours would end an hour late.
        ("2024-02-20T18:00:00-05:00", 30, "America/New_York", "2024-03-22T04:00:00Z"),
        ("2026-10-20T12:00:00Z", 30, "Europe/Berlin", "2026-11-19T23:00:00Z"),
        # 29 February, and the end of a short month.
        ("2024-02-29T12:00:00Z", 30, "UTC", "2024-03-31T00:00:00Z"),
        ("2024-01-31T12:00:00Z", 30, "UTC", "2024-03-02T00:00:00Z"),
        ("2026-01-31T12:00:00Z", 30, "UTC", "2026-03-03T00:00:00Z"),
        ("2026-01-31T12:00:00Z", 0, "UTC", "2026-02-01T00:00:00Z"),
        # The last day begins at 01:00, or never was.
        ("2018-10-05T12:00:00Z", 30, "America/Sao_Paulo", "2018-11-05T02:00:00Z"),
        ("2011-12-29T12:00:00Z", 1, "Pacific/Apia", "2011-12-30T10:00:00Z"),
    ],
)
def test_r39_windows_are_counted_in_days(opened: str, days: int, zone_name: str, ends: str) -> None:
    """The day of opening is day 0, and the last one counts whole."""
    assert window_end(instant(opened), days, zone_name) == instant(ends)


@given(instants(), st.integers(0, 400), zones())
def test_a_window_has_its_days(opened: Instant, days: int, zone_name: str) -> None:
    """Its last instant lies exactly so many dates after its first, unless that day never was."""
    last = window_end(opened, days, zone_name).subtract(microseconds=1)
    counted = (local_date(last, zone_name) - local_date(opened, zone_name)).days

    skipped = zone_name == "Pacific/Apia" and days - counted == 1
    assert counted == days or skipped
