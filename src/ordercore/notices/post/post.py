"""The post of a record: every dispatch about one order, one stock or one day, in order."""

from collections.abc import Iterator

import attrs

from ordercore.kernel.ids import OrderId
from ordercore.kernel.time import Instant
from ordercore.notices.channel import Channel
from ordercore.notices.post.dispatch import ASIDE, Dispatch, DispatchStatus


@attrs.frozen(kw_only=True)
class Post:
    """All that was to be told about one subject, in the order in which it was planned.

    ``id`` names the subject: ``order/O-1``, ``stock/main/MUG/2026-03-02``, ``digest/2026-03-02``.
    """

    id: str
    dispatches: tuple[Dispatch, ...] = ()

    @property
    def order_id(self) -> OrderId | None:
        """The order that is told of; ``None`` where it is stock, or a day."""
        kind, _, id = self.id.partition("/")
        return id if kind == "order" else None

    def dispatch(self, key: str) -> Dispatch | None:
        """Find a dispatch by its key."""
        return next((some for some in self.dispatches if some.key == key), None)

    @property
    def open(self) -> tuple[Dispatch, ...]:
        """What is still to be sent."""
        return tuple([some for some in self.dispatches if some.is_open])

    @property
    def aside(self) -> tuple[Dispatch, ...]:
        """What reached nobody: it failed too often, bounced, or had no address."""
        return tuple([some for some in self.dispatches if some.status in ASIDE])

    @property
    def due_at(self) -> Instant | None:
        """When the next one is due; ``None`` where none is to be sent."""
        return min([some.due_at for some in _first(self.dispatches, None)], default=None)

    def due(self, at: Instant) -> tuple[Dispatch, ...]:
        """Give what may be taken at a moment, in order: of each person and channel the first.

        What waits on purpose is overtaken by what is urgent, and by nothing else.
        """
        return tuple([some for some in _first(self.dispatches, at) if some.due_at <= at])


def _first(dispatches: tuple[Dispatch, ...], at: Instant | None) -> Iterator[Dispatch]:
    """Give what nothing before it keeps back, at a moment or at any.

    Of each lane it is kept whether what is first in it keeps back what is urgent too.
    """
    kept_back: dict[tuple[str, Channel], bool] = {}
    for some in dispatches:
        if not some.is_open:
            continue
        lane, on_purpose = some.lane, some.held and (at is None or at < some.due_at)
        if lane not in kept_back:
            yield some
            kept_back[lane] = not on_purpose
        elif not kept_back[lane]:
            # What waits behind something that waits on purpose does so too.
            if some.urgent:
                yield some
            kept_back[lane] = some.urgent or some.status is DispatchStatus.SENDING
