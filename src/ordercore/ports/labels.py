"""Labels: what stands on a parcel that leaves, and on one that comes back."""

import datetime as dt

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types, plain_date
from ordercore.kernel.ids import OrderId, ReturnId, Sku, checked
from ordercore.kernel.personal import PERSONAL, hidden, unshown
from ordercore.kernel.time import Instant
from ordercore.kernel.units import checked_quantity
from ordercore.orders.address import Address

LONGEST_PAYLOAD = 213
"""Bytes that a QR code of version 10 takes at level M: a square that is still read
well in the room that a label has."""

FNC1 = "\xf1"
"""Stands in ``barcode`` for the sign that begins GS1-128, as the parcel post of the United States
asks for; not a letter."""


@attrs.frozen(kw_only=True)
class ShippingLabel:
    """What a carrier's label says, in facts; nothing is bought by it.

    ``barcode`` is what the Code 128 says; blank, it is the tracking number without its spaces.
    ``payload`` is what the QR code says, which is left out where it is blank.
    ``grams`` is the weight of the packed parcel; ``None`` leaves it out.
    """

    sender: Address
    to: Address
    carrier: str
    tracking: str
    service: str = ""
    barcode: str = ""
    payload: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    grams: int | None = None
    ship_date: dt.date | None = None
    references: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be a label.

        Raises:
            InvalidValue: when a field is of another type, an address is blank, there is no carrier
                or tracking number, a code cannot be drawn, or the weight is not above zero.
        """
        check_types(self)
        for field in ("carrier", "tracking"):
            checked(getattr(self, field), field)
        for field in ("sender", "to"):
            if not any(map(str.strip, attrs.astuple(getattr(self, field)))):
                raise InvalidValue(field, getattr(self, field), "an address with something in it")
        if not self.says or any(not _drawn(char) for char in self.says):
            expected = "text of visible ASCII characters, for a Code 128"
            raise InvalidValue("barcode", self.says, expected)
        if len(self.payload.encode()) > LONGEST_PAYLOAD:
            expected = f"text of no more than {LONGEST_PAYLOAD} bytes in UTF-8"
            raise InvalidValue("payload", hidden(self.payload), expected)
        if self.grams is not None and self.grams <= 0:
            raise InvalidValue("grams", self.grams, "a weight above zero")
        if self.ship_date is not None:
            plain_date(self.ship_date, "ship_date")

    @property
    def says(self) -> str:
        """What the Code 128 says."""
        return self.barcode or self.tracking.replace(" ", "")


@attrs.frozen(kw_only=True)
class ReturnedItem:
    """Units that the buyer is to put into the parcel."""

    sku: Sku
    title: str
    quantity: int

    def __attrs_post_init__(self) -> None:
        """Refuse anything but a positive whole number of units."""
        check_types(self)
        checked_quantity(self.quantity)


@attrs.frozen(kw_only=True)
class ReturnLabel:
    """A label from a buyer back to the seller, and what the buyer has to know.

    ``until`` is the last day on which the parcel may be handed in, and ``place`` where; with a
    ``pickup`` it is fetched instead, from when until when.
    ``instructions`` are the host's own, in the buyer's language, after those of ordercore.
    """

    label: ShippingLabel
    order_id: OrderId
    return_id: ReturnId
    items: tuple[ReturnedItem, ...] = ()
    until: dt.date | None = None
    place: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    pickup: tuple[Instant, Instant] | None = None
    instructions: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be a return.

        Raises:
            InvalidValue: when a field is of another type, or an id is none.
        """
        check_types(self)
        checked(self.order_id, "order_id")
        checked(self.return_id, "return_id")
        if self.until is not None:
            plain_date(self.until, "until")


def _drawn(char: str) -> bool:
    return " " <= char <= "~" or char == FNC1
