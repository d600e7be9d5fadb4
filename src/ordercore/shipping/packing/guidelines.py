"""Packaging guidelines: what a programme asks of a parcel from a day on."""

import datetime as dt
from typing import ClassVar

import attrs

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.checking import check_types, plain_date
from ordercore.kernel.confidence import Confidence
from ordercore.kernel.dated import ALWAYS, EVERYWHERE, first_day, row_on
from ordercore.shipping.measures.dimensions import Dimensions
from ordercore.shipping.measures.quantities import Length, Weight


@attrs.frozen(kw_only=True)
class PackagingGuidelines:
    """What a programme asks of each parcel; what is ``None`` it does not ask.

    Attributes:
        most_weight: what a parcel weighs at most, packed.
        heavy_alone: whether a single unit may make it heavier than that.
        team_lift: above which weight two people lift, and a label says so.
        mech_lift: above which weight a machine does.
        most_sides: how large a parcel is at most outside, its sides sorted.
        most_units: of how many units it is at most.
        bag_thickness: how thick a poly bag is at least.
        warning_opening: from which opening on a bag needs a warning of suffocation.
        packing_slip: whether a packing slip has to be inside.
        branding_insert: whether something that advertises may be inside.

    Raises:
        InvalidValue: when a field is of another type, or a number cannot be.
    """

    about: ClassVar[tuple[str, ...]] = ("programme",)

    programme: str
    marketplace: str = EVERYWHERE
    effective_from: dt.date = attrs.field(default=ALWAYS, validator=first_day)
    most_weight: Weight | None = None
    heavy_alone: bool = False
    team_lift: Weight | None = None
    mech_lift: Weight | None = None
    most_sides: Dimensions | None = None
    most_units: int | None = None
    bag_thickness: Length | None = None
    warning_opening: Length | None = None
    packing_slip: bool = False
    branding_insert: bool | None = None
    source: str
    confidence: Confidence

    def __attrs_post_init__(self) -> None:
        """Refuse numbers that cannot be."""
        check_types(self)
        if self.most_units is not None and self.most_units < 1:
            raise InvalidValue("most_units", self.most_units, "1 or more, or None")


NO_GUIDELINES = PackagingGuidelines(
    programme="SHOP",
    branding_insert=True,
    source="nobody asks anything",
    confidence=Confidence.OURS,
)
"""Of an own shop: as the seller likes."""

LARGER_SINCE = dt.date(2025, 6, 1)
"""The longest side of an inbound box was 25 inches until June 2025; its day is not said."""


def _inbound(since: dt.date, sides: str) -> PackagingGuidelines:
    return PackagingGuidelines(
        programme="FBA inbound",
        marketplace="US",
        effective_from=since,
        most_weight=Weight.of(50, "lb"),
        heavy_alone=True,
        team_lift=Weight.of(50, "lb"),
        mech_lift=Weight.of(100, "lb"),
        most_sides=Dimensions.parse(sides),
        bag_thickness=Length.of("0.0015", "in"),
        warning_opening=Length.of(5, "in"),
        source="efulfillmentpro.com, acreet.com",
        confidence=Confidence.WEAK,
    )


GUIDELINES = (
    NO_GUIDELINES,
    # 50 lb, a single unit above it with a label for two people or, above 100 lb, for a machine; a
    # cap of 150 units is said to be of the past, its days unknown; for jewellery it is 40 lb.
    _inbound(ALWAYS, "25 x 25 x 25 in"),
    _inbound(LARGER_SINCE, "36 x 25 x 25 in"),
    # A slip is due by the selling agreement (S-2.1), and advertising is not wanted.
    *(
        PackagingGuidelines(
            programme=programme,
            packing_slip=True,
            branding_insert=False,
            source="ShippingEasy article 4407016207131, packhit.com",
            confidence=Confidence.RELAYED,
        )
        for programme in ("MFN", "SFP")
    ),
)
"""What is published; a host adds rows of its own."""


def packaging_guidelines(
    programme: str,
    day: dt.date,
    marketplace: str = EVERYWHERE,
    rows: tuple[PackagingGuidelines, ...] = GUIDELINES,
) -> PackagingGuidelines:
    """Give what a programme asks on a day.

    Raises:
        InvalidTable: when no row of it holds there.
        InvalidValue: when the day is none, or has a time of day.
    """
    day = plain_date(day, "day")
    row = row_on([row for row in rows if row.programme == programme], day, marketplace)
    if row is None:
        what = f"none of {programme} on marketplace {marketplace} is in force on {day}"
        raise InvalidTable("packaging guidelines", (what,))
    return row
