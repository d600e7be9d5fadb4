"""Signals: what is told when a command takes stock across a line, and only then."""

from typing import Any

from ordercore.inventory import events as e
from ordercore.inventory.folding import NOTES
from ordercore.inventory.ledger import ON_HAND, RESERVED, posted
from ordercore.inventory.state import Shelf, Stock
from ordercore.kernel.replace import replace


def signalled(shelf: Shelf, events: tuple[e.StockEvent, ...]) -> tuple[e.StockEvent, ...]:
    """Give events with those that their crossing of a line adds."""
    if _stays_plenty(shelf.stock, events):
        return events
    before, after = shelf.stock, _after(shelf.stock, events)
    last = events[-1]
    said: dict[str, Any] = {"at": last.at, "cause": last.cause}
    told: list[e.StockEvent] = []
    if after.short and not before.short:
        told.append(e.StockIsShort(short=after.short, **said))
    if before.sellable and not after.sellable:
        told.append(e.StockRanOut(**said))
    elif after.low and after.sellable and not before.low:
        told.append(e.StockRanLow(available=after.available, **said))
    if after.sellable and not before.sellable and not shelf.new:
        told.append(e.StockCameBack(available=after.available, **said))
    return (*events, *told) if told else events


def _stays_plenty(stock: Stock, events: tuple[e.StockEvent, ...]) -> bool:
    """Tell whether stock is far from every line, as it nearly always is, by the figures alone."""
    on_hand, reserved = stock.on_hand, stock.reserved
    for event in events:
        if type(event) in NOTES:
            return False
        for account, change, _ in event.entries:
            if account == ON_HAND:
                on_hand += change
            elif account == RESERVED:
                reserved += change
    line = stock.details.line
    return stock.on_hand - stock.reserved > line and on_hand - reserved > line


def _after(stock: Stock, events: tuple[e.StockEvent, ...]) -> Stock:
    for event in events:
        stock = posted(stock, event.entries)
        note = NOTES.get(type(event))
        if note is not None:
            stock = replace(stock, details=note(stock.details, event))
    return stock
