"""Ports: what we need from outside, as small Protocols.

An adapter needs no base class: it only has to offer the methods.
"""

from ordercore.ports.clock import Clock
from ordercore.ports.holidays import HolidaySource
from ordercore.ports.identity import Identity
from ordercore.ports.notifier import Message, Notifier
from ordercore.ports.source import (
    OrderSource,
    Origin,
    Rejection,
    Remark,
    ReportedLine,
    ReportedOrder,
    ReportedParcel,
)
from ordercore.ports.store import (
    Answered,
    Commit,
    Key,
    OutboxEntry,
    Recorded,
    Row,
    Store,
    Transaction,
)
from ordercore.ports.verifier import AddressVerifier

__all__ = [
    "AddressVerifier",
    "Answered",
    "Clock",
    "Commit",
    "HolidaySource",
    "Identity",
    "Key",
    "Message",
    "Notifier",
    "OrderSource",
    "Origin",
    "OutboxEntry",
    "Recorded",
    "Rejection",
    "Remark",
    "ReportedLine",
    "ReportedOrder",
    "ReportedParcel",
    "Row",
    "Store",
    "Transaction",
]
