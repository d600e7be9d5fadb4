"""Signals: told when a line is crossed, and only then."""

from typing import Any

import pytest
from shelves import Shelves, ask

from ordercore import inventory as i


def arrive(quantity: int) -> Any:
    """Receive units."""
    return ask(i.ReceiveStock, quantity)


def reserve(quantity: int) -> Any:
    """Promise units."""
    return ask(i.ReserveUnits, quantity)


def count(counted: int) -> Any:
    """Count what is on hand."""
    return ask(i.CountStock, counted=counted)


LOW_AT_TWO = ask(i.SetStockTerms, low_at=2)
SIX = (arrive(6),)
LOW = (arrive(6), LOW_AT_TWO)


@pytest.mark.parametrize(
    ("given", "command", "told"),
    [
        # The first units of all came for the first time, not back.
        ((), arrive(6), ""),
        (SIX, arrive(1), ""),
        (SIX, reserve(5), ""),
        (SIX, reserve(6), "StockRanOut"),
        ((*SIX, reserve(6)), arrive(1), "StockCameBack"),
        ((*SIX, reserve(6)), ask(i.ReleaseReserved), "StockCameBack"),
        ((*SIX, reserve(6)), ask(i.ConsumeReserved, 6), ""),
        (LOW, reserve(3), ""),
        (LOW, reserve(4), "StockRanLow"),
        (LOW, reserve(6), "StockRanOut"),
        ((*LOW, reserve(4)), ask(i.TakeUnreserved, 1, owner="O-2"), ""),
        (SIX, ask(i.SetStockTerms, low_at=6), "StockRanLow"),
        (SIX, ask(i.SetStockTerms, safety=6), "StockRanOut"),
        ((*SIX, ask(i.SetStockTerms, safety=6)), ask(i.SetStockTerms, safety=5), "StockCameBack"),
        ((*SIX, reserve(5)), count(4), "StockIsShort StockRanOut"),
        ((*SIX, reserve(5)), count(5), "StockRanOut"),
        ((*SIX, reserve(5), count(4)), count(3), ""),
        ((*SIX, reserve(5), count(4)), count(5), ""),
    ],
)
def test_what_is_told_beside(given: tuple[Any, ...], command: Any, told: str) -> None:
    """After the one event that a command brings about."""
    events = Shelves(*given).handle(command)

    assert " ".join(type(event).__name__ for event in events[1:]) == told


def test_signals_tell_the_figures() -> None:
    """How much is available still or again, and how much is promised that is not there."""
    shelves = Shelves(*LOW)

    low: Any = shelves.handle(reserve(4))[1]
    short: Any = shelves.handle(count(1))[1]
    back: Any = shelves.handle(count(9))[1]

    assert (low.available, short.short, back.available) == (2, 3, 5)


def test_a_signal_has_the_cause_of_what_crossed_the_line() -> None:
    """And its moment."""
    shelves = Shelves(*SIX)

    counted, out = shelves.handle(ask(i.CountStock, counted=0, cause="count-7"))

    assert (out.cause, out.at) == (counted.cause, counted.at) == ("count-7", counted.at)
