"""Dimensional weight: what a parcel counts as for its size, by carrier, service and day.

Which divisor binds a seller is in the contract with the carrier; the rows here are what is
published, and a host adds its own in front.
"""

import datetime as dt
from fractions import Fraction
from typing import ClassVar

import attrs

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.checking import check_types, plain_date
from ordercore.kernel.confidence import Confidence
from ordercore.kernel.dated import ALWAYS, EVERYWHERE, first_day, row_on
from ordercore.shipping.measures.dimensions import Dimensions
from ordercore.shipping.measures.exact import Rounding, stepped
from ordercore.shipping.measures.quantities import (
    MOST_PICOGRAMS,
    NANOMETRES,
    NOWHERE,
    PICOGRAMS,
    Length,
    Weight,
)

ANY_SERVICE = "*"
"""The service of a row that holds for all services of a carrier without a row of their own."""

SYSTEMS = {"in": "lb", "cm": "kg"}
"""In which unit of weight a volume in cubes of a unit of length is told."""


@attrs.frozen(kw_only=True)
class DimensionalRule:
    """How a carrier turns a size into a weight, from a day on.

    ``divisor`` is how many cubic ``side_unit`` count as one pound (inches) or kilogram (cm);
    ``None`` where size does not count.
    Sides are rounded to whole ``side_unit`` as ``sides`` says, before they are multiplied; the
    result, and the weight that is billed, to ``weight_step`` as ``weights`` says.
    A weighed weight is rounded so too, unless ``rounds_weighed`` is false.
    The two shorter sides count as ``least_side`` at least.
    Size counts only where the volume is *more* than ``above`` cubic ``side_unit``.

    Raises:
        InvalidValue: when a field is of another type, or a number or unit cannot be.
    """

    about: ClassVar[tuple[str, ...]] = ("carrier", "service")

    carrier: str
    service: str = ANY_SERVICE
    marketplace: str = EVERYWHERE
    effective_from: dt.date = attrs.field(default=ALWAYS, validator=first_day)
    divisor: int | None
    side_unit: str = "in"
    sides: Rounding = Rounding.EXACT
    weights: Rounding = Rounding.EXACT
    weight_step: Fraction = Fraction(1)
    rounds_weighed: bool = True
    least_side: Length = NOWHERE
    above: int = 0
    source: str
    confidence: Confidence

    def __attrs_post_init__(self) -> None:
        """Refuse numbers that cannot be."""
        check_types(self)
        if self.divisor is not None and self.divisor < 1:
            raise InvalidValue("divisor", self.divisor, "1 or more, or None")
        if self.side_unit not in SYSTEMS:
            raise InvalidValue("side_unit", self.side_unit, "in or cm")
        if self.weight_step <= 0:
            raise InvalidValue("weight_step", self.weight_step, "more than 0")
        if self.above < 0:
            raise InvalidValue("above", self.above, "0 or more")

    def dimensional(self, size: Dimensions) -> Weight | None:
        """Give what a size counts as; ``None`` where it does not count.

        Raises:
            InvalidValue: when a size counts as more than a :class:`Weight` can be: nine tons, as a
                cube of some three and a half metres does. No carrier of parcels takes either.
        """
        if self.divisor is None:
            return None
        cube = self._volume(size)
        if cube <= self.above:
            return None
        picograms = cube / self.divisor * PICOGRAMS[SYSTEMS[self.side_unit]]
        return self._rounded(picograms, "size", size)

    def billable(self, weight: Weight, size: Dimensions) -> Weight:
        """Give the weight that is billed: the larger of what is weighed and what is measured.

        Raises:
            InvalidValue: when a size counts as more than nine tons, as :meth:`dimensional` says, or
                a weight does once it is rounded.
        """
        weighed = weight
        if self.rounds_weighed:
            weighed = self._rounded(Fraction(weight.picograms), "weight", weight)
        measured = self.dimensional(size)
        return weighed if measured is None else max(weighed, measured)

    def _volume(self, size: Dimensions) -> Fraction:
        unit = NANOMETRES[self.side_unit]
        longest, median, shortest = size.sides
        cube = Fraction(1)
        for side in (longest, max(median, self.least_side), max(shortest, self.least_side)):
            cube *= stepped(Fraction(side.nanometres), unit, self.sides) / unit
        return cube

    def _rounded(self, picograms: Fraction, field: str, of: object) -> Weight:
        step = self.weight_step * PICOGRAMS[SYSTEMS[self.side_unit]]
        rounded = stepped(picograms / step, 1, self.weights) * step
        # What no step rounds is exact to less than a picogram, and never less than it is.
        counts_as = -(-rounded.numerator // rounded.denominator)
        if counts_as > MOST_PICOGRAMS:
            raise InvalidValue(field, of, f"what counts as {_MOST} at most")
        return Weight(counts_as)


_MOST = Weight(MOST_PICOGRAMS).text("kg", 0)

ROUNDED_UP_SINCE = dt.date(2025, 8, 18)
"""UPS and FedEx round each side up since (parcelindustry.com article 6567, jaygroup.com B)."""

_BULKY = ("small_bulky", "large_bulky", "extra_large_50", "extra_large_70", "extra_large_150")

DIMENSIONAL_RULES = (
    # Sides to the nearest inch before, any part of an inch as a whole one since; the result up to
    # the pound. Since when the divisor is 139 is not said.
    *(
        DimensionalRule(
            carrier=carrier,
            service=service,
            effective_from=since,
            divisor=divisor,
            sides=sides,
            weights=Rounding.UP,
            source="parcelindustry.com article 6567; jaygroup.com; idrivelogistics.com",
            confidence=sure,
        )
        for carrier in ("UPS", "FedEx")
        for service, divisor, sure in (
            (ANY_SERVICE, 139, Confidence.RELAYED),
            # At the counter, for some customers.
            ("retail", 166, Confidence.WEAK),
        )
        for since, sides in ((ALWAYS, Rounding.NEAREST), (ROUNDED_UP_SINCE, Rounding.UP))
    ),
    # Only above a cubic foot. An older divisor was 194, with sides to the nearest inch; since when
    # it is not is not said. What is weighed is not billed by the pound alone.
    DimensionalRule(
        carrier="USPS",
        divisor=166,
        sides=Rounding.UP,
        weights=Rounding.UP,
        rounds_weighed=False,
        above=1728,
        source="parcelindustry.com article 6567",
        confidence=Confidence.RELAYED,
    ),
    DimensionalRule(
        carrier="DHL Express",
        divisor=5000,
        side_unit="cm",
        weights=Rounding.UP,
        weight_step=Fraction(1, 2),
        source="dhl-usa.com volumetric weight (the divisor); resellers (half kilograms)",
        confidence=Confidence.OWN_TEXT,
    ),
    DimensionalRule(
        carrier="DHL Express",
        marketplace="US",
        divisor=139,
        weights=Rounding.UP,
        source="dhl-usa.com volumetric weight (the divisor); resellers (whole pounds)",
        confidence=Confidence.OWN_TEXT,
    ),
    DimensionalRule(
        carrier="air freight",
        divisor=6000,
        side_unit="cm",
        source="mol-logistics.com weight calculator",
        confidence=Confidence.WEAK,
    ),
    # FBA bills by size tier; of bulky ones the two shorter sides count as two inches at least, and
    # of small standard and above 150 lb the size does not count (SC YPD4P7FKY65RNBJ A).
    *(
        DimensionalRule(
            carrier="FBA",
            service=tier,
            marketplace="US",
            divisor=divisor,
            least_side=least,
            source="Seller Central YPD4P7FKY65RNBJ",
            confidence=Confidence.OWN_TEXT,
        )
        for tiers, divisor, least in (
            (("small_standard", "extra_large_over_150"), None, NOWHERE),
            (("large_standard",), 139, NOWHERE),
            (_BULKY, 139, Length.of(2, "in")),
        )
        for tier in tiers
    ),
)
"""What is published; FBA's services are its size tiers."""


def dimensional_rule(
    carrier: str,
    day: dt.date,
    *,
    service: str = ANY_SERVICE,
    marketplace: str = EVERYWHERE,
    rules: tuple[DimensionalRule, ...] = DIMENSIONAL_RULES,
) -> DimensionalRule:
    """Give the rule of a carrier's service on a day; one of the service's own comes first.

    Raises:
        InvalidTable: when no rule holds.
        InvalidValue: when the day is none, or has a time of day.
    """
    day = plain_date(day, "day")
    for wanted in (service, ANY_SERVICE):
        own = [row for row in rules if (row.carrier, row.service) == (carrier, wanted)]
        row = row_on(own, day, marketplace)
        if row is not None:
            return row
    raise InvalidTable("dimensional rules", (f"none of {carrier} {service} is in force on {day}",))
