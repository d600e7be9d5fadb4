"""The type of an order: what kind of purchase it is, as far as an order knows."""

from enum import Enum

from ordercore.orders.parts import ReplacementKind
from ordercore.orders.state import Order


class OrderType(Enum):
    """What kind of purchase an order is; whether a business bought, no order knows."""

    STANDARD = "standard"
    PREORDER = "preorder"
    """It was placed before there was anything to ship, be it released by now or not."""
    REPLACEMENT = "replacement"
    """It sends the same again, at no charge."""
    EXCHANGE = "exchange"
    """It sends something else, for the difference."""


_INSTEAD = {
    ReplacementKind.REPLACEMENT: OrderType.REPLACEMENT,
    ReplacementKind.EXCHANGE: OrderType.EXCHANGE,
}


def order_type(order: Order) -> OrderType:
    """Tell the type of an order; one that stands for another is that before anything else."""
    instead = order.terms.replacement
    if instead is not None:
        return _INSTEAD[instead]
    return OrderType.STANDARD if order.preorder is None else OrderType.PREORDER
