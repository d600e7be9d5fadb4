"""Mail addresses: what of them may stand in an envelope, and what it takes to send there."""

import re
import unicodedata

import attrs

from ordercore.errors import InvalidValue
from ordercore.ports.notifier import is_one_line

LONGEST_LOCAL = 64
"""Octets before the ``@``: RFC 5321, 4.5.3.1.1."""

LONGEST_DOMAIN = 253
"""Characters of a domain: RFC 1035, 2.3.4 allows 255 octets with the lengths of the labels."""

LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\-\u0080-\U0010ffff]+")
"""``atext`` of RFC 5322 3.2.3 and RFC 6531 3.3. Dots may stand anywhere, since providers have given
out addresses such as ``a..b.@``; what would have to be quoted is no address here."""

LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
"""RFC 1123, 2.1."""

DEVIATIONS = frozenset("ß\u03c2\u200c\u200d")
"""Letters that make another domain under IDNA 2003, which Python has, than under IDNA 2008, which
registries have: RFC 5894, 7.2."""

EXPECTED = "a mail address"


@attrs.frozen(repr=False)
class Mailbox:
    """A mail address, with the domain as the name servers know it.

    ``name`` stands before it in the head of a mail.
    """

    local: str
    domain: str
    name: str = ""

    @property
    def spec(self) -> str:
        """Give it as an envelope has it."""
        return f"{self.local}@{self.domain}"

    @property
    def is_international(self) -> bool:
        """Tell whether only servers that know SMTPUTF8 (RFC 6531) can take it."""
        return not self.local.isascii()

    def __repr__(self) -> str:
        """Show the domain alone."""
        return f"Mailbox(…@{self.domain})"


def mailbox(text: str, field: str = "to") -> Mailbox:
    """Read an address without a name, such as ``ada@example.com`` or ``アダ@例え.jp``.

    Raises:
        InvalidValue: when it is none; the error does not show it.
    """
    local, at, domain = text.strip().rpartition("@")
    written = domain_name(domain)
    if not at or not LOCAL.fullmatch(local) or len(local.encode()) > LONGEST_LOCAL or not written:
        raise InvalidValue(field, "…", EXPECTED)
    if not is_one_line(local):
        raise InvalidValue(field, "…", EXPECTED)
    return Mailbox(local, written)


def named_mailbox(text: str, field: str) -> Mailbox:
    """Read an address that may have a name: ``Café Zoë <orders@shop.example>``.

    Raises:
        InvalidValue: when the address is none, or the name has more than one line.
    """
    name, opening, rest = text.strip().rpartition("<")
    if not opening:
        return mailbox(text, field)
    if not rest.endswith(">") or not is_one_line(name):
        raise InvalidValue(field, "…", EXPECTED)
    return attrs.evolve(mailbox(rest[:-1], field), name=name.strip().strip('"'))


def domain_name(text: str) -> str:
    """Write a domain as the name servers know it, in ASCII; blank where it is none."""
    try:
        labels = [_label(part) for part in re.split("[.\u3002\uff0e\uff61]", text)]
    except UnicodeError:
        return ""
    written = ".".join(labels)
    good = all(map(LABEL.fullmatch, labels)) and len(written) <= LONGEST_DOMAIN
    return written if good else ""


def _label(part: str) -> str:
    if part.isascii():
        return part.lower()
    if DEVIATIONS & set(part):
        plain = unicodedata.normalize("NFC", part.lower())
        return f"xn--{plain.encode('punycode').decode()}"
    return part.encode("idna").decode()
