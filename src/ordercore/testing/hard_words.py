"""Words that are hard on those who carry them: scripts, signs with a meaning, lines without end."""

from ordercore.notices import Channel

TITLED = frozenset({Channel.EMAIL, Channel.PUSH, Channel.CHAT})
"""Channels whose letters have a subject."""

HARD = "Zoë/😀 «'\"\\;--%25 %_?{}&amp;<b> \u200f注文 :-) \\n ${x} {{y}}"
"""Signs that HTML, URLs, shells, templates and services give a meaning, and all planes."""

WORDS = {
    "plain": ("Your parcel has left", "Hello Ada,\n\nyour parcel has left.\nSee you soon."),
    "hard": (HARD, HARD),
    "right to left": ("تم شحن طردك", "مرحبا آدا،\nتم شحن طردك رقم 12-34 (DHL).\nشكرا."),  # noqa: RUF001
    "ideographs": ("ご注文の商品を発送しました", "花子様\n\n商品を発送しました。\n合計 1,980円"),
    "composed": ("हिन्दी में", "नमस्ते क्षत्रिय जी 👩‍👩‍👧‍👦 e\u0301 ﬁ"),
    "dots": ("...", ".\n..\n.a\n\n.\nQUIT\nFrom me\n.\nEnd"),
    "spaces": ("A  b", "a  b\n  indented\nend"),
}
"""Subjects and texts by what is hard about them."""

LONG = "A long line without an end. " * 400
"""Longer than a line of a mail may be."""
