"""Files as text: encodings, and files that are none."""

from pathlib import Path

import pytest
from amazon_writing import file_of

from ordercore.adapters.amazon.files import Text, read_text
from ordercore.errors import SourceError
from ordercore.ports.source import Origin


@pytest.mark.parametrize(
    "data",
    [
        "Möbel\n".encode(),
        "Möbel\n".encode("utf-8-sig"),
        "\ufeffMöbel\n".encode("utf-16-le"),
        "\ufeffMöbel\n".encode("utf-16-be"),
    ],
)
def test_unicode_is_read_without_its_byte_order_mark(tmp_path: Path, data: bytes) -> None:
    """UTF-8 and UTF-16 give the text and nothing else."""
    path = file_of(tmp_path, data)

    assert Text(str(path), "Möbel\n") == read_text(path)


@pytest.mark.parametrize(
    ("data", "content"),
    [
        (b"plain\nM\xf6bel \x80\n", "plain\nMöbel €\n"),
        (b"plain\nM\xf6bel \x81\n", "plain\nMöbel \x81\n"),
    ],
)
def test_other_text_is_read_as_latin_1_with_a_remark(
    tmp_path: Path, data: bytes, content: str
) -> None:
    """Windows-1252 where it can be, else Latin-1; the remark names the first odd line."""
    path = file_of(tmp_path, data)

    text = read_text(path)

    assert content == text.content
    (remark,) = text.remarks
    assert ("assumed_latin_1", Origin(str(path), 2)) == (remark.code, remark.origin)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"\xef\xbb\xbf", "file_empty"),
        (b" \r\n\t\n", "file_empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "unknown_format"),
        (b"\xff\xfe\xd8", "unknown_format"),
        (b"\xff\xfea\0\0\0", "unknown_format"),
    ],
)
def test_a_file_without_text_is_refused(tmp_path: Path, data: bytes, code: str) -> None:
    """Empty and binary files each have their code."""
    path = file_of(tmp_path, data)

    with pytest.raises(SourceError) as caught:
        read_text(path)

    assert (str(path), code) == (caught.value.file, caught.value.code)


@pytest.mark.parametrize(
    ("name", "code"),
    [("nothing.txt", "file_missing"), (".", "file_unreadable"), ("a\0b", "file_unreadable")],
)
def test_a_path_without_a_file_is_refused(tmp_path: Path, name: str, code: str) -> None:
    """Missing files and directories each have their code."""
    with pytest.raises(SourceError) as caught:
        read_text(f"{tmp_path}/{name}")

    assert code == caught.value.code
