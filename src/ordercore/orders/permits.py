"""Permits: which task each command is part of, and so who may give it on a channel."""

from collections.abc import Mapping
from typing import TypeVar

from ordercore.channels import Channel, Parties
from ordercore.kernel.actors import first_asked
from ordercore.kernel.replace import completed
from ordercore.kernel.rules import Facts, rule
from ordercore.orders.addressing import AmendAddress, VerifyAddress
from ordercore.orders.answering import AcceptCancellation, DeclineCancellation
from ordercore.orders.asking import RequestCancellation
from ordercore.orders.authorising import AuthoriseReturn, DeclineReturn, WithdrawReturn
from ordercore.orders.cancelling import CancelOverdue, CancelUnits
from ordercore.orders.capturing import CapturePayment
from ordercore.orders.claiming import HearClaim
from ordercore.orders.closing import CloseReturn
from ordercore.orders.delivering import CorrectTracking, RecordDelivery
from ordercore.orders.editing import AmendOrder
from ordercore.orders.ending import ExpirePayment, FailPayment, VoidPayment
from ordercore.orders.filling import RecordUnfillable
from ordercore.orders.grading import GradeReturn
from ordercore.orders.holding import PlaceHold, ReleaseHold
from ordercore.orders.labelling import IssueReturnLabel, VoidReturnLabel
from ordercore.orders.message import OrderCommand
from ordercore.orders.noting import NoteTracking
from ordercore.orders.paying import AuthorisePayment, ConfirmPayment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.questioning import AskReturnInformation, GiveReturnInformation
from ordercore.orders.receiving import ReceiveReturn
from ordercore.orders.recharging import RechargeRefund
from ordercore.orders.recovering import RetractUndelivered
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.rejecting import RecordFoundUnits, SendBackReturn
from ordercore.orders.releasing import ReleasePreorder, ReschedulePreorder
from ordercore.orders.reopening import EndReplacement
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
from ordercore.orders.sourcing import ReallocateUnits, RecordSourcing
from ordercore.orders.state import Order
from ordercore.orders.stranding import ReceiveUndelivered, RecordUndelivered
from ordercore.orders.tagging import TagOrder, UntagOrder
from ordercore.orders.world import World

C = TypeVar("C", bound=OrderCommand)

TASKS_OF: Mapping[type[OrderCommand], tuple[str, ...]] = {
    PlaceOrder: ("buys", "reports"),
    RecordSourcing: ("reports",),
    ReallocateUnits: ("ships", "reports"),
    ReleasePreorder: ("reports",),
    ReschedulePreorder: ("reports",),
    AuthorisePayment: ("takes_money", "reports"),
    ConfirmPayment: ("takes_money", "reports"),
    CapturePayment: ("takes_money", "reports"),
    FailPayment: ("takes_money", "reports"),
    ExpirePayment: ("takes_money", "reports"),
    VoidPayment: ("takes_money", "reports"),
    PlaceHold: ("holds",),
    ReleaseHold: ("holds", "buys", "carries"),
    VerifyAddress: ("holds",),
    AmendAddress: ("amends",),
    AmendOrder: ("amends",),
    RequestCancellation: ("buys",),
    AcceptCancellation: ("answers_requests",),
    DeclineCancellation: ("answers_requests",),
    CancelUnits: ("cancels",),
    CancelOverdue: ("reports",),
    RecordUnfillable: ("ships", "reports"),
    ConfirmShipment: ("confirms",),
    CorrectTracking: ("confirms", "carries"),
    NoteTracking: ("carries", "reports"),
    RecordDelivery: ("carries", "reports"),
    RecordUndelivered: ("carries", "reports"),
    RetractDelivery: ("carries", "reports"),
    RetractUndelivered: ("carries", "reports"),
    RuleOutScans: ("carries", "reports"),
    ReceiveUndelivered: ("receives_returns",),
    RequestReturn: ("buys", "authorises_returns"),
    AskReturnInformation: ("authorises_returns",),
    GiveReturnInformation: ("buys",),
    AuthoriseReturn: ("authorises_returns",),
    DeclineReturn: ("authorises_returns",),
    WithdrawReturn: ("buys",),
    IssueReturnLabel: ("authorises_returns",),
    VoidReturnLabel: ("authorises_returns",),
    RecordReturnScan: ("carries", "receives_returns", "reports"),
    ReceiveReturn: ("receives_returns",),
    ReplaceUnits: ("refunds",),
    SendReplacement: ("refunds", "reports"),
    EndReplacement: ("refunds", "reports"),
    RecordFoundUnits: ("receives_returns",),
    GradeReturn: ("grades_returns",),
    SendBackReturn: ("receives_returns",),
    CloseReturn: ("receives_returns", "authorises_returns", "reports"),
    IssueRefund: ("refunds",),
    RechargeRefund: ("refunds",),
    ConfirmRefund: ("refunds", "reports"),
    FailRefund: ("refunds", "reports"),
    HearClaim: ("refunds", "reports"),
    RecordReport: ("reports",),
    PriceLines: ("reports",),
    AdoptLines: ("reports",),
    RecordShortage: ("reports",),
    FillShortage: ("ships", "reports"),
    TagOrder: ("sorts",),
    UntagOrder: ("sorts",),
}
"""Each command with the tasks that it is part of; whoever does one of them may give it.

A hold is released by those who may place one; its kind may name the buyer or the carrier beside,
or fewer.
"""


@rule("actor_may_not", instead=("by",))
def task_is_theirs(order: Order | None, command: OrderCommand, world: World) -> Facts | None:
    """A command is given by those to whom its task falls on the channel.

    What a marketplace reports to have happened is a fact, whoever did it.
    On a channel that the host has dropped, everything goes on but shipping.
    """
    if command.imported:
        return None
    name = order.terms.channel if order else _channel(command)
    channel, tasks = world.channels.get(name), TASKS_OF[type(command)]
    may: Parties = frozenset()
    if channel is not None:
        for task in tasks:
            if command.by in getattr(channel.who, task):
                return None
        may = givers(type(command), channel)
    elif order is None or tasks != TASKS_OF[ConfirmShipment]:
        return None
    allowed = sorted([actor.value for actor in may])
    return {"actor": command.by.value, "channel": name, "tasks": tasks, "allowed": allowed}


def givers(kind: type[OrderCommand], channel: Channel) -> Parties:
    """Give everybody who may give a command of a kind on a channel."""
    return channel.who.of(*TASKS_OF[kind])


def by_whom_may(command: C, order: Order, world: World) -> C:
    """Give a command as it is, or as given by the first who may where its giver may not."""
    channel = world.channels.get(order.terms.channel)
    if channel is None or command.imported:
        return command
    may = givers(type(command), channel)
    return command if command.by in may else completed(command, by=first_asked(may))


def _channel(command: OrderCommand) -> str:
    return command.channel if isinstance(command, PlaceOrder) else ""
