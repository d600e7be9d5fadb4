"""What a server's reply means for a letter, as a table.

A reply has a status of three digits (RFC 5321) and often a code of three numbers as well
(``5.1.1``: RFC 3463, listed by RFC 5248 and IANA), which says more and counts first. Only what is
the address's own fault makes it unreachable. What is ours (a wrong password, a policy against our
server, a letter that is too big) or passes is tried again: the relay's patience ends it, and it
stands among what was put aside, with the reply.
"""

import re
from enum import Enum

from ordercore.errors import OrdercoreError


class Stage(Enum):
    """How far a letter came."""

    CONNECTING = "connecting"
    LOGIN = "login"
    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"


ADDRESS_CODES: tuple[tuple[str, bool, str], ...] = (
    ("5.1", True, "RFC 3463 3.2: address status; 5.1.1 bad mailbox, 5.1.2 bad system, 5.1.6 moved"),
    ("5.1.7", False, "RFC 3463 3.2: bad sender's mailbox address syntax"),
    ("5.1.8", False, "RFC 3463 3.2: bad sender's system address"),
    ("5.1.9", False, "RFC 3886: relayed to a system that does not follow the standard"),
    ("5.1.10", True, "RFC 7505 4.2: the domain says that it takes no mail (null MX)"),
    ("5.2", True, "RFC 3463 3.3: mailbox status; 5.2.1 disabled, not accepting messages"),
    ("5.2.2", False, "RFC 3463 3.3: mailbox full, which it calls a persistent transient failure"),
    ("5.2.3", False, "RFC 3463 3.3: message longer than administration allows"),
    ("5.3", False, "RFC 3463 3.4: mail system status; 5.3.4 message too big"),
    ("5.4", False, "RFC 3463 3.5: network and routing; 5.4.7 delivery time expired"),
    ("5.4.1", True, "RFC 3463 3.5: no answer from host; Exchange Online says it of unknown people"),
    ("5.4.4", True, "RFC 3463 3.5: unable to route, no such host"),
    ("5.4.6", True, "RFC 3463 3.5: routing loop, a forwarding of the recipient's"),
    ("5.5", False, "RFC 3463 3.6: protocol status, between server and us"),
    ("5.6", False, "RFC 3463 3.7: content or media, of this letter"),
    ("5.6.7", True, "RFC 6531 3.5: address that is not ASCII is not permitted there"),
    ("5.7", False, "RFC 3463 3.8: security or policy, mostly against our server"),
    ("5.7.13", True, "RFC 5248 / RFC 4954: the user's account is disabled"),
    ("5.7.17", True, "RFC 7293 4: the mailbox has another owner now"),
    ("5.7.18", True, "RFC 7293 4: the domain has another owner now"),
)
"""Code or the beginning of one, whether the address takes nothing for good, and source. The longest
row that fits counts."""

ADDRESS_STATUSES: tuple[tuple[int, bool, str], ...] = (
    (501, True, "RFC 5321 4.2.2: syntax error in arguments, here the address"),
    (550, True, "RFC 5321 4.2.2: mailbox not found, no access"),
    (551, True, "RFC 5321 4.2.2: user not local"),
    (552, False, "RFC 5321 4.2.2: storage exceeded; 4.5.3.1.10 has it tried again"),
    (553, True, "RFC 5321 4.2.2: mailbox name not allowed"),
    (554, False, "RFC 5321 4.2.2: transaction failed, for any reason"),
    (556, True, "RFC 7504 4: the domain does not accept mail"),
)
"""Status of a reply to a recipient that comes without a code, whether the address takes nothing for
good, and source. Any other status is no fault of the address."""

CODE = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")

ADDRESS_LIKE = re.compile(r"[^\s<>\"'(),;:=]+@[^\s<>\"'(),;]+")

LONGEST_SAID = 300
"""Characters that are kept of what a server says."""

LONGEST_READ = 2000
"""Characters that are looked at."""


class SmtpFault(OrdercoreError):
    """A letter could not be handed over, and may be at another time.

    ``stage`` is how far it came, ``status`` the server's (``None`` where it gave none), ``code``
    such as ``4.2.1`` or blank, and ``said`` its words, with the code and without addresses.
    """

    def __init__(self, stage: Stage, status: int | None, code: str, said: str) -> None:
        super().__init__(stage, status, code, said)
        self.stage = stage
        self.status = status
        self.code = code
        self.said = said

    def __str__(self) -> str:
        """Name the stage, and what the server said."""
        status = "" if self.status is None else f"{self.status} "
        return f"{self.stage.value}: {status}{self.said}"


def code_in(text: str) -> str:
    """Find the first code such as ``5.1.1`` in a text; blank where there is none."""
    found = CODE.search(text)
    return found.group() if found else ""


def is_address_to_blame(code: str, status: int | None = None) -> bool:
    """Tell whether a reply to a recipient means that the address takes nothing for good."""
    if code and code[0] == "5" and (status is None or status >= 500):
        fitting = [row for row in ADDRESS_CODES if f"{code}.".startswith(f"{row[0]}.")]
        return bool(fitting) and max(fitting, key=lambda row: len(row[0]))[1]
    return not code and any(row[:2] == (status, True) for row in ADDRESS_STATUSES)


def without_addresses(text: str, *known: str) -> str:
    """Give a server's words on one line, without anything that looks like an address."""
    plain = " ".join(text[:LONGEST_READ].split())
    for address in filter(None, known):
        plain = re.sub(re.escape(address), "…", plain, flags=re.IGNORECASE)
    plain = ADDRESS_LIKE.sub("…", plain)
    return plain if len(plain) <= LONGEST_SAID else f"{plain[:LONGEST_SAID]}…"
