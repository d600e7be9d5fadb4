"""Causes: how posts and dispatches are named, and what a dispatch tells of.

A cause is the post that it is in, and a last part that names an event there: by its place, or by
its stream and its place; or, where only time went by, what that came to.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import quote, unquote

from ordercore.inventory import Stock
from ordercore.kernel.checking import of_type
from ordercore.kernel.time import local_date
from ordercore.notices import Notice
from ordercore.notices.post import Dispatch
from ordercore.orders.state import Order
from ordercore.ports.dossiers import Dossier
from ordercore.ports.listener import Announcement
from ordercore.ports.records import Key, Recorded
from ordercore.ports.store import Row
from ordercore.service.dossiers import POSTS
from ordercore.service.keys import order_key


def subject_of(stream: Key, told_of: Announcement) -> str:
    """Give the post in which a stream is told of: that of its order, where it has one.

    Stock has a post for each day, since its story never ends.
    """
    if stream.kind == POSTS.name:
        return stream.id
    if told_of.order is not None:
        return str(order_key(told_of.order.id))
    if stream.kind == "stock":
        return f"{stream}@{local_date(told_of.happened_at, 'UTC')}"
    return str(stream)


def cause_of(post_id: str, stream: Key, seq: int) -> str:
    """Name an event as the cause of a dispatch: by its place, and its stream if it is another."""
    if str(stream) == post_id:
        return f"{post_id}/{seq}"
    if stream.kind == POSTS.name:
        return f"{post_id}/{stream.kind}:{seq}"
    return f"{post_id}/{stream.kind}:{quote(stream.id, safe='')}:{seq}"


def event_of(post_id: str, cause: str) -> tuple[Key, int] | None:
    """Give the stream and the place of the event that is a cause; ``None`` where it is none."""
    named = cause.removeprefix(f"{post_id}/").split(":")
    if not named[-1].isdecimal():
        return None
    if len(named) == 1:
        kind, _, id = post_id.partition("/")
        return Key(kind, id), int(named[-1])
    id = unquote(named[1]) if len(named) > 2 else post_id
    return Key(named[0], id), int(named[-1])


def post_keys(dispatch_key: str) -> tuple[Key, ...]:
    """Give the posts among which there is one that a dispatch of this key is in.

    Raises:
        InvalidValue: when it is no text.
    """
    parts = of_type(dispatch_key, str, "key").split("/")
    return tuple([POSTS.key("/".join(parts[:end])) for end in range(2, len(parts))])


def order_key_of(post_id: str) -> Key | None:
    """Give the order whose post it is, if it is one's."""
    kind, _, id = post_id.partition("/")
    return Key(kind, id) if kind == "order" else None


def records_of(post_id: str, some: Dispatch) -> tuple[Key, ...]:
    """Give the records that a dispatch tells of: the order, and the stock or dossier."""
    named = [order_key_of(post_id), *(event_of(post_id, some.cause) or ())[:1]]
    return tuple({key: None for key in named if isinstance(key, Key)})


def announced(
    some: Dispatch, rows: Mapping[Key, Row], recorded: Sequence[Recorded]
) -> Announcement:
    """Give what a dispatch tells: its event as it was, its order and its subject as they are."""
    values = [row.value for row in rows.values()]
    orders = [value for value in values if isinstance(value, Order)]
    others = [value for value in values if isinstance(value, Stock | Dossier)]
    order = orders[0] if orders else None
    return Announcement(
        key=some.key,
        notice=Notice(some.kind, some.audience),
        order=order,
        event=recorded[0].event if recorded else None,
        subject=others[0] if others else order,
        happened_at=some.happened_at,
    )
