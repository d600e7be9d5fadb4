"""What one may ask of stock."""

from ordercore.inventory.commands.arriving import (
    ChangeInbound,
    CloseInbound,
    ExpectInbound,
    ReceiveStock,
)
from ordercore.inventory.commands.asking import (
    InventoryCommand,
    OwnedStockCommand,
    PartOfPromise,
    UnitsOfOwner,
    UnitsOfStock,
)
from ordercore.inventory.commands.moving import (
    PARTS_OF_RESERVED,
    PARTS_OF_TOTAL,
    AdjustStock,
    CountStock,
    DisposeUnits,
    EndMirror,
    MirrorSummary,
    RegradeUnits,
    RestockUnits,
    SetStockTerms,
)
from ordercore.inventory.commands.promising import (
    CommitReserved,
    ConsumeReserved,
    ExpireReserved,
    ExtendReservation,
    FillBackorder,
    ReleaseReserved,
    ReserveUnits,
    TakeUnreserved,
    UncommitReserved,
)

__all__ = [
    "PARTS_OF_RESERVED",
    "PARTS_OF_TOTAL",
    "AdjustStock",
    "ChangeInbound",
    "CloseInbound",
    "CommitReserved",
    "ConsumeReserved",
    "CountStock",
    "DisposeUnits",
    "EndMirror",
    "ExpectInbound",
    "ExpireReserved",
    "ExtendReservation",
    "FillBackorder",
    "InventoryCommand",
    "MirrorSummary",
    "OwnedStockCommand",
    "PartOfPromise",
    "ReceiveStock",
    "RegradeUnits",
    "ReleaseReserved",
    "ReserveUnits",
    "RestockUnits",
    "SetStockTerms",
    "TakeUnreserved",
    "UncommitReserved",
    "UnitsOfOwner",
    "UnitsOfStock",
]
