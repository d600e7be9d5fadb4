"""What can be seen at a desk: pure looks at records, for a desk that waits or one that awaits."""

from collections.abc import Iterable
from enum import Enum

import attrs

from ordercore import notices
from ordercore.channels import Promise
from ordercore.conversations.claims import Claim, ClaimCommand
from ordercore.conversations.messages import Conversation, ConversationCommand, allowed_kinds
from ordercore.errors import InvalidValue, NotFound, Refusal, Refused
from ordercore.inventory import Reservation, Stock
from ordercore.kernel.checking import is_text, several
from ordercore.kernel.time import Instant, instant
from ordercore.orders import decider, finding
from ordercore.orders.address import Address
from ordercore.orders.deadlines import promised
from ordercore.orders.message import OrderCommand
from ordercore.orders.message_occasion import message_occasion_of
from ordercore.orders.replacing import ReplaceUnits
from ordercore.orders.sending import SendReplacement
from ordercore.orders.shortage import FillShortage
from ordercore.orders.sourcing import ReallocateUnits
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.dossiers import DossierCommand
from ordercore.service.asked import about_a_dossier, about_an_order
from ordercore.service.claim_wish import ClaimWish
from ordercore.service.dossiers import CLAIMS, CONVERSATIONS, DossierWish, commands_asked
from ordercore.service.draft import Draft
from ordercore.service.keys import order_key, reservation_key, stock_key
from ordercore.service.message_wish import MessageWish
from ordercore.service.preview import Preview


@attrs.frozen
class View:
    """Records as far as they were loaded, the policies, and the moment of looking."""

    draft: Draft
    world: World
    now: Instant

    def at(self, at: object) -> Instant:
        """Give the moment that is asked about: now, where none is named."""
        return self.now if at is None else instant(at)


def order(view: View, order_id: str) -> Order:
    """Find an order.

    Raises:
        NotFound: when the desk keeps no such order.
        InvalidValue: when no order could have such an id, since it is no text.
    """
    value = view.draft.value(order_key(_text(order_id, "order_id")))
    if not isinstance(value, Order):
        raise NotFound("order", order_id)
    return value


def stock(view: View, sku: str, *, pool: str = "main") -> Stock:
    """Give the stock of a SKU; of one that never arrived, there is none on hand.

    Raises:
        InvalidValue: when the SKU is no text, or the pool none without slashes.
    """
    value = view.draft.value(stock_key(_pool(pool), _text(sku, "sku")))
    return value if isinstance(value, Stock) else Stock(sku, pool)


def reservation(view: View, sku: str, owner: str, *, pool: str = "main") -> Reservation:
    """Give what an owner was promised of a SKU; of one that was never, it is nothing.

    Raises:
        InvalidValue: when the SKU or the owner is no text, or the pool none without slashes.
    """
    key = reservation_key(_pool(pool), _text(sku, "sku"), _text(owner, "owner"))
    value = view.draft.value(key)
    return value if isinstance(value, Reservation) else Reservation(owner, sku, pool)


def claim(view: View, claim_id: str) -> Claim:
    """Find a claim.

    Raises:
        NotFound: when the desk keeps no such claim.
        InvalidValue: when no claim could have such an id, since it is no text.
    """
    value = view.draft.value(CLAIMS.key(_text(claim_id, "claim_id")))
    if not isinstance(value, Claim):
        raise NotFound("claim", claim_id)
    return value


def conversation(view: View, conversation_id: str) -> Conversation:
    """Find a conversation: one about an order has the id of the order.

    Raises:
        NotFound: when nothing was written there yet.
        InvalidValue: when no conversation could have such an id, since it is no text.
    """
    key = CONVERSATIONS.key(_text(conversation_id, "conversation_id"))
    value = view.draft.value(key)
    if not isinstance(value, Conversation):
        raise NotFound("conversation", conversation_id)
    return value


def claims_of(view: View, order_id: str) -> tuple[Claim, ...]:
    """Give the claims about an order, in the order in which it heard of them.

    One that the order was told of by hand, and that the desk does not keep, is not among them.

    Raises:
        NotFound: when the desk keeps no such order.
    """
    keys = [CLAIMS.key(note.id) for note in order(view, order_id).claims]
    view.draft.need(keys)
    found = [view.draft.value(key) for key in keys]
    return tuple([some for some in found if isinstance(some, Claim) and some.order_id == order_id])


def explain_claim(view: View, command: ClaimCommand | ClaimWish) -> tuple[Refusal, ...]:
    """Give every reason why a command about a claim would be refused now, by its order too.

    Raises:
        NotFound: when the desk keeps no such claim, or no order that one would be opened about.
    """
    return explain_dossier(view, about_a_dossier(Claim, command))


def explain_message(view: View, command: ConversationCommand | MessageWish) -> tuple[Refusal, ...]:
    """Give every reason why a command about a conversation would be refused now.

    Raises:
        NotFound: when there is no such conversation, or no order that one would be about.
    """
    return explain_dossier(view, about_a_dossier(Conversation, command))


def message_kinds(view: View, order_id: str, *, at: object = None) -> tuple[str, ...]:
    """Give the kinds of messages that may be sent to the buyer of an order now.

    What may stand in them, and what the marketplace itself offers, is not looked at.

    Raises:
        NotFound: when the desk keeps no such order.
    """
    known = order(view, order_id)
    value = view.draft.value(CONVERSATIONS.key(order_id))
    return allowed_kinds(
        message_occasion_of(known, view.world),
        view.at(at),
        conversation=value if isinstance(value, Conversation) else None,
        rows=view.world.messages.terms,
    )


def suggest_messages(
    view: View, order_id: str, *, at: object = None
) -> tuple[notices.Suggestion, ...]:
    """Suggest messages to the buyer of an order, the most urgent first; only such as may be sent.

    Raises:
        NotFound: when the desk keeps no such order.
    """
    known = order(view, order_id)
    value = view.draft.value(CONVERSATIONS.key(order_id))
    talk = value if isinstance(value, Conversation) else None
    return notices.suggest_messages(known, talk, view.at(at), view.world)


def explain_dossier(view: View, asked: DossierCommand | DossierWish) -> tuple[Refusal, ...]:
    """Give every reason why a command about a dossier would be refused now, by its order too.

    Raises:
        NotFound: when the desk keeps no such dossier, or no such order.
    """
    try:
        if isinstance(asked, DossierCommand):
            view.draft.handle(asked)
        else:
            commands = commands_asked(asked, order(view, asked.order_id), view.world)
            view.draft.handle_all(asked.dossier, commands)
    except Refused as refused:
        return refused.refusals
    return ()


def preview(view: View, command: OrderCommand) -> Preview:
    """Give what a command would bring about now, and change nothing.

    Raises:
        Refused: with every reason, when a rule says no.
        InvalidValue: when it is no command about an order.
    """
    view.draft.handle(about_an_order(command))
    return Preview(command=command, commit=view.draft.commit(), seen=view.draft.seen)


def explain(view: View, command: OrderCommand) -> tuple[Refusal, ...]:
    """Give every reason why a command would be refused now; none where it would be accepted.

    Each says what would lift it. Where the order itself allows the command, these are all the SKUs
    that are short; stock is not asked for what the order does not allow.
    """
    try:
        view.draft.handle(about_an_order(command))
    except Refused as refused:
        return refused.refusals
    return ()


def allowed(view: View, order_id: str, *, at: object = None) -> tuple[OrderCommand, ...]:
    """Give the commands that would bring something about now, each asking for the most.

    Of those that ask stock for units, only where there are any.

    Raises:
        NotFound: when the desk keeps no such order.
    """
    offered = decider.allowed(order(view, order_id), view.at(at), view.world)
    return tuple([some for some in offered if has_stock(view, some)])


def has_stock(view: View, command: OrderCommand) -> bool:
    """Tell whether stock has units for a command that an order itself allows."""
    if not isinstance(command, FillShortage | ReallocateUnits | ReplaceUnits | SendReplacement):
        return True
    refused = explain(view, command)
    view.draft.start_over()
    return not refused


def path_to(
    view: View, order_id: str, goal: Enum | str, *, at: object = None
) -> tuple[OrderCommand, ...] | None:
    """Give the shortest sequence of commands to a goal; ``None`` where there is none.

    ``goal`` is a word of an axis: ``OrderStatus.SHIPPED``, ``"delivered"``.

    Raises:
        NotFound: when the desk keeps no such order.
        InvalidValue: when no axis has such a word.
    """
    return finding.path_to(order(view, order_id), goal, view.at(at), view.world)


def promise(
    view: View,
    *,
    channel: str,
    skus: Iterable[str] = (),
    marketplace: str = "",
    service: str = "",
    ship_to: Address | None = None,
    ahead: int = 0,
    at: object = None,
) -> Promise:
    """Quote by when an order placed now would ship and arrive, before there is one.

    ``skus`` are what it would be of, and ``ahead`` is how many orders of the day came before:
    where a channel takes only so many in a day, the quote says when the next is handled. (The
    deadline of an order that was placed does not know of others.)

    Raises:
        InvalidValue: when the world has no such channel or marketplace.
    """
    known = view.world.channels.get(channel)
    if known is None:
        raise InvalidValue("channel", channel, "a channel of the world")
    return promised(
        known,
        view.world,
        placed=view.at(at),
        marketplace=view.world.marketplace_code(marketplace),
        service=service,
        skus=several(skus, "skus"),
        ship_to=ship_to,
        ahead=ahead,
    )


def _text(value: str, field: str) -> str:
    if not is_text(value) or "\0" in value:
        raise InvalidValue(field, value, "text without NUL")
    return value


def _pool(name: str) -> str:
    if "/" in _text(name, "pool"):
        raise InvalidValue("pool", name, "a pool name without slashes")
    return name
