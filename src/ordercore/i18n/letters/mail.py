"""Mails: plain text and HTML, which say the same."""

from ordercore.i18n.letters.content import Item
from ordercore.i18n.letters.page import Cells, Page, closing, html
from ordercore.i18n.letters.telling import Telling
from ordercore.i18n.letters.voice import Voice

MOST_ITEMS = 50
"""Lines of items in a mail; a reader goes through no more, and mail clients cut long mails."""

RULE = "--"


def mail(telling: Telling, name: str) -> tuple[str, str, str]:
    """Write a mail to somebody of that name: its subject, as plain text, and as a page."""
    voice, content = telling.voice, telling.content
    page = Page(
        title=telling.subject(),
        preview=telling.short(),
        greeting=_greeting(voice, name),
        text=telling.text(),
        items=[_cells(voice, item) for item in content.items[:MOST_ITEMS]],
        more=telling.more(MOST_ITEMS),
        parts=telling.parts(),
        total=telling.total(),
        lines=telling.lines(),
        notes=telling.notes(),
        rows=telling.rows(),
    )
    return page.title, _plain(telling, page), html(voice, page)


def _plain(telling: Telling, page: Page) -> str:
    """Write a page as plain text."""
    voice = telling.voice
    parts = [voice.labelled(*part) for part in page.parts]
    if page.total is not None:
        parts.append(voice.labelled(*page.total))
    blocks = [
        [page.greeting],
        [page.text],
        page.lines,
        page.notes,
        telling.listed(MOST_ITEMS),
        parts,
        [voice.labelled(*row) for row in page.rows],
        closing(voice),
        [RULE, voice.say("footer")],
    ]
    return "\n\n".join(["\n".join(block) for block in blocks if block]) + "\n"


def _greeting(voice: Voice, name: str) -> str:
    """Greet the reader, by name where it is known."""
    return voice.say("greeting.named", {"name": name}) if name.strip() else voice.say("greeting")


def _cells(voice: Voice, item: Item) -> Cells:
    amount = "" if item.amount is None else voice.money(item.amount)
    return Cells(
        voice.fact("count", item.quantity), voice.line(item.name), voice.line(item.sku), amount
    )
