"""Windows: how long, counted from what, and what lengthens them."""

import datetime as dt
from typing import Any

import pytest
from return_stories import BOUGHT, bought, clause, codes, judged

from ordercore.errors import InvalidValue
from ordercore.kernel.time import instant
from ordercore.returns import (
    POLICIES,
    RECEIPT,
    Anchor,
    Clause,
    Fault,
    Grace,
    ReturnPolicy,
    Season,
    Window,
    Wish,
)
from ordercore.returns.windows import ELECTRONICS, EU


def last_day(purchase: Any, policy: ReturnPolicy = RECEIPT, wish: Any = None) -> str:
    """Give the last local day on which a purchase may come back."""
    until = judged(purchase, policy=policy, wish=wish or Wish()).until
    assert until is not None
    return str((until - dt.timedelta(microseconds=1)).date())


@pytest.mark.parametrize(
    ("delivered", "zone", "last_moment"),
    [
        # Delivered on 4 July: the last day is 3 August, whole.
        ("2026-07-04T00:00:00-04:00", "America/New_York", "2026-08-03T23:59:59.999999-04:00"),
        ("2026-07-04T23:59:59-04:00", "America/New_York", "2026-08-03T23:59:59.999999-04:00"),
        # The same instant is another day elsewhere.
        ("2026-07-04T23:59:59-04:00", "Europe/Berlin", "2026-08-04T23:59:59.999999+02:00"),
        # Over both changes of clocks.
        ("2026-03-01T12:00:00-05:00", "America/New_York", "2026-03-31T23:59:59.999999-04:00"),
        ("2026-10-20T12:00:00+02:00", "Europe/Berlin", "2026-11-19T23:59:59.999999+01:00"),
    ],
)
def test_the_last_day_counts_whole(delivered: str, zone: str, last_moment: str) -> None:
    """At its last microsecond a return is in time, and one later it is not."""
    purchase = bought(bought=instant("2026-02-01T00:00:00Z"), delivered=delivered, zone=zone)
    last = instant(last_moment)
    too_late = last + dt.timedelta(microseconds=1)

    inside, outside = judged(purchase, last), judged(purchase, too_late)

    assert (inside.eligible, outside.eligible) == (True, False)
    told = {
        "days": 30,
        "anchor": "delivered",
        "opened": instant(delivered),
        "until": too_late,
    }
    assert clause(inside, "inside_window") == Clause("inside_window", told)
    assert outside.refusals == (Clause("window_closed", told),)
    assert inside.until == outside.until == too_late


@pytest.mark.parametrize(
    ("delivered", "days", "last"),
    [
        # Thirty days are no month (domain facts §12).
        ("2026-01-31", 30, "2026-03-02"),
        ("2028-01-31", 30, "2028-03-01"),
        ("2028-01-30", 30, "2028-02-29"),
        ("2026-12-31", 30, "2027-01-30"),
        ("2026-07-04", 0, "2026-07-04"),
        ("2026-07-04", 14, "2026-07-18"),
    ],
)
def test_days_are_counted_in_dates(delivered: str, days: int, last: str) -> None:
    """The day of delivery is day 0."""
    policy = ReturnPolicy(name="own", windows=(Window(days=days),))
    purchase = bought(bought="2026-01-01T00:00:00Z", delivered=f"{delivered}T10:00:00Z")

    assert last_day(purchase, policy) == last


KNOWN = {
    "delivered": "2026-07-04T10:00:00Z",
    "estimated": "2026-07-06T10:00:00Z",
    "latest_estimate": "2026-07-08T10:00:00Z",
}


@pytest.mark.parametrize(
    ("policy", "unknown", "counted_from"),
    [
        ("receipt", (), "delivered"),
        ("estimated", (), "estimated"),
        ("latest_estimate", (), "latest_estimate"),
        # Without a scan the latest estimate stands in, and then the earlier one.
        ("receipt", ("delivered",), "latest_estimate"),
        ("receipt", ("delivered", "latest_estimate"), "estimated"),
        ("estimated", ("estimated",), "latest_estimate"),
        ("estimated", ("estimated", "latest_estimate"), "delivered"),
        ("latest_estimate", ("latest_estimate",), "estimated"),
        ("latest_estimate", ("estimated", "latest_estimate"), "delivered"),
    ],
)
def test_sources_that_conflict_are_policies_of_their_own(
    policy: str, unknown: tuple[str, ...], counted_from: str
) -> None:
    """Each counts from its own moment, and says so when another had to stand in."""
    answer = judged(bought(**{**KNOWN, **dict.fromkeys(unknown)}), policy=POLICIES[policy])

    inside = clause(answer, "inside_window").facts
    assert (inside["anchor"], inside["opened"]) == (counted_from, instant(KNOWN[counted_from]))
    if unknown:
        facts = {"anchor": unknown[0], "instead": counted_from}
        assert clause(answer, "anchor_missing").facts["instead"] == facts["instead"]
    else:
        assert "anchor_missing" not in codes(answer)


def test_r38_without_a_delivery_date_the_window_is_not_skipped() -> None:
    """It is counted from the latest estimate, and closes thirty days after it."""
    purchase = bought(delivered=None, latest_estimate="2026-07-08T10:00:00Z")

    assert judged(purchase, instant("2026-08-07T23:59:59Z")).eligible
    late = judged(purchase, instant("2026-08-08T00:00:00Z"))
    assert [one.code for one in late.refusals] == ["window_closed"]
    assert clause(late, "anchor_missing").facts == {
        "anchor": "delivered",
        "instead": "latest_estimate",
    }


def test_r38_without_any_date_the_window_has_not_begun() -> None:
    """A missing date is no reason to let a return through, and none to close anything."""
    answer = judged(bought(delivered=None))

    assert (answer.eligible, answer.until) == (False, None)
    assert answer.refusals == (Clause("window_not_begun", {"anchor": "delivered"}),)


EU_DAY = "2024-03-25T10:00:00Z"


@pytest.mark.parametrize(
    ("facts", "days"),
    [
        ({}, 30),
        # EU electronics: 14 days for orders from 25 March 2024.
        ({"marketplace": "DE", "category": "electronics"}, 14),
        ({"marketplace": "DE", "category": "electronics", "bought": "2024-03-24T22:00:00Z"}, 30),
        ({"marketplace": "DE", "category": "electronics", "bought": EU_DAY}, 14),
        ({"marketplace": "US", "category": "electronics"}, 30),
        ({"marketplace": "GB", "category": "electronics"}, 30),
        ({"marketplace": "DE", "category": "garden"}, 30),
        # Amazon's devices and what is renewed are excluded from that.
        ({"marketplace": "DE", "category": "amazon_devices"}, 30),
        ({"marketplace": "DE", "category": "electronics", "condition": "renewed"}, 90),
        ({"marketplace": "US", "condition": "renewed"}, 90),
        ({"marketplace": "US", "category": "baby"}, 90),
        ({"marketplace": "US", "category": "baby_clothing"}, 30),
        # Registries lengthen, whatever it is, and never shorten.
        ({"memberships": {"baby_registry"}}, 90),
        ({"memberships": {"wedding_registry"}, "marketplace": "DE", "category": "video"}, 90),
        ({"memberships": {"book_club"}}, 30),
        ({"memberships": {"baby_registry"}, "category": "baby"}, 90),
    ],
)
def test_exceptions_have_windows_of_their_own(facts: dict[str, Any], days: int) -> None:
    """By category, marketplace, condition and registry (domain facts §4.2)."""
    expected = dt.date(2026, 7, 4) + dt.timedelta(days=days)

    assert last_day(bought(**facts)) == str(expected)


def test_every_store_of_the_eu_shortened_every_category() -> None:
    """Nine stores and eight categories."""
    found = {
        last_day(bought(marketplace=code, category=category))
        for code in EU
        for category in ELECTRONICS
    }

    assert (len(EU), len(ELECTRONICS)) == (9, 8)
    assert found == {"2026-07-18"}


def test_e_books_are_counted_from_their_purchase() -> None:
    """Seven days, delivered or not."""
    assert last_day(bought(category="e_books", delivered=None)) == "2026-07-08"


def test_defective_durables_come_back_longer_in_brazil() -> None:
    """For the seller's fault alone."""
    durable = bought(marketplace="BR", category="durables")
    defective = Wish(reason="DEFECTIVE")

    assert last_day(durable) == "2026-08-03"
    assert last_day(durable, wish=defective) == "2026-10-02"
    told = clause(judged(durable, wish=defective), "fault_lengthens").facts
    assert (told["fault"], told["days"]) == ("seller", 90)
    assert last_day(bought(marketplace="US", category="durables"), wish=defective) == "2026-08-03"


def test_a_membership_is_told_where_it_lengthens() -> None:
    """With its days and until when."""
    told = clause(judged(bought(memberships={"baby_registry"})), "membership_lengthens")

    assert told.facts == {
        "membership": "baby_registry",
        "days": 90,
        "until": instant("2026-10-03T00:00:00Z"),
    }


def test_memberships_are_told_before_faults() -> None:
    """Each lengthens what the one before left."""
    rows = (
        Window(days=30),
        Window(fault=Fault.SELLER, days=60),
        Window(membership="club", days=50),
    )
    policy = ReturnPolicy(name="own", windows=rows)
    answer = judged(bought(memberships={"club"}), policy=policy, wish=Wish(reason="DEFECTIVE"))

    assert codes(answer)[1:3] == ["membership_lengthens", "fault_lengthens"]


def test_what_only_lengthens_waits_for_its_own_anchor_too() -> None:
    """Where nothing stands in for it, the window stays as it is."""
    policy = ReturnPolicy(
        name="own",
        fallback=(),
        windows=(Window(days=3), Window(membership="club", days=9, anchor=Anchor.ESTIMATED)),
    )

    assert last_day(bought(memberships={"club"}), policy) == "2026-07-07"
    known = bought(memberships={"club"}, estimated="2026-07-05T00:00:00Z")
    assert last_day(known, policy) == "2026-07-14"


# Seasons


@pytest.mark.parametrize(
    ("facts", "last"),
    [
        # Bought 1 November to 31 December 2025: until 31 January 2026, Apple until 15 January.
        ({"bought": "2025-10-31T23:59:59Z", "delivered": "2025-11-03T00:00:00Z"}, "2025-12-03"),
        ({"bought": "2025-11-01T00:00:00Z", "delivered": "2025-11-03T00:00:00Z"}, "2026-01-31"),
        ({"bought": "2025-12-31T23:59:59Z", "delivered": "2026-01-01T00:00:00Z"}, "2026-01-31"),
        ({"bought": "2026-01-01T00:00:00Z", "delivered": "2026-01-01T09:00:00Z"}, "2026-01-31"),
        ({"bought": "2025-11-20T00:00:00Z", "delivered": "2025-11-22T00:00:00Z"}, "2026-01-31"),
        # The later of both counts: delivered on 20 January, its own thirty days do.
        ({"bought": "2025-12-30T00:00:00Z", "delivered": "2026-01-20T00:00:00Z"}, "2026-02-19"),
        (
            {
                "bought": "2025-11-20T00:00:00Z",
                "delivered": "2025-11-22T00:00:00Z",
                "category": "apple",
            },
            "2026-01-15",
        ),
        (
            {
                "bought": "2025-12-28T00:00:00Z",
                "delivered": "2025-12-30T00:00:00Z",
                "category": "apple",
            },
            "2026-01-29",
        ),
        # Shipped counts in 2020, bought since 2021.
        (
            {
                "bought": "2020-09-30T00:00:00Z",
                "shipped": "2020-10-01T00:00:00Z",
                "delivered": "2020-10-03T00:00:00Z",
            },
            "2021-01-31",
        ),
        ({"bought": "2020-10-02T00:00:00Z", "delivered": "2020-10-03T00:00:00Z"}, "2020-11-02"),
        (
            {
                "bought": "2021-09-30T00:00:00Z",
                "shipped": "2021-10-01T00:00:00Z",
                "delivered": "2021-10-03T00:00:00Z",
            },
            "2021-11-02",
        ),
        # Of 2024 nobody has found a statement.
        ({"bought": "2024-11-20T00:00:00Z", "delivered": "2024-11-22T00:00:00Z"}, "2024-12-22"),
    ],
)
def test_seasons_extend_by_their_own_anchor(facts: dict[str, Any], last: str) -> None:
    """The later of season and window wins (domain facts §4.3)."""
    assert last_day(bought(**facts)) == last


def test_a_season_is_told_where_it_extends() -> None:
    """And not where the window is longer anyway."""
    at = instant("2026-01-20T00:00:00Z")
    short = bought(bought="2025-11-20T00:00:00Z", delivered="2025-11-22T00:00:00Z")
    long = bought(bought="2025-12-30T00:00:00Z", delivered="2026-01-20T00:00:00Z")

    assert clause(judged(short, at), "season_extends").facts == {
        "season": "holidays_2025",
        "return_by": dt.date(2026, 1, 31),
        "until": instant("2026-02-01T00:00:00Z"),
    }
    assert "season_extends" not in codes(judged(long, at))


def test_a_season_counts_in_the_zone_of_the_window() -> None:
    """Bought on the first evening there, though it is another day elsewhere."""
    facts = {"bought": "2025-11-01T06:59:59Z", "delivered": "2025-11-02T20:00:00Z"}

    west = judged(bought(**facts, zone="America/Los_Angeles"))
    berlin = judged(bought(**facts, zone="Europe/Berlin"))
    assert west.until == instant("2025-12-03T08:00:00Z")
    assert berlin.until == instant("2026-01-31T23:00:00Z")


def test_a_season_begins_no_window() -> None:
    """What nobody knows to have come does not come back for Christmas either."""
    answer = judged(bought(bought="2025-11-20T00:00:00Z", delivered=None))

    assert codes(answer) == ["reason_counts", "window_not_begun"]


def test_a_season_without_an_end_ends_with_the_calendar() -> None:
    """Its last day is one to which days of grace can still be added."""
    season = _season("2026-07-01", "2026-07-01", "8999-12-31")
    policy = ReturnPolicy(
        name="ours",
        windows=(Window(days=30),),
        seasons=(season,),
        grace=(Grace(days=3650),),
    )

    assert str(judged(bought(), policy=policy).until) == "9000-01-01 00:00:00+00:00"


def _season(first: str, last: str, return_by: str) -> Season:
    days = [dt.date.fromisoformat(day) for day in (first, last, return_by)]
    return Season(name="s", first=days[0], last=days[1], return_by=days[2])


@pytest.mark.parametrize(
    ("days", "field"),
    [
        (("2026-12-02", "2026-12-01", "2027-01-31"), "last"),
        (("2026-12-01", "2026-12-02", "2026-12-01"), "return_by"),
        (("2026-12-01", "2026-12-02", "9999-12-31"), "return_by"),
    ],
)
def test_a_season_that_ends_before_it_begins_is_none(
    days: tuple[str, str, str], field: str
) -> None:
    """Its days stand in order; one of a single day may be."""
    with pytest.raises(InvalidValue, match=field):
        _season(*days)
    assert _season("2026-12-01", "2026-12-01", "2026-12-01").first == dt.date(2026, 12, 1)
    with pytest.raises(InvalidValue, match="first"):
        Season(name="s", first=BOUGHT, last=BOUGHT, return_by=BOUGHT)


@pytest.mark.parametrize("days", [-1, 3651])
def test_days_of_a_window_are_days_that_can_be(days: int) -> None:
    """No fewer than none, and none beyond the calendar."""
    with pytest.raises(InvalidValue, match="days"):
        Window(days=days)


@pytest.mark.parametrize("field", ["days", "anchor", "category", "fault", "effective_from"])
def test_a_row_of_another_type_is_refused(field: str) -> None:
    """By the name of its field."""
    given: Any = {"days": 30, field: 1.5}

    with pytest.raises(InvalidValue, match=field):
        Window(**given)


def test_a_purchase_that_no_row_is_about_has_no_window() -> None:
    """Which refuses it, and is no error: the reason stands in the verdict."""
    policy = ReturnPolicy(name="own", windows=(Window(marketplace="DE", days=14),))

    answer = judged(bought(marketplace="US"), policy=policy)
    assert (answer.eligible, answer.until) == (False, None)
    assert answer.refusals == (
        Clause("no_window", {"marketplace": "US", "day": dt.date(2026, 7, 1)}),
    )
    assert judged(bought(), policy=policy).refusals[0].facts["marketplace"] == "*"


def test_the_more_particular_row_counts() -> None:
    """Condition before category before channel, and only then the marketplace's own."""
    windows = [
        Window(days=1),
        Window(marketplace="DE", days=2),
        Window(channel="SHOP", days=3),
        Window(marketplace="DE", channel="SHOP", days=4),
        Window(category="toys", days=5),
        Window(channel="SHOP", category="toys", days=6),
        Window(condition="used", days=7),
        Window(marketplace="DE", effective_from=dt.date(2026, 8, 1), days=8),
    ]
    policy = ReturnPolicy(name="own", windows=tuple(reversed(windows)))
    found = {
        days: bought(**facts)
        for days, facts in {
            1: {},
            2: {"marketplace": "DE"},
            3: {"channel": "SHOP"},
            4: {"channel": "SHOP", "marketplace": "DE"},
            5: {"category": "toys", "marketplace": "DE"},
            6: {"category": "toys", "channel": "SHOP"},
            7: {"category": "toys", "channel": "SHOP", "condition": "used", "marketplace": "DE"},
            8: {"marketplace": "DE", "bought": "2026-08-01T00:00:00Z"},
        }.items()
    }

    told = [
        next(c for c in judged(some, policy=policy).because if "days" in c.facts).facts["days"]
        for some in found.values()
    ]
    assert told == list(found)


def test_a_fault_may_have_a_window_of_its_own() -> None:
    """It only lengthens, as a membership does."""
    rows = (Window(days=30), Window(fault=Fault.CARRIER, days=10))
    policy = ReturnPolicy(name="own", windows=rows)

    assert last_day(bought(), policy, Wish(reason="DAMAGED_BY_CARRIER")) == "2026-08-03"


def test_a_row_may_ask_for_a_membership_and_a_fault() -> None:
    """Both, then: a member whose unit is defective, and nobody else."""
    rows = (Window(days=30), Window(membership="club", fault=Fault.SELLER, days=60))
    policy = ReturnPolicy(name="own", windows=rows)
    defective = Wish(reason="DEFECTIVE")

    assert last_day(bought(memberships={"club"}), policy, defective) == "2026-09-02"
    told = codes(judged(bought(memberships={"club"}), policy=policy, wish=defective))
    assert told[1:3] == ["fault_lengthens", "inside_window"]
    assert last_day(bought(memberships={"club"}), policy) == "2026-08-03"
    assert last_day(bought(), policy, defective) == "2026-08-03"
