"""The verdict: a pure answer from plain values, with every clause that decided."""

import attrs

from ordercore.kernel.clauses import Clause
from ordercore.kernel.time import Instant, window_end
from ordercore.returns.policy import ReturnPolicy


@attrs.frozen(kw_only=True)
class Purchase:
    """What is known about a unit whose return is asked for.

    The window is counted in the dates of ``zone``: of the marketplace, as its buyers are told.
    """

    delivered: Instant | None
    zone: str


@attrs.frozen(kw_only=True)
class Verdict:
    """May it come back, and until when.

    ``until`` is the first instant after the window; ``None`` while the window has not begun.
    """

    eligible: bool
    until: Instant | None
    because: tuple[Clause, ...]


def verdict(purchase: Purchase, policy: ReturnPolicy, at: Instant) -> Verdict:
    """Judge a return asked for at an instant."""
    if purchase.delivered is None:
        return Verdict(eligible=False, until=None, because=(Clause("not_delivered", {}),))
    until = window_end(purchase.delivered, policy.days, purchase.zone)
    code = "inside_window" if at < until else "window_closed"
    facts = {"days": policy.days, "delivered": purchase.delivered, "until": until}
    return Verdict(eligible=at < until, until=until, because=(Clause(code, facts),))
