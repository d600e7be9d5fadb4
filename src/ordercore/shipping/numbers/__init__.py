"""Tracking numbers: formats and check digits as a table, and whose number a text may be."""

from ordercore.shipping.numbers.checksums import (
    ISO_37_36,
    LUHN,
    MOD_7,
    S10,
    Checksum,
    mod10,
    sum_product,
)
from ordercore.shipping.numbers.couriers import COURIERS, Courier, courier_code, tracking_url
from ordercore.shipping.numbers.identify import REASONS, Candidate, identify
from ordercore.shipping.numbers.table import TRACKING_NUMBER_TYPES
from ordercore.shipping.numbers.types import TrackingNumberType, checked_types, normal_form

__all__ = [
    "COURIERS",
    "ISO_37_36",
    "LUHN",
    "MOD_7",
    "REASONS",
    "S10",
    "TRACKING_NUMBER_TYPES",
    "Candidate",
    "Checksum",
    "Courier",
    "TrackingNumberType",
    "checked_types",
    "courier_code",
    "identify",
    "mod10",
    "normal_form",
    "sum_product",
    "tracking_url",
]
