"""Prime: who may enrol, who has passed a trial, and how a seller stands, at every boundary."""

from typing import Any

import pytest

from ordercore.channels import (
    PRIME_CLAUSES,
    PRIME_TERMS,
    Figure,
    Metric,
    PrimeSeller,
    PrimeTerms,
    Shipped,
    SizeTier,
    Stage,
    Standing,
    Target,
    Trial,
    may_enrol,
    prime_standing,
    trial_verdict,
)
from ordercore.channels.prime.clauses import by_targets
from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.dated import ALWAYS
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant, instant

PACIFIC = "America/Los_Angeles"

NOW = instant("2026-11-22T12:00:00Z")

GOOD_OWN = Shipped(
    packages=400,
    figures={
        Metric.CANCELLATIONS: Figure(0, 400),
        Metric.LATE_SHIPMENTS: Figure(0, 400),
        Metric.VALID_TRACKING: Figure(400, 400),
    },
)

GOOD_SPEEDS = {
    (SizeTier.STANDARD, 1): Figure(40, 100),
    (SizeTier.STANDARD, 2): Figure(75, 100),
    (SizeTier.STANDARD, 5): Figure(90, 100),
}

GOOD_PRIME = Shipped(
    packages=100,
    figures={
        Metric.PRIME_ON_TIME_DELIVERY: Figure(187, 200),
        Metric.PRIME_CANCELLATIONS: Figure(1, 200),
        Metric.PRIME_VALID_TRACKING: Figure(198, 200),
    },
    speeds=GOOD_SPEEDS,
)


def seller(**given: Any) -> PrimeSeller:
    """Make a seller in the US with a good record."""
    return PrimeSeller(**{"marketplace": "US", "zone": PACIFIC, "own": GOOD_OWN, **given})


def with_figure(shipped: Shipped, metric: Metric, count: int, of: int) -> Shipped:
    """Change one figure."""
    return replace(shipped, figures={**shipped.figures, metric: Figure(count, of)})


def codes(standing: Standing) -> list[str]:
    """Give the codes of what decided, in order."""
    return [clause.code for clause in standing.because]


def missed(standing: Standing) -> list[tuple[str, object]]:
    """Give the codes of what was not met, with how many more are needed."""
    return [(clause.code, clause.facts.get("needed")) for clause in standing.missed]


@pytest.mark.parametrize(
    ("own", "stage", "not_met"),
    [
        # At least 100 packages of one's own in 90 days (shipsage.com).
        (replace(GOOD_OWN, packages=100), Stage.ELIGIBLE, []),
        (replace(GOOD_OWN, packages=99), Stage.NOT_ELIGIBLE, [("packages_too_few", 1)]),
        # Cancelled less than 2.5 %, which is 10 of 400.
        (with_figure(GOOD_OWN, Metric.CANCELLATIONS, 9, 400), Stage.ELIGIBLE, []),
        (
            with_figure(GOOD_OWN, Metric.CANCELLATIONS, 10, 400),
            Stage.NOT_ELIGIBLE,
            [("target_missed", 1)],
        ),
        # Late less than 4 %, which is 16 of 400.
        (with_figure(GOOD_OWN, Metric.LATE_SHIPMENTS, 15, 400), Stage.ELIGIBLE, []),
        (
            with_figure(GOOD_OWN, Metric.LATE_SHIPMENTS, 16, 400),
            Stage.NOT_ELIGIBLE,
            [("target_missed", 1)],
        ),
        # Tracked more than 95 %, which is 380 of 400.
        (with_figure(GOOD_OWN, Metric.VALID_TRACKING, 381, 400), Stage.ELIGIBLE, []),
        (
            with_figure(GOOD_OWN, Metric.VALID_TRACKING, 380, 400),
            Stage.NOT_ELIGIBLE,
            [("target_missed", 1)],
        ),
        # No data is no pass.
        (
            with_figure(GOOD_OWN, Metric.VALID_TRACKING, 0, 0),
            Stage.NOT_ELIGIBLE,
            [("target_without_data", 1)],
        ),
        (
            Shipped(),
            Stage.NOT_ELIGIBLE,
            [("packages_too_few", 100), *[("target_without_data", 1)] * 3],
        ),
    ],
)
def test_who_may_enrol(own: Shipped, stage: Stage, not_met: list[tuple[str, object]]) -> None:
    """Every condition of the record, at its limit and beside it."""
    standing = may_enrol(seller(own=own), NOW)

    assert (standing.stage, standing.until) == (stage, None)
    assert missed(standing) == not_met
    assert prime_standing(seller(own=own), NOW) == standing


def test_the_clauses_carry_figure_limit_and_what_is_needed() -> None:
    """All that a sentence or a screen needs, exact."""
    own = with_figure(GOOD_OWN, Metric.LATE_SHIPMENTS, 20, 400)
    standing = may_enrol(seller(own=own), NOW)

    (packages, cancelled, late, *_) = standing.because
    assert packages.facts == {
        "packages": 400,
        "days": 90,
        "limit": 100,
        "needed": 0,
        "met": True,
    }
    assert cancelled.code == "target_met"
    assert {**late.facts, "limit": str(late.facts["limit"])} == {
        "metric": "late_shipment_rate",
        "count": 20,
        "of": 400,
        "counted": "orders",
        "comparison": "below",
        "limit": "1/25",
        "needed": 101,
        "met": False,
    }


def trials(*began: str) -> tuple[Trial, ...]:
    """Make trials of which nothing but the day is known."""
    return tuple(Trial(began=f"{day}T12:00:00-08:00") for day in began)


@pytest.mark.parametrize(
    ("begun", "at", "stage", "counted"),
    [
        # Three a calendar year, from 29 June 2025 (valueaddedresource.net).
        (("2026-01-02", "2026-04-02"), "2026-11-22", Stage.ELIGIBLE, ("trials_left", 2)),
        (
            ("2026-01-02", "2026-04-02", "2026-07-02"),
            "2026-11-22",
            Stage.NOT_ELIGIBLE,
            ("trials_used_up", 3),
        ),
        # A calendar year is that of the marketplace: 31 December there is 1 January in UTC.
        (
            ("2026-01-02", "2026-04-02", "2026-07-02"),
            "2026-12-31T23:59-08:00",
            Stage.NOT_ELIGIBLE,
            ("trials_used_up", 3),
        ),
        (
            ("2026-01-02", "2026-04-02", "2026-07-02"),
            "2027-01-01T00:00-08:00",
            Stage.ELIGIBLE,
            ("trials_left", 0),
        ),
        # Trials that began before the rule are not counted (cahoot.ai).
        (
            ("2025-03-01", "2025-06-28", "2025-06-29", "2025-09-01"),
            "2025-12-01",
            Stage.ELIGIBLE,
            ("trials_left", 2),
        ),
        # Before it nobody counted.
        (("2025-01-10", "2025-03-01", "2025-04-10"), "2025-06-28", Stage.ELIGIBLE, None),
        # A trial that has not begun is none yet.
        (
            ("2026-01-02", "2026-04-02", "2026-12-02"),
            "2026-11-22",
            Stage.ELIGIBLE,
            ("trials_left", 2),
        ),
    ],
)
def test_three_trials_a_calendar_year(
    begun: tuple[str, ...], at: str, stage: Stage, counted: tuple[str, int] | None
) -> None:
    """In the marketplace's own year."""
    asked = instant(at if "T" in at else f"{at}T20:00:00Z")
    standing = may_enrol(seller(trials=trials(*begun)), asked)

    assert standing.stage is stage
    found = [
        (clause.code, clause.facts["begun"])
        for clause in standing.because
        if clause.code.startswith("trials")
    ]
    assert found == ([counted] if counted else [])


BEGAN = "2026-08-03T15:00:00-07:00"

LAST = instant("2026-09-02T23:59:59.999999-07:00")

OVER = instant("2026-09-03T00:00:00-07:00")


def trying(shipped: Shipped = GOOD_PRIME, **given: Any) -> PrimeSeller:
    """Make a seller in a trial."""
    trial = Trial(began=BEGAN, shipped=shipped)
    return seller(**{"trials": (trial,), "works_weekend": True, **given})


def slower(tier: SizeTier, days: int, count: int, of: int) -> Shipped:
    """Change how many page views promised so many days."""
    tiers = frozenset({SizeTier.STANDARD, tier})
    speeds = {**GOOD_SPEEDS, (tier, days): Figure(count, of)}
    return replace(GOOD_PRIME, tiers=tiers, speeds=speeds)


@pytest.mark.parametrize(
    ("shipped", "stage", "not_met"),
    [
        # At least 100 Prime packages, 93.5 % on time, 99 % tracked, at most 0.5 % cancelled.
        (GOOD_PRIME, Stage.ENROLLED, []),
        (replace(GOOD_PRIME, packages=99), Stage.NOT_ELIGIBLE, [("packages_too_few", 1)]),
        (
            with_figure(GOOD_PRIME, Metric.PRIME_ON_TIME_DELIVERY, 186, 200),
            Stage.NOT_ELIGIBLE,
            [("target_missed", 16)],
        ),
        (
            with_figure(GOOD_PRIME, Metric.PRIME_VALID_TRACKING, 197, 200),
            Stage.NOT_ELIGIBLE,
            [("target_missed", 100)],
        ),
        (
            with_figure(GOOD_PRIME, Metric.PRIME_CANCELLATIONS, 1, 199),
            Stage.NOT_ELIGIBLE,
            [("target_missed", 1)],
        ),
        # Speeds from 6 July 2026, of the tiers that are sold.
        (slower(SizeTier.STANDARD, 1, 39, 100), Stage.NOT_ELIGIBLE, [("speed_missed", 2)]),
        (slower(SizeTier.STANDARD, 2, 74, 100), Stage.NOT_ELIGIBLE, [("speed_missed", 4)]),
        (slower(SizeTier.STANDARD, 5, 89, 100), Stage.NOT_ELIGIBLE, [("speed_missed", 10)]),
        # No data is no pass: of a target, of a speed, of a whole tier that is sold.
        (
            with_figure(GOOD_PRIME, Metric.PRIME_VALID_TRACKING, 0, 0),
            Stage.NOT_ELIGIBLE,
            [("target_without_data", 1)],
        ),
        (
            slower(SizeTier.OVERSIZE, 1, 15, 100),
            Stage.NOT_ELIGIBLE,
            [("speed_without_data", 1)],
        ),
        (
            replace(GOOD_PRIME, tiers=frozenset({SizeTier.EXTRA_LARGE})),
            Stage.NOT_ELIGIBLE,
            [("speed_without_data", 1)] * 2,
        ),
    ],
)
def test_what_a_trial_takes(
    shipped: Shipped, stage: Stage, not_met: list[tuple[str, object]]
) -> None:
    """Every target at its limit and beside it, once the trial is over."""
    verdict = trial_verdict(trying(shipped), OVER)

    assert (verdict.stage, verdict.until) == (stage, None)
    assert missed(verdict) == not_met
    running = trial_verdict(trying(shipped), LAST)
    assert (running.stage, running.until) == (Stage.IN_TRIAL, OVER)
    assert missed(running) == not_met


@pytest.mark.parametrize(
    ("works", "stage", "code"),
    [
        (True, Stage.ENROLLED, "weekend_worked"),
        (False, Stage.NOT_ELIGIBLE, "weekend_not_worked"),
        (None, Stage.NOT_ELIGIBLE, "weekend_unknown"),
    ],
)
def test_a_trial_takes_one_day_of_the_weekend(works: bool | None, stage: Stage, code: str) -> None:
    """From 1 February 2021 (Seller Central 202072550); what nobody knows is no pass."""
    verdict = trial_verdict(trying(works_weekend=works), OVER)

    assert verdict.stage is stage
    assert code in codes(verdict)


def test_a_trial_runs_to_the_end_of_its_thirtieth_day() -> None:
    """The day on which it began is day 0, in the marketplace's zone."""
    before, after = prime_standing(trying(), LAST), prime_standing(trying(), OVER)

    assert (before.stage, before.until, codes(before)[0]) == (
        Stage.IN_TRIAL,
        OVER,
        "trial_running",
    )
    assert (after.stage, after.until, codes(after)[0]) == (Stage.ENROLLED, None, "trial_over")


def test_a_trial_is_judged_by_the_terms_it_began_under() -> None:
    """One that began before 6 July 2026 keeps the slower speeds."""
    slow = {(SizeTier.STANDARD, 1): Figure(30, 100), (SizeTier.STANDARD, 2): Figure(70, 100)}
    shipped = replace(GOOD_PRIME, speeds=slow)

    def began(day: str) -> PrimeSeller:
        trial = Trial(began=f"{day}T12:00:00-07:00", shipped=shipped)
        return seller(trials=(trial,), works_weekend=True)

    assert trial_verdict(began("2026-07-05"), NOW).stage is Stage.ENROLLED
    assert trial_verdict(began("2026-07-06"), NOW).stage is Stage.NOT_ELIGIBLE


def test_who_has_failed_may_try_again_where_the_record_is_good() -> None:
    """What the trial missed is told first, then what counts for another."""
    failed = trying(replace(GOOD_PRIME, packages=99))
    standing = prime_standing(failed, OVER)

    assert standing.stage is Stage.ELIGIBLE
    assert codes(standing)[:2] == ["trial_over", "packages_too_few"]
    assert codes(standing)[-1] == "trials_left"
    assert prime_standing(replace(failed, own=Shipped()), OVER).stage is Stage.NOT_ELIGIBLE


def test_the_latest_trial_counts() -> None:
    """In whatever order trials are given."""
    failed = Trial(began="2026-05-01T12:00:00Z")
    passed = Trial(began=BEGAN, shipped=GOOD_PRIME)
    one = seller(trials=(failed, passed), works_weekend=True)

    assert prime_standing(one, OVER).stage is Stage.ENROLLED
    assert prime_standing(replace(one, trials=(passed, failed)), OVER).stage is Stage.ENROLLED


def test_a_trial_counts_from_the_instant_it_begins() -> None:
    """At that very instant it runs, and is one of the year's."""
    began = instant(BEGAN)
    one = trying(trials=(*trials("2026-01-02", "2026-04-02"), Trial(began=BEGAN)))

    assert prime_standing(one, began).stage is Stage.IN_TRIAL
    assert may_enrol(one, began).because[-1].code == "trials_used_up"
    assert may_enrol(one, began.subtract(microseconds=1)).because[-1].code == "trials_left"


def test_without_a_trial_there_is_nothing_to_judge() -> None:
    """None begun, or none possible on the marketplace."""
    with pytest.raises(InvalidValue, match="trials"):
        trial_verdict(seller(), NOW)
    with pytest.raises(InvalidValue, match="trials"):
        trial_verdict(trying(), instant("2026-08-03T14:59:59-07:00"))
    with pytest.raises(InvalidTable, match=r"no trial is in force on .* on marketplace DE"):
        trial_verdict(trying(marketplace="DE"), OVER)


def enrolled(shipped: Shipped = GOOD_PRIME, **given: Any) -> PrimeSeller:
    """Make a seller who was enrolled two years ago."""
    since = "2024-11-01T12:00:00Z"
    return seller(**{"enrolled_at": since, "prime": shipped, "works_weekend": True, **given})


IN_30_DAYS = instant("2026-12-23T00:00:00-08:00")


@pytest.mark.parametrize(
    ("shipped", "stage", "not_met"),
    [
        (GOOD_PRIME, Stage.ENROLLED, []),
        # Fewer than 100 packages a month: a cap, from 29 June 2025.
        (replace(GOOD_PRIME, packages=99), Stage.CAPPED, [("month_too_few", 1)]),
        (
            with_figure(GOOD_PRIME, Metric.PRIME_ON_TIME_DELIVERY, 186, 200),
            Stage.SUSPENDED,
            [("target_missed", 16), ("disqualified", None)],
        ),
        # What is suspended is not capped.
        (
            replace(slower(SizeTier.STANDARD, 1, 39, 100), packages=0),
            Stage.SUSPENDED,
            [("speed_missed", 2), ("month_too_few", 100), ("disqualified", None)],
        ),
        # No data throws nobody out, and is told.
        (
            with_figure(GOOD_PRIME, Metric.PRIME_VALID_TRACKING, 0, 0),
            Stage.ENROLLED,
            [("target_without_data", 1)],
        ),
    ],
)
def test_what_an_enrolled_seller_has_to_keep(
    shipped: Shipped, stage: Stage, not_met: list[tuple[str, object]]
) -> None:
    """The targets of the day; what is missed suspends for 30 days, too few packages cap."""
    standing = prime_standing(enrolled(shipped), NOW)

    assert standing.stage is stage
    assert standing.until == (IN_30_DAYS if stage is Stage.SUSPENDED else None)
    assert missed(standing) == not_met
    assert codes(standing)[0] == "enrolled"


def test_who_works_no_weekend_is_suspended() -> None:
    """And who has not said is not."""
    assert prime_standing(enrolled(works_weekend=False), NOW).stage is Stage.SUSPENDED
    assert prime_standing(enrolled(works_weekend=None), NOW).stage is Stage.ENROLLED


@pytest.mark.parametrize(
    ("at", "views", "stage"),
    [
        # 30 % and 70 %, with relief for the holidays of 2024: 20 % and 45 % (forum de459778).
        ("2024-11-23T12:00-08:00", (29, 70), Stage.SUSPENDED),
        ("2024-11-23T12:00-08:00", (30, 70), Stage.ENROLLED),
        ("2024-11-24T00:00-08:00", (20, 45), Stage.ENROLLED),
        ("2024-11-24T00:00-08:00", (19, 45), Stage.SUSPENDED),
        ("2024-11-24T00:00-08:00", (20, 44), Stage.SUSPENDED),
        ("2025-01-04T23:59-08:00", (20, 45), Stage.ENROLLED),
        ("2025-01-05T00:00-08:00", (20, 45), Stage.SUSPENDED),
        ("2025-01-05T00:00-08:00", (30, 70), Stage.ENROLLED),
        ("2026-07-05T23:59-07:00", (30, 70), Stage.ENROLLED),
        ("2026-07-06T00:00-07:00", (39, 75), Stage.SUSPENDED),
        ("2026-07-06T00:00-07:00", (40, 74), Stage.SUSPENDED),
        ("2026-07-06T00:00-07:00", (40, 75), Stage.ENROLLED),
    ],
)
def test_speeds_are_those_of_the_day(at: str, views: tuple[int, int], stage: Stage) -> None:
    """A share of Prime page views within one and within two days."""
    speeds = {
        (SizeTier.STANDARD, 1): Figure(views[0], 100),
        (SizeTier.STANDARD, 2): Figure(views[1], 100),
    }
    shipped = replace(GOOD_PRIME, speeds=speeds)

    assert prime_standing(enrolled(shipped), instant(at)).stage is stage


@pytest.mark.parametrize(
    ("tier", "days", "at", "least"),
    [
        (SizeTier.OVERSIZE, 1, "2024-01-15", 10),
        (SizeTier.OVERSIZE, 2, "2024-01-15", 45),
        (SizeTier.EXTRA_LARGE, 2, "2024-01-15", 15),
        (SizeTier.OVERSIZE, 1, "2024-12-15", 5),
        (SizeTier.OVERSIZE, 2, "2024-12-15", 30),
        (SizeTier.EXTRA_LARGE, 2, "2024-12-15", 15),
        (SizeTier.OVERSIZE, 1, "2026-11-15", 15),
        (SizeTier.OVERSIZE, 5, "2026-11-15", 80),
        (SizeTier.EXTRA_LARGE, 2, "2026-11-15", 25),
        (SizeTier.EXTRA_LARGE, 5, "2026-11-15", 60),
    ],
)
def test_every_tier_has_speeds_of_its_own(tier: SizeTier, days: int, at: str, least: int) -> None:
    """Oversize and extra large are asked for less; only what is sold is judged."""

    def standing(views: int, tiers: frozenset[SizeTier]) -> Stage:
        speeds = {(tier, days): Figure(views, 100)}
        shipped = replace(GOOD_PRIME, tiers=tiers, speeds=speeds)
        one = enrolled(shipped, enrolled_at="2023-11-01T12:00:00Z")
        return prime_standing(one, instant(f"{at}T12:00:00Z")).stage

    sold = frozenset({tier})
    assert standing(least, sold) is Stage.ENROLLED
    assert standing(least - 1, sold) is Stage.SUSPENDED
    assert standing(0, frozenset()) is Stage.ENROLLED


@pytest.mark.parametrize(("packages", "needed"), [(0, 100), (99, 1), (100, 0), (101, 0)])
def test_a_month_says_how_many_are_missing(packages: int, needed: int) -> None:
    """None where there are enough."""
    volume = prime_standing(enrolled(replace(GOOD_PRIME, packages=packages)), NOW).because[-1]

    assert volume.facts == {
        "packages": packages,
        "limit": 100,
        "needed": needed,
        "met": needed == 0,
    }


def test_the_month_was_not_asked_for_before_june_2025() -> None:
    """Nobody was capped on 28 June."""
    few = enrolled(replace(GOOD_PRIME, packages=0))

    assert prime_standing(few, instant("2025-06-28T23:59-07:00")).stage is Stage.ENROLLED
    assert prime_standing(few, instant("2025-06-29T00:00-07:00")).stage is Stage.CAPPED


OUT = "2026-11-01T09:00:00-07:00"

APPEAL_ENDS = instant("2026-11-16T00:00:00-08:00")

SUSPENDED_UNTIL = instant("2026-12-02T00:00:00-08:00")


@pytest.mark.parametrize(
    ("at", "stage", "first"),
    [
        (instant("2026-11-01T08:59:59-07:00"), Stage.ENROLLED, ["enrolled"]),
        (instant(OUT), Stage.SUSPENDED, ["disqualified", "appeal_open"]),
        (APPEAL_ENDS.subtract(microseconds=1), Stage.SUSPENDED, ["disqualified", "appeal_open"]),
        # 14 days to appeal, and 30 without Prime.
        (APPEAL_ENDS, Stage.SUSPENDED, ["disqualified", "appeal_over"]),
        (
            SUSPENDED_UNTIL.subtract(microseconds=1),
            Stage.SUSPENDED,
            ["disqualified", "appeal_over"],
        ),
        (SUSPENDED_UNTIL, Stage.ELIGIBLE, ["suspension_over", "packages_enough"]),
    ],
)
def test_a_suspension_lasts_thirty_days(at: Instant, stage: Stage, first: list[str]) -> None:
    """Then the seller begins anew; the days are dates of the marketplace."""
    standing = prime_standing(enrolled(disqualified_at=OUT), at)

    assert standing.stage is stage
    assert codes(standing)[: len(first)] == first
    assert standing.until == (SUSPENDED_UNTIL if stage is Stage.SUSPENDED else None)


def test_whoever_is_suspended_may_not_enrol() -> None:
    """However good the record is."""
    out = enrolled(disqualified_at=OUT)

    assert may_enrol(out, NOW).stage is Stage.SUSPENDED
    assert may_enrol(out, SUSPENDED_UNTIL).stage is Stage.ELIGIBLE


def test_who_is_enrolled_anew_is_no_longer_out() -> None:
    """A successful appeal is a later enrolment."""
    back = enrolled(disqualified_at=OUT, enrolled_at="2026-11-10T12:00:00Z")

    assert prime_standing(back, NOW).stage is Stage.ENROLLED
    assert prime_standing(back, instant("2026-11-05T12:00:00Z")).stage is Stage.SUSPENDED


def test_of_two_words_of_one_instant_the_disqualification_holds() -> None:
    """Enrolment counts from its own instant; a trial begun as the seller was put out is none."""
    at = instant(OUT)
    both = enrolled(enrolled_at=OUT, disqualified_at=OUT)
    tried = enrolled(
        enrolled_at=None,
        disqualified_at=BEGAN,
        trials=(Trial(began=BEGAN, shipped=GOOD_PRIME),),
    )

    assert prime_standing(enrolled(enrolled_at=OUT), at).stage is Stage.ENROLLED
    assert prime_standing(both, at).stage is Stage.SUSPENDED
    assert prime_standing(tried, NOW).stage is Stage.ELIGIBLE


def test_after_a_suspension_only_a_new_trial_counts() -> None:
    """One before it is of no use any more, one after it is judged."""
    out_in_june = enrolled(disqualified_at="2026-06-01T12:00:00Z")
    passed = Trial(began=BEGAN, shipped=GOOD_PRIME)
    before = Trial(began="2026-04-01T12:00:00Z", shipped=GOOD_PRIME)

    assert prime_standing(replace(out_in_june, trials=(before,)), OVER).stage is Stage.ELIGIBLE
    assert prime_standing(replace(out_in_june, trials=(passed,)), OVER).stage is Stage.ENROLLED


@pytest.mark.parametrize(
    ("marketplace", "figures", "stage"),
    [
        # Japan: 96 % on time, 94 % tracked, 1 % of the units cancelled.
        ("JP", {Metric.PRIME_ON_TIME_DELIVERY: Figure(96, 100)}, Stage.ENROLLED),
        ("JP", {Metric.PRIME_ON_TIME_DELIVERY: Figure(95, 100)}, Stage.SUSPENDED),
        ("JP", {Metric.PRIME_VALID_TRACKING: Figure(93, 100)}, Stage.SUSPENDED),
        ("JP", {Metric.PRIME_UNIT_CANCELLATIONS: Figure(1, 100)}, Stage.ENROLLED),
        ("JP", {Metric.PRIME_UNIT_CANCELLATIONS: Figure(2, 100)}, Stage.SUSPENDED),
        # The UK: 98 % of the labels; on-time delivery is advice.
        ("GB", {Metric.PRIME_PROTECTED_LABELS: Figure(98, 100)}, Stage.ENROLLED),
        ("GB", {Metric.PRIME_PROTECTED_LABELS: Figure(97, 100)}, Stage.SUSPENDED),
        ("GB", {Metric.PRIME_ON_TIME_DELIVERY: Figure(50, 100)}, Stage.ENROLLED),
    ],
)
def test_other_marketplaces_have_targets_of_their_own(
    marketplace: str, figures: dict[Metric, Figure], stage: Stage
) -> None:
    """And a suspension there has no end that is published: it takes a plan of action."""
    one = enrolled(Shipped(figures=figures), marketplace=marketplace, zone="UTC")
    standing = prime_standing(one, NOW)

    assert (standing.stage, standing.until) == (stage, None)
    out = replace(one, disqualified_at="2020-01-01T12:00:00Z", enrolled_at=None)
    assert prime_standing(out, NOW).stage is Stage.SUSPENDED
    assert codes(prime_standing(out, NOW)) == ["disqualified"]


@pytest.mark.parametrize(
    ("marketplace", "at"), [("DE", "2026-11-22"), ("US", "2023-09-30"), ("JP", "2026-11-22")]
)
def test_nobody_enrols_where_no_terms_are_known(marketplace: str, at: str) -> None:
    """What is not known is no pass; in the US nobody could before October 2023."""
    standing = may_enrol(seller(marketplace=marketplace), instant(f"{at}T12:00:00Z"))

    assert standing.stage is Stage.NOT_ELIGIBLE
    assert codes(standing) == ["enrolment_closed"]
    assert standing.because[0].facts == {"marketplace": marketplace, "met": False}


def test_advice_that_is_missed_is_told_and_costs_nothing() -> None:
    """The clause says so by its code."""
    figures = {Metric.PRIME_ON_TIME_DELIVERY: Figure(50, 100)}
    one = enrolled(Shipped(figures=figures), marketplace="GB", zone="Europe/London")

    assert "advice_missed" in codes(prime_standing(one, NOW))


def test_a_host_brings_terms_of_its_own() -> None:
    """Rows for a marketplace that ours do not know; before the first there are none."""
    terms = (PrimeTerms(effective_from=instant("2026-01-01T00:00:00Z").date()),)

    assert may_enrol(seller(), NOW, terms=terms).stage is Stage.NOT_ELIGIBLE
    with pytest.raises(InvalidTable, match="prime terms: no row is in force on 2025-12-31"):
        may_enrol(seller(), instant("2025-12-31T20:00:00Z"), terms=terms)


def test_terms_ask_for_a_speed_once() -> None:
    """Two limits for one speed would contradict each other."""
    speed = PRIME_TERMS[-1].speeds[0]

    with pytest.raises(InvalidTable, match="one speed twice"):
        PrimeTerms(effective_from=ALWAYS, speeds=(speed, speed))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"packages": -1}, "packages"),
        ({"packages": 1.5}, "packages"),
        ({"packages": True}, "packages"),
        ({"figures": {Metric.CANCELLATIONS: (1, 2)}}, "figures"),
        ({"speeds": {(SizeTier.STANDARD, 1): 0.4}}, "speeds"),
    ],
)
def test_a_record_is_of_counts(given: dict[str, Any], field: str) -> None:
    """The field is named."""
    with pytest.raises(InvalidValue, match=field):
        Shipped(**given)


@pytest.mark.parametrize("name", ["enrolled_at", "disqualified_at"])
def test_times_have_a_zone(name: str) -> None:
    """Naive times are refused at the door."""
    with pytest.raises(InvalidValue, match="zone"):
        seller(**{name: "2026-11-22T12:00:00"})
    with pytest.raises(InvalidValue, match="zone"):
        Trial(began="2026-11-22T12:00:00")


def test_what_each_stage_permits() -> None:
    """In a trial one ships at Prime's speed without its badge (Seller Central IT 202037700)."""
    assert [stage for stage in Stage if stage.may_ship] == [
        Stage.IN_TRIAL,
        Stage.CAPPED,
        Stage.ENROLLED,
    ]
    assert [stage for stage in Stage if stage.has_badge] == [Stage.CAPPED, Stage.ENROLLED]


def test_every_code_is_one_that_is_declared() -> None:
    """With just the facts that are declared for it; and all of them come about."""
    standings = [
        may_enrol(seller(own=Shipped()), NOW),
        may_enrol(seller(trials=trials("2026-01-02", "2026-04-02", "2026-07-02")), NOW),
        may_enrol(seller(marketplace="DE"), NOW),
        may_enrol(enrolled(disqualified_at=OUT), SUSPENDED_UNTIL),
        trial_verdict(trying(), LAST),
        trial_verdict(trying(Shipped(), works_weekend=None), OVER),
        prime_standing(enrolled(), NOW),
        prime_standing(enrolled(slower(SizeTier.STANDARD, 1, 0, 9), works_weekend=False), NOW),
        prime_standing(enrolled(with_figure(GOOD_PRIME, Metric.PRIME_CANCELLATIONS, 9, 9)), NOW),
        prime_standing(enrolled(Shipped()), NOW),
        prime_standing(enrolled(disqualified_at=OUT), APPEAL_ENDS),
        prime_standing(
            enrolled(
                Shipped(figures={Metric.PRIME_ON_TIME_DELIVERY: Figure(5, 100)}),
                marketplace="GB",
            ),
            NOW,
        ),
    ]
    given = {
        clause.code: tuple(clause.facts) for standing in standings for clause in standing.because
    }

    assert {code: set(facts) for code, facts in given.items()} == {
        code: set(facts) for code, facts in PRIME_CLAUSES.items()
    }


def test_a_target_that_was_withdrawn_says_nothing() -> None:
    """Neither met, nor missed, nor without data."""
    gone = Target(metric=Metric.PRIME_ON_TIME_SHIPMENT, effective_from=ALWAYS, limit=None)

    assert list(by_targets([gone], GOOD_PRIME)) == []
