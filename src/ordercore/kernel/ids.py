"""Identifiers: plain text with a name for what it identifies."""

from typing import TypeAlias

from ordercore.errors import InvalidValue

OrderId: TypeAlias = str
LineId: TypeAlias = str
ParcelId: TypeAlias = str
ReturnId: TypeAlias = str
RefundId: TypeAlias = str
Sku: TypeAlias = str


def checked(value: object, field: str) -> str:
    """Give an identifier back as it is.

    Raises:
        InvalidValue: when it is not text, is blank, or begins or ends with white space.
    """
    if not isinstance(value, str) or not value or value != value.strip():
        raise InvalidValue(field, value, "a non-blank identifier without spaces around it")
    return value


def numbered(prefix: str, taken: int) -> str:
    """Give the next id inside an order: the first parcel is ``P1``, the second ``P2``."""
    return f"{prefix}{taken + 1}"
