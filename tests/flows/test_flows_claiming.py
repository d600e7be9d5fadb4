"""What happens to a claim, its order hears of."""

from typing import Any

import pytest

from ordercore.conversations.claims import ClaimAnswered, ClaimDecided, ClaimEvent, ClaimOpened
from ordercore.flows import reactions_to_claim
from ordercore.kernel.actors import Actor
from ordercore.orders.claim_note import note_of
from ordercore.orders.claiming import HearClaim
from ordercore.testing.store.claim_happenings import every_claim, every_claim_event

LIVED = tuple(zip(every_claim(), every_claim_event(), strict=True))


@pytest.mark.parametrize(("claim", "event"), LIVED, ids=[type(e).__name__ for _, e in LIVED])
def test_each_event_of_a_claim_is_heard_or_refused_with_its_order(claim: Any, event: Any) -> None:
    """As the claim stands after it; there is nothing to be done otherwise."""
    (attempt,) = reactions_to_claim(claim, event)
    (heard,) = attempt.all_of

    assert attempt.otherwise is None
    assert isinstance(heard, HearClaim)
    assert (heard.order_id, heard.at, heard.by) == (claim.order_id, event.at, Actor.SYSTEM)
    assert heard.claim == note_of(claim)
    assert heard.imported is event.imported


def test_every_event_of_claims_is_among_them() -> None:
    """So the table above leaves none out."""
    kinds: set[type[ClaimEvent]] = {type(event) for _, event in LIVED}

    assert kinds >= {ClaimOpened, ClaimAnswered, ClaimDecided}
    assert len(kinds) == len(LIVED)
