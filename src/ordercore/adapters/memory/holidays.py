"""A source that knows the days it was told."""

import datetime as dt
from collections.abc import Iterable, Mapping

from ordercore.errors import InvalidValue
from ordercore.ports.holidays import years_asked, years_known


class MemoryHolidays:
    """Answers from a mapping: of a place (``"US"``, ``"AU-NSW"``) to its days and their names.

    A region has its own days alone, so it is told those of the country too.
    """

    def __init__(
        self, days: Mapping[str, Mapping[dt.date, str]], *, years: Iterable[int] | None = None
    ) -> None:
        """Take the days, and the years of which it was told all.

        Without ``years`` these are the years from the first to the last day of each place.

        Raises:
            InvalidValue: when ``years`` are none, or left open for a place without days.
        """
        told = None if years is None else years_asked(years)
        self._days: dict[tuple[str, str], dict[dt.date, str]] = {}
        self._years: dict[tuple[str, str], tuple[int, int]] = {}
        for name, some in days.items():
            country, _, region = name.partition("-")
            within = told or tuple(sorted(day.year for day in some))
            if not within:
                raise InvalidValue("years", years, f"the years in which {name} has no holidays")
            self._days[country, region] = dict(sorted(some.items()))
            self._years[country, region] = within[0], within[-1]
        self._failing = 0

    def fail(self, times: int = 1) -> None:
        """Be out of reach for the next questions."""
        self._failing = times

    def holidays(
        self, country: str, years: Iterable[int], region: str = ""
    ) -> Mapping[dt.date, str]:
        """Give the days that it was told of these years.

        Raises:
            ConnectionError: when it was told to fail.
        """
        if self._failing > 0:
            self._failing -= 1
            raise ConnectionError("the source was told to fail")
        asked = years_asked(years)
        if country not in [known for known, _ in self._days]:
            raise InvalidValue("country", country, "a country that it was told of")
        place = (country, region)
        if place not in list(self._days):
            raise InvalidValue("region", region, f"a region of {country} that it was told of")
        years_known(asked, *self._years[place], "-".join(filter(None, place)))
        return {day: name for day, name in self._days[place].items() if day.year in asked}
