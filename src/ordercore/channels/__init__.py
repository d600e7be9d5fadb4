"""Channels: who stores, ships and confirms, and by when an order must leave.

Stands alone: a host that wants only the ship-by clock imports this package and passes plain
values.
"""

from ordercore.channels.cancelling import Cancelling, auto_cancel_at, free_until
from ordercore.channels.handling import Handling
from ordercore.channels.marketplaces import MARKETPLACES, Marketplace
from ordercore.channels.promise import ShipBy, ship_by
from ordercore.channels.table import CHANNELS, FBA, MFN, SFP, SHOP, CaptureMoment, Channel

__all__ = [
    "CHANNELS",
    "FBA",
    "MARKETPLACES",
    "MFN",
    "SFP",
    "SHOP",
    "Cancelling",
    "CaptureMoment",
    "Channel",
    "Handling",
    "Marketplace",
    "ShipBy",
    "auto_cancel_at",
    "free_until",
    "ship_by",
]
