"""The source that knows the days it was told."""

import datetime as dt

import pytest

from ordercore.adapters.memory import MemoryHolidays
from ordercore.errors import InvalidValue
from ordercore.testing import HolidaysConformance

US = {
    dt.date(2027, 12, 31): "New Year's Day (observed)",
    dt.date(2026, 1, 1): "New Year's Day",
    dt.date(2026, 7, 3): "Independence Day (observed)",
    dt.date(2026, 7, 4): "Independence Day",
    dt.date(2026, 11, 11): "Veterans Day",
    dt.date(2026, 12, 25): "Christmas Day",
    dt.date(2027, 1, 1): "New Year's Day",
    dt.date(2027, 7, 4): "Independence Day",
    dt.date(2027, 7, 5): "Independence Day (observed)",
    dt.date(2027, 11, 11): "Veterans Day",
    dt.date(2027, 12, 24): "Christmas Day (observed)",
    dt.date(2027, 12, 25): "Christmas Day",
}
HAWAII = US | {dt.date(2026, 3, 26): "Prince Kuhio Day"}


class TestMemoryHolidays(HolidaysConformance):
    """The whole contract, with a country and a region of it."""

    places = (("US", ""), ("US", "HI"))
    years = range(2026, 2028)
    unknown_years = (2025, 2028)

    def make_source(self) -> MemoryHolidays:
        """Make one with its days."""
        return MemoryHolidays({"US": US, "US-HI": HAWAII})


def test_it_knows_the_years_it_was_told_of() -> None:
    """A year in which nothing happens is one as well, where that was said."""
    source = MemoryHolidays({"US": US, "AQ": {}}, years=range(2026, 2030))

    assert source.holidays("US", [2029]) == {}
    assert source.holidays("AQ", [2026]) == {}
    with pytest.raises(InvalidValue, match="2030 is not a year from 2026 to 2029"):
        source.holidays("US", [2030])


def test_without_days_the_years_are_told() -> None:
    """Or nobody could tell a place without holidays from one of which nothing is known."""
    with pytest.raises(InvalidValue, match="the years in which AQ has no holidays"):
        MemoryHolidays({"AQ": {}})
    with pytest.raises(InvalidValue, match="several years"):
        MemoryHolidays({"US": US}, years=())


def test_a_region_needs_its_country_to_be_asked_about_alone() -> None:
    """What it was told of a region says nothing of the whole country."""
    source = MemoryHolidays({"US-HI": HAWAII})

    assert dict(source.holidays("US", [2026], "HI")) == {
        day: name for day, name in sorted(HAWAII.items()) if day.year == 2026
    }
    with pytest.raises(InvalidValue, match="region: '' is not a region of US"):
        source.holidays("US", [2026])


def test_it_fails_as_often_as_it_was_told() -> None:
    """Then it answers again."""
    source = MemoryHolidays({"US": US})
    source.fail(2)

    for _ in range(2):
        with pytest.raises(ConnectionError):
            source.holidays("US", [2026])

    assert source.holidays("US", [2026])


def test_an_answer_is_the_askers_own() -> None:
    """Changing it changes no later one."""
    source = MemoryHolidays({"US": US})
    dict(source.holidays("US", [2026])).clear()

    assert len(source.holidays("US", [2026])) == 5
