"""Reactions: what an event of an order asks of stock."""

import datetime as dt
from typing import Any

import pytest

from ordercore.flows import ORDER_REACTIONS, POOL_REACTIONS, REACTIONS, Attempt, reactions_to
from ordercore.inventory import (
    ConsumeReserved,
    InventoryCommand,
    ReleaseReserved,
    ReserveUnits,
    RestockUnits,
    TakeUnreserved,
)
from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.kernel.time import instant
from ordercore.kernel.units import Units
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.decider import EVENTS, decide, evolve
from ordercore.orders.delivering import RecordDelivery
from ordercore.orders.editing import AmendOrder
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.receiving import ReceiveReturn
from ordercore.orders.reporting import AdoptLines
from ordercore.orders.returning import RequestReturn
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.shortage import RecordShortage
from ordercore.orders.state import Order
from ordercore.orders.stranding import ReceiveUndelivered, RecordUndelivered
from ordercore.orders.world import World
from ordercore.returns import ReturnUnits
from ordercore.shipping import Trouble

AT = instant("2026-03-02T09:30:00Z")

WORLD = World(pools={"MFN": "main"})

LINES = (Line("B", 1, price="5 EUR"), Line("A", 2, price="1 EUR"), Line("A", 1, price="1 EUR"))


def _said(kind: Any, **content: Any) -> OrderCommand:
    command: OrderCommand = kind(order_id="O-1", at=AT, **content)
    return command


def place(*lines: Line, imported: bool = False, channel: str = "MFN") -> OrderCommand:
    """Place an order of one B and three A on two lines."""
    return _said(PlaceOrder, channel=channel, lines=lines or LINES, imported=imported)


PAY = _said(ConfirmPayment)
SHIP = _said(ConfirmShipment)


def story(*commands: OrderCommand) -> tuple[Order, OrderEvent]:
    """Give the order after all commands, and the event of the last."""
    order: Order | None = None
    event: OrderEvent | None = None
    for command in commands:
        (event,) = decide(order, command, WORLD)
        order = evolve(order, event)
    assert order
    assert event
    return order, event


def attempts(*commands: OrderCommand) -> tuple[Attempt, ...]:
    """Give what the last event of a story asks for."""
    after, event = story(*commands)
    before = story(*commands[:-1])[0] if commands[1:] else None
    return reactions_to(after, event, before=before)


SAID: dict[Any, dict[str, Any]] = {
    ConsumeReserved: {"else_unreserved": True},
}
"""What a flow says of every command of a kind: an order cannot know what has expired."""


def asked(
    kind: type[InventoryCommand], *, said: dict[str, Any] | None = None, **skus: int
) -> tuple[InventoryCommand, ...]:
    """Make commands about SKUs, in order."""
    make: Any = kind
    more = {**SAID.get(kind, {}), **(said or {})}
    return tuple(
        make(owner="O-1", sku=sku, pool="main", quantity=n, at=AT, **more)
        for sku, n in skus.items()
    )


def restocked(**skus: int) -> tuple[Attempt, ...]:
    """Put units back, SKU by SKU; a refusal of one stops nothing."""
    commands = asked(RestockUnits, said=None, **skus)
    return tuple(Attempt(all_of=(command,), otherwise=()) for command in commands)


def kept(**skus: int) -> tuple[InventoryCommand, ...]:
    """Give back what is promised of SKUs beyond so many units, in order."""
    return tuple(
        ReleaseReserved(owner="O-1", sku=sku, pool="main", at=AT, keep=n) for sku, n in skus.items()
    )


OWN = {"using": "O-1"}
"""What was held under the order's own id before counts for it."""

SECURED = {**OWN, "commit": True}


def test_r04_placing_reserves_by_sku_in_sorted_order() -> None:
    """Two lines of one SKU are one promise, and rows are taken in one order by everybody."""
    (attempt,) = attempts(place())

    assert attempt == Attempt(all_of=asked(ReserveUnits, A=3, B=1, said=OWN))
    assert attempt.otherwise is None


def test_an_imported_order_goes_on_without_stock() -> None:
    """What another shop has sold is sold; its lines are recorded as short."""
    (attempt,) = attempts(place(imported=True))

    assert attempt.otherwise is not None
    (otherwise,) = attempt.otherwise
    assert isinstance(otherwise, RecordShortage)
    assert (otherwise.lines, otherwise.imported) == (("1", "2", "3"), True)


def test_lines_without_units_reserve_nothing() -> None:
    """A line reported as cancelled has no units."""
    (attempt,) = attempts(place(Line("A", 0), Line("B", 1), imported=True))

    assert attempt.all_of == asked(ReserveUnits, B=1, said=OWN)


def test_cancelled_units_are_released() -> None:
    """Only those that were cancelled."""
    some = _said(CancelUnits, reason="no_inventory", units=(Units("2", 1), Units("1", 1)))

    assert attempts(place(), some) == (Attempt(all_of=kept(A=2, B=0)),)


def test_shipped_units_are_consumed() -> None:
    """They leave stock and promise together."""
    assert attempts(place(), PAY, SHIP) == (Attempt(all_of=asked(ConsumeReserved, A=3, B=1)),)


def test_units_of_short_lines_were_never_promised() -> None:
    """Shipping takes them, and cancelling has nothing to release."""
    short = (place(imported=True), _said(RecordShortage, lines=("2",)), PAY)

    shipped = attempts(*short, SHIP)
    cancelled = attempts(*short, _said(CancelUnits, reason="no_inventory"))

    assert shipped == (
        Attempt(all_of=(*asked(ConsumeReserved, A=1, B=1), *asked(TakeUnreserved, A=2))),
    )
    assert cancelled == (Attempt(all_of=kept(A=0, B=0)),)


def test_only_sellable_units_go_back_on_hand() -> None:
    """Damaged ones do not."""
    back = (ReturnUnits("P1", "2", 1), ReturnUnits("P1", "1", 1))
    story_so_far = (
        place(),
        PAY,
        SHIP,
        _said(RecordDelivery, parcel_id="P1"),
        _said(RequestReturn, units=back, reason="x"),
    )

    good = attempts(*story_so_far, _said(ReceiveReturn, return_id="R1", units=back))
    bad = attempts(*story_so_far, _said(ReceiveReturn, return_id="R1", units=back, sellable=False))

    assert good == restocked(A=1, B=1)
    assert bad == ()


def test_units_that_came_back_undelivered_are_restocked() -> None:
    """Those that can be sold again, of a parcel that nobody took."""
    refused = _said(RecordUndelivered, parcel_id="P1", trouble=Trouble.REFUSED)
    story_so_far = (place(), PAY, SHIP, refused)

    good = attempts(*story_so_far, _said(ReceiveUndelivered, parcel_id="P1"))
    bad = attempts(*story_so_far, _said(ReceiveUndelivered, parcel_id="P1", sellable=False))
    one = attempts(*story_so_far, _said(ReceiveUndelivered, parcel_id="P1", units=(Units("3", 1),)))

    assert good == restocked(A=3, B=1)
    assert bad == ()
    assert one == restocked(A=1)


def test_an_amended_order_exchanges_what_it_was_promised() -> None:
    """What was taken out is released before what was put in is reserved; both, or neither.

    What a marketplace has put in is a fact: where stock is short of it, it is recorded so.
    """
    amended = _said(AmendOrder, units=(Units("1", 1), Units("3", 1)), add=(LATE,))
    told = _said(AmendOrder, add=(LATE,), imported=True, by=Actor.MARKETPLACE)

    (gone, put_in) = attempts(place(), amended)
    (fact,) = attempts(place(imported=True), told)

    assert gone.all_of == kept(A=2, B=0)
    assert put_in.all_of == fact.all_of == asked(ReserveUnits, C=2)
    assert (gone.otherwise, put_in.otherwise) == (None, None)
    assert fact.otherwise == (_said(RecordShortage, imported=True, by=Actor.SYSTEM, lines=("9",)),)


def test_an_order_that_only_grows_reserves_and_releases_nothing() -> None:
    """And one that only shrinks does the opposite."""
    grown = attempts(place(), _said(AmendOrder, add=(LATE,)))
    shrunk = attempts(place(), _said(AmendOrder, units=(Units("2", 2),)))

    assert grown == (Attempt(all_of=asked(ReserveUnits, C=2)),)
    assert shrunk == (Attempt(all_of=kept(A=1)),)


LATE = Line("C", 2, price="1 EUR", id="9")


def test_late_lines_of_an_open_order_reserve() -> None:
    """Like any line of an imported order: short where stock is."""
    (attempt,) = attempts(place(imported=True), _said(AdoptLines, lines=(LATE,)))

    assert attempt.all_of == asked(ReserveUnits, C=2)
    assert attempt.otherwise is not None


def test_late_lines_of_a_shipped_order_are_gone() -> None:
    """They are taken out of stock without ever having been promised."""
    assert attempts(place(imported=True), PAY, SHIP, _said(AdoptLines, lines=(LATE,))) == (
        Attempt(all_of=asked(TakeUnreserved, C=2)),
    )


def test_late_lines_that_were_cancelled_touch_no_stock() -> None:
    """There is nothing to promise."""
    gone = _said(AdoptLines, lines=(LATE,), cancelled=("9",))

    assert attempts(place(imported=True), gone) == ()


REACTED_TO = {*REACTIONS, *POOL_REACTIONS, *ORDER_REACTIONS}


@pytest.mark.parametrize("event", sorted(set(EVENTS) - REACTED_TO, key=str))
def test_other_events_ask_for_nothing(event: type[OrderEvent]) -> None:
    """Holds, addresses, requests, deliveries, refunds and reports move no stock."""
    assert event.__name__ in {
        "BuyerErased",
        "PreorderReleased",
        "PreorderRescheduled",
        "PaymentCaptured",
        "PaymentDeclined",
        "HoldPlaced",
        "HoldReleased",
        "AddressVerified",
        "AddressAmended",
        "CancellationRequested",
        "CancellationAnswered",
        "ParcelDelivered",
        "ParcelUndelivered",
        "DeliveryRetracted",
        "UndeliveredRetracted",
        "ScansRuledOut",
        "OrderTagged",
        "OrderUntagged",
        "TrackingNoted",
        "TrackingCorrected",
        "ReturnRequested",
        "ReturnInformationAsked",
        "ReturnInformationGiven",
        "ReturnAuthorised",
        "ReplacementPromised",
        "ReplacementEnded",
        "ClaimHeard",
        "ReturnDeclined",
        "ReturnWithdrawn",
        "ReturnLabelIssued",
        "ReturnLabelVoided",
        "ReturnScanned",
        "ReturnUnitsFound",
        "ReturnSentBack",
        "ReturnClosed",
        "RefundIssued",
        "RefundRecharged",
        "RefundConfirmed",
        "RefundFailed",
        "OrderReported",
        "LinesPriced",
        "UnitsSourced",
    }


def test_a_payment_that_secures_an_order_commits_its_units() -> None:
    """SKU by SKU, since each may have expired by itself; what is short is nobody's to commit."""
    short = _said(RecordShortage, lines=("1",))

    (a, b) = attempts(place(), PAY)

    assert b.all_of == asked(ReserveUnits, B=1, said=SECURED)
    assert a.all_of == asked(ReserveUnits, A=3, said=SECURED)
    assert [some.all_of for some in attempts(place(imported=True), short, PAY)] == [a.all_of]


def test_a_payment_that_leaves_something_due_asks_for_nothing() -> None:
    """The order is not secured yet, and its units may still expire."""
    assert attempts(place(), _said(ConfirmPayment, amount=Money(1, "EUR"))) == ()


def test_a_cancellation_that_settles_a_part_payment_commits_the_rest() -> None:
    """Nothing more is due, so what is left of the order is secured."""
    part = _said(ConfirmPayment, amount=Money(500, "EUR"))
    gone = _said(CancelUnits, reason="no_inventory", units=(Units("2", 2), Units("3", 1)))

    released, rest = attempts(place(), part, gone)

    assert released.all_of == kept(A=0)
    assert rest.all_of == asked(ReserveUnits, B=1, said=SECURED)


def test_what_cannot_be_reserved_anew_is_recorded_as_short() -> None:
    """A payment is never refused; lines that share a SKU are short together."""
    groups = attempts(place(), PAY)
    both = {
        first.sku: some.otherwise
        for some in groups
        if isinstance(first := some.all_of[0], InventoryCommand)
    }
    said: dict[str, Any] = {"by": Actor.SYSTEM}

    assert both == {
        "A": (_said(RecordShortage, lines=("2", "3"), **said),),
        "B": (_said(RecordShortage, lines=("1",), **said),),
    }


def test_a_hold_of_an_unpaid_order_has_the_time_that_its_channel_gives() -> None:
    """Counted from the placing; that of an imported order has none."""
    world = World(pools={"MFN": "main"}, hold_unpaid_for={"MFN": dt.timedelta(minutes=30)})
    ends = {"expires_at": AT.add(minutes=30)}

    (own,) = reactions_to(*story(place()), world)
    (told,) = reactions_to(*story(place(imported=True)), world)
    (added,) = reactions_to(*story(place(), _said(AmendOrder, add=(LATE,))), world)

    assert own.all_of == asked(ReserveUnits, A=3, B=1, said={**OWN, **ends})
    assert told.all_of == asked(ReserveUnits, A=3, B=1, said=OWN)
    assert added.all_of == asked(ReserveUnits, C=2, said=ends)


def test_a_preorder_is_promised_against_its_own_limit() -> None:
    """As far as its stock says; it never expires, since it cannot be paid before its release."""
    ahead = _said(PlaceOrder, channel="MFN", lines=LINES[:1], available_at=AT.add(days=9))

    world = World(pools={"MFN": "main"}, hold_unpaid_for={"MFN": dt.timedelta(minutes=30)})

    (attempt,) = reactions_to(*story(ahead), world)

    assert attempt.all_of == asked(ReserveUnits, B=1, said={**OWN, "preorder": True})


def test_a_basket_is_named_to_stock() -> None:
    """What it held becomes the order's."""
    (attempt,) = attempts(_said(PlaceOrder, channel="MFN", lines=LINES[:1], basket="basket-7"))

    assert attempt.all_of == asked(ReserveUnits, B=1, said={"using": "basket-7"})


KIT = Line("KIT", 2, price="9 EUR", components=(("A", 2), ("B", 1), ("A", 1)))


def test_r04_lines_and_components_that_share_a_sku_are_summed() -> None:
    """A bundle is kept as what it is made of, beside lines of the same."""
    (attempt,) = attempts(place(KIT, LINES[1]))

    assert attempt.all_of == asked(ReserveUnits, A=8, B=2, said=OWN)


def test_bundles_share_their_fate_with_lines_of_their_components() -> None:
    """All that hangs together by a SKU is committed together, and apart from the rest."""
    lines = (Line("C", 1, price="1 EUR"), Line("B", 1, price="1 EUR"), KIT, LINES[1])

    together, alone = attempts(place(*lines), PAY)

    assert alone.all_of == asked(ReserveUnits, C=1, said=SECURED)
    assert together.all_of == asked(ReserveUnits, A=8, B=3, said=SECURED)


def test_bundles_are_cancelled_shipped_and_restocked_by_component() -> None:
    """Whatever happens to a bundle happens to its parts."""
    one = _said(CancelUnits, reason="no_inventory", units=(Units("1", 1),))
    back = (ReturnUnits("P1", "1", 1),)
    story_so_far = (
        place(KIT),
        PAY,
        SHIP,
        _said(RecordDelivery, parcel_id="P1"),
        _said(RequestReturn, units=back, reason="x"),
    )

    assert attempts(place(KIT), one) == (Attempt(all_of=kept(A=3, B=1)),)
    assert attempts(place(KIT), PAY, SHIP) == (Attempt(all_of=asked(ConsumeReserved, A=6, B=2)),)
    came = attempts(*story_so_far, _said(ReceiveReturn, return_id="R1", units=back))
    assert came == restocked(A=3, B=1)


def test_r46_stock_of_another_channel_is_not_touched() -> None:
    """The same product may be in our stock and in Amazon's; each channel has its own truth."""
    assert attempts(place(channel="FBA")) == ()
    assert attempts(place(channel="MFN")) != ()


def test_r13_a_shortage_leaves_no_promise_behind() -> None:
    """odoo#62139 and its kind: of A two were for the line that is short, and one is for another."""
    short = _said(RecordShortage, imported=True, lines=("2",))

    (asked_for,) = attempts(place(imported=True), short)

    assert asked_for.all_of == kept(A=1)
