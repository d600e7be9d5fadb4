"""What happened to the post of a record. The class names are the storage format."""

import attrs

from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.time import Instant
from ordercore.notices.post.dispatch import Dispatch, DispatchStatus


@attrs.frozen(kw_only=True)
class PostEvent:
    """Something that happened to the post of one record."""

    at: Instant


@attrs.frozen(kw_only=True)
class PostOpened(PostEvent):
    """Somebody is to be told of a subject for the first time."""

    post_id: str


@attrs.frozen(kw_only=True)
class NoticePlanned(PostEvent):
    """People are to be told of something; what that collapses is not sent any more."""

    dispatches: tuple[Dispatch, ...]
    collapsed: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class DispatchesTaken(PostEvent):
    """Somebody is about to send these, and has them for himself until then."""

    keys: tuple[str, ...]
    until: Instant


@attrs.frozen(kw_only=True)
class DispatchSettled(PostEvent):
    """What became of one that was taken: ``due_at`` is when it is due again, if it is."""

    key: str
    status: DispatchStatus
    tries: int
    due_at: Instant | None = None
    held: bool = False
    error: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)


@attrs.frozen(kw_only=True)
class DispatchBounced(PostEvent):
    """What was sent came back, or was never taken there."""

    key: str
    reason: str = attrs.field(repr=unshown, metadata=PERSONAL)


@attrs.frozen(kw_only=True)
class DispatchRevived(PostEvent):
    """One that had reached nobody is to be sent again."""

    key: str


EVENTS: tuple[type[PostEvent], ...] = (
    PostOpened,
    NoticePlanned,
    DispatchesTaken,
    DispatchSettled,
    DispatchBounced,
    DispatchRevived,
)
