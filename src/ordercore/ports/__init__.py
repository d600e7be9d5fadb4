"""Ports: what we need from outside, as small Protocols.

An adapter needs no base class: it only has to offer the methods.
"""

from ordercore.ports.async_store import AsyncStore, AsyncTransaction
from ordercore.ports.clock import Clock
from ordercore.ports.holidays import HolidaySource
from ordercore.ports.identity import Identity
from ordercore.ports.notifier import AsyncNotifier, Message, Notifier
from ordercore.ports.outbox import Lane, OutboxEntry, OutboxState, Outcome, Settled, Waiting
from ordercore.ports.publisher import AsyncPublisher, Published, Publisher
from ordercore.ports.records import Answered, Key, Recorded
from ordercore.ports.source import (
    OrderSource,
    Origin,
    Rejection,
    Remark,
    ReportedLine,
    ReportedOrder,
    ReportedParcel,
)
from ordercore.ports.store import Commit, Row, Store, Transaction
from ordercore.ports.verifier import AddressVerifier

__all__ = [
    "AddressVerifier",
    "Answered",
    "AsyncNotifier",
    "AsyncPublisher",
    "AsyncStore",
    "AsyncTransaction",
    "Clock",
    "Commit",
    "HolidaySource",
    "Identity",
    "Key",
    "Lane",
    "Message",
    "Notifier",
    "OrderSource",
    "Origin",
    "OutboxEntry",
    "OutboxState",
    "Outcome",
    "Published",
    "Publisher",
    "Recorded",
    "Rejection",
    "Remark",
    "ReportedLine",
    "ReportedOrder",
    "ReportedParcel",
    "Row",
    "Settled",
    "Store",
    "Transaction",
    "Waiting",
]
