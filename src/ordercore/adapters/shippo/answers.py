"""Answers of Shippo, as values of the port."""

import re
from collections.abc import Iterable, Iterator

import attrs

from ordercore.adapters.aggregators.reading import Answer, Promise, object_of, objects, text_of
from ordercore.errors import InvalidValue
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, instant
from ordercore.ports.carriage import CarrierDocument, CarrierDocumentKind, Declined
from ordercore.shipping.choosing.quote import Quote

RATE_DAYS = 7
"""Only rates less than seven days old can be purchased (docs.goshippo.com, Transactions)."""

RETURNED = frozenset({"REFUNDED", "REFUNDPENDING"})
"""What the status of a label is that is not to be used any more."""

MESSAGES = {"carrier_timeout": "unreachable"}
"""Shippo's code of a message → ours: the carrier behind it did not answer, and nothing is done."""

MEDIA = {"PDF": "application/pdf", "PNG": "image/png", "ZPL": "application/zpl"}
"""How Shippo's label formats begin, and labels' URLs end → media type."""

_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)

_NUMBER = re.compile(r"[0-9A-Za-z_-]{1,64}", re.ASCII)


@attrs.frozen(kw_only=True)
class Rate:
    """A rate, by which labels are priced."""

    id: str
    carrier: str
    service: str
    price: Money
    made_at: Instant
    account: str
    """The id of the carrier's account."""
    shipment: str


def is_id(text: object) -> bool:
    """Tell whether a text is an id of Shippo's, so that it may stand in a URL."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None


def is_number(text: object) -> bool:
    """Tell whether a text may be a tracking number or a carrier's name, and stand in a URL."""
    return isinstance(text, str) and _NUMBER.fullmatch(text) is not None


def id_of(given: Answer, field: str = "object_id") -> str:
    """Give an id that has to be there.

    Raises:
        InvalidValue: when it is none.
    """
    value = given.get(field)
    if not isinstance(value, str) or not is_id(value):
        raise InvalidValue(field, value, "an id of Shippo's")
    return value


def status_of(given: Answer) -> str:
    """Give the status of anything; blank where it has none."""
    return str(given.get("status") or "")


def rate_of(given: Answer) -> Rate:
    """Read a rate.

    Raises:
        InvalidValue: when it is none.
    """
    level = object_of(given, "servicelevel")
    return Rate(
        id=id_of(given),
        carrier=text_of(given, "provider"),
        service=text_of(level, "token" if level.get("token") else "name"),
        price=Money.parse(f"{given.get('amount')} {given.get('currency')}", "rate"),
        made_at=instant(given.get("object_created"), "object_created"),
        account=id_of(given, "carrier_account"),
        shipment=id_of(given, "shipment"),
    )


def expires(rate: Rate) -> Instant:
    """Give the first instant at which a rate cannot be bought any more."""
    return rate.made_at.add(days=RATE_DAYS)


def quote_of(given: Answer, promise: Promise | None) -> Quote:
    """Read a rate as a quote.

    Raises:
        InvalidValue: when it is none.
    """
    rate = rate_of(given)
    return Quote(
        id=rate.id,
        carrier=rate.carrier,
        service=rate.service,
        price=rate.price,
        deliver_by=None if promise is None else promise(given),
        valid_until=expires(rate),
    )


def declined(messages: Iterable[Answer], quotes: Iterable[Quote]) -> tuple[Declined, ...]:
    """Read the messages beside the rates as refusals, of carriers that have given no rate.

    Those that have given some are warned about, and decline nothing.
    """
    offering = {_squeezed(quote.carrier) for quote in quotes}
    found = (
        Declined(
            service="",
            code=MESSAGES.get(str(message.get("code")), "call_refused"),
            carrier=str(message.get("source") or ""),
            detail=str(message.get("text") or ""),
        )
        for message in messages
    )
    return tuple(dict.fromkeys(one for one in found if _squeezed(one.carrier) not in offering))


def _squeezed(name: str) -> str:
    """Spell a carrier alike in messages and rates: ``DHLExpress``, ``DHL Express``."""
    return "".join(filter(str.isalnum, name)).casefold()


def told_in(given: Answer, field: str = "messages") -> str:
    """Give what messages say, in their words; they are texts, or objects with one."""
    value = given.get(field)
    texts = value if isinstance(value, list) else ()
    return "; ".join(
        str(one.get("text") or "") if isinstance(one, dict) else str(one) for one in texts
    )


def failure_of(given: Answer) -> str:
    """Give the code of something that ended in an error, by its messages."""
    codes = (MESSAGES.get(str(message.get("code"))) for message in objects(given, "messages"))
    return next((code for code in codes if code is not None), "call_refused")


def failed(transaction: Answer) -> bool:
    """Tell whether a purchase bought nothing.

    One that ended in an error, and yet has a label or a number, makes no sense, and may have.
    """
    has_label = transaction.get("label_url") or transaction.get("tracking_number")
    return status_of(transaction) == "ERROR" and not has_label


def rate_id(transaction: Answer) -> str:
    """Give the id of the rate that a transaction is for; it may stand there as a whole."""
    rate = transaction.get("rate")
    return str(rate.get("object_id") if isinstance(rate, dict) else rate)


def papers(transaction: Answer) -> Iterator[CarrierDocument]:
    """Give the papers of a label, which are fetched by their URLs."""
    kinds = CarrierDocumentKind
    for field, kind in (
        ("label_url", kinds.LABEL),
        ("commercial_invoice_url", kinds.CUSTOMS),
        ("qr_code_url", kinds.OTHER),
    ):
        url = str(transaction.get(field) or "")
        if url:
            form = str(transaction.get("label_file_type") or "") if kind is kinds.LABEL else ""
            yield CarrierDocument(kind=kind, media_type=_media(form, url), url=url)


def _media(form: str, url: str) -> str:
    ending = url.partition("?")[0].rpartition(".")[2]
    beginnings = (form[:3].upper(), ending[:3].upper(), "PDF")
    return next(MEDIA[name] for name in beginnings if name in MEDIA)
