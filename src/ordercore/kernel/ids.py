"""Identifiers: plain text with a name for what it identifies."""

from collections.abc import Collection
from itertools import count
from typing import TypeAlias

from ordercore.errors import InvalidValue

OrderId: TypeAlias = str
LineId: TypeAlias = str
ParcelId: TypeAlias = str
ReturnId: TypeAlias = str
RefundId: TypeAlias = str
PaymentId: TypeAlias = str
HoldId: TypeAlias = str
RequestId: TypeAlias = str
Sku: TypeAlias = str


def checked(value: object, field: str) -> str:
    """Give an identifier back as it is.

    Raises:
        InvalidValue: when it is not text, is blank, or begins or ends with white space.
    """
    if not isinstance(value, str) or not value or value != value.strip():
        raise InvalidValue(field, value, "a non-blank identifier without spaces around it")
    return value


def numbered(prefix: str, taken: Collection[str]) -> str:
    """Give the next free id inside an order: the first parcel is ``P1``, the second ``P2``."""
    numbers = count(len(taken) + 1)
    return next(id for id in (f"{prefix}{number}" for number in numbers) if id not in taken)
