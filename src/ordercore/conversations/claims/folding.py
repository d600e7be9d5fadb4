"""The folds of claim events.

What was said after a claim was closed is not kept, and of two closings the first holds: so the
same facts, in whatever order they are told, come to the same claim.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ordercore.conversations.claims import events as e
from ordercore.conversations.claims.claim import Claim
from ordercore.kernel.decider import fold_with
from ordercore.kernel.replace import replace


def _opened(_: Claim | None, event: e.ClaimOpened) -> Claim:
    return event.claim


def _answered(claim: Claim, event: e.ClaimAnswered) -> Claim:
    return replace(claim, answer=event.answer)


def _decided(claim: Claim, event: e.ClaimDecided) -> Claim:
    return _closed(replace(claim, closing=event.closing, appeal_due=event.appeal_due))


def _withdrawn(claim: Claim, event: e.ClaimWithdrawn) -> Claim:
    return _closed(replace(claim, closing=event.closing, appeal_due=None))


def _closed(claim: Claim) -> Claim:
    closing, answer = claim.closing, claim.answer
    if closing is not None and answer is not None and closing.at < answer.at:
        return replace(claim, answer=None)
    return claim


def _appealed(claim: Claim, event: e.ClaimAppealed) -> Claim:
    return replace(claim, appeal=event.appeal)


def _appeal_decided(claim: Claim, event: e.AppealDecided) -> Claim:
    return replace(claim, second=event.closing)


FOLDS: Mapping[type[e.ClaimEvent], Callable[[Any, Any], Claim]] = {
    e.ClaimOpened: _opened,
    e.ClaimAnswered: _answered,
    e.ClaimDecided: _decided,
    e.ClaimWithdrawn: _withdrawn,
    e.ClaimAppealed: _appealed,
    e.AppealDecided: _appeal_decided,
}
"""Event → fold."""

evolve: Callable[[Claim | None, e.ClaimEvent], Claim] = fold_with(FOLDS)


def fold(events: Iterable[e.ClaimEvent]) -> Claim | None:
    """Give the claim after all events; ``None`` before it was opened."""
    claim: Claim | None = None
    for event in events:
        claim = evolve(claim, event)
    return claim
