"""A source that works holidays out from the laws of each country."""

import datetime as dt
from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Any

from ordercore.errors import ExtraMissing, InvalidValue
from ordercore.ports.holidays import years_asked, years_known

ENGLISH = "en_US"

FURTHEST = 9999

WORKED_OUT: Mapping[str, tuple[int, int]] = {
    # Hindu and Nepali feasts stand in tables of the library, mostly from 2001 to 2035: outside of
    # them it gives the other holidays, and only for India a warning.
    "BT": (2001, 2035),
    "FJ": (2001, 2035),
    "GY": (2001, 2035),
    "IN": (2001, 2035),
    "MU": (2001, 2035),
    "NP": (2001, 2032),
    "SR": (2001, 2035),
    "US-CA": (2001, 2035),
    # The Balinese day of silence, and Matariki, whose days the law itself names until then.
    "ID": (1, 2050),
    "NZ": (1, 2052),
}
"""Years in which the library knows *all* that it knows of a place, where that is not its word."""


def library() -> ModuleType:
    """Load holidays.

    Raises:
        ExtraMissing: when it is not installed.
    """
    try:
        import holidays
    except ImportError:
        raise ExtraMissing("holidays", "holidays") from None
    return holidays


class PublicHolidays:
    """Tells the public holidays of a country or region, offline.

    Names are in the language asked for where the library has it for that country (``de``,
    ``pt_BR``), and in English otherwise, whatever the language of the process.
    Optional, bank and half-day holidays are not among them.
    What a government proclaims year by year is there as far as the installed release knows of it,
    and feasts that hang on sighting the moon are estimated for years to come.
    """

    def __init__(self, language: str = ENGLISH) -> None:
        """Load the library.

        Raises:
            ExtraMissing: when the extra ``holidays`` is not installed.
        """
        self._library = library()
        self._language = language

    def holidays(
        self, country: str, years: Iterable[int], region: str = ""
    ) -> Mapping[dt.date, str]:
        """Give the days of these years on which a place does not work, each with its names."""
        asked = years_asked(years)
        place = self._place(country, region)
        name = f"{country}-{region}" if region else country
        for known in (country, name):
            years_known(asked, *WORKED_OUT.get(known, (1, FURTHEST)), name)
        years_known(asked, place.start_year, place.end_year, name)
        found: Mapping[dt.date, str] = self._library.country_holidays(
            country, subdiv=region or None, years=asked, expand=False, language=self._spoken(place)
        )
        return dict(sorted(found.items()))

    def _place(self, country: str, region: str) -> Any:
        """Find what the library knows of a country, and check that it has the region."""
        known = self._library.registry.EntityLoader.get_country_codes(include_aliases=False)
        if country not in tuple(known):
            raise InvalidValue("country", country, "a country whose holidays are known, such as US")
        place = getattr(self._library, country)
        if region and region not in place.subdivisions:
            some = f"({', '.join(place.subdivisions)})" if place.subdivisions else "(it has none)"
            raise InvalidValue("region", region, f"a region of {country} {some}")
        return place

    def _spoken(self, place: Any) -> str | None:
        """Choose a language that the library has, or it would take that of the process."""
        has = place.supported_languages
        wished = (self._language, ENGLISH, place.default_language)
        return next((language for language in wished if language in has), None)
