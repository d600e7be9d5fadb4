"""The conformance suite notices holiday sources that break the contract, each by the right test."""

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import count

import pytest

from ordercore.adapters.memory import MemoryHolidays
from ordercore.errors import InvalidValue
from ordercore.ports import HolidaySource
from ordercore.testing import HolidaysConformance

DAYS = {
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
    dt.date(2027, 12, 31): "New Year's Day (observed)",
}

Found = Mapping[dt.date, str]


class Good(MemoryHolidays):
    """Keeps the contract."""

    def __init__(self) -> None:
        super().__init__({"US": DAYS})


class TellsTheTime(Good):
    """Gives midnights for days."""

    def holidays(self, country: str, years: Iterable[int], region: str = "") -> Found:
        """Add a time of day."""
        found = super().holidays(country, years, region)
        return {dt.datetime.combine(day, dt.time()): name for day, name in found.items()}


class TellsTheYearsBeside(Good):
    """Gives all it knows."""

    def holidays(self, country: str, years: Iterable[int], region: str = "") -> Found:
        """Ask for more."""
        return super().holidays(country, (*years, 2027), region)


class TellsBackwards(Good):
    """Begins at the end."""

    def holidays(self, country: str, years: Iterable[int], region: str = "") -> Found:
        """Turn it around."""
        return dict(reversed([*super().holidays(country, years, region).items()]))


class LeavesNamesOut(Good):
    """Says when, and not what."""

    def holidays(self, country: str, years: Iterable[int], region: str = "") -> Found:
        """Name nothing."""
        return dict.fromkeys(super().holidays(country, years, region), " ")


class KeepsEveryDayInPlace(Good):
    """Knows no day that is kept on another."""

    def holidays(self, country: str, years: Iterable[int], region: str = "") -> Found:
        """Leave out what is observed."""
        found = super().holidays(country, years, region)
        return {day: name for day, name in found.items() if "observed" not in name}


class MovesDaysAway(Good):
    """Takes the day that is kept for the day itself."""

    def holidays(self, country: str, years: Iterable[int], region: str = "") -> Found:
        """Leave out weekends."""
        found = super().holidays(country, years, region)
        return {day: name for day, name in found.items() if day.weekday() < 5}


class IsNeverTheSame(Good):
    """Knows other days each time it is asked."""

    asked = count()

    def holidays(self, country: str, years: Iterable[int], region: str = "") -> Found:
        """Name them by a number."""
        found = super().holidays(country, years, region)
        return {day: f"{name} {next(self.asked)}" for day, name in found.items()}


class ForgetsTheEve(Good):
    """Tells of the last year alone what is kept in the year before."""

    def holidays(self, country: str, years: Iterable[int], region: str = "") -> Found:
        """Leave out the last day of what is asked."""
        asked = tuple(years)
        found = super().holidays(country, asked, region)
        return {day: name for day, name in found.items() if day != dt.date(max(asked), 12, 31)}


class ForgetsANewYear(Good):
    """Begins the last year that is asked about in February."""

    def holidays(self, country: str, years: Iterable[int], region: str = "") -> Found:
        """Leave out its January."""
        asked = tuple(years)
        found = super().holidays(country, asked, region)
        return {d: name for d, name in found.items() if (d.month, d.year) != (1, max(asked))}


class ReadsYearsAsARange(Good):
    """Goes from the first year to the last one, as they come."""

    def holidays(self, country: str, years: Iterable[int], region: str = "") -> Found:
        """Trust their order."""
        asked = [*years]
        several = len(asked) > 1
        return super().holidays(
            country, range(asked[0], asked[-1] + 1) if several else asked, region
        )


class SaysNothingOfOthers(Good):
    """Gives no holidays for no country."""

    def holidays(self, country: str, years: Iterable[int], region: str = "") -> Found:
        """Answer all."""
        return super().holidays(country, years, region) if country == "US" else {}


class KnowsNoRegions(Good):
    """Takes any region for the whole country."""

    def holidays(self, country: str, years: Iterable[int], region: str = "") -> Found:
        """Forget the region."""
        return super().holidays(country, years)


class SaysNothingOfTheFuture(Good):
    """Gives no holidays for years it does not know."""

    def holidays(self, country: str, years: Iterable[int], region: str = "") -> Found:
        """Leave them out."""
        try:
            return super().holidays(country, years, region)
        except InvalidValue as error:
            if error.field != "years" or error.value == years:
                raise
            known = [year for year in years if year in (2026, 2027)]
            return super().holidays(country, known, region) if known else {}


class AsksNothing(Good):
    """Gives nothing for no years."""

    def holidays(self, country: str, years: Iterable[int], region: str = "") -> Found:
        """Answer the empty question."""
        return super().holidays(country, years, region) if years else {}


BROKEN: list[tuple[type[Good], str]] = [
    (TellsTheTime, "test_days_are_dates_of_the_years_asked_in_order"),
    (TellsTheYearsBeside, "test_days_are_dates_of_the_years_asked_in_order"),
    (TellsBackwards, "test_days_are_dates_of_the_years_asked_in_order"),
    (LeavesNamesOut, "test_every_day_has_a_name"),
    (KeepsEveryDayInPlace, "test_a_day_kept_on_another_day_is_told_on_both"),
    (MovesDaysAway, "test_a_day_kept_on_another_day_is_told_on_both"),
    (IsNeverTheSame, "test_the_same_question_has_the_same_answer"),
    (ForgetsTheEve, "test_a_day_kept_on_another_day_is_told_on_both"),
    (ForgetsANewYear, "test_several_years_are_each_of_them_together"),
    (ReadsYearsAsARange, "test_years_come_in_any_order"),
    (SaysNothingOfOthers, "test_an_unknown_country_is_refused"),
    (KnowsNoRegions, "test_an_unknown_region_is_refused"),
    (SaysNothingOfTheFuture, "test_unknown_years_are_refused"),
    (AsksNothing, "test_no_years_are_refused"),
]


def _failed(kind: type[Good]) -> set[str]:
    """Run every test of the suite on a fresh source, and name those that fail."""

    class Suite(HolidaysConformance):
        years = range(2026, 2028)
        unknown_years = (2025, 2028)

        def make_source(self) -> HolidaySource:
            return kind()

    suite = Suite()
    failed = set[str]()
    for name in dir(suite):
        if name.startswith("test_"):
            try:
                getattr(suite, name)(suite.make_source())
            except BaseException:  # noqa: BLE001 - pytest's own failure is no Exception
                failed.add(name)
    return failed


@pytest.mark.parametrize(
    ("kind", "sentence"), BROKEN, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_broken_source_is_noticed(kind: type[Good], sentence: str) -> None:
    """By the sentence of the contract that it breaks."""
    assert sentence in _failed(kind)


def test_a_good_source_passes() -> None:
    """Not one fails on the source that the broken ones are made from."""
    assert _failed(Good) == set()


def test_every_sentence_of_the_suite_can_fail() -> None:
    """There is a broken source for each."""
    sentences = {name for name in dir(HolidaysConformance) if name.startswith("test_")}

    assert sentences == {sentence for _, sentence in BROKEN}


def test_a_source_without_the_us_is_not_asked_how_the_us_keep_their_days() -> None:
    """Other countries move their days by laws of their own, or not at all."""

    class Suite(HolidaysConformance):
        places = (("AQ", ""),)

        def make_source(self) -> HolidaySource:
            return MemoryHolidays({"AQ": {}}, years=range(2024, 2029))

    suite = Suite()

    for name in dir(suite):
        if name.startswith("test_"):
            getattr(suite, name)(suite.make_source())


def test_a_suite_needs_a_source() -> None:
    """Without ``make_source`` there is nothing to test."""
    with pytest.raises(TypeError, match="make_source"):
        HolidaysConformance()  # type: ignore[abstract]
