"""Laws of a seller's standing with Prime."""

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ordercore.channels import (
    Comparison,
    Figure,
    Metric,
    PrimeSeller,
    Shipped,
    SizeTier,
    Stage,
    Standing,
    Trial,
    may_enrol,
    prime_standing,
    trial_verdict,
)
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant, instant

START = instant("2023-10-02T12:00:00Z")

METRICS = (
    Metric.CANCELLATIONS,
    Metric.LATE_SHIPMENTS,
    Metric.VALID_TRACKING,
    Metric.ON_TIME_DELIVERY,
    Metric.PRIME_ON_TIME_DELIVERY,
    Metric.PRIME_ON_TIME_SHIPMENT,
    Metric.PRIME_CANCELLATIONS,
    Metric.PRIME_UNIT_CANCELLATIONS,
    Metric.PRIME_VALID_TRACKING,
    Metric.PRIME_PROTECTED_LABELS,
)

BAD = {
    Metric.CANCELLATIONS,
    Metric.LATE_SHIPMENTS,
    Metric.PRIME_CANCELLATIONS,
    Metric.PRIME_UNIT_CANCELLATIONS,
}
"""Metrics that count faults; the others count what went well."""

SPEEDS = [(tier, days) for tier in SizeTier for days in (1, 2, 5)]


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    """Figures near the limits, and those of nothing."""
    of = draw(st.sampled_from([0, 0, 1, 40, 100, 200, 400]))
    faults = min(of, draw(st.sampled_from([0, 0, 1, 2, 10, 13, 16, 60])))
    return Figure(faults, of)


@st.composite
def shipments(draw: st.DrawFn) -> Shipped:
    """What was shipped; of a metric that counts what went well, all but the faults."""
    packages = draw(st.sampled_from([0, 99, 100, 400]))
    given = {metric: draw(figures()) for metric in METRICS if draw(st.integers(0, 5))}
    speeds = {key: draw(figures()) for key in SPEEDS if draw(st.integers(0, 5))}
    return Shipped(
        packages=packages,
        figures={
            metric: figure if metric in BAD else Figure(figure.of - figure.count, figure.of)
            for metric, figure in given.items()
        },
        tiers=draw(st.frozensets(st.sampled_from(SizeTier))),
        speeds={key: Figure(some.of - some.count, some.of) for key, some in speeds.items()},
    )


@st.composite
def moments(draw: st.DrawFn) -> Instant:
    """Instants between the reopening and the end of 2026, by whole hours."""
    return START + dt.timedelta(hours=draw(st.integers(0, 3 * 365 * 24 + 1900)))


@st.composite
def sellers(draw: st.DrawFn) -> PrimeSeller:
    """Sellers in every stage."""
    begun = draw(st.lists(moments(), max_size=4))
    return PrimeSeller(
        marketplace=draw(st.sampled_from(["US", "US", "US", "JP", "GB", "DE"]))
        if not begun
        else "US",
        zone=draw(st.sampled_from(["America/Los_Angeles", "UTC", "Asia/Tokyo"])),
        own=draw(shipments()),
        trials=tuple(Trial(began=some, shipped=draw(shipments())) for some in begun),
        enrolled_at=draw(st.none() | moments()),
        prime=draw(shipments()),
        works_weekend=draw(st.sampled_from([True, True, False, None])),
        disqualified_at=draw(st.none() | st.none() | moments()),
    )


RANK = {stage: rank for rank, stage in enumerate(Stage)}


def better(shipped: Shipped, more: int, packages: int) -> Shipped:
    """Add packages, and to every figure so many without a fault."""

    def grown(figure: Figure, *, counts_faults: bool) -> Figure:
        count = figure.count if counts_faults else figure.count + more
        return Figure(count, figure.of + more)

    return replace(
        shipped,
        packages=shipped.packages + packages,
        figures={
            metric: grown(shipped.figure(metric), counts_faults=metric in BAD) for metric in METRICS
        },
        speeds={key: grown(shipped.speed(*key), counts_faults=False) for key in SPEEDS},
    )


def healed(shipped: Shipped) -> Shipped:
    """Make every fault good."""
    return replace(
        shipped,
        figures={
            metric: Figure(0 if metric in BAD else figure.of, figure.of)
            for metric, figure in shipped.figures.items()
        },
        speeds={key: Figure(some.of, some.of) for key, some in shipped.speeds.items()},
    )


@given(sellers(), moments(), st.integers(0, 50), st.integers(0, 100), st.booleans())
def test_better_figures_never_worsen_the_standing(
    seller: PrimeSeller, at: Instant, more: int, packages: int, heal: bool
) -> None:
    """More without a fault, faults made good, more packages, a weekend worked."""

    def improved(shipped: Shipped) -> Shipped:
        grown = better(shipped, more, packages)
        return healed(grown) if heal else grown

    good = replace(
        seller,
        own=improved(seller.own),
        prime=improved(seller.prime),
        trials=tuple(replace(some, shipped=improved(some.shipped)) for some in seller.trials),
        works_weekend=True if heal else seller.works_weekend,
    )

    before, after = prime_standing(seller, at), prime_standing(good, at)
    assert RANK[after.stage] >= RANK[before.stage]
    assert RANK[may_enrol(good, at).stage] >= RANK[may_enrol(seller, at).stage]


FAMILIES = {
    "packages": "packages_enough packages_too_few",
    "target": "target_met target_missed target_without_data advice_missed",
    "speed": "speed_met speed_missed speed_without_data",
    "weekend": "weekend_worked weekend_not_worked weekend_unknown",
    "month": "month_enough month_too_few",
}

FAMILY = {code: family for family, some in FAMILIES.items() for code in some.split()}


def asked(standing: Standing) -> list[tuple[Any, ...]]:
    """Give what was asked for, whatever came of it."""
    return [
        (
            FAMILY.get(clause.code, clause.code),
            *[clause.facts.get(name) for name in ("metric", "tier", "days", "limit")],
        )
        for clause in standing.because
        if clause.code not in ("disqualified", "appeal_open")
    ]


@given(sellers(), shipments(), moments())
def test_what_is_asked_and_in_which_order_hangs_on_no_figure(
    seller: PrimeSeller, other: Shipped, at: Instant
) -> None:
    """Clauses stand in the order of the rows; only tiers that are not sold are left out."""
    shipped = replace(other, tiers=seller.prime.tiers)
    one = replace(seller, disqualified_at=None, enrolled_at=START)

    assert asked(prime_standing(one, at)) == asked(prime_standing(replace(one, prime=shipped), at))
    fresh = replace(one, enrolled_at=None)
    assert asked(may_enrol(fresh, at)) == asked(may_enrol(replace(fresh, own=shipped), at))


@given(sellers(), moments())
def test_no_data_is_never_a_pass(seller: PrimeSeller, at: Instant) -> None:
    """Where nothing was counted nothing is met, and nobody rises by it."""
    standing = prime_standing(seller, at)

    for clause in standing.because:
        if clause.facts.get("of") == 0:
            assert clause.facts["met"] is None
            assert clause.code.endswith("_without_data")
    if standing.stage is Stage.ELIGIBLE:
        record = may_enrol(seller, at)
        assert record.missed == ()
        assert record.stage is Stage.ELIGIBLE
    if standing.because[0].code == "trial_over" and standing.stage is Stage.ENROLLED:
        unmet = [clause.code for clause in standing.missed]
        assert set(unmet) <= {"advice_missed"}


@given(sellers(), moments())
def test_nothing_is_enough_for_nothing(seller: PrimeSeller, at: Instant) -> None:
    """Without any data at all nobody enrols or passes a trial, and nobody is thrown out."""
    empty = Shipped(tiers=frozenset(SizeTier))
    bare = replace(
        seller,
        own=empty,
        prime=empty,
        trials=tuple(replace(some, shipped=empty) for some in seller.trials),
    )

    assert may_enrol(bare, at).stage in (Stage.NOT_ELIGIBLE, Stage.SUSPENDED)
    if bare.latest_trial(at) is not None:
        assert trial_verdict(bare, at).stage in (Stage.IN_TRIAL, Stage.NOT_ELIGIBLE)
    kept = replace(bare, enrolled_at=START, disqualified_at=None, works_weekend=True)
    assert prime_standing(kept, at).stage in (Stage.ENROLLED, Stage.CAPPED)


@given(sellers(), moments())
def test_a_clause_that_is_not_met_says_what_is_missing(seller: PrimeSeller, at: Instant) -> None:
    """What is needed brings the figure to its limit; what is met needs nothing."""
    for clause in prime_standing(seller, at).because:
        if "needed" not in clause.facts:
            continue
        needed, met = clause.facts["needed"], clause.facts["met"]
        assert (needed == 0) == (met is True)
        if needed and "metric" in clause.facts:
            of = clause.facts["of"] + needed
            few = Comparison(clause.facts["comparison"]).wants_few
            count = clause.facts["count"] + (0 if few else needed)
            share, limit = count, clause.facts["limit"] * of
            assert share <= limit if few else share >= limit


@given(sellers(), moments())
def test_trials_may_be_given_in_any_order(seller: PrimeSeller, at: Instant) -> None:
    """The latest counts, wherever it stands."""
    starts = {trial.began for trial in seller.trials}
    if len(starts) == len(seller.trials):
        turned = replace(seller, trials=tuple(reversed(seller.trials)))

        assert prime_standing(turned, at) == prime_standing(seller, at)
