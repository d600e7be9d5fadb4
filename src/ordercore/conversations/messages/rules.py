"""When something may be done in a conversation.

What the buyer wrote is a fact, and let in; so is what the seller sent elsewhere. The rules of
sending ask what the verdict asks.
"""

from typing import Any

from ordercore.conversations.messages import commands as c
from ordercore.conversations.messages import conditions
from ordercore.conversations.messages.conditions import Case, Condition, Written
from ordercore.conversations.messages.judging import kind_unknown, terms_for
from ordercore.conversations.messages.message import Conversation
from ordercore.conversations.messages.parties import Sender
from ordercore.conversations.messages.world import MessageWorld
from ordercore.kernel.rules import Facts, rule

# Writing


@rule("message_id_taken", instead=("message_id",))
def message_is_new(conversation: Conversation, command: c.Writing, _: Any) -> Facts | None:
    """Two messages of a conversation have two ids."""
    known = conversation.message(command.message_id)
    return None if known is None else {"message_id": known.id, "at": known.at}


@rule("message_answers_nothing", instead=("in_reply_to",))
def answer_is_to_a_message(
    conversation: Conversation, command: c.SendMessage, _: Any
) -> Facts | None:
    """A message that names the one that it answers names one of the buyer's."""
    named = command.in_reply_to
    if command.imported or named is None:
        return None
    known = conversation.message(named)
    return None if known is not None and known.sender is Sender.BUYER else {"message_id": named}


# Sending


def case_of(conversation: Conversation, command: c.SendMessage, world: MessageWorld) -> Case | None:
    """Give what is sent as a case under its terms; ``None`` where there are none, or it is a fact.

    What was sent elsewhere is under nobody's terms any more.
    """
    occasion = command.occasion
    if command.imported or occasion is None:
        return None
    terms = terms_for(command.kind, occasion, command.at, world.terms)
    if terms is None:
        return None
    return Case(
        kind=command.kind,
        terms=terms,
        occasion=occasion,
        at=command.at,
        conversation=conversation,
        written=Written(
            text=command.text,
            language=command.language,
            files=len(command.attachments),
            covers=command.coverage is not None,
        ),
    )


def _against(
    condition: Condition, conversation: Conversation, command: c.SendMessage, world: MessageWorld
) -> Facts | None:
    """Ask a condition; nothing is against a message under unknown terms but that."""
    case = case_of(conversation, command, world)
    return None if case is None else condition(case)


@rule("message_occasion_unknown", instead=("occasion",))
def occasion_is_known(_: Conversation, command: c.SendMessage, __: Any) -> Facts | None:
    """What is sent is judged by what is known of the order."""
    lacks = command.occasion is None and not command.imported
    return {"message": command.kind} if lacks else None


@rule("message_kind_unknown", instead=("kind",))
def kind_is_known(_: Conversation, command: c.SendMessage, world: MessageWorld) -> Facts | None:
    """There are terms for such a message."""
    occasion = command.occasion
    if command.imported or occasion is None:
        return None
    terms = terms_for(command.kind, occasion, command.at, world.terms)
    return kind_unknown(terms, command.kind, occasion, command.at)


@rule("message_not_offered", instead=("kind",))
def kind_is_offered(
    talk: Conversation, command: c.SendMessage, world: MessageWorld
) -> Facts | None:
    """Where the marketplace says which kinds may be sent, this is one of them."""
    return _against(conditions.not_offered, talk, command, world)


@rule("message_at_wrong_stage", instead=("kind",))
def stage_is_right(talk: Conversation, command: c.SendMessage, world: MessageWorld) -> Facts | None:
    """The order has come as far as the kind is for, and no further."""
    return _against(conditions.wrong_stage, talk, command, world)


@rule("message_too_late", instead=("kind",))
def window_is_open(talk: Conversation, command: c.SendMessage, world: MessageWorld) -> Facts | None:
    """Sellers write unasked until some days after the order was completed."""
    return _against(conditions.window_closed, talk, command, world)


@rule("message_sent_before", instead=("kind",))
def no_more_than_it_may_have(
    talk: Conversation, command: c.SendMessage, world: MessageWorld
) -> Facts | None:
    """An order has no more messages of a kind than it may have."""
    return _against(conditions.sent_before, talk, command, world)


@rule("message_unwanted", instead=("kind",))
def buyer_wants_it(talk: Conversation, command: c.SendMessage, world: MessageWorld) -> Facts | None:
    """Buyers who want no messages get critical ones and answers alone."""
    return _against(conditions.unwanted, talk, command, world)


@rule("message_to_nobody", first=("ReceiveMessage",), instead=("kind",))
def buyer_has_written(
    talk: Conversation, command: c.SendMessage, world: MessageWorld
) -> Facts | None:
    """A reply answers a buyer who has written."""
    return _against(conditions.nobody_wrote, talk, command, world)


@rule("message_too_short", instead=("text", "kind"))
def text_is_there(talk: Conversation, command: c.SendMessage, world: MessageWorld) -> Facts | None:
    """A kind that has a text has enough of it."""
    return _against(conditions.no_text, talk, command, world)


@rule("message_too_long", instead=("text", "kind"))
def text_is_short_enough(
    talk: Conversation, command: c.SendMessage, world: MessageWorld
) -> Facts | None:
    """A text is no longer than its kind may have."""
    return _against(conditions.too_long, talk, command, world)


@rule("message_files_wrong", instead=("attachments", "kind"))
def files_are_as_many_as_may_be(
    talk: Conversation, command: c.SendMessage, world: MessageWorld
) -> Facts | None:
    """As many files are attached as the kind needs, and no more than it may have."""
    return _against(conditions.wrong_files, talk, command, world)


@rule("message_covers_nothing", instead=("coverage", "kind"))
def coverage_is_of_a_warranty(
    talk: Conversation, command: c.SendMessage, world: MessageWorld
) -> Facts | None:
    """Only a kind about a warranty tells from when until when something is covered."""
    return _against(conditions.covers_nothing, talk, command, world)


@rule("message_in_other_language", instead=("text", "language"))
def language_is_the_buyers(
    talk: Conversation, command: c.SendMessage, world: MessageWorld
) -> Facts | None:
    """A message is in the buyer's language, where both are known."""
    return _against(conditions.other_language, talk, command, world)


@rule("message_has_links", instead=("text", "kind"))
def links_stand_where_they_may(
    talk: Conversation, command: c.SendMessage, world: MessageWorld
) -> Facts | None:
    """Links stand where the kind has any, alone."""
    return _against(conditions.has_links, talk, command, world)


@rule("message_has_addresses", instead=("text",))
def no_address_leads_outside(
    talk: Conversation, command: c.SendMessage, world: MessageWorld
) -> Facts | None:
    """No mail address leads past the marketplace."""
    return _against(conditions.has_addresses, talk, command, world)


@rule("message_has_telephones", instead=("text",))
def no_telephone_leads_outside(
    talk: Conversation, command: c.SendMessage, world: MessageWorld
) -> Facts | None:
    """No telephone number leads past the marketplace."""
    return _against(conditions.has_telephones, talk, command, world)


@rule("message_has_html", instead=("text",))
def text_is_plain(talk: Conversation, command: c.SendMessage, world: MessageWorld) -> Facts | None:
    """A text is plain."""
    return _against(conditions.has_html, talk, command, world)


SENDING = (
    message_is_new,
    answer_is_to_a_message,
    occasion_is_known,
    kind_is_known,
    kind_is_offered,
    stage_is_right,
    window_is_open,
    no_more_than_it_may_have,
    buyer_wants_it,
    buyer_has_written,
    text_is_there,
    text_is_short_enough,
    files_are_as_many_as_may_be,
    coverage_is_of_a_warranty,
    language_is_the_buyers,
    links_stand_where_they_may,
    no_address_leads_outside,
    no_telephone_leads_outside,
    text_is_plain,
)

# What is said of a message


@rule("message_not_received", first=("ReceiveMessage",), instead=("message_id",))
def buyer_wrote_it(talk: Conversation, command: c.Marking, _: Any) -> Facts | None:
    """Only what the buyer wrote needs an answer, or none."""
    known = talk.message(command.message_id)
    if known is not None and known.sender is Sender.BUYER:
        return None
    return {"message_id": command.message_id}


@rule("message_not_written", first=("SendMessage",), instead=("message_id",))
def seller_wrote_it(talk: Conversation, command: c.Dispatching, _: Any) -> Facts | None:
    """Only what the seller wrote is sent."""
    known = talk.message(command.message_id)
    if known is not None and known.sender is Sender.SELLER:
        return None
    return {"message_id": command.message_id}
