"""Where sweeps begin: orders as they are placed, paid, and in the middle of everything."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from ordercore.channels import CaptureMoment, Channel, FillPolicy, given_up_from
from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.kernel.time import instant
from ordercore.kernel.units import Units
from ordercore.orders.answering import AcceptCancellation, DeclineCancellation
from ordercore.orders.asking import RequestCancellation
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.capturing import CapturePayment
from ordercore.orders.delivering import RecordDelivery
from ordercore.orders.holding import PlaceHold
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.parts import Report
from ordercore.orders.paying import AuthorisePayment, ConfirmPayment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.replacing import ReplaceUnits
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.shortage import RecordShortage
from ordercore.orders.status import OrderStatus
from ordercore.orders.stranding import RecordUndelivered
from ordercore.orders.world import World
from ordercore.shipping import Trouble
from ordercore.testing.sweep.moves import money, wishes

PLACED = instant("2026-03-02T09:30:00Z")
"""A Monday."""
SOON = PLACED + dt.timedelta(days=1)
"""After every time in which buyers cancel alone, and before every deadline."""
LATE = PLACED + dt.timedelta(days=400)
"""After every deadline and every window."""

ID = "O-1"
ONE = (Units("1", 1),)

Start = tuple[OrderCommand, ...]
"""The commands that make an order to begin with; what is refused of them is left out."""


def placed(
    channel: str, lines: int = 1, quantity: int = 2, line: Line | None = None, **more: Any
) -> PlaceOrder:
    """Place an order of like lines, at the same price per unit."""
    alike = line or Line("A", quantity, price=Money(money.UNIT, "EUR"))
    content = {"ship_to": wishes.HOME, "lines": (alike,) * lines, **more}
    return PlaceOrder(order_id=ID, at=PLACED, channel=channel, **content)


def free(channel: str) -> PlaceOrder:
    """Place an order of one unit that costs nothing."""
    return placed(channel, line=Line("A", 1, price="0 EUR"))


def unpriced(channel: str) -> PlaceOrder:
    """Place an order of a marketplace of one unit, whose price is not told yet."""
    return placed(channel, line=Line("A", 1), imported=True)


def imported(channel: str, word: OrderStatus | None = None, **more: Any) -> PlaceOrder:
    """Place an order of a marketplace, with its word if there is one."""
    report = Report(word.value, word, PLACED) if word else None
    return placed(channel, imported=True, report=report, **more)


def paid(order: PlaceOrder) -> Start:
    """Pay an order at once."""
    return (order, ConfirmPayment(order_id=ID, at=PLACED))


def with_buyer(order: PlaceOrder) -> Start:
    """Pay an order, ship it in one parcel, and deliver that."""
    parcel = ConfirmShipment(order_id=ID, at=PLACED)
    there = RecordDelivery(order_id=ID, at=PLACED, by=Actor.CARRIER, parcel_id="P1")
    return (*paid(order), parcel, there)


def filled(world: World) -> tuple[Start, ...]:
    """Begin with orders on every policy: placed, partly paid for, ordered ahead, and reported.

    Where no channel has policies, with those of a channel without any.
    """
    code, starts = filling(world), list[Start]()
    for fill in policies(world) or (None,):
        mine = placed(code, fill=fill)
        part = ConfirmPayment(order_id=ID, at=PLACED, amount=Money(money.UNIT, "EUR"))
        told = imported(code, OrderStatus.INVOICE_UNCONFIRMED, fill=fill)
        ahead = placed(code, fill=fill, available_at=SOON)
        starts += [(mine,), (mine, part), (told,), (ahead,)]
    return tuple(starts)


def begun(*orders: PlaceOrder) -> tuple[Start, ...]:
    """Begin with orders as they are placed."""
    return tuple([(order,) for order in orders])


def short(world: World) -> tuple[Start, ...]:
    """Begin with orders of which all is short: one to be paid, and one that was taken elsewhere.

    They come from a pool whose stock is kept, where there is any.
    """
    code = next(iter(world.pools), confirming(world))
    found = RecordShortage(order_id=ID, at=PLACED, by=Actor.SYSTEM, lines=("1",))
    return (placed(code), found), (imported(code), found)


def entangled(channel: str) -> tuple[Start, ...]:
    """Begin in the middle: orders held, asked about, partly given back or taken, and replaced.

    So every id that a malformed command may repeat is there.
    """
    order = placed(channel)
    promised = AuthorisePayment(order_id=ID, at=PLACED)
    one = Money(money.UNIT, "EUR")
    return (
        (
            order,
            promised,
            *[
                PlaceHold(order_id=ID, at=SOON, kind=kind, owner="desk")
                for kind in ("fraud", "manual")
            ],
            RequestCancellation(order_id=ID, at=SOON, units=ONE),
            DeclineCancellation(order_id=ID, at=SOON),
        ),
        (
            *paid(order),
            RequestCancellation(order_id=ID, at=SOON, units=ONE),
            AcceptCancellation(order_id=ID, at=SOON),
        ),
        (
            *paid(order),
            CancelUnits(order_id=ID, at=SOON, units=ONE, reason="no_inventory"),
            IssueRefund(order_id=ID, at=SOON, reason="units_cancelled"),
        ),
        (order, promised, CapturePayment(order_id=ID, at=SOON, amount=one, capture_id="T1")),
        (
            *paid(order),
            ConfirmShipment(order_id=ID, at=SOON),
            RecordUndelivered(
                order_id=ID, at=SOON, by=Actor.CARRIER, parcel_id="P1", trouble=Trouble.LOST
            ),
            ReplaceUnits(order_id=ID, at=SOON, parcel_id="P1", reason="lost"),
        ),
    )


def confirming(world: World) -> str:
    """Name a channel on which money is taken when a shipment is confirmed."""
    return _taking(world, CaptureMoment.AT_CONFIRMATION)


def taking_first(world: World) -> str:
    """Name a channel on which money is taken before anything ships."""
    return _taking(world, CaptureMoment.AT_PLACEMENT)


def filling(world: World) -> str:
    """Name a channel that fills orders by policies."""
    return _last(world, lambda row: bool(row.fill))


def limiting(world: World) -> str:
    """Name a channel that takes only so much at once."""
    return _last(world, lambda row: row.most_units is not None)


def policies(world: World, *, waiting: bool = False) -> tuple[FillPolicy, ...]:
    """Give the policies of that channel, or those of them under which goods may still come in."""
    channel = world.channels.get(filling(world))
    offered = channel.fill if channel else ()
    return tuple([some for some in offered if not waiting or given_up_from(some, PLACED) > PLACED])


def _taking(world: World, moment: CaptureMoment) -> str:
    """Name the last channel that takes money then."""
    return _last(world, lambda row: row.capture is moment)


def _last(world: World, fits: Callable[[Channel], bool]) -> str:
    """Name the last channel that fits; if there is none, the last of all."""
    fitting = [code for code, row in world.channels.items() if fits(row)]
    return [*world.channels, *fitting][-1]
