"""What happened to the views of a seller. The class names are the storage format."""

import attrs

from ordercore.kernel.time import Instant
from ordercore.queries.filtering.viewing import SavedView


@attrs.frozen(kw_only=True)
class ViewEvent:
    """Something that happened to the views of a seller."""

    at: Instant


@attrs.frozen(kw_only=True)
class ViewKept(ViewEvent):
    """A filter is kept under a name."""

    view: SavedView


@attrs.frozen(kw_only=True)
class ViewRenamed(ViewEvent):
    """A view has another name, and those that name it name it so."""

    name: str
    to: str


@attrs.frozen(kw_only=True)
class ViewRemoved(ViewEvent):
    """A view is kept no more."""

    name: str


EVENTS: tuple[type[ViewEvent], ...] = (ViewKept, ViewRenamed, ViewRemoved)
