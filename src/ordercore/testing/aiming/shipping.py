"""Parcels: sent, tracked, delivered, not delivered, and come back."""

from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.orders.delivering import CorrectTracking, RecordDelivery
from ordercore.orders.message import OrderCommand
from ordercore.orders.noting import NoteTracking
from ordercore.orders.paying import order_is_available, order_is_paid
from ordercore.orders.recovering import RetractUndelivered
from ordercore.orders.retracting import RetractDelivery
from ordercore.orders.ruling_out import RuleOutScans
from ordercore.orders.shipping import ConfirmShipment, money_is_taken_first
from ordercore.orders.state import Order
from ordercore.orders.stations import awaiting_units, returned_parcels
from ordercore.orders.stranding import ReceiveUndelivered, RecordUndelivered
from ordercore.orders.world import WORLD
from ordercore.shipping import Parcel, Retraction, Trouble, WayStatus
from ordercore.testing.aiming.choosing import Maker, Pick, Wild, any_units, one_of, units_or_all

TROUBLES = tuple(Trouble)

WORDS = tuple(WayStatus)

CARRIERS = ("UPS", "DHL", "")


def _label_cost(order: Order, number: int) -> Money | None:
    """Give what a label cost: often nobody knows, and now and then it is in another currency."""
    if number % 4 == 0:
        return None
    return Money(number, "USD" if number % 4 == 1 else order.currency or "EUR")


def _ship(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    awaiting = awaiting_units(order)
    if not any(awaiting.values()) or order.open_holds(at):
        return None
    units, number = units_or_all(pick, awaiting), pick(1000)
    command = ConfirmShipment(
        order_id=order.id,
        at=at,
        units=units,
        carrier=CARRIERS[number % 3],
        tracking=f"1Z{number}",
        label_cost=_label_cost(order, number),
    )
    rules = (order_is_available, order_is_paid, money_is_taken_first)
    return None if any(rule.check(order, command, WORLD) is not None for rule in rules) else command


def _track(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    if not order.parcels or pick(3):
        return None
    id, number = one_of(pick, order.parcels).id, f"JD{pick(1000)}"
    return CorrectTracking(order_id=order.id, at=at, parcel_id=id, carrier="DHL", tracking=number)


def _deliver(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    underway = [parcel for parcel in order.parcels if _could_arrive(parcel)]
    if not underway:
        return None
    parcel = one_of(pick, underway)
    return RecordDelivery(order_id=order.id, at=at, by=Actor.CARRIER, parcel_id=parcel.id)


def _could_arrive(parcel: Parcel) -> bool:
    return parcel.delivered_at is None and not parcel.came_back


def _go_astray(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    in_returns = returned_parcels(order)
    away = [p for p in order.parcels if not p.came_back and p.id not in in_returns]
    if not away or pick(2):
        return None
    return RecordUndelivered(
        order_id=order.id,
        at=at,
        by=Actor.CARRIER,
        parcel_id=one_of(pick, away).id,
        trouble=one_of(pick, TROUBLES),
    )


def _come_back(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    for parcel in order.parcels:
        missing = {some.line: parcel.missing(some.line) for some in parcel.units}
        if parcel.is_stranded and any(missing.values()):
            return ReceiveUndelivered(
                order_id=order.id,
                at=at,
                parcel_id=parcel.id,
                units=units_or_all(pick, missing),
                sellable=bool(pick(2)),
            )
    return None


def _take_back(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    """Take back a delivery or a trouble where one is known and nothing came back; or rule one out.

    That is, where nothing is known yet and what comes late may be wrong.
    """
    told = [p for p in order.parcels if (p.deliveries or p.undelivered) and not p.came_back]
    if not order.parcels or pick(3):
        return None
    if not told:
        parcel = one_of(pick, order.parcels)
        wrong = Retraction(one_of(pick, (None, *TROUBLES)), parcel.shipped_at, at)
        return RuleOutScans(
            order_id=order.id,
            at=at,
            by=Actor.CARRIER,
            parcel_id=parcel.id,
            retractions=(wrong,),
        )
    parcel = one_of(pick, told)
    if parcel.undelivered is not None and not (parcel.deliveries and pick(2)):
        return RetractUndelivered(order_id=order.id, at=at, by=Actor.CARRIER, parcel_id=parcel.id)
    return RetractDelivery(
        order_id=order.id,
        at=at,
        by=Actor.CARRIER,
        parcel_id=parcel.id,
        deliveries=(one_of(pick, parcel.deliveries),) if pick(2) else (),
    )


def _tell(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    """Say of a parcel where it is on its way, or when it is expected, or both."""
    underway = [parcel for parcel in order.parcels if parcel.is_underway]
    if not underway:
        return None
    status = one_of(pick, (None, *WORDS))
    return NoteTracking(
        order_id=order.id,
        at=at,
        by=Actor.CARRIER,
        parcel_id=one_of(pick, underway).id,
        status=status,
        estimate=at.add(days=pick(5)) if status is None or pick(2) else None,
    )


MAKERS: tuple[Maker, ...] = (
    _ship, _deliver, _track, _ship, _go_astray, _come_back, _deliver, _take_back, _tell,
)  # fmt: skip


def _any_parcel(_: Order, pick: Pick, __: Instant) -> dict[str, str]:
    return {"parcel_id": f"P{pick(4)}"}


WILDEST: tuple[Wild, ...] = (
    (
        ConfirmShipment,
        lambda order, pick, _: {
            "units": any_units(order, pick),
            "parcel_id": one_of(pick, ("", "P1")),
        },
    ),
    (
        CorrectTracking,
        lambda order, pick, at: {**_any_parcel(order, pick, at), "carrier": "", "tracking": ""},
    ),
    (RecordDelivery, _any_parcel),
    (
        NoteTracking,
        lambda order, pick, at: {
            **_any_parcel(order, pick, at),
            "status": one_of(pick, WORDS),
            "estimate": one_of(pick, (None, at)),
        },
    ),
    (RetractDelivery, _any_parcel),
    (RetractUndelivered, _any_parcel),
    (
        RuleOutScans,
        lambda order, pick, at: {
            **_any_parcel(order, pick, at),
            "retractions": (Retraction(one_of(pick, (None, *TROUBLES)), at, at),),
        },
    ),
    (
        RecordUndelivered,
        lambda order, pick, at: {
            **_any_parcel(order, pick, at),
            "trouble": one_of(pick, TROUBLES),
        },
    ),
    (
        ReceiveUndelivered,
        lambda order, pick, at: {
            **_any_parcel(order, pick, at),
            "units": any_units(order, pick) if pick(2) else (),
        },
    ),
)
