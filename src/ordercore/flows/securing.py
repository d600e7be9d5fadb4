"""What becomes of the units of an order when it is paid for, or no longer is."""

from ordercore.flows.attempt import Attempt, promises, unpaid_until
from ordercore.flows.kept import groups, kept_units, stock_commands
from ordercore.inventory import ReserveUnits, UncommitReserved
from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import Sku
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units
from ordercore.orders.ending import PaymentEnded
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.money import is_secured
from ordercore.orders.promised import promised_stock
from ordercore.orders.shortage import RecordShortage
from ordercore.orders.state import Order
from ordercore.orders.stations import awaiting_units
from ordercore.orders.world import World


def commit_secured_units(
    order: Order, event: OrderEvent, _: Order | None, pool: str, world: World
) -> tuple[Attempt, ...]:
    """The units of an order that is secured no longer expire.

    What has expired before is reserved anew. Where stock has gone meanwhile, the lines that it
    lacks are recorded as short, with all that share a SKU with them, and what is still held of
    those is given back: the payment is a fact, and is never refused.
    """
    if not is_secured(order, event.at):
        return ()
    promised = promised_stock(order)
    units = [Units(line, 1) for line in dict.fromkeys(line for line, _ in promised)]
    said = {**promises(order, event.at, world), "using": order.id}
    attempts: list[Attempt] = []
    for group in groups(order, units):
        lines = {some.line for some in group}
        totals: dict[Sku, int] = {}
        for (line, sku), quantity in promised.items():
            if line in lines:
                totals[sku] = totals.get(sku, 0) + quantity
        attempts.append(
            Attempt(
                all_of=stock_commands(
                    ReserveUnits, order, dict(sorted(totals.items())), pool, event.at, **said
                ),
                otherwise=_short(order, group, event.at),
            )
        )
    return tuple(attempts)


def _short(order: Order, units: tuple[Units, ...], at: Instant) -> tuple[OrderCommand, ...]:
    short = RecordShortage(
        order_id=order.id,
        at=at,
        by=Actor.SYSTEM,
        imported=order.terms.imported,
        lines=tuple([some.line for some in units]),
    )
    return (short,)


def uncommit_unsecured_units(
    order: Order, event: PaymentEnded, _: Order | None, pool: str, world: World
) -> tuple[Attempt, ...]:
    """What a payment had secured that is gone may expire again, as if nobody had paid."""
    ends = unpaid_until(order, event.at, world)
    if ends is None or is_secured(order, event.at):
        return ()
    awaiting = [Units(line, n) for line, n in awaiting_units(order).items() if n]
    again = [
        UncommitReserved(owner=order.id, sku=sku, pool=pool, at=event.at, expires_at=ends)
        for sku in kept_units(order, awaiting)
    ]
    return (Attempt(all_of=tuple(again)),)


def secured_by_now(
    order: Order, event: OrderEvent, before: Order | None, pool: str, world: World
) -> tuple[Attempt, ...]:
    """Commit what is left of an order that was paid in part, and owes no more since."""
    if not order.payments or order.terms.imported:
        return ()
    return commit_secured_units(order, event, before, pool, world)
