"""Label books that last: a file of SQLite's, for one machine."""

from ordercore.adapters.label_books.sqlite import SqliteLabelBook

__all__ = ["SqliteLabelBook"]
