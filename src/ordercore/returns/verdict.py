"""The verdict: a pure answer from plain values, with every clause that decided.

It is given in one order: why it comes back, how many, whether it may, who authorises it, by when
it has to be back, who pays its way, what is offered, and what that comes to.
"""

import datetime as dt
from functools import lru_cache

import attrs

from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.kernel.checking import of_type
from ordercore.kernel.clauses import Clause
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, end_of_day, instant, local_date
from ordercore.returns.clauses import FINAL, REFUSING
from ordercore.returns.counting import Span, days_late, last_day_back, span_of
from ordercore.returns.deadlines import Trigger
from ordercore.returns.exclusions import Exclusion
from ordercore.returns.paying import paid_for
from ordercore.returns.policy import ReturnPolicy
from ordercore.returns.postage import postage_on, prepaid_for
from ordercore.returns.purchase import Purchase
from ordercore.returns.reasons import Fault, reason_of
from ordercore.returns.refunds import Settlement
from ordercore.returns.terms import Terms, terms_of
from ordercore.returns.wish import ONE_UNIT, Override, Remedy, Wish


@attrs.frozen(kw_only=True)
class Verdict:
    """May it come back, until when, at whose cost, and for what.

    ``until`` is the first instant at which it is too late to ask, ``None`` while the window has
    not begun; ``back_by`` the first at which the parcel is late, ``None`` where nobody says.
    ``automatic`` says that nobody has to look at it, and ``paid_from`` from when on money may go
    back: once it is let in, at its first scan, or as its goods come. ``settlement`` is ``None``
    where nothing may come back or no charges are known, and ``remedy`` is the one that it is worked
    out for.
    """

    eligible: bool
    until: Instant | None
    automatic: bool = False
    paid_from: Trigger = Trigger.RECEIVED
    back_by: Instant | None = None
    label_paid_by: Actor | None = None
    label_prepaid: bool = False
    outbound: bool = False
    remedies: tuple[Remedy, ...] = ()
    remedy: Remedy | None = None
    settlement: Settlement | None = None
    because: tuple[Clause, ...]

    @property
    def refusals(self) -> tuple[Clause, ...]:
        """The clauses that stand against it, also where staff have overruled them."""
        return tuple([clause for clause in self.because if clause.code in REFUSING])

    @property
    def refund(self) -> Charges | None:
        """What goes back, component by component."""
        return None if self.settlement is None else self.settlement.back

    @property
    def fee(self) -> Money | None:
        """What is kept for restocking."""
        return None if self.settlement is None else self.settlement.fee.money


def verdict(
    purchase: Purchase,
    policy: ReturnPolicy,
    at: Instant,
    *,
    wish: Wish = ONE_UNIT,
    override: Override | None = None,
) -> Verdict:
    """Judge a return that is asked for at an instant.

    The policy binds the buyer; staff may let in what it refuses, and answer for it. Where nothing
    stands against a return, an override says nothing.

    Raises:
        InvalidValue: when an argument is of another type, ``at`` is naive, or the label was paid
            in another currency.
    """
    if type(purchase) is not Purchase or type(policy) is not ReturnPolicy or type(wish) is not Wish:
        of_type(purchase, Purchase, "purchase")
        of_type(policy, ReturnPolicy, "policy")
        of_type(wish, Wish, "wish")
    if override is not None:
        of_type(override, Override, "override")
    at = instant(at)
    reason = reason_of(wish.reason, policy.reasons)
    terms = terms_of(policy, purchase, reason)
    span = span_of(purchase, terms, policy.fallback)
    because = [terms.why]
    left = purchase.quantity - purchase.refunded_units
    if wish.units > left:
        because.append(Clause("units_exceed", {"asked": wish.units, "left": left}))
    because += span.because
    if span.until is not None:
        because.append(Clause("inside_window" if at < span.until else "window_closed", span.facts))
    because += [_excluded(row, reason.fault) for row in terms.exclusions]
    against = [clause.code for clause in because if clause.code in REFUSING]
    if override is not None and against:
        because.append(Clause("let_in_by_staff", {"by": override.by, "why": override.why}))
    if against and (override is None or not FINAL.isdisjoint(against)):
        return Verdict(eligible=False, until=span.until, because=tuple(because))
    by_hand = "override" if against else _looked_at(terms)
    if by_hand:
        because.append(Clause("authorised_by_hand", {"what": by_hand}))
    else:
        because.append(AT_ONCE)
    asked = local_date(at, purchase.zone)
    late, back_by = _timely(purchase, wish, terms, span, asked, because)
    day = 0 if span.opened is None else max(0, (asked - span.opened).days)
    postage = postage_on(terms.postage, day)
    prepaid, why = prepaid_for(terms_of(policy, purchase, reason, asked).label, purchase)
    paid, out = _way(postage.label_paid_by, postage.fault, postage.outbound, day)
    because += (paid, why, out)
    remedies, remedy, settlement = paid_for(
        purchase, wish, terms, reason.fault, postage, late, because
    )
    return Verdict(
        eligible=True,
        until=span.until,
        automatic=not by_hand,
        paid_from=terms.paid_from,
        back_by=back_by,
        label_paid_by=postage.label_paid_by,
        label_prepaid=prepaid,
        outbound=postage.outbound,
        remedies=remedies,
        remedy=remedy,
        settlement=settlement,
        because=tuple(because),
    )


AT_ONCE = Clause("authorised_at_once", {})


def _excluded(row: Exclusion, fault: Fault) -> Clause:
    if fault in row.let_in_for:
        return Clause("fault_lets_in", {"what": row.what, "fault": fault.value})
    return Clause("not_returnable", {"what": row.what})


def _looked_at(terms: Terms) -> str:
    """Say for what somebody has to look at a return that may come back; blank for nothing.

    What is excluded has been let in for a fault, or nobody would have to look.
    """
    found = terms.exclusions or terms.by_hand
    return found[0].what if found else ""


def _timely(
    purchase: Purchase,
    wish: Wish,
    terms: Terms,
    span: Span,
    asked: dt.date,
    because: list[Clause],
) -> tuple[int, Instant | None]:
    """Tell how many days late it is, asked for or sent back, and by when it has to be back."""
    late = 0
    if span.last is not None and asked > span.last:
        late = (asked - span.last).days
        because.append(Clause("asked_late", {"days": late}))
    if terms.grace is None:
        return late, None
    let_in = asked
    if wish.authorised_at is not None:
        let_in = max(asked, local_date(wish.authorised_at, purchase.zone))
    last = last_day_back(terms.grace, span, let_in)
    back_by = end_of_day(last, purchase.zone)
    judged = terms.grace.judged_by.value
    because.append(Clause("back_by", {"until": back_by, "judged_by": judged}))
    behind = days_late(wish, terms.grace, last, purchase.zone)
    if behind:
        because.append(Clause("back_late", {"days": behind}))
    return max(late, behind), back_by


@lru_cache(maxsize=4096)
def _way(payer: Actor, fault: Fault, outbound: bool, day: int) -> tuple[Clause, Clause]:
    """Tell who pays the way back, and whether the way out is refunded."""
    said = {"fault": fault.value, "day": day}
    out = "outbound_comes_back" if outbound else "outbound_stays"
    return Clause("label_paid_by", {"payer": payer.value, **said}), Clause(out, said)
