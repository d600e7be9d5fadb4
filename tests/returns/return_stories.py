"""Purchases that tests of the return policy begin with."""

from typing import Any

from ordercore.kernel.charges import Charges
from ordercore.kernel.clauses import Clause
from ordercore.kernel.time import Instant, instant
from ordercore.returns import RECEIPT, Product, Purchase, ReturnPolicy, Verdict, verdict

BOUGHT = instant("2026-07-01T12:00:00Z")

DELIVERED = instant("2026-07-04T16:00:00Z")

SOON = instant("2026-07-10T12:00:00Z")

CHARGES = Charges("USD", item=3000, tax=300, shipping=600, shipping_tax=60, discount=300)
"""Of a line of three units."""


def bought(**facts: Any) -> Purchase:
    """Give a unit that was delivered three days after it was bought, in UTC."""
    product = {
        name: facts.pop(name) for name in ("category", "condition", "traits") if name in facts
    }
    given = {"bought": BOUGHT, "delivered": DELIVERED, "zone": "UTC", **facts}
    return Purchase(product=Product(**product), **given)


def judged(
    purchase: Purchase, at: Instant = SOON, policy: ReturnPolicy = RECEIPT, **asked: Any
) -> Verdict:
    """Judge it soon after it was delivered, by the default policy."""
    return verdict(purchase, policy, at, **asked)


def codes(answer: Verdict) -> list[str]:
    """Give the codes of the clauses that decided."""
    return [clause.code for clause in answer.because]


def clause(answer: Verdict, code: str) -> Clause:
    """Give the one clause of a code."""
    (found,) = [clause for clause in answer.because if clause.code == code]
    return found
