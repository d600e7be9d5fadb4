"""The folds of post events."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ordercore.kernel.decider import fold_with
from ordercore.kernel.replace import replace
from ordercore.notices.post import events as e
from ordercore.notices.post.dispatch import OPEN, Dispatch, DispatchStatus
from ordercore.notices.post.post import Post


def _opened(_: Post | None, event: e.PostOpened) -> Post:
    return Post(id=event.post_id)


def _planned(post: Post, event: e.NoticePlanned) -> Post:
    if event.collapsed:
        post = _changed(
            post, event.collapsed, status=DispatchStatus.COLLAPSED, settled_at=event.at, held=False
        )
    return replace(post, dispatches=(*post.dispatches, *event.dispatches))


def _taken(post: Post, event: e.DispatchesTaken) -> Post:
    def taken(some: Dispatch) -> Dispatch:
        return replace(
            some,
            status=DispatchStatus.SENDING,
            due_at=event.until,
            held=False,
            tries=some.tries + 1,
        )

    return _mapped(post, event.keys, taken)


def _settled(post: Post, event: e.DispatchSettled) -> Post:
    changes: dict[str, Any] = {"due_at": event.due_at} if event.due_at is not None else {}
    return _changed(
        post,
        (event.key,),
        status=event.status,
        settled_at=None if event.status in OPEN else event.at,
        tries=event.tries,
        held=event.held,
        error=event.error,
        **changes,
    )


def _bounced(post: Post, event: e.DispatchBounced) -> Post:
    return _changed(
        post,
        (event.key,),
        status=DispatchStatus.BOUNCED,
        settled_at=event.at,
        held=False,
        error=event.reason,
    )


def _revived(post: Post, event: e.DispatchRevived) -> Post:
    return _changed(
        post,
        (event.key,),
        status=DispatchStatus.WAITING,
        settled_at=None,
        due_at=event.at,
        tries=0,
        error="",
    )


def _changed(post: Post, keys: tuple[str, ...], **changes: Any) -> Post:
    return _mapped(post, keys, lambda some: replace(some, **changes))


def _mapped(post: Post, keys: tuple[str, ...], change: Callable[[Dispatch], Dispatch]) -> Post:
    return replace(
        post,
        dispatches=tuple([change(some) if some.key in keys else some for some in post.dispatches]),
    )


FOLDS: Mapping[type[e.PostEvent], Callable[[Any, Any], Post]] = {
    e.PostOpened: _opened,
    e.NoticePlanned: _planned,
    e.DispatchesTaken: _taken,
    e.DispatchSettled: _settled,
    e.DispatchBounced: _bounced,
    e.DispatchRevived: _revived,
}
"""Event → fold."""

evolve: Callable[[Post | None, e.PostEvent], Post] = fold_with(FOLDS)


def fold(events: Iterable[e.PostEvent]) -> Post | None:
    """Give the post after all events; ``None`` before anything was planned."""
    post: Post | None = None
    for event in events:
        post = evolve(post, event)
    return post
