"""Back-tests: the same past returns judged under two policies, and what differs.

Nothing is simulated but the policy: who asked for what, when, and how it came back stays as it was.
"""

from collections.abc import Iterable, Mapping

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.charges import Charges
from ordercore.kernel.checking import check_types, of_type
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, instant
from ordercore.returns.policy import ReturnPolicy
from ordercore.returns.purchase import Purchase
from ordercore.returns.verdict import Verdict, verdict
from ordercore.returns.wish import ONE_UNIT, Override, Wish

KEPT = 100
"""How many changed cases are kept whole, unless somebody wants another number."""

AT_ONCE, BY_HAND = "authorised_at_once", "authorised_by_hand"
"""The answers that let a return in; any other is the code of the clause that refused it."""


@attrs.frozen(kw_only=True)
class Case:
    """A return that was asked for.

    Cases that name the same line by ``of`` are of one line: what a policy gave back for the
    earlier ones it does not give back again. Blank, a case stands for itself, and its purchase
    says what was refunded before.
    Cases that name the same return by ``under`` and follow one another share what its labels
    cost: whatever a policy deducted with one of them it does not deduct again.
    With an ``override`` staff have let in what a policy refuses. Of units that were not
    ``taken_back`` (they never came, or were rejected) nothing is paid for: they are judged alone.

    Raises:
        InvalidValue: when a field is of another type, or the time is naive.
    """

    purchase: Purchase
    at: Instant = attrs.field(converter=instant)
    wish: Wish = ONE_UNIT
    of: str = ""
    under: str = ""
    override: Override | None = None
    taken_back: bool = True

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)


@attrs.frozen(kw_only=True)
class Made:
    """What a policy makes of cases.

    Money is in minor units by currency: given back, and kept as fees and for labels.
    """

    cases: int = 0
    units: int = 0
    let_in: int = 0
    units_let_in: int = 0
    by_hand: int = 0
    refunds: Mapping[str, int] = attrs.field(factory=dict[str, int])
    fees: Mapping[str, int] = attrs.field(factory=dict[str, int])
    labels: Mapping[str, int] = attrs.field(factory=dict[str, int])


@attrs.frozen(kw_only=True)
class Moved:
    """How many cases have one answer before and one after, and by how much refunds differ.

    ``more`` is in minor units by currency, below zero where less is given back.
    """

    before: str
    after: str
    cases: int
    units: int
    more: Mapping[str, int]


@attrs.frozen(kw_only=True)
class Changed:
    """A case that two policies do not judge alike."""

    case: Case
    before: Verdict
    after: Verdict


@attrs.frozen(kw_only=True)
class BackTest:
    """What differs between two policies over the same cases.

    ``moves`` has each pair of answers that came, the most frequent first, those that are alike
    among them; ``changes`` the first of the ``changed`` cases: another answer, or other money.
    """

    policies: tuple[str, str]
    before: Made
    after: Made
    moves: tuple[Moved, ...]
    changed: int
    changes: tuple[Changed, ...]


def back_test(
    cases: Iterable[Case], before: ReturnPolicy, after: ReturnPolicy, *, keep: int = KEPT
) -> BackTest:
    """Judge past returns under two policies, each in the order in which they are given.

    Memory is bounded by the lines that cases name, not by the cases.

    Raises:
        InvalidValue: when a case or a policy is none, or ``keep`` is below zero.
    """
    if type(keep) is not int or keep < 0:
        raise InvalidValue("keep", keep, "a number of cases, at least 0")
    old = _Judge(of_type(before, ReturnPolicy, "before"))
    new = _Judge(of_type(after, ReturnPolicy, "after"))
    moves: dict[tuple[str, str], _Sum] = {}
    changed, changes = 0, list[Changed]()
    for case in cases:
        of_type(case, Case, "cases")
        was, will_be = old.judge(case), new.judge(case)
        answers = answer_of(was), answer_of(will_be)
        money = _refund(was), _refund(will_be)
        moves.setdefault(answers, _Sum()).add(case, *money)
        if answers[0] != answers[1] or money[0] != money[1]:
            changed += 1
            if len(changes) < keep:
                changes.append(Changed(case=case, before=was, after=will_be))
    return BackTest(
        policies=(before.name, after.name),
        before=old.made(),
        after=new.made(),
        moves=tuple(
            [
                Moved(before=was, after=will_be, cases=sum.cases, units=sum.units, more=sum.more)
                for (was, will_be), sum in sorted(moves.items(), key=_by_cases)
            ]
        ),
        changed=changed,
        changes=tuple(changes),
    )


def answer_of(answer: Verdict) -> str:
    """Give the code that a verdict comes to: of the first refusal, or of how it is authorised."""
    if answer.eligible:
        return AT_ONCE if answer.automatic else BY_HAND
    return answer.refusals[0].code


def _by_cases(item: "tuple[tuple[str, str], _Sum]") -> tuple[int, tuple[str, str]]:
    return -item[1].cases, item[0]


def _refund(answer: Verdict) -> Charges | None:
    refund = answer.refund
    return refund if refund is not None and refund.total else None


@attrs.define
class _Sum:
    """So many cases and units, and so much more money."""

    cases: int = 0
    units: int = 0
    more: dict[str, int] = attrs.field(factory=dict[str, int])

    def add(self, case: Case, was: Charges | None, will_be: Charges | None) -> None:
        """Count one more."""
        self.cases += 1
        self.units += case.wish.units
        for charges, sign in ((was, -1), (will_be, 1)):
            if charges is not None:
                _count(self.more, charges, sign)


def _count(money: dict[str, int], charges: Charges, sign: int = 1) -> None:
    money[charges.currency] = money.get(charges.currency, 0) + sign * charges.total


@attrs.define
class _Judge:
    """A policy, what it gave back of each line, and what that has come to."""

    policy: ReturnPolicy
    cases: int = 0
    units: int = 0
    let_in: int = 0
    units_let_in: int = 0
    by_hand: int = 0
    refunds: dict[str, int] = attrs.field(factory=dict[str, int])
    fees: dict[str, int] = attrs.field(factory=dict[str, int])
    labels: dict[str, int] = attrs.field(factory=dict[str, int])
    earlier: dict[str, tuple[int, Charges | None]] = attrs.field(
        factory=dict[str, tuple[int, Charges | None]]
    )
    labels_left: tuple[str, Money | None] = ("", None)
    """The last return, and what of its labels is still to be deducted."""

    def judge(self, case: Case) -> Verdict:
        """Judge a case, and remember what went back."""
        purchase, wish = self._as_left(case), self._wish(case)
        answer = verdict(purchase, self.policy, case.at, wish=wish, override=case.override)
        if not case.taken_back:
            answer = attrs.evolve(answer, settlement=None)
        self.cases += 1
        self.units += wish.units
        if not answer.eligible:
            return answer
        self.let_in += 1
        self.units_let_in += wish.units
        self.by_hand += not answer.automatic
        settled = answer.settlement
        if settled is not None:
            _count(self.refunds, settled.back)
            _count(self.fees, settled.fee)
            _count(self.labels, settled.label)
            if wish.label_cost is not None:
                self.labels_left = case.under, wish.label_cost - settled.label.money
        if case.of and case.taken_back:
            back = None if settled is None else settled.earlier + settled.back
            self.earlier[case.of] = purchase.refunded_units + wish.units, back
        return answer

    def _as_left(self, case: Case) -> Purchase:
        if not case.of:
            return case.purchase
        units, money = self.earlier.get(case.of, (0, None))
        return attrs.evolve(case.purchase, refunded_units=units, refunded=money)

    def _wish(self, case: Case) -> Wish:
        """Give what is asked, with what is left to deduct of the labels."""
        under, rest = self.labels_left
        if not case.under or case.under != under:
            return case.wish
        return attrs.evolve(case.wish, label_cost=rest)

    def made(self) -> Made:
        """Give what it has come to."""
        told = {field.name: getattr(self, field.name) for field in attrs.fields(Made)}
        return Made(**told)
