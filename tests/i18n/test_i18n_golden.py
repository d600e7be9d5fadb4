"""Letters are word for word what people who speak the language have read."""

from golden_letters import FOLDER, golden


def test_letters_are_those_that_were_read() -> None:
    """Write them anew by ``python tests/i18n/golden_letters.py``, and read what has changed."""
    written = dict(golden())

    assert written == {
        file.name: file.read_text(encoding="utf-8") for file in sorted(FOLDER.iterdir())
    }
