"""Refunds told to Amazon by its flat file, ``POST_FLAT_FILE_PAYMENT_ADJUSTMENT_DATA``."""

from collections.abc import Iterable
from itertools import starmap

from ordercore.adapters.amazon.adjustment_reasons import FLAT_CODES
from ordercore.adapters.amazon.adjustment_values import (
    AMOUNTS,
    Adjustment,
    adjustments_given,
    two_decimals,
)
from ordercore.adapters.amazon.packages import one_line
from ordercore.errors import InvalidValue

ADJUSTMENT_COLUMNS = (
    "order-id",
    "order-item-id",
    "adjustment-reason-code",
    "currency",
    "item-price-adj",
    "item-tax-adj",
    "shipping-price-adj",
    "shipping-tax-adj",
    "gift-wrap-price-adj",
    "gift-wrap-tax-adj",
    "item-promotion-adj",
    "item-promotion-id",
    "ship-promotion-adj",
    "ship-promotion-id",
)
"""Seller Central 661 (facts §3.5, A), in the order in which open-source connectors write it (B)."""


def adjustment_feed(adjustments: Iterable[Adjustment]) -> str:
    """Give the flat file that tells adjustments: a header, and a row for each.

    Every amount has exactly two decimals, whatever its currency. Taking a discount back is a
    negative amount. A tab or a line break inside an id becomes a space, since the file knows no
    quotes.

    Raises:
        InvalidValue: by its place, for what is no adjustment, and for a reason that is none of
            ``FLAT_CODES``.
    """
    rows = [ADJUSTMENT_COLUMNS, *starmap(_row, enumerate(adjustments_given(adjustments)))]
    return "".join("\t".join(map(one_line, row)) + "\n" for row in rows)


def _row(place: int, told: Adjustment) -> tuple[str, ...]:
    if told.reason not in FLAT_CODES:
        expected = f"one of {', '.join(FLAT_CODES)}"
        raise InvalidValue(f"adjustments[{place}].reason", told.reason, expected)
    charges, currency = told.charges, told.charges.currency

    def amount(component: str, sign: int = 1) -> str:
        return two_decimals(sign * getattr(charges, component), currency)

    return (
        told.order_id,
        told.item_ref,
        told.reason,
        currency,
        *map(amount, AMOUNTS),
        amount("discount", -1) if told.item_promotion else "",
        told.item_promotion,
        amount("shipping_discount", -1) if told.ship_promotion else "",
        told.ship_promotion,
    )
