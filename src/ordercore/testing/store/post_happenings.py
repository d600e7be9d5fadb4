"""Posts and their events of every kind, with values that are hard to keep."""

import attrs

from ordercore.notices import Audience, Channel
from ordercore.notices import post as p
from ordercore.testing.store.samples import AT, UNICODE


def every_post() -> tuple[p.Post, ...]:
    """Make a post at every point of a life, with every field filled in at the end."""
    posts: list[p.Post] = []
    for event in every_post_event():
        posts.append(p.evolve(posts[-1] if posts else None, event))
    return tuple(posts)


def every_post_event() -> tuple[p.PostEvent, ...]:
    """Make events of every class that a post has, with every field filled in."""
    whole = p.Dispatch(
        cause=f"{UNICODE}/1",
        audience=Audience.OPERATOR,
        kind=UNICODE,
        channel=Channel.CHAT,
        recipient=UNICODE,
        about=UNICODE,
        happened_at=AT,
        due_at=AT,
        status=p.DispatchStatus.NO_ADDRESS,
        settled_at=AT,
        held=True,
        urgent=True,
        tries=2**40,
        error=UNICODE,
    )
    other = attrs.evolve(whole, cause="c/2", status=p.DispatchStatus.WAITING, settled_at=None)
    return (
        p.PostOpened(at=AT, post_id=UNICODE),
        p.NoticePlanned(at=AT, dispatches=(whole, other)),
        p.NoticePlanned(
            at=AT, dispatches=(attrs.evolve(other, cause="c/3"),), collapsed=(other.key,)
        ),
        p.DispatchRevived(at=AT, key=whole.key),
        p.DispatchesTaken(at=AT, keys=(whole.key,), until=AT),
        p.DispatchSettled(
            at=AT,
            key=whole.key,
            status=p.DispatchStatus.WAITING,
            tries=3,
            due_at=AT,
            held=True,
            error=UNICODE,
        ),
        p.DispatchBounced(at=AT, key=whole.key, reason=UNICODE),
    )
