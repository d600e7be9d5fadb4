"""Forgetting what was delivered: the record shrinks, and nothing is told twice."""

import asyncio
from typing import Any

import pytest
from relay_stories import awaiting, busy_desk, seconds

from ordercore import InvalidValue, OrderDesk
from ordercore.adapters.memory import MemoryListener, MemoryPublisher
from ordercore.ports.outbox import Lane, OutboxState
from ordercore.service.auditing import audit
from ordercore.service.pace import Pace

LATER = 10


def told_desk() -> tuple[OrderDesk, MemoryPublisher, MemoryListener]:
    """Give a desk that has told everything by the second second."""
    desk, publisher, listener = busy_desk(), MemoryPublisher(), MemoryListener()
    desk.publish_events(publisher, limit=1000, at=seconds(2))
    desk.deliver_notices(listener, limit=1000, at=seconds(2))
    return desk, publisher, listener


def delivered(desk: OrderDesk) -> int:
    """Count what is kept of what was delivered."""
    return len(desk.store.outbox(OutboxState.DELIVERED, limit=10_000))


def test_what_was_told_is_forgotten_and_told_no_more() -> None:
    """All of it, lane by lane or together; not one event or notice comes a second time."""
    desk, publisher, listener = told_desk()
    events, notices = len(publisher.events), len(listener.announcements)

    assert desk.forget_delivered(before=seconds(2)) == 0
    assert desk.forget_delivered(before=seconds(LATER), lane=Lane.NOTICES) == notices
    assert desk.forget_delivered(before=seconds(LATER)) == events
    assert desk.forget_delivered(before=seconds(LATER)) == 0

    assert delivered(desk) == 0
    assert not desk.publish_events(publisher, at=seconds(LATER))
    assert not desk.deliver_notices(listener, at=seconds(LATER))
    assert (len(publisher.events), len(listener.announcements)) == (events, notices)


def test_what_was_put_aside_is_kept_and_can_be_revived() -> None:
    """Forgetting is for what arrived: what was put aside, and what waits, arrives later."""
    desk = busy_desk(orders=1)
    count = len(desk.store.outbox(OutboxState.WAITING, lane=Lane.EVENTS, limit=100))
    failing = MemoryPublisher()
    failing.fail(2)
    desk.publish_events(failing, limit=2, pace=Pace(most_tries=1), at=seconds(2))
    aside = desk.poisoned(Lane.EVENTS)

    assert desk.forget_delivered(before=seconds(LATER)) == 0
    assert desk.poisoned(Lane.EVENTS) == aside != ()
    desk.revive(aside, at=seconds(LATER))

    told = desk.publish_events(failing, limit=1000, at=seconds(LATER)).delivered
    assert len(set(told)) == len(told) == count
    assert desk.forget_delivered(before=seconds(LATER + 1)) == count


def test_a_worker_forgets_by_and_by() -> None:
    """So many at a time, until there is nothing left to do."""
    desk, publisher, listener = told_desk()
    counts: list[int] = []
    while gone := desk.forget_delivered(before=seconds(LATER), limit=10):
        counts.append(gone)

    assert sum(counts) == len(publisher.events) + len(listener.announcements)
    assert set(counts[:-1]) == {10}


def test_a_desk_that_awaits_forgets_the_same() -> None:
    """Of a lane, and of both."""
    (one, *_), (two, *_) = told_desk(), told_desk()
    desk = awaiting(two)

    async def story() -> tuple[int, int]:
        before = seconds(LATER)
        of_lane = await desk.forget_delivered(before=before, lane=Lane.EVENTS, limit=5)
        return of_lane, await desk.forget_delivered(before=before)

    counts = (
        one.forget_delivered(before=seconds(LATER), lane=Lane.EVENTS, limit=5),
        one.forget_delivered(before=seconds(LATER)),
    )
    assert asyncio.run(story()) == counts
    assert counts[0] == 5
    assert delivered(two) == 0


WRONG: tuple[tuple[str, dict[str, Any]], ...] = (
    ("before", {"before": "yesterday"}),
    ("before", {"before": None}),
    ("limit", {"before": seconds(0), "limit": 0}),
    ("limit", {"before": seconds(0), "limit": True}),
    ("lane", {"before": seconds(0), "lane": "events"}),
)


@pytest.mark.parametrize(("field", "given"), WRONG)
def test_what_cannot_be_forgotten_by_is_named(field: str, given: dict[str, Any]) -> None:
    """At both desks, and nothing is forgotten."""
    desk, *_ = told_desk()
    kept = delivered(desk)

    with pytest.raises(InvalidValue) as caught:
        desk.forget_delivered(**given)
    with pytest.raises(InvalidValue) as awaited:
        asyncio.run(awaiting(desk).forget_delivered(**given))

    assert caught.value.field == awaited.value.field == field
    assert delivered(desk) == kept


def test_the_auditor_is_told_what_was_forgotten() -> None:
    """Of older events no notice need be there; of later ones each must be."""
    desk, *_ = told_desk()
    assert audit(desk.store).is_well
    desk.forget_delivered(before=seconds(LATER))

    missing = {some.code for some in audit(desk.store).differences}
    later_ones = audit(desk.store, forgotten_before=seconds(1)).differences

    assert missing == {"notice_missing"}
    assert audit(desk.store, forgotten_before=str(seconds(LATER))).differences == ()
    with pytest.raises(InvalidValue, match="forgotten_before"):
        audit(desk.store, forgotten_before="yesterday")
    assert {some.told.rpartition("/")[2] for some in later_ones} == {"parcel_shipped"}
