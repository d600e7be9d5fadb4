"""The page of a mail: one self-contained HTML template.

Tables and inline styles, since mail clients know little else; no images, no scripts, nothing that
is fetched. Whatever is put into it is escaped here.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape as escape_all
from typing import NamedTuple

from ordercore.i18n.letters.voice import RIGHT_TO_LEFT, Voice

INK, SOFT, RULE, PAPER = "#1c2430", "#5d6775", "#e4e8ee", "#ffffff"

GROUND, PANEL = "#f2f4f7", "#f7f8fa"
"""What is around the page, and what is under its facts."""

FONTS = (
    "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,'Noto Sans',"
    "sans-serif"
)
"""The reader's own system first: what has no letters there falls back to a font that has."""

FONTS_OF = {
    "ja": "'Hiragino Sans','Yu Gothic UI','Yu Gothic',Meiryo,'Noto Sans CJK JP',",
    "ar": "'Segoe UI','Geeza Pro','Noto Sans Arabic',Tahoma,",
    "hi": "'Kohinoor Devanagari','Nirmala UI','Noto Sans Devanagari',Mangal,",
}
"""Before those, for scripts of which the others have no letters that go together."""


SPECIAL = re.compile("[&<>\"']")


def escape(text: str) -> str:
    """Escape what has a meaning in HTML; most texts have nothing of it."""
    return escape_all(text) if SPECIAL.search(text) else text


class Row(NamedTuple):
    """A label and its value."""

    label: str
    value: str


class Cells(NamedTuple):
    """A line of the table of items: how many, what, its SKU, and what it costs."""

    quantity: str
    name: str
    sku: str
    amount: str


class Page(NamedTuple):
    """What stands on a page, none of it escaped yet."""

    title: str
    preview: str
    greeting: str
    text: str
    items: Sequence[Cells] = ()
    more: str = ""
    parts: Sequence[Row] = ()
    total: Row | None = None
    lines: Sequence[str] = ()
    notes: Sequence[str] = ()
    rows: Sequence[Row] = ()


class Frame(NamedTuple):
    """The pieces around what differs from page to page, the same for all in one voice."""

    top: str
    preview: str
    title: str
    foot: str
    head: str
    head_priced: str
    item: str
    quantity: str
    amount: str
    label: str
    value: str
    total: str
    sum: str


def html(voice: Voice, page: Page) -> str:
    """Write a page."""
    frame = _frame(voice)
    title = escape(page.title)
    pieces = [frame.top, title, frame.preview, escape(page.preview), frame.title, title, "</h1>"]
    for texts in ((page.greeting,), (page.text,), page.lines, *((note,) for note in page.notes)):
        if texts:
            pieces += (PARAGRAPH, "<br>".join([escape(text) for text in texts]), "</p>")
    if page.items:
        _items(pieces, frame, page)
    if page.total is not None:
        _parts(pieces, frame, page.parts, page.total)
    if page.rows:
        _rows(pieces, frame, page.rows)
    pieces.append(frame.foot)
    return "".join(pieces)


PARAGRAPH = '<p style="margin:0 0 14px">'

SPREAD = 'width="100%" cellpadding="0" cellspacing="0" border="0"'

ITEMS = f'<table {SPREAD} style="margin:18px 0 0;border-collapse:collapse">'
"""A table with headings, read out as one."""

PARTS = f'<table role="presentation" {SPREAD} style="margin:10px 0 0">'

ROWS = (
    f'<table role="presentation" {SPREAD} style="margin:22px 0 0;background:{PANEL};'
    'border-radius:8px"><tr><td style="padding:10px 16px">'
    f'<table role="presentation" {SPREAD}>'
)

EDGE, RULE_ABOVE = ";EDGE", f";border-top:1px solid {RULE}"
"""Where a total is marked off, and how."""

END_OF_ROW = "</td></tr>"


def _items(pieces: list[str], frame: Frame, page: Page) -> None:
    priced = any(cells.amount for cells in page.items)
    pieces.append(frame.head_priced if priced else frame.head)
    for cells in page.items:
        pieces += (frame.item, "<bdi>", escape(cells.name), "</bdi>")
        if cells.sku and cells.sku != cells.name:
            pieces += (
                f'<br><span style="font-size:13px;color:{SOFT}"><bdi>',
                escape(cells.sku),
                "</bdi></span>",
            )
        pieces += (frame.quantity, cells.quantity)
        if priced:
            pieces += (frame.amount, escape(cells.amount))
        pieces.append(END_OF_ROW)
    if page.more:
        pieces += (frame.item, escape(page.more), END_OF_ROW)
    pieces.append("</table>")


def _parts(pieces: list[str], frame: Frame, parts: Sequence[Row], total: Row) -> None:
    pieces.append(PARTS)
    for label, value in parts:
        pieces += (frame.label, escape(label), frame.value, escape(value), END_OF_ROW)
    # Alone it stands right below the last item, which has a rule of its own.
    edge = RULE_ABOVE if parts else ""
    pieces += (
        frame.total.replace(EDGE, edge), escape(total.label),
        frame.sum.replace(EDGE, edge), escape(total.value), END_OF_ROW, "</table>",
    )  # fmt: skip


def _rows(pieces: list[str], frame: Frame, rows: Sequence[Row]) -> None:
    pieces.append(ROWS)
    for label, value in rows:
        shown = escape(value).replace("\n", "<br>")
        pieces += (frame.label, escape(label), frame.value, shown, END_OF_ROW)
    pieces.append("</table></td></tr></table>")


@lru_cache(maxsize=4096)
def _frame(voice: Voice) -> Frame:
    start, end = ("right", "left") if voice.direction == RIGHT_TO_LEFT else ("left", "right")
    fonts = FONTS_OF.get(voice.language.partition("-")[0], "") + FONTS
    cell = f"padding:10px 0;border-bottom:1px solid {RULE};vertical-align:top"
    fact = "padding:4px 0;vertical-align:top"
    sum = f"padding:10px 0 4px;font-weight:700{EDGE}"
    gap = f"padding-{start}:16px"

    def heads(*keys: str) -> str:
        style = f"padding:8px 0;font-size:13px;font-weight:600;color:{SOFT}"
        first, *others = [escape(voice.say(f"head.{key}")) for key in keys]
        cells = [f'<th align="{start}" style="{style};border-bottom:1px solid {RULE}">{first}</th>']
        cells += [
            f'<th align="{end}" style="{style};border-bottom:1px solid {RULE};{gap};'
            f'white-space:nowrap">{other}</th>'
            for other in others
        ]
        return f"{ITEMS}<tr>{''.join(cells)}</tr>"

    brand = escape(voice.brand)
    above = (
        f'<tr><td align="{start}" style="padding:4px 32px 18px;font-size:18px;font-weight:700;'
        f'letter-spacing:.01em;color:{INK}">{brand}</td></tr>'
        if brand
        else ""
    )
    signed = "<br>".join(escape(line) for line in closing(voice))
    return Frame(
        top=(
            f'<!DOCTYPE html><html lang="{voice.language}" dir="{voice.direction}"><head>'
            '<meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            '<meta name="color-scheme" content="light"><title>'
        ),
        preview=(
            f'</title></head><body style="margin:0;padding:0;background:{GROUND}">'
            '<div style="display:none;max-height:0;overflow:hidden">'
        ),
        title=(
            f'</div><table role="presentation" dir="{voice.direction}" width="100%" '
            f'cellpadding="0" cellspacing="0" border="0" style="background:{GROUND}"><tr>'
            '<td align="center" style="padding:28px 12px">'
            '<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" '
            f'style="width:100%;max-width:600px;font-family:{fonts};font-size:16px;'
            f'line-height:1.55;color:{INK}">{above}<tr><td align="{start}" style="padding:32px;'
            f'background:{PAPER};border:1px solid {RULE};border-radius:10px">'
            '<h1 style="margin:0 0 18px;font-size:23px;line-height:1.3;font-weight:700">'
        ),
        foot=(
            f'<p style="margin:24px 0 0">{signed}</p></td></tr><tr><td align="{start}" '
            f'style="padding:16px 32px 4px;font-size:13px;color:{SOFT}">'
            f"{escape(voice.say('footer'))}</td></tr></table></td></tr></table></body></html>"
        ),
        head=heads("item", "quantity"),
        head_priced=heads("item", "quantity", "amount"),
        item=f'<tr><td align="{start}" style="{cell}">',
        quantity=f'</td><td align="{end}" style="{cell};{gap};white-space:nowrap">',
        amount=f'</td><td align="{end}" style="{cell};{gap};white-space:nowrap">',
        label=f'<tr><td align="{start}" style="{fact};color:{SOFT}">',
        value=f'</td><td align="{end}" style="{fact};{gap}">',
        total=f'<tr><td align="{start}" style="{sum}">',
        sum=f'</td><td align="{end}" style="{sum};{gap}">',
    )


def closing(voice: Voice) -> list[str]:
    """Give the lines below a mail: the host's own, or our closing and its brand."""
    if voice.wording.sign_off:
        return voice.wording.sign_off.splitlines()
    return [voice.say("closing"), *([voice.brand] if voice.brand else [])]
