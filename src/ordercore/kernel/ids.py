"""Identifiers: plain text with a name for what it identifies."""

from collections.abc import Collection
from itertools import count
from typing import TypeAlias

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import is_text

OrderId: TypeAlias = str
LineId: TypeAlias = str
ParcelId: TypeAlias = str
ReturnId: TypeAlias = str
LabelId: TypeAlias = str
RefundId: TypeAlias = str
PaymentId: TypeAlias = str
HoldId: TypeAlias = str
RequestId: TypeAlias = str
Sku: TypeAlias = str


LONGEST = 500
"""Characters of an identifier. Stores look records up by several of them put together, and an entry
of an index holds no more than 2704 bytes on PostgreSQL."""

IDENTIFIER = (
    f"a non-blank identifier without spaces around it or NUL, of no more than {LONGEST} characters"
)


def checked(value: object, field: str) -> str:
    """Give an identifier back as it is.

    Raises:
        InvalidValue: when it is not text, is blank, begins or ends with white space, or has a NUL
            or half a character, which databases do not keep, or is longer than ``LONGEST``.
    """
    if (
        not isinstance(value, str)
        or not value
        or value != value.strip()
        or "\0" in value
        or not (value.isascii() or is_text(value))
    ):
        raise InvalidValue(field, value, IDENTIFIER)
    if len(value) > LONGEST:
        raise InvalidValue(field, f"{value[:20]}…", IDENTIFIER)
    return value


def numbered(prefix: str, taken: Collection[str]) -> str:
    """Give the next free id inside an order: the first parcel is ``P1``, the second ``P2``."""
    numbers = count(len(taken) + 1)
    return next(id for id in (f"{prefix}{number}" for number in numbers) if id not in taken)
