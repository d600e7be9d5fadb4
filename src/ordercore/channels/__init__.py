"""Channels: who stores, ships and confirms, and by when an order must leave.

Stands alone: a host that wants only the ship-by clock imports this package and passes plain
values.
"""

from ordercore.channels.cancelling import Cancelling, auto_cancel_at, free_until
from ordercore.channels.filling import FillPolicy, given_up, given_up_from
from ordercore.channels.handling import Handling
from ordercore.channels.marketplaces import (
    MARKETPLACES,
    Marketplace,
    find_marketplace,
    marketplace_of,
)
from ordercore.channels.parties import SELLER, TASKS, Parties, Tasks
from ordercore.channels.promise import ShipBy, ship_by
from ordercore.channels.table import (
    CHANNELS,
    FBA,
    MCF,
    MFN,
    SFP,
    SHOP,
    CaptureMoment,
    Channel,
    LabelService,
)

__all__ = [
    "CHANNELS",
    "FBA",
    "MARKETPLACES",
    "MCF",
    "MFN",
    "SELLER",
    "SFP",
    "SHOP",
    "TASKS",
    "Cancelling",
    "CaptureMoment",
    "Channel",
    "FillPolicy",
    "Handling",
    "LabelService",
    "Marketplace",
    "Parties",
    "ShipBy",
    "Tasks",
    "auto_cancel_at",
    "find_marketplace",
    "free_until",
    "given_up",
    "given_up_from",
    "marketplace_of",
    "ship_by",
]
