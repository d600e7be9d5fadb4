"""Figures: what a report shows of totals, by which day each is counted, and by what told apart."""

from collections.abc import Callable, Mapping
from enum import Enum
from fractions import Fraction

import attrs

from ordercore.errors import InvalidValue
from ordercore.metrics.reporting.totals import Totals

Values = Mapping[str, Fraction]
"""The values of a figure: by currency, or under a blank word where it has none.

Empty where there is *no data*: no mean of nothing, no share of no orders.
"""


class FigureKind(Enum):
    """What the values of a figure are."""

    COUNT = "count"
    AMOUNT = "amount"
    """Minor units of a currency."""
    AVERAGE = "average"
    """Minor units of a currency, of which none says that there is no data."""
    SHARE = "share"
    """A part of 1."""
    TIME = "time"
    """Seconds."""

    @property
    def adds_up(self) -> bool:
        """Whether none of it is nothing, and not missing."""
        return self in (FigureKind.COUNT, FigureKind.AMOUNT)


class CountedBy(Enum):
    """The day by which a figure is counted."""

    PLACED = "placed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    RETURN_ASKED = "return_asked"
    RECEIVED = "received"
    RETURN_LABELLED = "return_labelled"
    REFUNDED = "refunded"


OF_ORDERS = ("channel", "marketplace", "service", "country")
"""Dimensions that each order has one of: over them everything adds up."""

SKU, CARRIER, REASON = "sku", "carrier", "reason"

DIMENSIONS = (*OF_ORDERS, SKU, CARRIER, REASON)
"""What figures may be told apart by, beside time.

``country`` is that of the destination; blank where it is not known. ``carrier`` is the parcel's,
and ``reason`` that of the return.
"""


@attrs.frozen(kw_only=True)
class Figure:
    """One column of a report.

    Attributes:
        name: what it is called.
        kind: what its values are.
        counted_by: the day by which it is counted.
        read: its values in some totals.
        told_by: the dimensions by which it is told apart; by others it is not shown.
        overlaps: those of them whose groups count one thing more than once, so that the total is
            less than their sum: an order with two SKUs counts in both, and in the total once.
    """

    name: str
    kind: FigureKind
    counted_by: CountedBy
    read: Callable[[Totals], Values] = attrs.field(eq=False, repr=False)
    told_by: frozenset[str]
    overlaps: frozenset[str] = frozenset()


_NOT_BY_PART = frozenset({*OF_ORDERS, SKU})
_OF_PARCELS = frozenset({*OF_ORDERS, SKU, CARRIER})
_OF_WHOLE_PARCELS = frozenset({*OF_ORDERS, CARRIER})
_OF_RETURNS = frozenset({*OF_ORDERS, SKU, REASON})
_TWICE = frozenset({SKU})


def _counted(name: str) -> Callable[[Totals], Values]:
    return lambda totals: {"": Fraction(getattr(totals, name))}


def _amounts(name: str) -> Callable[[Totals], Values]:
    return lambda totals: {
        currency: Fraction(minor) for currency, minor in getattr(totals, name).items()
    }


def _ratio(part: str, whole: str) -> Callable[[Totals], Values]:
    def read(totals: Totals) -> Values:
        count: int = getattr(totals, whole)
        return {"": Fraction(getattr(totals, part), count)} if count else {}

    return read


def _count(name: str, by: CountedBy, told_by: frozenset[str], *, twice: bool = False) -> Figure:
    return Figure(
        name=name,
        kind=FigureKind.COUNT,
        counted_by=by,
        read=_counted(name),
        told_by=told_by,
        overlaps=_TWICE if twice else frozenset(),
    )


def _amount(name: str, by: CountedBy, told_by: frozenset[str]) -> Figure:
    kind = FigureKind.AMOUNT
    return Figure(name=name, kind=kind, counted_by=by, read=_amounts(name), told_by=told_by)


def _mean(name: str, seconds: str, of: str, by: CountedBy) -> Figure:
    return Figure(
        name=name,
        kind=FigureKind.TIME,
        counted_by=by,
        read=_ratio(seconds, of),
        told_by=_OF_PARCELS,
        overlaps=_TWICE,
    )


FIGURES: tuple[Figure, ...] = (
    _count("orders", CountedBy.PLACED, _NOT_BY_PART, twice=True),
    _count("units", CountedBy.PLACED, _NOT_BY_PART),
    _amount("item_value", CountedBy.PLACED, _NOT_BY_PART),
    _amount("discounts", CountedBy.PLACED, _NOT_BY_PART),
    _amount("shipping_value", CountedBy.PLACED, _NOT_BY_PART),
    _amount("gift_wrap_value", CountedBy.PLACED, _NOT_BY_PART),
    _amount("tax", CountedBy.PLACED, _NOT_BY_PART),
    Figure(
        name="average_order_value",
        kind=FigureKind.AVERAGE,
        counted_by=CountedBy.PLACED,
        read=_amounts("average_order_value"),
        told_by=_NOT_BY_PART,
        overlaps=_TWICE,
    ),
    _count("cancelled", CountedBy.PLACED, _NOT_BY_PART, twice=True),
    _count("cancelled_by_buyer", CountedBy.PLACED, _NOT_BY_PART, twice=True),
    _count("cancelled_by_seller", CountedBy.PLACED, _NOT_BY_PART, twice=True),
    _count("cancelled_units", CountedBy.PLACED, _NOT_BY_PART),
    Figure(
        name="cancellation_share",
        kind=FigureKind.SHARE,
        counted_by=CountedBy.PLACED,
        read=_ratio("cancelled", "all_orders"),
        told_by=_NOT_BY_PART,
        overlaps=_TWICE,
    ),
    _count("replacements", CountedBy.PLACED, _NOT_BY_PART, twice=True),
    _count("replacement_units", CountedBy.PLACED, _NOT_BY_PART),
    _amount("replacement_value", CountedBy.PLACED, _NOT_BY_PART),
    _count("parcels", CountedBy.SHIPPED, _OF_PARCELS, twice=True),
    _count("shipped_units", CountedBy.SHIPPED, _OF_PARCELS),
    _mean("time_to_ship", "shipping_seconds", "parcels", CountedBy.SHIPPED),
    _count("costed_parcels", CountedBy.SHIPPED, _OF_WHOLE_PARCELS),
    _amount("shipping_earned", CountedBy.SHIPPED, _OF_WHOLE_PARCELS),
    _amount("shipping_cost", CountedBy.SHIPPED, _OF_WHOLE_PARCELS),
    _amount("shipping_margin", CountedBy.SHIPPED, _OF_WHOLE_PARCELS),
    _count("delivered", CountedBy.DELIVERED, _OF_PARCELS, twice=True),
    _mean("time_to_deliver", "delivery_seconds", "delivered", CountedBy.DELIVERED),
    _mean("time_in_transit", "transit_seconds", "delivered", CountedBy.DELIVERED),
    _count("returns", CountedBy.RETURN_ASKED, _OF_RETURNS, twice=True),
    _count("returned_units", CountedBy.RETURN_ASKED, _OF_RETURNS),
    _count("received_units", CountedBy.RECEIVED, _OF_RETURNS),
    _amount("return_cost", CountedBy.RETURN_LABELLED, frozenset({*OF_ORDERS, REASON})),
    _count("refunds", CountedBy.REFUNDED, _OF_RETURNS, twice=True),
    _amount("refunded", CountedBy.REFUNDED, _OF_RETURNS),
    _amount("refunded_tax", CountedBy.REFUNDED, _OF_RETURNS),
)
"""Every figure of an order report, in the order in which it is shown.

``time_to_ship`` and the like are means in seconds. By reason, ``refunds`` are those for returns
under a reason; the others stand under a blank one.
"""

_BY_NAME = {figure.name: figure for figure in FIGURES}


def figure_named(name: str) -> Figure:
    """Find a figure.

    Raises:
        InvalidValue: when there is none of this name.
    """
    if name not in _BY_NAME:
        raise InvalidValue("figure", name, f"one of {', '.join(_BY_NAME)}")
    return _BY_NAME[name]


def figures_by(dimension: str | None) -> tuple[Figure, ...]:
    """Give the figures that are told apart by a dimension; all of them without one."""
    return tuple([one for one in FIGURES if dimension is None or dimension in one.told_by])


# Comparing


@attrs.frozen
class Change:
    """A value and what it was in the period before; ``None`` where there is no data."""

    now: Fraction | None
    before: Fraction | None

    @property
    def difference(self) -> Fraction | None:
        """By how much it is more."""
        if self.now is None or self.before is None:
            return None
        return self.now - self.before

    @property
    def percent(self) -> Fraction | None:
        """By how many percent of what it was; of nothing, nothing can be said."""
        if self.difference is None or not self.before:
            return None
        return 100 * self.difference / abs(self.before)


def changes(figure: Figure, now: Totals, before: Totals) -> Mapping[str, Change]:
    """Compare a figure with what it was, by currency, or under a blank word.

    Of a count or a sum, what is not there is 0; of a mean or a share, it is *no data*.
    """
    values, were = figure.read(now), figure.read(before)
    absent = Fraction(0) if figure.kind.adds_up else None
    return {
        word: Change(values.get(word, absent), were.get(word, absent))
        for word in sorted({*values, *were})
    }
