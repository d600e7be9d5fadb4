"""Carriages that the suite asks about, plain and odd ones."""

from typing import Any

from ordercore.kernel.time import instant
from ordercore.orders.address import Address
from ordercore.ports.carriage import Carriage
from ordercore.shipping.choosing.quote import Consignment
from ordercore.shipping.measures.dimensions import Dimensions
from ordercore.shipping.measures.quantities import Weight

AT = instant("2026-03-02T09:00:00Z")

SELLER = Address("Pine St Mugs", "12 Pine St", "Austin", "TX", "78701", "US", phone="5125550100")

BUYER = Address("Ada Byron", "34 Maple Ave", "Denver", "CO", "80202", "US", phone="3035550100")


def carriage(weight: str = "2 lb", size: str = "10 x 8 x 4 in", **changes: Any) -> Carriage:
    """Make a carriage from Austin to Denver."""
    parcel = Consignment(at=AT, weight=Weight.parse(weight), size=Dimensions.parse(size))
    plain: dict[str, Any] = {"parcel": parcel, "sender": SELLER, "to": BUYER, "reference": "O-1"}
    return Carriage(**{**plain, **changes})


ODD = (
    carriage(to=Address()),
    carriage(to=Address(name="Ada Byron", country="US")),
    carriage(to=Address(*("\x00'\"; -- <b>%s{0}\\",) * 9)),
    carriage(to=Address(*("\U0001d49c\u202e\u00e9\U0001f3e0",) * 9)),
    carriage(to=Address("Ada Byron", "1 Nowhere", "Nowhere", "ZZ", "00000", "XX")),
    carriage(sender=Address()),
    carriage("0 lb"),
    carriage("8000 kg", "90 x 90 x 90 m"),
    carriage(reference="x" * 400 + "\n\x00注文"),
)

UNKNOWN = "no such thing \U0001f3e0"

ODD_IDS = ("", " ", "\0", "\ud800", "\n", "x" * 2000, "../..", "' OR 1=1 --", "%s{0}")
