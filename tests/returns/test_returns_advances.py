"""When a return may be paid for: as its goods come, unless a row says earlier."""

import datetime as dt

import attrs
import pytest

from ordercore.kernel.time import instant
from ordercore.returns import (
    RECEIPT,
    Advance,
    Product,
    Purchase,
    ReturnPolicy,
    Trigger,
    verdict,
)
from ordercore.testing.policies import prove_policy

BOUGHT = instant("2026-03-02T09:00:00Z")
ASKED = instant("2026-03-10T09:00:00Z")


def policy(*rows: Advance) -> ReturnPolicy:
    """Give a policy with some rows of advances."""
    return attrs.evolve(RECEIPT, advances=rows)


def bought(channel: str = "SHOP", category: str = "", marketplace: str = "US") -> Purchase:
    """Give a purchase that came on the day after."""
    return Purchase(
        bought=BOUGHT,
        delivered=instant("2026-03-03T09:00:00Z"),
        zone="UTC",
        channel=channel,
        marketplace=marketplace,
        product=Product(category=category),
    )


AT_SCAN = Advance(trigger=Trigger.SCANNED)
INSTANT_SHOES = Advance(trigger=Trigger.ASKED, category="shoes")
NOT_AT_FBA = Advance(trigger=Trigger.RECEIVED, channel="FBA")
LATER = Advance(trigger=Trigger.ASKED, effective_from=dt.date(2026, 3, 3))


@pytest.mark.parametrize(
    ("rows", "purchase", "trigger"),
    [
        ((), bought(), Trigger.RECEIVED),
        ((AT_SCAN,), bought(), Trigger.SCANNED),
        # The more particular row counts, and of two alike the later one, by the day of purchase.
        ((AT_SCAN, INSTANT_SHOES), bought(category="shoes"), Trigger.ASKED),
        ((AT_SCAN, INSTANT_SHOES), bought(category="books"), Trigger.SCANNED),
        ((AT_SCAN, NOT_AT_FBA), bought("FBA"), Trigger.RECEIVED),
        ((AT_SCAN, LATER), bought(), Trigger.SCANNED),
        ((attrs.evolve(AT_SCAN, marketplace="DE"),), bought(), Trigger.RECEIVED),
    ],
)
def test_from_when_on_a_return_may_be_paid_for(
    rows: tuple[Advance, ...], purchase: Purchase, trigger: Trigger
) -> None:
    """A verdict tells it; what may not come back is not paid for at all."""
    assert verdict(purchase, policy(*rows), ASKED).paid_from is trigger
    late = verdict(purchase, policy(*rows), instant("2026-06-10T09:00:00Z"))
    assert (late.eligible, late.paid_from) == (False, Trigger.RECEIVED)


def test_rows_of_advances_are_proven_like_any_others() -> None:
    """One that changes nothing is found; all others are sound."""
    assert prove_policy(policy(AT_SCAN, INSTANT_SHOES, NOT_AT_FBA)).is_well
    idle = prove_policy(policy(NOT_AT_FBA))
    assert [found.code for found in idle.findings] == ["row_without_effect"]
