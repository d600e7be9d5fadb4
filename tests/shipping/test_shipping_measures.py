"""Measures: exact in every unit, and dimensional weights and size tiers as they are published."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.dated import apart
from ordercore.kernel.replace import replace
from ordercore.shipping.measures import (
    DIMENSIONAL_RULES,
    SIZE_TIERS,
    Confidence,
    DimensionalRule,
    Dimensions,
    Length,
    Rounding,
    SizeTierRow,
    SizeTierScheme,
    TierFit,
    Weight,
    dimensional_rule,
    size_tiers,
)

TODAY = dt.date(2026, 11, 22)
BEFORE, SINCE = dt.date(2025, 8, 17), dt.date(2025, 8, 18)


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("1 lb", "453.59237 g"),
        ("16 oz", "453.59237 g"),
        ("0.1 oz", "2.8349523125 g"),
        ("1.5 kg", "1500 g"),
        ("0.000000000001 g", "0.000000000001 g"),
        ("0 g", "0 g"),
    ],
)
def test_a_weight_is_exact(text: str, grams: str) -> None:
    """A pound is 453.59237 g by definition, an ounce its sixteenth."""
    assert str(Weight.parse(text)) == grams


@pytest.mark.parametrize(
    ("text", "millimetres"),
    [
        ("1 in", "25.4 mm"),
        ("0.015625 in", "0.396875 mm"),
        ("11.1 in", "281.94 mm"),
        ("2 m", "2000 mm"),
        ("0.3 cm", "3 mm"),
    ],
)
def test_a_length_is_exact(text: str, millimetres: str) -> None:
    """An inch is 25.4 mm by definition; its 64th is a whole number of nanometres."""
    assert str(Length.parse(text)) == millimetres


def test_the_same_measure_is_equal_however_it_was_told() -> None:
    """Text, numbers, decimals and fractions, in any unit."""
    assert Weight.of(Decimal("0.5"), "lb") == Weight.of(8, "oz") == Weight.of(Fraction(1, 2), "lb")
    assert Length.of("2.54", "cm") == Length.of(1, "in")
    assert Weight.of(2, "oz").number("lb") == Fraction(1, 8)
    assert Weight.of(1, "lb") + Weight.of(1, "oz") * 3 == Weight.of(19, "oz")
    assert Length.of(127, "mm").number("in") == 5
    assert Weight.of(1, "kg").text("lb", 3) == "2.205 lb"
    assert Weight.of(1, "kg").text("lb", 0) == "2 lb"
    assert Length.of(1, "mm").text("in") == "0.04 in"
    assert Weight.of(1, "g").text("kg") == "0 kg"


@given(st.integers(0, 10**6), st.integers(0, 6), st.sampled_from(["g", "kg", "oz", "lb"]))
def test_law_a_weight_is_read_back_as_it_was_written(count: int, places: int, unit: str) -> None:
    """No unit loses anything of three decimals, there and back."""
    number = Fraction(count, 1000)

    weight = Weight.of(number, unit)

    assert weight.number(unit) == number
    assert Weight.parse(weight.text(unit, 3)) == weight


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=20), st.sampled_from(["in", "mm"]))
def test_law_sums_do_not_drift(counts: list[int], unit: str) -> None:
    """However many are added, the sum is what one measure of all of it is."""
    total = Length(0)
    for count in counts:
        total += Length.of(Fraction(count, 1000), unit)

    assert total == Length.of(Fraction(sum(counts), 1000), unit)
    assert Length.of(Fraction(1, 1000), unit) * sum(counts) == total


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: Weight.of(1.5, "lb"), "weight"),  # type: ignore[arg-type]
        (lambda: Weight.of(True, "lb"), "weight"),
        (lambda: Weight.of(-1, "lb"), "weight"),
        (lambda: Weight.of(Decimal("NaN"), "lb"), "weight"),
        (lambda: Weight.of("1e3", "g"), "weight"),
        (lambda: Weight.of(10_000, "kg"), "weight"),
        (lambda: Weight.of(Fraction(1, 3), "g"), "weight"),
        (lambda: Weight.of(None, "g"), "weight"),  # type: ignore[arg-type]
        (lambda: Weight.of(1, "stone"), "unit"),
        (lambda: Weight.of(1, 7), "unit"),  # type: ignore[arg-type]
        (lambda: Weight.parse("1lb", "tare"), "tare"),
        (lambda: Weight.parse(3), "weight"),  # type: ignore[arg-type]
        (lambda: Weight(-1), "picograms"),
        (lambda: Weight(1.0), "picograms"),  # type: ignore[arg-type]
        (lambda: Length(-1), "nanometres"),
        (lambda: Length.of(101, "m"), "length"),
        (lambda: Length.parse("1 ft"), "length"),
        (lambda: Dimensions.of(1, 0, 1, "in"), "width"),
        (lambda: Dimensions(Length(1), Length(1), 1), "height"),  # type: ignore[arg-type]
        (lambda: Dimensions.parse("1 x 2 in"), "dimensions"),
        (lambda: Dimensions.parse(None, "inside"), "inside"),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_measure_is_refused(make: Any, field: str) -> None:
    """With the field that is wrong; a float is never exact."""
    with pytest.raises(InvalidValue) as caught:
        make()

    assert caught.value.field == field


def test_measures_are_compared_as_numbers() -> None:
    """Whatever they were measured in."""
    assert Weight.of(1, "lb") < Weight.of(1, "kg") > Weight.of(35, "oz")
    assert Length.of(1, "in") <= Length.of("2.54", "cm") >= Length.of(1, "in")
    assert not Length.of(1, "in") < Length.of("2.54", "cm")
    assert max(Weight.of(1, "oz"), Weight.of(29, "g")) == Weight.of(29, "g")


def test_sides_are_sorted_before_anything_is_said_of_them() -> None:
    """Girth is twice the two shorter sides, length plus girth has the longest (YPD4P7FKY65RNBJ)."""
    size = Dimensions.parse("8 x 18 x 14 in")

    assert size.sides == tuple(Length.of(side, "in") for side in (18, 14, 8))
    assert size.girth == Length.of(44, "in")
    assert size.length_plus_girth == Length.of(62, "in")
    assert size.volume("in") == 2016
    assert Dimensions.of(10, 10, 10, "cm").volume("cm") == 1000
    assert size.text("in") == "8 x 18 x 14 in"
    assert str(size) == "203.2 x 457.2 x 355.6 mm"
    assert size.within(Dimensions.parse("14 x 8 x 18 in"))
    assert not size.within(Dimensions.parse("14 x 7.9 x 99 in"))


@pytest.mark.parametrize(
    ("carrier", "more", "day", "size", "weight", "billed"),
    [
        # The published example: 12 x 9 x 7 = 756, by 139 is 5.44 (parcelindustry, jaygroup).
        ("UPS", {}, SINCE, "11.1 x 8.5 x 6.2 in", "4.2 lb", "6 lb"),
        ("FedEx", {}, SINCE, "11.1 x 8.5 x 6.2 in", "4.2 lb", "6 lb"),
        ("UPS", {}, SINCE, "12 x 9 x 7 in", "7 lb", "7 lb"),
        ("UPS", {}, SINCE, "12 x 9 x 7 in", "6.1 lb", "7 lb"),
        # The day before: 11 x 9 x 6 = 594, by 139 is 4.27.
        ("UPS", {}, BEFORE, "11.1 x 8.5 x 6.2 in", "3 lb", "5 lb"),
        # 11.1 x 8.1 x 4.1 is 12 x 9 x 5 = 540 since, 3.88 (atlanticpkg), and 11 x 8 x 4 before.
        ("FedEx", {}, SINCE, "11.1 x 8.1 x 4.1 in", "1 lb", "4 lb"),
        ("FedEx", {}, BEFORE, "11.1 x 8.1 x 4.1 in", "1 lb", "3 lb"),
        ("UPS", {"service": "retail"}, SINCE, "12 x 9 x 7 in", "1 lb", "5 lb"),
        ("UPS", {"service": "ground"}, SINCE, "12 x 9 x 7 in", "1 lb", "6 lb"),
        # Twelve inches are no thirteen, though 304.8 mm is nearly 305.
        ("UPS", {}, SINCE, "12 x 12 x 12 in", "1 lb", "13 lb"),
        # A cubic foot exactly is not more than one.
        ("USPS", {}, TODAY, "12 x 12 x 12 in", "3.5 oz", "3.5 oz"),
        ("USPS", {}, TODAY, "12.1 x 12 x 12 in", "3.5 oz", "12 lb"),
        ("DHL Express", {}, TODAY, "40 x 30 x 20 cm", "2.1 kg", "5 kg"),
        ("DHL Express", {}, TODAY, "10 x 10 x 10 cm", "2.1 kg", "2.5 kg"),
        ("DHL Express", {"marketplace": "US"}, TODAY, "16 x 12 x 8 in", "1 lb", "12 lb"),
        # 1.26 cubic metres are 210 kg (mol-logistics).
        ("air freight", {}, TODAY, "140 x 100 x 90 cm", "150 kg", "210 kg"),
        ("air freight", {}, TODAY, "140 x 100 x 90 cm", "260 kg", "260 kg"),
        (
            "FBA",
            {"service": "small_standard", "marketplace": "US"},
            TODAY,
            "15 x 12 x 0.75 in",
            "4 oz",
            "4 oz",
        ),
        (
            "FBA",
            {"service": "large_standard", "marketplace": "US"},
            TODAY,
            "10 x 10 x 1.39 in",
            "4 oz",
            "1 lb",
        ),
        # Of bulky ones the two shorter sides count as two inches.
        (
            "FBA",
            {"service": "large_bulky", "marketplace": "US"},
            TODAY,
            "34.75 x 1 x 1 in",
            "4 oz",
            "1 lb",
        ),
        (
            "FBA",
            {"service": "extra_large_over_150", "marketplace": "US"},
            TODAY,
            "90 x 90 x 90 in",
            "151 lb",
            "151 lb",
        ),
    ],
)
def test_dimensional_weight_is_billed_as_published(
    carrier: str, more: dict[str, str], day: dt.date, size: str, weight: str, billed: str
) -> None:
    """Each side is rounded first, then divided, then the result is rounded."""
    rule = dimensional_rule(carrier, day, **more)  # type: ignore[arg-type]

    assert rule.billable(Weight.parse(weight), Dimensions.parse(size)) == Weight.parse(billed)


def test_what_counts_as_more_than_anything_weighs_is_refused_by_name() -> None:
    """A cube of four metres counts as 12.8 tons; it is the size that is told, or the weight."""
    rule = dimensional_rule("DHL Express", TODAY)
    assert rule.dimensional(Dimensions.parse("355 x 355 x 355 cm")) is not None

    for asked in (rule.dimensional, lambda size: rule.billable(Weight.of(1, "kg"), size)):
        with pytest.raises(InvalidValue, match="9000 kg at most") as caught:
            asked(Dimensions.parse("4 x 4 x 4 m"))
        assert caught.value.field == "size"
    pounds = dimensional_rule("UPS", TODAY)
    with pytest.raises(InvalidValue, match="9000 kg at most") as caught:
        pounds.billable(Weight.of(9000, "kg"), Dimensions.parse("1 x 1 x 1 in"))
    assert caught.value.field == "weight"


def test_no_rule_is_told() -> None:
    """A carrier that nobody wrote a row for has no dimensional weight that anybody knows."""
    with pytest.raises(InvalidTable, match="none of Pigeon"):
        dimensional_rule("Pigeon", TODAY)
    with pytest.raises(InvalidTable, match="none of FBA"):
        dimensional_rule("FBA", TODAY, marketplace="US")
    with pytest.raises(InvalidTable, match="none of FBA"):
        dimensional_rule("FBA", TODAY, service="large_standard", marketplace="DE")


def test_of_each_rule_and_scheme_one_holds_on_a_day() -> None:
    """No two rows about the same begin on one day."""
    assert len(apart(DIMENSIONAL_RULES, "rules")) == 15
    assert len(apart(SIZE_TIERS, "tiers")) == 2
    assert all(row.source for row in DIMENSIONAL_RULES)
    assert all(row.source for row in SIZE_TIERS)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"divisor": 0}, "divisor"),
        ({"side_unit": "mm"}, "side_unit"),
        ({"weight_step": Fraction(0)}, "weight_step"),
        ({"above": -1}, "above"),
        ({"carrier": 1}, "carrier"),
        ({"effective_from": "today"}, "effective_from"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(changes: dict[str, Any], field: str) -> None:
    """When it is made, not when somebody is billed by it."""
    rule = dimensional_rule("UPS", TODAY)

    with pytest.raises(InvalidValue) as caught:
        replace(rule, **changes)

    assert caught.value.field == field


sides = st.integers(1, 4000).map(lambda count: Length.of(Fraction(count, 100), "in"))
sizes = st.builds(Dimensions, sides, sides, sides)
weights = st.integers(1, 20000).map(lambda count: Weight.of(Fraction(count, 100), "lb"))


@given(sizes, sizes, weights, st.sampled_from(DIMENSIONAL_RULES))
def test_law_larger_is_never_billed_as_less(
    one: Dimensions, other: Dimensions, weight: Weight, rule: DimensionalRule
) -> None:
    """Nor less than it weighs; turning a parcel changes nothing."""
    smaller = Dimensions(*map(min, one.sides, other.sides))
    turned = Dimensions(one.height, one.length, one.width)

    assert rule.billable(weight, smaller) <= rule.billable(weight, one)
    assert rule.billable(weight, one) >= weight
    assert rule.dimensional(turned) == rule.dimensional(one)


@given(sizes, weights)
def test_law_rounding_up_bills_no_less_than_rounding(size: Dimensions, weight: Weight) -> None:
    """What changed on 18 August 2025 made nothing cheaper."""
    before, since = (dimensional_rule("UPS", day) for day in (BEFORE, SINCE))
    exact = DimensionalRule(
        carrier="UPS",
        divisor=139,
        weights=Rounding.UP,
        source="",
        confidence=Confidence.WEAK,
    )

    assert exact.billable(weight, size) <= since.billable(weight, size)
    assert before.billable(weight, size) <= since.billable(weight, size)


NEW, NOW = dt.date(2024, 2, 5), dt.date(2026, 1, 15)


@pytest.mark.parametrize(
    ("day", "weight", "size", "tiers"),
    [
        (NEW, "16 oz", "15 x 12 x 0.75 in", ["small_standard"]),
        (NEW, "16 oz", "0.75 x 15 x 12 in", ["small_standard"]),
        (NEW, "16.1 oz", "15 x 12 x 0.75 in", ["large_standard"]),
        (NEW, "1 oz", "15 x 12 x 0.76 in", ["large_standard"]),
        (NEW, "20 lb", "18 x 14 x 8 in", ["large_standard"]),
        (NEW, "20.1 lb", "18 x 14 x 8 in", ["large_bulky"]),
        (NEW, "50 lb", "59 x 20 x 15 in", ["large_bulky"]),
        (NEW, "50 lb", "59 x 33 x 33 in", ["extra_large_50"]),
        (NEW, "50.1 lb", "18 x 14 x 8 in", ["extra_large_70"]),
        (NEW, "70.1 lb", "18 x 14 x 8 in", ["extra_large_150"]),
        (NEW, "150.1 lb", "18 x 14 x 8 in", ["extra_large_over_150"]),
        (NOW, "16 oz", "15 x 12 x 0.75 in", ["small_standard"]),
        (NOW, "20 lb", "18 x 14 x 8 in", ["large_standard"]),
        (NOW, "20.1 lb", "18 x 14 x 8 in", ["small_bulky", "large_bulky"]),
        (NOW, "51 lb", "18 x 14 x 8 in", ["extra_large_70"]),
    ],
)
def test_fba_tiers_are_told_as_far_as_they_are_published(
    day: dt.date, weight: str, size: str, tiers: list[str]
) -> None:
    """Limits include what is at them; small bulky has none that could be verified."""
    found = size_tiers(
        Weight.parse(weight), Dimensions.parse(size), programme="FBA", day=day, marketplace="US"
    )

    assert [*found] == tiers


@pytest.mark.parametrize(
    ("weight", "size", "tier"),
    [
        ("19.99 lb", "17.99 x 13.99 x 7.99 in", "standard"),
        ("20 lb", "17 x 13 x 7 in", "oversize"),
        ("1 lb", "18 x 13 x 7 in", "oversize"),
        ("49.99 lb", "95.99 x 50 x 50 in", "oversize"),
        ("50 lb", "17 x 13 x 7 in", "extra_large"),
        ("1 lb", "96 x 1 x 1 in", "extra_large"),
    ],
)
def test_prime_tiers_leave_out_what_is_at_the_limit(weight: str, size: str, tier: str) -> None:
    """Standard is less than 18 x 14 x 8 and 20 lb; extra large 96 inches or 50 lb and more."""
    day = dt.date(2026, 7, 6)
    found = size_tiers(
        Weight.parse(weight), Dimensions.parse(size), programme="SFP", day=day, marketplace="US"
    )

    assert found == (tier,)


@pytest.mark.parametrize(
    ("programme", "day", "marketplace"),
    [
        ("FBA", dt.date(2024, 2, 4), "US"),
        ("FBA", TODAY, "DE"),
        ("SFP", dt.date(2026, 7, 5), "US"),
        ("MFN", TODAY, "US"),
    ],
)
def test_tiers_that_nobody_published_are_not_made_up(
    programme: str, day: dt.date, marketplace: str
) -> None:
    """Before a row, elsewhere, and of no programme."""
    with pytest.raises(InvalidTable, match="size tiers"):
        size_tiers(
            Weight(1),
            Dimensions.parse("1 x 1 x 1 in"),
            programme=programme,
            day=day,
            marketplace=marketplace,
        )


@given(weights, sizes, weights, sizes, st.sampled_from(SIZE_TIERS))
def test_law_the_smaller_of_two_is_in_no_larger_tier(
    weight: Weight, size: Dimensions, more: Weight, other: Dimensions, scheme: SizeTierScheme
) -> None:
    """Something is in a tier always, and less of it never in a later one."""
    codes = [tier.code for tier in scheme.tiers]
    smaller = Dimensions(*map(min, size.sides, other.sides))
    own, less = scheme.tiers_of(weight, size), scheme.tiers_of(min(weight, more), smaller)

    assert own
    assert codes.index(less[0]) <= codes.index(own[0])
    assert codes.index(less[-1]) <= codes.index(own[-1])


def test_a_scheme_leaves_nothing_out() -> None:
    """Its last tier has no limit, and no tier is there twice."""
    scheme = SIZE_TIERS[0]

    with pytest.raises(InvalidTable, match="the last tier has a limit"):
        replace(scheme, tiers=scheme.tiers[:-1])
    with pytest.raises(InvalidTable, match="the last tier has a limit"):
        replace(scheme, tiers=())
    with pytest.raises(InvalidValue):
        replace(scheme, tiers=(*scheme.tiers, *scheme.tiers))
    with pytest.raises(InvalidValue):
        SizeTierRow(code=" ")
    assert SizeTierRow(code="a", known=False).fit(Weight(1), Dimensions.of(1, 1, 1, "mm")) is (
        TierFit.UNKNOWN
    )


@pytest.mark.parametrize("day", ["2026-11-22", dt.datetime(2026, 11, 22, tzinfo=dt.UTC), None])
def test_a_day_is_a_date(day: Any) -> None:
    """No text, and nothing with a time of day, which in another zone is another day."""
    size = Dimensions.parse("1 x 1 x 1 in")
    for ask in (
        lambda: dimensional_rule("UPS", day),
        lambda: size_tiers(Weight.of(1, "lb"), size, programme="FBA", day=day, marketplace="US"),
    ):
        with pytest.raises(InvalidValue) as caught:
            ask()
        assert caught.value.field == "day"
