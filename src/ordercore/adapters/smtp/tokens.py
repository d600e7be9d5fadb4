"""What tells one letter from another where keys do not fit: in a Message-ID, in a return path."""

import hashlib
import re

DIGITS = 32
"""Hexadecimal digits of a token, 128 bits: RFC 5321 leaves 64 octets before an ``@``, and a return
path has a name beside the token."""

TOKEN = re.compile(rf"(?<![0-9a-f])[0-9a-f]{{{DIGITS}}}(?![0-9a-f])", re.IGNORECASE)


def token_of(key: str) -> str:
    """Give the token of a letter by its key: the same however often it is sent.

    Keep it beside what you know of a letter, if you want to find the letter by what comes back;
    a key is not found from it. It is no secret: whoever knows the key can work it out.
    """
    return hashlib.sha256(key.encode()).hexdigest()[:DIGITS]


def message_id(token: str, domain: str) -> str:
    """Give the Message-ID of a letter, in angle brackets."""
    return f"<{token}@{domain}>"


def token_in(text: str) -> str:
    """Find a token before the ``@`` of a Message-ID or a return path; blank where there is none."""
    found = TOKEN.search(text.rpartition("@")[0])
    return found.group().lower() if found else ""
