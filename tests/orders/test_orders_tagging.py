"""Tags: a seller's own words on orders, put on and taken off again."""

from typing import Any

import attrs
import pytest
from hypothesis import assume, example
from hypothesis import given as for_all
from hypothesis import strategies as st
from order_stories import (
    O1,
    accepts,
    cancel,
    given,
    later,
    nothing_happens,
    pay,
    place,
    refusals,
    ship,
    tag,
    then,
    untag,
    when,
)

from ordercore.errors import InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.orders.decider import allowed, decide, explain, fold
from ordercore.orders.erasing import BuyerErased
from ordercore.orders.state import Order
from ordercore.orders.tag import LONGEST_TAG, MOST_TAGS, NOT_IN_TAGS, tag_word
from ordercore.orders.tagging import OrderTagged, OrderUntagged, TagOrder, UntagOrder
from ordercore.queries.filtering.expression import SPECIAL, quoted

PLACED = given(place())

GIFT = then(PLACED, tag("gift"))


# What a tag is


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("gift", "gift"),
        ("Gift", "gift"),
        ("GRÖSSE-XL", "grösse-xl"),
        ("gro\u0308\u00dfe", "größe"),
        ("2026/03", "2026/03"),
        ("a.b_c-d#1!?*%+", "a.b_c-d#1!?*%+"),
        ("急ぎ", "急ぎ"),
        ("x" * LONGEST_TAG, "x" * LONGEST_TAG),
    ],
)
def test_a_tag_is_a_short_word_in_small_letters(given: str, kept: str) -> None:
    """Whatever letters it is of; each character composed, so that it is one word however typed."""
    assert tag_word(given) == kept


@pytest.mark.parametrize(
    "value",
    [
        "", " ", "two words", "a\tb", "a\u00a0b", "a,b", "a|b", "a&b", "~a", "(a)", '"a"', "a:b",
        "a<b", "a>b", "a=b", "a\\b", "ada@example.com", "@late", "-a", "a..b", "a\0b", "a\u200bb",
        "\ud800", "x" * (LONGEST_TAG + 1), None, 7, b"gift",
    ],
)  # fmt: skip
def test_anything_else_is_no_tag(value: Any) -> None:
    """Blanks, signs that part a filter, mail addresses, signs that nobody sees; and too long."""
    with pytest.raises(InvalidValue) as error:
        tag_word(value)

    assert (error.value.field, error.value.value) == ("tag", value)


@for_all(st.text(max_size=LONGEST_TAG + 2) | st.from_regex(r"[A-ZÄ-Ü.\-/]{1,9}", fullmatch=True))
@example("ŐΣ")
@example("İ")
def test_a_tag_is_a_tag_of_itself_and_needs_no_quotes(text: str) -> None:
    """Kept as it is when it is given again, and written in a filter as it is."""
    try:
        word = tag_word(text)
    except InvalidValue:
        assume(False)
    else:
        assert tag_word(word) == word
        assert quoted(word) == word


def test_what_means_something_in_a_filter_is_in_no_tag() -> None:
    """All signs but blanks, which no word has."""
    assert {sign for sign in SPECIAL if not sign.isspace()} | {"@"} == NOT_IN_TAGS


# Putting on and taking off


def test_an_order_is_tagged() -> None:
    """With what is new alone; its tags stand sorted, each once."""
    told = when(GIFT, tag("Urgent", "gift", "b2b", "urgent"))

    assert told == OrderTagged(at=later(1), by=Actor.SELLER, tags=("b2b", "urgent"))
    assert fold([told], GIFT) == attrs.evolve(GIFT, tags=("b2b", "gift", "urgent"))


def test_tags_are_taken_off() -> None:
    """Those that are on it."""
    told = when(then(GIFT, tag("urgent")), untag("GIFT", "nothing"))

    assert told == OrderUntagged(at=later(2), by=Actor.SELLER, tags=("gift",))
    assert then(GIFT, tag("urgent"), untag("gift")).tags == ("urgent",)
    assert then(GIFT, untag("gift")) == PLACED


def test_law_4_tagging_twice_is_once() -> None:
    """And so is taking off."""
    assert nothing_happens(GIFT, tag("gift", days=2))
    assert nothing_happens(GIFT, tag("GIFT", days=2))
    assert nothing_happens(PLACED, untag("gift"))


@pytest.mark.parametrize(
    "order",
    [
        PLACED,
        given(place(), cancel(reason="no_inventory")),
        given(place(), pay(), ship()),
        fold([BuyerErased(at=later(1), by=Actor.SYSTEM, fields=3)], PLACED),
    ],
)
def test_an_order_is_tagged_at_any_time(order: Order | None) -> None:
    """Open, over or erased: it moves nothing, and nothing that is allowed otherwise changes."""
    assert order is not None
    tagged = then(order, tag("gift"))

    assert tagged == attrs.evolve(order, tags=("gift",))
    others = [some for some in allowed(tagged, later(3)) if not isinstance(some, UntagOrder)]
    assert others == list(allowed(order, later(3)))


def test_tags_outlive_their_buyer() -> None:
    """They say nothing of a person, so erasing leaves them."""
    erased = fold([BuyerErased(at=later(1), by=Actor.SYSTEM, fields=3)], GIFT)

    assert erased is not None
    assert erased.tags == ("gift",)


def test_all_tags_are_offered_to_be_taken_off() -> None:
    """Where there are any."""
    offers = {type(some): some for some in allowed(then(GIFT, tag("urgent")), later(3))}

    assert offers[UntagOrder] == untag("gift", "urgent", days=3)
    assert UntagOrder not in {type(some) for some in allowed(PLACED, later(3))}


def test_an_order_has_so_many_tags_and_no_more() -> None:
    """A record does not grow without end."""
    full = then(PLACED, tag(*map(str, range(MOST_TAGS))))

    (why,) = explain(full, tag("gift"))
    assert (why.code, why.facts) == ("too_many_tags", {"tags": MOST_TAGS + 1, "most": MOST_TAGS})
    assert nothing_happens(full, tag("1", "2"))
    assert accepts(then(full, untag("1")), tag("gift", "2"))


def test_sellers_tag_and_nobody_before_there_is_an_order() -> None:
    """On every channel, FBA too; buyers, carriers and marketplaces do not."""
    fba = given(place(channel="FBA"))

    assert accepts(fba, tag("gift"))
    assert accepts(fba, tag("gift", by=Actor.SYSTEM))
    for other in (Actor.BUYER, Actor.CARRIER, Actor.MARKETPLACE):
        assert list(refusals(fba, tag("gift", by=other))) == ["actor_may_not"]
        assert list(refusals(fba, untag("gift", by=other))) == ["actor_may_not"]
    assert list(refusals(PLACED, tag("gift", days=-1))) == ["before_placed"]
    assert list(refusals(GIFT, untag("gift", days=-1))) == ["before_placed"]


@pytest.mark.parametrize("kind", [TagOrder, UntagOrder])
@pytest.mark.parametrize("tags", ["gift", (), 7, ("two words",), ("gift", None)])
def test_commands_name_one_tag_or_several(kind: type[TagOrder | UntagOrder], tags: Any) -> None:
    """Text alone is taken for a mistake."""
    with pytest.raises(InvalidValue) as error:
        kind(order_id=O1, at=later(1), tags=tags)

    assert error.value.field == "tags"


@for_all(
    st.lists(st.tuples(st.booleans(), st.sets(st.sampled_from("ABCabcd"), min_size=1)), max_size=12)
)
def test_an_order_has_the_tags_that_were_put_on_it_last(
    said: list[tuple[bool, set[str]]],
) -> None:
    """Against a plain set; whatever was said in which order and how often."""
    order, plain = PLACED, set[str]()
    for is_put, words in said:
        command = tag(*words) if is_put else untag(*words)
        order = fold(decide(order, command), order) or order
        small = {word.lower() for word in words}
        plain = plain | small if is_put else plain - small

    assert order.tags == tuple(sorted(plain))
