"""Tracking numbers of a rate card: a prefix, a serial number of nine digits, and a check digit."""

from ordercore.adapters.ratecard.card import RateCard
from ordercore.shipping.numbers import TrackingNumberType, mod10

DIGITS = 9

CHECK = mod10(even=3, odd=1)
"""The rule of GS1, as many carriers have it."""


def tracking_number(prefix: str, serial: int) -> str:
    """Give the tracking number of a serial number, of which the last nine digits count."""
    text = f"{serial % 10**DIGITS:0{DIGITS}}"
    return f"{prefix}{text}{CHECK.expected(text)}"


def tracking_type(card: RateCard) -> TrackingNumberType:
    """Give the row by which ``identify`` knows the numbers of a card."""
    good = tuple(tracking_number(card.prefix, serial) for serial in (1, 123_456_789))
    wrong = str((int(good[1][-1]) + 1) % 10)
    return TrackingNumberType(
        code=f"{card.code}_{card.prefix.lower()}",
        courier=card.code,
        name=card.name,
        pattern=rf"{card.prefix}(?P<serial>[0-9]{{{DIGITS}}})(?P<check>[0-9])",
        fixed=len(card.prefix),
        checksum=CHECK,
        good=good,
        bad=(good[1][:-1] + wrong, good[1][:-1]),
    )
