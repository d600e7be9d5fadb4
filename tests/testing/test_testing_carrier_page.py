"""The carrier that the documentation shows keeps the contract."""

from pathlib import Path
from typing import Any

import pytest

from ordercore.testing import CarrierConformance

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "bring-your-own-carrier.md"


def _shown() -> type[CarrierConformance]:
    """Run the page, and give the test class that it ends up with."""
    blocks = PAGE.read_text("utf-8").split("```python\n")[1:]
    code = "\n".join(block.partition("```")[0] for block in blocks)
    names: dict[str, Any] = {"__name__": "page"}
    exec(compile(code, str(PAGE), "exec"), names)  # noqa: S102 - our own page
    shown: type[CarrierConformance] = names["TestBikeCarrier"]
    return shown


SENTENCES = sorted(name for name in dir(CarrierConformance) if name.startswith("test_"))


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_carrier_of_the_page_keeps(sentence: str) -> None:
    """Each sentence of the contract, or it is skipped as not offered."""
    suite = _shown()()
    try:
        getattr(suite, sentence)(suite.make())
    except pytest.skip.Exception as skipped:
        assert "offer" in str(skipped) or "losing_answers" in str(skipped)
