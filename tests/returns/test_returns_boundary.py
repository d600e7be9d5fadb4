"""The boundary of a window, to the second, in every zone; and what time cannot undo."""

import datetime as dt
import zoneinfo
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from return_stories import bought, judged

from ordercore.kernel.time import Instant, instant, local_date
from ordercore.returns import (
    POLICIES,
    RECEIPT,
    Anchor,
    Override,
    ReturnPolicy,
    Season,
    Window,
    Wish,
)
from ordercore.testing.strategies import zones

ZONES = sorted(zoneinfo.available_timezones() - {"localtime", "Factory", "posixrules"})

TURNS = [
    dt.date.fromisoformat(day)
    for day in (
        "2026-03-08",  # the clocks go forward in the United States
        "2026-03-29",  # and in Europe
        "2026-04-05",  # back in Australia
        "2026-09-06",  # forward in Chile, at midnight
        "2026-10-25",  # back in Europe
        "2026-11-01",  # back in the United States
        "2018-11-04",  # forward in Brazil, at midnight
        "2018-02-17",  # back in Brazil, over midnight
        "2011-12-29",  # before the day that Samoa skipped
        "2026-07-15",
    )
]
"""Last days of windows on which clocks change somewhere."""


def _exact(name: str, last: dt.date) -> bool:
    """Tell whether a window ends with a day, as another library has that day end."""
    zone = zoneinfo.ZoneInfo(name)
    noon = dt.datetime(last.year, last.month, last.day, 12, tzinfo=zone) - dt.timedelta(days=30)
    opened = local_date(instant(noon), name)
    policy = ReturnPolicy(name="own", windows=(Window(days=(last - opened).days),))
    purchase = bought(bought=noon, delivered=noon, zone=name)
    after = last + dt.timedelta(days=1)
    ends = dt.datetime(after.year, after.month, after.day, tzinfo=zone).astimezone(dt.UTC)
    verdicts = [
        judged(purchase, instant(ends + dt.timedelta(seconds=seconds)), policy).eligible
        for seconds in (-1, 0)
    ]
    second_before = (ends - dt.timedelta(seconds=1)).astimezone(zone)
    return verdicts == [True, False] and second_before.date() <= last


def _wrong(zones: Iterable[str], days: Iterable[dt.date]) -> list[tuple[str, dt.date]]:
    asked = list(days)
    return [(zone, day) for zone in zones for day in asked if not _exact(zone, day)]


def test_law_the_boundary_is_exact_to_the_second_in_every_zone() -> None:
    """On days on which the clocks change, in all zones of the tz database."""
    assert len(ZONES) > 400
    assert _wrong(ZONES, TURNS) == []


@pytest.mark.long
def test_law_the_boundary_is_exact_on_every_day_of_a_year() -> None:
    """In all zones of the tz database."""
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=number) for number in range(365)]

    assert _wrong(ZONES, days) == []


@pytest.mark.parametrize(
    ("zone", "delivered", "seconds"),
    [
        # A last day of 23 hours, one of 25, and windows over both.
        ("Europe/Berlin", "2026-02-27T12:00:00+01:00", 30 * 86400 + 43200 - 3600),
        ("Europe/Berlin", "2026-09-25T12:00:00+02:00", 30 * 86400 + 43200 + 3600),
        ("Europe/Berlin", "2026-07-04T12:00:00+02:00", 30 * 86400 + 43200),
    ],
)
def test_r39_the_last_day_has_as_many_hours_as_it_has(
    zone: str, delivered: str, seconds: int
) -> None:
    """A change of the clocks neither cuts the last evening off nor adds one."""
    at = instant(delivered)
    purchase = bought(bought="2026-01-01T00:00:00Z", delivered=at, zone=zone)
    until = at + dt.timedelta(seconds=seconds)

    assert judged(purchase).until == until
    assert judged(purchase, until - dt.timedelta(microseconds=1)).eligible
    assert not judged(purchase, until).eligible


SEASONS = st.builds(
    lambda first, length, more, anchor: Season(
        name=f"{first}{anchor}{length}{more}",
        anchor=anchor,
        first=first,
        last=first + dt.timedelta(days=length),
        return_by=first + dt.timedelta(days=length + more),
    ),
    st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 31)),
    st.integers(0, 90),
    st.integers(0, 90),
    st.sampled_from([Anchor.PURCHASED, Anchor.SHIPPED]),
)

YEAR = instant("2025-06-01T00:00:00Z")


def moments(days: int) -> st.SearchStrategy[Instant]:
    """Draw moments of so many days, among which lie a season and changes of the clocks."""
    return st.integers(0, days * 86400).map(lambda some: YEAR + dt.timedelta(seconds=some))


@st.composite
def purchases(draw: st.DrawFn) -> Any:
    """Draw what may be known of a purchase, most of it shortly after it was made."""
    made = draw(moments(300))
    after = st.none() | st.integers(0, 40 * 86400).map(lambda some: made + dt.timedelta(0, some))
    facts = {name: draw(after) for name in ("shipped", "delivered", "latest_estimate")}
    memberships = draw(st.sets(st.sampled_from(["club", "baby_registry"])))
    traits = draw(st.sets(st.sampled_from(["perishable", "exempt_sku"])))
    return bought(
        **facts,
        bought=made,
        zone=draw(zones()),
        marketplace=draw(st.sampled_from(["", "US", "DE"])),
        category=draw(st.sampled_from(["", "electronics", "apple", "baby"])),
        memberships=memberships,
        traits=traits,
    )


REASONS = st.sampled_from(["", "DEFECTIVE", "DAMAGED_BY_CARRIER", "what?"])


@given(purchases(), st.sampled_from(sorted(POLICIES)), REASONS, moments(450), moments(450))
def test_law_once_closed_a_window_never_opens_again(
    purchase: Any, policy: str, reason: str, one: Instant, other: Instant
) -> None:
    """With the same facts, time passes in one direction."""
    earlier, later = sorted((one, other))
    wish = Wish(reason=reason)
    then = judged(purchase, earlier, POLICIES[policy], wish=wish)
    now = judged(purchase, later, POLICIES[policy], wish=wish)

    assert then.eligible or not now.eligible
    assert then.until == now.until


@given(
    purchases(),
    st.integers(0, 60),
    st.integers(0, 60),
    st.lists(SEASONS, max_size=2, unique_by=lambda row: row.name),
    moments(450),
)
def test_law_a_longer_policy_never_refuses_what_a_shorter_one_accepts(
    purchase: Any, days: int, more: int, seasons: list[Season], at: Instant
) -> None:
    """More days, or further seasons, only let in more."""
    short = ReturnPolicy(name="short", windows=(Window(days=days),))
    long = ReturnPolicy(name="long", windows=(Window(days=days + more),), seasons=tuple(seasons))

    if judged(purchase, at, short).eligible:
        assert judged(purchase, at, long).eligible


@given(purchases(), st.integers(0, 60), SEASONS, moments(450))
def test_law_of_window_and_season_the_later_wins(
    purchase: Any, days: int, season: Season, at: Instant
) -> None:
    """Neither ever shortens the other."""
    alone = ReturnPolicy(name="alone", windows=(Window(days=days),))
    both = ReturnPolicy(name="both", windows=alone.windows, seasons=(season,))
    plain, extended = judged(purchase, at, alone).until, judged(purchase, at, both).until
    on = purchase.when(season.anchor)
    in_season = on is not None and season.first <= local_date(on, purchase.zone) <= season.last

    if plain is None or extended is None:
        assert plain is extended
    elif in_season:
        by = season.return_by + dt.timedelta(days=1)
        assert local_date(extended, purchase.zone) == max(by, local_date(plain, purchase.zone))
    else:
        assert extended == plain


@given(purchases(), moments(450), st.randoms(use_true_random=False), REASONS)
def test_law_the_order_of_rows_does_not_matter(
    purchase: Any, at: Instant, chance: Any, reason: str
) -> None:
    """Nothing but what the rows say decides, down to the last clause."""
    shuffled: dict[str, Any] = {}
    for table, rows in RECEIPT.tables.items():
        some = list(rows)
        chance.shuffle(some)
        shuffled[table] = tuple(some)
    other = ReturnPolicy(name="receipt", **shuffled)

    wish = Wish(reason=reason)
    assert judged(purchase, at, other, wish=wish) == judged(purchase, at, wish=wish)


@given(purchases(), moments(450), REASONS)
def test_law_an_override_leaves_its_trace(purchase: Any, at: Instant, reason: str) -> None:
    """Whoever lets something in is named, and what stood against it stays told.

    Where nothing stands against it, nobody has to let it in, and nobody is named.
    """
    wish = Wish(reason=reason)
    refused = judged(purchase, at, wish=wish)
    let_in = judged(purchase, at, wish=wish, override=Override(by="anna", why="a good customer"))

    named = {"by": "anna", "why": "a good customer"}
    assert let_in.eligible
    assert (let_in == refused) is refused.eligible
    assert (named in [clause.facts for clause in let_in.because]) is not refused.eligible
    assert let_in.refusals == refused.refusals
    assert let_in.until == refused.until
    assert not (refused.refusals and let_in.automatic)


def test_a_later_row_takes_the_place_of_an_earlier_one() -> None:
    """For what is bought from its day on, and for nothing before."""
    rows = (Window(days=30), Window(effective_from=dt.date(2026, 7, 2), days=60))
    policy = ReturnPolicy(name="own", windows=rows)
    found = [
        judged(bought(bought=f"2026-07-0{day}T00:00:00Z"), policy=policy).because[1].facts["days"]
        for day in (1, 2)
    ]

    assert found == [30, 60]
