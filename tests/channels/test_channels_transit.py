"""Services and transit: which row holds between two zones, and what no table may say."""

import datetime as dt
from typing import Any

import pytest

from ordercore.channels import SERVICES, Service, Transit, service_named, services
from ordercore.errors import InvalidTable, InvalidValue

DAY = dt.date(2026, 3, 2)


def row(least: int = 1, most: int = 9, **where: Any) -> Transit:
    """Make a row."""
    return Transit(least=least, most=most, **where)


def ground(*rows: Transit, **more: Any) -> Service:
    """Make a service."""
    return Service(code="ground", name="Ground", transit=rows, **more)


@pytest.mark.parametrize(
    ("code", "least", "most", "premium"),
    [
        # Standard 4-15 and expedited 2-6 business days (C); two, next and same day by their
        # names (D), handled on the day itself (SC.au 201605110).
        ("standard", 4, 15, False),
        ("expedited", 2, 6, False),
        ("two_day", 2, 2, True),
        ("next_day", 1, 1, True),
        ("same_day", 0, 0, True),
        # 3-6 weeks, 3-7 days (C).
        ("international", 21, 42, False),
        ("international_expedited", 3, 7, False),
    ],
)
def test_services_take_so_long(code: str, least: int, most: int, premium: bool) -> None:
    """Wherever a host has no rows of its own."""
    service = SERVICES[code]
    found = service.transit_on(DAY, "US", "a", "b")

    assert found
    assert (found.least, found.most, service.premium) == (least, most, premium)
    assert service.calendar_days == code.startswith("international")


ROWS = (
    row(9),
    row(8, origin="A"),
    row(7, destination="B"),
    row(6, origin="A", destination="B"),
    row(5, marketplace="DE"),
    row(4, marketplace="DE", origin="A"),
    row(3, marketplace="DE", origin="A", effective_from=dt.date(2026, 1, 1)),
)


@pytest.mark.parametrize(
    ("marketplace", "origin", "destination", "day", "least"),
    [
        ("US", "X", "Y", DAY, 9),
        ("US", "A", "Y", DAY, 8),
        # Where a parcel goes says more than where it comes from.
        ("US", "X", "B", DAY, 7),
        ("US", "A", "B", DAY, 6),
        # The marketplace's own rows come first, even without zones.
        ("DE", "X", "B", DAY, 5),
        ("DE", "A", "B", DAY, 3),
        ("DE", "A", "B", dt.date(2025, 12, 31), 4),
        ("*", "*", "*", DAY, 9),
    ],
)
def test_the_most_specific_row_holds(
    marketplace: str, origin: str, destination: str, day: dt.date, least: int
) -> None:
    """Marketplace, then destination, then origin, then the latest; in whatever order they stand."""
    for rows in (ROWS, ROWS[::-1]):
        found = ground(*rows).transit_on(day, marketplace, origin, destination)
        assert found
        assert found.least == least


@pytest.mark.parametrize(
    ("rows", "lacking"),
    [
        ((), "*"),
        ((row(origin="A"),), "*"),
        ((row(destination="B"),), "*"),
        ((row(effective_from=DAY),), "*"),
        ((row(marketplace="CA"), row(marketplace="DE", origin="A")), "DE"),
    ],
)
def test_a_table_with_gaps_is_refused(rows: tuple[Transit, ...], lacking: str) -> None:
    """Where a marketplace has rows, some row answers always and for all zones."""
    with pytest.raises(InvalidTable) as caught:
        ground(*rows)

    assert str(caught.value) == (
        f"transit of ground: no row holds always and between all zones on marketplace {lacking}"
    )


@pytest.mark.parametrize(
    ("least", "most", "field"),
    [(2, 1, "least"), (-1, 1, "least"), (0, 121, "most"), (True, 1, "least"), (1, 1.5, "most")],
)
def test_days_that_cannot_be_are_refused(least: Any, most: Any, field: str) -> None:
    """Least and most are whole days, and in order."""
    with pytest.raises(InvalidValue, match=f"^{field}:"):
        row(least, most)


def test_a_weekend_is_of_weekdays() -> None:
    """From 0 to 6."""
    with pytest.raises(InvalidValue, match=r"^weekend: .*weekdays from 0, a Monday, to 6"):
        ground(row(), weekend=frozenset({7}))


def test_services_are_found_by_any_of_their_names() -> None:
    """Amazon's names of its service levels among them; an appointment has no days."""
    for name, code in {
        "Standard": "standard",
        "FreeEconomy": "standard",
        "Expedited": "expedited",
        "SecondDay": "two_day",
        "NextDay": "next_day",
        "SameDay": "same_day",
        "two_day": "two_day",
    }.items():
        found = service_named(name, SERVICES)
        assert found
        assert found.code == code
    assert service_named("Scheduled", SERVICES) is None
    assert service_named("Priority", SERVICES) is None


def test_no_two_services_share_a_name() -> None:
    """Every one that is shared is told."""
    twice = (ground(row(), also=("Ground", "Slow")), ground(row(), also=("Slow",)))

    with pytest.raises(InvalidTable) as caught:
        services(*twice)
    assert str(caught.value) == ("services: 'Slow' names two services; 'ground' names two services")
    assert list(services(*SERVICES.values(), twice[0])) == [*SERVICES, "ground"]
