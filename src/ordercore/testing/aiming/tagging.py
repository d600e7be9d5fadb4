"""Tags: put on an order and taken off again."""

from ordercore.kernel.time import Instant
from ordercore.orders.message import OrderCommand
from ordercore.orders.state import Order
from ordercore.orders.tag import MOST_TAGS
from ordercore.orders.tagging import TagOrder, UntagOrder
from ordercore.testing.aiming.choosing import Maker, Pick, Wild, one_of

WORDS = ("gift", "urgent", "größe-xl")


def _untag(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    """Take one off; what aims at nothing puts them on."""
    if not order.tags:
        return None
    return UntagOrder(order_id=order.id, at=at, tags=(one_of(pick, order.tags),))


MAKERS: tuple[Maker, ...] = (_untag,)

WILDEST: tuple[Wild, ...] = (
    (
        TagOrder,
        lambda _, pick, __: {
            "tags": (one_of(pick, WORDS),) if pick(4) else map(str, range(MOST_TAGS + 1))
        },
    ),
    (
        UntagOrder,
        lambda _, pick, __: {"tags": (one_of(pick, WORDS),)},
    ),
)
