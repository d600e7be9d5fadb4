"""What one may do in a conversation."""

import re
from collections.abc import Iterable

import attrs

from ordercore.conversations.messages.message import Attachment, Coverage
from ordercore.conversations.messages.occasion import MessageOccasion
from ordercore.conversations.messages.parties import Sender, Venue
from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types, several
from ordercore.kernel.ids import OrderId, checked
from ordercore.kernel.personal import PERSONAL, hidden, unshown
from ordercore.kernel.time import Instant, instant, named_zone

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}")
"""What a code is made of: neither spaces nor an at sign, so no sentence and no address."""

OTHER = "other"
"""The subject of a buyer's message with which none was declared."""


def _attachments(values: Iterable[Attachment]) -> tuple[Attachment, ...]:
    return several(values, "attachments")


@attrs.frozen(kw_only=True)
class ConversationCommand:
    """Something to do in one conversation, at a moment."""

    conversation_id: str
    at: Instant = attrs.field(converter=instant)

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type, and a blank conversation."""
        check_types(self)
        checked(self.conversation_id, "conversation_id")


@attrs.frozen(kw_only=True)
class OpenConversation(ConversationCommand):
    """Open a conversation about an order, or with a buyer who has not ordered yet.

    The conversation about an order has the id of the order.

    Raises:
        InvalidValue: when an id is blank, or there is no such zone.
    """

    order_id: OrderId | None
    venue: Venue
    marketplace: str
    zone: str = attrs.field(validator=named_zone)

    def __attrs_post_init__(self) -> None:
        """Refuse a conversation about an order that goes by another name."""
        super().__attrs_post_init__()
        if self.order_id is not None and self.order_id != self.conversation_id:
            raise InvalidValue("conversation_id", self.conversation_id, "the id of the order")


@attrs.frozen(kw_only=True)
class _Writing(ConversationCommand):
    """What every message has, whoever wrote it; ``at`` is when it was written or received."""

    message_id: str
    text: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    language: str = ""
    attachments: tuple[Attachment, ...] = attrs.field(default=(), converter=_attachments)
    in_reply_to: str | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse a message that nobody could find again, and an answer to itself."""
        super().__attrs_post_init__()
        checked(self.message_id, "message_id")
        if self.in_reply_to is not None:
            checked(self.in_reply_to, "in_reply_to")
            if self.in_reply_to == self.message_id:
                raise InvalidValue("in_reply_to", self.in_reply_to, "another message")


@attrs.frozen(kw_only=True)
class ReceiveMessage(_Writing):
    """Let in a message that the buyer wrote, or one of the marketplace's system.

    ``subject`` is what was declared with it: ``cancellation_request``, ``return_request``,
    ``where_is_my_order`` or any other word. It changes nothing of the order: a wish to cancel in a
    plain message is no official request, and counts otherwise where the order is cancelled.

    Raises:
        InvalidValue: when an id or the subject is blank, it says nothing, or a seller wrote it.
    """

    sender: Sender = Sender.BUYER
    subject: str = OTHER

    def __attrs_post_init__(self) -> None:
        """Refuse a message of the seller's own, and one that says nothing."""
        super().__attrs_post_init__()
        checked(self.subject, "subject")
        if self.sender is Sender.SELLER:
            raise InvalidValue("sender", self.sender.value, "the buyer or a system")
        if not self.text.strip() and not self.attachments:
            raise InvalidValue("text", self.text, "a text, where no file is attached")


@attrs.frozen(kw_only=True)
class SendMessage(_Writing):
    """Write to the buyer as the seller.

    ``automatic`` marks what a program answers by itself, which stops no clock. ``template`` is the
    key of the template that the text was made from. ``imported`` marks what was sent elsewhere and
    is a fact: no limit is asked, and no ``occasion`` needed.

    Raises:
        InvalidValue: when an id or the kind is blank, or it holds nothing.
    """

    kind: str
    automatic: bool = False
    template: str = ""
    coverage: Coverage | None = None
    imported: bool = False
    occasion: MessageOccasion | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse a message of nothing."""
        super().__attrs_post_init__()
        checked(self.kind, "kind")
        if not self.text.strip() and not self.attachments:
            raise InvalidValue("text", self.text, "a text, where no file is attached")


@attrs.frozen(kw_only=True)
class _AboutMessage(ConversationCommand):
    """What is said of one message."""

    message_id: str

    def __attrs_post_init__(self) -> None:
        """Refuse a blank message."""
        super().__attrs_post_init__()
        checked(self.message_id, "message_id")


@attrs.frozen(kw_only=True)
class MarkNoAnswerNeeded(_AboutMessage):
    """Say that a message of the buyer's needs no answer, so that its clock stops."""


@attrs.frozen(kw_only=True)
class MarkAnswerNeeded(_AboutMessage):
    """Say that a message of the buyer's needs an answer after all, from when it was received."""


@attrs.frozen(kw_only=True)
class RecordDispatch(_AboutMessage):
    """Record that a message of the seller's has left, and what it is known by outside."""

    reference: str = ""


@attrs.frozen(kw_only=True)
class RecordDispatchFailure(_AboutMessage):
    """Record that a message of the seller's could not be sent, and why, by a code.

    Raises:
        InvalidValue: when the code is none. A sentence might name somebody, and whoever erases a
            buyer has to leave it, since a message without a failure has left.
    """

    failure: str

    def __attrs_post_init__(self) -> None:
        """Refuse a failure without a reason, and one in words of somebody's."""
        super().__attrs_post_init__()
        if not CODE.fullmatch(self.failure):
            raise InvalidValue("failure", hidden(self.failure), "a code such as mailbox_full")


Writing = ReceiveMessage | SendMessage

Marking = MarkNoAnswerNeeded | MarkAnswerNeeded

Dispatching = RecordDispatch | RecordDispatchFailure
