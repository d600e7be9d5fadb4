"""Answers of EasyPost, as values of the port."""

import re
from collections.abc import Iterator
from typing import Any

from ordercore.adapters.aggregators.reading import Answer, Promise, object_of, text_of
from ordercore.adapters.aggregators.writing import address_fields, measures
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, instant
from ordercore.ports.carriage import Carriage, CarrierDocument, CarrierDocumentKind, Declined, Label
from ordercore.shipping.choosing.quote import Quote

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
        carrier=text_of(rate, "carrier"),
        service=text_of(rate, "service"),
        price=price_of(rate),
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
    rate, postage = object_of(shipment, "selected_rate"), object_of(shipment, "postage_label")
    return Label(
        id=text_of(shipment, "id"),
        key=key,
        quote=f"{shipment['id']}/{rate.get('id')}",
        carrier=text_of(rate, "carrier"),
        service=text_of(rate, "service"),
        tracking=str(shipment.get("tracking_code") or ""),
        cost=price_of(rate),
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
    to = address_fields(carriage.to)
    return {
        "from_address": address_fields(carriage.sender),
        "to_address": {**to, "residential": carriage.residential},
        "parcel": {name: float(number) for name, number in measures(carriage).items()},
        "reference": carriage.reference or None,
    }


def price_of(rate: Answer) -> Money:
    """Read the price of a rate.

    Raises:
        InvalidValue: when it has none.
    """
    return Money.parse(f"{rate.get('rate')} {rate.get('currency')}", "rate")
