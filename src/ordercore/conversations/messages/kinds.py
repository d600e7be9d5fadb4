"""The kinds of messages: rows of terms, with the source of each number.

The marketplace's kinds are those of Amazon's Messaging API (model ``messaging.json`` of the Selling
Partner API), in words with underscores, and ``reply``, which answers a buyer.
A kind that asks to remove a rating has no text of the seller's and is none of these.
"""

import datetime as dt
from collections.abc import Iterable

from ordercore.conversations.messages.parties import OrderStage, Venue
from ordercore.conversations.messages.terms import (
    ANY_KIND,
    ANY_LINK,
    AnswerTerms,
    MessageTerms,
)
from ordercore.errors import InvalidTable
from ordercore.kernel.checking import several
from ordercore.kernel.dated import EVERYWHERE, apart, row_on

MESSAGE_TABLE = "terms of messages"

ANSWER_TABLE = "terms of answers"


def message_table(rows: Iterable[MessageTerms]) -> tuple[MessageTerms, ...]:
    """Give rows as a table.

    Raises:
        InvalidValue: when it is not several.
        InvalidTable: when something is no row, or two hold for one kind, venue and marketplace
            from the same day on.
    """
    table = several(rows, "terms")
    given: tuple[object, ...] = table
    strangers = [row for row in given if not isinstance(row, MessageTerms)]
    if strangers:
        raise InvalidTable(MESSAGE_TABLE, tuple(f"{some!r} is no row" for some in strangers))
    apart(table, MESSAGE_TABLE)
    return table


def answer_table(rows: Iterable[AnswerTerms]) -> tuple[AnswerTerms, ...]:
    """Give rows as a table.

    Raises:
        InvalidValue: when it is not several.
        InvalidTable: when something is no row, two hold for one venue and marketplace from the
            same day on, or a venue has no row that holds everywhere and has always held.
    """
    table = several(rows, "answers")
    given: tuple[object, ...] = table
    problems = [f"{row!r} is no row" for row in given if not isinstance(row, AnswerTerms)]
    if not problems:
        apart(table, ANSWER_TABLE)
        problems = [
            f"{venue.value} has no row that holds everywhere from the first day on"
            for venue in Venue
            if row_on([row for row in table if row.venue is venue], dt.date.min) is None
        ]
    if problems:
        raise InvalidTable(ANSWER_TABLE, tuple(problems))
    return table


WINDOW = 30
"""Days after completion within which sellers write unasked (Communication Guidelines, as
junglescout.com and others tell them, B)."""

REPLY = "reply"

MESSAGE_TERMS = message_table(
    (
        # 1 to 800 characters, up to 5 files, links about customisation alone.
        MessageTerms(
            kind="confirm_customization_details",
            shortest=1,
            longest=800,
            most_files=5,
            links="customization",
            days=WINDOW,
        ),
        # 1 to 2000 characters, links about the delivery alone.
        MessageTerms(
            kind="confirm_delivery_details",
            shortest=1,
            longest=2000,
            most_files=0,
            links="delivery",
            days=WINDOW,
        ),
        # 1 to 2000 characters, before shipping, links for completing the order alone.
        MessageTerms(
            kind="confirm_order_details",
            shortest=1,
            longest=2000,
            most_files=0,
            links="order_completion",
            stages=frozenset({OrderStage.PLACED}),
            days=WINDOW,
        ),
        # 1 to 2000 characters, links about the service at home alone.
        MessageTerms(
            kind="confirm_service_details",
            shortest=1,
            longest=2000,
            most_files=0,
            links="service",
            days=WINDOW,
        ),
        # 1 to 2000 characters, links about the problem alone; critical.
        MessageTerms(
            kind="unexpected_problem",
            shortest=1,
            longest=2000,
            most_files=0,
            links="problem",
            days=WINDOW,
            critical=True,
        ),
        # Up to 5 files and nothing else, so at least one; critical.
        MessageTerms(
            kind="legal_disclosure",
            longest=0,
            fewest_files=1,
            most_files=5,
            days=WINDOW,
            critical=True,
        ),
        # 1 to 5 files, and from when until when they cover it.
        MessageTerms(
            kind="warranty", longest=0, fewest_files=1, most_files=5, covers=True, days=WINDOW
        ),
        # 1 to 400 characters, up to 5 files, links about the key alone.
        MessageTerms(
            kind="digital_access_key",
            shortest=1,
            longest=400,
            most_files=5,
            links="access_key",
            days=WINDOW,
        ),
        # 1 to 5 files and nothing else.
        MessageTerms(kind="send_invoice", longest=0, fewest_files=1, most_files=5, days=WINDOW),
        # An answer is no message out of the blue: no window, and buyers who want none get it. Of
        # its length nothing is published; of links, those that complete an order (Communication
        # Guidelines, B).
        MessageTerms(
            kind=REPLY,
            shortest=1,
            links="order_completion",
            stages=frozenset(OrderStage),
            replies=True,
            critical=True,
        ),
        # In a shop of one's own: whatever the seller likes.
        MessageTerms(
            kind=ANY_KIND,
            venue=Venue.OWN_SHOP,
            links=ANY_LINK,
            contacts=True,
            html=True,
            own_language=False,
            stages=frozenset(OrderStage),
            critical=True,
        ),
    )
)
"""What holds where a host says nothing; its own rows stand beside these, or in their place."""

ANSWER_TERMS = answer_table(
    (
        # 24 hours on every calendar day, weekends and holidays too (Seller Central 202152030).
        AnswerTerms(venue=Venue.MARKETPLACE, hours=24),
        # Nobody prescribes it: the same, so that one list of work serves both.
        AnswerTerms(venue=Venue.OWN_SHOP, hours=24),
    )
)
"""How soon buyers are answered where a host says nothing."""


def with_message_terms(
    *rows: MessageTerms, of: tuple[MessageTerms, ...] = MESSAGE_TERMS
) -> tuple[MessageTerms, ...]:
    """Give a table with further rows; each takes the place of one that holds from the same day.

    Raises:
        InvalidTable: as :func:`message_table`.
    """
    places = {_place(row) for row in message_table(rows)}
    return message_table((*(row for row in of if _place(row) not in places), *rows))


def _place(row: MessageTerms) -> tuple[str, Venue, str, dt.date]:
    return row.kind, row.venue, row.marketplace, row.effective_from


def message_terms_of(
    kind: str,
    venue: Venue,
    day: dt.date,
    marketplace: str = EVERYWHERE,
    rows: tuple[MessageTerms, ...] = MESSAGE_TERMS,
) -> MessageTerms | None:
    """Give the terms of a kind that hold on a day; the kind's own come first."""
    for wanted in (kind, ANY_KIND):
        own = [row for row in rows if (row.kind, row.venue) == (wanted, venue)]
        row = row_on(own, day, marketplace)
        if row is not None:
            return row
    return None


def answer_hours(
    venue: Venue,
    day: dt.date,
    marketplace: str = EVERYWHERE,
    rows: tuple[AnswerTerms, ...] = ANSWER_TERMS,
) -> int:
    """Give how many hours there are to answer a buyer who writes on a day.

    Raises:
        InvalidTable: when no row holds there; a table from :func:`answer_table` always has one.
    """
    row = row_on([row for row in rows if row.venue is venue], day, marketplace)
    if row is None:
        raise InvalidTable(ANSWER_TABLE, (f"no row for {venue.value} is in force on {day}",))
    return row.hours
