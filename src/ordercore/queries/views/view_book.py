"""The book of views: all that a seller keeps, as one value."""

from collections.abc import Mapping

import attrs

from ordercore.queries.filtering.viewing import SavedView, names_in
from ordercore.queries.views.shipped import SHIPPED

BOOK = "views"
"""The id of the book of a seller, of whom there is one in a store of its own."""

MOST_VIEWS = 200
"""How many views a seller keeps at most; ours, so that a record does not grow without end."""


@attrs.frozen(kw_only=True)
class ViewBook:
    """The views that a seller keeps, by name."""

    id: str = BOOK
    views: tuple[SavedView, ...] = ()

    def view(self, name: str) -> SavedView | None:
        """Find a view by its name."""
        return next((view for view in self.views if view.name == name), None)

    def naming(self, name: str) -> tuple[str, ...]:
        """Give the names of the views that name one."""
        return tuple([view.name for view in self.views if name in names_in(view.filter)])


def views_of(book: ViewBook | None) -> dict[str, SavedView]:
    """Give all views that there are: those from the start, and over them those of a book."""
    own = book.views if book is not None else ()
    return {**SHIPPED, **{view.name: view for view in own}}


def filters_of(book: ViewBook | None) -> Mapping[str, str]:
    """Give name and filter of all views that there are."""
    return {name: view.filter for name, view in views_of(book).items()}
