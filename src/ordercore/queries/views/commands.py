"""What one may do about the views of a seller."""

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types
from ordercore.kernel.time import Instant, instant
from ordercore.queries.filtering.viewing import SavedView, view_name
from ordercore.queries.views.view_book import BOOK

LONGEST_TEXT = 2_000
"""Characters of the filter of a view, and of what it is for; ours, so that a record does not grow
without end."""


@attrs.frozen(kw_only=True)
class ViewCommand:
    """Something to do about the views of a seller, at a moment."""

    book_id: str = BOOK
    at: Instant = attrs.field(converter=instant)

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type."""
        check_types(self)


@attrs.frozen(kw_only=True)
class KeepView(ViewCommand):
    """Keep a filter under a name, in place of what was kept under it.

    Raises:
        InvalidValue: when its texts are longer than ``LONGEST_TEXT``.
    """

    view: SavedView

    def __attrs_post_init__(self) -> None:
        """Refuse texts without end."""
        super().__attrs_post_init__()
        for field in ("filter", "says"):
            if len(getattr(self.view, field)) > LONGEST_TEXT:
                shown, expected = getattr(self.view, field)[:40], f"{LONGEST_TEXT} characters"
                raise InvalidValue(field, f"{shown}…", f"text of no more than {expected}")


def _to(value: object) -> str:
    return view_name(value, "to")


@attrs.frozen(kw_only=True)
class RenameView(ViewCommand):
    """Give a view another name; those that name it do so by the new one."""

    name: str = attrs.field(converter=view_name)
    to: str = attrs.field(converter=_to)


@attrs.frozen(kw_only=True)
class RemoveView(ViewCommand):
    """Keep a view no more."""

    name: str = attrs.field(converter=view_name)
