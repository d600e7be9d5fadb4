"""The renderer of tests: what it remembers, and how it fails."""

import json

import pytest

from ordercore.adapters.memory import MemoryRenderer
from ordercore.errors import Unprintable
from ordercore.i18n import worded
from ordercore.testing.papers import LABEL_OF_ALL, bill, named


def test_it_remembers_every_paper() -> None:
    """In order, whether it could be rendered or not."""
    renderer = MemoryRenderer(latin=True)
    foreign, known = named("Łaska")[0], worded(bill())

    with pytest.raises(Unprintable, match="this renderer"):
        renderer.render(foreign)
    renderer.render(known)

    assert renderer.rendered == (foreign, known)


def test_it_fails_as_often_as_it_is_told() -> None:
    """As a service that is out of reach."""
    renderer = MemoryRenderer()
    renderer.fail(2)

    for _ in range(2):
        with pytest.raises(ConnectionError):
            renderer.render(worded(bill()))
    assert renderer.render(worded(bill())).pages == 1


def test_it_tells_words_from_codes() -> None:
    """So that a test can look for either."""
    (page,) = json.loads(MemoryRenderer().render(worded(LABEL_OF_ALL)).content)

    assert "Ada Byron" in page["words"]
    assert page["code128"] == [LABEL_OF_ALL.says]
    assert page["qr"] == [LABEL_OF_ALL.payload]
