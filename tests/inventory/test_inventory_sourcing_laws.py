"""Laws of sourcing, and the naive search through every set of pools that it must agree with."""

from collections.abc import Collection, Iterator
from itertools import combinations
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from ordercore.inventory import (
    SOURCING_CLAUSES,
    Coordinates,
    FewestParcels,
    Nearest,
    Place,
    PoolOffer,
    SinglePoolFirst,
    Sourced,
    SourcingTerms,
    Wanted,
    ZoneTable,
    great_circle,
    resourced,
)
from ordercore.inventory.sourcing.supply import Cover, supply_of
from ordercore.kernel.replace import replace

SKUS = ("X", "Y", "Z")

POOLS = ("A", "B", "C", "D", "E")

ZONES = ZoneTable({("A", "B"): 10, ("A", "C"): 30, ("B", "C"): 20})

TO = Place(zone="A")


def stocks(most: int) -> st.SearchStrategy[dict[str, int]]:
    """Some units of some SKUs."""
    return st.dictionaries(st.sampled_from(SKUS), st.integers(-1, most), max_size=3)


def offers() -> st.SearchStrategy[list[PoolOffer]]:
    """Some pools, each once, in any order."""
    one = st.builds(
        PoolOffer,
        pool=st.sampled_from(POOLS),
        available=stocks(4),
        backorder=stocks(2),
        place=st.sampled_from(["", "A", "B", "C"]).map(lambda zone: Place(zone=zone)),
        priority=st.integers(0, 2),
        open=st.sampled_from([True, True, True, False]),
        ships_anyway=st.sampled_from([False, False, False, True]),
    )
    return st.lists(one, max_size=5, unique_by=lambda offer: offer.pool)


def wishes() -> st.SearchStrategy[list[Wanted]]:
    """Some lines."""
    one = st.builds(Wanted, sku=st.sampled_from(SKUS), quantity=st.integers(1, 7))
    return st.lists(one, max_size=3)


def terms() -> st.SearchStrategy[SourcingTerms]:
    """Any terms."""
    return st.builds(
        SourcingTerms,
        partial=st.booleans(),
        backorder=st.booleans(),
        most_parcels=st.none() | st.integers(1, 4),
    )


def policies(on: SourcingTerms) -> tuple[Any, ...]:
    """Every shipped policy."""
    return SinglePoolFirst(on), FewestParcels(on), Nearest(ZONES, on)


def allowed(known: Collection[PoolOffer], on: SourcingTerms) -> Iterator[frozenset[str]]:
    """Give every set of pools that may ship, those that do so anyway with them."""
    anyway = frozenset(offer.pool for offer in known if offer.ships_anyway)
    others = [offer.pool for offer in known if not offer.ships_anyway]
    most = len(known) if on.most_parcels is None else max(0, on.most_parcels - len(anyway))
    for more in range(min(most, len(others)) + 1):
        for some in combinations(others, more):
            yield anyway.union(some)


def cover(
    wanted: Collection[Wanted],
    known: Collection[PoolOffer],
    pools: Collection[str],
    on: SourcingTerms,
) -> Cover:
    """Count by hand what some pools leave over, and what they backorder."""
    unsourced = backordered = 0
    for sku in SKUS:
        asked = sum(some.quantity for some in wanted if some.sku == sku)
        ships = [offer for offer in known if offer.pool in pools and offer.open]
        now = min(asked, sum(max(offer.available.get(sku, 0), 0) for offer in ships))
        later = sum(max(offer.backorder.get(sku, 0), 0) for offer in ships) if on.backorder else 0
        ever = min(asked, now + later)
        unsourced += asked - ever
        backordered += ever - now
    return Cover(unsourced, backordered)


def reached(answer: Sourced) -> Cover:
    """Give what an answer leaves over, and what it backorders."""
    return Cover(
        sum(some.quantity for some in answer.unsourced),
        sum(some.quantity for some in answer.allocations if some.backordered),
    )


def parcels(answer: Sourced, known: Collection[PoolOffer]) -> int:
    """Count the parcels that an answer costs beside those that leave anyway."""
    anyway = {offer.pool for offer in known if offer.ships_anyway}
    return len(set(answer.pools) - anyway)


@given(wishes(), offers(), terms())
def test_law_as_much_as_can_be_is_sourced(
    wanted: list[Wanted], known: list[PoolOffer], on: SourcingTerms
) -> None:
    """No set of pools that may ship leaves less over, or backorders less."""
    best = min(cover(wanted, known, pools, on) for pools in allowed(known, on))
    total = sum(some.quantity for some in wanted)

    for policy in policies(on):
        nothing = best.unsourced and not on.partial
        assert reached(policy(wanted, known, TO)) == (Cover(total, 0) if nothing else best)


@given(wishes(), offers(), terms())
def test_law_no_fewer_parcels_can_do_it(
    wanted: list[Wanted], known: list[PoolOffer], on: SourcingTerms
) -> None:
    """Compared with every set of pools there is."""
    answer = FewestParcels(on)(wanted, known, TO)
    anyway = {offer.pool for offer in known if offer.ships_anyway}
    sizes = [
        len(pools - anyway)
        for pools in allowed(known, on)
        if cover(wanted, known, pools, on) == reached(answer)
    ]

    if answer.allocations:
        assert parcels(answer, known) == min(sizes)


@given(wishes(), offers(), terms())
def test_law_one_pool_ships_all_if_any_can(
    wanted: list[Wanted], known: list[PoolOffer], on: SourcingTerms
) -> None:
    """The best in priority, of those from which a parcel leaves anyway, or else of all."""
    on = replace(on, most_parcels=None)
    known = [replace(offer, ships_anyway=False) for offer in known]
    answer = SinglePoolFirst(on)(wanted, known, TO)
    alone = [
        (offer.priority, offer.pool)
        for offer in known
        if cover(wanted, known, {offer.pool}, on) == reached(answer)
    ]

    if answer.allocations and alone:
        assert answer.pools == (min(alone)[1],)


@given(wishes(), offers(), terms())
def test_law_no_shorter_way_is_left(
    wanted: list[Wanted], known: list[PoolOffer], on: SourcingTerms
) -> None:
    """Of all sets that may ship, units come from one with the least way altogether."""
    answer = Nearest(ZONES, on)(wanted, known, TO)
    supply = supply_of(
        {sku: n for sku in SKUS if (n := sum(w.quantity for w in wanted if w.sku == sku))},
        known,
        backorder=on.backorder,
    )
    away = {offer.pool: ZONES(offer.place, TO) for offer in known}

    def way(allocations: Any) -> tuple[int, int]:
        lost = sum(some.quantity for some in allocations if away[some.pool] is None)
        return lost, sum(some.quantity * (away[some.pool] or 0) for some in allocations)

    ways = [
        way(supply.filled(sorted(pools, key=lambda pool: (away[pool] is None, away[pool] or 0))))
        for pools in allowed(known, on)
        if cover(wanted, known, pools, on) == reached(answer)
    ]
    if answer.allocations:
        assert way(answer.allocations) == min(ways)


@given(wishes(), offers(), terms(), st.randoms(use_true_random=False))
def test_law_order_makes_no_difference(
    wanted: list[Wanted], known: list[PoolOffer], on: SourcingTerms, pick: Any
) -> None:
    """Neither of offers nor of lines."""
    for policy in policies(on):
        mixed = policy(pick.sample(wanted, len(wanted)), pick.sample(known, len(known)), TO)
        assert mixed == policy(wanted, known, TO)


@given(wishes(), offers(), terms())
def test_law_every_decision_is_explained(
    wanted: list[Wanted], known: list[PoolOffer], on: SourcingTerms
) -> None:
    """Each pool by one clause of shipping per allocation, or by one of why not; codes are known."""
    for policy in policies(on):
        answer = policy(wanted, known, TO)
        ships = [clause for clause in answer.because if clause.code.startswith("ships_")]
        told = [
            (clause.facts["pool"], clause.facts["sku"], clause.facts["units"]) for clause in ships
        ]
        silent = {offer.pool for offer in known} - set(answer.pools)
        why = [
            clause.facts["pool"]
            for clause in answer.because
            if "pool" in clause.facts
            and clause not in ships
            and clause.code not in {"distance_unknown", "one_pool_ships_all"}
        ]

        assert told == [(some.pool, some.sku, some.quantity) for some in answer.allocations]
        assert sorted(why) == sorted(silent)
        for clause in answer.because:
            assert set(SOURCING_CLAUSES[clause.code]) == set(clause.facts)


@example(
    wanted=[Wanted(sku="X", quantity=1)],
    known=[
        PoolOffer(pool="A", available={"X": 1}, ships_anyway=True),
        PoolOffer(pool="B", available={"X": 1}),
    ],
    on=SourcingTerms(partial=False, backorder=False),
)
@given(wishes(), offers(), terms())
def test_law_reasons_are_true(
    wanted: list[Wanted], known: list[PoolOffer], on: SourcingTerms
) -> None:
    """What is said of a pool holds when it is looked at by itself."""
    offered = {offer.pool: offer for offer in known}
    rank = {offer.pool: (offer.priority, offer.pool) for offer in known}
    far = {
        offer.pool: (ZONES(offer.place, TO) is None, ZONES(offer.place, TO) or 0, *rank[offer.pool])
        for offer in known
    }
    for policy in policies(on):
        answer = policy(wanted, known, TO)
        for clause in answer.because:
            facts = clause.facts
            one = offered.get(facts.get("pool", ""))
            match clause.code:
                case "pool_closed":
                    assert one is not None
                    assert not one.open
                case "pool_comes_later":
                    ranks: dict[str, Any] = rank if facts["sourcing"] == "priority" else far
                    assert all(ranks[other] < ranks[facts["pool"]] for other in facts["by"])
                case "parcel_limit_reached":
                    assert facts["most"] is not None
                    anyway = {offer.pool for offer in known if offer.ships_anyway}
                    assert len(anyway.union(answer.pools)) >= facts["most"]
                case "pool_lacks_all" | "backorder_not_allowed":
                    has = cover(wanted, known, {facts["pool"]}, on)
                    assert has == cover(wanted, known, (), on)
                case "backorder_not_needed":
                    assert reached(answer).backordered == 0
                case "pool_cannot_serve_all":
                    assert cover(wanted, known, {facts["pool"]}, on) > reached(answer)
                case "needs_more_parcels":
                    anyway = {offer.pool for offer in known if offer.ships_anyway}
                    falls_short = cover(wanted, known, {facts["pool"]}, on) > reached(answer)
                    assert falls_short or not set(answer.pools) - anyway
                case _:
                    pass


@given(wishes(), offers(), terms(), st.sampled_from(POOLS))
def test_law_sourcing_again_moves_nothing_that_others_keep(
    wanted: list[Wanted], known: list[PoolOffer], on: SourcingTerms, failed: str
) -> None:
    """Every unit of the order is kept, placed anew or left over, and never where it failed."""
    for policy in policies(on):
        first = policy(wanted, known, TO)
        left = [_less(offer, first) for offer in known]
        again = resourced(first.allocations, failed, left, TO, policy)

        def units(answer: Sourced, pool: str, sku: str) -> int:
            of = [some for some in answer.allocations if (some.pool, some.sku) == (pool, sku)]
            return sum(some.quantity for some in of)

        assert failed not in again.pools
        for sku in SKUS:
            others = [offer.pool for offer in known if offer.pool != failed]
            assert all(units(again, pool, sku) >= units(first, pool, sku) for pool in others)
            placed = sum(units(again, pool, sku) for pool in POOLS)
            over = sum(some.quantity for some in again.unsourced if some.sku == sku)
            assert placed + over == sum(units(first, pool, sku) for pool in POOLS)
        for offer in known:
            for some in again.allocations:
                if some.pool == offer.pool:
                    has = offer.backorder if some.backordered else offer.available
                    assert some.quantity <= has[some.sku]


def _less(offer: PoolOffer, answer: Sourced) -> PoolOffer:
    """Give an offer less what has been allocated of it."""

    def left(units: Any, *, backordered: bool) -> dict[str, int]:
        taken = {
            some.sku: some.quantity
            for some in answer.allocations
            if (some.pool, some.backordered) == (offer.pool, backordered)
        }
        return {sku: number - taken.get(sku, 0) for sku, number in units.items()}

    return replace(
        offer,
        available=left(offer.available, backordered=False),
        backorder=left(offer.backorder, backordered=True),
    )


@given(
    st.lists(
        st.builds(
            PoolOffer,
            pool=st.integers(0, 30).map("P{:02}".format),
            available=stocks(2),
            priority=st.integers(0, 2),
        ),
        min_size=14,
        max_size=25,
        unique_by=lambda offer: offer.pool,
    ),
    wishes(),
    st.none() | st.integers(1, 6),
)
def test_law_many_pools_are_enough_too(
    known: list[PoolOffer], wanted: list[Wanted], most: int | None
) -> None:
    """Without a limit all that can be is sourced, and no pool ships in vain."""
    on = SourcingTerms(most_parcels=most)
    everything = cover(wanted, known, {offer.pool for offer in known}, on)
    for policy in policies(on):
        answer = policy(wanted, known, TO)
        assert most is None or len(answer.pools) <= most
        assert most is not None or reached(answer) == everything
    fewest = FewestParcels(on)(wanted, known, TO)
    for pool in fewest.pools:
        without = set(fewest.pools) - {pool}
        assert cover(wanted, known, without, on) > reached(fewest)


points = st.builds(Coordinates, latitude=st.floats(-90, 90), longitude=st.floats(-180, 180)).map(
    lambda point: Place(coordinates=point)
)


@given(points, points, points)
def test_law_distances_over_the_globe_are_distances(one: Place, two: Place, three: Place) -> None:
    """The same both ways, none to itself, never more than half around, no detour shorter."""
    there, back = great_circle(one, two), great_circle(two, one)
    along, across = great_circle(two, three), great_circle(one, three)

    assert there is not None
    assert along is not None
    assert across is not None
    assert there == back
    assert great_circle(one, one) == 0
    assert 0 <= there <= 20_015_116
    # Each is rounded to a metre, and near the antipode the formula loses some more.
    assert across <= there + along + 3
