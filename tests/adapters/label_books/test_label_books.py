"""Label books: what is written stays or is undone, and one opens them at a time."""

import os
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path

import pytest

from ordercore.adapters.label_books import SqliteLabelBook
from ordercore.adapters.memory import MemoryLabelBook
from ordercore.errors import StoreError
from ordercore.ports.label_book import LabelBook


@pytest.fixture(params=["memory", "sqlite"])
def book(request: pytest.FixtureRequest, tmp_path: Path) -> LabelBook:
    """Give an empty book of each kind."""
    if request.param == "memory":
        return MemoryLabelBook()
    return SqliteLabelBook(tmp_path / "labels.db")


def test_what_is_written_is_read(book: LabelBook) -> None:
    """On its shelf, under its key, the last word counting; what is dropped is gone."""
    with book.page() as page:
        page.write("labels", "注文", b"\x00one")
        page.write("labels", "注文", b"two")
        page.write("keys", "注文", b"three")
        page.write("keys", "gone", b"four")
        page.drop("keys", "gone")
        page.drop("keys", "never there")
    with book.page() as page:
        assert page.read("labels", "注文") == b"two"
        assert page.read("keys", "注文") == b"three"
        assert page.read("keys", "gone") is None


def test_nothing_stands_under_half_a_character(book: LabelBook) -> None:
    """Whoever looks for it is told so, as of any key that nobody wrote."""
    with book.page() as page:
        assert page.read("labels", "\ud800") is None
        assert page.read("\ud800", "L-1") is None


def test_an_exception_undoes_a_page(book: LabelBook) -> None:
    """Counting too, so that no number is missing."""
    with book.page() as page:
        assert page.count("labels") == 1
    with suppress(ZeroDivisionError), book.page() as page:
        page.write("labels", "L-1", b"one")
        assert page.count("labels") == 2
        raise ZeroDivisionError
    with book.page() as page:
        assert page.read("labels", "L-1") is None
        assert page.count("labels") == 2
        assert page.count("other") == 1


def test_shelves_are_forgotten_by_their_names(book: LabelBook) -> None:
    """From the first on, and not the last."""
    with book.page() as page:
        for day in ("2026-03-01", "2026-03-02", "2026-03-03"):
            page.write(f"quotes/{day}", "Q", b"quote")
        page.write("labels", "L-1", b"label")
        page.forget("quotes/", "quotes/2026-03-03")
        left = [page.read(f"quotes/2026-03-0{day}", "Q") for day in (1, 2, 3)]

        assert left == [None, None, b"quote"]
        assert page.read("labels", "L-1") == b"label"


def test_a_page_that_is_undone_leaves_all_as_it_was(book: LabelBook) -> None:
    """What was written over, dropped, forgotten and counted."""
    with book.page() as page:
        page.write("labels", "L-1", b"one")
        page.write("quotes/1", "Q-1", b"quote")
        page.count("labels")
    with suppress(ZeroDivisionError), book.page() as page:
        page.write("labels", "L-1", b"two")
        page.write("labels", "L-1", b"three")
        page.write("labels", "L-2", b"new")
        page.drop("labels", "L-2")
        page.drop("labels", "L-1")
        page.forget("quotes/", "quotes/2")
        page.count("labels")
        page.count("labels")
        raise ZeroDivisionError
    with book.page() as page:
        assert page.read("labels", "L-1") == b"one"
        assert page.read("labels", "L-2") is None
        assert page.read("quotes/1", "Q-1") == b"quote"
        assert page.count("labels") == 2


def _die_at(path: str, *, closed: bool) -> None:
    """Write, and die at once: with the book still open, or after it was closed."""
    book = SqliteLabelBook(path)
    with book.page() as page:
        page.write("labels", "L-1", b"one")
        page.count("labels")
        if not closed:
            os._exit(1)
    os._exit(1)


@pytest.mark.parametrize("closed", [False, True])
def test_a_process_that_dies_leaves_all_or_nothing(tmp_path: Path, closed: bool) -> None:
    """Nothing of an open book, all of one that was closed."""
    path = str(tmp_path / "labels.db")
    dying = get_context("spawn").Process(target=_die_at, args=(path,), kwargs={"closed": closed})
    dying.start()
    dying.join()
    with SqliteLabelBook(path).page() as page:
        assert dying.exitcode == 1
        assert page.read("labels", "L-1") == (b"one" if closed else None)
        assert page.count("labels") == (2 if closed else 1)


def _count(book: LabelBook, times: int) -> list[int]:
    found = []
    for _ in range(times):
        with book.page() as page:
            found.append(page.count("labels"))
    return found


def test_threads_count_without_gaps(book: LabelBook) -> None:
    """One opens it at a time."""
    with ThreadPoolExecutor(4) as pool:
        counted = list(pool.map(lambda _: _count(book, 10), range(4)))

    assert sorted(number for some in counted for number in some) == list(range(1, 41))


def _count_in(path: str) -> list[int]:
    return _count(SqliteLabelBook(path), 10)


def test_processes_count_without_gaps(tmp_path: Path) -> None:
    """A file is shared by the processes of a machine."""
    path = str(tmp_path / "labels.db")
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        counted = list(pool.map(_count_in, [path] * 3))

    assert sorted(number for some in counted for number in some) == list(range(1, 31))


def test_a_file_that_is_no_book_is_refused(tmp_path: Path) -> None:
    """By its name; and so is a folder that is not there."""
    (tmp_path / "notes.txt").write_text("no database at all, but long enough to be one" * 40)
    with pytest.raises(StoreError, match=r"notes\.txt"):
        SqliteLabelBook(tmp_path / "notes.txt")
    with pytest.raises(StoreError, match="nowhere"):
        SqliteLabelBook(tmp_path / "nowhere" / "labels.db")


def test_one_who_waits_too_long_is_told(tmp_path: Path) -> None:
    """Somebody else has the book open."""
    book = SqliteLabelBook(tmp_path / "labels.db")
    with book.page():
        other = SqliteLabelBook(tmp_path / "labels.db", busy_seconds=0)
        with pytest.raises(StoreError, match="locked"), other.page():
            pass
