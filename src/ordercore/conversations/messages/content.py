"""What a program can find in a text: links, mail addresses, telephone numbers and HTML.

Whether a text advertises something, asks for a good review or for a cancellation, or says no more
than thanks, no program can tell for sure; that stays with whoever writes it.

A text is looked at as a reader sees it: letters of full width are plain ones, what is invisible is
not there, and ``(at)`` and ``[dot]`` are the signs that they stand for.
"""

import re
import unicodedata

_SPELT = (
    (re.compile(r"\s{0,3}[\[({]\s?at\s?[\])}]\s{0,3}", re.IGNORECASE), "@"),
    (re.compile(r"\s{0,3}[\[({]\s?(?:dot|punkt|point|punto)\s?[\])}]\s{0,3}", re.IGNORECASE), "."),
)

_EMAIL = re.compile(
    # From the beginning of a word alone, so that a long one is gone through once.
    r"(?<![^\s@<>(),;:\"])[^\s@<>(),;:\"]+@[^\s@<>(),;:\"]+\.[^\W\d_]{2,}"
)

_DOMAINS = [
    "com",
    "net",
    "org",
    "info",
    "biz",
    "shop",
    "store",
    "online",
    "site",
    "app",
    "io",
    "eu",
]
"""Ends of host names that are told by themselves; of countries' ends only with ``www`` or a path,
since "begin.It" is a slip and no link."""

_LINK = re.compile(
    r"(?:https?|ftp)://\S+"
    r"|\bwww\.[^\s.]+\.\S+"
    rf"|(?<![@\w.-])(?:[a-z0-9-]+\.)+(?:{'|'.join(_DOMAINS)})\b(?!@)(?:/\S*)?"
    r"|(?<![@\w.-])(?:[a-z0-9-]+\.)+[a-z]{2}/\S+",
    re.IGNORECASE,
)

_HTML = re.compile(r"</?[a-z][^<>]*>|<!--|&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});", re.IGNORECASE)

_DIGITS = re.compile(r"[+(]?\d[\d\s()./-]*\d")

_TELEPHONE = (
    # As it is dialled from abroad.
    re.compile(r"(?:\+|00(?=[\s(-]))[\d\s()./-]+"),
    # With an area code in brackets.
    re.compile(r"\(\d{2,5}\)[\s/-]?\d[\d\s/-]*"),
    # Three, three and four digits, as in North America.
    re.compile(r"(?:1[\s.-])?\d{3}([\s.-])\d{3}\1\d{4}"),
    # An area code with a leading zero, set off from the number.
    re.compile(r"0\d{2,4}[\s/-]\d[\d\s/-]*"),
    # Five pairs of digits, as in France.
    re.compile(r"0\d(?:([\s.])\d\d)(?:\1\d\d){3}"),
)

SHORTEST_NUMBER, LONGEST_NUMBER = 7, 15
"""Digits of a telephone number (the longest by ITU-T E.164)."""


def links(text: str) -> tuple[str, ...]:
    """Give the links in a text."""
    return tuple(_LINK.findall(_as_seen(text)))


def email_addresses(text: str) -> tuple[str, ...]:
    """Give the mail addresses in a text."""
    return tuple(_EMAIL.findall(_as_seen(text)))


def telephone_numbers(text: str) -> tuple[str, ...]:
    """Give what is written as a telephone number; numbers of orders and parcels are not."""
    runs = [run.strip() for run in _DIGITS.findall(_as_seen(text))]
    return tuple([run for run in runs if _is_telephone(run)])


def _is_telephone(run: str) -> bool:
    digits = sum(sign.isdigit() for sign in run)
    if not SHORTEST_NUMBER <= digits <= LONGEST_NUMBER:
        return False
    return any(pattern.fullmatch(run) for pattern in _TELEPHONE)


def html(text: str) -> tuple[str, ...]:
    """Give the tags and entities of HTML in a text."""
    return tuple(_HTML.findall(_as_seen(text)))


def _as_seen(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    shown = "".join([sign for sign in plain if unicodedata.category(sign) != "Cf"])
    for spelt, sign in _SPELT:
        shown = spelt.sub(sign, shown)
    return shown
