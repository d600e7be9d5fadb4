"""The clauses of a judgement on Prime: each a code with its figure, its limit and what is missing.

``met`` is ``None`` where there is no data, which is neither a pass nor a failure; clauses that only
tell something have no ``met``.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ordercore.channels.measuring.limits import Figure, Limit
from ordercore.channels.measuring.targets import COUNTED_IN, Counted, Metric, Target
from ordercore.channels.prime.record import Shipped
from ordercore.channels.prime.terms import Speed
from ordercore.kernel.clauses import Clause
from ordercore.kernel.time import Instant

_JUDGED = ("count", "of", "counted", "comparison", "limit", "needed", "met")

_TARGET = ("metric", *_JUDGED)

_SPEED = ("tier", "days", *_JUDGED)

_PACKAGES = ("packages", "days", "limit", "needed", "met")

PRIME_CLAUSES: Mapping[str, tuple[str, ...]] = {
    "enrolment_closed": ("marketplace", "met"),
    "packages_enough": _PACKAGES,
    "packages_too_few": _PACKAGES,
    "target_met": _TARGET,
    "target_missed": _TARGET,
    "target_without_data": _TARGET,
    "advice_missed": _TARGET,
    "trials_left": ("begun", "limit", "met"),
    "trials_used_up": ("begun", "limit", "met"),
    "trial_running": ("began", "until"),
    "trial_over": ("began", "until"),
    "weekend_worked": ("met",),
    "weekend_not_worked": ("met",),
    "weekend_unknown": ("met",),
    "speed_met": _SPEED,
    "speed_missed": _SPEED,
    "speed_without_data": _SPEED,
    "month_enough": ("packages", "limit", "needed", "met"),
    "month_too_few": ("packages", "limit", "needed", "met"),
    "enrolled": ("since",),
    "disqualified": ("since", "until", "met"),
    "suspension_over": ("since", "met"),
    "appeal_open": ("until",),
    "appeal_over": ("until",),
}
"""Code → the facts that it gives."""


def by_limits(limits: Mapping[Metric, Limit], shipped: Shipped) -> Iterator[Clause]:
    """Judge figures by limits."""
    for metric, limit in limits.items():
        yield _by_limit("target", metric, limit, shipped)


def by_targets(targets: Iterable[Target], shipped: Shipped) -> Iterator[Clause]:
    """Judge figures by targets; one that costs nothing is never missed, only its advice is."""
    for target in targets:
        if target.limit is not None:
            clause = _by_limit("target", target.metric, target.limit, shipped)
            if clause.code == "target_missed" and not target.consequences:
                clause = Clause("advice_missed", clause.facts)
            yield clause


def _by_limit(about: str, metric: Metric, limit: Limit, shipped: Shipped) -> Clause:
    facts = _judged(shipped.figure(metric), limit, COUNTED_IN[metric])
    return _graded(about, {"metric": metric.value, **facts})


def by_speeds(speeds: Iterable[Speed], shipped: Shipped) -> Iterator[Clause]:
    """Judge the page views of the tiers that are sold."""
    for speed in speeds:
        if speed.tier in shipped.tiers:
            figure = shipped.speed(speed.tier, speed.days)
            facts = _judged(figure, speed.limit, Counted.PAGE_VIEWS)
            yield _graded("speed", {"tier": speed.tier.value, "days": speed.days, **facts})


def _judged(figure: Figure, limit: Limit, counted: Counted) -> Mapping[str, Any]:
    return {
        "count": figure.count,
        "of": figure.of,
        "counted": counted.value,
        "comparison": limit.comparison.value,
        "limit": limit.share,
        "needed": limit.needed(figure.count, figure.of),
        "met": limit.met_by(figure.count, figure.of),
    }


_GRADES = {True: "met", False: "missed", None: "without_data"}


def _graded(about: str, facts: Mapping[str, Any]) -> Clause:
    return Clause(f"{about}_{_GRADES[facts['met']]}", facts)


def by_packages(packages: int, days: int, limit: int) -> Clause:
    """Judge how many packages left in so many days."""
    enough = packages >= limit
    needed = max(limit - packages, 0)
    facts = {"packages": packages, "days": days, "limit": limit, "needed": needed, "met": enough}
    return Clause("packages_enough" if enough else "packages_too_few", facts)


def by_month(packages: int, limit: int) -> Clause:
    """Judge how many Prime packages left in a month."""
    enough = packages >= limit
    needed = max(limit - packages, 0)
    facts = {"packages": packages, "limit": limit, "needed": needed, "met": enough}
    return Clause("month_enough" if enough else "month_too_few", facts)


def by_trials(begun: int, limit: int) -> Clause:
    """Judge how many trials began in a year; one more must be left."""
    left = begun < limit
    facts = {"begun": begun, "limit": limit, "met": left}
    return Clause("trials_left" if left else "trials_used_up", facts)


_WEEKENDS = {True: "weekend_worked", False: "weekend_not_worked", None: "weekend_unknown"}


def by_weekend(works: bool | None) -> Clause:
    """Judge whether one day of the weekend is worked."""
    return Clause(_WEEKENDS[works], {"met": works})


def appeal(until: Instant, at: Instant) -> Clause:
    """Tell until when an appeal is heard."""
    return Clause("appeal_open" if at < until else "appeal_over", {"until": until})
