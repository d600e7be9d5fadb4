"""A message wished for: what a command needs of its order is taken from there."""

from collections.abc import Iterable

import attrs

from ordercore.conversations.messages import (
    OTHER,
    Attachment,
    ConversationCommand,
    Coverage,
    OpenConversation,
    ReceiveMessage,
    Sender,
    SendMessage,
)
from ordercore.kernel.checking import several
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.time import Instant, instant
from ordercore.orders.message_occasion import message_occasion_of, venue_of
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.records import Key
from ordercore.service.dossiers import CONVERSATIONS


def _attachments(values: Iterable[Attachment]) -> tuple[Attachment, ...]:
    return several(values, "attachments")


def _offered(values: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(sorted(several(values, "offered")))


@attrs.frozen(kw_only=True)
class _WritingWish:
    """A message about an order of the desk; its conversation is opened where there is none."""

    order_id: str
    message_id: str
    at: Instant = attrs.field(converter=instant)
    text: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    language: str = ""
    attachments: tuple[Attachment, ...] = attrs.field(default=(), converter=_attachments)
    in_reply_to: str | None = None

    @property
    def dossier(self) -> Key:
        """The conversation that it belongs to."""
        return CONVERSATIONS.key(self.order_id)

    def _opening(self, order: Order, world: World) -> OpenConversation:
        return OpenConversation(
            conversation_id=order.id,
            order_id=order.id,
            at=self.at,
            venue=venue_of(order, world),
            marketplace=order.terms.marketplace,
            zone=world.zone_of(order.terms.marketplace),
        )


@attrs.frozen(kw_only=True)
class ReceivingWish(_WritingWish):
    """A message of the buyer's, or of a system, to be let in."""

    sender: Sender = Sender.BUYER
    subject: str = OTHER

    def asked_of(self, order: Order, world: World) -> tuple[ConversationCommand, ...]:
        """Give the commands that fulfil it.

        Raises:
            InvalidValue: when one of its values cannot be.
        """
        received = ReceiveMessage(
            conversation_id=order.id,
            message_id=self.message_id,
            at=self.at,
            text=self.text,
            language=self.language,
            attachments=self.attachments,
            in_reply_to=self.in_reply_to,
            sender=self.sender,
            subject=self.subject,
        )
        return (self._opening(order, world), received)


@attrs.frozen(kw_only=True)
class SendingWish(_WritingWish):
    """A message to the buyer; its occasion is taken from the order.

    ``buyer_language``, ``wants_none`` and ``offered`` are what the order does not know: the
    language that the buyer prefers, whether the buyer wants no messages but critical ones, and the
    kinds that the marketplace itself says may be sent now.
    """

    kind: str
    automatic: bool = False
    template: str = ""
    coverage: Coverage | None = None
    imported: bool = False
    buyer_language: str = ""
    wants_none: bool = False
    offered: tuple[str, ...] | None = attrs.field(default=None, converter=_offered)

    def asked_of(self, order: Order, world: World) -> tuple[ConversationCommand, ...]:
        """Give the commands that fulfil it.

        Raises:
            InvalidValue: when one of its values cannot be.
        """
        occasion = message_occasion_of(
            order,
            world,
            language=self.buyer_language,
            wants_none=self.wants_none,
            offered=self.offered,
        )
        sent = SendMessage(
            conversation_id=order.id,
            message_id=self.message_id,
            at=self.at,
            text=self.text,
            language=self.language,
            attachments=self.attachments,
            in_reply_to=self.in_reply_to,
            kind=self.kind,
            automatic=self.automatic,
            template=self.template,
            coverage=self.coverage,
            imported=self.imported,
            occasion=occasion,
        )
        return (self._opening(order, world), sent)


MessageWish = ReceivingWish | SendingWish
