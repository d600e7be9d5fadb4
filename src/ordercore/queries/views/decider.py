"""Decisions about the views of a seller: the table of commands.

The laws of this file:

- every view that is kept can be read, together with the views that it names;
- renaming a view changes what no filter means;
- keeping the same twice is keeping it once.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from ordercore.errors import Refusal
from ordercore.kernel.decider import Decision, DecisionTable, fold_with
from ordercore.kernel.replace import replace
from ordercore.queries.filtering.viewing import SavedView, with_name
from ordercore.queries.views import commands as c
from ordercore.queries.views import events as e
from ordercore.queries.views import rules
from ordercore.queries.views.view_book import ViewBook

# Outcomes


def nothing_yet(_: c.ViewCommand) -> ViewBook:
    """Begin with a book in which no view is."""
    return ViewBook()


def kept_so(book: ViewBook, command: c.KeepView) -> bool:
    """Tell whether this very view is kept."""
    return book.view(command.view.name) == command.view


def named_so(_: ViewBook, command: c.RenameView) -> bool:
    """Tell whether the name is to stay as it is."""
    return command.name == command.to


def keep_view(_: ViewBook, command: c.KeepView, __: object) -> tuple[e.ViewEvent, ...]:
    """Keep it."""
    return (e.ViewKept(at=command.at, view=command.view),)


def rename_view(_: ViewBook, command: c.RenameView, __: object) -> tuple[e.ViewEvent, ...]:
    """Rename it."""
    return (e.ViewRenamed(at=command.at, name=command.name, to=command.to),)


def remove_view(book: ViewBook, command: c.RemoveView, _: object) -> tuple[e.ViewEvent, ...]:
    """Remove it, where it is kept."""
    if book.view(command.name) is None:
        return ()
    return (e.ViewRemoved(at=command.at, name=command.name),)


# Folds


def _kept(book: ViewBook | None, event: e.ViewKept) -> ViewBook:
    book = book or ViewBook()
    others = [view for view in book.views if view.name != event.view.name]
    return replace(book, views=_sorted([*others, event.view]))


def _renamed(book: ViewBook, event: e.ViewRenamed) -> ViewBook:
    return replace(
        book,
        views=_sorted(
            [
                attrs.evolve(
                    view,
                    name=event.to if view.name == event.name else view.name,
                    filter=with_name(view.filter, event.name, event.to),
                )
                for view in book.views
            ]
        ),
    )


def _removed(book: ViewBook, event: e.ViewRemoved) -> ViewBook:
    return replace(book, views=tuple([view for view in book.views if view.name != event.name]))


def _sorted(views: Iterable[SavedView]) -> tuple[SavedView, ...]:
    return tuple(sorted(views, key=lambda view: view.name))


FOLDS: Mapping[type[e.ViewEvent], Callable[[Any, Any], ViewBook]] = {
    e.ViewKept: _kept,
    e.ViewRenamed: _renamed,
    e.ViewRemoved: _removed,
}
"""Event → fold."""

evolve: Callable[[ViewBook | None, e.ViewEvent], ViewBook] = fold_with(FOLDS)


def fold(events: Iterable[e.ViewEvent]) -> ViewBook | None:
    """Give the book after all events; ``None`` before a view was kept."""
    book: ViewBook | None = None
    for event in events:
        book = evolve(book, event)
    return book


# The table

DECISIONS: DecisionTable[ViewBook, object, e.ViewEvent] = DecisionTable(
    "view",
    (
        Decision(
            command=c.KeepView,
            begins=nothing_yet,
            settled=kept_so,
            rules=(
                rules.views_named_are_there,
                rules.no_view_names_itself,
                rules.views_named_are_few,
                rules.views_stay_few,
            ),
            outcome=keep_view,
        ),
        Decision(
            command=c.RenameView,
            begins=nothing_yet,
            settled=named_so,
            rules=(rules.view_is_kept, rules.name_is_free),
            outcome=rename_view,
        ),
        Decision(
            command=c.RemoveView,
            begins=nothing_yet,
            rules=(rules.view_is_the_sellers_own, rules.nobody_names_it),
            outcome=remove_view,
        ),
    ),
)


def decide(
    book: ViewBook | None, command: c.ViewCommand, world: object = None
) -> tuple[e.ViewEvent, ...]:
    """Give what a command brings about; ``None`` for a seller who keeps no view yet.

    Raises:
        Refused: when a rule says no.
    """
    return DECISIONS.decide(book, command, world)


def explain(
    book: ViewBook | None, command: c.ViewCommand, world: object = None
) -> tuple[Refusal, ...]:
    """Give every reason why a command would be refused; none where it would not be."""
    return DECISIONS.explain(book, command, world)
