"""Writing addresses and measures as such services ask for them."""

from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from ordercore.errors import CarrierError
from ordercore.kernel.checking import of_type
from ordercore.orders.address import Address
from ordercore.ports.carriage import Carriage


def address_fields(address: Address) -> dict[str, str | None]:
    """Write an address with two lines of a street; what is blank is left out."""
    given = {
        "name": address.name,
        "street1": address.line1,
        "street2": ", ".join(filter(None, (address.line2, address.line3))),
        "city": address.city,
        "state": address.region,
        "zip": address.postal_code,
        "country": address.country,
        "phone": address.phone,
    }
    return {name: text or None for name, text in given.items()}


def refuse_what_is_not_told(carrier: str, carriage: Carriage) -> None:
    """Refuse a parcel with terms that such a service is not told of by these adapters.

    Raises:
        CarrierError: ``goods_refused`` for dangerous goods, which would travel undeclared;
            ``not_offered`` for a signature, which nobody would ask for.
        InvalidValue: when it is no carriage.
    """
    of_type(carriage, Carriage, "carriage")
    if carriage.parcel.dangerous:
        classes = ", ".join(sorted(carriage.parcel.dangerous))
        raise CarrierError(carrier, "goods_refused", f"nothing declares dangerous goods: {classes}")
    if carriage.parcel.signed:
        raise CarrierError(carrier, "not_offered", "nothing asks for a signature")


def measures(carriage: Carriage) -> dict[str, Decimal]:
    """Give a parcel's sides in inches, the longest first, and its weight in ounces.

    Each is rounded up to a tenth, so that what is told is never less than what is.
    """
    parcel = carriage.parcel
    longest, median, shortest = (_tenths(side.number("in")) for side in parcel.size.sides)
    return {
        "length": longest,
        "width": median,
        "height": shortest,
        "weight": _tenths(parcel.weight.number("oz")),
    }


def _tenths(number: Fraction) -> Decimal:
    tenths = -(-number * 10 // 1)
    return (Decimal(int(tenths)) / 10).quantize(Decimal("0.1"), ROUND_CEILING)
