"""The holiday source port: on which days a place does not work."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Protocol

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import several

YEARS = "several years, as in range(2026, 2029)"


class HolidaySource(Protocol):
    """Knows the public holidays of places: by their laws, or by asking a service."""

    def holidays(
        self, country: str, years: Iterable[int], region: str = ""
    ) -> Mapping[dt.date, str]:
        """Give the days of these years on which a place does not work, each with its names.

        ``country`` is an ISO 3166 code of two capital letters, ``region`` the part of an
        ISO 3166-2 code that follows it (``NSW`` of ``AU-NSW``); without one they are the days of
        the whole country.
        A day that is kept on another day than its own is told on both: 4 July 2026 is a Saturday,
        so 3 July is there too.
        Weekends as such are no holidays, and days worked only in part are worked.

        The days are plain dates in order; two names of one day stand behind a semicolon.
        The same question has the same answer, and that of several years is the answers of each
        together, so that a day kept in the year before (31 December 2027 for 1 January 2028) is
        told of the year in which it lies.

        Raises:
            InvalidValue: for a ``country`` or ``region`` that the source does not know, and for
                ``years`` that are none, or of which it does not know every holiday; never an
                answer without holidays because nothing is known.
            OSError: when a service cannot be reached or does not answer in time.
        """
        ...


def years_asked(years: Iterable[int]) -> tuple[int, ...]:
    """Give the years that are asked about, in order and each once.

    Raises:
        InvalidValue: when they are not several numbers of years, or none at all.
    """
    asked = several(years, "years")
    if not asked or any(type(year) is not int for year in asked):
        raise InvalidValue("years", years, YEARS)
    return tuple(sorted(set(asked)))


def years_known(asked: Iterable[int], first: int, last: int, place: str) -> None:
    """Refuse years in which the holidays of a place are not known.

    Raises:
        InvalidValue: for the first such year.
    """
    for year in asked:
        if not first <= year <= last:
            known = f"a year from {first} to {last}, in which the holidays of {place} are known"
            raise InvalidValue("years", year, known)
