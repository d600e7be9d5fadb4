"""Size tiers: how large a product is, as a programme distinguishes it from a day on.

Limits that are not published are no limits that anybody could keep: where a tier has none, the
answer names every tier that it may be.
"""

import datetime as dt
from collections.abc import Iterable
from enum import Enum
from typing import ClassVar, TypeVar

import attrs

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.checking import check_types, plain_date, several
from ordercore.kernel.confidence import Confidence
from ordercore.kernel.dated import EVERYWHERE, first_day, row_on
from ordercore.kernel.ids import checked
from ordercore.shipping.measures.dimensions import Dimensions
from ordercore.shipping.measures.quantities import Length, Weight

Measure = TypeVar("Measure", Weight, Length)


class TierFit(Enum):
    """Whether a product is within the limits of a tier."""

    WITHIN = "within"
    BEYOND = "beyond"
    UNKNOWN = "unknown"
    """The limits are not published."""


@attrs.frozen(kw_only=True)
class SizeTierRow:
    """A tier and the limits of what is in it; ``None`` is no limit.

    Sides are compared sorted.
    ``strict`` leaves out what is exactly at a limit; ``known`` is false where the tier has limits
    that are not published.

    Raises:
        InvalidValue: when the code is blank, or a field is of another type.
    """

    code: str
    weight: Weight | None = None
    sides: Dimensions | None = None
    longest: Length | None = None
    length_plus_girth: Length | None = None
    strict: bool = False
    known: bool = True

    def __attrs_post_init__(self) -> None:
        """Refuse a tier without a name, and fields of another type."""
        checked(self.code, "code")
        check_types(self)

    def fit(self, weight: Weight, size: Dimensions) -> TierFit:
        """Tell whether a product is within the limits."""
        girth = size.length_plus_girth
        over = [
            self.weight is not None and _over(weight, self.weight, strict=self.strict),
            self.longest is not None and _over(size.longest, self.longest, strict=self.strict),
            self.length_plus_girth is not None
            and _over(girth, self.length_plus_girth, strict=self.strict),
        ]
        if self.sides is not None:
            pairs = zip(size.sides, self.sides.sides, strict=True)
            over += [_over(side, most, strict=self.strict) for side, most in pairs]
        if any(over):
            return TierFit.BEYOND
        return TierFit.WITHIN if self.known else TierFit.UNKNOWN


def _tiers(given: Iterable[SizeTierRow]) -> tuple[SizeTierRow, ...]:
    return several(given, "tiers")


@attrs.frozen(kw_only=True)
class SizeTierScheme:
    """The tiers of a programme on a marketplace, from a day on, the smallest first.

    Raises:
        InvalidValue: when a field is of another type, or one tier is there twice.
        InvalidTable: when the last tier has a limit, so that something might be in none.
    """

    about: ClassVar[tuple[str, ...]] = ("programme",)

    programme: str
    marketplace: str = EVERYWHERE
    effective_from: dt.date = attrs.field(validator=first_day)
    tiers: tuple[SizeTierRow, ...] = attrs.field(converter=_tiers)
    source: str
    confidence: Confidence

    def __attrs_post_init__(self) -> None:
        """Refuse tiers that cannot be told apart, or leave something out."""
        check_types(self)
        codes = [tier.code for tier in self.tiers]
        if len(set(codes)) < len(codes):
            raise InvalidValue("tiers", tuple(codes), "tiers that are named once each")
        if not self.tiers or self.tiers[-1] != SizeTierRow(code=codes[-1]):
            raise InvalidTable(f"size tiers of {self.programme}", ("the last tier has a limit",))

    def tiers_of(self, weight: Weight, size: Dimensions) -> tuple[str, ...]:
        """Give the tier of a product, or several where not all limits are published."""
        fits = [(tier.code, tier.fit(weight, size)) for tier in self.tiers]
        first = next(place for place, (_, fit) in enumerate(fits) if fit is TierFit.WITHIN)
        return tuple([code for code, fit in fits[: first + 1] if fit is not TierFit.BEYOND])


def _over(amount: Measure, most: Measure, *, strict: bool) -> bool:
    return amount > most or (strict and amount == most)


def _inches(text: str) -> Dimensions:
    return Dimensions.parse(f"{text} in")


def _pounds(number: int) -> Weight:
    return Weight.of(number, "lb")


_SMALL_STANDARD = SizeTierRow(
    code="small_standard", weight=Weight.of(16, "oz"), sides=_inches("15 x 12 x 0.75")
)
_LARGE_STANDARD = SizeTierRow(
    code="large_standard", weight=_pounds(20), sides=_inches("18 x 14 x 8")
)
_LARGE_BULKY = SizeTierRow(
    code="large_bulky",
    weight=_pounds(50),
    sides=_inches("59 x 33 x 33"),
    length_plus_girth=Length.of(130, "in"),
)
_EXTRA_LARGE = (
    *(
        SizeTierRow(code=f"extra_large_{pounds}", weight=_pounds(pounds))
        for pounds in (50, 70, 150)
    ),
    SizeTierRow(code="extra_large_over_150"),
)

SIZE_TIERS = (
    # Before, only the oversize tiers are told by what we have, so there is no row.
    SizeTierScheme(
        programme="FBA",
        marketplace="US",
        effective_from=dt.date(2024, 2, 5),
        tiers=(_SMALL_STANDARD, _LARGE_STANDARD, _LARGE_BULKY, *_EXTRA_LARGE),
        source="Seller Central 201105770, as relayed by huzaifa.org",
        confidence=Confidence.RELAYED,
    ),
    # A tier was added below large bulky; its limits could not be verified, but it has no more than
    # what it lies below.
    SizeTierScheme(
        programme="FBA",
        marketplace="US",
        effective_from=dt.date(2026, 1, 15),
        tiers=(
            _SMALL_STANDARD,
            _LARGE_STANDARD,
            SizeTierRow(
                code="small_bulky",
                weight=_LARGE_BULKY.weight,
                sides=_LARGE_BULKY.sides,
                length_plus_girth=_LARGE_BULKY.length_plus_girth,
                known=False,
            ),
            _LARGE_BULKY,
            *_EXTRA_LARGE,
        ),
        source="sellerise.com on FBA fee changes",
        confidence=Confidence.WEAK,
    ),
    # Large televisions are extra large whatever they measure, which no measure tells.
    SizeTierScheme(
        programme="SFP",
        marketplace="US",
        effective_from=dt.date(2026, 7, 6),
        tiers=(
            SizeTierRow(
                code="standard", weight=_pounds(20), sides=_inches("18 x 14 x 8"), strict=True
            ),
            SizeTierRow(
                code="oversize", weight=_pounds(50), longest=Length.of(96, "in"), strict=True
            ),
            SizeTierRow(code="extra_large"),
        ),
        source="shipsage.com on the requirements of 2026",
        confidence=Confidence.RELAYED,
    ),
)
"""What is published, by programme and marketplace; a host adds rows of others."""


def size_tiers(
    weight: Weight,
    size: Dimensions,
    *,
    programme: str,
    day: dt.date,
    marketplace: str,
    schemes: tuple[SizeTierScheme, ...] = SIZE_TIERS,
) -> tuple[str, ...]:
    """Give the size tier of a product on a day; several where not all limits are published.

    Raises:
        InvalidTable: when no scheme of the programme holds there on that day.
        InvalidValue: when the day is none, or has a time of day.
    """
    day = plain_date(day, "day")
    scheme = row_on([row for row in schemes if row.programme == programme], day, marketplace)
    if scheme is None:
        what = f"none of {programme} on marketplace {marketplace} is in force on {day}"
        raise InvalidTable("size tiers", (what,))
    return scheme.tiers_of(weight, size)
