"""Asking to keep filters under names."""

from abc import abstractmethod
from typing import Generic, TypeVar

from ordercore.queries.filtering import SavedView
from ordercore.queries.views import KeepView, RemoveView, RenameView, ViewCommand
from ordercore.service.asking.giving import Clocked

ViewAnswer = TypeVar("ViewAnswer")
"""What asking about views gives: the book of them, or something to await that gives it."""


class AskingViews(Clocked, Generic[ViewAnswer]):
    """What can be asked about the views of a seller."""

    @abstractmethod
    def handle_views(self, command: ViewCommand, *, id: str | None = None) -> ViewAnswer:
        """Decide a command about views, and keep what it brings about."""

    def keep_view(
        self,
        name: str,
        filter: str,
        *,
        says: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> ViewAnswer:
        """Keep a filter under a name, in place of what was kept under it.

        From then on ``@name`` stands for it: ``desk.find("@name channel:SFP")``.

        Raises:
            BadFilter: when the filter cannot be read.
            InvalidValue: when the name is none: a short word without blanks.
            Refused: when it names views that there are not, or itself.
        """
        view = SavedView(name=name, filter=filter, says=says)
        return self.handle_views(KeepView(at=self._at(at), view=view), id=command_id)

    def rename_view(
        self, name: str, to: str, *, at: object = None, command_id: str | None = None
    ) -> ViewAnswer:
        """Give a view another name; views that name it do so by the new one."""
        return self.handle_views(RenameView(at=self._at(at), name=name, to=to), id=command_id)

    def remove_view(
        self, name: str, *, at: object = None, command_id: str | None = None
    ) -> ViewAnswer:
        """Keep a view no more; where it stood in place of one from the start, that is back."""
        return self.handle_views(RemoveView(at=self._at(at), name=name), id=command_id)
