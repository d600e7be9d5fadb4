"""The conditions of sending a message.

Each is a function that gives the facts against, or ``None``; the verdict and the rules of the
command ask the same ones.
"""

from collections.abc import Callable, Mapping

import attrs

from ordercore.conversations.messages import content
from ordercore.conversations.messages.message import Conversation
from ordercore.conversations.messages.occasion import MessageOccasion
from ordercore.conversations.messages.parties import OrderStage, Sender
from ordercore.conversations.messages.terms import MessageTerms
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.rules import Facts
from ordercore.kernel.time import Instant, window_end


@attrs.frozen(kw_only=True)
class Written:
    """What a message holds, as far as anything is asked of it."""

    text: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    language: str = ""
    files: int = 0
    covers: bool = False


@attrs.frozen(kw_only=True)
class Case:
    """A message of a kind under the terms that hold; ``written`` is ``None`` until it is.

    ``until`` is the first instant at which it may no longer be sent; ``None`` where it always may,
    or the order is not completed.
    """

    kind: str
    terms: MessageTerms
    occasion: MessageOccasion
    at: Instant
    conversation: Conversation | None
    written: Written | None

    @property
    def until(self) -> Instant | None:
        """When the window ends."""
        days, since = self.terms.days, self.occasion.completed
        if days is None or since is None:
            return None
        return window_end(since, days, self.occasion.zone)


# When


def not_offered(case: Case) -> Facts | None:
    """Where the marketplace says which kinds may be sent, this is one of them."""
    offered = case.occasion.offered
    if offered is None or case.terms.replies or case.kind in offered:
        return None
    return {"message": case.kind, "offered": sorted(offered)}


def wrong_stage(case: Case) -> Facts | None:
    """The order has come as far as the kind is for, and no further."""
    stage, stages = case.occasion.stage, case.terms.stages
    if stage in stages:
        return None
    known = [some.value for some in OrderStage if some in stages]
    return {"message": case.kind, "stage_now": stage.value, "stages": known}


def window_closed(case: Case) -> Facts | None:
    """Sellers write unasked until some days after the order was completed."""
    if case.until is None or case.at < case.until:
        return None
    return {"days": case.terms.days, "until": case.until}


def sent_before(case: Case) -> Facts | None:
    """An order has no more messages of a kind than it may have."""
    kind, limit = case.kind, case.terms.per_order
    sent = case.occasion.sent.count(kind)
    if case.conversation is not None:
        mine = case.conversation.by(Sender.SELLER)
        sent += sum(some.kind == kind and not some.has_failed for some in mine)
    return (
        None if limit is None or sent < limit else {"message": kind, "sent": sent, "limit": limit}
    )


def unwanted(case: Case) -> Facts | None:
    """Buyers who want no messages get critical ones and answers alone."""
    if case.terms.critical or not case.occasion.wants_none:
        return None
    return {"message": case.kind}


def nobody_wrote(case: Case) -> Facts | None:
    """A reply answers a buyer who has written."""
    if not case.terms.replies or _first_contact(case) is not None:
        return None
    return {"message": case.kind}


def _first_contact(case: Case) -> Instant | None:
    wrote = [case.occasion.contacted] if case.occasion.contacted else []
    if case.conversation is not None:
        wrote += [some.at for some in case.conversation.by(Sender.BUYER)]
    return min([at for at in wrote if at <= case.at], default=None)


# What


def no_text(case: Case) -> Facts | None:
    """A kind that has a text has enough of it."""
    if case.written is None:
        return None
    length, least = len(case.written.text.strip()), case.terms.shortest
    return None if length >= least else {"message": case.kind, "length": length, "least": least}


def too_long(case: Case) -> Facts | None:
    """A text is no longer than its kind may have."""
    if case.written is None:
        return None
    length, most = len(case.written.text), case.terms.longest
    if most is None or length <= most:
        return None
    return {"message": case.kind, "length": length, "most": most}


def wrong_files(case: Case) -> Facts | None:
    """As many files are attached as the kind needs, and no more than it may have."""
    if case.written is None:
        return None
    files, terms = case.written.files, case.terms
    if terms.fewest_files <= files and (terms.most_files is None or files <= terms.most_files):
        return None
    bounds = {"least": terms.fewest_files, "most": terms.most_files}
    return {"message": case.kind, "files": files, **bounds}


def covers_nothing(case: Case) -> Facts | None:
    """Only a kind about a warranty tells from when until when something is covered."""
    if case.written is None or not case.written.covers or case.terms.covers:
        return None
    return {"message": case.kind}


def other_language(case: Case) -> Facts | None:
    """A message is in the buyer's language, where both are known."""
    wanted = case.occasion.language
    if case.written is None or not case.terms.own_language:
        return None
    if not wanted or not case.written.language or _same(wanted, case.written.language):
        return None
    return {"language": case.written.language, "wanted": wanted}


def _same(one: str, other: str) -> bool:
    """Tell whether two tags are of one language, whatever the country."""
    first, second = (tag.replace("_", "-").partition("-")[0].lower() for tag in (one, other))
    return first == second


def has_links(case: Case) -> Facts | None:
    """Links stand where the kind has any, alone."""
    if case.written is None or case.terms.links is not None:
        return None
    return number_of(content.links(case.written.text))


def has_addresses(case: Case) -> Facts | None:
    """No mail address leads past the marketplace."""
    if case.written is None or case.terms.contacts:
        return None
    return number_of(content.email_addresses(case.written.text))


def has_telephones(case: Case) -> Facts | None:
    """No telephone number leads past the marketplace."""
    if case.written is None or case.terms.contacts:
        return None
    return number_of(content.telephone_numbers(case.written.text))


def has_html(case: Case) -> Facts | None:
    """A text is plain."""
    if case.written is None or case.terms.html:
        return None
    return number_of(content.html(case.written.text))


def number_of(found: tuple[str, ...]) -> Facts | None:
    """Give how many there are; what they are stays in the message, which is personal."""
    return {"number": len(found)} if found else None


Condition = Callable[[Case], Facts | None]

CONDITIONS: Mapping[str, Condition] = {
    "message_not_offered": not_offered,
    "message_at_wrong_stage": wrong_stage,
    "message_too_late": window_closed,
    "message_sent_before": sent_before,
    "message_unwanted": unwanted,
    "message_to_nobody": nobody_wrote,
    "message_too_short": no_text,
    "message_too_long": too_long,
    "message_files_wrong": wrong_files,
    "message_covers_nothing": covers_nothing,
    "message_in_other_language": other_language,
    "message_has_links": has_links,
    "message_has_addresses": has_addresses,
    "message_has_telephones": has_telephones,
    "message_has_html": has_html,
}
"""Code → condition, in the order in which the clauses stand."""
