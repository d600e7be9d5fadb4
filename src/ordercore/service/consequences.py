"""Consequences: an event of an order with who is told of it, and what it asks of others."""

import attrs

from ordercore.flows import Attempt, PoolSearch, reactions_to
from ordercore.inventory import InventoryCommand
from ordercore.notices import Notice, notices_of
from ordercore.orders.decider import evolve
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.records import Key
from ordercore.service.keys import keys_of


@attrs.frozen
class Planned:
    """An attempt, with the rows that each of its commands is decided on."""

    steps: tuple[tuple[InventoryCommand | PoolSearch | OrderCommand, tuple[Key, ...]], ...]
    otherwise: tuple[OrderCommand | Attempt, ...] | None


@attrs.frozen
class Step:
    """An event with the order before and after it, who is told, and what it brings about."""

    event: OrderEvent
    before: Order | None
    after: Order
    notices: tuple[Notice, ...]
    attempts: tuple[Planned, ...]
    needs: tuple[Key, ...]
    """The rows of all attempts, to be loaded at once and so in the order of everybody."""


def planned(attempt: Attempt) -> Planned:
    """Name the rows that the commands of an attempt are decided on."""
    steps = [
        (some, _keys_searched(some) if isinstance(some, PoolSearch) else keys_of(some))
        for some in attempt.all_of
    ]
    return Planned(tuple(steps), attempt.otherwise)


def _keys_searched(search: PoolSearch) -> tuple[Key, ...]:
    return tuple([key for probe in search.probes() for key in keys_of(probe)])


def step(before: Order | None, event: OrderEvent, world: World) -> Step:
    """Work out what an event brings about."""
    after = evolve(before, event)
    attempts = [planned(attempt) for attempt in reactions_to(after, event, world, before)]
    needs = [key for attempt in attempts for _, keys in attempt.steps for key in keys]
    return Step(event, before, after, notices_of(after, event), tuple(attempts), tuple(needs))
