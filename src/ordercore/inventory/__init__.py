"""Stock and reservations: a Decider of its own, one value per SKU and pool."""

from ordercore.inventory.commands import (
    ConsumeReserved,
    InventoryCommand,
    ReceiveStock,
    ReleaseReserved,
    ReserveUnits,
    RestockUnits,
    TakeUnreserved,
)
from ordercore.inventory.decider import DECISIONS, decide, empty_shelf, evolve, explain
from ordercore.inventory.events import (
    ReservedConsumed,
    ReservedReleased,
    StockEvent,
    StockReceived,
    UnitsReserved,
    UnitsRestocked,
    UnreservedTaken,
)
from ordercore.inventory.state import (
    RESERVATION_LIFECYCLE,
    Reservation,
    ReservationStatus,
    Shelf,
    Stock,
)

__all__ = [
    "DECISIONS",
    "RESERVATION_LIFECYCLE",
    "ConsumeReserved",
    "InventoryCommand",
    "ReceiveStock",
    "ReleaseReserved",
    "Reservation",
    "ReservationStatus",
    "ReserveUnits",
    "ReservedConsumed",
    "ReservedReleased",
    "RestockUnits",
    "Shelf",
    "Stock",
    "StockEvent",
    "StockReceived",
    "TakeUnreserved",
    "UnitsReserved",
    "UnitsRestocked",
    "UnreservedTaken",
    "decide",
    "empty_shelf",
    "evolve",
    "explain",
]
