"""Rows of a report of returns on their way to values: repetitions found, and told."""

from collections.abc import Iterator
from typing import Generic, TypeVar

from ordercore.adapters.amazon.returns_fba import FbaReplacement, FbaReturn
from ordercore.adapters.amazon.returns_values import ReportedReturn
from ordercore.adapters.amazon.tables import Record
from ordercore.kernel.replace import replace
from ordercore.ports.source import Remark

R = TypeVar("R", ReportedReturn, FbaReturn, FbaReplacement)


class Gathering(Generic[R]):
    """The good rows of a report, as far as they have been read."""

    def __init__(self, dates: tuple[str, ...]) -> None:
        """Name the columns by which alone two rows of one return may differ."""
        self._dates = frozenset(dates)
        self._rows: list[R] = []
        self._places: dict[tuple[tuple[str, str], ...], int] = {}
        self._numbers: dict[tuple[str, ...], int] = {}
        self._told: set[tuple[str, str]] = set()

    def add(self, told: R, record: Record) -> Iterator[Remark]:
        """Take a row over, and tell what a person should know of it."""
        yield from self._unknown_words(told)
        essence = tuple(
            (name, text) for name, text in record.cells.items() if name not in self._dates
        )
        place = self._places.setdefault(essence, len(self._rows))
        first = self._rows[place] if place < len(self._rows) else None
        merged = first.repeated(told) if first is not None else None
        if first is not None and merged is not None:
            self._rows[place] = merged
            line = first.origin.line
            what = f"is the return of line {line} under other dates, and counts once"
            yield _remark(told, "repeated_return", what)
            return
        number = self._numbers.get(told.key, 0) + 1
        self._numbers[told.key] = number
        self._rows.append(told if number == 1 else replace(told, number=number))
        if number > 1:
            yield _remark(
                told,
                "repeated_row",
                f"names the same as an earlier one, and was kept as number {number}",
            )

    def gathered(self) -> tuple[R, ...]:
        """Give what was taken over, in order of appearance."""
        return tuple(self._rows)

    def _unknown_words(self, told: R) -> Iterator[Remark]:
        for field, (word, reading) in told.words.items():
            if word and not reading and (field, word) not in self._told:
                self._told.add((field, word))
                message = f"{field}: {word!r} is no word that we know, and was kept as it is"
                yield Remark(told.origin, field, "unknown_word", message)


def _remark(told: ReportedReturn | FbaReturn | FbaReplacement, code: str, what: str) -> Remark:
    return Remark(told.origin, "", code, f"the row of order {told.order_id} {what}")
