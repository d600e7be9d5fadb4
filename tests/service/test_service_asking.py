"""Asking: every command has a method, and every field of it can be given through the desk."""

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import pytest
from desk_stories import AT, Contested, desk_over, later, placing, stocked, stores, two_a, units

from ordercore import (
    Actor,
    Address,
    AddressOutcome,
    Charges,
    Disposition,
    FillPolicy,
    InvalidValue,
    Line,
    Money,
    NotFound,
    OrderDesk,
    OrderStatus,
    RefundPart,
    Refused,
    Report,
    ReturnEnd,
    ReturnLabel,
    ReturnScan,
    ReturnUnits,
    Trouble,
    Units,
    Verification,
    inventory,
)
from ordercore.adapters.memory import CountingIdentity, FixedClock, MemoryVerifier
from ordercore.inventory import InventoryCommand, Stock
from ordercore.orders.claim_note import ClaimNote
from ordercore.orders.decider import DECISIONS
from ordercore.orders.message import OrderCommand
from ordercore.orders.replacement import ReplacementEnd, SentWhen
from ordercore.orders.sources import Source, SourcingReason
from ordercore.orders.state import Order
from ordercore.service.asked import Wish, Wishes
from ordercore.service.asking import Asking
from ordercore.service.errands import Errand
from ordercore.shipping import Retraction, WayStatus

HERE = Address("Ada Byron", "12 Pine St", "Austin", "TX", "78701", "US")
THERE = Address("Ada Byron", "14 Pine St", "Austin", "TX", "78701", "US")
FIVE = Money(500, "EUR")
GOOD = Verification(outcome=AddressOutcome.ACCEPTED)
REPORT = Report("Shipped", OrderStatus.SHIPPED, AT)
BACK = (ReturnUnits("P1", "1", 1),)
LABEL = ReturnLabel(id="L-7", prepaid=False)
ONE = units(("1", 1))

PO = {"inbound": "PO-1"}
OURS = {"owner": "basket-7"}
ELSE = {"else_unreserved": True}
LOST = {"quantity": -5, "reason": "lost"}
BROKEN, AGED = inventory.Condition.DEFECTIVE, inventory.Condition.EXPIRED
DAMAGED = {"condition": BROKEN, "counterpart": "shop/CUP"}
TERMS = {"safety": 1, "backorder_limit": 2, "preorder_limit": 3, "low_at": 4}
PROMISED = {
    **OURS,
    "quantity": 5,
    "expires_at": later(9),
    "using": "basket-8",
    "backorder": False,
    "preorder": True,
    "commit": True,
}
SUMMARY = {
    "ours": 1,
    "fulfillable": 1,
    "inbound_working": 2,
    "inbound_shipped": 3,
    "inbound_receiving": 4,
    "reserved": 6,
    "pending_customer_order": 1,
    "pending_transshipment": 2,
    "fc_processing": 3,
    "researching": 5,
    "unfulfillable": {BROKEN: 6},
    "total": 27,
    "sequence": 7,
}

HEARD = ClaimNote(id="C-1", kind="guarantee", claimed=Money(1, "EUR"), opened_at=later(3))

ASKED: Mapping[str, tuple[str, dict[str, Any]]] = {
    "PlaceOrder": (
        "place",
        {
            "channel": "MFN",
            "lines": (two_a(),),
            "marketplace": "DE",
            "ship_to": HERE,
            "buyer": "ada",
            "service": "next_day",
            "ship_by": later(2),
            "deliver_by": later(5),
            "available_at": later(30),
            "fill": FillPolicy.FILL_ALL,
            "basket": "basket-7",
        },
    ),
    "ReleasePreorder": ("release_preorder", {}),
    "ReschedulePreorder": ("reschedule_preorder", {"available_at": later(40)}),
    "ConfirmPayment": (
        "confirm_payment",
        {"amount": FIVE, "payment_id": "tx-1", "method": "card"},
    ),
    "AuthorisePayment": (
        "authorise_payment",
        {
            "amount": FIVE,
            "payment_id": "tx-1",
            "method": "cash",
            "on_delivery": True,
            "expires_at": later(7),
        },
    ),
    "CapturePayment": (
        "capture_payment",
        {"payment_id": "tx-1", "amount": FIVE, "capture_id": "ch-1"},
    ),
    "FailPayment": (
        "fail_payment",
        {"payment_id": "tx-1", "amount": FIVE, "method": "card", "reason": "no_funds"},
    ),
    "ExpirePayment": ("expire_payment", {"payment_id": "tx-1", "reason": "seven_days"}),
    "VoidPayment": ("void_payment", {"payment_id": "tx-1", "reason": "not_needed"}),
    "PlaceHold": (
        "place_hold",
        {
            "kind": "fraud",
            "owner": "ann",
            "reason": "odd",
            "expires_at": later(21),
            "hold_id": "H-7",
        },
    ),
    "ReleaseHold": ("release_hold", {"hold_id": "H-7", "reason": "fine"}),
    "VerifyAddress": ("record_verification", {"address": HERE, "verification": GOOD}),
    "AmendAddress": ("amend_address", {"ship_to": THERE}),
    "AmendOrder": ("amend_order", {"units": ONE, "add": (two_a(),)}),
    "RequestCancellation": (
        "request_cancellation",
        {"units": ONE, "reason": "too_late", "official": False, "request_id": "C-7"},
    ),
    "AcceptCancellation": ("accept_cancellation", {"request_id": "C-7"}),
    "DeclineCancellation": ("decline_cancellation", {"request_id": "C-7"}),
    "CancelUnits": ("cancel", {"reason": "no_inventory", "units": ONE}),
    "CancelOverdue": ("cancel_overdue", {}),
    "RecordUnfillable": ("record_unfillable", {"units": ONE}),
    "ConfirmShipment": (
        "confirm_shipment",
        {
            "units": ONE,
            "carrier": "UPS",
            "tracking": "1Z",
            "parcel_id": "K-7",
            "pool": "east",
            "label_cost": FIVE,
        },
    ),
    "CorrectTracking": (
        "correct_tracking",
        {"parcel_id": "K-7", "carrier": "UPS", "tracking": "1Z"},
    ),
    "RecordDelivery": ("record_delivery", {"parcel_id": "K-7"}),
    "NoteTracking": (
        "note_tracking",
        {
            "parcel_id": "K-7",
            "status": WayStatus.AVAILABLE_FOR_PICKUP,
            "estimate": later(4),
            "pickup_by": later(9),
        },
    ),
    "RetractDelivery": ("retract_delivery", {"parcel_id": "K-7", "deliveries": (later(3),)}),
    "RetractUndelivered": ("retract_undelivered", {"parcel_id": "K-7"}),
    "RuleOutScans": (
        "rule_out_scans",
        {"parcel_id": "K-7", "retractions": (Retraction(Trouble.LOST, later(3), later(4)),)},
    ),
    "RecordUndelivered": ("record_undelivered", {"parcel_id": "K-7", "trouble": Trouble.LOST}),
    "ReceiveUndelivered": (
        "receive_undelivered",
        {"parcel_id": "K-7", "units": ONE, "sellable": False, "pool": "east"},
    ),
    "RequestReturn": (
        "request_return",
        {"units": BACK, "reason": "too_small", "return_id": "R-7", "ask_first": True},
    ),
    "AskReturnInformation": (
        "ask_return_information",
        {"return_id": "R-7", "question": "which one?"},
    ),
    "GiveReturnInformation": (
        "give_return_information",
        {"return_id": "R-7", "answer": "the red one"},
    ),
    "AuthoriseReturn": ("authorise_return", {"return_id": "R-7", "override": "a good customer"}),
    "DeclineReturn": (
        "decline_return",
        {"return_id": "R-7", "reason": "not_ours", "note": "another shop's"},
    ),
    "WithdrawReturn": ("withdraw_return", {"return_id": "R-7"}),
    "IssueReturnLabel": ("issue_return_label", {"return_id": "R-7", "label": LABEL}),
    "VoidReturnLabel": ("void_return_label", {"return_id": "R-7", "label_id": "L-7"}),
    "RecordReturnScan": (
        "record_return_scan",
        {"return_id": "R-7", "scan": ReturnScan.ARRIVED},
    ),
    "GradeReturn": (
        "grade_return",
        {
            "return_id": "R-7",
            "units": BACK,
            "grade": "defective",
            "disposition": Disposition.DESTROY,
            "note": "burnt",
            "pool": "east",
        },
    ),
    "RecordFoundUnits": (
        "record_found_units",
        {"return_id": "R-7", "what": "B", "quantity": 2, "note": "blue"},
    ),
    "SendBackReturn": (
        "send_back",
        {"return_id": "R-7", "units": BACK, "carrier": "UPS", "tracking": "1Z"},
    ),
    "CloseReturn": (
        "close_return",
        {"return_id": "R-7", "end": ReturnEnd.REPLACED, "reference": "O-2"},
    ),
    "ReceiveReturn": (
        "receive_return",
        {"return_id": "R-7", "units": BACK, "sellable": False, "pool": "east"},
    ),
    "ReplaceUnits": (
        "replace",
        {
            "reason": "DEFECTIVE",
            "return_id": "R-7",
            "parcel_id": "K-7",
            "units": (Units("1", 2),),
            "lines": (two_a(),),
            "when": SentWhen.ON_RECEIPT,
            "replacement_id": "O-8",
        },
    ),
    "HearClaim": ("hear_claim", {"claim": HEARD}),
    "SendReplacement": ("send_replacement", {"replacement_id": "O-8"}),
    "EndReplacement": (
        "end_replacement",
        {
            "replacement_id": "O-8",
            "because": ReplacementEnd.RETURNED,
            "units": (Units("1", 2),),
            "up_to": True,
        },
    ),
    "IssueRefund": (
        "refund",
        {
            "reason": "goodwill",
            "parts": (RefundPart("1", Charges("EUR", item=1)),),
            "amount": FIVE,
            "return_id": "R-7",
            "parcel_id": "K-7",
            "replaced_by": "O-8",
            "refund_id": "F-7",
            "ahead": True,
        },
    ),
    "RechargeRefund": (
        "recharge_refund",
        {"refund_id": "F-7", "parts": (RefundPart("1", Charges("EUR", item=1)),)},
    ),
    "ConfirmRefund": ("confirm_refund", {"refund_id": "F-7"}),
    "FailRefund": ("fail_refund", {"refund_id": "F-7", "reason": "account_closed"}),
    "RecordReport": ("record_report", {"report": REPORT}),
    "PriceLines": ("price_lines", {"charges": (("1", Charges("EUR", item=1)),)}),
    "AdoptLines": ("adopt_lines", {"lines": (two_a(),), "cancelled": ("1",)}),
    "RecordShortage": ("record_shortage", {"lines": ("1",)}),
    "RecordSourcing": (
        "record_sourcing",
        {
            "lines": ("1",),
            "sources": (Source(line="1", sku="A", pool="west", quantity=2),),
            "because": (SourcingReason(code="pool_failed", pool="east"),),
            "given_up": (Source(line="1", sku="A", pool="east", quantity=2),),
            "failed": "east",
        },
    ),
    "ReallocateUnits": ("reallocate", {"pool": "east"}),
    "FillShortage": ("fill_shortage", {"units": (Units("1", 2),)}),
    "TagOrder": ("tag", {"tags": ("gift", "urgent")}),
    "UntagOrder": ("untag", {"tags": ("gift", "urgent")}),
}
"""Command: its method, and a value for every field, none of them the one that is left out."""

MADE_OF = {"order_id", "at", "by", "imported"}
"""What every command has."""

OF_MARKETPLACES = {"imported", "report"}
"""What a command says that repeats a marketplace's report; others do not ask for it."""

OF_LINKED_ORDERS = {"replacement", "replaces", "chain"}
"""What a command says that places an order in place of another; nobody else asks for it."""

TOLD = {"RecordReport", "PriceLines", "AdoptLines", "RecordShortage"}
"""Commands that always repeat such a report."""

COMMANDS = {command.__name__: command for command in DECISIONS.rows}


class Listening(Asking[Order, Stock]):
    """Keeps the commands that it was asked for, and decides nothing."""

    def __init__(self) -> None:
        super().__init__(FixedClock(AT), CountingIdentity())
        self.heard: list[tuple[OrderCommand | InventoryCommand, str | None]] = []

    def handle(self, command: OrderCommand, *, id: str | None = None) -> Order:
        """Keep the command."""
        self.heard.append((command, id))
        return None  # type: ignore[return-value]

    def _handle_stocks(self, commands: Sequence[InventoryCommand]) -> Stock:
        return [self._handle_stock(command, None) for command in commands][-1]

    def _handle_stock(self, command: InventoryCommand, id: str | None) -> Stock:
        self.heard.append((command, id))
        return Stock(command.sku, command.pool)

    def _wish(self, wish: Wish | Wishes, id: str | None) -> Order:
        raise NotImplementedError

    def _run(self, errand: Errand, id: str | None) -> Order:
        raise NotImplementedError


def given(name: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Give the arguments by which a method takes the fields of a command."""
    return {**fields, "charges": dict(fields["charges"])} if name == "PriceLines" else {**fields}


def test_every_command_can_be_asked_for() -> None:
    """A command that is added to the decision table has to be added to the desk."""
    assert set(ASKED) == set(COMMANDS)
    assert len({method for method, _ in ASKED.values()}) == len(ASKED)


@pytest.mark.parametrize("name", ASKED)
def test_every_field_can_be_given_through_the_desk(name: str) -> None:
    """Just as it is, under its own name, with the moment, the actor and the command id."""
    method, fields = ASKED[name]
    asking, command = Listening(), COMMANDS[name]

    getattr(asking, method)(
        order_id="O-7",
        **given(name, fields),
        at="2026-03-03T10:30:00+01:00",
        by=Actor.BUYER,
        command_id="c-1",
    )

    made = command(order_id="O-7", at=later(1), by=Actor.BUYER, imported=name in TOLD, **fields)
    assert asking.heard == [(made, "c-1")]
    for field in attrs.fields(command):
        if field.name not in MADE_OF | OF_MARKETPLACES | OF_LINKED_ORDERS or field.name in fields:
            assert fields.get(field.name, field.default) != field.default, field.name


@pytest.mark.parametrize("name", ASKED)
def test_what_is_left_out_is_left_to_the_command(name: str) -> None:
    """Nothing is asked for at the desk but what the command asks for, and no default is other."""
    method, fields = ASKED[name]
    asking, command = Listening(), COMMANDS[name]
    needed = {
        field.name: fields[field.name]
        for field in attrs.fields(command)
        if field.default is attrs.NOTHING and field.name not in MADE_OF
    }

    getattr(asking, method)(order_id="O-7", **given(name, needed))

    ((heard, id),) = asking.heard
    assert isinstance(heard, OrderCommand)
    made = command(order_id="O-7", at=AT, by=heard.by, imported=name in TOLD, **needed)
    assert (heard, id) == (made, None)


@pytest.mark.parametrize("name", ASKED)
def test_methods_have_one_shape(name: str) -> None:
    """First what is meant, then by keyword what is asked, and at the end who, when and the id."""
    method, _ = ASKED[name]
    parameters = list(inspect.signature(getattr(Asking, method)).parameters.values())[1:]

    assert [some.name for some in parameters[-3:]] == ["by", "at", "command_id"]
    assert all(some.kind is some.KEYWORD_ONLY for some in parameters[-3:])
    assert name == "PlaceOrder" or parameters[0].name == "order_id"


RELEASED = {**OURS, "quantity": 5, "up_to": True, "keep": 1}
STOCKED: tuple[tuple[str, type[InventoryCommand], dict[str, Any]], ...] = (
    ("receive", inventory.ReceiveStock, {"quantity": 5, "inbound": "PO-1"}),
    ("expect_inbound", inventory.ExpectInbound, {**PO, "quantity": 5, "expected": later(9)}),
    ("change_inbound", inventory.ChangeInbound, {**PO, "quantity": 5, "expected": later(9)}),
    ("close_inbound", inventory.CloseInbound, PO),
    ("end_mirror", inventory.EndMirror, {}),
    ("restock", inventory.RestockUnits, {**OURS, "quantity": 5, "condition": BROKEN}),
    ("adjust_stock", inventory.AdjustStock, {**LOST, **DAMAGED}),
    ("count_stock", inventory.CountStock, {"counted": 5}),
    ("regrade_units", inventory.RegradeUnits, {"quantity": 5, "were": BROKEN, "now": AGED}),
    ("dispose_units", inventory.DisposeUnits, {"quantity": 5, "condition": BROKEN}),
    ("set_stock_terms", inventory.SetStockTerms, TERMS),
    ("mirror_summary", inventory.MirrorSummary, SUMMARY),
    ("reserve", inventory.ReserveUnits, PROMISED),
    ("extend_reservation", inventory.ExtendReservation, {**OURS, "expires_at": later(9)}),
    ("commit_reserved", inventory.CommitReserved, {**OURS, "quantity": 5}),
    ("uncommit_reserved", inventory.UncommitReserved, {**OURS, "expires_at": later(9)}),
    ("release_reserved", inventory.ReleaseReserved, RELEASED),
    ("expire_reserved", inventory.ExpireReserved, OURS),
    ("fill_backorder", inventory.FillBackorder, {**OURS, "quantity": 5}),
    ("consume_reserved", inventory.ConsumeReserved, {**OURS, "quantity": 5, **ELSE}),
    ("take_unreserved", inventory.TakeUnreserved, {**OURS, "quantity": 5}),
)
"""Method, command, and every field that the command has beside those of all of them."""


@pytest.mark.parametrize(("method", "kind", "fields"), STOCKED, ids=[row[0] for row in STOCKED])
def test_stock_is_asked_for_likewise(
    method: str, kind: type[InventoryCommand], fields: dict[str, Any]
) -> None:
    """Every field can be given, and what is left out is left to the command."""
    make: Any = kind
    said: dict[str, Any] = {"sku": "CUP", "pool": "shop", "at": later(1)}
    asking, least = Listening(), Listening()
    needed = {
        field.name: fields[field.name]
        for field in attrs.fields(make)
        if (field.default is attrs.NOTHING or field.name == "now") and field.name in fields
    }

    getattr(asking, method)(**said, **fields, cause="RMA-7", command_id="c-1")
    getattr(least, method)(**said, **needed)

    assert asking.heard == [(make(**said, **fields, cause="RMA-7"), "c-1")]
    assert least.heard == [(make(**said, **needed), None)]
    named = {"sku", "pool", "at", "cause", *fields}
    assert {field.name for field in attrs.fields(make)} == named


def test_every_command_about_stock_can_be_asked_for() -> None:
    """None is left out at the desk."""
    assert {kind for _, kind, _ in STOCKED} == set(inventory.DECISIONS.rows)


def test_units_are_moved_by_two_commands_with_one_cause() -> None:
    """Out here and in there, together; where they are already is no place to move them to."""
    asking = Listening()

    asking.move_stock("OLD", 5, to_sku="NEW", cause="rename-1", at=later(1))

    said: dict[str, Any] = {"pool": "main", "at": later(1), "cause": "rename-1"}
    assert [command for command, _ in asking.heard] == [
        inventory.AdjustStock(
            sku="OLD", quantity=-5, reason="moved_out", counterpart="main/NEW", **said
        ),
        inventory.AdjustStock(
            sku="NEW", quantity=5, reason="moved_in", counterpart="main/OLD", **said
        ),
    ]
    with pytest.raises(InvalidValue, match="to_sku"):
        asking.move_stock("OLD", 5, cause="rename-1")
    with pytest.raises(InvalidValue, match="cause"):
        asking.move_stock("OLD", 5, to_pool="shop", cause="")


@pytest.mark.parametrize("method", ["confirm_payment", "authorise_payment", "capture_payment"])
def test_amounts_may_be_written(method: str) -> None:
    """Text is read as money; what cannot be read is a mistake."""
    asking = Listening()

    getattr(asking, method)("O-7", amount="5.00 EUR")
    asking.refund("O-7", reason="goodwill", amount="5.00 EUR")

    assert [getattr(command, "amount", None) for command, _ in asking.heard] == [FIVE, FIVE]
    with pytest.raises(InvalidValue, match="amount"):
        getattr(asking, method)("O-7", amount="5.00")


def test_a_new_order_has_a_new_id() -> None:
    """The same command id gives the same one, so that asking twice is asking once."""
    asking = Listening()
    for command_id in (None, "c-1", "c-1", None):
        asking.place(channel="MFN", lines=[two_a()], command_id=command_id)

    ids = [command.order_id for command, _ in asking.heard if isinstance(command, OrderCommand)]
    assert ids == ["O-1", "O-2", "O-2", "O-3"]


def test_a_promotion_and_shipping_are_spread_over_the_lines() -> None:
    """By price: of 10 off and 4 for shipping, the dearer line bears three quarters."""
    desk = desk_over()
    lines = [Line("A", 3, price="10 EUR"), Line("B", 1, price="10 EUR")]

    order = desk.place(channel="FBA", lines=lines, discount="10.00 EUR", shipping=Money(400, "EUR"))

    assert [line.charges for line in order.lines] == [
        Charges("EUR", item=3000, discount=750, shipping=300),
        Charges("EUR", item=1000, discount=250, shipping=100),
    ]
    for wrong in ("41 EUR", "1 USD", "1"):
        with pytest.raises(InvalidValue):
            desk.place(channel="FBA", lines=lines, discount=wrong)


# Addresses


@pytest.fixture(params=[0, 1], ids=["memory", "sqlite"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OrderDesk]:
    """Give a desk with nine A on hand and an order of two of them, over each store."""
    some = stocked(("A", 9), store=stores(tmp_path)[request.param])
    some.place(channel="MFN", lines=[two_a()], ship_to=HERE)
    yield some
    some.close()


@pytest.mark.parametrize(
    ("answer", "ship_to", "held"),
    [
        (GOOD, HERE, 0),
        (Verification(outcome=AddressOutcome.QUESTIONED, notes=("unit_missing",)), HERE, 1),
        (Verification(outcome=AddressOutcome.UNDELIVERABLE), HERE, 1),
        (Verification(outcome=AddressOutcome.FIXED, suggestion=THERE), THERE, 0),
    ],
    ids=lambda some: some.outcome.value if isinstance(some, Verification) else "",
)
def test_a_verifier_is_asked_and_its_answer_kept(
    desk: OrderDesk, answer: Verification, ship_to: Address, held: int
) -> None:
    """About the address as it stands; a doubtful one is held."""
    verifier = MemoryVerifier({HERE: answer})

    order = desk.verify_address("O-1", verifier, at=later(1))

    assert verifier.asked == (HERE,)
    assert (order.verification, order.ship_to) == (answer, ship_to)
    assert len(order.open_holds(later(1))) == held
    assert desk.verify_address("O-1", verifier, at=later(2)).ship_to == ship_to


def test_an_order_without_an_address_is_not_asked_about(desk: OrderDesk) -> None:
    """There is nothing that could be verified."""
    desk.place(channel="MFN", lines=[two_a()])
    verifier = MemoryVerifier()

    with pytest.raises(Refused):
        desk.verify_address("O-2", verifier)
    with pytest.raises(NotFound):
        desk.verify_address("O-3", verifier)

    assert verifier.asked == ()


def test_a_verifier_out_of_reach_says_nothing(desk: OrderDesk) -> None:
    """Nothing is recorded, and asking again is all there is to do."""
    verifier = MemoryVerifier()
    verifier.fail()

    with pytest.raises(ConnectionError):
        desk.verify_address("O-1", verifier)

    assert desk.order("O-1").verification is None
    assert desk.verify_address("O-1", verifier).verification == GOOD


@attrs.frozen
class Meanwhile:
    """A verifier that lets somebody else in while it looks."""

    happens: Callable[[], object]

    def verify(self, address: Address) -> Verification:
        """Let it happen, and accept the address."""
        self.happens()
        return GOOD


def test_a_verifier_is_asked_outside_of_any_transaction(desk: OrderDesk) -> None:
    """Others write while it looks; only an answer about an address that is gone is refused."""
    paid = Meanwhile(lambda: desk.confirm_payment("O-1"))
    moved = Meanwhile(lambda: desk.amend_address("O-1", THERE))

    assert desk.verify_address("O-1", paid).status is OrderStatus.UNSHIPPED
    with pytest.raises(Refused):
        desk.verify_address("O-1", moved)

    assert desk.order("O-1").ship_to == THERE
    assert desk.order("O-1").verification is None


# Quantities


@pytest.mark.parametrize(
    ("wished", "counts", "left"),
    [
        ({"1": 5}, {"1": 2, "2": 3}, 4),
        ({"1": 1}, {"1": 1}, 8),
        ({"1": 2}, {"1": 2}, 7),
        ({"1": 0}, None, 7),
        ({"1": 10}, None, 7),
    ],
    ids=["more", "less", "the same", "none", "too many"],
)
def test_a_quantity_is_changed_with_its_stock(
    desk: OrderDesk, wished: dict[str, int], counts: dict[str, int] | None, left: int
) -> None:
    """More is a line of its own at the same price; what cannot be changed stays as it is."""
    if counts is None:
        with pytest.raises(Refused):
            desk.change_quantity("O-1", wished)
    else:
        order = desk.change_quantity("O-1", wished)
        assert {line: where.awaiting for line, where in order.stations.items()} == counts
        prices = {line.charges.item // line.quantity for line in order.lines if line.charges}
        assert prices == {1000}

    assert desk.stock("A").available == left


def test_the_same_wish_again_changes_nothing(desk: OrderDesk) -> None:
    """Law 4, without a command id too: five wished for twice are five."""
    first = desk.change_quantity("O-1", {"1": 5})

    assert desk.change_quantity("O-1", {"1": 5}) == first
    assert desk.stock("A").available == 4
    less = desk.change_quantity("O-1", {"1": 1})
    assert {line: where.awaiting for line, where in less.stations.items()} == {"1": 1, "2": 0}


def test_a_wish_is_worked_out_on_the_order_as_it_is_then() -> None:
    """Two who wish for five come to five: whoever is second looks at what the first has done."""
    store = Contested(times=0)
    desk = stocked(("A", 9), store=store)
    desk.handle(placing())
    store.times = 1

    for _ in range(2):
        desk.change_quantity("O-1", {"1": 5})

    assert sum(line.quantity for line in desk.order("O-1").lines) == 5
    assert desk.stock("A").reserved == 5


def test_a_change_that_is_asked_for_twice_happens_once(desk: OrderDesk) -> None:
    """A command id remembers the order as it found it; for another wish it is taken."""
    desk.place(channel="MFN", lines=[two_a()], order_id="O-9", command_id="c-0")

    first = desk.change_quantity("O-1", {"1": 4}, command_id="c-1")
    desk.confirm_payment("O-1")
    again = desk.change_quantity("O-1", {"1": 4}, command_id="c-1")

    assert again == first
    assert sum(line.quantity for line in desk.order("O-1").lines) == 4
    for order_id, wished, id in (("O-1", 3, "c-1"), ("O-1", 4, "c-0"), ("O-9", 4, "c-0")):
        with pytest.raises(Refused) as refused:
            desk.change_quantity(order_id, {"1": wished}, command_id=id)
        assert refused.value.codes == ("command_id_used_otherwise",)


def test_a_mistaken_wish_changes_nothing(desk: OrderDesk) -> None:
    """No such line, no such order, no such number."""
    with pytest.raises(NotFound):
        desk.change_quantity("O-1", {"7": 1})
    with pytest.raises(NotFound):
        desk.change_quantity("O-7", {"1": 1})
    with pytest.raises(NotFound):
        desk.change_quantity("O-7", {"1": 1}, command_id="c-1")
    with pytest.raises(InvalidValue):
        desk.change_quantity("O-1", {"1": -1})

    assert desk.order("O-1").lines == (two_a().with_id("1"),)


def test_lines_are_exchanged_all_at_once(desk: OrderDesk) -> None:
    """Out with one, in with another that is there; where it is not, neither."""
    desk.receive("B", 1)
    swap: dict[str, Any] = {"units": [Units("1", 1)], "add": [Line("B", 1, price="9 EUR")]}

    order = desk.amend_order("O-1", **swap)

    assert [(line.sku, order.stations[line.id].awaiting) for line in order.lines] == [
        ("A", 1),
        ("B", 1),
    ]
    with pytest.raises(Refused) as refused:
        desk.amend_order("O-1", **swap)
    assert refused.value.codes == ("stock_is_short",)
    assert (desk.stock("A").reserved, desk.stock("B").reserved) == (1, 1)
