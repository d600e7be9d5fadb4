"""Carriers by a rate card: a seller's own tariff, from TOML or CSV, without a network."""

from ordercore.adapters.ratecard.card import (
    Of,
    RateCard,
    RateHole,
    RateRow,
    ServiceRow,
    SurchargeRow,
    When,
    ZoneRow,
)
from ordercore.adapters.ratecard.carrier import RateCardCarrier
from ordercore.adapters.ratecard.numbers import tracking_number, tracking_type
from ordercore.adapters.ratecard.papers import LabelPapers, drawn_by, shipping_label, text_label
from ordercore.adapters.ratecard.pricing import Priced, price_of, zone_of
from ordercore.adapters.ratecard.reading import BadRow, ReadCard, parse_rate_card, read_rate_card

__all__ = [
    "BadRow",
    "LabelPapers",
    "Of",
    "Priced",
    "RateCard",
    "RateCardCarrier",
    "RateHole",
    "RateRow",
    "ReadCard",
    "ServiceRow",
    "SurchargeRow",
    "When",
    "ZoneRow",
    "drawn_by",
    "parse_rate_card",
    "price_of",
    "read_rate_card",
    "shipping_label",
    "text_label",
    "tracking_number",
    "tracking_type",
    "zone_of",
]
