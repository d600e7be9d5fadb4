"""The proof of a return policy, by asking it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import attrs

from ordercore.kernel.checking import of_type
from ordercore.kernel.dated import EVERYWHERE
from ordercore.kernel.time import Instant
from ordercore.returns import (
    ReturnPolicy,
    Settlement,
    Verdict,
    reason_of,
    verdict,
)
from ordercore.testing.policies.idle import idle_rows
from ordercore.testing.policies.probes import (
    TICK,
    Probe,
    probes_of,
)
from ordercore.testing.policies.report import PolicyReport
from ordercore.testing.sweep.report import Finding

Judge = Callable[..., Verdict]
"""Whatever answers as :func:`ordercore.returns.verdict` does, and is called like it."""


def prove_policy(
    policy: ReturnPolicy,
    *,
    judge: Judge = verdict,
    progress: Callable[[int], object] = lambda _: None,
) -> PolicyReport:
    """Prove that a policy is total and monotone, exact at its limits, and has no idle row.

    ``judge`` is for a host that puts something of its own before the engine.
    ``progress`` is called with 1 after each probe.

    Raises:
        InvalidValue: when it is no return policy.
    """
    of_type(policy, ReturnPolicy, "policy")
    findings: dict[str, Finding] = {}
    answers: dict[Probe, list[tuple[Instant, Verdict]]] = defaultdict(list)
    asked = 0
    for probe in dict.fromkeys(probes_of(policy)):
        asked += 1
        progress(1)
        try:
            answer = judged(judge, policy, probe)
            off = tuple(_off(judge, policy, probe, answer))
        except Exception as error:  # noqa: BLE001 - whatever it is, a policy must not raise it
            _add(findings, "raised", f"{type(error).__name__}: {error}", probe)
            continue
        answers[attrs.evolve(probe, at=probe.purchase.bought)].append((probe.at, answer))
        for code, what in (*_gaps(policy, probe, answer), *off, *_unbalanced(answer.settlement)):
            _add(findings, code, what, probe)
    for asked_of, some in answers.items():
        for code, what, at in _backwards(sorted(some, key=_moment)):
            _add(findings, code, what, attrs.evolve(asked_of, at=at))
    for reason in policy.reasons:
        others = [other for other in policy.reasons if other is not reason]
        if all(reason_of(word, others) == reason for word in (reason.code, *reason.also)):
            what = "without this reason nothing changes"
            findings[f"{what} {reason}"] = Finding("row_without_effect", what, _short(reason))
    for table, row in idle_rows(policy):
        findings[f"{table} {row}"] = Finding(
            "row_without_effect", f"without this row of {table} nothing changes", _short(row)
        )
    rows = sum([len(some) for some in policy.tables.values()])
    return PolicyReport(
        policy=policy.name, rows=rows, probes=asked, findings=tuple(findings.values())
    )


def judged(judge: Judge, policy: ReturnPolicy, probe: Probe) -> Verdict:
    """Ask a policy.

    Raises:
        InvalidValue: when what comes back is no verdict.
    """
    asked = {"wish": probe.wish, "override": probe.override}
    return of_type(judge(probe.purchase, policy, probe.at, **asked), Verdict, "judge")


def _moment(pair: tuple[Instant, Verdict]) -> Instant:
    return pair[0]


def _add(findings: dict[str, Finding], code: str, what: str, probe: Probe) -> None:
    """Keep the first example of each finding."""
    findings.setdefault(f"{code} {what}", Finding(code, what, _short(probe)))


def _short(value: Any) -> str:
    """Write a value with what differs from its defaults."""
    fields = attrs.fields(type(value))
    told = [
        f"{field.name}={_word(own)}"
        for field in fields
        if (own := getattr(value, field.name)) != field.default and field.name != "source"
    ]
    return f"{type(value).__name__}({', '.join(told)})"


def _word(value: Any) -> str:
    return _short(value) if attrs.has(type(value)) else str(getattr(value, "value", value))


# What one answer has to be


def _gaps(policy: ReturnPolicy, probe: Probe, answer: Verdict) -> Iterator[tuple[str, str]]:
    """Look for a purchase that rows of the policy name, or that has a window on other days."""
    if all(clause.code != "no_window" for clause in answer.because):
        return
    bought = probe.purchase
    place = (bought.channel, bought.product.category, bought.product.condition)
    on_other_days = [
        row.effective_from
        for row in policy.windows
        if row.marketplace in (bought.marketplace, EVERYWHERE)
        and row.holds_of(*place)
        and not row.lengthens
    ]
    where = f"on marketplace {bought.marketplace or EVERYWHERE}"
    if on_other_days:
        yield "gap", f"no window holds {where} before {min(on_other_days)}"
    elif bought.marketplace:
        yield "gap", f"no window ever holds {where}, which other rows name"


def _off(
    judge: Judge, policy: ReturnPolicy, probe: Probe, answer: Verdict
) -> Iterator[tuple[str, str]]:
    """Ask once more at the last moment of a window, and at the first one after it."""
    if answer.until is None:
        return
    for at, closed in ((answer.until - TICK, False), (answer.until, True)):
        again = judged(judge, policy, attrs.evolve(probe, at=at))
        if any(clause.code == "window_closed" for clause in again.because) is not closed:
            yield "boundary_off", "the window does not close at the moment that it names"


def _unbalanced(settlement: Settlement | None) -> Iterator[tuple[str, str]]:
    if settlement is None:
        return
    parts = (settlement.earlier, settlement.back, settlement.fee, settlement.label, settlement.kept)
    if any(part.negative() for part in parts):
        yield "unbalanced", "of a component more goes back, or is kept, than was charged"


# What answers have to be beside each other


def _backwards(answers: list[tuple[Instant, Verdict]]) -> Iterator[tuple[str, str, Instant]]:
    """Look at the same question asked later and later."""
    closed, least = False, None
    for at, answer in answers:
        late = any(clause.code == "window_closed" for clause in answer.because)
        if closed and not late and answer.until is not None:
            yield "reopens", "a window that had closed is open again", at
        closed = closed or late
        back = None if answer.refund is None else answer.refund.total
        if back is not None and least is not None and back > least:
            yield "refund_grows", "who asks later is given more", at
        least = back if least is None or (back is not None and back < least) else least
