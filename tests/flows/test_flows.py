"""Reactions: what an event of an order asks of stock."""

from typing import Any

import pytest

from ordercore.flows import REACTIONS, Attempt, reactions_to
from ordercore.inventory import (
    ConsumeReserved,
    InventoryCommand,
    ReleaseReserved,
    ReserveUnits,
    RestockUnits,
    TakeUnreserved,
)
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
from ordercore.orders.reporting import AdoptLines, RecordShortage
from ordercore.orders.returning import RequestReturn
from ordercore.orders.shipping import ConfirmShipment
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
    return reactions_to(*story(*commands))


def asked(kind: type[InventoryCommand], **skus: int) -> tuple[InventoryCommand, ...]:
    """Make commands about SKUs, in order."""
    make: Any = kind
    return tuple(
        make(order_id="O-1", sku=sku, pool="main", quantity=n, at=AT) for sku, n in skus.items()
    )


def test_r04_placing_reserves_by_sku_in_sorted_order() -> None:
    """Two lines of one SKU are one promise, and rows are taken in one order by everybody."""
    (attempt,) = attempts(place())

    assert attempt == Attempt(all_of=asked(ReserveUnits, A=3, B=1))
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

    assert attempt.all_of == asked(ReserveUnits, B=1)


def test_cancelled_units_are_released() -> None:
    """Only those that were cancelled."""
    some = _said(CancelUnits, reason="no_inventory", units=(Units("2", 1), Units("1", 1)))

    assert attempts(place(), some) == (Attempt(all_of=asked(ReleaseReserved, A=1, B=1)),)


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
    assert cancelled == (Attempt(all_of=asked(ReleaseReserved, A=1, B=1)),)


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

    assert good == (Attempt(all_of=asked(RestockUnits, A=1, B=1)),)
    assert bad == (Attempt(all_of=()),)


def test_units_that_came_back_undelivered_are_restocked() -> None:
    """Those that can be sold again, of a parcel that nobody took."""
    refused = _said(RecordUndelivered, parcel_id="P1", trouble=Trouble.REFUSED)
    story_so_far = (place(), PAY, SHIP, refused)

    good = attempts(*story_so_far, _said(ReceiveUndelivered, parcel_id="P1"))
    bad = attempts(*story_so_far, _said(ReceiveUndelivered, parcel_id="P1", sellable=False))
    one = attempts(*story_so_far, _said(ReceiveUndelivered, parcel_id="P1", units=(Units("3", 1),)))

    assert good == (Attempt(all_of=asked(RestockUnits, A=3, B=1)),)
    assert bad == (Attempt(all_of=()),)
    assert one == (Attempt(all_of=asked(RestockUnits, A=1)),)


def test_an_amended_order_exchanges_what_it_was_promised() -> None:
    """What was taken out is released before what was put in is reserved; both, or neither."""
    amended = _said(AmendOrder, units=(Units("1", 1), Units("3", 1)), add=(LATE,))

    (attempt,) = attempts(place(), amended)

    assert attempt.all_of == (
        *asked(ReleaseReserved, A=1, B=1),
        *asked(ReserveUnits, C=2),
    )
    assert attempt.otherwise is None


def test_an_order_that_only_grows_reserves_and_releases_nothing() -> None:
    """And one that only shrinks does the opposite."""
    grown = attempts(place(), _said(AmendOrder, add=(LATE,)))
    shrunk = attempts(place(), _said(AmendOrder, units=(Units("2", 2),)))

    assert grown == (Attempt(all_of=asked(ReserveUnits, C=2)),)
    assert shrunk == (Attempt(all_of=asked(ReleaseReserved, A=2)),)


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


@pytest.mark.parametrize("event", sorted(set(EVENTS) - set(REACTIONS), key=str))
def test_other_events_ask_for_nothing(event: type[OrderEvent]) -> None:
    """Payments, holds, addresses, requests, deliveries, refunds and reports move no stock."""
    assert event.__name__ in {
        "PreorderReleased",
        "PreorderRescheduled",
        "PaymentConfirmed",
        "PaymentAuthorised",
        "PaymentCaptured",
        "PaymentDeclined",
        "PaymentEnded",
        "HoldPlaced",
        "HoldReleased",
        "AddressVerified",
        "AddressAmended",
        "CancellationRequested",
        "CancellationAnswered",
        "ParcelDelivered",
        "ParcelUndelivered",
        "TrackingCorrected",
        "ReturnAuthorised",
        "RefundIssued",
        "RefundConfirmed",
        "RefundFailed",
        "OrderReported",
        "LinesPriced",
        "ShortageRecorded",
    }


def test_a_payment_asks_for_nothing() -> None:
    """No row, no attempt."""
    assert attempts(place(), PAY) == ()


def test_r46_stock_of_another_channel_is_not_touched() -> None:
    """The same product may be in our stock and in Amazon's; each channel has its own truth."""
    assert attempts(place(channel="FBA")) == ()
    assert attempts(place(channel="MFN")) != ()
