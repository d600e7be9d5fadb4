"""Which message to the buyer an order calls for: a table of situations, and templates for them.

A suggestion is words to begin with; somebody reads it before it is sent. Templates that hang on
what no order tells, as how something is to be made, when somebody is at home, or that a parcel can
be picked up, are in no row.
"""

from collections.abc import Iterable, Mapping

import attrs

from ordercore.conversations.messages import (
    OTHER,
    TEMPLATES,
    Conversation,
    Message,
    MessageOccasion,
    Sender,
    answer_to,
    may_send,
)
from ordercore.errors import InvalidTable
from ordercore.kernel.clauses import Clause
from ordercore.kernel.time import Instant, instant
from ordercore.notices import situations as s
from ordercore.orders.message_occasion import message_occasion_of
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD, World

WHERE = frozenset({"where_is_my_order", OTHER})
"""Subjects of buyers who may want to know where it is; who declares none mostly does."""


@attrs.frozen(kw_only=True)
class Suggested:
    """One row: in which situation which template is suggested, and why, as the code of a clause.

    ``asked`` are the subjects with which a buyer has to wait for an answer; without any, the
    message is suggested unasked as well.
    """

    template: str
    situation: s.Situation
    why: str
    asked: frozenset[str] = frozenset()


def suggestion_table(rows: Iterable[Suggested]) -> tuple[Suggested, ...]:
    """Give rows as a table.

    Raises:
        InvalidTable: when a row names a template that there is not.
    """
    table = tuple(rows)
    unknown = [row.template for row in table if row.template not in TEMPLATES]
    if unknown:
        problems = tuple(f"there is no template {key}" for key in unknown)
        raise InvalidTable("suggested messages", problems)
    return table


SUGGESTED = suggestion_table(
    (
        Suggested(
            template="address_question", situation=s.address_in_doubt, why="message_for_address"
        ),
        Suggested(template="out_of_stock", situation=s.out_of_stock, why="message_for_shortage"),
        Suggested(template="order_delayed", situation=s.late_to_leave, why="message_for_delay"),
        Suggested(
            template="delivery_delayed", situation=s.late_on_its_way, why="message_for_lateness"
        ),
        Suggested(
            template="where_is_my_order",
            situation=s.due_to_arrive,
            why="message_for_question",
            asked=WHERE,
        ),
        Suggested(
            template="on_its_way", situation=s.on_its_way, why="message_for_question", asked=WHERE
        ),
        Suggested(
            template="in_preparation",
            situation=s.due_to_leave,
            why="message_for_question",
            asked=WHERE,
        ),
        Suggested(
            template="return_instructions",
            situation=s.may_send_back,
            why="message_for_return",
            asked=frozenset({"return_request", OTHER}),
        ),
        Suggested(
            template="damage_photo",
            situation=s.has_arrived,
            why="message_for_damage",
            asked=frozenset({"damaged"}),
        ),
        Suggested(
            template="replacement_sent",
            situation=s.was_replaced,
            why="message_for_replacement",
            asked=WHERE | {"damaged", "return_request"},
        ),
        Suggested(
            template="refund_done",
            situation=s.was_refunded,
            why="message_for_refund",
            asked=frozenset({"refund_request", "return_request", OTHER}),
        ),
        Suggested(
            template="invoice_attached",
            situation=s.was_paid,
            why="message_for_invoice",
            asked=frozenset({"invoice_request"}),
        ),
    )
)
"""The rows, the most urgent first."""

SUGGESTION_CLAUSES: Mapping[str, tuple[str, ...]] = dict.fromkeys(
    dict.fromkeys(row.why for row in SUGGESTED), ("order",)
)
"""Code → the facts that a clause has."""


@attrs.frozen(kw_only=True)
class Suggestion:
    """A message that an order calls for, and that may be sent now.

    Attributes:
        template: the key of its words.
        kind: as which kind it may be sent, the fittest of those that may.
        facts: what the words name.
        in_reply_to: the buyer's message that it answers, if somebody waits.
        files: whether it speaks of a file that has to be attached.
        because: why it is suggested.
    """

    template: str
    kind: str
    facts: s.Facts
    in_reply_to: str | None
    files: bool
    because: Clause


def suggest_messages(
    order: Order,
    conversation: Conversation | None,
    at: object,
    world: World = WORLD,
    *,
    occasion: MessageOccasion | None = None,
    rows: tuple[Suggested, ...] = SUGGESTED,
) -> tuple[Suggestion, ...]:
    """Suggest messages to the buyer of an order, the most urgent first; only such as may be sent.

    What was written from a template is not suggested again before the buyer writes once more.
    ``occasion`` is what may be told beside the order: the marketplace's own word on kinds.

    Raises:
        InvalidValue: when ``at`` is no aware time.
    """
    now = instant(at)
    known = occasion or message_occasion_of(order, world)
    moment = s.Moment(order, now, world)
    waiting = _waiting(conversation, now)
    found: list[Suggestion] = []
    for row in rows:
        asks = next((some for some in waiting if not row.asked or some.kind in row.asked), None)
        if (row.asked and asks is None) or _was_told(conversation, row.template):
            continue
        facts = row.situation(moment)
        kind = None if facts is None else _kind(row.template, known, conversation, now, world)
        if facts is None or kind is None:
            continue
        found.append(
            Suggestion(
                template=row.template,
                kind=kind,
                facts=facts,
                in_reply_to=None if asks is None else asks.id,
                files=TEMPLATES[row.template].files,
                because=Clause(row.why, {"order": order.id}),
            )
        )
    return tuple(found)


def _waiting(conversation: Conversation | None, at: Instant) -> list[Message]:
    """Give the buyer's messages that wait for an answer, the earliest first."""
    if conversation is None:
        return []
    return [
        some
        for some in conversation.by(Sender.BUYER)
        if some.at <= at and some.needs_answer and answer_to(conversation, some) is None
    ]


def _was_told(conversation: Conversation | None, template: str) -> bool:
    """Tell whether this was written already, and the buyer has not written since."""
    if conversation is None:
        return False
    mine = [some for some in conversation.by(Sender.SELLER) if some.template == template]
    told = [some.at for some in mine if not some.has_failed]
    asked = [some.at for some in conversation.by(Sender.BUYER)]
    return bool(told) and max(told) >= max(asked, default=max(told))


def _kind(
    template: str,
    occasion: MessageOccasion,
    conversation: Conversation | None,
    at: Instant,
    world: World,
) -> str | None:
    """Give the fittest kind that may be sent now, if one may."""
    for kind in TEMPLATES[template].kinds:
        rows = world.messages.terms
        if may_send(kind, occasion, at, conversation=conversation, rows=rows).may:
            return kind
    return None
