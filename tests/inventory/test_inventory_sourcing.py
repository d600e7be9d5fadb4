"""Sourcing as truth tables: which pool ships what, and what is said of every other."""

from collections.abc import Mapping
from typing import Any

import pytest

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.inventory import (
    SOURCING_CLAUSES,
    Allocation,
    Coordinates,
    FewestParcels,
    Nearest,
    Place,
    PoolOffer,
    SinglePoolFirst,
    Sourced,
    SourcingPolicy,
    SourcingTerms,
    Wanted,
    ZoneTable,
    great_circle,
    resourced,
    wanted_of,
)

HERE = Place(zone="HERE")

ZONES = ZoneTable({("HERE", "NEAR"): 1, ("HERE", "MID"): 2, ("FAR", "HERE"): 3})


def pool(name: str, stock: str = "", **more: Any) -> PoolOffer:
    """Offer units written as ``MUG 2 CUP 1``, and ``MUG +2`` where they are yet to come."""
    words = stock.split()
    pairs = [*zip(words[::2], words[1::2], strict=True)]
    return PoolOffer(
        pool=name,
        available={sku: int(units) for sku, units in pairs if "+" not in units},
        backorder={sku: int(units) for sku, units in pairs if "+" in units},
        **more,
    )


def want(text: str) -> tuple[Wanted, ...]:
    """Want units written as ``MUG 2 CUP 1``."""
    words = text.split()
    pairs = zip(words[::2], words[1::2], strict=True)
    return tuple([Wanted(sku=sku, quantity=int(units)) for sku, units in pairs])


def shipped(answer: Sourced) -> str:
    """Write allocations as ``A: CUP 1, MUG 2; B: MUG +1``."""
    by_pool: dict[str, list[str]] = {}
    for some in answer.allocations:
        units = f"{some.sku} {'+' if some.backordered else ''}{some.quantity}"
        by_pool.setdefault(some.pool, []).append(units)
    return "; ".join(f"{name}: {', '.join(units)}" for name, units in by_pool.items())


def why(answer: Sourced) -> Mapping[str, str]:
    """Give the last code that names each pool which ships nothing."""
    told = {
        clause.facts["pool"]: clause.code for clause in answer.because if "pool" in clause.facts
    }
    return {name: code for name, code in told.items() if name not in answer.pools}


A, B, C = "A", "B", "C"


@pytest.mark.parametrize(
    ("wanted", "offers", "ships", "others"),
    [
        # One pool that has everything, though another comes first.
        ("MUG 2 CUP 1", [pool(A, "MUG 2"), pool(B, "MUG 2 CUP 1", priority=1)],
         "B: CUP 1, MUG 2", {A: "pool_cannot_serve_all"}),
        # Of two that have everything, the one of better priority; of equals, by name.
        ("MUG 1", [pool(A, "MUG 9", priority=2), pool(B, "MUG 1", priority=1)],
         "B: MUG 1", {A: "pool_comes_later"}),
        ("MUG 1", [pool(B, "MUG 9"), pool(A, "MUG 1")], "A: MUG 1", {B: "pool_comes_later"}),
        # None has everything: the best gives all that it can, then the next; the third is spared.
        ("MUG 5", [pool(A, "MUG 1", priority=2), pool(B, "MUG 3"), pool(C, "MUG 4", priority=1)],
         "B: MUG 3; C: MUG 2", {A: "pool_comes_later"}),
        # Books that were wrong count as none, and so does a pool that is closed.
        ("MUG 1", [pool(A, "MUG -3"), pool(B, "MUG 5", open=False), pool(C, "MUG 1", priority=3)],
         "C: MUG 1", {A: "pool_lacks_all", B: "pool_closed"}),
        # Nothing is backordered unless that is allowed.
        ("MUG 2", [pool(A, "MUG +5"), pool(B, "MUG 1")], "B: MUG 1", {A: "backorder_not_allowed"}),
    ],
)  # fmt: skip
def test_a_single_pool_comes_first(
    wanted: str, offers: list[PoolOffer], ships: str, others: Mapping[str, str]
) -> None:
    """Then priority."""
    answer = SinglePoolFirst()(want(wanted), offers, HERE)

    assert (shipped(answer), why(answer)) == (ships, others)


@pytest.mark.parametrize(
    ("wanted", "offers", "ships", "others"),
    [
        # Two pools do what the first three by priority would do.
        ("X 1 Y 1 Z 1", [pool(A, "X 1 Y 1", priority=2), pool(B, "Y 1"), pool(C, "Y 1 Z 1"),
                         pool("D", "X 1")],
         "C: Y 1, Z 1; D: X 1", {A: "pool_comes_later", B: "needs_more_parcels"}),
        # Two pools that only one could give everything spare it: the needed one is in every answer.
        ("X 2 Y 1", [pool(A, "X 2"), pool(B, "X 2 Y 1", priority=9)],
         "B: X 2, Y 1", {A: "needs_more_parcels"}),
        # Of equally few, the better priorities.
        ("X 2", [pool(A, "X 1", priority=2), pool(B, "X 1"), pool(C, "X 1", priority=1)],
         "B: X 1; C: X 1", {A: "pool_comes_later"}),
    ],
)  # fmt: skip
def test_the_fewest_parcels_ship(
    wanted: str, offers: list[PoolOffer], ships: str, others: Mapping[str, str]
) -> None:
    """Then priority."""
    answer = FewestParcels()(want(wanted), offers, HERE)

    assert (shipped(answer), why(answer)) == (ships, others)


NEAR, MID, FAR = (Place(zone=name) for name in ("NEAR", "MID", "FAR"))


@pytest.mark.parametrize(
    ("wanted", "offers", "most", "ships", "others"),
    [
        ("X 1", [pool(A, "X 1", place=FAR), pool(B, "X 1", place=NEAR)], None,
         "B: X 1", {A: "pool_comes_later"}),
        # Unit by unit: what the nearest has not comes from the next.
        ("X 3", [pool(A, "X 9", place=FAR), pool(B, "X 1", place=NEAR), pool(C, "X 1", place=MID)],
         None, "B: X 1; C: X 1; A: X 1", {}),
        # In one parcel only the far one can do it, and the near one would be one more.
        ("X 3", [pool(A, "X 9", place=FAR), pool(B, "X 1", place=NEAR)], 1,
         "A: X 3", {B: "parcel_limit_reached"}),
        # In two: the way of all units together is least with the nearest and the farthest.
        ("X 3", [pool(A, "X 9", place=FAR), pool(B, "X 1", place=NEAR), pool(C, "X 1", place=MID)],
         2, "B: X 1; A: X 2", {C: "parcel_limit_reached"}),
        # Of equally near, by priority.
        ("X 1", [pool(A, "X 1", place=MID, priority=1), pool(B, "X 1", place=MID)], None,
         "B: X 1", {A: "pool_comes_later"}),
        # What is nowhere comes last.
        ("X 2", [pool(A, "X 2"), pool(B, "X 1", place=FAR, priority=9)], None,
         "B: X 1; A: X 1", {}),
        ("X 1", [pool(A, "X 2"), pool(B, "X 1", place=FAR)], 1,
         "B: X 1", {A: "pool_comes_later"}),
    ],
)  # fmt: skip
def test_the_nearest_pool_ships(
    wanted: str, offers: list[PoolOffer], most: int | None, ships: str, others: Mapping[str, str]
) -> None:
    """Each unit comes the shortest way."""
    answer = Nearest(ZONES, SourcingTerms(most_parcels=most))(want(wanted), offers, HERE)

    assert (shipped(answer), why(answer)) == (ships, others)


EVERY: list[Any] = [SinglePoolFirst, FewestParcels, lambda terms: Nearest(ZONES, terms)]


@pytest.mark.parametrize("kind", EVERY)
@pytest.mark.parametrize(
    ("terms", "wanted", "offers", "ships", "left"),
    [
        # Whole or not at all.
        ({"partial": False}, "X 3 Y 1", [pool(A, "X 2 Y 1")], "", "X 3 Y 1"),
        ({"partial": True}, "X 3 Y 1", [pool(A, "X 2 Y 1")], "A: X 2, Y 1", "X 1"),
        ({"partial": False}, "X 2", [pool(A, "X 2")], "A: X 2", ""),
        # Units at hand come before units to come, though their pool comes later.
        ({"backorder": True}, "X 2", [pool(A, "X +5"), pool(B, "X 2", priority=9)], "B: X 2", ""),
        ({"backorder": True}, "X 3", [pool(A, "X +5"), pool(B, "X 2", priority=9)],
         "A: X +1; B: X 2", ""),
        ({"backorder": True, "partial": False}, "X 9", [pool(A, "X 1 X +9")],
         "A: X 1, X +8", ""),
        # In one parcel it is rather backordered than left over.
        ({"backorder": True, "most_parcels": 1}, "X 3", [pool(A, "X 2 X +1"), pool(B, "X 2")],
         "A: X 2, X +1", ""),
        ({"most_parcels": 1}, "X 3", [pool(A, "X 1"), pool(B, "X 2")], "B: X 2", "X 1"),
        ({"most_parcels": 1, "partial": False}, "X 3", [pool(A, "X 1"), pool(B, "X 2")],
         "", "X 3"),
        # With a limit, the pools that together have most, and not those that come first.
        ({"most_parcels": 2, "partial": False}, "X 9",
         [pool(A, "X 1"), pool(B, "X 1"), pool(C, "X 8")], "A: X 1; C: X 8", ""),
    ],
)  # fmt: skip
def test_every_policy_keeps_to_its_terms(
    kind: Any, terms: Any, wanted: str, offers: list[PoolOffer], ships: str, left: str
) -> None:
    """Part or whole, backordered or not, and in how many parcels."""
    answer = kind(SourcingTerms(**terms))(want(wanted), offers, HERE)

    assert shipped(answer) == ships
    assert answer.unsourced == want(left)
    assert answer.complete is (not left)


def test_what_is_already_on_its_way_costs_no_parcel() -> None:
    """A pool that ships anyway is asked first, and counted by a limit."""
    offers = [pool(A, "X 1"), pool(B, "X 1", priority=9, ships_anyway=True)]

    for policy in (SinglePoolFirst(), FewestParcels()):
        assert shipped(policy(want("X 1"), offers, HERE)) == "B: X 1"
    one = SinglePoolFirst(SourcingTerms(most_parcels=1))(want("X 2"), offers, HERE)
    assert (shipped(one), why(one)) == ("B: X 1", {A: "parcel_limit_reached"})


def test_pools_that_ship_anyway_together_spare_a_parcel() -> None:
    """A single pool more would be a parcel more."""
    offers = [
        pool(A, "X 2 Y 1"),
        pool(B, "X 2", ships_anyway=True),
        pool(C, "Y 2", ships_anyway=True),
    ]
    answer = SinglePoolFirst(SourcingTerms(partial=False))(want("X 2 Y 2"), offers, HERE)

    assert (shipped(answer), why(answer)) == ("B: X 2; C: Y 2", {A: "pool_not_needed"})


def test_among_many_pools_parcels_are_found_step_by_step() -> None:
    """Beyond twelve that could be spared, the answer says that not every way was compared."""
    offers = [pool(f"P{number:02}", "X 1 Y 1 Z 1") for number in range(14)]
    big = pool("BIG", "X 3 Y 2", priority=9)
    two = pool("TWO", "X 5 Z 2", priority=9)

    answer = FewestParcels()(want("X 4 Y 2 Z 2"), [*offers, big, two], HERE)
    limited = SinglePoolFirst(SourcingTerms(most_parcels=2))(
        want("X 9 Y 2"), [*offers, big, two], HERE
    )

    assert answer.pools == ("BIG", "TWO")
    assert shipped(limited) == "BIG: X 3, Y 2; TWO: X 5"
    for some in (answer, limited):
        assert "found_step_by_step" in [clause.code for clause in some.because]
        assert why(some)["P00"] in {"pool_not_needed", "parcel_limit_reached"}


def test_without_a_limit_priority_needs_no_search() -> None:
    """However many pools there are, each is asked in its turn, and the answer is exact."""
    offers = [pool(f"P{number:02}", "X 1") for number in range(14)]
    answer = SinglePoolFirst()(want("X 3"), offers, HERE)

    assert answer.pools == ("P00", "P01", "P02")
    assert "found_step_by_step" not in [clause.code for clause in answer.because]


def test_what_is_needed_is_no_choice() -> None:
    """Fourteen pools of which each has something of its own are all needed, and that is exact."""
    offers = [pool(f"P{number:02}", f"S{number} 1") for number in range(14)]
    wanted = want(" ".join(f"S{number} 1" for number in range(14)))
    answer = FewestParcels()(wanted, offers, HERE)

    assert len(answer.pools) == 14
    assert "found_step_by_step" not in [clause.code for clause in answer.because]


def test_a_step_too_many_is_taken_back() -> None:
    """Step by step, a pool that later ones make superfluous is dropped."""
    many = [pool(f"P{number:02}", "R 1") for number in range(13)]
    other = [pool("D", "X 1", priority=5), pool("E", "Y 1", priority=5)]
    offers = [*many, *other, pool(A, "X 4"), pool(B, "Y 4"), pool(C, "X 3 Y 3", priority=9)]
    answer = FewestParcels()(want("R 1 X 4 Y 4"), offers, HERE)

    assert shipped(answer) == "A: X 4; B: Y 4; P00: R 1"


class TestLinesAndBundles:
    """What is wanted is summed before any pool is asked."""

    def test_r04_lines_of_one_sku_are_one_wish(self) -> None:
        """R04, vendurehq/vendure#1028: two lines of one SKU do not see the same units."""
        answer = SinglePoolFirst()(want("X 2 X 2"), [pool(A, "X 3")], HERE)

        assert shipped(answer) == "A: X 3"
        assert answer.unsourced == want("X 1")

    def test_parts_of_a_bundle_are_wanted_and_not_the_bundle(self) -> None:
        """And added to what lines want of the same SKU."""
        bundles = {"SET": {"MUG": 4, "CUP": 2}}

        assert wanted_of([("SET", 2), ("MUG", 1)], bundles) == want("MUG 9 CUP 4")
        assert wanted_of([("MUG", 1), ("MUG", 2)]) == want("MUG 3")
        assert wanted_of([]) == ()

    @pytest.mark.parametrize(
        ("lines", "bundles"),
        [
            ([("X", 0)], {}),
            ([("X", -1)], {}),
            ([("X", 1.0)], {}),
            ([("X", True)], {}),
            ([("S", 0)], {"S": {}}),
            ([("S", 1)], {"S": {"X": 0}}),
            ([("S", 1)], {"S": {"X": True}}),
            ([("X", 10**9), ("X", 1)], {}),
            ([("S", 10**9)], {"S": {"X": 2}}),
        ],
    )
    def test_what_is_no_number_of_units_is_refused(self, lines: Any, bundles: Any) -> None:
        """More than anybody holds, too."""
        with pytest.raises(InvalidValue, match="quantity"):
            wanted_of(lines, bundles)


class TestSourcingAgain:
    """A pool fails; the others keep what they have."""

    KEPT = Allocation(pool=A, sku="X", quantity=2)
    LOST = Allocation(pool=B, sku="X", quantity=3)

    def test_only_what_the_failed_pool_had_is_placed(self) -> None:
        """Of the rest nothing moves, and a pool that ships anyway takes more."""
        offers = [pool(A, "X 1"), pool(B, "X 99"), pool(C, "X 9", priority=1)]
        answer = resourced([self.KEPT, self.LOST], B, offers, HERE, SinglePoolFirst())
        less = resourced([self.KEPT, self.LOST], B, offers, HERE, Nearest(ZONES))

        assert shipped(answer) == "A: X 2; C: X 3"
        assert shipped(less) == "A: X 3; C: X 2"
        assert [clause.code for clause in answer.because] == [
            "pool_failed",
            "pool_keeps",
            "pool_cannot_serve_all",
            "ships_from_stock",
            "one_pool_ships_all",
        ]

    def test_all_or_nothing_means_what_was_lost(self) -> None:
        """What another pool keeps is not taken back."""
        whole = SinglePoolFirst(SourcingTerms(partial=False))
        answer = resourced([self.KEPT, self.LOST], B, [pool(C, "X 2")], HERE, whole)

        assert answer.allocations == (self.KEPT,)
        assert answer.unsourced == want("X 3")

    def test_a_kept_parcel_counts_though_its_pool_offers_nothing(self) -> None:
        """A limit of one parcel leaves none for another pool."""
        one = SinglePoolFirst(SourcingTerms(most_parcels=1))
        answer = resourced([self.KEPT, self.LOST], B, [pool(C, "X 9")], HERE, one)

        assert answer.allocations == (self.KEPT,)
        assert why(answer) == {B: "pool_failed", C: "parcel_limit_reached"}

    def test_what_had_nothing_to_ship_fails_without_effect(self) -> None:
        """Failing twice is failing once."""
        first = resourced([self.KEPT, self.LOST], B, [pool(C, "X 9")], HERE, SinglePoolFirst())
        again = resourced(first.allocations, B, [pool(C, "X 6")], HERE, SinglePoolFirst())

        assert again.allocations == first.allocations
        assert again.unsourced == ()

    def test_the_same_units_lost_at_hand_and_on_backorder_are_one_wish(self) -> None:
        """They go to where they are at hand."""
        later = Allocation(pool=B, sku="X", quantity=4, backordered=True)
        answer = resourced([self.LOST, later], B, [pool(C, "X 9")], HERE, SinglePoolFirst())

        assert shipped(answer) == "C: X 7"


class TestDistances:
    """How far it is."""

    @pytest.mark.parametrize(
        ("start", "end", "metres"),
        [
            ((0, 0), (0, 0), 0),
            # A quarter and half of the globe: the radius times a half of pi, and pi.
            ((0, 0), (90, 17), 10_007_558),
            ((0, -90), (0, 90), 20_015_115),
            ((90, 0), (-90, 123), 20_015_115),
            ((0, 179), (0, -179), 222_390),
            # Antipodes of which the formula makes a little more than the whole way round.
            ((-44.9, -72.6), (44.9, 107.4), 20_015_115),
            # Paris to London, 343.5 km; New York to Los Angeles, 3,936 km.
            ((48.8566, 2.3522), (51.5074, -0.1278), 343_557),
            ((40.7128, -74.0060), (34.0522, -118.2437), 3_935_752),
        ],
    )
    def test_the_way_over_the_globe(
        self, start: tuple[float, float], end: tuple[float, float], metres: int
    ) -> None:
        """In metres, to the metre, and the same both ways."""
        here, there = (
            Place(coordinates=Coordinates(latitude=north, longitude=east))
            for north, east in (start, end)
        )

        assert great_circle(here, there) == metres
        assert great_circle(there, here) == metres

    def test_without_coordinates_no_way_is_known(self) -> None:
        """Of either end."""
        here = Place(coordinates=Coordinates(latitude=0, longitude=0))

        assert great_circle(here, Place()) is None
        assert great_circle(Place(), here) is None

    def test_a_table_of_zones(self) -> None:
        """Both ways, unless told apart; 0 within a zone, unless told; nothing of unknown zones."""
        table = ZoneTable({("A", "B"): 3, ("B", "A"): 4, ("A", "C"): 5, ("C", "C"): 1})
        a, b, c, none = (Place(zone=name) for name in ("A", "B", "C", ""))

        assert [table(a, b), table(b, a), table(a, c), table(c, a)] == [3, 4, 5, 5]
        assert [table(a, a), table(c, c), table(b, c)] == [0, 1, None]
        assert [table(a, none), table(none, a), table(none, none)] == [None, None, None]

    @pytest.mark.parametrize("distance", [-1, 1.5, True, None, "1"])
    def test_what_is_no_distance_is_refused(self, distance: Any) -> None:
        """Naming the zones."""
        with pytest.raises(InvalidTable, match="A to B"):
            ZoneTable({("A", "B"): distance})

    @pytest.mark.parametrize(
        ("latitude", "longitude", "field"),
        [
            (91, 0, "latitude"),
            (-90.1, 0, "latitude"),
            (float("nan"), 0, "latitude"),
            (True, 0, "latitude"),
            (0, 181, "longitude"),
            (0, "9", "longitude"),
        ],
    )
    def test_what_is_no_point_on_earth_is_refused(
        self, latitude: Any, longitude: Any, field: str
    ) -> None:
        """Naming the field."""
        with pytest.raises(InvalidValue) as caught:
            Coordinates(latitude=latitude, longitude=longitude)

        assert caught.value.field == field


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: PoolOffer(pool=""), "pool"),
        (lambda: PoolOffer(pool="A", available={"X": 1.0}), "units[X]"),
        (lambda: PoolOffer(pool="A", backorder=3), "units"),
        (lambda: PoolOffer(pool="A", priority="1"), "priority"),  # type: ignore[arg-type]
        (lambda: Place(zone=3), "zone"),  # type: ignore[arg-type]
        (lambda: Wanted(sku=" "), "sku"),
        (lambda: Allocation(pool="", sku="X", quantity=1), "pool"),
        (lambda: Allocation(pool="A", sku="X", quantity=0), "quantity"),
        (lambda: SourcingTerms(most_parcels=0), "most_parcels"),
        (lambda: SourcingTerms(partial=1), "partial"),  # type: ignore[arg-type]
        (lambda: SinglePoolFirst()([], [pool(A), pool(B), pool(A)], HERE), "offers"),
    ],
)
def test_what_cannot_be_is_refused(make: Any, field: str) -> None:
    """Under its name."""
    with pytest.raises(InvalidValue) as caught:
        make()

    assert caught.value.field == field


def test_every_clause_is_given_with_its_facts() -> None:
    """The table of clauses names each code that sourcing can give, and every fact."""
    any_way, whole = SinglePoolFirst(), SinglePoolFirst(SourcingTerms(partial=False))
    later = SinglePoolFirst(SourcingTerms(backorder=True))
    many = [pool(f"P{number:02}", "X 1") for number in range(15)]
    answers = [
        any_way([], [], HERE),
        any_way(want("X 1"), [], HERE),
        any_way(want("X 3"), [pool(A, "X +3"), pool(B, open=False), pool(C)], HERE),
        later(want("X 3"), [pool(A, "X 1 X +3")], HERE),
        later(want("X 1"), [pool(A, "X 1"), pool(B, "X +1")], HERE),
        any_way(want("X 1 Y 1"), [pool(A, "X 1"), pool(B, "X 1 Y 1"), pool(C, "X 1 Y 1")], HERE),
        whole(want("X 9"), [pool(A, "X 1")], HERE),
        SinglePoolFirst(SourcingTerms(most_parcels=1))(want("X 9"), many, HERE),
        FewestParcels()(want("X 1 Y 1"), [pool(A, "X 1"), pool(B, "X 1 Y 1")], HERE),
        Nearest(ZONES)(want("X 2"), [pool(A, "X 1"), pool(B, "X 1")], HERE),
        resourced(
            [Allocation(pool=A, sku="X", quantity=1), Allocation(pool=B, sku="X", quantity=1)],
            A,
            [pool(B)],
            HERE,
            any_way,
        ),
        SinglePoolFirst()(
            want("X 2 Y 2"),
            [
                pool(A, "X 2 Y 1"),
                pool(B, "X 2", ships_anyway=True),
                pool(C, "Y 2", ships_anyway=True),
            ],
            HERE,
        ),
    ]
    given = {clause.code: set(clause.facts) for some in answers for clause in some.because}

    assert given == {code: set(facts) for code, facts in SOURCING_CLAUSES.items()}


def test_a_plain_function_is_a_policy() -> None:
    """The port is one call, and needs no class."""

    def nothing(wanted: Any, offers: Any, to: Place, /) -> Sourced:
        return Sourced(allocations=(), unsourced=tuple(wanted), because=())

    policy: SourcingPolicy = nothing

    assert policy(want("X 1"), [], HERE).unsourced == want("X 1")


def test_pools_are_told_in_their_rank() -> None:
    """Whoever reads the clauses reads them in the order of the decisions."""
    offers = [pool(A, "X 1", priority=3), pool(B, "X 1", priority=2), pool(C, "X 1", priority=1)]
    told = [
        clause.facts["pool"]
        for clause in SinglePoolFirst()(want("X 2"), offers, HERE).because
        if "pool" in clause.facts
    ]

    assert told == [C, B, A]
