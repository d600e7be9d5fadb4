"""What is kept of an account: what its keys are for, and what became of its labels."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import TypeVar

import attrs

from ordercore.errors import CarrierError, StoreError
from ordercore.kernel.time import Instant
from ordercore.ports.carriage import Voided
from ordercore.ports.label_book import LabelBook, LabelPage
from ordercore.service.codec import decode, encode

T = TypeVar("T")

TAKEN = "taken"
"""The shelf of what was bought, by any key or by somebody else."""


@attrs.frozen(kw_only=True)
class Kept:
    """What a key is for, and what was done under it, as JSON, once that is known."""

    asked: str
    done: str = ""
    open_until: Instant | None = None
    """Until when an attempt may still be under way of which nobody will hear."""
    attempt: int = 0
    """The number of the latest."""
    steps: Mapping[str, str] = attrs.field(factory=dict)
    """How far it has come, in words of the adapter's own."""


class Notes:
    """A book of an account's, which all its processes share."""

    def __init__(self, carrier: str, book: LabelBook) -> None:
        self._carrier = carrier
        self._book = book

    @contextmanager
    def open(self) -> Generator[LabelPage, None, None]:
        """Open the book; when that fails, nobody knows what was kept, so asking again tells."""
        try:
            with self._book.page() as page:
                yield page
        except StoreError as error:
            raise self._error("carrier_failed", str(error)) from error

    def read(self, shelf: str, key: str, kind: type[T]) -> T | None:
        """Give an entry, if there is one."""
        with self.open() as page:
            return entry(page, shelf, key, kind)

    def note_taken(self, thing: str) -> None:
        """Keep that somebody who does not share the book has something; no key has it then."""
        with self.open() as page:
            page.write(TAKEN, thing, b"")

    def of(self, thing: str, shelf: str, kind: type[T]) -> T | None:
        """Give what was done under the key that has a thing, if one has it and that is known."""
        with self.open() as page:
            key = page.read(TAKEN, thing)
            kept = None if key is None else entry(page, shelf, key.decode(), Kept)
            return decode(kind, kept.done.encode()) if kept is not None and kept.done else None

    def voided(self, label: str) -> Voided | None:
        """Give what became of a label that was to be voided, if it was."""
        return self.read("voided", label, Voided)

    def note_voided(self, voided: Voided) -> Voided:
        """Keep what became of a label."""
        with self.open() as page:
            page.write("voided", voided.label, encode(voided))
        return voided

    def refuse_void(self, label: str) -> None:
        """Refuse a label that was voided, so that nobody uses it.

        Raises:
            CarrierError: ``label_void``.
        """
        if self.voided(label) is not None:
            raise self._error("label_void", label)

    def _error(self, code: str, detail: str = "") -> CarrierError:
        return CarrierError(self._carrier, code, detail)


def entry(page: LabelPage, shelf: str, key: str, kind: type[T]) -> T | None:
    """Give an entry of an open page, if there is one."""
    data = page.read(shelf, key)
    return None if data is None else decode(kind, data)
