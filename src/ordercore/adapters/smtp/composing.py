"""A letter as a mail: its head, its text and its HTML, in signs that every server passes on."""

import datetime as dt
from collections.abc import Callable
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from typing import Any

import attrs

from ordercore.adapters.smtp.addresses import Mailbox, mailbox
from ordercore.adapters.smtp.tokens import message_id, token_of
from ordercore.errors import InvalidValue
from ordercore.kernel.time import Instant
from ordercore.ports.notifier import Letter

LONGEST_URL = 900
"""Characters of a URL in the head, which is not folded: a line has at most 998 (RFC 5322, 2.1.1),
with its name and brackets."""

AS_IT_IS = frozenset({"list-unsubscribe"})
"""What must not be encoded or folded, since readers look for the URL in it."""

TOKEN_PLACE = "{token}"  # noqa: S105 - a place to fill in


class _Policy(EmailPolicy):
    """Python's own, but for headers that hold a URL."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() in AS_IT_IS:
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


POLICY = _Policy(linesep=SMTP.linesep, cte_type="7bit")
"""Bodies in 7 bits, which relays and signatures leave as they are."""


@attrs.frozen(kw_only=True)
class Heading:
    """What is the same in every mail: who writes, and where answers and failures go."""

    sender: Mailbox
    reply_to: Mailbox | None = None
    bounces: str = attrs.field(default="", repr=False)
    unsubscribe: Callable[[Letter], str] | None = None
    one_click: bool = False

    @property
    def is_international(self) -> bool:
        """Tell whether only servers that know SMTPUTF8 can take a mail of it."""
        boxes = (self.sender, self.reply_to)
        return any(box is not None and box.is_international for box in boxes) or not (
            self.bounces.isascii()
        )

    def return_path(self, token: str) -> str:
        """Give the envelope's sender, whom failures are told."""
        return self.bounces.replace(TOKEN_PLACE, token) or self.sender.spec


def checked_bounces(address: str) -> str:
    """Give an address for failures back, written as an envelope has it.

    Raises:
        InvalidValue: when it is none, with a token in the place of ``{token}``.
    """
    if not address:
        return ""
    token = token_of("")
    return mailbox(address.replace(TOKEN_PLACE, token), "bounce_address").spec.replace(
        token, TOKEN_PLACE
    )


def composed(letter: Letter, to: Mailbox, heading: Heading, at: Instant) -> bytes:
    """Write a letter as a mail, in the bytes that go over the wire.

    Raises:
        InvalidValue: when the URL to unsubscribe is none.
    """
    needs_utf8 = to.is_international or heading.is_international
    mail = EmailMessage(policy=POLICY.clone(utf8=needs_utf8))
    mail["From"] = _address(heading.sender)
    mail["To"] = _address(to)
    mail["Subject"] = letter.subject
    mail["Date"] = dt.datetime.fromtimestamp(at.timestamp(), dt.UTC)
    token = token_of(letter.key)
    mail["Message-ID"] = message_id(token, heading.sender.domain)
    if heading.reply_to is not None:
        mail["Reply-To"] = _address(heading.reply_to)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834, 5.1: no machine answers
    _say_how_to_unsubscribe(mail, letter, heading)
    _write_bodies(mail, letter)
    if letter.html:
        mail.set_boundary(f"={token}=")  # not by chance: the same letter is the same mail
    return mail.as_bytes()


def _address(mailbox: Mailbox) -> Address:
    return Address(mailbox.name, mailbox.local, mailbox.domain)


def _say_how_to_unsubscribe(mail: EmailMessage, letter: Letter, heading: Heading) -> None:
    """Name the URL (RFC 2369), and that asking it once is enough (RFC 8058)."""
    url = heading.unsubscribe(letter) if heading.unsubscribe else ""
    if not url:
        return
    fine = url.isascii() and url.isprintable() and len(url) <= LONGEST_URL
    if not fine or set(" <>") & set(url) or not url.startswith(("https://", "mailto:")):
        raise InvalidValue("unsubscribe", "…", "an https or mailto URL in ASCII")
    mail["List-Unsubscribe"] = f"<{url}>"
    if heading.one_click and url.startswith("https://"):
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _write_bodies(mail: EmailMessage, letter: Letter) -> None:
    language = letter.language.replace("_", "-")  # RFC 5646; Babel writes the other
    header = f"Content-Language: {language}"
    mail.set_content(letter.text, charset="utf-8", headers=[header])
    if letter.html:
        mail.add_alternative(letter.html, subtype="html", charset="utf-8", headers=[header])
        mail["Content-Language"] = language
