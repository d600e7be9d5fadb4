# ruff: noqa: S101 - a suite asserts
"""The conformance suite of the holiday source port.

::

    from ordercore.testing import HolidaysConformance

    class TestMySource(HolidaysConformance):
        places = (("US", ""), ("AU", "NSW"))
        years = range(2024, 2029)
        unknown_years = (1066, 9999)

        def make_source(self):
            return MySource(...)

``places`` and ``years`` are some that your source knows, and ``unknown_years`` some of which it
does not know every holiday of them.

Each test is a sentence of the contract in :mod:`ordercore.ports.holidays`.
"""

import datetime as dt
from abc import ABC, abstractmethod
from typing import Any

import pytest

from ordercore.errors import InvalidValue
from ordercore.ports.holidays import HolidaySource

NO_COUNTRIES = ("", "XX", "us", " US", "USA", "UK", "US-NY", "United States", "date", "__doc__")
"""Codes that no country has, those of another length, and names of something else."""

NO_REGIONS = ("no such", " ", "-", "zz")

NO_YEARS: tuple[Any, ...] = ((), range(2026, 2026), 2026, "2026", ["2026"], [2026.0], [True], None)


FIXED_IN_THE_US = ((1, 1), (7, 4), (11, 11), (12, 25))
"""Days of the year that are no weekday of a month (5 U.S.C. 6103(a))."""

MOVED = {5: -1, 6: 1}
"""By how many days a holiday moves that is a Saturday or a Sunday (5 U.S.C. 6103(b),
Executive Order 11582)."""


class HolidaysConformance(ABC):
    """Inherit from this, give ``make_source`` and what it knows; pytest runs the contract."""

    places: tuple[tuple[str, str], ...] = (("US", ""),)
    """Countries, each with a region or none, that the source knows."""

    years: range = range(2024, 2029)
    """Years that it knows of these places."""

    unknown_years: tuple[int, ...] = (0, -1, 10_000)
    """Years that it does not know of them."""

    @abstractmethod
    def make_source(self) -> HolidaySource:
        """Make a source; each test has one of its own."""

    @pytest.fixture
    def source(self) -> HolidaySource:
        """Give a fresh source."""
        return self.make_source()

    def test_days_are_dates_of_the_years_asked_in_order(self, source: HolidaySource) -> None:
        """Plain dates, which are compared with plain dates; and nothing of other years."""
        for country, region in self.places:
            for years in (self.years, self.years[:1], self.years[-1:]):
                days = list(source.holidays(country, years, region))

                assert [day for day in days if type(day) is not dt.date] == [], country
                assert [day for day in days if day.year not in years] == [], country
                assert days == sorted(days), country

    def test_every_day_has_a_name(self, source: HolidaySource) -> None:
        """Whoever asks why a day is closed is told."""
        for country, region in self.places:
            found = source.holidays(country, self.years, region)

            assert [day for day, name in found.items() if not name.strip()] == [], country

    def test_a_day_kept_on_another_day_is_told_on_both(self, source: HolidaySource) -> None:
        """Of a Saturday the Friday before, of a Sunday the Monday after, as the US keep them."""
        if ("US", "") in self.places:
            found = source.holidays("US", self.years)
            for year in (*self.years, self.years[-1] + 1):
                for month, day in FIXED_IN_THE_US:
                    own = dt.date(year, month, day)
                    kept = own + dt.timedelta(days=MOVED.get(own.weekday(), 0))

                    assert own in found or own.year not in self.years
                    assert kept in found or kept.year not in self.years

    def test_the_same_question_has_the_same_answer(self, source: HolidaySource) -> None:
        """Now and later, whatever was asked between, and from another source too."""
        asked = [(country, self.years, region) for country, region in self.places]
        first = [dict(source.holidays(*one)) for one in asked]

        again = [dict(source.holidays(*one)) for one in reversed(asked)]
        another = self.make_source()

        assert first == again[::-1]
        assert first == [dict(another.holidays(*one)) for one in asked]

    def test_several_years_are_each_of_them_together(self, source: HolidaySource) -> None:
        """A day belongs to the year in which it lies, whichever years are asked about with it."""
        for country, region in self.places:
            together = dict(source.holidays(country, self.years, region))

            each: dict[dt.date, str] = {}
            for year in reversed(self.years):
                each |= source.holidays(country, (year,), region)
            assert each == together, country

    def test_years_come_in_any_order(self, source: HolidaySource) -> None:
        """In a list, a set or a range, and more than once."""
        for country, region in self.places:
            asked = source.holidays(country, self.years, region)
            mixed = [*reversed(self.years), *self.years]

            assert dict(asked) == dict(source.holidays(country, mixed, region)), country
            assert list(asked) == list(source.holidays(country, set(mixed), region)), country

    def test_an_unknown_country_is_refused(self, source: HolidaySource) -> None:
        """By its name and value, and never by an answer without holidays."""
        for country in NO_COUNTRIES:
            with pytest.raises(InvalidValue) as caught:
                source.holidays(country, self.years)

            assert (caught.value.field, caught.value.value) == ("country", country)

    def test_an_unknown_region_is_refused(self, source: HolidaySource) -> None:
        """It is not taken for the whole country."""
        for country, _ in self.places:
            for region in NO_REGIONS:
                with pytest.raises(InvalidValue) as caught:
                    source.holidays(country, self.years, region)

                assert (caught.value.field, caught.value.value) == ("region", region)

    def test_unknown_years_are_refused(self, source: HolidaySource) -> None:
        """Also beside known ones: a calendar with a gap promises what nobody keeps."""
        for country, region in self.places:
            for year in self.unknown_years:
                for asked in ((year,), (*self.years, year)):
                    with pytest.raises(InvalidValue) as caught:
                        source.holidays(country, asked, region)

                    assert (caught.value.field, caught.value.value) == ("years", year), country

    def test_no_years_are_refused(self, source: HolidaySource) -> None:
        """Nor is a number, or text, several years."""
        for country, region in self.places:
            for none in NO_YEARS:
                with pytest.raises(InvalidValue) as caught:
                    source.holidays(country, none, region)

                assert (caught.value.field, caught.value.value) == ("years", none), country
