"""Claims and events of every kind, with values that are hard to keep."""

from typing import Any

from ordercore.conversations import claims as c
from ordercore.kernel.money import Money
from ordercore.testing.store.samples import AT, UNICODE


def every_claim() -> tuple[c.Claim, ...]:
    """Make claims at every point of a life, with every field filled in at the end."""
    claims: list[c.Claim] = []
    for event in every_claim_event():
        claims.append(c.evolve(claims[-1] if claims else None, event))
    return tuple(claims)


def some_claim(id: str = "C-1", **said: Any) -> c.Claim:
    """Make a claim that waits for an answer, but for what is said."""
    amount = Money(999, "EUR")
    plain: dict[str, Any] = {
        "id": id,
        "order_id": "O-1",
        "kind": "guarantee",
        "ground": "not_received",
        "marketplace": "DE",
        "zone": "Europe/Berlin",
        "provider": "*",
        "opened_by": c.Party.BUYER,
        "decided_by": c.Party.MARKETPLACE,
        "ordered_at": AT,
        "opened_at": AT,
        "claimed": amount,
        "at_most": amount,
        "answer_due": AT,
    }
    return c.Claim(**{**plain, **said})


def every_claim_event() -> tuple[c.ClaimEvent, ...]:
    """Make events of every class that a claim has, with every field filled in."""
    amount = Money(2**53 + 1, "KWD")
    opened = c.Claim(
        id=UNICODE,
        order_id=UNICODE,
        kind=UNICODE,
        ground=UNICODE,
        marketplace=UNICODE,
        zone="Asia/Tokyo",
        provider=UNICODE,
        opened_by=c.Party.BUYER,
        decided_by=c.Party.BANK,
        ordered_at=AT,
        opened_at=AT,
        claimed=amount,
        at_most=amount,
        answer_due=AT,
        appeal_within=c.Term(5, c.Counting.BUSINESS_DAYS),
        takes_at_once=True,
        defect=True,
        cleared_by=frozenset(c.Outcome),
        spared=(UNICODE, "refused"),
        imported=True,
    )
    said: dict[str, Any] = {"at": AT, "imported": True}
    closing = c.Closing(
        at=AT, outcome=c.Outcome.GRANTED, granted=amount, at_cost_of=c.Party.SELLER, counts=False
    )
    withdrawn = c.Closing(at=AT, outcome=c.Outcome.WITHDRAWN, granted=Money(0, "KWD"))
    answer = c.ClaimAnswer(at=AT, accepts=True, evidence=(UNICODE, "tracking"))
    appeal = c.Appeal(at=AT, by=c.Party.SELLER, evidence=(UNICODE,))
    return (
        c.ClaimOpened(**said, claim=opened),
        c.ClaimAnswered(**said, answer=answer),
        c.ClaimWithdrawn(**said, closing=withdrawn),
        c.ClaimDecided(**said, closing=closing, appeal_due=AT),
        c.ClaimAppealed(**said, appeal=appeal),
        c.AppealDecided(**said, closing=closing),
    )
