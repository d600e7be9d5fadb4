"""Books of views and their events of every kind, with values that are hard to keep."""

from ordercore.queries import views as v
from ordercore.queries.filtering import FIELDS, SavedView
from ordercore.testing.store.samples import AT, UNICODE

ODD = SavedView(name="größe+1", filter=f"{FIELDS['text'].is_(UNICODE)} | @late", says=UNICODE)


def every_book() -> tuple[v.ViewBook, ...]:
    """Make a book at every point of a life, with every field filled in."""
    books: list[v.ViewBook] = []
    for event in every_view_event():
        books.append(v.evolve(books[-1] if books else None, event))
    return tuple(books)


def every_view_event() -> tuple[v.ViewEvent, ...]:
    """Make events of every class that a book of views has."""
    return (
        v.ViewKept(at=AT, view=ODD),
        v.ViewKept(at=AT, view=SavedView(name="more", filter="-@größe+1 units:2..3")),
        v.ViewRenamed(at=AT, name="größe+1", to="注文"),
        v.ViewRemoved(at=AT, name="more"),
    )
