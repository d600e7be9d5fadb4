# ruff: noqa: S101 - a suite asserts
"""The conformance suite of the document renderer port.

::

    from ordercore.testing import DocumentRendererConformance

    class TestMyRenderer(DocumentRendererConformance):
        def make_renderer(self):
            return MyRenderer(...)

        def words_in(self, document):
            return ...  # all text of a document, as a reader of its format finds it

        def codes_in(self, document):
            return ...  # what a scanner reads off it

Each test is a sentence of the contract in :mod:`ordercore.ports.documents`.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable
from typing import Any

import pytest

from ordercore.errors import InvalidValue, Unprintable
from ordercore.ports.documents import DocumentRenderer
from ordercore.ports.papers import A4, LABEL, LETTER, Document, Paper
from ordercore.testing.papers import FOREIGN, HOSTILE, every_kind, long_ones, named, too_much

SIZES = (None, A4, LETTER, LABEL)


class DocumentRendererConformance(ABC):
    """Inherit from this, give the three methods, and pytest runs the whole contract."""

    papers: tuple[Paper, ...] = ()
    """More papers to render, in letters that the renderer has."""

    @abstractmethod
    def make_renderer(self) -> DocumentRenderer:
        """Make a renderer; each test has one of its own."""

    @abstractmethod
    def words_in(self, document: Document) -> str:
        """Give all text of a document; how it is spaced and broken does not matter."""

    def codes_in(self, document: Document) -> Collection[str] | None:
        """Give what its bars and squares say; ``None`` where there is nothing to scan it with."""
        del document
        return None

    @pytest.fixture
    def renderer(self) -> DocumentRenderer:
        """Give a fresh renderer."""
        return self.make_renderer()

    def every_paper(self) -> tuple[Paper, ...]:
        """Give all short papers that are rendered."""
        return (*every_kind(), *self.papers)

    def test_a_document_says_what_it_is(self, renderer: DocumentRenderer) -> None:
        """Its kind and language are the paper's, its format the renderer's."""
        for paper in self.every_paper():
            document = renderer.render(paper)

            told = (document.kind, document.language, document.media_type)
            assert told == (paper.kind, paper.language, renderer.media_type)

    def test_every_word_is_on_it(self, renderer: DocumentRenderer) -> None:
        """On pages of any size, and of lists that are many pages long."""
        for paper in (*self.every_paper(), *long_ones()):
            for size in SIZES:
                document = renderer.render(paper, size)

                assert missing(paper.texts(), self.words_in(document)) == []

    def test_long_lists_go_on_over_pages(self, renderer: DocumentRenderer) -> None:
        """Each page has its number and the headings of the table."""
        for paper in long_ones():
            for size in (A4, LETTER, LABEL):
                document = renderer.render(paper, size)
                words = spaceless(self.words_in(document))
                numbers = range(1, document.pages + 1)
                said = [paper.page_of.format(page=n, pages=document.pages) for n in numbers]

                assert document.pages > 1
                assert missing(said, words) == []
                assert words.count(spaceless("".join(paper.columns[:1]))) >= document.pages

    def test_a_single_page_has_no_number(self, renderer: DocumentRenderer) -> None:
        """It has no word that is not the paper's."""
        for paper in self.every_paper():
            document = renderer.render(paper, A4)
            number = paper.page_of.format(page=1, pages=1)

            assert document.pages == 1
            assert spaceless(number) not in spaceless(self.words_in(document))

    def test_codes_are_read_as_they_were_meant(self, renderer: DocumentRenderer) -> None:
        """A scanner finds the bars and the square of a label, wherever the label stands."""
        for paper in self.every_paper():
            for size in SIZES:
                read = self.codes_in(renderer.render(paper, size))
                meant = (paper.face.barcode, paper.face.payload) if paper.face else ()

                assert read is None or sorted(read) == sorted(filter(None, meant))

    def test_letters_are_printed_or_refused(self, renderer: DocumentRenderer) -> None:
        """No name is printed as boxes or question marks; a refusal says which letters it lacks."""
        for name in FOREIGN:
            for paper in named(name):
                try:
                    lacking, read = "", self.words_in(renderer.render(paper))
                except Unprintable as refused:
                    lacking, read = refused.characters, name

                assert set(lacking) - {*name} == set()
                assert missing([name], read) == []

    def test_words_are_never_commands(self, renderer: DocumentRenderer) -> None:
        """Whatever a buyer has called himself stands there as it is spelt, and does nothing."""
        for name in HOSTILE:
            for paper, tame in zip(named(name), named("Ada Byron"), strict=True):
                document = renderer.render(paper)

                assert missing(paper.texts(), self.words_in(document)) == []
                assert document.pages == renderer.render(tame).pages

    def test_what_has_no_room_is_refused(self, renderer: DocumentRenderer) -> None:
        """No part of an address is left away, and no bars reach over the edge."""
        for paper in too_much():
            with pytest.raises(InvalidValue):
                renderer.render(paper)

    def test_what_is_no_paper_is_refused(self, renderer: DocumentRenderer) -> None:
        """By its name; and so is a size by its name, in place of the size."""
        paper = self.every_paper()[0]
        calls: dict[str, tuple[Any, Any]] = {"paper": (None, None), "page": (paper, "A4")}
        for field, (given, size) in calls.items():
            with pytest.raises(InvalidValue) as refused:
                renderer.render(given, size)

            assert refused.value.field == field

    def test_the_same_paper_is_the_same_bytes(self, renderer: DocumentRenderer) -> None:
        """Now and later, whatever was rendered before, and from another renderer too."""
        papers = self.every_paper()
        first = [renderer.render(paper).content for paper in papers]

        again = [renderer.render(paper).content for paper in reversed(papers)]
        another = self.make_renderer()

        assert first == again[::-1]
        assert first == [another.render(paper).content for paper in papers]


def spaceless(text: str) -> str:
    """Give a text without its white space, since lines may be broken anywhere."""
    return "".join(text.split())


def missing(texts: Iterable[str], words: str) -> list[str]:
    """Give the words of texts that are not in what was read."""
    read = spaceless(words)
    return sorted({word for text in texts for word in text.split() if word not in read})
