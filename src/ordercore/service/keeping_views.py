"""The desk of views: filters that a seller keeps under names."""

from abc import abstractmethod
from collections.abc import Mapping

from ordercore.errors import NotFound, Refusal
from ordercore.ports.records import Key
from ordercore.ports.store import Row, Store
from ordercore.queries.filtering import SavedView
from ordercore.queries.filtering.viewing import view_name
from ordercore.queries.views import BOOK, ViewBook, ViewCommand, explain, views_of
from ordercore.service.asked import Asked, about_a_dossier, expect
from ordercore.service.asking.viewing import AskingViews
from ordercore.service.dossiers import VIEWS
from ordercore.service.sheet import Value

BOOK_KEY = VIEWS.key(BOOK)
"""Where the views of a seller are kept."""


def book_among(rows: Mapping[Key, Row]) -> ViewBook | None:
    """Give the book of views; ``None`` where none was ever kept, or nobody asked for it."""
    row = rows.get(BOOK_KEY)
    return row.value if row is not None and isinstance(row.value, ViewBook) else None


def view_among(rows: Mapping[Key, Row], name: str) -> SavedView:
    """Give the view of a name.

    Raises:
        NotFound: when there is none.
    """
    view = views_of(book_among(rows)).get(view_name(name))
    if view is None:
        raise NotFound("view", name)
    return view


def views_among(rows: Mapping[Key, Row]) -> tuple[SavedView, ...]:
    """Give all views that there are, by name."""
    return tuple(sorted(views_of(book_among(rows)).values(), key=lambda view: view.name))


class KeepingViews(AskingViews[ViewBook]):
    """Views, kept beside the orders of a seller."""

    store: Store

    @abstractmethod
    def _one(self, asked: Asked) -> Value:
        """Decide what was asked."""

    def handle_views(self, command: ViewCommand, *, id: str | None = None) -> ViewBook:
        """Decide a command about views, and keep what it brings about.

        Raises:
            Refused: with every reason, when a rule says no.
            InvalidValue: when it is no command about views.
        """
        return expect(ViewBook, self._one(Asked(about_a_dossier(ViewBook, command), id)))

    def explain_views(self, command: ViewCommand) -> tuple[Refusal, ...]:
        """Give every reason why a command about views would be refused now."""
        return explain(book_among(self.store.load((BOOK_KEY,))), command)

    def views(self) -> tuple[SavedView, ...]:
        """Give all views that there are, by name: from the start, and kept since."""
        return views_among(self.store.load((BOOK_KEY,)))

    def view(self, name: str) -> SavedView:
        """Find a view.

        Raises:
            NotFound: when there is none of that name.
        """
        return view_among(self.store.load((BOOK_KEY,)), name)
