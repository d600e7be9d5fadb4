"""The conformance suite notices renderers that break the contract, each by the right test."""

import json
from itertools import count
from typing import Any

import attrs
import pytest

from ordercore.adapters.documents.letters import AnyLetters
from ordercore.adapters.documents.marks import Words
from ordercore.adapters.documents.paper_layout import page_of, pages
from ordercore.adapters.memory import MemoryRenderer
from ordercore.errors import InvalidValue, Unprintable
from ordercore.i18n import worded
from ordercore.ports import Document, DocumentRenderer, PageSize, Paper, PaperKind
from ordercore.testing import DocumentRendererConformance
from ordercore.testing.papers import LABEL_OF_ALL

Pages = list[dict[str, list[str]]]


class Changed(MemoryRenderer):
    """Renders well, and changes something afterwards."""

    def change(self, laid: Pages, paper: Paper) -> Pages:
        """Change what is on the pages."""
        return laid

    def render(self, paper: Paper, page: PageSize | None = None) -> Document:
        """Render, and change it."""
        document = super().render(paper, page)
        laid = self.change(json.loads(document.content), paper)
        return attrs.evolve(document, content=json.dumps(laid).encode(), pages=len(laid))


class CutsLongNames(Changed):
    """Has thirty characters for everything."""

    def change(self, laid: Pages, paper: Paper) -> Pages:
        """Cut."""
        return [{**page, "words": [text[:30] for text in page["words"]]} for page in laid]


class HasOnePage(Changed):
    """Prints what is on the first page."""

    def change(self, laid: Pages, paper: Paper) -> Pages:
        """Drop the others."""
        return laid[:1]


class CountsNothing(Changed):
    """Has no numbers on its pages."""

    def change(self, laid: Pages, paper: Paper) -> Pages:
        """Drop them."""
        numbers = {paper.page_of.format(page=n, pages=len(laid)) for n in range(len(laid) + 1)}
        return [{**p, "words": [w for w in p["words"] if w not in numbers]} for p in laid]


class CountsEverything(Changed):
    """Says *Page 1 of 1*."""

    def change(self, laid: Pages, paper: Paper) -> Pages:
        """Add it."""
        return [{**laid[0], "words": [*laid[0]["words"], paper.page_of.format(page=1, pages=1)]}]


class ForgetsHeadings(Changed):
    """Has them on the first page alone."""

    def change(self, laid: Pages, paper: Paper) -> Pages:
        """Drop those of the others."""
        heads = {*paper.columns}
        rest = [{**p, "words": [w for w in p["words"] if w not in heads]} for p in laid[1:]]
        return [laid[0], *rest]


class PrintsQuestionMarks(Changed):
    """Takes what it can encode."""

    def change(self, laid: Pages, paper: Paper) -> Pages:
        """Replace the rest."""
        return [{**p, "words": [w.encode("cp1252", "replace").decode("cp1252") for w in p["words"]]}
                for p in laid]  # fmt: skip


class ObeysBuyers(Changed):
    """Takes everything after a caret for a command."""

    def change(self, laid: Pages, paper: Paper) -> Pages:
        """Leave it away."""
        return [{**p, "words": [w.partition("^")[0] for w in p["words"]]} for p in laid]


class IsInjected(Changed):
    """Ends the label where a buyer says so."""

    def change(self, laid: Pages, paper: Paper) -> Pages:
        """Begin another."""
        return laid * 2 if any("^XA" in text for text in paper.texts()) else laid


class DrawsOtherBars(Changed):
    """Leaves the last digit away."""

    def change(self, laid: Pages, paper: Paper) -> Pages:
        """Cut the bars."""
        return [{**p, "code128": [text[:-1] for text in p["code128"]]} for p in laid]


class NumbersItsDocuments(Changed):
    """Writes how many it has made."""

    def change(self, laid: Pages, paper: Paper) -> Pages:
        """Add the number."""
        return [{**laid[0], "number": [str(len(self.rendered))]}, *laid[1:]]


class HasAName(Changed):
    """Writes which renderer it is."""

    made = count()

    def __init__(self) -> None:
        super().__init__()
        self._name = str(next(self.made))

    def change(self, laid: Pages, paper: Paper) -> Pages:
        """Add the name."""
        return [{**laid[0], "name": [self._name]}, *laid[1:]]


class AlwaysLabels(MemoryRenderer):
    """Calls everything a label."""

    def render(self, paper: Paper, page: PageSize | None = None) -> Document:
        """Say another kind."""
        return attrs.evolve(super().render(paper, page), kind=PaperKind.SHIPPING_LABEL)


class SpeaksEnglish(MemoryRenderer):
    """Says English of everything."""

    def render(self, paper: Paper, page: PageSize | None = None) -> Document:
        """Say another language."""
        return attrs.evolve(super().render(paper, page), language="en")


class NeverRefuses(MemoryRenderer):
    """Prints over the edge."""

    def render(self, paper: Paper, page: PageSize | None = None) -> Document:
        """Render a label of nothing instead of none."""
        try:
            return super().render(paper, page)
        except InvalidValue:
            return super().render(worded(LABEL_OF_ALL))


class TakesSizesByName(MemoryRenderer):
    """Knows which size is meant by anything."""

    def render(self, paper: Paper, page: PageSize | None = None) -> Document:
        """Take what is no size for none."""
        return super().render(paper, page if isinstance(page, PageSize) else None)


class RefusesWithoutReason(MemoryRenderer):
    """Names a letter that is not there."""

    def render(self, paper: Paper, page: PageSize | None = None) -> Document:
        """Refuse."""
        if not all(text.isascii() for text in paper.texts()):
            raise Unprintable("?", "?", "this font")
        return super().render(paper, page)


BROKEN: list[tuple[type[MemoryRenderer], str]] = [
    (AlwaysLabels, "test_a_document_says_what_it_is"),
    (SpeaksEnglish, "test_a_document_says_what_it_is"),
    (CutsLongNames, "test_every_word_is_on_it"),
    (HasOnePage, "test_every_word_is_on_it"),
    (HasOnePage, "test_long_lists_go_on_over_pages"),
    (CountsNothing, "test_long_lists_go_on_over_pages"),
    (ForgetsHeadings, "test_long_lists_go_on_over_pages"),
    (CountsEverything, "test_a_single_page_has_no_number"),
    (DrawsOtherBars, "test_codes_are_read_as_they_were_meant"),
    (PrintsQuestionMarks, "test_letters_are_printed_or_refused"),
    (RefusesWithoutReason, "test_letters_are_printed_or_refused"),
    (ObeysBuyers, "test_words_are_never_commands"),
    (IsInjected, "test_words_are_never_commands"),
    (NeverRefuses, "test_what_has_no_room_is_refused"),
    (TakesSizesByName, "test_what_is_no_paper_is_refused"),
    (RefusesWithoutReason, "test_what_is_no_paper_is_refused"),
    (NumbersItsDocuments, "test_the_same_paper_is_the_same_bytes"),
    (HasAName, "test_the_same_paper_is_the_same_bytes"),
]


def suite_of(kind: type[MemoryRenderer]) -> DocumentRendererConformance:
    """Make the suite for a renderer."""

    class Suite(DocumentRendererConformance):
        def make_renderer(self) -> DocumentRenderer:
            return kind()

        def words_in(self, document: Document) -> str:
            return " ".join(word for page in json.loads(document.content) for word in page["words"])

        def codes_in(self, document: Document) -> list[str]:
            laid: Any = json.loads(document.content)
            return [code for page in laid for code in (*page["code128"], *page["qr"])]

    return Suite()


SENTENCES = sorted(name for name in dir(DocumentRendererConformance) if name.startswith("test_"))


def passes(kind: type[MemoryRenderer], sentence: str) -> bool:
    """Run one test of the suite on a fresh renderer."""
    suite = suite_of(kind)
    try:
        getattr(suite, sentence)(suite.make_renderer())
    except (Exception, pytest.fail.Exception):  # noqa: BLE001 - any will do
        return False
    return True


@pytest.mark.parametrize(
    ("kind", "sentence"), BROKEN, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_broken_renderer_is_noticed(kind: type[MemoryRenderer], sentence: str) -> None:
    """By the sentence of the contract that it breaks."""
    assert not passes(kind, sentence)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_good_renderer_passes(sentence: str) -> None:
    """Not one fails on the renderers that the broken ones are made from."""
    assert passes(MemoryRenderer, sentence)
    assert passes(Changed, sentence)


def test_every_sentence_of_the_suite_can_fail() -> None:
    """There is a broken renderer for each."""
    assert {*SENTENCES} == {sentence for _, sentence in BROKEN}


def test_a_suite_without_a_scanner_looks_at_no_codes() -> None:
    """``codes_in`` may be left away, and then bars are nobody's business."""

    class Suite(DocumentRendererConformance):
        def make_renderer(self) -> DocumentRenderer:
            return DrawsOtherBars()

        def words_in(self, document: Document) -> str:
            return ""

    Suite().test_codes_are_read_as_they_were_meant(DrawsOtherBars())


def test_a_suite_needs_a_renderer() -> None:
    """Without ``make_renderer`` there is nothing to test."""
    with pytest.raises(TypeError, match="make_renderer"):
        DocumentRendererConformance()  # type: ignore[abstract]


def test_what_is_laid_out_is_on_the_page() -> None:
    """No word of any paper that the suite tries begins or ends beyond the edges."""
    letters = AnyLetters()
    suite = suite_of(MemoryRenderer)
    for paper in suite.every_paper():
        for each in pages(paper, page_of(paper, None), letters):
            for mark in each.marks:
                if isinstance(mark, Words):
                    end = mark.x + letters.width(mark.text, mark.size, bold=mark.bold)
                    assert mark.x >= 10
                    assert end <= each.width - 10
                    assert mark.size <= mark.y <= each.height - 5
