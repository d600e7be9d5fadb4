"""Order management for people who sell: orders, channels, stock, returns and money as rules.

The front door: names to import, and nothing else.
What opens a store is loaded when it is first asked for.
"""

from typing import TYPE_CHECKING, Any

from ordercore.channels import FBA, MCF, MFN, SFP, SHOP, FillPolicy
from ordercore.errors import (
    Conflict,
    ExtraMissing,
    InvalidTable,
    InvalidValue,
    Lift,
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
from ordercore.kernel.rules import rule
from ordercore.kernel.units import Units
from ordercore.orders.address import Address, AddressOutcome, Verification
from ordercore.orders.addressing import AmendAddress, VerifyAddress
from ordercore.orders.answering import AcceptCancellation, DeclineCancellation
from ordercore.orders.asking import RequestCancellation
from ordercore.orders.authorising import AuthoriseReturn, DeclineReturn, WithdrawReturn
from ordercore.orders.axes import DeliveryAxis, PaymentAxis, ReturnsAxis
from ordercore.orders.cancelling import CancelOverdue, CancelUnits
from ordercore.orders.capturing import CapturePayment
from ordercore.orders.claiming import HearClaim
from ordercore.orders.closing import CloseReturn
from ordercore.orders.decider import allowed, decide, evolve, explain, fold
from ordercore.orders.delivering import CorrectTracking, RecordDelivery
from ordercore.orders.editing import AmendOrder, quantities_to
from ordercore.orders.ending import ExpirePayment, FailPayment, VoidPayment
from ordercore.orders.filling import RecordUnfillable
from ordercore.orders.finding import path_to
from ordercore.orders.grading import GradeReturn
from ordercore.orders.holding import PlaceHold, ReleaseHold
from ordercore.orders.invoice import credit_note, invoice
from ordercore.orders.labelling import IssueReturnLabel, VoidReturnLabel
from ordercore.orders.line import Line
from ordercore.orders.noting import NoteTracking
from ordercore.orders.parts import RefundPart, Report
from ordercore.orders.paying import AuthorisePayment, ConfirmPayment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.policies import changes, policy_at
from ordercore.orders.pricing import promoted, with_shipping
from ordercore.orders.questioning import AskReturnInformation, GiveReturnInformation
from ordercore.orders.reasons import (
    CANCEL_REASONS,
    HOLD_KINDS,
    REFUND_REASONS,
    CancelReason,
    HoldKind,
    RefundReason,
)
from ordercore.orders.receiving import ReceiveReturn
from ordercore.orders.recharging import RechargeRefund
from ordercore.orders.recovering import RetractUndelivered
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.rejecting import RecordFoundUnits, SendBackReturn
from ordercore.orders.releasing import ReleasePreorder, ReschedulePreorder
from ordercore.orders.reopening import EndReplacement
from ordercore.orders.replacement import ReplacementEnd, SentWhen
from ordercore.orders.replacing import ReplaceUnits
from ordercore.orders.reporting import AdoptLines, PriceLines, RecordReport
from ordercore.orders.retracting import RetractDelivery
from ordercore.orders.returning import RequestReturn
from ordercore.orders.ruling_out import RuleOutScans
from ordercore.orders.scanning import RecordReturnScan
from ordercore.orders.sending import SendReplacement
from ordercore.orders.settling import ConfirmRefund, FailRefund
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.shortage import FillShortage, RecordShortage
from ordercore.orders.slip import packing_slip
from ordercore.orders.sourcing import ReallocateUnits, RecordSourcing
from ordercore.orders.state import Order
from ordercore.orders.stations import Stations
from ordercore.orders.status import OrderStatus
from ordercore.orders.stranding import ReceiveUndelivered, RecordUndelivered
from ordercore.orders.tagging import TagOrder, UntagOrder
from ordercore.orders.world import SubStatus, World
from ordercore.orders.worth import refund_for
from ordercore.queries import OrderFilter
from ordercore.returns import Disposition, Handover, ReturnEnd, ReturnLabel, ReturnScan, ReturnUnits
from ordercore.shipping import Trouble, WayStatus

if TYPE_CHECKING:
    from ordercore.opening import open, open_async
    from ordercore.service.async_desk import AsyncOrderDesk
    from ordercore.service.desk import OrderDesk
    from ordercore.service.preview import Preview

__all__ = [
    "CANCEL_REASONS",
    "FBA",
    "HOLD_KINDS",
    "MCF",
    "MFN",
    "REFUND_REASONS",
    "SFP",
    "SHOP",
    "AcceptCancellation",
    "Actor",
    "Address",
    "AddressOutcome",
    "AdoptLines",
    "AmendAddress",
    "AmendOrder",
    "AskReturnInformation",
    "AsyncOrderDesk",
    "AuthorisePayment",
    "AuthoriseReturn",
    "CancelOverdue",
    "CancelReason",
    "CancelUnits",
    "CapturePayment",
    "Charges",
    "CloseReturn",
    "ConfirmPayment",
    "ConfirmRefund",
    "ConfirmShipment",
    "Conflict",
    "CorrectTracking",
    "DeclineCancellation",
    "DeclineReturn",
    "DeliveryAxis",
    "Disposition",
    "EndReplacement",
    "ExpirePayment",
    "ExtraMissing",
    "FailPayment",
    "FailRefund",
    "FillPolicy",
    "FillShortage",
    "GiveReturnInformation",
    "GradeReturn",
    "Handover",
    "HearClaim",
    "HoldKind",
    "InvalidTable",
    "InvalidValue",
    "IssueRefund",
    "IssueReturnLabel",
    "Lift",
    "Line",
    "Money",
    "NotFound",
    "NoteTracking",
    "OperatingCalendar",
    "Order",
    "OrderDesk",
    "OrderFilter",
    "OrderStatus",
    "OrdercoreError",
    "PaymentAxis",
    "PlaceHold",
    "PlaceOrder",
    "Preview",
    "PriceLines",
    "ReallocateUnits",
    "ReceiveReturn",
    "ReceiveUndelivered",
    "RechargeRefund",
    "RecordDelivery",
    "RecordFoundUnits",
    "RecordReport",
    "RecordReturnScan",
    "RecordShortage",
    "RecordSourcing",
    "RecordUndelivered",
    "RecordUnfillable",
    "RefundPart",
    "RefundReason",
    "Refusal",
    "Refused",
    "ReleaseHold",
    "ReleasePreorder",
    "ReplaceUnits",
    "ReplacementEnd",
    "Report",
    "RequestCancellation",
    "RequestReturn",
    "ReschedulePreorder",
    "RetractDelivery",
    "RetractUndelivered",
    "ReturnEnd",
    "ReturnLabel",
    "ReturnScan",
    "ReturnUnits",
    "ReturnsAxis",
    "RuleOutScans",
    "SendBackReturn",
    "SendReplacement",
    "SentWhen",
    "SourceError",
    "Stations",
    "StoreError",
    "SubStatus",
    "TagOrder",
    "Trouble",
    "Units",
    "UntagOrder",
    "Verification",
    "VerifyAddress",
    "VoidPayment",
    "VoidReturnLabel",
    "WayStatus",
    "WithdrawReturn",
    "World",
    "allowed",
    "changes",
    "credit_note",
    "decide",
    "evolve",
    "explain",
    "fold",
    "invoice",
    "open",
    "open_async",
    "packing_slip",
    "path_to",
    "policy_at",
    "promoted",
    "quantities_to",
    "refund_for",
    "rule",
    "with_shipping",
]

_LAZY = {
    "AsyncOrderDesk": "ordercore.service.async_desk",
    "open": "ordercore.opening",
    "open_async": "ordercore.opening",
    "OrderDesk": "ordercore.service.desk",
    "Preview": "ordercore.service.preview",
}


if not TYPE_CHECKING:  # pragma: no branch - else every misspelt name would have a type

    def __getattr__(name: str) -> Any:
        """Load what stands above the domain only when it is asked for."""
        if name not in _LAZY:
            raise AttributeError(f"module 'ordercore' has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(_LAZY[name]), name)
