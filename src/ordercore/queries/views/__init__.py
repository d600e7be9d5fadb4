"""Views: filters that a seller keeps under names, and those that are there from the start."""

from ordercore.queries.views.commands import KeepView, RemoveView, RenameView, ViewCommand
from ordercore.queries.views.decider import DECISIONS, decide, evolve, explain, fold
from ordercore.queries.views.events import EVENTS, ViewEvent, ViewKept, ViewRemoved, ViewRenamed
from ordercore.queries.views.shipped import SHIPPED
from ordercore.queries.views.view_book import BOOK, ViewBook, filters_of, views_of

__all__ = [
    "BOOK",
    "DECISIONS",
    "EVENTS",
    "SHIPPED",
    "KeepView",
    "RemoveView",
    "RenameView",
    "ViewBook",
    "ViewCommand",
    "ViewEvent",
    "ViewKept",
    "ViewRemoved",
    "ViewRenamed",
    "decide",
    "evolve",
    "explain",
    "filters_of",
    "fold",
    "views_of",
]
