"""Packing as truth tables: which box, what is kept out of it and by which rule, what is done."""

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.clauses import Clause
from ordercore.kernel.dated import apart
from ordercore.kernel.replace import replace
from ordercore.kernel.units import Units
from ordercore.shipping.measures import Dimensions, Length, Weight, dimensional_rule
from ordercore.shipping.packing import (
    GUIDELINES,
    HARMLESS,
    LOADING_RULES,
    NO_GUIDELINES,
    PACKING_CLAUSES,
    Box,
    Goods,
    PackingPlan,
    PackingTerms,
    pack,
    packaging_guidelines,
)
from ordercore.shipping.packing.loading import Load
from ordercore.shipping.packing.space import Cuboid, Space, turns
from ordercore.shipping.packing.terms import PLAIN

TODAY = dt.date(2026, 11, 22)


def goods(line: str, size: str = "10 x 10 x 10", weight: str = "1 kg", **more: Any) -> Goods:
    """Give goods of so many centimetres."""
    return Goods(
        line=line, size=Dimensions.parse(f"{size} cm"), weight=Weight.parse(weight), **more
    )


def box(code: str, size: str, **more: Any) -> Box:
    """Give a box of so many centimetres inside, and one more outside."""
    inside = Dimensions.parse(f"{size} cm")
    outside = [side + Length.of(1, "cm") for side in (inside.length, inside.width, inside.height)]
    return Box(code=code, inside=inside, outside=Dimensions(*outside), **more)


SMALL, TALL, LARGE = box("S", "10 x 10 x 10"), box("T", "10 x 10 x 30"), box("L", "20 x 20 x 20")

BOXES = (SMALL, TALL, LARGE)


def told(plan: PackingPlan) -> str:
    """Write a plan as ``S: A 1; L: A 2, B 1; left: C 1``."""
    parts = [
        f"{'-' if one.box is None else one.box.code}: "
        + ", ".join(f"{units.line} {units.quantity}" for units in one.units)
        for one in plan.parcels
    ]
    left = ", ".join(f"{some.line} {some.quantity}" for some in plan.unpacked)
    return "; ".join([*parts, *([f"left: {left}"] if left else [])])


def clauses(plan: PackingPlan) -> Iterator[Clause]:
    """Give every clause of a plan."""
    for parcel in plan.parcels:
        yield from (*parcel.because, *parcel.handling)
    for some in plan.unpacked:
        yield from some.because


def codes(plan: PackingPlan) -> set[str]:
    """Give every code that a plan says."""
    return {clause.code for clause in clauses(plan)}


def guided(**asked: Any) -> PackingTerms:
    """Give terms with guidelines."""
    return PackingTerms(guidelines=replace(NO_GUIDELINES, **asked))


LITHIUM = PackingTerms(
    dangerous={"9": frozenset({"9", HARMLESS}), "3": frozenset({"3"}), "8": frozenset()},
)


@pytest.mark.parametrize(
    ("load", "terms", "plan", "said"),
    [
        ([], PLAIN, "", set()),
        # The smallest box that takes everything, whatever else there is.
        ([goods("A")], PLAIN, "S: A 1", {"box_chosen"}),
        ([goods("A", quantity=3)], PLAIN, "T: A 3", {"no_room", "box_holds_less"}),
        ([goods("A", quantity=8)], PLAIN, "L: A 8", {"box_holds_less"}),
        # Nothing takes all of it: the fullest first, then the smallest that takes the rest.
        ([goods("A", quantity=9)], PLAIN, "L: A 8; S: A 1", {"no_room"}),
        ([goods("A"), goods("B", "10 x 20 x 10")], PLAIN, "T: A 1, B 1", {"no_room"}),
        # What is turned over fits; what must not be does not.
        ([goods("A", "30 x 10 x 10")], PLAIN, "T: A 1", {"no_room"}),
        ([goods("A", "30 x 10 x 10", upright=True)], PLAIN, "left: A 1", {"no_room"}),
        ([goods("A", "10 x 10 x 30", upright=True)], PLAIN, "T: A 1", {"keep_upright"}),
        # A hair too large is too large.
        ([goods("A", "20.000001 x 20 x 20")], PLAIN, "left: A 1", {"no_room"}),
        # Alone: not even with its like.
        ([goods("A", alone=True, quantity=2), goods("B")], PLAIN, "S: A 1; S: A 1; S: B 1",
         {"ships_alone"}),
        ([goods("A"), goods("B", "5 x 5 x 5", alone=True)], PLAIN, "S: A 1; S: B 1",
         {"ships_alone"}),
        # In its own packaging: no box, unless it is fragile.
        ([goods("A", "50 x 50 x 50", own_box=True, quantity=2)], PLAIN, "-: A 1; -: A 1",
         {"leaves_as_it_is"}),
        ([goods("A", own_box=True), goods("B", "9 x 9 x 9")], PLAIN, "-: A 1; S: B 1",
         {"leaves_as_it_is"}),
        ([goods("B"), goods("A", "9 x 9 x 9", own_box=True)], PLAIN, "S: B 1; -: A 1",
         {"ships_alone", "leaves_as_it_is"}),
        ([goods("A", own_box=True, fragile=True)], PLAIN, "S: A 1",
         {"needs_overbox", "is_fragile"}),
        # Nothing stands on what is fragile, and it stands on others.
        ([goods("A", fragile=True, quantity=2)], PLAIN, "L: A 2", {"box_holds_less"}),
        ([goods("A", fragile=True), goods("B")], PLAIN, "T: A 1, B 1", {"is_fragile"}),
        # Dangerous goods: none by itself, each as its row says.
        ([goods("A", dangerous="9")], PLAIN, "left: A 1", {"class_not_shipped"}),
        ([goods("A", dangerous="9", quantity=2), goods("B")], LITHIUM, "T: A 2, B 1",
         {"needs_class_marks"}),
        ([goods("A", dangerous="3", quantity=2), goods("B")], LITHIUM, "T: A 2; S: B 1",
         {"classes_apart", "needs_class_marks"}),
        ([goods("B"), goods("A", "9 x 9 x 9", dangerous="3")], LITHIUM, "S: B 1; S: A 1",
         {"classes_apart"}),
        ([goods("A", dangerous="8", quantity=2)], LITHIUM, "S: A 1; S: A 1", {"classes_apart"}),
        # Weight, box with it.
        ([goods("A", quantity=3)], guided(most_weight=Weight.of(2, "kg")), "T: A 2; S: A 1",
         {"too_heavy"}),
        ([goods("A", weight="3 kg")], guided(most_weight=Weight.of(2, "kg")), "left: A 1",
         {"too_heavy"}),
        ([goods("A", weight="3 kg", quantity=2)],
         guided(most_weight=Weight.of(2, "kg"), heavy_alone=True), "S: A 1; S: A 1",
         {"too_heavy"}),
        # Size outside: a centimetre more than inside.
        ([goods("A")], guided(most_sides=Dimensions.of(11, 11, 11, "cm")), "S: A 1", set()),
        ([goods("A", quantity=3)], guided(most_sides=Dimensions.of(11, 11, 11, "cm")),
         "S: A 1; S: A 1; S: A 1", {"parcel_too_large"}),
        ([goods("A", "20 x 20 x 20")], guided(most_sides=Dimensions.of(20, 20, 20, "cm")),
         "left: A 1", {"parcel_too_large", "no_room"}),
        ([goods("A", "21 x 20 x 20", own_box=True)],
         guided(most_sides=Dimensions.of(20, 20, 20, "cm")), "left: A 1", {"parcel_too_large"}),
        ([goods("A", quantity=3)], guided(most_units=2), "T: A 2; S: A 1", {"too_many_units"}),
        # What has to be done.
        ([goods("A")], guided(packing_slip=True, branding_insert=False), "S: A 1",
         {"needs_packing_slip", "no_branding_insert"}),
        ([goods("A")], guided(branding_insert=True), "S: A 1", {"branding_insert_allowed"}),
        ([goods("A", poly_bag=True)], guided(warning_opening=Length.of(20, "cm")), "S: A 1",
         {"needs_poly_bag", "needs_suffocation_warning"}),
        # A flat bag around 30 x 15 x 5 opens 15 + 5.
        ([goods("A", "30 x 15 x 5", poly_bag=True, own_box=True)],
         guided(warning_opening=Length.of(20, "cm")), "-: A 1", {"needs_suffocation_warning"}),
        ([goods("A", weight="9 kg")], guided(team_lift=Weight.of(8, "kg")), "S: A 1",
         {"needs_team_lift"}),
        ([goods("A", weight="9 kg")],
         guided(team_lift=Weight.of(7, "kg"), mech_lift=Weight.of(8, "kg")), "S: A 1",
         {"needs_mech_lift"}),
    ],
)  # fmt: skip
def test_a_load_is_packed(
    load: list[Goods], terms: PackingTerms, plan: str, said: set[str]
) -> None:
    """Into these boxes, and the rules that forbade others are told."""
    packed = pack(load, BOXES, terms)

    assert told(packed) == plan
    assert said <= codes(packed)
    assert packed.complete == ("left" not in plan)


@pytest.mark.parametrize(
    ("load", "terms", "never"),
    [
        ([goods("A", poly_bag=True)], guided(), "needs_suffocation_warning"),
        ([goods("A", poly_bag=True)], guided(warning_opening=Length.of("20.1", "cm")),
         "needs_suffocation_warning"),
        ([goods("A", "30 x 15 x 5", poly_bag=True, own_box=True)],
         guided(warning_opening=Length.of("20.1", "cm")), "needs_suffocation_warning"),
        ([goods("A", weight="8 kg")], guided(team_lift=Weight.of(8, "kg")), "needs_team_lift"),
        ([goods("A", weight="9 kg")],
         guided(team_lift=Weight.of(7, "kg"), mech_lift=Weight.of(8, "kg")), "needs_team_lift"),
        ([goods("A", weight="8 kg")], guided(mech_lift=Weight.of(8, "kg")), "needs_mech_lift"),
        ([goods("A", own_box=True)], guided(), "needs_overbox"),
        ([goods("A", fragile=True)], guided(), "needs_overbox"),
        ([goods("A")], guided(branding_insert=None), "no_branding_insert"),
        ([goods("A")], guided(branding_insert=None), "branding_insert_allowed"),
        ([goods("A")], LITHIUM, "needs_class_marks"),
    ],
)  # fmt: skip
def test_nothing_is_asked_that_no_guideline_asks(
    load: list[Goods], terms: PackingTerms, never: str
) -> None:
    """Exactly at a limit is not above it, and what is not said is not asked."""
    assert never not in codes(pack(load, BOXES, terms))


def test_boxes_bear_what_they_bear_and_are_made_for_what_they_are_made() -> None:
    """Load, class, stock: each with its code."""
    load = [goods("A", quantity=2)]
    weak = [box("S", "10 x 10 x 10"), box("T", "10 x 10 x 30", most_load=Weight.of("1.5", "kg"))]
    assert told(pack(load, weak)) == "S: A 1; S: A 1"
    assert "box_too_weak" in codes(pack(load, weak))

    few = [box("S", "10 x 10 x 10", stock=1), box("T", "10 x 10 x 30", stock=0)]
    plan = pack(load, few)
    assert told(plan) == "S: A 1; left: A 1"
    assert [str(clause) for clause in plan.unpacked[0].because] == [
        "box_used_up (parcel=2, box=S)",
        "box_used_up (parcel=2, box=T)",
    ]

    unsafe = [box("S", "10 x 10 x 10", dangerous=()), box("T", "10 x 10 x 30", dangerous=["9"])]
    plan = pack([goods("A", dangerous="9"), goods("B")], unsafe, LITHIUM)
    assert told(plan) == "T: A 1, B 1"
    assert "box_not_for_class" in codes(plan)

    nothing = pack(load, [])
    assert [str(clause) for clause in nothing.unpacked[0].because] == [
        "no_box_at_all (line=A, sku=)"
    ]
    heavy = box("S", "10 x 10 x 10", tare=Weight.of("0.5", "kg"))
    assert told(pack(load, [heavy], guided(most_weight=Weight.of("1.4", "kg")))) == "left: A 2"


def test_a_plan_explains_itself() -> None:
    """The chosen box, each other box, and what kept out each line, in this order."""
    load = [goods("A", quantity=8), goods("B", alone=True)]

    first, second = pack(load, BOXES).parcels

    assert [str(clause) for clause in first.because] == [
        "box_chosen (parcel=1, box=L, units=8, percent=100)",
        "box_holds_less (parcel=1, box=S, by=L, units=1)",
        "no_room (parcel=1, box=S, line=A, sku=)",
        "box_holds_less (parcel=1, box=T, by=L, units=3)",
        "no_room (parcel=1, box=T, line=A, sku=)",
        "ships_alone (parcel=1, box=L, line=B, sku=)",
    ]
    assert [str(clause) for clause in second.because] == [
        "box_chosen (parcel=2, box=S, units=1, percent=100)"
    ]
    (alone,) = pack([goods("B", alone=True, quantity=2)], BOXES).parcels[:1]
    assert "box_larger (parcel=1, box=T, by=S)" in [str(clause) for clause in alone.because]


def test_a_parcel_tells_what_a_carrier_counts() -> None:
    """Weight and size of the whole, and what is billed for them."""
    terms = PackingTerms(dimensional=dimensional_rule("DHL Express", TODAY))
    sturdy = box("L", "20 x 20 x 20", tare=Weight.of(300, "g"))

    (parcel,) = pack([goods("A"), goods("B")], [sturdy], terms).parcels

    assert parcel.weight == Weight.of("2.3", "kg")
    assert parcel.size == Dimensions.of(21, 21, 21, "cm")
    assert parcel.dimensional == Weight.of(2, "kg")
    assert parcel.billable == Weight.of("2.5", "kg")
    assert parcel.filled == Fraction(1, 4)
    assert parcel.units == (Units("A", 1), Units("B", 1))
    plain = pack([goods("A")], [sturdy]).parcels[0]
    assert (plain.dimensional, plain.billable) == (None, None)


def test_units_stand_on_the_floor_or_on_others() -> None:
    """With half of their base at least, unless the terms ask for another share."""
    post = goods("P", "9 x 10 x 10", upright=True)
    board = goods("B", "20 x 10 x 2", upright=True, fragile=True)
    shelf = [box("X", "20 x 10 x 12")]

    def packed(share: Fraction) -> PackingPlan:
        return pack([post, board], shelf, PackingTerms(least_support=share))

    assert told(pack([post, board], shelf)) == "X: P 1; X: B 1"
    assert told(packed(Fraction(46, 100))) == "X: P 1; X: B 1"
    assert told(packed(Fraction(45, 100))) == "X: B 1, P 1"
    (parcel,) = packed(Fraction(45, 100)).parcels
    assert {some.line: some.z for some in parcel.placed} == {
        "P": Length(0),
        "B": Length.of(10, "cm"),
    }


def test_nothing_fragile_is_put_under_what_juts_out() -> None:
    """A board lies on a post, and what goes below its end must bear the board."""
    space = Space(Dimensions.parse("20 x 10 x 12 cm"), Fraction(1, 2))
    for size in ("11 x 10 x 10", "20 x 10 x 2"):
        ways = turns(Dimensions.parse(f"{size} cm"), upright=True)
        found = space.find(ways, fragile=False)
        assert found is not None
        space.place(found)

    below = turns(Dimensions.parse("9 x 10 x 9 cm"), upright=True)
    assert space.find(below, fragile=True) is None
    found = space.find(below, fragile=False)
    assert found is not None
    assert found.low == (Length.of(11, "cm").nanometres, 0, 0)


def test_nothing_is_put_over_what_is_fragile_though_it_touches_it_nowhere() -> None:
    """A board on two posts would fall on what stands between them, should one give way."""
    space = Space(Dimensions.parse("20 x 10 x 12 cm"), Fraction(1, 2))
    cm = Length.of(1, "cm").nanometres
    for begin, end, high, fragile in ((0, 5, 10, False), (15, 20, 10, False), (5, 15, 5, True)):
        space.place(Cuboid((begin * cm, 0, 0), (end * cm, 10 * cm, high * cm), fragile))

    board = turns(Dimensions.parse("20 x 10 x 2 cm"), upright=True)
    assert space.find(board, fragile=False) is None


def test_several_orders_of_a_load_are_tried() -> None:
    """By volume alone the first of these would take two boxes, and the second leave a unit."""
    ten = [box("X", "10 x 10 x 10")]
    load = [goods("A", "9 x 5 x 9"), goods("B", "7 x 3 x 6"), goods("C", "4 x 7 x 5")]
    assert told(pack(load, ten)) == "X: A 1, B 1, C 1"

    few = [box("S", "6 x 6 x 6", stock=1), box("X", "10 x 10 x 10", stock=1)]
    load = [goods("A", "4 x 7 x 8"), goods("B", "5 x 7 x 8"), goods("C", "5 x 5 x 6")]
    plan = pack(load, few)
    assert plan.complete
    assert len(plan.parcels) == 2


def test_parts_of_a_bundle_count_for_their_line() -> None:
    """Two SKUs of one line are packed each by itself, and told as units of it."""
    (parcel,) = pack([goods("1", sku="CUP"), goods("1", sku="LID")], BOXES).parcels

    assert parcel.units == (Units("1", 2),)
    assert {some.sku for some in parcel.placed} == {"CUP", "LID"}


def test_every_clause_has_the_facts_that_the_table_says() -> None:
    """All that the truth tables above say."""
    terms = PackingTerms(
        guidelines=packaging_guidelines("FBA inbound", TODAY, "US"), dangerous=LITHIUM.dangerous
    )
    load = [
        goods("A", "30 x 30 x 30", "30 kg", poly_bag=True),
        goods("B", "30 x 30 x 30", "50 kg"),
        goods("C", fragile=True, own_box=True, upright=True, quantity=30),
        goods("D", dangerous="3", quantity=2),
        goods("E", dangerous="7"),
        goods("F", alone=True),
        goods("G", own_box=True),
        goods("H", "200 x 10 x 10", own_box=True),
    ]
    boxes = [
        box("W", "40 x 40 x 40", most_load=Weight.of(1, "kg")),
        box("S", "20 x 20 x 20", dangerous=()),
        box("L", "60 x 60 x 60"),
        box("M", "40 x 40 x 40", stock=1),
        box("N", "40 x 40 x 41", stock=9),
    ]
    said = [
        *clauses(pack(load, boxes, terms)),
        *clauses(pack([goods("A", quantity=3)], BOXES, guided(packing_slip=True, most_units=1))),
        *clauses(pack([goods("A")], [])),
    ]

    assert {clause.code: (*clause.facts,) for clause in said} == {
        code: PACKING_CLAUSES[code] for code in {clause.code for clause in said}
    }
    assert {each.code for each in LOADING_RULES} <= {*PACKING_CLAUSES}


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: goods(" "), "line"),
        (lambda: goods("A", weight="0 g"), "weight"),
        (lambda: goods("A", quantity=0), "quantity"),
        (lambda: goods("A", fragile="no"), "fragile"),
        (lambda: box("", "1 x 1 x 1"), "code"),
        (lambda: box("S", "1 x 1 x 1", stock=-1), "stock"),
        (lambda: box("S", "1 x 1 x 1", dangerous=[9]), "dangerous"),
        (lambda: box("S", "1 x 1 x 1", tare=3), "tare"),
        (lambda: replace(SMALL, inside=LARGE.inside), "inside"),
        (lambda: PackingTerms(dangerous=["9"]), "dangerous"),
        (lambda: PackingTerms(dangerous={"9": None}), "dangerous"),
        (lambda: PackingTerms(dangerous={"4.1": "4.1"}), "dangerous"),
        (lambda: PackingTerms(dangerous={"9": [["9"]]}), "dangerous"),
        (lambda: packaging_guidelines("FBA inbound", "2026-01-01", "US"), "day"),  # type: ignore[arg-type]
        (lambda: pack(goods("A"), BOXES), "goods"),  # type: ignore[arg-type]
        (lambda: pack(["A"], BOXES), "goods"),  # type: ignore[list-item]
        (lambda: pack([goods("A")], ["S"]), "boxes"),  # type: ignore[list-item]
        (lambda: pack([goods("A")], BOXES, None), "terms"),  # type: ignore[arg-type]
        (lambda: PackingTerms(least_support=Fraction(3, 2)), "least_support"),
        (lambda: PackingTerms(guidelines=None), "guidelines"),  # type: ignore[arg-type]
        (lambda: guided(most_units=0), "most_units"),
        (lambda: guided(most_weight=50), "most_weight"),
        (lambda: pack([goods("A"), goods("A", "1 x 1 x 1")], BOXES), "goods"),
        (lambda: pack([], [SMALL, replace(LARGE, code="S")]), "boxes"),
        (lambda: Load(SMALL, SMALL.outside, PLAIN).take(goods("A", "11 x 1 x 1")), "goods"),
    ],
)
def test_what_cannot_be_packed_by_anybody_is_refused(make: Any, field: str) -> None:
    """With the field that is wrong."""
    with pytest.raises(InvalidValue) as caught:
        make()

    assert caught.value.field == field


def test_classes_share_a_parcel_both_ways_or_not_at_all() -> None:
    """A table that says one way only contradicts itself."""
    with pytest.raises(InvalidTable, match="9 may share a parcel with 3, but not 3 with 9"):
        PackingTerms(dangerous={"9": frozenset({"3"}), "3": frozenset()})
    with pytest.raises(InvalidTable, match="but not 5 with 9"):
        PackingTerms(dangerous={"9": frozenset({"5"})})


@pytest.mark.parametrize(
    ("day", "longest"), [(dt.date(2025, 5, 31), 25), (dt.date(2025, 6, 1), 36), (TODAY, 36)]
)
def test_guidelines_are_dated(day: dt.date, longest: int) -> None:
    """The longest side of an inbound box has been 36 inches since June 2025, and 25 before."""
    row = packaging_guidelines("FBA inbound", day, "US")

    assert row.most_sides is not None
    assert row.most_sides.longest == Length.of(longest, "in")
    assert row.most_weight == row.team_lift == Weight.of(50, "lb")
    assert row.mech_lift == Weight.of(100, "lb")
    assert row.bag_thickness == Length(38_100)


def test_guidelines_that_nobody_wrote_are_not_made_up() -> None:
    """Sellers who ship themselves put in a slip and no advertising; others have rows or none."""
    own = packaging_guidelines("MFN", TODAY, "DE")

    assert (own.packing_slip, own.branding_insert) == (True, False)
    assert packaging_guidelines("SHOP", TODAY) == NO_GUIDELINES
    with pytest.raises(InvalidTable, match="none of FBA inbound on marketplace DE"):
        packaging_guidelines("FBA inbound", TODAY, "DE")
    assert len(apart(GUIDELINES, "guidelines")) == 4
    assert all(row.source for row in GUIDELINES)
