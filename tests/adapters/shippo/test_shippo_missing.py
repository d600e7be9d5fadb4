"""Without the client of Shippo."""

import sys

import pytest

from ordercore.adapters.memory import MemoryLabelBook
from ordercore.adapters.shippo import ShippoCarrier
from ordercore.errors import ExtraMissing


def test_without_the_client_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which brings it."""
    monkeypatch.setitem(sys.modules, "shippo", None)
    with pytest.raises(ExtraMissing, match="'shippo'"):
        ShippoCarrier("shippo_test_0", MemoryLabelBook())
