"""What becomes of the units of an order of several pools when it is paid for, or no longer is."""

from collections.abc import Iterator

from ordercore.flows.attempt import Attempt, promises, unpaid_until
from ordercore.flows.kept import groups
from ordercore.flows.searching import PoolSearch, needs_of, released
from ordercore.inventory import ReserveUnits, UncommitReserved
from ordercore.kernel.actors import Actor
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units
from ordercore.orders.ending import PaymentEnded
from ordercore.orders.message import OrderEvent
from ordercore.orders.money import is_secured
from ordercore.orders.shortage import RecordShortage
from ordercore.orders.sources import Source, by_pool
from ordercore.orders.state import Order
from ordercore.orders.world import World


def commit_sourced_units(
    order: Order, event: OrderEvent, _: Order | None, world: World
) -> tuple[Attempt, ...]:
    """The units of an order that is secured no longer expire, in any pool.

    What has expired before is reserved anew where it was to come from; where it has gone
    meanwhile, pools are searched for anew; and where there are none, the lines are short.
    """
    if not is_secured(order, event.at):
        return ()
    return tuple([_committed(order, group, event.at, world) for group in _sourced_groups(order)])


def uncommit_sourced_units(
    order: Order, event: PaymentEnded, _: Order | None, world: World
) -> tuple[Attempt, ...]:
    """What a payment had secured that is gone may expire again, in any pool."""
    ends = unpaid_until(order, event.at, world)
    if ends is None or is_secured(order, event.at):
        return ()
    again = [
        UncommitReserved(owner=order.id, sku=sku, pool=pool, at=event.at, expires_at=ends)
        for pool, sku in by_pool(order.sources)
    ]
    return (Attempt(all_of=tuple(again)),)


def _sourced_groups(order: Order) -> Iterator[tuple[Source, ...]]:
    lines = dict.fromkeys(some.line for some in order.sources)
    for group in groups(order, [Units(line, 1) for line in lines]):
        together = {some.line for some in group}
        yield tuple([some for some in order.sources if some.line in together])


def _committed(order: Order, sources: tuple[Source, ...], at: Instant, world: World) -> Attempt:
    said = promises(order, at, world)
    planned = by_pool(sources)
    reserved = [
        ReserveUnits(
            owner=order.id, pool=pool, sku=sku, quantity=units, at=at, using=order.id, **said
        )
        for (pool, sku), units in planned.items()
    ]
    back = [released(order.id, pool, sku, units, at) for (pool, sku), units in planned.items()]
    anew = PoolSearch(
        order=order,
        needs=needs_of(sources),
        at=at,
        said=said,
        given_up=sources,
    )
    short = RecordShortage(
        order_id=order.id,
        at=at,
        by=Actor.SYSTEM,
        imported=order.terms.imported,
        lines=tuple(dict.fromkeys(some.line for some in sources)),
    )
    return Attempt(
        all_of=tuple(reserved),
        otherwise=(Attempt(all_of=(*back, anew), otherwise=(short,)),),
    )


def secured_sources_by_now(
    order: Order, event: OrderEvent, before: Order | None, world: World
) -> tuple[Attempt, ...]:
    """Commit what is left of an order that was paid in part, and owes no more since."""
    if not order.payments or order.terms.imported:
        return ()
    return commit_sourced_units(order, event, before, world)
