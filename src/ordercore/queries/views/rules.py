"""When a view may be kept, renamed or removed."""

from ordercore.kernel.rules import Facts, rule
from ordercore.queries.filtering.viewing import MOST_NAMED, names_in, view_name, views_named
from ordercore.queries.views import commands as c
from ordercore.queries.views.shipped import SHIPPED
from ordercore.queries.views.view_book import MOST_VIEWS, ViewBook, filters_of


@rule("view_names_unknown", instead=("view",))
def views_named_are_there(book: ViewBook, command: c.KeepView, _: object) -> Facts | None:
    """A view names others that there are."""
    there = {*filters_of(book), command.view.name}
    unknown = sorted(names_in(command.view.filter) - there)
    return {"view": command.view.name, "unknown": unknown} if unknown else None


@rule("views_name_each_other", instead=("view",))
def no_view_names_itself(book: ViewBook, command: c.KeepView, _: object) -> Facts | None:
    """No view names itself, be it by others that it names."""
    name, filters = command.view.name, {**filters_of(book), command.view.name: command.view.filter}
    way = _way(name, name, filters, ())
    return {"view": name, "way": way} if way else None


def _way(name: str, to: str, filters: dict[str, str], gone: tuple[str, ...]) -> tuple[str, ...]:
    """Give the views by which one names another, both ends too; none where it does not."""
    for named in sorted(names_in(filters.get(name, ""))):
        if named == to:
            return (*gone, name, named)
        way = () if named in gone else _way(named, to, filters, (*gone, name))
        if way:
            return way
    return ()


@rule("view_names_too_many", instead=("view",))
def views_named_are_few(book: ViewBook, command: c.KeepView, _: object) -> Facts | None:
    """No view names more others than can be read at once, counting those that they name in turn."""
    filters = {**filters_of(book), command.view.name: command.view.filter}
    for name, text in sorted(filters.items()):
        if _named(text, filters, (name,), MOST_NAMED) > MOST_NAMED:
            return {"view": name, "most": MOST_NAMED}
    return None


def _named(text: str, filters: dict[str, str], within: tuple[str, ...], most: int) -> int:
    """Count the views that a filter names, each time anew; no further than one beyond the most."""
    number = 0
    for sign in views_named(text):
        name = view_name(sign.text[1:])
        if name in within or name not in filters or number > most:
            continue
        number += 1 + _named(filters[name], filters, (*within, name), most - number - 1)
    return number


@rule("too_many_views", first=("RemoveView",))
def views_stay_few(book: ViewBook, command: c.KeepView, _: object) -> Facts | None:
    """A seller keeps no more views than somebody could look through."""
    number = len({*[view.name for view in book.views], command.view.name})
    return {"views": number, "most": MOST_VIEWS} if number > MOST_VIEWS else None


@rule("view_unknown", instead=("name",), first=("KeepView",))
def view_is_kept(book: ViewBook, command: c.RenameView, _: object) -> Facts | None:
    """A view that is renamed was kept before."""
    return None if book.view(command.name) else {"view": command.name}


@rule("view_already_exists", instead=("to",))
def name_is_free(book: ViewBook, command: c.RenameView, _: object) -> Facts | None:
    """A view gets a name that no other has."""
    return {"view": command.to} if command.to in filters_of(book) else None


@rule("view_is_shipped")
def view_is_the_sellers_own(book: ViewBook, command: c.RemoveView, _: object) -> Facts | None:
    """Views that are there from the start stay; another may be kept in the place of one."""
    shipped = command.name in SHIPPED and book.view(command.name) is None
    return {"view": command.name} if shipped else None


@rule("view_is_named", first=("KeepView", "RemoveView"))
def nobody_names_it(book: ViewBook, command: c.RemoveView, _: object) -> Facts | None:
    """A view that others name stays, unless there is one from the start under its name."""
    by = book.naming(command.name)
    return {"view": command.name, "by": by} if by and command.name not in SHIPPED else None
