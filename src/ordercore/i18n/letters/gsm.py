"""The lengths of an SMS: GSM 7-bit where its alphabet has every character, UCS-2 where not.

Source: 3GPP TS 23.038 (the alphabet and its extension table) and TS 23.040 (messages in parts).
A message of one part holds 160 septets or 70 UTF-16 units; in several, a header takes the room of
seven septets or three units of each. Neither an escape with its character nor a surrogate pair is
torn apart.
"""

ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)

EXTENSION = frozenset("\f^{}\\[~]|€")
"""Each takes two septets."""

SEPTETS, SEPTETS_OF_PART = 160, 153

UNITS, UNITS_OF_PART = 70, 67

BEYOND_SEPTETS = 0x10000

PLAIN = str.maketrans(
    {
        # Spaces that keep words together, and thin ones.
        "\u00a0": " ", "\u202f": " ", "\u2009": " ",
        # Quotation marks, and the apostrophe of print.
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201c": '"', "\u201d": '"',
        "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
        # Dashes, the hyphen that does not break, and the minus.
        "\u2013": "-", "\u2014": "-", "\u2011": "-", "\u2212": "-",
        # Three dots, the sign of multiplication, and bullets.
        "\u2026": "...", "\u00d7": "x", "\u00b7": ".", "\u2022": "-",
    }
)  # fmt: skip
"""Characters of print, and those that say the same in an SMS."""


def is_gsm(text: str) -> bool:
    """Tell whether a text can be sent in septets."""
    return ALPHABET.issuperset(text) or (ALPHABET | EXTENSION).issuperset(text)


def plain(text: str) -> str:
    """Write a text with plain spaces, quotes and dashes, where that alone makes it fit septets."""
    simple = text.translate(PLAIN)
    return simple if is_gsm(simple) else text


def segments(text: str) -> int:
    """Count the parts in which an SMS is sent, and paid for; of nothing, none."""
    if not text:
        return 0
    if is_gsm(text):
        return _parts([2 if char in EXTENSION else 1 for char in text], SEPTETS, SEPTETS_OF_PART)
    widths = [2 if ord(char) >= BEYOND_SEPTETS else 1 for char in text]
    return _parts(widths, UNITS, UNITS_OF_PART)


def _parts(widths: list[int], alone: int, each: int) -> int:
    """Count the parts that characters of such widths fill, none of which is torn apart."""
    if sum(widths) <= alone:
        return 1
    parts, filled = 1, 0
    for width in widths:
        if filled + width > each:
            parts, filled = parts + 1, 0
        filled += width
    return parts
