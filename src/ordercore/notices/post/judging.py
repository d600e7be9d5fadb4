"""What is to be done with a dispatch that is about to leave: sent, or not now, or not at all.

It is asked of everything as it stands by then: much may have happened since it was planned.
"""

import attrs

from ordercore.kernel.time import Instant, instant
from ordercore.notices.channel import Channel
from ordercore.notices.post.commands import Addressee
from ordercore.notices.post.dispatch import Dispatch, DispatchStatus
from ordercore.notices.quiet import quiet_until
from ordercore.notices.terms import NoticeTerms

GONE = "is not among those who are told any more"
NO_ADDRESS = "no address by this channel any more"
TOO_OLD = "older than such notices last"
NO_LONGER_SO = "what it says is no longer so"


@attrs.frozen
class Judgement:
    """What a dispatch becomes instead of being sent, and why; ``again_at`` where it waits."""

    status: DispatchStatus
    reason: str = ""
    again_at: Instant | None = None


def judge(
    dispatch: Dispatch,
    terms: NoticeTerms,
    person: Addressee | None,
    at: Instant,
    *,
    stale: bool = False,
    silent: frozenset[Channel] = frozenset(),
) -> Judgement | None:
    """Tell why a dispatch is not sent at a moment; ``None`` where it is.

    ``stale`` says that what it tells is no longer so. That somebody does not want it counts before
    that he has no address, and both before that it must not ring.
    """
    if stale:
        return Judgement(DispatchStatus.EXPIRED, NO_LONGER_SO)
    if instant(dispatch.happened_at + terms.lasts) < at:
        return Judgement(DispatchStatus.EXPIRED, TOO_OLD)
    if person is None:
        return Judgement(DispatchStatus.NO_ADDRESS, GONE)
    if not person.wants(dispatch.kind, dispatch.channel):
        return Judgement(DispatchStatus.UNWANTED)
    if dispatch.channel not in person.channels:
        return Judgement(DispatchStatus.NO_ADDRESS, NO_ADDRESS)
    if terms.urgent or dispatch.channel in silent:
        return None
    ends = quiet_until(person.quiet, person.zone, at)
    return None if ends is None else Judgement(DispatchStatus.WAITING, again_at=ends)
