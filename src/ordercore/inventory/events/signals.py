"""What is told when stock crosses a line, and only then; the figures are changed by others."""

import attrs

from ordercore.inventory.events.happening import StockEvent


@attrs.frozen(kw_only=True)
class StockRanLow(StockEvent):
    """No more is available than what was set as low."""

    available: int


@attrs.frozen(kw_only=True)
class StockRanOut(StockEvent):
    """Nothing is available any more."""


@attrs.frozen(kw_only=True)
class StockCameBack(StockEvent):
    """Something is available again."""

    available: int


@attrs.frozen(kw_only=True)
class StockIsShort(StockEvent):
    """``short`` units are promised of those on hand that are not there."""

    short: int
