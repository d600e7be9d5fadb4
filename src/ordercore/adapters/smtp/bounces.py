"""What became of a letter that a server had taken: reports of failure, read into values.

A report comes as mail to the return path. Whoever knows an address can write one, so it is a hint:
take it for an address only if its token is of a letter that was sent there.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from enum import Enum
from itertools import chain

import attrs

from ordercore.adapters.smtp.delivery_status import REPORTS, Fields, groups_in, parts, text_of
from ordercore.adapters.smtp.replies import code_in, is_address_to_blame, without_addresses
from ordercore.adapters.smtp.tokens import TOKEN, token_in, token_of
from ordercore.errors import InvalidValue

BOUNCE_CODES = ("not_a_mail", "too_large", "automatic_reply", "not_a_report", "says_nothing")

LARGEST = 1_000_000
"""Bytes of a mail that is looked at; a report returns a letter of ours at most, which is small."""

MOST_BOUNDARIES = 30
"""Layers in layers cost Python's parser a look at each line for every one; a report has three."""

ORIGINALS = frozenset(
    {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"}
)
"""What is returned of a letter: RFC 6522 3 and 4, RFC 6533 4 and 5."""

ADDRESSED = ("Delivered-To", "X-Original-To", "Envelope-To", "To")

SMTP_STATUS = re.compile(r"\b([245][0-9]{2})(?=[ -]|$)")


class BounceUnreadable(InvalidValue):
    """A mail is no report that can be read; ``code`` is one of :data:`BOUNCE_CODES`.

    An ``automatic_reply`` says that somebody is away, and nothing about the letter.
    """

    def __init__(self, code: str, expected: str) -> None:
        super().__init__("mail", "…", expected)
        self.args = (code, expected)
        self.code = code


class BounceAction(Enum):
    """What a server did with a letter: RFC 3464 2.3.3."""

    FAILED = "failed"
    """It was given up."""
    DELAYED = "delayed"
    """It is still tried; another report may follow."""
    DELIVERED = "delivered"
    RELAYED = "relayed"
    EXPANDED = "expanded"


BY_CLASS = {"5": BounceAction.FAILED, "4": BounceAction.DELAYED, "2": BounceAction.DELIVERED}


@attrs.frozen(kw_only=True)
class Bounce:
    """What became of one letter for one recipient, as a server tells it.

    ``token`` is that of the letter (:func:`ordercore.adapters.smtp.token_of` its key), blank where
    the report does not say; ``message_id`` is without its brackets; ``status`` is a code such as
    ``5.1.1``, or blank; ``reason`` is what was said, without addresses.
    """

    token: str
    message_id: str
    action: BounceAction
    status: str
    reason: str
    recipient: str = attrs.field(repr=False)
    reply: int | None = None
    """The status of three digits that a server gave, where it is told."""

    @property
    def is_final(self) -> bool:
        """Tell whether the letter will not arrive any more."""
        return self.action is BounceAction.FAILED

    @property
    def is_unreachable(self) -> bool:
        """Tell whether the address takes nothing for good, by the table that replies go by."""
        vague = not self.status or self.status.endswith(".0.0")
        return self.is_final and is_address_to_blame("" if vague else self.status, self.reply)

    def is_of(self, key: str) -> bool:
        """Tell whether it is about the letter of a key."""
        return self.token == token_of(key)


def read_bounces(mail: bytes, *, return_path: str = "") -> tuple[Bounce, ...]:
    """Read a report: one value for each recipient that it is about.

    Args:
        mail: the whole mail, as it came.
        return_path: the address that it came to, where your server says so; else it is looked for
            in the head.

    Raises:
        BounceUnreadable: when it is no report, with a code that says what it is.
    """
    given: object = mail
    if not isinstance(given, bytes) or not given.strip():
        raise BounceUnreadable("not_a_mail", "the bytes of a mail")
    if len(mail) > LARGEST:
        raise BounceUnreadable("too_large", f"a mail of at most {LARGEST:,} bytes")
    if mail.lower().count(b"boundary") > MOST_BOUNDARIES:
        raise BounceUnreadable("too_large", f"a mail of at most {MOST_BOUNDARIES} layers")
    try:
        report = message_from_bytes(mail)
        found = list(parts(report))
    except RecursionError:
        raise BounceUnreadable("not_a_mail", "a mail of not so many layers") from None
    head, recipients = _told(report, found)
    message_id = _message_id(found)
    token = _token(report, head, message_id, return_path)
    bounces = tuple(_bounces(recipients, token, message_id))
    if not bounces:
        raise BounceUnreadable("says_nothing", "a report that says what became of a letter")
    return bounces


def _told(report: Message, found: list[Message]) -> tuple[Fields, list[Fields]]:
    """Give the fields of a report, wherever they are in it."""
    written = [part for part in found if part.get_content_type() in REPORTS]
    if not written and report.get_content_type() == "multipart/report":
        # Some gateways make a plain attachment of it.
        written = [part for part in found if _looks_like_one(part)]
    groups = [groups_in(text_of(part)) for part in written]
    if groups:
        head = {name: value for fields, _ in reversed(groups) for name, value in fields.items()}
        return head, [recipient for _, several in groups for recipient in several]
    failed = str(report.get("X-Failed-Recipients", ""))  # Exim's and Gmail's own
    if failed:
        return {}, [_from_words(address, found) for address in failed.split(",")]
    raise _no_report(report)


def _looks_like_one(part: Message) -> bool:
    if part.get_content_maintype() != "text":
        return False
    return any("final-recipient" in fields for fields in groups_in(text_of(part))[1])


def _from_words(address: str, found: list[Message]) -> Fields:
    """Give what a text for people says, as far as there are codes in it."""
    texts = (text_of(part) for part in found if part.get_content_type() == "text/plain")
    words = next(texts, "")
    said = next((line for line in words.splitlines() if SMTP_STATUS.search(line)), "")
    return {"final-recipient": address, "action": "failed", "diagnostic-code": said}


def _no_report(report: Message) -> BounceUnreadable:
    automatic = str(report.get("Auto-Submitted", "no")).strip().lower()
    if automatic.startswith("auto-replied"):  # RFC 3834 5.1
        return BounceUnreadable("automatic_reply", "a report, but an automatic reply")
    return BounceUnreadable("not_a_report", "a delivery status notification")


def _message_id(found: list[Message]) -> str:
    for part in found:
        if part.get_content_type() in ORIGINALS:
            fields, groups = groups_in(text_of(part))
            for some in chain([fields], groups):
                if "message-id" in some:
                    return some["message-id"].strip("<> \t")
    return ""


def _token(report: Message, head: Fields, message_id: str, return_path: str) -> str:
    """Find the letter's token, where it is safest first."""
    envelope = TOKEN.search(head.get("original-envelope-id", ""))
    addressed = (token_in(str(value)) for name in ADDRESSED for value in report.get_all(name, []))
    answered = (token_in(str(report.get(name, ""))) for name in ("In-Reply-To", "References"))
    own = (
        token_in(return_path),
        envelope.group().lower() if envelope else "",
        token_in(message_id),
    )
    return next(filter(None, chain(own, addressed, answered)), "")


def _bounces(recipients: list[Fields], token: str, message_id: str) -> Iterator[Bounce]:
    for fields in recipients:
        said = fields.get("diagnostic-code", "").partition(";")[2] or fields.get(
            "diagnostic-code", ""
        )
        status = _status(fields.get("status", ""), said)
        reply = SMTP_STATUS.search(said)
        action = _action(fields.get("action", ""), status or (reply.group() if reply else ""))
        if action is not None:
            to = fields.get("final-recipient") or fields.get("original-recipient", "")
            address = to.rpartition(";")[2].strip().strip("<>")
            yield Bounce(
                token=token, message_id=message_id, action=action, status=status,
                reason=without_addresses(said or fields.get("status", ""), address),
                recipient=address, reply=int(reply.group()) if reply else None,
            )  # fmt: skip


def _status(told: str, said: str) -> str:
    """Give the code; where it is told without detail, the one that the other server gave."""
    status, other = code_in(told), code_in(said)
    vague = not status or status.endswith(".0.0")
    return other if vague and other and other[0] == (status or other)[0] else status


def _action(told: str, status: str) -> BounceAction | None:
    word = told.strip().lower().partition(" ")[0]
    try:
        return BounceAction(word)
    except ValueError:
        return BY_CLASS.get(status[:1])
