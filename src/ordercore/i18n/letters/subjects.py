"""What letters tell of what is no order: stock, a day, messages, ratings, what reached nobody."""

from ordercore.conversations.feedback import Feedback, Rating
from ordercore.conversations.messages import Conversation, MessageSent, answer_due
from ordercore.i18n.letters.content import NO_FACTS, Facts
from ordercore.i18n.letters.stock import of_stock
from ordercore.inventory import Stock
from ordercore.kernel.money import Money
from ordercore.metrics import Digest
from ordercore.notices.post import DispatchBounced, DispatchSettled, Post
from ordercore.ports.listener import Announcement


def of_subject(told: Announcement) -> Facts:
    """Give the facts of what an announcement is about, where that is no order.

    A buyer is told what the seller wrote; a seller reads at the desk what a buyer wrote.
    """
    match told.subject, told.event:
        case Stock() as stock, _:
            return of_stock(stock)
        case Digest() as digest, _:
            return of_digest(digest)
        case Conversation(), MessageSent(message=message):
            return {"message": message.text}
        case Conversation() as conversation, _ if (due := answer_due(conversation)) is not None:
            return {"answer_by": due}
        case Feedback(rating=Rating(stars=stars)), _:
            return {"rating": stars}
        case Post() as post, DispatchSettled(key=key, error=said) | DispatchBounced(
            key=key, reason=said
        ):
            return of_undelivered(post, key, said)
        case _:
            return NO_FACTS


def of_digest(digest: Digest) -> Facts:
    """Give the facts of ``digest``; what waits for nobody is not told."""
    waiting = {
        "requested": digest.returns,
        "to_ship": digest.to_ship,
        "overdue": digest.overdue,
        "held": digest.held,
        "short": digest.short,
        "messages": digest.messages,
        "returns": digest.requests,
        "claims": digest.claims,
    }
    return {
        "day": digest.day,
        "orders": digest.placed.orders,
        "units": digest.placed.units,
        "value": tuple([Money(minor, name) for name, minor in sorted(digest.value.items())]),
        "shipped": digest.shipped,
        "late": digest.late,
        "mean_time_to_ship": digest.mean_time_to_ship,
        **{name: number for name, number in waiting.items() if number},
    }


def of_undelivered(post: Post, key: str, said: str) -> Facts:
    """Give the facts of ``notice_undelivered``: which notice to whom by what, and why not."""
    some = post.dispatch(key)
    if some is None:
        return NO_FACTS
    return {
        "notice": some.kind,
        "channel": some.channel.value,
        "recipient": some.recipient,
        "note": said,
    }
