"""Answers of EasyPost, as values of the port."""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from typing import Any

from ordercore.errors import InvalidValue
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, instant
from ordercore.orders.address import Address
from ordercore.ports.carriage import Carriage, CarrierDocument, CarrierDocumentKind, Declined, Label
from ordercore.shipping.choosing.quote import Quote
from ordercore.shipping.measures.quantities import Length

Answer = Mapping[str, Any]
"""A JSON object."""

Promise = Callable[[Answer], Instant | None]
"""Reads by when a rate promises to deliver."""

_IDS = re.compile(r"(shp_[0-9a-f]{8,64})/(rate_[0-9a-f]{8,64})", re.ASCII)

_SHIPMENT = re.compile(r"shp_[0-9a-f]{8,64}", re.ASCII)

MEDIA = {"pdf": "application/pdf", "zpl": "application/zpl", "epl2": "application/epl"}
"""The formats beside the one that a label has from the start."""


def guaranteed(rate: Answer) -> Instant | None:
    """Give the delivery date of a rate where it is guaranteed; an estimate is no promise."""
    date = rate.get("delivery_date")
    return instant(date, "delivery_date") if rate.get("delivery_date_guaranteed") and date else None


def quote_of(rate: Answer, promise: Promise) -> Quote:
    """Read a rate of a shipment.

    Raises:
        InvalidValue: when it is none.
    """
    return Quote(
        id=f"{rate.get('shipment_id')}/{rate.get('id')}",
        carrier=_text(rate, "carrier"),
        service=_text(rate, "service"),
        price=_price(rate),
        deliver_by=promise(rate),
    )


def declined(message: Answer) -> Declined:
    """Read a message beside the rates: one carrier's own refusal."""
    return Declined(
        service="",
        code="call_refused",
        carrier=str(message.get("carrier") or ""),
        detail=str(message.get("message") or ""),
    )


def objects(given: Answer, field: str) -> list[Answer]:
    """Give the objects of a list, or none where there is no list.

    Raises:
        InvalidValue: when it is something else.
    """
    value = given.get(field) or []
    if not isinstance(value, list) or not all(isinstance(some, Mapping) for some in value):
        raise InvalidValue(field, value, "a list of objects")
    return value


def ids_of(quote: str) -> tuple[str, str] | None:
    """Give the ids of shipment and rate that a quote's id is made of; ``None`` for any other."""
    found = _IDS.fullmatch(quote)
    return (found[1], found[2]) if found else None


def is_shipment(id: str) -> bool:
    """Tell whether a text is the id of a shipment, so that it may stand in a URL."""
    return _SHIPMENT.fullmatch(id) is not None


def label_of(shipment: Answer, key: str) -> Label:
    """Read a shipment that was bought.

    Raises:
        InvalidValue: when it was not, or the answer makes no sense.
    """
    rate, postage = _object(shipment, "selected_rate"), _object(shipment, "postage_label")
    return Label(
        id=_text(shipment, "id"),
        key=key,
        quote=f"{shipment['id']}/{rate.get('id')}",
        carrier=_text(rate, "carrier"),
        service=_text(rate, "service"),
        tracking=str(shipment.get("tracking_code") or ""),
        cost=_price(rate),
        bought_at=instant(postage.get("created_at"), "created_at"),
        documents=tuple(_papers(postage)),
    )


def _papers(postage: Answer) -> Iterator[CarrierDocument]:
    first = postage.get("label_url")
    if first:
        media = str(postage.get("label_file_type") or "image/png")
        yield CarrierDocument(kind=CarrierDocumentKind.LABEL, media_type=media, url=str(first))
    for name, media in MEDIA.items():
        url = postage.get(f"label_{name}_url")
        if url and url != first:
            yield CarrierDocument(kind=CarrierDocumentKind.LABEL, media_type=media, url=str(url))


def asked(carriage: Carriage) -> dict[str, Any]:
    """Write a carriage as EasyPost asks for it: ounces and inches, a tenth rounded up."""
    parcel = carriage.parcel
    longest, median, shortest = map(_inches, parcel.size.sides)
    return {
        "from_address": _address(carriage.sender),
        "to_address": {**_address(carriage.to), "residential": carriage.residential},
        "parcel": {
            "length": longest,
            "width": median,
            "height": shortest,
            "weight": _tenths(parcel.weight.number("oz")),
        },
        "reference": carriage.reference or None,
    }


def _address(address: Address) -> dict[str, str | None]:
    street = (address.line1, ", ".join(filter(None, (address.line2, address.line3))))
    given = {
        "name": address.name,
        "street1": street[0],
        "street2": street[1],
        "city": address.city,
        "state": address.region,
        "zip": address.postal_code,
        "country": address.country,
        "phone": address.phone,
    }
    return {name: text or None for name, text in given.items()}


def _inches(side: Length) -> float:
    return _tenths(side.number("in"))


def _tenths(number: Fraction) -> float:
    """Round up to a tenth: what is told is never less than what is."""
    tenths = -(-number * 10 // 1)
    return float((Decimal(int(tenths)) / 10).quantize(Decimal("0.1"), ROUND_CEILING))


def _price(rate: Answer) -> Money:
    return Money.parse(f"{rate.get('rate')} {rate.get('currency')}", "rate")


def _text(given: Answer, field: str) -> str:
    value = given.get(field)
    if not isinstance(value, str) or not value.strip():
        raise InvalidValue(field, value, "text")
    return value.strip()


def _object(given: Answer, field: str) -> Answer:
    value = given.get(field)
    if not isinstance(value, Mapping):
        raise InvalidValue(field, value, "an object")
    return value
