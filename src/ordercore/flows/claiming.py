"""The reaction to claims: event of a claim → its order hears how it stands.

It is decided in the plan in which the claim's event is: both are kept, or neither.
"""

from ordercore.conversations.claims import Claim, ClaimEvent
from ordercore.flows.attempt import Attempt
from ordercore.kernel.actors import Actor
from ordercore.orders.claim_note import note_of
from ordercore.orders.claiming import HearClaim


def reactions_to_claim(claim: Claim, event: ClaimEvent) -> tuple[Attempt, ...]:
    """Tell the order how a claim stands after an event; where that cannot be, the event cannot.

    So nothing is granted here beyond what the buyer paid and has not got back. What was decided
    elsewhere has happened, and the order hears of it as of any other report.
    """
    heard = HearClaim(
        order_id=claim.order_id,
        at=event.at,
        by=Actor.SYSTEM,
        imported=event.imported,
        claim=note_of(claim),
    )
    return (Attempt(all_of=(heard,)),)
