"""The packing slip: what lies in a parcel, for the one who opens it.

A pure value of the order, with everything that a renderer needs and no words.
"""

from typing import TYPE_CHECKING

import attrs

from ordercore.errors import NotFound
from ordercore.kernel.charges import Charges
from ordercore.kernel.ids import LineId, OrderId, ParcelId, Sku
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.time import Instant
from ordercore.orders.address import Address
from ordercore.orders.stations import awaiting_units, cancelled_units

if TYPE_CHECKING:
    from ordercore.orders.state import Order


@attrs.frozen(kw_only=True)
class SlipLine:
    """What of one line lies in the parcel, and where the other units are.

    ``quantity``, ``elsewhere``, ``to_follow`` and ``cancelled`` add up to ``ordered``.
    """

    line: LineId
    sku: Sku
    title: str
    quantity: int
    ordered: int
    elsewhere: int
    """Left in other parcels, before or after this one."""
    to_follow: int
    """Not shipped yet."""
    cancelled: int
    gift_message: str = attrs.field(repr=unshown, metadata=PERSONAL)
    charges: Charges | None
    """What the units in this parcel cost; ``None`` where prices are not to be shown."""


@attrs.frozen(kw_only=True)
class PackingSlip:
    """The contents of one parcel of an order."""

    order_id: OrderId
    channel: str
    marketplace: str
    placed_at: Instant
    parcel_id: ParcelId
    shipped_at: Instant
    carrier: str
    tracking: str
    seller: Address | None
    ship_to: Address | None
    lines: tuple[SlipLine, ...]

    @property
    def gift_messages(self) -> tuple[str, ...]:
        """The messages in the parcel, each once."""
        return tuple(dict.fromkeys(line.gift_message for line in self.lines if line.gift_message))


def packing_slip(
    order: "Order", parcel_id: str, *, seller: Address | None = None, prices: bool = False
) -> PackingSlip:
    """Describe a parcel; with ``prices`` only where they are asked for, and nothing is a gift.

    A parcel with a gift message in it shows no price at all: whoever opens it is the one who is
    given the gift.
    Units are priced in the order in which they were shipped, so that the slips of an order add
    up to what it costs.

    Raises:
        NotFound: when the order has no such parcel.
    """
    parcel = order.parcel(parcel_id)
    if parcel is None:
        raise NotFound("parcel", parcel_id)
    awaiting, cancelled = awaiting_units(order), cancelled_units(order)
    earlier = order.parcels[: order.parcels.index(parcel)]
    inside = [(line, parcel.holds(line.id)) for line in order.lines if parcel.holds(line.id)]
    shown = prices and not any(line.gift_message for line, _ in inside)
    lines: list[SlipLine] = []
    for line, quantity in inside:
        before = sum([other.holds(line.id) for other in earlier])
        gone = cancelled.get(line.id, 0)
        lines.append(
            SlipLine(
                line=line.id,
                sku=line.sku,
                title=line.title,
                quantity=quantity,
                ordered=line.quantity,
                elsewhere=line.quantity - quantity - awaiting[line.id] - gone,
                to_follow=awaiting[line.id],
                cancelled=gone,
                gift_message=line.gift_message,
                charges=line.charges.portion(line.quantity, before, quantity)
                if shown and line.charges is not None
                else None,
            )
        )
    return PackingSlip(
        order_id=order.id,
        channel=order.terms.channel,
        marketplace=order.terms.marketplace,
        placed_at=order.terms.placed_at,
        parcel_id=parcel.id,
        shipped_at=parcel.shipped_at,
        carrier=parcel.carrier,
        tracking=parcel.tracking,
        seller=seller,
        ship_to=order.ship_to,
        lines=tuple(lines),
    )
