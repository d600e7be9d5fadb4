"""Prime for those who ship themselves: may one enrol, is a trial passed, and how does one stand.

Pure answers from plain values, each with every clause that decided, always in the same order.
No data is never a pass: who has none does not become eligible and passes no trial.
Nor does it throw anybody out.
"""

from collections.abc import Iterable
from enum import Enum

import attrs

from ordercore.channels.measuring.rows import PRIME_TARGETS
from ordercore.channels.measuring.targets import Target, targets_in_force
from ordercore.channels.prime.clauses import (
    appeal,
    by_limits,
    by_month,
    by_packages,
    by_speeds,
    by_targets,
    by_trials,
    by_weekend,
)
from ordercore.channels.prime.record import PrimeSeller, Shipped
from ordercore.channels.prime.terms import PRIME_TERMS, PrimeTerms
from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.clauses import Clause
from ordercore.kernel.dated import in_force
from ordercore.kernel.time import Instant, instant, local_date, window_end


class Stage(Enum):
    """How far a seller has come with Prime, from the worst to the best."""

    SUSPENDED = "suspended"
    """Disqualified; Prime is off until the suspension ends."""
    NOT_ELIGIBLE = "not_eligible"
    ELIGIBLE = "eligible"
    """May begin a trial."""
    IN_TRIAL = "in_trial"
    """Ships at Prime's speed, and buyers see no badge yet (Seller Central IT 202037700)."""
    CAPPED = "capped"
    """Enrolled, and let through only so many orders a day."""
    ENROLLED = "enrolled"

    @property
    def may_ship(self) -> bool:
        """Whether orders may be taken on the channel at all."""
        return self in (Stage.IN_TRIAL, Stage.CAPPED, Stage.ENROLLED)

    @property
    def has_badge(self) -> bool:
        """Whether buyers see the Prime badge."""
        return self in (Stage.CAPPED, Stage.ENROLLED)


@attrs.frozen(kw_only=True)
class Standing:
    """How a seller stands with Prime, and every clause that decided, in order.

    ``until`` is the first instant after a suspension or a running trial; ``None`` where there is
    neither, or no end is set.
    """

    stage: Stage
    until: Instant | None = None
    because: tuple[Clause, ...]

    @property
    def missed(self) -> tuple[Clause, ...]:
        """The clauses that were not met, those without data among them."""
        judged = [clause for clause in self.because if "met" in clause.facts]
        return tuple([clause for clause in judged if clause.facts["met"] is not True])


def may_enrol(
    seller: PrimeSeller, at: Instant, *, terms: Iterable[PrimeTerms] = PRIME_TERMS
) -> Standing:
    """Tell whether a seller may begin a trial: not suspended, a good record, and trials left.

    A trial that began before any terms limited their number is not counted.

    Raises:
        InvalidTable: when no terms are in force on the marketplace.
    """
    at, rows = instant(at), tuple(terms)
    because: list[Clause] = []
    if (out := seller.disqualification(at)) is not None:
        if (suspended := _suspension(seller, out, at, rows)) is not None:
            return suspended
        because.append(Clause("suspension_over", {"since": out, "met": True}))
    row = _terms(seller, at, rows)
    if row.enrolment is None:
        because.append(
            Clause("enrolment_closed", {"marketplace": seller.marketplace, "met": False})
        )
    else:
        asked = row.enrolment
        because.append(by_packages(seller.own.packages, asked.record_days, asked.packages))
        because += by_limits(asked.limits, seller.own)
    if row.trials_a_year is not None:
        because.append(by_trials(_trials_counted(seller, at, rows), row.trials_a_year))
    stage = Stage.ELIGIBLE if _all_met(because) else Stage.NOT_ELIGIBLE
    return Standing(stage=stage, because=tuple(because))


def trial_verdict(
    seller: PrimeSeller,
    at: Instant,
    *,
    terms: Iterable[PrimeTerms] = PRIME_TERMS,
    targets: Iterable[Target] = PRIME_TARGETS,
) -> Standing:
    """Judge the latest trial of a seller, by the terms of the day on which it began.

    It runs to the end of its last day, the day on which it began being day 0; over, it ends in
    ``ENROLLED`` if everything was met, and in ``NOT_ELIGIBLE`` if not.

    Raises:
        InvalidValue: when no trial has begun.
        InvalidTable: when the terms of its first day know of no trials.
    """
    at = instant(at)
    trial = seller.latest_trial(at)
    if trial is None:
        raise InvalidValue("trials", seller.trials, f"trials of which one has begun by {at}")
    row = _terms(seller, trial.began, tuple(terms))
    if row.enrolment is None:
        problem = f"no trial is in force on {trial.began} on marketplace {seller.marketplace}"
        raise InvalidTable("prime terms", (problem,))
    asked, shipped = row.enrolment, trial.shipped
    until = window_end(trial.began, asked.trial_days, seller.zone)
    over = at >= until
    when = Clause("trial_over" if over else "trial_running", {"began": trial.began, "until": until})
    because = (
        when,
        by_packages(shipped.packages, asked.trial_days, asked.trial_packages),
        *_kept(seller, shipped, trial.began, row, targets),
    )
    if not over:
        return Standing(stage=Stage.IN_TRIAL, until=until, because=because)
    stage = Stage.ENROLLED if _all_met(because) else Stage.NOT_ELIGIBLE
    return Standing(stage=stage, because=because)


def prime_standing(
    seller: PrimeSeller,
    at: Instant,
    *,
    terms: Iterable[PrimeTerms] = PRIME_TERMS,
    targets: Iterable[Target] = PRIME_TARGETS,
) -> Standing:
    """Tell how a seller stands with Prime at an instant.

    Whoever was disqualified is suspended, and begins anew when that is over.
    An enrolled seller is judged by the terms and targets of the day: a target missed is a
    suspension that begins now (give ``disqualified_at`` once Amazon has pronounced it), too few
    packages a cap.
    Anybody else stands as the latest trial went, or, if it went wrong or there was none, as
    :func:`may_enrol` says.

    Raises:
        InvalidTable: when no terms are in force on the marketplace, or a trial began without any.
    """
    at, rows, limits = instant(at), tuple(terms), tuple(targets)
    out, enrolled = seller.disqualification(at), seller.enrolment(at)
    if out is None and enrolled is not None:
        return _enrolled(seller, enrolled, at, rows, limits)
    if out is not None and (suspended := _suspension(seller, out, at, rows)) is not None:
        return suspended
    trial = seller.latest_trial(at)
    if trial is None or (out is not None and trial.began <= out):
        return may_enrol(seller, at, terms=rows)
    tried = trial_verdict(seller, at, terms=rows, targets=limits)
    if tried.stage is not Stage.NOT_ELIGIBLE:
        return tried
    again = may_enrol(seller, at, terms=rows)
    return Standing(stage=again.stage, because=(*tried.because, *again.because))


def _enrolled(
    seller: PrimeSeller,
    since: Instant,
    at: Instant,
    rows: tuple[PrimeTerms, ...],
    targets: tuple[Target, ...],
) -> Standing:
    row = _terms(seller, at, rows)
    kept = _kept(seller, seller.prime, at, row, targets)
    because = (Clause("enrolled", {"since": since}), *kept)
    stage = Stage.ENROLLED
    if row.month_packages is not None:
        volume = by_month(seller.prime.packages, row.month_packages)
        because = (*because, volume)
        if not volume.facts["met"]:
            stage = Stage.CAPPED
    if all(_met(clause) is not False for clause in kept):
        return Standing(stage=stage, because=because)
    out = _disqualified(seller, at, at, row)
    return Standing(stage=out.stage, until=out.until, because=(*because, *out.because))


def _suspension(
    seller: PrimeSeller, since: Instant, at: Instant, rows: tuple[PrimeTerms, ...]
) -> Standing | None:
    """Give the suspension of a seller who was disqualified; ``None`` where it is over."""
    standing = _disqualified(seller, since, at, _terms(seller, since, rows))
    return standing if standing.until is None or at < standing.until else None


def _disqualified(seller: PrimeSeller, since: Instant, at: Instant, row: PrimeTerms) -> Standing:
    days = row.suspended_days
    until = None if days is None else window_end(since, days, seller.zone)
    because = [Clause("disqualified", {"since": since, "until": until, "met": False})]
    if row.appeal_days is not None:
        because.append(appeal(window_end(since, row.appeal_days, seller.zone), at))
    return Standing(stage=Stage.SUSPENDED, until=until, because=tuple(because))


def _kept(
    seller: PrimeSeller, shipped: Shipped, at: Instant, row: PrimeTerms, targets: Iterable[Target]
) -> tuple[Clause, ...]:
    """Judge what has to be kept in a trial and after it: targets, the weekend, speeds."""
    day = local_date(at, seller.zone)
    rates = by_targets(targets_in_force(targets, day, seller.marketplace), shipped)
    weekend = [by_weekend(seller.works_weekend)] if row.weekend_day else []
    return (*rates, *weekend, *by_speeds(row.speeds, shipped))


def _terms(seller: PrimeSeller, at: Instant, rows: tuple[PrimeTerms, ...]) -> PrimeTerms:
    return in_force(rows, local_date(at, seller.zone), "prime terms", seller.marketplace)


def _trials_counted(seller: PrimeSeller, at: Instant, rows: tuple[PrimeTerms, ...]) -> int:
    year = local_date(at, seller.zone).year
    begun = [trial.began for trial in seller.trials if trial.began <= at]
    this_year = [began for began in begun if local_date(began, seller.zone).year == year]
    return sum(_terms(seller, began, rows).trials_a_year is not None for began in this_year)


def _met(clause: Clause) -> bool | None:
    """Tell whether a clause speaks for the seller; advice, and what only tells, never against."""
    if clause.code == "advice_missed":
        return True
    met: bool | None = clause.facts.get("met", True)
    return met


def _all_met(because: Iterable[Clause]) -> bool:
    return all(_met(clause) is True for clause in because)
