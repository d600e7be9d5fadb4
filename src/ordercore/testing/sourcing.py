# ruff: noqa: S101 - a suite asserts
"""The conformance suite of a sourcing policy of your own.

::

    from ordercore.testing import SourcingConformance

    class TestMyPolicy(SourcingConformance):
        partial = False

        def make_policy(self):
            return MyPolicy(...)

Say what your policy may do: ``partial``, ``backorder`` and ``most_parcels``.
Each test is a sentence of the contract in :mod:`ordercore.inventory.sourcing.policy`, and is tried
on orders and pools made up at random, always the same ones.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from random import Random

import attrs
import pytest

from ordercore.errors import InvalidValue
from ordercore.inventory import (
    Allocation,
    Coordinates,
    Place,
    PoolOffer,
    Sourced,
    SourcingPolicy,
    Wanted,
)
from ordercore.kernel.replace import replace

SKUS = ("CUP", "LAMP", "MUG")

POOLS = ("east", "main", "north", "south", "west")

ZONES = ("", "A", "B", "C")


@attrs.frozen
class Asked:
    """A question to a policy."""

    wanted: tuple[Wanted, ...]
    offers: tuple[PoolOffer, ...]
    destination: Place

    def given(self, sku: str) -> int:
        """Give how many units of a SKU are wanted."""
        return sum(some.quantity for some in self.wanted if some.sku == sku)


class SourcingConformance(ABC):
    """Inherit from this, give ``make_policy`` and what it may do; pytest runs the contract."""

    partial: bool = True
    """Whether the policy may source a part of what is wanted."""

    backorder: bool = False
    """Whether it may promise units that are not at hand."""

    most_parcels: int | None = None
    """How many pools may ship at most; ``None`` for as many as it takes."""

    questions: int = 300
    """How many questions each test asks."""

    @abstractmethod
    def make_policy(self) -> SourcingPolicy:
        """Make a policy; each test has one of its own."""

    @pytest.fixture
    def policy(self) -> SourcingPolicy:
        """Give a fresh policy."""
        return self.make_policy()

    def test_no_pool_gives_more_than_it_offers(self, policy: SourcingPolicy) -> None:
        """At hand or to come, each by itself; a pool without an offer gives nothing."""
        for asked, answer in self.answers(policy):
            offered = {offer.pool: offer for offer in asked.offers}
            for (pool, sku, backordered), units in _units(answer).items():
                assert pool in offered, asked
                offer = offered[pool]
                has = offer.backorder if backordered else offer.available
                assert units <= has.get(sku, 0), (pool, sku, asked)

    def test_a_closed_pool_gives_nothing(self, policy: SourcingPolicy) -> None:
        """Whatever it has."""
        for asked, answer in self.answers(policy):
            closed = {offer.pool for offer in asked.offers if not offer.open}
            assert closed.isdisjoint(some.pool for some in answer.allocations), asked

    def test_every_unit_wanted_is_sourced_or_left_over(self, policy: SourcingPolicy) -> None:
        """Exactly once: never more than is wanted, and none is forgotten."""
        for asked, answer in self.answers(policy):
            told = {some.sku for some in answer.allocations}
            told |= {some.sku for some in (*asked.wanted, *answer.unsourced)}
            for sku in sorted(told):
                sourced = sum(some.quantity for some in answer.allocations if some.sku == sku)
                left = sum(some.quantity for some in answer.unsourced if some.sku == sku)
                assert sourced + left == asked.given(sku), (sku, asked)

    def test_without_partial_it_is_all_or_nothing(self, policy: SourcingPolicy) -> None:
        """Either nothing is left over, or nothing is sourced."""
        for asked, answer in self.answers(policy):
            assert self.partial or not (answer.allocations and answer.unsourced), asked

    def test_without_backorder_only_units_at_hand_are_promised(
        self, policy: SourcingPolicy
    ) -> None:
        """Nothing waits."""
        for asked, answer in self.answers(policy):
            waits = [some for some in answer.allocations if some.backordered]
            assert self.backorder or waits == [], asked

    def test_no_more_parcels_leave_than_may(self, policy: SourcingPolicy) -> None:
        """Those that leave anyway are counted, and forbid none of their own."""
        for asked, answer in self.answers(policy):
            anyway = {offer.pool for offer in asked.offers if offer.ships_anyway}
            parcels = anyway.union(some.pool for some in answer.allocations)
            most = len(parcels) if self.most_parcels is None else self.most_parcels
            assert len(parcels) <= max(most, len(anyway)), asked

    def test_the_same_question_has_the_same_answer(self, policy: SourcingPolicy) -> None:
        """At once, later, and from another policy made the same way."""
        first = []
        for asked, answer in self.answers(policy):
            assert policy(asked.wanted, asked.offers, asked.destination) == answer, asked
            first.append(answer)

        assert first == [answer for _, answer in self.answers(policy)]
        assert first == [answer for _, answer in self.answers(self.make_policy())]

    def test_the_order_of_offers_makes_no_difference(self, policy: SourcingPolicy) -> None:
        """Stores give rows in whatever order they find them."""
        pick = Random(1)  # noqa: S311 - questions that can be repeated
        for asked, answer in self.answers(policy):
            mixed = pick.sample(asked.offers, len(asked.offers))
            assert policy(asked.wanted, mixed, asked.destination) == answer, asked

    def test_lines_of_one_sku_are_summed(self, policy: SourcingPolicy) -> None:
        """Two lines of a unit each want what one line of two wants."""
        for asked, answer in self.answers(policy):
            each = [Wanted(sku=some.sku) for some in asked.wanted for _ in range(some.quantity)]
            apart = policy(each, asked.offers, asked.destination)
            assert _units(apart) == _units(answer), asked

    def test_every_pool_is_explained(self, policy: SourcingPolicy) -> None:
        """Each is named by a clause under ``pool``, with what it ships or why it ships nothing."""
        for asked, answer in self.answers(policy):
            told = {clause.facts.get("pool") for clause in answer.because}
            assert {offer.pool for offer in asked.offers} <= told, asked

    def test_what_can_be_had_is_sourced(self, policy: SourcingPolicy) -> None:
        """Nothing is left over of one unit that an open pool has at hand."""
        for pool in POOLS:
            for sku in SKUS:
                offers = [
                    PoolOffer(pool=some, available={sku: 1} if some == pool else {})
                    for some in POOLS
                ]
                answer = policy([Wanted(sku=sku)], offers, Place())
                assert answer.allocations == (Allocation(pool=pool, sku=sku, quantity=1),)

    def test_nothing_wanted_and_nothing_offered_are_answered(self, policy: SourcingPolicy) -> None:
        """With nothing sourced, and with everything left over; never by an error."""
        pool = PoolOffer(pool="main", available={"MUG": 1})

        assert policy([], [pool], Place()).allocations == ()
        assert policy([], [], Place()).unsourced == ()
        assert policy([Wanted(sku="MUG")], [], Place()).unsourced == (Wanted(sku="MUG"),)

    def test_two_offers_of_one_pool_are_refused(self, policy: SourcingPolicy) -> None:
        """Which of them holds, nobody could tell."""
        pool = PoolOffer(pool="main", available={"MUG": 1})

        with pytest.raises(InvalidValue) as caught:
            policy([Wanted(sku="MUG")], [pool, replace(pool, priority=1)], Place())

        assert caught.value.field == "offers"

    def answers(self, policy: SourcingPolicy) -> Iterator[tuple[Asked, Sourced]]:
        """Ask every question."""
        for asked in _questions(self.questions):
            yield asked, policy(asked.wanted, asked.offers, asked.destination)


def _questions(count: int) -> Iterator[Asked]:
    pick = Random(0)  # noqa: S311 - questions that can be repeated
    for _ in range(count):
        pools = pick.sample(POOLS, pick.randrange(len(POOLS) + 1))
        yield Asked(
            wanted=tuple(
                [
                    Wanted(sku=pick.choice(SKUS), quantity=pick.randint(1, 6))
                    for _ in range(pick.randrange(4))
                ]
            ),
            offers=tuple([_offer(pool, pick) for pool in pools]),
            destination=_place(pick),
        )


def _offer(pool: str, pick: Random) -> PoolOffer:
    return PoolOffer(
        pool=pool,
        available={sku: pick.randint(-1, 5) for sku in SKUS if pick.random() < 0.7},
        backorder={sku: pick.randint(0, 5) for sku in SKUS if pick.random() < 0.3},
        place=_place(pick),
        priority=pick.randrange(3),
        open=pick.random() < 0.9,
        ships_anyway=pick.random() < 0.1,
    )


def _place(pick: Random) -> Place:
    latitude, longitude = pick.randint(-90, 90), pick.randint(-180, 180)
    known = pick.random() < 0.8
    return Place(
        zone=pick.choice(ZONES),
        coordinates=Coordinates(latitude=latitude, longitude=longitude) if known else None,
    )


def _units(answer: Sourced) -> dict[tuple[str, str, bool], int]:
    units: dict[tuple[str, str, bool], int] = {}
    for some in answer.allocations:
        key = (some.pool, some.sku, some.backordered)
        units[key] = units.get(key, 0) + some.quantity
    return units
