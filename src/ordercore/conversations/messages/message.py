"""The conversation: messages of buyers and sellers about an order, in the order of their moments.

What somebody wrote is personal. It stands in ``Message.text`` and ``Attachment.name``, and nowhere
else in a conversation.
"""

import attrs

from ordercore.conversations.messages.parties import Sender, Venue
from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types
from ordercore.kernel.ids import OrderId, checked
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.time import Instant


@attrs.frozen(kw_only=True)
class Attachment:
    """A file that belongs to a message, by reference: its bytes are kept elsewhere.

    ``size`` is in bytes, ``media_type`` such as ``image/jpeg``, and ``reference`` what whoever
    keeps the file knows it by.

    Raises:
        InvalidValue: when a field is of another type, the reference is blank, or the size is
            below 0.
    """

    name: str = attrs.field(repr=unshown, metadata=PERSONAL)
    media_type: str
    size: int
    reference: str

    def __attrs_post_init__(self) -> None:
        """Refuse a file that nobody could find."""
        check_types(self)
        checked(self.reference, "reference")
        if self.size < 0:
            raise InvalidValue("size", self.size, "a number of bytes, 0 or more")


@attrs.frozen(kw_only=True)
class Coverage:
    """From when until when a warranty covers something.

    Raises:
        InvalidValue: when a field is of another type, or it ends before it begins.
    """

    begins: Instant
    ends: Instant

    def __attrs_post_init__(self) -> None:
        """Refuse a warranty that ends before it begins."""
        check_types(self)
        if self.ends < self.begins:
            raise InvalidValue("ends", self.ends, f"no earlier than {self.begins}")


@attrs.frozen(kw_only=True)
class AnswerMark:
    """What the seller last said of whether a buyer's message needs an answer."""

    at: Instant
    needed: bool

    @property
    def rank(self) -> tuple[Instant, bool]:
        """By which of two the last is told; of one moment, the one by which it needs one."""
        return (self.at, self.needed)


@attrs.frozen(kw_only=True)
class Dispatch:
    """What became of a seller's message outside: ``failure`` says by a code why it was not sent.

    ``reference`` is what the marketplace, or whoever sent it, knows it by.
    """

    at: Instant
    reference: str = ""
    failure: str = ""

    @property
    def succeeded(self) -> bool:
        """Whether it has left."""
        return not self.failure

    def counts_before(self, other: "Dispatch") -> bool:
        """Tell which of two holds: one that succeeded, the first of such; or else the last."""
        if self.succeeded is not other.succeeded:
            return self.succeeded
        mine, its = (
            (self.at, self.reference, self.failure),
            (
                other.at,
                other.reference,
                other.failure,
            ),
        )
        return mine < its if self.succeeded else mine > its


@attrs.frozen(kw_only=True)
class Message:
    """One message, with what was said of it since.

    Attributes:
        at: when it was written; of the buyer, when it was received.
        kind: of the seller, one of the kinds of messages; of the buyer, the subject that was
            declared with it, or ``other``.
        language: a tag such as ``de`` or ``pt-BR``; blank where nobody knows.
        in_reply_to: the id of the message that it answers, where it names one.
        automatic: whether a program answered, which stops no clock.
        template: the key of the template that it was made from, if any.
        due: the last instant at which an answer is in time; of the buyer's messages alone.
        mark: what the seller said of whether it needs an answer.
        dispatch: what became of it outside; ``None`` while nothing was told.
    """

    id: str
    sender: Sender
    at: Instant
    kind: str
    text: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    language: str = ""
    attachments: tuple[Attachment, ...] = ()
    in_reply_to: str | None = None
    automatic: bool = False
    template: str = ""
    coverage: Coverage | None = None
    imported: bool = False
    due: Instant | None = None
    mark: AnswerMark | None = None
    dispatch: Dispatch | None = None

    @property
    def needs_answer(self) -> bool:
        """Whether the buyer waits for an answer to it, or did."""
        return self.due is not None and (self.mark is None or self.mark.needed)

    @property
    def has_failed(self) -> bool:
        """Whether it never left."""
        return self.dispatch is not None and not self.dispatch.succeeded

    @property
    def sent_at(self) -> Instant:
        """When it left: when it was written, where nothing else was told."""
        done = self.dispatch
        return done.at if done is not None and done.succeeded else self.at

    @property
    def place(self) -> tuple[Instant, str]:
        """Where it stands in a conversation."""
        return (self.at, self.id)


@attrs.frozen(kw_only=True)
class Conversation:
    """All messages about one order, or about something else where ``order_id`` is ``None``.

    Messages stand in the order of their moments, in whatever order they became known.
    """

    id: str
    order_id: OrderId | None
    venue: Venue
    marketplace: str
    zone: str
    messages: tuple[Message, ...] = ()

    def message(self, id: str) -> Message | None:
        """Find a message by id."""
        return next((some for some in self.messages if some.id == id), None)

    def by(self, sender: Sender) -> tuple[Message, ...]:
        """Give the messages of one side."""
        return tuple([some for some in self.messages if some.sender is sender])
