"""The terms of messages: what each kind may hold, when it may be sent, and how soon is answered."""

import datetime as dt
from typing import ClassVar

import attrs

from ordercore.conversations.messages.parties import OrderStage, Venue
from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types
from ordercore.kernel.dated import ALWAYS, EVERYWHERE, first_day
from ordercore.kernel.ids import checked

ANY_KIND = "*"
"""The kind of a row that holds for every kind without its own."""

ANY_LINK = "*"
"""Links may serve anything."""

OF_AN_ORDER = frozenset(OrderStage) - {OrderStage.NO_ORDER}
"""Wherever there is an order, however far it has come."""

MOST = 100_000
"""Whatever is larger is a slip of the pen."""


def _within(value: int | None, field: str, least: int = 0) -> None:
    if value is not None and not least <= value <= MOST:
        raise InvalidValue(field, value, f"{least} to {MOST}")


@attrs.frozen(kw_only=True)
class AnswerTerms:
    """How soon buyers are answered, from a day on: that on which they write.

    ``hours`` run by the clock, on every day.

    Raises:
        InvalidValue: when a field is of another type, or there are fewer than 1 or too many hours.
    """

    about: ClassVar[tuple[str, ...]] = ("venue",)

    venue: Venue
    marketplace: str = EVERYWHERE
    effective_from: dt.date = attrs.field(default=ALWAYS, validator=first_day)
    hours: int

    def __attrs_post_init__(self) -> None:
        """Refuse a time that cannot be."""
        check_types(self)
        _within(self.hours, "hours", 1)


@attrs.frozen(kw_only=True)
class MessageTerms:
    """The terms of a kind of message, from a day on: that on which it is sent.

    Attributes:
        kind: its name; ``*`` for any that has no row of its own.
        shortest: the fewest characters of its text.
        longest: the most characters; 0 where it has no text, ``None`` for any number.
        fewest_files: how many files at least are attached.
        most_files: how many at most; ``None`` for any number.
        covers: whether it tells from when until when a warranty covers something.
        links: what links in it have to serve, by code; ``*`` for anything, ``None`` where there
            are none at all. What a link really serves, no program can tell.
        contacts: whether mail addresses and telephone numbers may stand in it.
        html: whether HTML may.
        own_language: whether it has to be in the buyer's language, where both are known.
        stages: how far the order may have come.
        days: until how many days after the order was completed it may be sent; the last one
            counts whole. ``None`` where it always may.
        per_order: how many of them an order may have; ``None`` for any number.
        replies: whether it answers a buyer, who has to have written first.
        critical: whether it is sent to buyers too who want no messages.

    Raises:
        InvalidValue: when a field is of another type or out of bounds.
    """

    about: ClassVar[tuple[str, ...]] = ("kind", "venue")

    kind: str
    venue: Venue = Venue.MARKETPLACE
    marketplace: str = EVERYWHERE
    effective_from: dt.date = attrs.field(default=ALWAYS, validator=first_day)
    shortest: int = 0
    longest: int | None = None
    fewest_files: int = 0
    most_files: int | None = None
    covers: bool = False
    links: str | None = None
    contacts: bool = False
    html: bool = False
    own_language: bool = True
    stages: frozenset[OrderStage] = OF_AN_ORDER
    days: int | None = None
    per_order: int | None = None
    replies: bool = False
    critical: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse a blank kind, and bounds that nothing can keep."""
        check_types(self)
        checked(self.kind, "kind")
        _within(self.shortest, "shortest")
        _within(self.longest, "longest", self.shortest)
        _within(self.fewest_files, "fewest_files")
        _within(self.most_files, "most_files", self.fewest_files)
        _within(self.days, "days")
        _within(self.per_order, "per_order", 1)
        if not self.stages:
            raise InvalidValue("stages", (), "at least one stage")
