"""What a picture tells whoever shows it, beside what every document does."""

import re

import pytest

from ordercore.adapters.documents import SvgRenderer
from ordercore.i18n import worded
from ordercore.testing.papers import bill


@pytest.mark.parametrize(("language", "turned"), [("ar", "22 نوفمبر 2026"), ("fr", None)])
def test_a_line_has_the_direction_of_its_words(language: str, turned: str | None) -> None:
    """Without it, the parts of an Arabic date would be shown in another order."""
    drawn = SvgRenderer().render(worded(bill(1), language)).content.decode()
    directed = re.findall(r'unicode-bidi="plaintext">([^<]*)<', drawn)

    assert (turned in directed) if turned else (directed == [])
    assert "Mugs Ltd" not in directed
