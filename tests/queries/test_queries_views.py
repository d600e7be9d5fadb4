"""Views: filters under names, told apart, expanded, and kept in a book."""

from collections.abc import Mapping
from typing import Any

import attrs
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from ordercore.errors import InvalidValue, Refused
from ordercore.kernel.time import instant
from ordercore.orders.state import Order
from ordercore.queries.filtering import (
    FIELDS,
    BadFilter,
    Expanding,
    Expression,
    SavedView,
    Viewpoint,
    names_views,
    parse,
    selected,
)
from ordercore.queries.filtering.viewing import MOST_NAMED, names_in, with_name
from ordercore.queries.views import (
    SHIPPED,
    KeepView,
    RemoveView,
    RenameView,
    ViewBook,
    ViewKept,
    ViewRemoved,
    ViewRenamed,
    decide,
    evolve,
    explain,
    filters_of,
    fold,
    views_of,
)
from ordercore.queries.views.commands import LONGEST_TEXT
from ordercore.queries.views.view_book import MOST_VIEWS
from ordercore.testing.strategies import orders

AT = instant("2026-03-02T09:30:00Z")

FILTERS = {
    "late": "is:late",
    "prime": "channel:SFP",
    "late-prime": "@late @prime",
    "either": "@late | @prime",
    "all": "()",
}


def read(text: str, filters: Mapping[str, str] = FILTERS) -> Expression:
    """Read a text that names views."""
    return parse(text, viewing=Expanding(filters))


# In filters


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("@late", "is:late"),
        ("@Late", "is:late"),
        ("@late-prime", "is:late channel:SFP"),
        ("@late-prime -is:held", "is:late channel:SFP -is:held"),
        ("-@late-prime", "-(is:late channel:SFP)"),
        ("@either units>2", "(is:late | channel:SFP) units>2"),
        ("@either | @prime", "is:late | channel:SFP | channel:SFP"),
        ("~@either", "-(is:late | channel:SFP)"),
        ("@all", ""),
        ("sku:@late", "sku:@late"),
        ('"@late"', 'text:"@late"'),
        ("text:@late", "text:@late"),
    ],
)
def test_a_view_stands_for_its_filter(text: str, means: str) -> None:
    """As if it were written in brackets; as a value, and in quotes, it is a text like others."""
    assert read(text) == parse(means)
    assert parse(str(read(text))) == read(text)


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("a @nope", 2, "one of the views there are: @all, @bad, @either, "),
        ("@", 0, "a word of no more than 40 characters"),
        ("units>1 @me", 8, "a view that does not name itself: @me names @me"),
        ("@you", 0, "a view that does not name itself: @you names @they names @you"),
        ("-@bad", 1, "@bad to be readable: in 'is:lat' at character 4, expected one of at_risk"),
        ("@worse", 0, "@worse to be readable: in '-@bad' at character 2, expected @bad to be"),
        ("@late:x", 0, "one of the fields"),
        ("@late>3", 0, "one of the fields"),
    ],
)
def test_a_view_that_cannot_be_read_is_told_where_it_is_named(
    text: str, position: int, expected: str
) -> None:
    """Unknown, naming itself through others, or unreadable in itself."""
    more = {**FILTERS, "me": "@me", "you": "@they", "they": "a | @you"}
    with pytest.raises(BadFilter) as bad:
        read(text, {**more, "bad": "is:lat", "worse": "-@bad"})

    assert bad.value.position == position
    assert expected in bad.value.expected


def test_no_view_is_known_where_nobody_gives_any() -> None:
    """The text alone says nothing of them."""
    with pytest.raises(BadFilter, match="without views"):
        parse("@late")
    with pytest.raises(BadFilter, match="there are: none"):
        read("@late", {})


def test_views_are_not_named_without_end() -> None:
    """Each that names another twice doubles what is read; so many are read, and no more."""
    doubling = {f"v{n}": f"@v{n - 1} | @v{n - 1}" for n in range(1, 40)} | {"v0": "is:late"}

    assert read("@v4", doubling) == parse(" | ".join(["is:late"] * 16))
    with pytest.raises(BadFilter, match=f"no more than {MOST_NAMED} views"):
        read("@v39", doubling)


NAMES = st.sampled_from(sorted(FILTERS))

PIECES = st.one_of(
    NAMES.map("@{}".format), st.sampled_from(["is:held", "-units>2", "mug", '"@late"', "(a | b)"])
)


@for_all(st.lists(PIECES, min_size=1, max_size=4), st.sampled_from([" ", " | "]))
def test_expanding_is_writing_brackets(pieces: list[str], between: str) -> None:
    """The law: a name means what its filter means there; and what was read is read again."""
    text = between.join(pieces)
    plain = between.join(_plain(piece) for piece in pieces)

    assert read(text) == read(plain)
    assert parse(str(read(text))) == read(text)


def _plain(piece: str) -> str:
    return f"({FILTERS[piece[1:]]})" if piece[1:] in FILTERS else piece


@for_all(st.lists(PIECES, min_size=1, max_size=4), NAMES)
def test_renaming_in_a_text_changes_what_is_named_and_no_more(pieces: list[str], name: str) -> None:
    """With the view under its new name, the text means the same."""
    text = "  ".join(pieces)
    renamed = with_name(text, name, "new")

    assert names_in(renamed) == frozenset(
        "new" if some == name else some for some in names_in(text)
    )
    assert read(renamed, {**FILTERS, "new": FILTERS[name]}) == read(text)
    assert with_name(renamed, "new", name) == text


@for_all(orders(), st.integers(0, 40))
def test_a_view_is_asked_for_as_a_value_or_by_its_name(order: Order, days: int) -> None:
    """Either means the same; only then views have to be looked up."""
    seen = Viewpoint(order.terms.placed_at.add(days=days))
    view = SavedView(name="x", filter="-@late units>1")
    meant = selected("-is:late units>1", seen).holds(order)

    for wanted in (view, view.filter):
        assert names_views(wanted)
        assert selected(wanted, seen, FILTERS).holds(order) is meant
    assert not names_views(SavedView(name="x", filter="is:late"))
    assert not names_views(FIELDS["is"].is_("late"))
    with pytest.raises(BadFilter):
        selected(view, seen)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": "two words"}, "name"),
        ({"name": "@x"}, "name"),
        ({"name": ""}, "name"),
        ({"name": None}, "name"),
        ({"filter": ""}, "filter"),
        ({"filter": " "}, "filter"),
        ({"filter": "is:lat"}, "filter"),
        ({"filter": "@two@"}, "filter"),
        ({"filter": None}, "filter"),
        ({"says": None}, "says"),
    ],
)
def test_a_view_is_checked_when_it_is_made(said: dict[str, Any], field: str) -> None:
    """Its name is a word as tags are, and its filter can be read."""
    with pytest.raises(InvalidValue) as error:
        SavedView(**{"name": "x", "filter": "is:late", **said})

    assert error.value.field == field


def test_views_from_the_start_can_be_read() -> None:
    """Each stands under its own name, names no other, and says what it is for."""
    for name, view in SHIPPED.items():
        assert view.name == name
        assert not names_in(view.filter)
        assert view.says
    assert views_of(None) == dict(SHIPPED)


# The book


def keep(name: str, filter: str, says: str = "") -> KeepView:
    """Keep a view."""
    return KeepView(at=AT, view=SavedView(name=name, filter=filter, says=says))


def rename(name: str, to: str) -> RenameView:
    """Rename a view."""
    return RenameView(at=AT, name=name, to=to)


def remove(name: str) -> RemoveView:
    """Remove a view."""
    return RemoveView(at=AT, name=name)


def after(*commands: KeepView | RenameView | RemoveView) -> ViewBook:
    """Give the book after some commands."""
    book = ViewBook()
    for command in commands:
        for event in decide(book, command):
            book = evolve(book, event)
    return book


MINE = after(keep("mine", "units>2"), keep("more", "@mine | @late"))


def test_views_are_kept_renamed_and_removed() -> None:
    """By name; what names a view that is renamed names it so."""
    mine = SavedView(name="mine", filter="units>2")

    assert decide(None, keep("Mine", "units>2")) == (ViewKept(at=AT, view=mine),)
    assert [view.name for view in MINE.views] == ["mine", "more"]
    assert MINE.view("mine") == mine
    assert MINE.view("other") is None
    renamed = after(keep("mine", "units>2"), keep("more", "@Mine | @late"), rename("mine", "big"))
    assert renamed.views == (
        SavedView(name="big", filter="units>2"),
        SavedView(name="more", filter="@big | @late"),
    )
    assert decide(MINE, rename("mine", "a")) == (ViewRenamed(at=AT, name="mine", to="a"),)
    assert decide(MINE, remove("more")) == (ViewRemoved(at=AT, name="more"),)
    assert fold(decide(None, keep("x", "a"))) == after(keep("x", "a"))
    assert fold([]) is None


def test_law_4_twice_is_once() -> None:
    """Keeping the same, naming it as it is, removing what is not kept."""
    assert decide(MINE, keep("mine", "units>2")) == ()
    assert decide(MINE, rename("mine", "mine")) == ()
    assert decide(MINE, remove("nothing")) == ()
    assert decide(MINE, keep("mine", "units>2", says="big ones")) != ()


def test_a_view_may_stand_in_place_of_one_from_the_start() -> None:
    """Until it is removed, or goes by another name."""
    own = after(keep("late", "is:late channel:MFN"), keep("more", "@late"))

    assert views_of(own)["late"].filter == "is:late channel:MFN"
    assert filters_of(after(keep("late", "a"), remove("late")))["late"] == "is:late"
    assert [view.name for view in after(keep("late", "a"), rename("late", "b")).views] == ["b"]
    assert evolve(own, *decide(own, remove("late"))).views == (
        SavedView(name="more", filter="@late"),
    )


@pytest.mark.parametrize(
    ("command", "code", "facts"),
    [
        (
            keep("x", "@no | @way @late"),
            "view_names_unknown",
            {"view": "x", "unknown": ["no", "way"]},
        ),
        (keep("x", "@x"), "views_name_each_other", {"view": "x", "way": ("x", "x")}),
        (
            keep("mine", "@held @more"),
            "views_name_each_other",
            {"view": "mine", "way": ("mine", "more", "mine")},
        ),
        (rename("nothing", "x"), "view_unknown", {"view": "nothing"}),
        (rename("late", "x"), "view_unknown", {"view": "late"}),
        (rename("mine", "more"), "view_already_exists", {"view": "more"}),
        (rename("mine", "late"), "view_already_exists", {"view": "late"}),
        (remove("late"), "view_is_shipped", {"view": "late"}),
        (remove("mine"), "view_is_named", {"view": "mine", "by": ("more",)}),
    ],
)
def test_what_could_not_be_read_is_not_kept(
    command: KeepView | RenameView | RemoveView, code: str, facts: dict[str, Any]
) -> None:
    """Each with its reason; nothing has changed then."""
    (why,) = explain(MINE, command)

    assert (why.code, why.facts) == (code, facts)
    with pytest.raises(Refused):
        decide(MINE, command)


def test_a_circle_is_found_beside_others_and_on_the_way() -> None:
    """By the first way, in the order of names; one that does not come back is none."""
    book = after(
        keep("a", "is:late"), keep("b", "@a"), keep("c", "@a | @b"), keep("d", "@late @c @b")
    )
    (why,) = explain(book, keep("a", "@held | @d"))

    assert why.facts["way"] == ("a", "d", "b", "a")
    assert not explain(book, keep("a", "@held"))


def test_a_view_names_so_many_and_no_more() -> None:
    """Counted as they are read, through others that are kept already too."""
    steps = [keep(f"v{n}", f"@v{n - 1} | @v{n - 1}") for n in range(1, 7)]
    book = after(keep("v0", "is:late"), *steps[:5])
    (why,) = explain(book, steps[5])
    (other,) = explain(book, keep("v0", "@late | @late | @held"))

    assert (why.code, why.facts) == ("view_names_too_many", {"view": "v6", "most": MOST_NAMED})
    assert (other.code, other.facts["view"]) == ("view_names_too_many", "v5")


def test_a_book_has_so_many_views_and_no_more() -> None:
    """One that is kept already may be changed."""
    full = ViewBook(views=tuple(SavedView(name=f"v{n:03}", filter="a") for n in range(MOST_VIEWS)))
    (why,) = explain(full, keep("x", "a"))

    assert (why.code, why.facts) == (
        "too_many_views",
        {"views": MOST_VIEWS + 1, "most": MOST_VIEWS},
    )
    assert decide(full, keep("v001", "b"))


@pytest.mark.parametrize("field", ["filter", "says"])
def test_texts_are_of_some_length(field: str) -> None:
    """No longer than somebody would write."""
    said = {"filter": "a", "says": "", field: "x" * LONGEST_TEXT}
    assert after(keep("x", **said)).views

    with pytest.raises(InvalidValue) as error:
        keep("x", **{**said, field: "x" * (LONGEST_TEXT + 1)})
    assert error.value.field == field
    with pytest.raises(InvalidValue, match="view"):
        KeepView(at=AT, view="late")  # type: ignore[arg-type]


COMMANDS = st.one_of(
    st.builds(
        keep,
        st.sampled_from("abc"),
        st.lists(st.sampled_from(["@a", "@b", "@c", "@late", "units>2"]), min_size=1).map(" ".join),
    ),
    st.builds(rename, st.sampled_from("abc"), st.sampled_from("abcd")),
    st.builds(remove, st.sampled_from("abcd")),
)


@for_all(st.lists(COMMANDS, max_size=12))
def test_every_view_that_is_kept_can_be_read(commands: list[Any]) -> None:
    """Whatever is kept, renamed and removed in whatever order; renaming moves no meaning."""
    book = ViewBook()
    for command in commands:
        if explain(book, command):
            continue
        before = _meanings(book)
        for event in decide(book, command):
            book = evolve(book, event)
        now = _meanings(book)
        if isinstance(command, RenameView):
            assert sorted(map(str, before.values())) == sorted(map(str, now.values()))
    assert book.views == tuple(sorted(book.views, key=lambda view: view.name))
    assert all(attrs.evolve(view) == view for view in book.views)


def _meanings(book: ViewBook) -> dict[str, Expression]:
    filters = filters_of(book)
    return {view.name: parse(view.filter, viewing=Expanding(filters)) for view in book.views}
