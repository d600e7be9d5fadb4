"""What is due of an order: what, by when, whose, and by which commands; as a truth table.

The deadlines were worked out by hand from the facts; of an order of Monday, 2 March 2026, that
ships by Tuesday and arrives by the 24th.
"""

from typing import Any

import attrs
import pytest
from work_stories import AT, BACK, PAID, SENT, ask, filled, given, later, place

from ordercore.channels import CHANNELS
from ordercore.errors import InvalidTable, InvalidValue
from ordercore.i18n import clause_sentence
from ordercore.kernel.actors import Actor
from ordercore.kernel.confidence import Confidence
from ordercore.kernel.money import Money
from ordercore.kernel.rules import Facts, rule
from ordercore.orders.answering import DeclineCancellation
from ordercore.orders.asking import RequestCancellation
from ordercore.orders.authorising import WithdrawReturn
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.claim_note import ClaimNote
from ordercore.orders.claiming import HearClaim
from ordercore.orders.closing import CloseReturn
from ordercore.orders.delivering import RecordDelivery
from ordercore.orders.derived import Subject
from ordercore.orders.grading import GradeReturn
from ordercore.orders.holding import PlaceHold
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.noting import NoteTracking
from ordercore.orders.parts import Report
from ordercore.orders.paying import AuthorisePayment, ConfirmPayment
from ordercore.orders.questioning import AskReturnInformation
from ordercore.orders.reasons import HOLD_KINDS, HoldKind
from ordercore.orders.receiving import ReceiveReturn
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.replacement import SentWhen
from ordercore.orders.replacing import ReplaceUnits
from ordercore.orders.reporting import RecordReport
from ordercore.orders.returning import RequestReturn
from ordercore.orders.scanning import RecordReturnScan
from ordercore.orders.settling import FailRefund
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.shortage import RecordShortage
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.orders.stranding import ReceiveUndelivered, RecordUndelivered
from ordercore.orders.world import World
from ordercore.queries.worklist import (
    KINDS,
    ORDER_KINDS,
    STAKES,
    TASK_CLAUSES,
    Asking,
    Case,
    Loss,
    Stake,
    Task,
    TaskKind,
    due,
    kind_table,
    stake_of,
    stake_table,
    statuses_of,
)
from ordercore.returns import RECEIPT, Advance, ReturnEnd, ReturnScan, Trigger
from ordercore.shipping import Trouble, WayStatus
from ordercore.shipping.tracking import Tracking, TrackingEvent, TrackingStatus, reduce

Commands = tuple[OrderCommand, ...]

SHOP = (place(channel="SHOP"),)

WORTH_ONE = Money(100, "EUR")


def lost(*before: OrderCommand) -> Commands:
    """Lose the parcel."""
    gone = {"parcel_id": "P1", "trouble": Trouble.LOST, "by": Actor.CARRIER}
    return (*(before or SENT), ask(RecordUndelivered, 9, **gone))


DELIVERED = (*SENT, ask(RecordDelivery, 3, parcel_id="P1", by=Actor.CARRIER))


def asked(days: float = 5, **said: Any) -> Commands:
    """Ask to send all of it back."""
    wish = {"units": BACK, "reason": "UNWANTED_ITEM", "by": Actor.BUYER, **said}
    return (*DELIVERED, ask(RequestReturn, days, **wish))


def scanned(scan: ReturnScan, days: float) -> Commands:
    """Have a carrier tell where the return is."""
    return (*asked(), ask(RecordReturnScan, days, return_id="R1", scan=scan, by=Actor.CARRIER))


def received(**said: Any) -> Commands:
    """Take it back on 10 March."""
    return (*asked(), ask(ReceiveReturn, 8, return_id="R1", units=BACK, **said))


def noted(days: float, status: WayStatus) -> Commands:
    """Have the carrier say something of the parcel."""
    return (
        *SENT,
        ask(NoteTracking, days, parcel_id="P1", status=status, by=Actor.CARRIER),
    )


def reported(word: str, status: OrderStatus, days: float) -> Report:
    """Make a report."""
    return Report(word, status, later(days))


GOODWILL = (
    *DELIVERED,
    ask(IssueRefund, 9, amount=WORTH_ONE, reason="goodwill"),
    ask(FailRefund, 9.5, refund_id="F1", reason="closed"),
)

STORIES: dict[str, tuple[Commands, float, list[str]]] = {
    "it is not paid": (
        (place(ship_by=later(2)),),
        1,
        ["await_payment 03-04 09:30:00 marketplace ConfirmPayment"],
    ),
    "its release is not reported": (
        (
            place(
                imported=True,
                report=reported("PendingAvailability", OrderStatus.PENDING_AVAILABILITY, 0),
            ),
        ),
        1,
        ["await_payment - marketplace RecordReport"],
    ),
    "it is paid": (PAID, 1, ["confirm_shipment 03-03 23:59:59 seller ConfirmShipment"]),
    "somebody else ships it": (
        (place(channel="FBA"), ask(ConfirmPayment, 0)),
        1,
        ["confirm_shipment - marketplace ConfirmShipment"],
    ),
    "nobody ships it": (
        PAID,
        30,
        [
            "confirm_shipment 03-03 23:59:59 seller ConfirmShipment",
            "cancel_overdue 03-13 00:00:00 system CancelOverdue",
        ],
    ),
    "the buyer wants to cancel": (
        (*PAID, ask(RequestCancellation, 1)),
        1.5,
        [
            "answer_cancellation C1 03-03 23:59:59 seller AcceptCancellation DeclineCancellation",
            "confirm_shipment 03-03 23:59:59 seller ConfirmShipment",
        ],
    ),
    "the buyer wanted to cancel what has left": (
        (*PAID, ask(RequestCancellation, 0.5), ask(ConfirmShipment, 1)),
        1.5,
        ["answer_cancellation C1 - seller DeclineCancellation"],
    ),
    "it is held": (
        (*PAID, ask(PlaceHold, 0, kind="fraud", owner="ann")),
        1,
        ["look_at_hold H1 03-03 23:59:59 seller ReleaseHold CancelUnits"],
    ),
    "its address is in doubt": (
        (*PAID, ask(PlaceHold, 0, kind="address", owner="ann")),
        1,
        ["look_at_hold H1 03-03 23:59:59 seller ReleaseHold AmendAddress CancelUnits"],
    ),
    "it was held for too long": (
        (
            place(channel="MCF"),
            ask(ConfirmPayment, 0),
            ask(PlaceHold, 0, kind="manual", owner="ann"),
        ),
        20,
        [
            "look_at_hold H1 03-16 23:59:59 seller ReleaseHold CancelUnits",
            "cancel_overdue 03-17 00:00:00 system CancelOverdue",
        ],
    ),
    "it was ordered ahead": ((place(available_at=later(5)),), 1, []),
    "what was ordered ahead is to be had": (
        (place(available_at=later(5)),),
        6,
        ["release_preorder 03-07 09:30:00 system ReleasePreorder ReschedulePreorder"],
    ),
    "what was ordered ahead comes too late": (
        (place(available_at=later(5), ship_by=later(2)),),
        3,
        ["release_preorder 03-04 09:30:00 seller ReschedulePreorder"],
    ),
    "its units are not there": (
        (
            place(imported=True),
            ask(ConfirmPayment, 0, imported=True),
            ask(RecordShortage, 0, imported=True, lines=("1",)),
        ),
        1,
        ["settle_shortage 03-03 23:59:59 seller CancelUnits"],
    ),
    "its money is promised and not taken": (
        (*SHOP, ask(AuthorisePayment, 0, expires_at=later(7))),
        1,
        ["take_payment PAY1 03-03 23:59:59 seller CapturePayment"],
    ),
    "the promise has run out": (
        (*SHOP, ask(AuthorisePayment, 0, expires_at=later(7))),
        8,
        [
            "await_payment 03-03 23:59:59 seller ConfirmPayment",
            "note_expired_payment PAY1 03-09 09:30:00 system ExpirePayment",
        ],
    ),
    "it is on its way, to be paid at the door": (
        (*SHOP, ask(AuthorisePayment, 0, on_delivery=True), ask(ConfirmShipment, 1)),
        3,
        [],
    ),
    "it is at the door": (
        (
            *SHOP,
            ask(AuthorisePayment, 0, on_delivery=True),
            ask(ConfirmShipment, 1),
            ask(RecordDelivery, 2, parcel_id="P1"),
        ),
        3,
        ["take_payment PAY1 - seller CapturePayment"],
    ),
    "it was cancelled before money was taken": (
        (*SHOP, ask(AuthorisePayment, 0), ask(CancelUnits, 1, reason="no_inventory")),
        2,
        ["let_payment_go PAY1 - seller VoidPayment"],
    ),
    "it was cancelled after money was taken": (
        (*SHOP, ask(ConfirmPayment, 0), ask(CancelUnits, 1, reason="no_inventory")),
        2,
        ["pay_cancelled - seller IssueRefund"],
    ),
    "its invoice is missing": (
        (
            place(imported=True),
            ask(ConfirmPayment, 0, imported=True),
            ask(
                RecordReport,
                0.5,
                imported=True,
                report=reported("InvoiceUnconfirmed", OrderStatus.INVOICE_UNCONFIRMED, 0.5),
            ),
            ask(ConfirmShipment, 1),
        ),
        3,
        ["confirm_invoice - seller RecordReport"],
    ),
    "its parcel is silent": (
        SENT,
        9,
        ["chase_parcel P1 03-09 00:00:00 seller RecordUndelivered RecordDelivery"],
    ),
    "its parcel was heard of": (noted(8, WayStatus.DELAYED), 9, []),
    "its parcel is late": (
        noted(22, WayStatus.ATTEMPTED),
        23,
        ["chase_parcel P1 03-24 23:59:59 seller RecordUndelivered RecordDelivery"],
    ),
    "its parcel counts as lost": (
        SENT,
        40,
        [
            "chase_parcel P1 04-03 00:00:00 seller RecordUndelivered RecordDelivery",
            "request_review 04-23 23:59:59 seller RequestReview",
        ],
    ),
    "its parcel is lost": (lost(), 10, ["pay_undelivered P1 - seller IssueRefund"]),
    "its parcel is lost, and nothing is heard of it": (
        lost(),
        26,
        [
            "pay_undelivered P1 - seller IssueRefund",
            "file_claim P1 05-02 23:59:59 seller OpenClaim",
        ],
    ),
    "its parcel is lost, and claimed": (
        (
            *lost(),
            ask(
                HearClaim,
                25,
                claim=ClaimNote(id="C", kind="carrier", claimed=WORTH_ONE, opened_at=later(25)),
            ),
        ),
        26,
        ["pay_undelivered P1 - seller IssueRefund"],
    ),
    "its parcel is lost by somebody without terms": (
        lost(*PAID, ask(ConfirmShipment, 1, carrier="Ann's van", tracking="1")),
        26,
        ["pay_undelivered P1 - seller IssueRefund"],
    ),
    "its buyer would not take it": (
        (*SENT, ask(RecordUndelivered, 4, parcel_id="P1", trouble=Trouble.REFUSED)),
        5,
        [
            "pay_undelivered P1 - seller IssueRefund",
            "receive_undelivered P1 - seller ReceiveUndelivered",
        ],
    ),
    "what its buyer would not take is back": (
        (
            *SENT,
            ask(RecordUndelivered, 4, parcel_id="P1", trouble=Trouble.REFUSED),
            ask(ReceiveUndelivered, 6, parcel_id="P1"),
        ),
        7,
        ["pay_undelivered P1 - seller IssueRefund"],
    ),
    "it arrived": (DELIVERED, 4, []),
    "a review may be asked for": (
        DELIVERED,
        30,
        ["request_review 04-23 23:59:59 seller RequestReview"],
    ),
    "a return is asked for": (
        asked(ask_first=True),
        6,
        [
            (
                "answer_return R1 03-09 09:29:59 seller "
                "AuthoriseReturn DeclineReturn AskReturnInformation"
            )
        ],
    ),
    "a return is asked for that the policy refuses": (
        asked(60, ask_first=True),
        61,
        [
            (
                "answer_return R1 05-03 09:29:59 seller "
                "AuthoriseReturn DeclineReturn AskReturnInformation"
            )
        ],
    ),
    "its buyer was asked something": (
        (*asked(ask_first=True), ask(AskReturnInformation, 5.5, return_id="R1", question="Red?")),
        9,
        ["await_information R1 - buyer GiveReturnInformation DeclineReturn"],
    ),
    "a return is let in": (asked(), 9, []),
    "a return never came": (asked(), 60, ["close_return R1 04-21 23:59:59 seller CloseReturn"]),
    "a return was lost": (
        scanned(ReturnScan.IN_TRANSIT, 7),
        60,
        ["close_return R1 04-21 23:59:59 seller CloseReturn"],
    ),
    "a return arrived": (
        scanned(ReturnScan.ARRIVED, 8),
        60,
        ["receive_return R1 - seller ReceiveReturn"],
    ),
    "a return is not looked at": (
        received(sellable=None),
        9,
        ["inspect_return R1 03-14 23:59:59 seller GradeReturn"],
    ),
    "a return is to be paid": (
        received(),
        9,
        ["pay_return R1 03-14 23:59:59 seller IssueRefund"],
    ),
    "a return was rejected": (
        (
            *received(sellable=None),
            ask(GradeReturn, 9, return_id="R1", units=BACK, grade="wrong_item"),
        ),
        9,
        ["send_back_return R1 - seller SendBackReturn"],
    ),
    "a refund is on its way": (
        (*received(), ask(IssueRefund, 9, return_id="R1", reason="customer_return")),
        9,
        ["settle_refund F1 - system ConfirmRefund FailRefund"],
    ),
    "a refund has failed": (GOODWILL, 10, ["retry_refund F1 - seller IssueRefund"]),
    "a refund was tried again": (
        (*GOODWILL, ask(IssueRefund, 10, amount=WORTH_ONE, reason="goodwill")),
        10,
        ["settle_refund F2 - system ConfirmRefund FailRefund"],
    ),
    "it left on a promise that ran out": (
        (
            *SHOP,
            ask(AuthorisePayment, 0, on_delivery=True, expires_at=later(10)),
            ask(ConfirmShipment, 1),
            ask(RecordDelivery, 2, parcel_id="P1"),
        ),
        12,
        [
            "collect_payment - seller ConfirmPayment",
            "note_expired_payment PAY1 03-12 09:30:00 system ExpirePayment",
        ],
    ),
    "it was paid back ahead, and never came": (
        (
            *asked(),
            ask(
                IssueRefund,
                8,
                return_id="R1",
                reason="customer_return",
                ahead=True,
                imported=True,
                by=Actor.MARKETPLACE,
            ),
            ask(CloseReturn, 60, return_id="R1", end=ReturnEnd.NEVER_SENT),
        ),
        61,
        ["charge_again F1 - seller RechargeRefund"],
    ),
    "an exchange leaves something": (
        (
            *asked(),
            ask(ReceiveReturn, 8, return_id="R1", units=BACK),
            ask(
                ReplaceUnits,
                9,
                return_id="R1",
                reason="DEFECTIVE",
                lines=(Line("B", 1, price="5 EUR"),),
            ),
        ),
        9,
        ["pay_exchange O-1-X1 - seller IssueRefund"],
    ),
    "nobody knows what the lost parcel is worth": (
        lost(
            place(imported=True, lines=(Line("A", 2),)),
            ask(ConfirmPayment, 0, imported=True),
            ask(ConfirmShipment, 1, carrier="UPS", tracking="1Z1"),
        ),
        26,
        [],
    ),
    "a replacement waits for stock": (
        (
            *asked(),
            ask(ReplaceUnits, 7, return_id="R1", reason="DEFECTIVE", when=SentWhen.ON_RECEIPT),
            ask(ReceiveReturn, 8, return_id="R1", units=BACK),
        ),
        9,
        ["send_replacement O-1-X1 - seller SendReplacement"],
    ),
}
"""What is the case → the commands, after how many days it is asked, and what is due."""


def in_stock(command: OrderCommand) -> bool:
    """Say that stock has what replaces something, and nothing else."""
    return type(command).__name__ == "SendReplacement"


def line(task: Task) -> str:
    """Write a task on a line: what, by when, whose, and by which commands."""
    by = "-" if task.by is None else task.by.strftime("%m-%d %H:%M:%S")
    part = [task.part] if task.part else []
    names = [some.kind.__name__ for some in (task.command, *task.others)]
    return " ".join([task.what, *part, by, task.who.value, *names])


@pytest.mark.parametrize("story", STORIES)
def test_what_is_due_of_an_order(story: str) -> None:
    """Each task once; what costs most to miss comes first."""
    commands, days, expected = STORIES[story]

    tasks = due([given(*commands)], later(days), in_stock=in_stock)

    assert expected == [line(task) for task in tasks]
    for task in tasks:
        assert (task.order_id, task.about, task.sku) == ("O-1", "O-1", None)
        facts = TASK_CLAUSES.get(task.why.code)
        assert facts is None or set(facts) == set(task.why.facts)
        assert "{" not in clause_sentence(task.why)


def test_every_kind_of_task_of_an_order_has_a_story() -> None:
    """But for what stands beside it, or hangs on stock."""
    told = {said.split(" ")[0] for _, _, tasks in STORIES.values() for said in tasks}
    told |= {"clear_obstacle", "pay_ahead"}  # below: by a rule of a host's, by another policy
    beside = {"answer_claim", "appeal_claim", "answer_buyer", "answer_rating", "fill_shortage"}
    stock = {
        "count_stock",
        "fill_backorders",
        "reorder_stock",
        "chase_inbound",
        "expire_reservation",
    }

    assert set(KINDS) == told | beside | stock


def test_a_task_is_overdue_once_its_last_instant_has_passed() -> None:
    """To the microsecond; what has no deadline never is."""
    (task,) = due([given(*PAID)], later(1))
    (idle,) = due([given(place(channel="FBA"), ask(ConfirmPayment, 0))], later(999))
    assert task.by is not None

    assert not task.is_overdue(task.by)
    assert task.is_overdue(later(2))
    assert not idle.is_overdue(later(9_999))


def test_what_is_missing_is_told_by_whoever_does_it() -> None:
    """And nothing else is taken, not even blank."""
    (task,) = due([given(*PAID)], later(1))

    assert str(task.command) == "ConfirmShipment(order_id=O-1, carrier=?, tracking=?)"
    assert task.id == "confirm_shipment/O-1"
    with pytest.raises(InvalidValue, match="tracking"):
        task.command.filled(carrier="UPS")
    with pytest.raises(InvalidValue, match="colour"):
        task.command.filled(carrier="UPS", tracking="1Z", colour="red")
    shipped = task.command.filled(carrier="UPS", tracking="1Z", at=later(1.5))
    assert shipped == ask(ConfirmShipment, 1.5, carrier="UPS", tracking="1Z")


def test_only_what_is_there_is_shipped() -> None:
    """Of an order that is short of a line, the other one leaves."""
    lines = (Line("A", 2, price="10 EUR"), Line("B", 1, price="5 EUR"))
    order = given(
        place(imported=True, lines=lines),
        ask(ConfirmPayment, 0, imported=True),
        ask(RecordShortage, 0, imported=True, lines=("2",)),
    )
    ship, short = sorted(due([order], later(1)), key=lambda task: task.what)

    assert (ship.what, short.what) == ("confirm_shipment", "settle_shortage")
    assert [(some.line, some.quantity) for some in ship.command.known["units"]] == [("1", 2)]
    assert [(some.line, some.quantity) for some in short.command.known["units"]] == [("2", 1)]


def test_what_stock_has_again_is_promised() -> None:
    """Law 7: a shortage has an entry of its own, whether stock has units or not."""
    world = World(pools={"MFN": "main"})
    paid = (
        place(imported=True),
        ask(ConfirmPayment, 0, imported=True),
        ask(RecordShortage, 0, imported=True, lines=("1",)),
    )
    order = given(*paid, world=world)

    (full,) = due([order], later(1), world, in_stock=lambda _: True)
    (empty,) = due([order], later(1), world)
    assert (full.what, str(full.command)) == ("fill_shortage", "FillShortage(order_id=O-1)")
    assert (empty.what, empty.by) == ("settle_shortage", full.by)
    unpaid = given(paid[0], paid[2], world=attrs.evolve(world))
    assert {task.what for task in due([unpaid], later(1), world, in_stock=lambda _: True)} == {
        "await_payment",
        "fill_shortage",
    }


def test_a_hold_is_released_by_who_may() -> None:
    """Its kind says who; where nobody on the channel may, it is only cancelled."""
    kinds = {"bank": HoldKind(code="bank", released_by=frozenset({Actor.MARKETPLACE}))}
    world = World(hold_kinds={**HOLD_KINDS, **kinds})
    held = ask(PlaceHold, 0, kind="bank", owner="bank")

    (mfn,) = due([given(*PAID, held, world=world)], later(1), world)
    (shop,) = due([given(*SHOP, ask(ConfirmPayment, 0), held, world=world)], later(1), world)
    (gone,) = due([given(*PAID, held, world=world)], later(1))
    assert line(mfn).endswith("marketplace ReleaseHold CancelUnits")
    assert line(shop).endswith("seller CancelUnits")
    assert line(gone).endswith("seller ReleaseHold CancelUnits")


def test_what_the_marketplace_keeps_pending_it_cancels() -> None:
    """The seller may not: what is proposed is to record that the marketplace did."""
    order = given(place(imported=True), ask(RecordShortage, 0, imported=True, lines=("1",)))

    (short,) = due([order], later(1), kinds=["settle_shortage"])
    assert (short.command.known["by"], short.command.known["imported"]) == (
        Actor.MARKETPLACE,
        True,
    )


def test_what_is_over_calls_for_nothing() -> None:
    """A request that was answered, a hold on what has left, and an invoice nobody asks for."""
    answered = given(*PAID, ask(RequestCancellation, 0.5), ask(DeclineCancellation, 0.6))
    held = given(*PAID, ask(PlaceHold, 0, kind="address", owner="a", expires_at=later(0.5)))
    sent = Case(
        subject=Subject(order=given(*SENT, ask(NoteTracking, 8, **OUT))), at=later(9), world=World()
    )

    assert [line(task) for task in due([answered], later(1))] == [
        "confirm_shipment 03-03 23:59:59 seller ConfirmShipment"
    ]
    assert [task.what for task in due([held], later(1))] == ["confirm_shipment"]
    for what in ("look_at_hold", "confirm_invoice", "cancel_overdue"):
        assert not [some for some in ORDER_KINDS[what].finder(sent) if some.ways]


OUT = {"parcel_id": "P1", "status": WayStatus.OUT_FOR_DELIVERY, "by": Actor.CARRIER}


def test_a_replacement_waits_where_stock_has_none() -> None:
    """It is sent once there is some."""
    commands, days, _ = STORIES["a replacement waits for stock"]

    assert due([given(*commands)], later(days)) == ()


def test_words_are_written_as_they_are() -> None:
    """In what a person reads of a command."""
    (task,) = due([given(*SENT)], later(40), kinds=["chase_parcel"])

    assert str(task.command) == "RecordUndelivered(order_id=O-1, parcel_id=P1, trouble=lost)"


def test_on_a_channel_that_is_gone_the_seller_does_all() -> None:
    """A host has dropped it: nothing is shipped on it, and somebody hears of that."""
    world = World(channels={code: row for code, row in CHANNELS.items() if code != "MFN"})

    (late,) = due([given(*SENT)], later(9), world)
    assert (late.what, late.who) == ("chase_parcel", Actor.SELLER)
    (stuck,) = due([given(*PAID)], later(1), world)
    assert line(stuck) == "clear_obstacle 03-03 23:59:59 seller CancelUnits"
    assert stuck.why.facts["codes"] == ("actor_may_not",)


def test_what_the_policy_pays_ahead_is_due_before_it_is_back() -> None:
    """Once, and for nothing that was withdrawn or has come."""
    policy = attrs.evolve(RECEIPT, advances=(Advance(trigger=Trigger.ASKED),))
    world = World(returns=policy)
    ahead = {"return_id": "R1", "reason": "customer_return", "ahead": True}

    (pay,) = due([given(*asked(), world=world)], later(6), world)
    assert line(pay) == "pay_ahead R1 - seller IssueRefund"
    assert pay.command.filled() == ask(IssueRefund, 6, **ahead)
    paid = given(*asked(), ask(IssueRefund, 6, **ahead), world=world)
    assert [task.what for task in due([paid], later(7), world)] == ["settle_refund"]
    gone = given(*asked(), ask(WithdrawReturn, 6, return_id="R1", by=Actor.BUYER), world=world)
    assert due([gone], later(7), world) == ()
    here = given(*received(), world=world)
    assert [task.what for task in due([here], later(9), world)] == ["pay_return"]


def test_what_a_host_forbids_is_told() -> None:
    """A rule of its own keeps an order from shipping; it is not forgotten for that."""

    @rule("not_engraved")
    def cups_are_engraved(order: Order, _: ConfirmShipment, __: World) -> Facts | None:
        """Nothing leaves before it is engraved."""
        return {"order": order.id}

    world = World(rules=((ConfirmShipment, cups_are_engraved),))
    held = given(*PAID, ask(PlaceHold, 0, kind="manual", owner="ann"))

    (stuck,) = due([given(*PAID)], later(1), world)
    assert (stuck.what, stuck.why.facts["codes"]) == ("clear_obstacle", ("not_engraved",))
    assert [task.what for task in due([held], later(1), world)] == [
        "clear_obstacle",
        "look_at_hold",
    ]


def test_a_reason_that_the_host_has_not_is_left_to_a_person() -> None:
    """A refund names a reason of the world."""
    world = World(refund_reasons={})
    order = given(*SHOP, ask(ConfirmPayment, 0), ask(CancelUnits, 1, reason="no_inventory"))

    assert due([order], later(2), world) == ()
    own = World(refund_reasons={"sorry": attrs.evolve(_goodwill(), code="sorry")})
    (task,) = due([order], later(2), own)
    assert str(task.command) == "IssueRefund(order_id=O-1, reason=?)"


def _goodwill() -> Any:
    return World().refund_reasons["goodwill"]


def test_what_carriers_have_said_may_be_told() -> None:
    """A host that keeps trackings knows more than the order does."""
    order = given(*SENT)
    damaged = reduce([TrackingEvent(status=TrackingStatus.IN_TRANSIT, when=later(8.5))])

    assert due([order], later(9), heard=lambda _, __: damaged) == ()
    assert due([order], later(9), heard=lambda _, __: Tracking())


def test_whose_tasks_and_which_kinds_are_asked_for() -> None:
    """By an actor or its word; nothing else is known."""
    orders = [given(*PAID), given(place(channel="FBA"), ask(ConfirmPayment, 0))]

    assert [some.who for some in due(orders, later(1), who="marketplace")] == [Actor.MARKETPLACE]
    assert len(due(orders, later(1), who=Actor.SELLER)) == 1
    assert due(orders, later(1), kinds=["answer_claim"]) == ()
    for wrong in ({"who": "ann"}, {"kinds": ["sleep"]}, {"zone": "Mars"}, {"at": "noon"}):
        with pytest.raises(InvalidValue):
            due(orders, **{"at": later(1), **wrong})  # type: ignore[arg-type]


# Stakes


@pytest.mark.parametrize(
    ("at", "zone", "weight"),
    [
        ("2026-01-26T04:59:59Z", "America/New_York", 80),
        ("2026-01-26T05:00:00Z", "America/New_York", 90),
        ("2026-01-26T00:00:00Z", "UTC", 90),
    ],
)
def test_what_is_at_stake_hangs_on_the_day(at: str, zone: str, weight: int) -> None:
    """Since 26 January 2026 a refund that is late loses the claim too, in the days of a zone."""
    asking = Asking(at=at, zone=zone)

    assert stake_of(asking.stakes, "pay_return", asking.day, "US").weight == weight
    assert due([given(*received())], later(9))[0].at_stake.loss is Loss.MONEY


def test_a_host_weighs_otherwise() -> None:
    """Rows of its own, on a marketplace or everywhere."""
    rows = [row for rows in STAKES.values() for row in rows]
    own = Stake(
        what="confirm_shipment",
        marketplace="DE",
        weight=1,
        loss=Loss.TIME,
        source="us",
        confidence=Confidence.OURS,
    )
    stakes = stake_table([*rows, own], KINDS)
    german = given(place(marketplace="DE"), ask(ConfirmPayment, 0))

    assert [some.at_stake.weight for some in due([german], later(1), stakes=stakes)] == [1]
    assert [some.at_stake.weight for some in due([german], later(1))] == [86]


def test_stakes_and_kinds_that_do_not_fit_are_refused() -> None:
    """Each kind has a row, each row is of a kind, and no weight is beyond the scale."""
    row = STAKES["close_return"][0]

    with pytest.raises(InvalidTable, match="sleep has no row"):
        stake_table([row], ["close_return", "sleep"])
    with pytest.raises(InvalidTable, match="close_return is no kind"):
        stake_table([row], [])
    with pytest.raises(InvalidTable, match="two rows"):
        stake_table([row, row], ["close_return"])
    for wrong in (0, 101):
        with pytest.raises(InvalidValue, match="weight"):
            attrs.evolve(row, weight=wrong)
    kind = TaskKind(what="nap", finder=lambda _: (), facts=())
    with pytest.raises(InvalidTable, match="nap has several rows"):
        kind_table([kind, kind])
    assert kind.sentence == ""


def test_statuses_are_those_that_kinds_need() -> None:
    """Whoever asks for shipments reads no order that was sent."""
    assert statuses_of(["confirm_shipment", "count_stock"]) == {
        OrderStatus.UNSHIPPED,
        OrderStatus.PARTIALLY_SHIPPED,
    }
    assert statuses_of(KINDS) == frozenset(OrderStatus)
    assert statuses_of([]) == frozenset()


def test_every_story_can_be_done() -> None:
    """What a task proposes, filled in by somebody, is a command that can be made."""
    for commands, days, _ in STORIES.values():
        for task in due([given(*commands)], later(days), in_stock=in_stock):
            for some in (task.command, *task.others):
                assert filled(task, some, AT).at == later(days)
