"""Totals: what the facts of some orders add up to; they merge in any order."""

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs

from ordercore.kernel.money import rounded

Amounts = Mapping[str, int]
"""Minor units by currency; currencies are never added up."""

Counts = Mapping[str, int]
"""How many by a word: a currency, or a reason."""


def _none() -> dict[str, int]:
    return {}


@attrs.frozen(kw_only=True)
class Totals:
    """What some orders add up to.

    Each number says by which day it is counted, since an order is sold on one day, sent on another
    and returned on a third. Amounts are in minor units by currency; a currency is named where
    something was counted in it, if only nothing.

    **By the day of placement**, of what was sold, cancelled ones included:

    Attributes:
        orders: orders; of a SKU, those in which it is.
        units: units as they were ordered.
        item_value: prices of the goods, without tax and before discounts.
        tax: tax on goods, shipping and wrapping.
        shipping_value: what buyers were charged for shipping, without tax, before discounts.
        gift_wrap_value: what they were charged for wrapping, without tax.
        discounts: what they were spared of goods and shipping.
        orders_by_currency: orders by the currency of their prices; blank while none is known.
        cancelled: orders of which nothing is left, replacements among them, since cancelling one
            counts in the cancellation rate like any other (Seller Central 9675EJHNZ2ZE3M5).
        cancelled_by_buyer: those of them whose last units the buyer cancelled or asked to cancel.
        cancelled_by_seller: those whose last units the seller or its system cancelled otherwise.
        cancelled_units: units of any order that were cancelled, in whichever part of it.
        replacements: orders sent in place of units of another: no sales, so they stand apart.
        replacement_units: their units.
        replacement_value: the differences that were due in exchanges.

    **By the day on which a parcel left**, replacements included:

    Attributes:
        parcels: parcels; of a SKU, those in which it is.
        shipped_units: the units in them.
        shipping_seconds: whole seconds from placing the order to their leaving, added up.
        costed_parcels: those of them of which it is known what their label cost.
        shipping_cost: what those labels cost.
        shipping_earned: what buyers were charged for shipping the units in *those* parcels,
            without tax and after discounts.

    **By the day on which a parcel reached its buyer to stay:**

    Attributes:
        delivered: parcels.
        delivery_seconds: whole seconds from placing the order to their delivery, added up.
        transit_seconds: whole seconds from their leaving to their delivery, added up.

    **By the day on which a return was asked for**, whatever was answered:

    Attributes:
        returns: returns; of a SKU, those in which it is.
        returned_units: the units they are about.
        returns_by_reason: returns by reason.

    **By the day on which it happened:**

    Attributes:
        received_units: units that arrived back under a return.
        return_cost: what labels for the way back cost that the seller pays for, voided ones left
            out; by the day on which they were issued.
        refunds: refunds, but those that failed; of a SKU, those that pay for it.
        refunded: what they gave back, tax included, less what of it was charged again.
        refunded_tax: the tax in it.
    """

    orders: int = 0
    units: int = 0
    item_value: Amounts = attrs.field(factory=_none)
    tax: Amounts = attrs.field(factory=_none)
    shipping_value: Amounts = attrs.field(factory=_none)
    gift_wrap_value: Amounts = attrs.field(factory=_none)
    discounts: Amounts = attrs.field(factory=_none)
    orders_by_currency: Counts = attrs.field(factory=_none)
    cancelled: int = 0
    cancelled_by_buyer: int = 0
    cancelled_by_seller: int = 0
    cancelled_units: int = 0
    replacements: int = 0
    replacement_units: int = 0
    replacement_value: Amounts = attrs.field(factory=_none)
    parcels: int = 0
    shipped_units: int = 0
    shipping_seconds: int = 0
    costed_parcels: int = 0
    shipping_cost: Amounts = attrs.field(factory=_none)
    shipping_earned: Amounts = attrs.field(factory=_none)
    delivered: int = 0
    delivery_seconds: int = 0
    transit_seconds: int = 0
    returns: int = 0
    returned_units: int = 0
    returns_by_reason: Counts = attrs.field(factory=_none)
    received_units: int = 0
    return_cost: Amounts = attrs.field(factory=_none)
    refunds: int = 0
    refunded: Amounts = attrs.field(factory=_none)
    refunded_tax: Amounts = attrs.field(factory=_none)

    def __add__(self, other: "Totals") -> "Totals":
        """Merge."""
        fields: dict[str, Any] = {
            name: _plus(getattr(self, name), getattr(other, name)) for name in _NAMES
        }
        return Totals(**fields)

    @property
    def all_orders(self) -> int:
        """All orders, sold or sent in place of another: what ``cancelled`` is a part of."""
        return self.orders + self.replacements

    @property
    def average_order_value(self) -> Amounts:
        """The value of the goods by order, of the orders in a currency.

        Rounded once to a minor unit, halves away from zero, as all money is
        (:func:`ordercore.kernel.money.rounded`).
        """
        return {
            currency: rounded(value, self.orders_by_currency[currency])
            for currency, value in self.item_value.items()
            if self.orders_by_currency.get(currency)
        }

    @property
    def cancellation_share(self) -> Fraction | None:
        """The part of all orders of which nothing is left; ``None`` where there were none."""
        return _by(self.cancelled, self.all_orders)

    @property
    def shipping_margin(self) -> Amounts:
        """What is left of the shipping that was charged, of parcels whose cost is known."""
        currencies = sorted({*self.shipping_earned, *self.shipping_cost})
        return {
            currency: self.shipping_earned.get(currency, 0) - self.shipping_cost.get(currency, 0)
            for currency in currencies
        }

    @property
    def mean_time_to_ship(self) -> dt.timedelta | None:
        """The mean from placing to leaving, of parcels; ``None`` where none left."""
        return _mean(self.shipping_seconds, self.parcels)

    @property
    def mean_time_to_deliver(self) -> dt.timedelta | None:
        """The mean from placing to delivery, of parcels; ``None`` where none arrived."""
        return _mean(self.delivery_seconds, self.delivered)

    @property
    def mean_time_in_transit(self) -> dt.timedelta | None:
        """The mean from leaving to delivery, of parcels; ``None`` where none arrived."""
        return _mean(self.transit_seconds, self.delivered)


NOTHING = Totals()

_NAMES = tuple(field.name for field in attrs.fields(Totals))


def _plus(one: Any, other: Any) -> Any:
    """Add two numbers, or numbers under words."""
    if isinstance(one, int):
        return one + other
    return {word: one.get(word, 0) + other.get(word, 0) for word in sorted({*one, *other})}


def _by(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def _mean(seconds: int, count: int) -> dt.timedelta | None:
    """Divide to the nearest microsecond, half to even, as timedelta does."""
    return dt.timedelta(seconds=seconds) / count if count else None
