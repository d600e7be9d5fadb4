"""A renderer that writes down what would be drawn, and remembers what it rendered."""

import json

from ordercore.adapters.documents.letters import AnyLetters, Latin, Lettering
from ordercore.adapters.documents.marks import Bars, Page, Square, Words
from ordercore.adapters.documents.paper_layout import page_of, pages
from ordercore.ports.papers import Document, PageSize, Paper


class MemoryRenderer:
    """Gives JSON: of every page its ``words``, its bars (``code128``) and its squares (``qr``).

    Words are laid out as for any renderer, so what does not fit is refused.
    ``latin`` has no other letters than those of Windows-1252, as a printer without fonts.
    """

    media_type = "application/json"

    def __init__(self, *, latin: bool = False) -> None:
        self._letters: Lettering = Latin("this renderer") if latin else AnyLetters()
        self._rendered: list[Paper] = []
        self._failing = 0

    @property
    def rendered(self) -> tuple[Paper, ...]:
        """Every paper it was given, in order, whether it could render it or not."""
        return tuple(self._rendered)

    def fail(self, times: int = 1) -> None:
        """Be out of reach for the next papers, as a service may be."""
        self._failing = times

    def render(self, paper: Paper, page: PageSize | None = None) -> Document:
        """Render a paper.

        Raises:
            ConnectionError: when it was told to fail.
            Unprintable: when it has Latin letters alone, and the paper has others.
            InvalidValue: when it is no paper or no size, or words or a code need more room than
                there is.
        """
        size = page_of(paper, page)
        self._rendered.append(paper)
        if self._failing > 0:
            self._failing -= 1
            raise ConnectionError("the renderer was told to fail")
        laid = pages(paper, size, self._letters)
        text = json.dumps([_written(each) for each in laid], ensure_ascii=False)
        return Document(
            kind=paper.kind,
            media_type=self.media_type,
            content=text.encode(),
            language=paper.language,
            pages=len(laid),
        )


def _written(page: Page) -> dict[str, list[str]]:
    return {
        "words": [mark.text for mark in page.marks if isinstance(mark, Words)],
        "code128": [mark.text for mark in page.marks if isinstance(mark, Bars)],
        "qr": [mark.text for mark in page.marks if isinstance(mark, Square)],
    }
