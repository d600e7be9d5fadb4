"""Pages are made of what was looked at in a browser."""

import pytest
from golden_pages import FOLDER, golden

pytest.importorskip("matplotlib", reason="the extra 'charts' draws")


def test_pages_are_made_of_what_was_looked_at() -> None:
    """Write them anew by ``python tests/adapters/reports/golden_pages.py``, and look again."""
    written = dict(golden())

    assert written == {
        file.name: file.read_text(encoding="utf-8") for file in sorted(FOLDER.iterdir())
    }
