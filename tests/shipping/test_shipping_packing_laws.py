"""Laws of packing, over loads and boxes made up at random."""

from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st

from ordercore.kernel.replace import replace
from ordercore.shipping.measures import Dimensions, Length, Weight
from ordercore.shipping.packing import (
    HARMLESS,
    NO_GUIDELINES,
    Box,
    Goods,
    PackedParcel,
    PackingTerms,
    Placed,
    pack,
)

CLASSES = ("3", "9")


def centimetres(most: int) -> st.SearchStrategy[Dimensions]:
    """Give sizes."""
    side = st.integers(1, most).map(lambda count: Length.of(count, "cm"))
    return st.builds(Dimensions, side, side, side)


def weights(most: int) -> st.SearchStrategy[Weight]:
    """Give weights."""
    return st.integers(1, most).map(lambda count: Weight.of(count, "kg"))


rarely = st.integers(0, 5).map(lambda number: not number)

kinds = st.builds(
    Goods,
    line=st.sampled_from("ABCDEF"),
    quantity=st.integers(1, 5),
    size=centimetres(12),
    weight=weights(9),
    dangerous=st.sampled_from(("", "", "", *CLASSES)),
    fragile=rarely,
    upright=rarely,
    alone=rarely,
    own_box=rarely,
)

loads = st.lists(kinds, max_size=5, unique_by=lambda goods: goods.line)


@st.composite
def boxes(draw: st.DrawFn) -> list[Box]:
    """Give boxes, a centimetre larger outside than inside."""
    inside = draw(st.lists(centimetres(25), max_size=4))
    one = Length.of(1, "cm")
    return [
        Box(
            code=f"B{number}",
            inside=size,
            outside=Dimensions(size.length + one, size.width + one, size.height + one),
            tare=Weight.of(100, "g"),
            most_load=draw(st.none() | weights(20)),
            stock=draw(st.none() | st.integers(0, 3)),
            dangerous=draw(st.none() | st.sets(st.sampled_from(CLASSES))),
        )
        for number, size in enumerate(inside)
    ]


terms = st.builds(
    PackingTerms,
    guidelines=st.builds(
        lambda weight, sides, units, heavy: replace(
            NO_GUIDELINES,
            most_weight=weight,
            most_sides=sides,
            most_units=units,
            heavy_alone=heavy,
        ),
        st.none() | weights(20),
        st.none() | centimetres(30),
        st.none() | st.integers(1, 6),
        st.booleans(),
    ),
    dangerous=st.sampled_from(
        (
            {},
            {"9": frozenset({"9", HARMLESS})},
            {"9": frozenset({"9", "3", HARMLESS}), "3": frozenset({"3", "9"})},
        )
    ),
    least_support=st.sampled_from((Fraction(0), Fraction(1, 2), Fraction(1))),
)


def corners(some: Placed) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Give the lowest and the highest corner of what lies somewhere."""
    low = (some.x.nanometres, some.y.nanometres, some.z.nanometres)
    sides = (some.size.length, some.size.width, some.size.height)
    high = tuple(at + side.nanometres for at, side in zip(low, sides, strict=True))
    return low, high


def shadow(one: Placed, other: Placed) -> int:
    """Give the area in which one is over or under the other."""
    (low, high), (other_low, other_high) = corners(one), corners(other)
    area = 1
    for axis in (0, 1):
        area *= max(0, min(high[axis], other_high[axis]) - max(low[axis], other_low[axis]))
    return area


def of(load: list[Goods], some: Placed) -> Goods:
    """Give the goods that something is of."""
    return next(goods for goods in load if goods.key == (some.line, some.sku))


@given(loads, boxes(), terms)
def test_law_every_unit_is_in_one_parcel_or_told_to_be_left(
    load: list[Goods], kinds: list[Box], on: PackingTerms
) -> None:
    """None twice, none forgotten, and each that is left with the codes of why."""
    plan = pack(load, kinds, on)

    counts = {goods.key: 0 for goods in load}
    for parcel in plan.parcels:
        assert parcel.placed
        for some in parcel.placed:
            counts[some.line, some.sku] += 1
    for left in plan.unpacked:
        assert left.because
        counts[left.line, left.sku] += left.quantity
    assert counts == {goods.key: goods.quantity for goods in load}
    assert [parcel.number for parcel in plan.parcels] == [*range(1, len(plan.parcels) + 1)]


# At a corner where each axis is free, something else may still be in the way.
IN_THE_WAY = [
    Goods(
        line=line,
        size=Dimensions.parse(f"{size} cm"),
        weight=Weight.of(1, "g"),
        upright=line == "C",
    )
    for line, size in zip(
        "ABCD", ("9 x 1 x 10", "3 x 6 x 6", "3 x 3 x 7", "6 x 10 x 7"), strict=True
    )
]

TEN = Dimensions.parse("10 x 10 x 10 cm")


@example(IN_THE_WAY, [Box(code="B0", inside=TEN, outside=TEN)], PackingTerms())
@given(loads, boxes(), terms)
def test_law_nothing_overlaps_and_nothing_sticks_out(
    load: list[Goods], kinds: list[Box], on: PackingTerms
) -> None:
    """Each lies within its box, turned as it may be, on enough of something."""
    for parcel in pack(load, kinds, on).parcels:
        inside = parcel.size if parcel.box is None else parcel.box.inside
        room = [side.nanometres for side in (inside.length, inside.width, inside.height)]
        for number, some in enumerate(parcel.placed):
            low, high = corners(some)
            goods = of(load, some)
            assert all(at >= 0 for at in low)
            assert all(at <= most for at, most in zip(high, room, strict=True))
            assert some.size.sides == goods.size.sides
            assert not goods.upright or some.size.height == goods.size.height
            for other in parcel.placed[:number]:
                ours, theirs = (low, high), corners(other)
                assert any(
                    ours[1][axis] <= theirs[0][axis] or theirs[1][axis] <= ours[0][axis]
                    for axis in range(3)
                )
            base = some.size.length.nanometres * some.size.width.nanometres
            below = sum(
                shadow(some, other) for other in parcel.placed if corners(other)[1][2] == low[2]
            )
            assert not low[2] or below >= base * on.least_support


@given(loads, boxes(), terms)
def test_law_nothing_is_over_what_is_fragile(
    load: list[Goods], kinds: list[Box], on: PackingTerms
) -> None:
    """Wherever it is in the box."""
    for parcel in pack(load, kinds, on).parcels:
        for some in parcel.placed:
            top = corners(some)[1][2]
            over = [it for it in parcel.placed if corners(it)[0][2] >= top and shadow(some, it)]
            assert not (of(load, some).fragile and over)


@given(loads, boxes(), terms)
def test_law_no_limit_is_exceeded(load: list[Goods], kinds: list[Box], on: PackingTerms) -> None:
    """Of the box, of the guidelines, of dangerous goods and of what ships alone."""
    plan = pack(load, kinds, on)

    for kind in kinds:
        used = sum(parcel.box == kind for parcel in plan.parcels)
        assert kind.stock is None or used <= kind.stock
    for parcel in plan.parcels:
        inside = [of(load, some) for some in parcel.placed]
        keeps_to_guidelines(parcel, inside, on)
        keeps_to_its_box(parcel, inside)
        classes = [goods.dangerous for goods in inside]
        assert all(name == HARMLESS or name in on.dangerous for name in classes)
        for number, name in enumerate(classes):
            assert all(on.may_share(name, other) for other in classes[:number])
        assert len(inside) == 1 or not any(goods.shares_nothing for goods in inside)


def keeps_to_guidelines(parcel: PackedParcel, inside: list[Goods], on: PackingTerms) -> None:
    """Assert that a parcel is no heavier, larger or fuller than it may be."""
    asked = on.guidelines
    alone = asked.heavy_alone and len(inside) == 1
    assert asked.most_weight is None or alone or parcel.weight <= asked.most_weight
    assert asked.most_sides is None or parcel.size.within(asked.most_sides)
    assert asked.most_units is None or len(inside) <= asked.most_units


def keeps_to_its_box(parcel: PackedParcel, inside: list[Goods]) -> None:
    """Assert that a parcel weighs what is in it and its box, and that this bears it."""
    load = Weight(sum(goods.weight.picograms for goods in inside))
    box = parcel.box
    if box is None:
        assert parcel.weight == load
        assert parcel.size == inside[0].size
        assert inside[0].leaves_as_it_is
        return
    assert parcel.weight == load + box.tare
    assert box.most_load is None or load <= box.most_load
    assert box.dangerous is None or {goods.dangerous for goods in inside} <= {
        *box.dangerous,
        HARMLESS,
    }


@given(loads, boxes(), terms, st.randoms(use_true_random=False))
def test_law_the_order_of_the_load_makes_no_difference(
    load: list[Goods], kinds: list[Box], on: PackingTerms, chance: object
) -> None:
    """Nor that of the boxes."""
    mixed, others = [*load], [*kinds]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    chance.shuffle(others)  # type: ignore[attr-defined]

    assert pack(mixed, others, on) == pack(load, kinds, on)


@given(loads, boxes(), terms)
def test_law_only_what_no_box_takes_is_left(
    load: list[Goods], kinds: list[Box], on: PackingTerms
) -> None:
    """By itself it would be left too, unless boxes were used up."""
    plan = pack(load, kinds, on)

    for left in plan.unpacked:
        (goods,) = [goods for goods in load if goods.key == (left.line, left.sku)]
        alone = pack([replace(goods, quantity=1)], kinds, on)
        used_up = any(clause.code == "box_used_up" for clause in left.because)
        assert used_up or not alone.complete


@given(loads, boxes(), terms)
def test_law_a_parcel_alone_would_have_been_packed_so(
    load: list[Goods], kinds: list[Box], on: PackingTerms
) -> None:
    """What is in one parcel by the plan needs one by itself, and no larger one."""
    endless = [replace(kind, stock=None) for kind in kinds]

    for parcel in pack(load, kinds, on).parcels:
        inside: dict[tuple[str, str], int] = {}
        for some in parcel.placed:
            inside[some.line, some.sku] = inside.get((some.line, some.sku), 0) + 1
        own = [replace(goods, quantity=inside[goods.key]) for goods in load if goods.key in inside]
        again = pack(own, endless, on)
        assert again.complete
        assert len(again.parcels) == 1
        assert again.parcels[0].size.cubic_nanometres <= parcel.size.cubic_nanometres
