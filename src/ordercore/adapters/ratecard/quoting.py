"""Quotes by a card, as the book keeps them."""

import datetime as dt

import attrs

from ordercore.adapters.ratecard.card import RateCard, ServiceRow
from ordercore.adapters.ratecard.editions import edition_on
from ordercore.adapters.ratecard.pricing import TARIFF_INCOMPLETE, price_of, zone_of
from ordercore.kernel.time import Instant, end_of_day, last_instant
from ordercore.ports.carriage import Carriage, Declined
from ordercore.ports.label_book import LabelPage
from ordercore.service.codec import encode
from ordercore.shipping.choosing.quote import Quote

KEPT_DAYS = dt.timedelta(days=2)
"""For how long a quote that is over is kept, so that it is told from one that nobody gave."""


@attrs.frozen(kw_only=True)
class QuotedCarriage:
    """A quote and what it is for, as the book keeps it."""

    quote: Quote
    carriage: Carriage


def offer_of(
    card: RateCard, page: LabelPage, row: ServiceRow, carriage: Carriage, day: dt.date
) -> Quote | Declined:
    """Price a service on a day, and keep the quote; or say why it does not carry this."""
    priced = price_of(card, row, carriage, day)
    if isinstance(priced, str):
        detail = _missing(card, row, carriage, day) if priced == TARIFF_INCOMPLETE else ""
        return Declined(service=row.code, code=priced, carrier=card.code, detail=detail)
    quote = Quote(
        id=f"{card.code}/{day}/{page.count('quotes')}",
        carrier=card.code,
        service=row.code,
        price=priced.price,
        deliver_by=_deliver_by(card, row, day),
        valid_until=end_of_day(day, card.zone),
        signed=row.signed,
        refuses=row.refuses,
        dangerous=row.dangerous,
        most_weight=row.most_weight,
        most_longest=row.most_longest,
        most_length_plus_girth=row.most_length_plus_girth,
    )
    page.write(f"quotes/{day}", quote.id, encode(QuotedCarriage(quote=quote, carriage=carriage)))
    return quote


def _missing(card: RateCard, row: ServiceRow, carriage: Carriage, day: dt.date) -> str:
    """Say which rate is missing."""
    zone = zone_of(card, carriage.to)
    hole = None if zone is None else edition_on(card, row.code, day).hole(zone)
    return "" if hole is None else hole.why


def _deliver_by(card: RateCard, row: ServiceRow, day: dt.date) -> Instant | None:
    if row.days is None:
        return None
    return last_instant(day + dt.timedelta(days=row.days), card.zone)
