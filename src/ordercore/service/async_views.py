"""The desk of views for hosts with an event loop."""

from abc import abstractmethod
from collections.abc import Awaitable

from ordercore.errors import Refusal
from ordercore.ports.async_store import AsyncStore
from ordercore.queries.filtering import SavedView
from ordercore.queries.views import ViewBook, ViewCommand, explain
from ordercore.service.asked import Asked, about_a_dossier, expect
from ordercore.service.asking.viewing import AskingViews
from ordercore.service.keeping_views import BOOK_KEY, book_among, view_among, views_among
from ordercore.service.sheet import Value


class AsyncKeepingViews(AskingViews[Awaitable[ViewBook]]):
    """Views, kept beside the orders of a seller.

    What :class:`ordercore.service.keeping_views.KeepingViews` says of its methods holds for these.
    """

    store: AsyncStore

    @abstractmethod
    async def _one(self, asked: Asked) -> Value:
        """Decide what was asked."""

    async def handle_views(self, command: ViewCommand, *, id: str | None = None) -> ViewBook:
        """Decide a command about views, and keep what it brings about."""
        return expect(ViewBook, await self._one(Asked(about_a_dossier(ViewBook, command), id)))

    async def explain_views(self, command: ViewCommand) -> tuple[Refusal, ...]:
        """Give every reason why a command about views would be refused now."""
        return explain(book_among(await self.store.load((BOOK_KEY,))), command)

    async def views(self) -> tuple[SavedView, ...]:
        """Give all views that there are, by name."""
        return views_among(await self.store.load((BOOK_KEY,)))

    async def view(self, name: str) -> SavedView:
        """Find a view.

        Raises:
            NotFound: when there is none of that name.
        """
        return view_among(await self.store.load((BOOK_KEY,)), name)
