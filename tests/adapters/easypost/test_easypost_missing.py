"""Without the client of EasyPost."""

import sys

import pytest

from ordercore.adapters.easypost import EasyPostCarrier
from ordercore.adapters.memory import MemoryLabelBook
from ordercore.errors import ExtraMissing


def test_without_the_client_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which brings it."""
    monkeypatch.setitem(sys.modules, "easypost", None)
    with pytest.raises(ExtraMissing, match="carriers"):
        EasyPostCarrier("EZTEST", MemoryLabelBook())
