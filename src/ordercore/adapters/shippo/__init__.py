"""Shippo: some dozens of carriers behind one service, through its official client."""

from ordercore.adapters.shippo.carrier import ShippoCarrier
from ordercore.adapters.shippo.handover import PickupPlace
from ordercore.adapters.shippo.windows import VOID_WINDOWS, VoidWindow

__all__ = ["VOID_WINDOWS", "PickupPlace", "ShippoCarrier", "VoidWindow"]
