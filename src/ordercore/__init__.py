"""Order management for people who sell: orders, channels, stock, returns and money as rules.

The front door: names to import, and nothing else.
What opens a store is loaded when it is first asked for.
"""

from typing import TYPE_CHECKING, Any

from ordercore.channels import FBA, MFN, SFP
from ordercore.errors import (
    Conflict,
    ExtraMissing,
    InvalidTable,
    InvalidValue,
    NotFound,
    OrdercoreError,
    Refusal,
    Refused,
    SourceError,
    StoreError,
)
from ordercore.kernel.actors import Actor
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.kernel.units import Units
from ordercore.orders.address import Address
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.decider import decide, evolve, explain, fold
from ordercore.orders.line import Line
from ordercore.orders.money import refund_for
from ordercore.orders.parts import RefundPart
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.returning import ReceiveReturn, RequestReturn
from ordercore.orders.shipping import ConfirmShipment, CorrectTracking, RecordDelivery
from ordercore.orders.state import Order
from ordercore.orders.stations import Stations
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import World
from ordercore.queries import OrderFilter
from ordercore.returns import ReturnUnits

if TYPE_CHECKING:
    from ordercore.opening import open
    from ordercore.service.desk import OrderDesk

__all__ = [
    "FBA",
    "MFN",
    "SFP",
    "Actor",
    "Address",
    "CancelUnits",
    "Charges",
    "ConfirmPayment",
    "ConfirmShipment",
    "Conflict",
    "CorrectTracking",
    "ExtraMissing",
    "InvalidTable",
    "InvalidValue",
    "IssueRefund",
    "Line",
    "Money",
    "NotFound",
    "OperatingCalendar",
    "Order",
    "OrderDesk",
    "OrderFilter",
    "OrderStatus",
    "OrdercoreError",
    "PlaceOrder",
    "ReceiveReturn",
    "RecordDelivery",
    "RefundPart",
    "Refusal",
    "Refused",
    "RequestReturn",
    "ReturnUnits",
    "SourceError",
    "Stations",
    "StoreError",
    "Units",
    "World",
    "decide",
    "evolve",
    "explain",
    "fold",
    "open",
    "refund_for",
]

_LAZY = {"open": "ordercore.opening", "OrderDesk": "ordercore.service.desk"}


if not TYPE_CHECKING:  # pragma: no branch - else every misspelt name would have a type

    def __getattr__(name: str) -> Any:
        """Load what stands above the domain only when it is asked for."""
        if name not in _LAZY:
            raise AttributeError(f"module 'ordercore' has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(_LAZY[name]), name)
