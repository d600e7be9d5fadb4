"""Public holidays as a library works them out, against laws, other data, and its own edges."""

import calendar
import datetime as dt
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from ordercore.adapters.holidays import PublicHolidays
from ordercore.adapters.holidays.source import WORKED_OUT, library
from ordercore.channels import MARKETPLACES
from ordercore.errors import ExtraMissing, InvalidValue
from ordercore.testing import HolidaysConformance

DATA = Path(__file__).parents[3] / "../shared/data/holidays/public_holidays_2015_2030.json"
"""Third-party data lies beside the checkout."""

YEARS = range(2015, 2031)


def holidays(country: str, years: object = (2026,), region: str = "") -> dict[dt.date, str]:
    """Ask a fresh source."""
    return dict(PublicHolidays().holidays(country, years, region))  # type: ignore[arg-type]


class TestPublicHolidays(HolidaysConformance):
    """The whole contract, for every marketplace and some regions."""

    places = (
        *((code, "") for code in MARKETPLACES),
        ("US", "CA"),
        ("AU", "NSW"),
        ("BR", "SP"),
        ("DE", "BY"),
        ("GB", "SCT"),
        ("CA", "QC"),
        ("UA", ""),
        ("LK", ""),
    )
    years = range(2024, 2027)
    unknown_years = (1500, 2101, 9999)

    def make_source(self) -> PublicHolidays:
        """Make one; it keeps nothing."""
        return PublicHolidays()


# Laws, read by ourselves


def _nth(year: int, month: int, weekday: int, nth: int) -> dt.date:
    """Give the nth weekday of a month; the last one for 0."""
    days = [
        dt.date(year, month, day)
        for day in range(1, calendar.monthrange(year, month)[1] + 1)
        if dt.date(year, month, day).weekday() == weekday
    ]
    return days[nth - 1]


def _federal(year: int) -> Iterator[dt.date]:
    """Give the federal holidays of the US (5 U.S.C. 6103); Juneteenth is one from 17 June 2021."""
    monday, thursday = 0, 3
    yield dt.date(year, 1, 1)
    yield _nth(year, 1, monday, 3)
    yield _nth(year, 2, monday, 3)
    yield _nth(year, 5, monday, 0)
    if year >= 2021:
        yield dt.date(year, 6, 19)
    yield dt.date(year, 7, 4)
    yield _nth(year, 9, monday, 1)
    yield _nth(year, 10, monday, 2)
    yield dt.date(year, 11, 11)
    yield _nth(year, 11, thursday, 4)
    yield dt.date(year, 12, 25)


def _kept(day: dt.date) -> dt.date:
    """Give the day on which it is kept: of a Saturday the Friday, of a Sunday the Monday."""
    return day + dt.timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))


def test_the_days_of_the_us_are_those_of_its_law() -> None:
    """Eleven holidays, and the days on which those of a weekend are kept, for fifty years."""
    years = range(2000, 2051)
    own = [day for year in range(1999, 2052) for day in _federal(year)]
    law = {day for day in (*own, *map(_kept, own)) if day.year in years}

    assert set(holidays("US", years)) == law


def _easter(year: int) -> dt.date:
    """Give Easter Sunday, by the anonymous Gregorian rule (Nature, 20 April 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return dt.date(year, month, day + 1)


def test_the_days_of_germany_are_those_of_its_laws() -> None:
    """Nine in all of it, with the 500th Reformation Day in 2017, and two more in Bavaria."""
    years = range(1995, 2051)
    everywhere = {dt.date(2017, 10, 31)}
    for year in years:
        fixed = ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26))
        everywhere |= {dt.date(year, month, day) for month, day in fixed}
        everywhere |= {_easter(year) + dt.timedelta(days=days) for days in (-2, 1, 39, 50)}
    bavaria = {
        day
        for year in years
        for day in (dt.date(year, 1, 6), _easter(year) + dt.timedelta(days=60))
    } | {dt.date(year, 11, 1) for year in years}

    assert set(holidays("DE", years)) == everywhere
    assert set(holidays("DE", years, "BY")) == everywhere | bavaria


# Other data


def _other_data() -> Mapping[str, Mapping[dt.date, str]]:
    if not DATA.exists():
        pytest.skip("the third-party holidays are not beside this checkout")
    read: dict[str, dict[str, str]] = json.loads(DATA.read_text("utf-8"))
    return {
        place: {dt.date.fromisoformat(day): name for day, name in days.items()}
        for place, days in read.items()
    }


DIFFERENCES: Mapping[str, set[str]] = {}
"""Days that only one of the two has, by place: none with release 0.109 of the library.

The data were made by the same family of library, so this proves that we ask for the same days
(nationwide, public, kept ones among them) and lose none; what the law is, the tests above ask.
A newer release that knows a newly proclaimed day belongs here, with the day and its reason.
"""


def test_other_data_of_eighteen_places_agree() -> None:
    """From 2015 to 2030, to the day and the name."""
    data = _other_data()
    assert len(data) == 18

    found: dict[str, set[str]] = {}
    for place, theirs in data.items():
        country, _, region = place.partition("-")
        ours = holidays(country, YEARS, region)
        if differing := {str(day) for day in ours.keys() ^ theirs.keys()}:
            found[place] = differing
        same = ours.keys() & theirs.keys()

        assert {day: ours[day] for day in same} == {day: theirs[day] for day in same}, place
    assert found == DIFFERENCES


# Its edges


def test_every_marketplace_has_its_holidays() -> None:
    """The code of a marketplace is that of its country here, and no year lacks them."""
    for code in MARKETPLACES:
        for year in range(2015, 2036):
            assert len(holidays(code, [year])) >= 5, (code, year)


@pytest.mark.parametrize(
    ("country", "region", "year", "first", "last"),
    [
        ("IN", "", 2036, 2001, 2035),
        ("IN", "", 2000, 2001, 2035),
        ("IN", "KA", 2036, 2001, 2035),
        ("US", "CA", 2036, 2001, 2035),
        ("NP", "", 2033, 2001, 2032),
        ("JP", "", 2100, 1949, 2099),
        ("LK", "", 2027, 2003, 2026),
        ("DE", "", 1990, 1991, 2100),
    ],
)
def test_years_of_which_only_some_holidays_are_known_are_refused(
    country: str, region: str, year: int, first: int, last: int
) -> None:
    """The library gives India no Diwali from 2036 on: nobody should promise a delivery then."""
    with pytest.raises(InvalidValue) as caught:
        holidays(country, range(year - 1, year + 2), region)

    assert caught.value.expected.startswith(f"a year from {first} to {last}")


PROCLAIMED = re.compile(r"bridge|day off|public holiday|additional", re.IGNORECASE)
"""Days that a government adds year by year, and nobody knows for the years to come."""


def _vanishing(country: str, region: str = "") -> set[tuple[int, str]]:
    """Find what was kept for years, up to some year in which it is still said to be known."""
    entity = getattr(library(), country)
    name = f"{country}-{region}" if region else country
    first, last = WORKED_OUT.get(name, WORKED_OUT.get(country, (1, 9999)))
    first, last = max(first, entity.start_year, 1990), min(last, entity.end_year)
    kept: dict[str, set[int]] = {}
    for day, names in holidays(country, range(first, last + 1), region).items():
        for each in names.split("; "):
            kept.setdefault(re.sub(r" \(.*", "", each), set()).add(day.year)
    return {
        (max(years), each)
        for each, years in kept.items()
        if 2026 <= max(years) < last - 3
        and sum(max(years) - year < 8 for year in years) >= 6
        and not PROCLAIMED.search(each)
    }


@pytest.mark.parametrize("place", sorted({*MARKETPLACES, *WORKED_OUT}))
def test_no_holiday_vanishes_in_years_that_are_known(place: str) -> None:
    """What was kept year after year is kept to the end of what the source claims to know."""
    country, _, region = place.partition("-")

    assert _vanishing(country, region) == set()


@pytest.mark.filterwarnings("ignore:Requested Holidays are available only:UserWarning")
@pytest.mark.parametrize("place", WORKED_OUT)
def test_the_years_known_end_where_they_must(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A year more, and something would be missing: no row stands without need."""
    country, _, region = place.partition("-")
    last = WORKED_OUT[place][1]
    monkeypatch.setitem(WORKED_OUT, place, (2001, 2100))

    assert last in {year for year, _ in _vanishing(country, region)}


@pytest.mark.long
def test_no_holiday_vanishes_anywhere() -> None:
    """In any country or region that the library has."""
    places = library().list_supported_countries(include_aliases=False)
    vanishing = {
        (country, region): found
        for country, regions in places.items()
        for region in ("", *regions)
        if (found := _vanishing(country, region))
    }

    assert vanishing == {}


def test_no_code_means_something_else_of_the_library() -> None:
    """It has names of its own, and codes of three letters, that are no countries here."""
    for name in ("HolidayBase", "registry", "USA", "NYSE", "UnitedStates", "country_holidays"):
        with pytest.raises(InvalidValue, match="a country whose holidays are known"):
            holidays(name)


def test_names_are_in_the_language_asked_for_where_there_is_one() -> None:
    """And in English otherwise."""
    new_year = dt.date(2026, 1, 1)

    def named(language: str, country: str) -> str:
        return PublicHolidays(language).holidays(country, [2026])[new_year]

    assert named("de", "DE") == "Neujahr"
    assert named("pt_BR", "BR") == "Confraternização Universal"
    assert named("de", "JP") == named("no such", "JP") == named("en_US", "JP") == "New Year's Day"
    assert named("de", "ZA") == "New Year's Day"


def test_the_language_of_the_process_makes_no_difference() -> None:
    """Not in a German shell, nor in one without any language."""
    program = """
from ordercore.adapters.holidays import PublicHolidays
source = PublicHolidays()
print([dict(source.holidays(code, [2026])) for code in ("DE", "JP", "ZA", "US", "FR")])
"""
    printed = {
        subprocess.run(
            [sys.executable, "-X", "utf8", "-c", program],
            env={"LANGUAGE": language, "LC_ALL": language, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for language in ("de", "fr_FR.UTF-8", "C", "")
    }

    assert len(printed) == 1


# The extra


def test_without_the_library_its_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """As soon as a source is made, not when the first calendar is."""
    monkeypatch.setitem(sys.modules, "holidays", None)

    with pytest.raises(ExtraMissing) as missing:
        PublicHolidays()

    assert (missing.value.extra, missing.value.package) == ("holidays", "holidays")


def test_nothing_is_loaded_before_it_is_used() -> None:
    """Neither by importing the adapter, nor does the library go online when it is used."""
    program = """
import sys
from ordercore.adapters.holidays import PublicHolidays
assert "holidays" not in sys.modules
import socket
del socket.socket
assert PublicHolidays().holidays("US", [2026])
assert "holidays" in sys.modules
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
