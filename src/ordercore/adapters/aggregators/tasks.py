"""What is to be done once under a caller's key, and what only one key may have."""

from typing import Generic, TypeVar

import attrs

from ordercore.adapters.aggregators.notes import TAKEN
from ordercore.ports.carriage import Label, Manifest, Pickup

T = TypeVar("T", bound=Label | Manifest | Pickup)

LISTED = "listed"
"""The shelf of labels that are on a manifest."""


@attrs.frozen(kw_only=True)
class Once(Generic[T]):
    """Something that is to be done once."""

    shelf: str
    """Of the book: what kind of thing it is."""
    key: str
    asked: str
    """What exactly; the same key for something else is refused."""
    kind: type[T]
    """What comes of it."""
    takes: tuple[str, ...] = ()
    """What only one key may have: the quote that is bought, or the labels that are listed."""
    taken_on: str = TAKEN
    """The shelf on which stands who has it."""


@attrs.frozen(kw_only=True)
class Claim:
    """That an attempt has come."""

    before: bool
    """Whether another one came before it."""
    busy: bool
    """Whether that may still be under way."""
    attempt: int
