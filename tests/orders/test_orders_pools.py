"""The pools of a world: one or several per channel, with terms, a policy and a destination."""

from typing import Any

import pytest

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.inventory import SOMEWHERE, PoolTerms
from ordercore.orders.world import WHOLE_FROM_ONE, WORLD, World

NAMED: dict[str, tuple[Any, tuple[str, ...]]] = {
    "one": ("main", ("main",)),
    "one in a tuple": (("main",), ("main",)),
    "several": (("east", "west"), ("east", "west")),
    "several in a list": (["west", "east"], ("west", "east")),
}


@pytest.mark.parametrize("case", NAMED)
def test_a_channel_has_one_pool_or_several(case: str) -> None:
    """In the order in which they are named."""
    named, expected = NAMED[case]
    world = World(pools={"MFN": named}, pool_terms={"returns": PoolTerms()})

    assert world.pools_of("MFN") == expected
    assert world.pools_of("FBA") == ()
    assert world.known_pools == {*expected, "returns"}


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"pools": {"MFN": ()}}, "MFN has no pool, or one twice"),
        ({"pools": {"MFN": ("a", "a")}}, "MFN has no pool, or one twice"),
        ({"pools": {"MFN": ""}}, "MFN: '' is no pool"),
        ({"pools": {"MFN": ("a", "b/c")}}, "MFN: 'b/c' is no pool"),
        ({"pools": {"MFN": 7}}, "MFN: 7 is no pool"),
        ({"pool_terms": {"a/b": PoolTerms()}}, "the terms of 'a/b' are none of a pool"),
        ({"pool_terms": {"a": None}}, "the terms of 'a' are none of a pool"),
    ],
)
def test_pools_that_cannot_be_kept_are_refused(wrong: dict[str, Any], problem: str) -> None:
    """When the world is built, with the channel and the name."""
    with pytest.raises(InvalidTable) as refused:
        World(**wrong)

    assert refused.value.problems == (problem,)


@pytest.mark.parametrize("field", ["sourcing", "destination"])
def test_a_policy_and_a_destination_are_functions(field: str) -> None:
    """Anything else would fail when the first order comes."""
    wrong: dict[str, Any] = {field: "nearest"}

    with pytest.raises(InvalidValue, match=field):
        World(**wrong)


def test_a_world_sources_whole_orders_unless_told_otherwise() -> None:
    """From one pool first, with backorders, and not in part."""
    terms = WHOLE_FROM_ONE.terms

    assert WORLD.sourcing is WHOLE_FROM_ONE
    assert (terms.partial, terms.backorder, terms.most_parcels) == (False, True, None)
    assert WORLD.destination(None) is SOMEWHERE


@pytest.mark.parametrize("wrong", [{"priority": "1"}, {"open": 1}, {"place": "Berlin"}])
def test_terms_of_a_pool_are_typed(wrong: dict[str, Any]) -> None:
    """A priority is a number, and a place is a place."""
    with pytest.raises(InvalidValue):
        PoolTerms(**wrong)
