"""Ports: what we need from outside, as small Protocols.

An adapter needs no base class: it only has to offer the methods.
"""

from ordercore.ports.async_store import AsyncStore, AsyncTransaction
from ordercore.ports.carriage import (
    Carriage,
    CarrierDocument,
    CarrierDocumentKind,
    CarrierFeature,
    Declined,
    DropOffPoint,
    Label,
    Manifest,
    Offers,
    Pickup,
    PickupRequest,
    Voided,
    VoidStatus,
    checked_labels,
)
from ordercore.ports.carrier import Carrier, key_reused, label_listed, not_offered
from ordercore.ports.carrier_faults import CARRIER_FAULTS, CarrierFault, Remedy, remedy_of
from ordercore.ports.clock import Clock
from ordercore.ports.documents import DocumentRenderer
from ordercore.ports.holidays import HolidaySource
from ordercore.ports.identity import Identity
from ordercore.ports.label_book import LabelBook, LabelPage
from ordercore.ports.labels import ReturnedItem, ReturnLabel, ShippingLabel
from ordercore.ports.listener import Announcement, AsyncListener, Listener
from ordercore.ports.notifier import AsyncNotifier, Letter, Notifier, Unreachable, sendable
from ordercore.ports.outbox import Lane, OutboxEntry, OutboxState, Outcome, Settled, Waiting
from ordercore.ports.papers import (
    A4,
    LABEL,
    LETTER,
    Document,
    LabelFace,
    PageSize,
    Paper,
    PaperKind,
    TableRow,
    Worded,
)
from ordercore.ports.people import People, Recipient
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
from ordercore.ports.store import Commit, Row, Store, Transaction, Unseen
from ordercore.ports.verifier import AddressVerifier
from ordercore.ports.writer import Writer

__all__ = [
    "A4",
    "CARRIER_FAULTS",
    "LABEL",
    "LETTER",
    "AddressVerifier",
    "Announcement",
    "Answered",
    "AsyncListener",
    "AsyncNotifier",
    "AsyncPublisher",
    "AsyncStore",
    "AsyncTransaction",
    "Carriage",
    "Carrier",
    "CarrierDocument",
    "CarrierDocumentKind",
    "CarrierFault",
    "CarrierFeature",
    "Clock",
    "Commit",
    "Declined",
    "Document",
    "DocumentRenderer",
    "DropOffPoint",
    "HolidaySource",
    "Identity",
    "Key",
    "Label",
    "LabelBook",
    "LabelFace",
    "LabelPage",
    "Lane",
    "Letter",
    "Listener",
    "Manifest",
    "Notifier",
    "Offers",
    "OrderSource",
    "Origin",
    "OutboxEntry",
    "OutboxState",
    "Outcome",
    "PageSize",
    "Paper",
    "PaperKind",
    "People",
    "Pickup",
    "PickupRequest",
    "Published",
    "Publisher",
    "Recipient",
    "Recorded",
    "Rejection",
    "Remark",
    "Remedy",
    "ReportedLine",
    "ReportedOrder",
    "ReportedParcel",
    "ReturnLabel",
    "ReturnedItem",
    "Row",
    "Settled",
    "ShippingLabel",
    "Store",
    "TableRow",
    "Transaction",
    "Unreachable",
    "Unseen",
    "VoidStatus",
    "Voided",
    "Waiting",
    "Worded",
    "Writer",
    "checked_labels",
    "key_reused",
    "label_listed",
    "not_offered",
    "remedy_of",
    "sendable",
]
