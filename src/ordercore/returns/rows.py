"""The rows of a return policy: where, from when and of what each holds, and who says so."""

import datetime as dt
from collections.abc import Iterable
from enum import Enum
from functools import cached_property
from typing import ClassVar, TypeVar

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types
from ordercore.kernel.confidence import Confidence
from ordercore.kernel.dated import ALWAYS, EVERYWHERE, first_day, row_on

ANY = "*"
"""The channel, category, condition or trait of a row that holds of all."""

MOST_DAYS = 3650
"""Whatever is longer is a slip of the pen, and its end has to lie within the calendar."""

PLACED = ("channel", "category", "condition")
"""By what a row is found, beside its marketplace and day."""


@attrs.frozen(kw_only=True)
class Row:
    """What all rows of a return policy have in common.

    A row holds of what it names, and of everything where it names nothing: a channel, a category
    and a condition as sold are the host's own words. Of two that hold of one purchase and are of
    one kind, the more particular counts: one that names a condition before one that names a
    category, that before a channel, and only then a marketplace of its own before all others.

    Raises:
        InvalidValue: when a field is of another type, or a number cannot be.
    """

    about: ClassVar[tuple[str, ...]] = PLACED

    marketplace: str = EVERYWHERE
    effective_from: dt.date = attrs.field(default=ALWAYS, validator=first_day)
    channel: str = ANY
    category: str = ANY
    condition: str = ANY
    source: str = ""
    confidence: Confidence = Confidence.OURS

    def __attrs_post_init__(self) -> None:
        """Refuse fields that cannot be."""
        check_types(self)
        days = getattr(self, "days", 0)
        if not 0 <= days <= MOST_DAYS:
            raise InvalidValue("days", days, f"a number of days from 0 to {MOST_DAYS}")

    @cached_property
    def kind(self) -> tuple[str, ...]:
        """What tells it from rows that hold beside it."""
        return tuple(_plain(getattr(self, name)) for name in self.about if name not in PLACED)

    @cached_property
    def particular(self) -> tuple[bool, bool, bool]:
        """How closely it names what it holds of; the greater counts."""
        return self.condition != ANY, self.category != ANY, self.channel != ANY

    def holds_of(self, channel: str, category: str, condition: str) -> bool:
        """Tell whether it holds of such a purchase."""
        return (
            self.channel in (ANY, channel)
            and self.category in (ANY, category)
            and self.condition in (ANY, condition)
        )


@attrs.frozen(kw_only=True)
class OfTrait(Row):
    """A row that holds of goods with a trait, or of all where it names none."""

    about: ClassVar[tuple[str, ...]] = (*PLACED, "trait")

    trait: str = ANY

    @property
    def what(self) -> str:
        """The word for what it holds of: its trait, or else its category or condition."""
        return next((word for word in (self.trait, self.category) if word != ANY), self.condition)


R = TypeVar("R", bound=Row)

T = TypeVar("T", bound=OfTrait)


def of_traits(rows: Iterable[T], traits: frozenset[str]) -> tuple[T, ...]:
    """Give the rows that hold of goods with these traits."""
    return tuple([row for row in rows if row.trait == ANY or row.trait in traits])


def rows_for(
    rows: Iterable[R],
    day: dt.date,
    marketplace: str,
    channel: str = "",
    category: str = "",
    condition: str = "",
) -> tuple[R, ...]:
    """Give of each kind the one row that holds of a purchase on a day, kinds in order."""
    alike: dict[tuple[tuple[str, ...], tuple[bool, bool, bool]], list[R]] = {}
    for row in rows:
        if row.holds_of(channel, category, condition):
            alike.setdefault((row.kind, row.particular), []).append(row)
    found: dict[tuple[str, ...], R] = {}
    for (kind, _), some in sorted(alike.items()):
        latest = row_on(some, day, marketplace)
        if latest is not None:
            found[kind] = latest  # the more particular come later
    return tuple(found.values())


def alike_on_one_day(rows: Iterable[Row]) -> list[str]:
    """Name the rows of which nothing tells which one holds."""
    begun: dict[str, int] = {}
    for row in rows:
        named = ((name, _plain(getattr(row, name))) for name in row.about)
        about = ", ".join(f"{name} {value}" for name, value in named if value not in ("", ANY))
        since = "always" if row.effective_from == ALWAYS else f"from {row.effective_from}"
        where = "" if row.marketplace == EVERYWHERE else f" on marketplace {row.marketplace}"
        key = f"rows about {about or 'everything'} hold {since}{where}"
        begun[key] = begun.get(key, 0) + 1
    return [f"{count} {key}" for key, count in begun.items() if count > 1]


def _plain(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, int):
        return f"{value:04d}"
    return "" if value is None else str(value)
