"""May a message be sent: an explained verdict, from plain values."""

from collections.abc import Mapping

import attrs

from ordercore.conversations.messages import content
from ordercore.conversations.messages.conditions import CONDITIONS, Case, Written
from ordercore.conversations.messages.kinds import MESSAGE_TERMS, message_table, message_terms_of
from ordercore.conversations.messages.message import Conversation
from ordercore.conversations.messages.occasion import MessageOccasion
from ordercore.conversations.messages.terms import ANY_LINK, MessageTerms
from ordercore.kernel.checking import of_type
from ordercore.kernel.clauses import Clause
from ordercore.kernel.ids import checked
from ordercore.kernel.rules import Facts
from ordercore.kernel.time import Instant, instant, local_date


@attrs.frozen(kw_only=True)
class MessageVerdict:
    """May it be sent, until when, and why.

    ``until`` is the first instant at which it no longer may; ``None`` where the order is not
    completed, or it always may.
    """

    may: bool
    until: Instant | None
    because: tuple[Clause, ...]


MESSAGE_CLAUSES: Mapping[str, tuple[str, ...]] = {
    "message_kind_unknown": ("message", "venue", "marketplace", "day"),
    "message_not_offered": ("message", "offered"),
    "message_at_wrong_stage": ("message", "stage_now", "stages"),
    "message_too_late": ("days", "until"),
    "message_sent_before": ("message", "sent", "limit"),
    "message_unwanted": ("message",),
    "message_to_nobody": ("message",),
    "message_too_short": ("message", "length", "least"),
    "message_too_long": ("message", "length", "most"),
    "message_files_wrong": ("message", "files", "least", "most"),
    "message_covers_nothing": ("message",),
    "message_in_other_language": ("language", "wanted"),
    "message_has_links": ("number",),
    "message_has_addresses": ("number",),
    "message_has_telephones": ("number",),
    "message_has_html": ("number",),
    "message_may_be_sent": ("message", "until"),
    "message_holds": ("message", "least", "most", "files_least", "files_most"),
    "message_links_serve": ("links",),
}
"""Code → the facts that a clause has."""


def may_send(
    kind: str,
    occasion: MessageOccasion,
    at: object,
    *,
    conversation: Conversation | None = None,
    written: Written | None = None,
    rows: tuple[MessageTerms, ...] = MESSAGE_TERMS,
) -> MessageVerdict:
    """Judge whether a message of a kind may be sent at an instant, and say why.

    The terms are those of its day, in the zone of the occasion. Without anything ``written`` only
    the moment is judged, and the clauses tell what it may hold.
    ``because`` has every clause against it; where there is none, those that let it pass.

    Raises:
        InvalidValue: when an argument is of another type, or ``at`` is no instant.
    """
    checked(kind, "kind")
    of_type(occasion, MessageOccasion, "occasion")
    for value, named, field in (
        (conversation, Conversation, "conversation"),
        (written, Written, "written"),
    ):
        if value is not None:
            of_type(value, named, field)
    now = instant(at)
    table = message_table(rows)
    terms = terms_for(kind, occasion, now, table)
    if terms is None:
        unknown = Clause("message_kind_unknown", kind_unknown(terms, kind, occasion, now) or {})
        return MessageVerdict(may=False, until=None, because=(unknown,))
    case = Case(
        kind=kind,
        terms=terms,
        occasion=occasion,
        at=now,
        conversation=conversation,
        written=written,
    )
    found = [(code, check(case)) for code, check in CONDITIONS.items()]
    against = [Clause(code, facts) for code, facts in found if facts is not None]
    because = against or _letting_pass(kind, case)
    return MessageVerdict(may=not against, until=case.until, because=tuple(because))


def _letting_pass(kind: str, case: Case) -> list[Clause]:
    """Give the window, what it may hold, and what no program can judge of its links."""
    terms, written = case.terms, case.written
    clauses = [Clause("message_may_be_sent", {"message": kind, "until": case.until})]
    if written is None:
        files = {"files_least": terms.fewest_files, "files_most": terms.most_files}
        text = {"least": terms.shortest, "most": terms.longest}
        clauses.append(Clause("message_holds", {"message": kind, **text, **files}))
    has_links = written is None or bool(content.links(written.text))
    if has_links and terms.links not in (None, ANY_LINK):
        clauses.append(Clause("message_links_serve", {"links": terms.links}))
    return clauses


def terms_for(
    kind: str, occasion: MessageOccasion, at: Instant, rows: tuple[MessageTerms, ...]
) -> MessageTerms | None:
    """Give the terms that hold on the day of a message, where it is read."""
    day = local_date(at, occasion.zone)
    return message_terms_of(kind, occasion.venue, day, occasion.marketplace, rows)


def kind_unknown(
    terms: MessageTerms | None, kind: str, occasion: MessageOccasion, at: Instant
) -> Facts | None:
    """There are terms for such a message."""
    if terms is not None:
        return None
    return {
        "message": kind,
        "venue": occasion.venue.value,
        "marketplace": occasion.marketplace,
        "day": local_date(at, occasion.zone),
    }


def allowed_kinds(
    occasion: MessageOccasion,
    at: object,
    *,
    conversation: Conversation | None = None,
    rows: tuple[MessageTerms, ...] = MESSAGE_TERMS,
) -> tuple[str, ...]:
    """Give the kinds of messages that may be sent now, as far as the moment goes.

    Where any kind may, that is ``*``.

    Raises:
        InvalidValue: as :func:`may_send`.
    """
    table = message_table(rows)
    of_type(occasion, MessageOccasion, "occasion")
    kinds = dict.fromkeys([row.kind for row in table if row.venue is occasion.venue])
    return tuple(
        [
            kind
            for kind in kinds
            if may_send(kind, occasion, at, conversation=conversation, rows=table).may
        ]
    )
