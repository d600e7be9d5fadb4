"""Limits: exact shares, strict or not, and what is still needed to keep them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.channels import Comparison, Figure, Limit, above, at_least, at_most, below
from ordercore.errors import InvalidValue


@pytest.mark.parametrize(
    ("limit", "count", "of", "met"),
    [
        # "Under 1 %" excludes exactly 1 % (facts 12.12; account health report: LESS_THAN 0.01).
        (below(1), 0, 100, True),
        (below(1), 1, 100, False),
        (below(1), 1, 101, True),
        (below(1), 10, 1000, False),
        (below(1), 9, 1000, True),
        # LSR 27896 of 870669 is below 4 %, IDR 315 of 9001 below 5 % (account health report).
        (below(4), 27896, 870669, True),
        (below(5), 315, 9001, True),
        # Cancellations below 2.5 %, which is 1 of 40.
        (below("2.5"), 1, 40, False),
        (below("2.5"), 1, 41, True),
        # VTR: 190 of 200 is 95 %, which is in or out, as the row says (forum 427b2246).
        (above(95), 190, 200, False),
        (at_least(95), 190, 200, True),
        (above(95), 191, 200, True),
        (at_least(95), 189, 200, False),
        # Standard OTDR example: 90 of 100 is not above 90 %.
        (above(90), 90, 100, False),
        (above(90), 91, 100, True),
        # SFP: 93.5 % of 200 is 187; half a percent of 200 is 1.
        (at_least("93.5"), 187, 200, True),
        (at_least("93.5"), 186, 200, False),
        (at_most("0.5"), 1, 200, True),
        (at_most("0.5"), 1, 199, False),
        # Nothing was counted.
        (below(1), 0, 0, None),
        (at_most(1), 0, 0, None),
        (above(95), 0, 0, None),
        (at_least(0), 0, 0, None),
        # The ends.
        (at_least(100), 7, 7, True),
        (at_least(100), 6, 7, False),
        (above(100), 7, 7, False),
        (at_most(0), 0, 7, True),
        (below(0), 0, 7, False),
    ],
)
def test_exactly_at_the_limit_the_row_says(
    limit: Limit, count: int, of: int, met: bool | None
) -> None:
    """Whole numbers are multiplied crosswise, so nothing is rounded at the limit."""
    assert limit.met_by(count, of) is met


@pytest.mark.parametrize(
    ("limit", "count", "of", "needed"),
    [
        (below(4), 5, 100, 26),  # 5 of 125 is 4 %, 5 of 126 is less
        (below(4), 4, 101, 0),
        (at_most(4), 5, 100, 25),
        (above(95), 190, 200, 1),
        (at_least(95), 189, 200, 20),
        (at_least("93.5"), 186, 200, 16),
        # Without data, one that is good is enough for most limits.
        (below(1), 0, 0, 1),
        (at_most(1), 0, 0, 1),
        (at_least(99), 0, 0, 1),
        (at_least(100), 0, 0, 1),
        (at_most(0), 0, 0, 1),
        (at_least(100), 7, 7, 0),
        # Some faults can never be made good.
        (at_least(100), 6, 7, None),
        (at_most(0), 1, 7, None),
        (above(100), 7, 7, None),
        (below(0), 0, 7, None),
    ],
)
def test_how_many_more_are_needed(limit: Limit, count: int, of: int, needed: int | None) -> None:
    """So many more without a fault; ``None`` where no number would do."""
    assert limit.needed(count, of) == needed


@st.composite
def figures(draw: st.DrawFn, most: int = 400) -> Figure:
    """Figures, those of nothing among them."""
    of = draw(st.integers(0, most))
    return Figure(draw(st.integers(0, of)), of)


@st.composite
def limits(draw: st.DrawFn) -> Limit:
    """Limits of whole, tenth and odd shares."""
    bottom = draw(st.sampled_from([1, 3, 40, 100, 200, 1000]))
    share = Fraction(draw(st.integers(0, bottom)), bottom)
    return Limit(draw(st.sampled_from(Comparison)), share)


def grown(limit: Limit, figure: Figure, more: int) -> Figure:
    """Add so many without a fault."""
    count = figure.count if limit.comparison.wants_few else figure.count + more
    return Figure(count, figure.of + more)


@given(limits(), figures())
def test_the_share_is_compared_exactly(limit: Limit, figure: Figure) -> None:
    """As with fractions, and nothing else."""
    met = limit.met_by(figure.count, figure.of)

    if not figure.of:
        assert met is None
        return
    share = Fraction(figure.count, figure.of)
    assert (
        met
        == {
            Comparison.BELOW: share < limit.share,
            Comparison.AT_MOST: share <= limit.share,
            Comparison.ABOVE: share > limit.share,
            Comparison.AT_LEAST: share >= limit.share,
        }[limit.comparison]
    )


@given(limits(), figures())
def test_what_is_needed_is_enough_and_no_less_would_be(limit: Limit, figure: Figure) -> None:
    """The least number that brings a figure to its limit."""
    needed = limit.needed(figure.count, figure.of)

    if needed is None:
        more = grown(limit, figure, 10**9)
        assert not limit.met_by(more.count, more.of)
        return
    enough = grown(limit, figure, needed)
    assert limit.met_by(enough.count, enough.of) is True
    if needed:
        less = grown(limit, figure, needed - 1)
        assert limit.met_by(less.count, less.of) is not True


@given(limits(), figures(), st.integers(0, 50))
def test_more_without_a_fault_never_misses_what_was_met(
    limit: Limit, figure: Figure, more: int
) -> None:
    """Better figures are better."""
    later = grown(limit, figure, more)

    if limit.met_by(figure.count, figure.of):
        assert limit.met_by(later.count, later.of) is True


@pytest.mark.parametrize(
    ("count", "of", "field"),
    [
        (-1, 5, "count"),
        (1, -5, "of"),
        (6, 5, "count"),
        (1, 0, "count"),
        (1.0, 5, "count"),
        (True, 5, "count"),
        ("1", 5, "count"),
        (1, None, "of"),
    ],
)
def test_what_cannot_have_been_counted_is_refused(count: object, of: object, field: str) -> None:
    """A part is never more than the whole; the field and the value are named."""
    with pytest.raises(InvalidValue) as refused:
        below(1).met_by(count, of)  # type: ignore[arg-type]
    with pytest.raises(InvalidValue):
        below(1).needed(count, of)  # type: ignore[arg-type]

    assert refused.value.field == field
    assert refused.value.value == {"count": count, "of": of}[field]


@pytest.mark.parametrize(
    "share",
    [0.01, float("nan"), Fraction(-1, 2), Fraction(101, 100), 2, True, "0.01", None,
     Decimal("NaN"), Decimal("Infinity")],
)  # fmt: skip
def test_a_share_is_exact_and_one_of_a_whole(share: object) -> None:
    """A float is refused, since hardly any share is one."""
    with pytest.raises(InvalidValue, match="share"):
        Limit(Comparison.BELOW, share)


@pytest.mark.parametrize("percent", [0.5, -1, 101, "x", "", "NaN", "Infinity", True, None])
def test_a_percentage_is_exact_too(percent: object) -> None:
    """From 0 to 100, as a whole number or as text."""
    with pytest.raises(InvalidValue, match="percent"):
        below(percent)  # type: ignore[arg-type]


def test_shares_may_be_given_in_any_exact_form() -> None:
    """A Decimal, a Fraction, an int, or a number of percent."""
    assert Limit(Comparison.BELOW, Decimal("0.025")) == below("2.5")
    assert Limit(Comparison.AT_MOST, Fraction(1, 200)) == at_most("0.5")
    assert Limit(Comparison.AT_LEAST, 1) == at_least(100)
    assert above(95).share == Fraction(19, 20)
