"""What every order command and every order event carries."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import attrs

from ordercore.kernel.actors import Actor
from ordercore.kernel.checking import check_types, several
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import OrderId
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant, instant
from ordercore.kernel.units import Units

if TYPE_CHECKING:
    from ordercore.orders.state import Order
    from ordercore.orders.world import World


def expiry(value: object) -> Instant | None:
    """Read ``expires_at``, where there is one."""
    return None if value is None else instant(value, "expires_at")


@attrs.frozen(kw_only=True)
class OrderCommand:
    """A wish about one order.

    ``imported`` marks a command that repeats what a marketplace reports to have happened.
    """

    order_id: OrderId
    at: Instant = attrs.field(converter=instant)
    by: Actor = Actor.SELLER
    imported: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)


def several_units(values: Iterable[Units]) -> tuple[Units, ...]:
    """Take units as a tuple."""
    return several(values, "units")


@attrs.frozen(kw_only=True)
class UnitsCommand(OrderCommand):
    """A wish about units that await shipment.

    ``units`` left empty means all of them.
    """

    units: tuple[Units, ...] = attrs.field(default=(), converter=several_units)


@attrs.frozen(kw_only=True)
class OrderEvent:
    """Something that happened to one order.

    The class names of events are the storage format: a released name never changes.
    """

    at: Instant
    by: Actor
    imported: bool = False


@rule("before_placed", instead=("at",))
def placing_comes_first(order: "Order", command: OrderCommand, _: object) -> Facts | None:
    """Nothing happens to an order before it was placed."""
    if command.at >= order.terms.placed_at:
        return None
    return {"at": command.at, "placed": order.terms.placed_at}


class OfPool(Protocol):
    """A command that may name a pool."""

    @property
    def pool(self) -> str:
        """Which one; blank where none is named."""
        ...


@rule("pool_not_of_order", instead=("pool",))
def pool_is_of_order(order: "Order", command: OfPool, _: object) -> Facts | None:
    """Units leave from a pool that the order may be shipped from."""
    pools = order.terms.kept_pools
    if not command.pool or command.pool in pools:
        return None
    return {"pool": command.pool, "pools": list(pools)}


@rule("pool_unknown", instead=("pool",))
def pool_is_known(order: "Order", command: OfPool, world: "World") -> Facts | None:
    """Units come back into a pool that the host has settled, of an order whose stock we keep."""
    known = world.known_pools if command.pool and order.terms.kept_pools else ()
    if not command.pool or command.pool in known:
        return None
    return {"pool": command.pool, "known": sorted(known)}


E = TypeVar("E", bound=OrderEvent)


def happened(event: type[E], command: OrderCommand, **content: Any) -> tuple[E, ...]:
    """Give the one event that a command brings about, with the command's moment and giver."""
    return (event(at=command.at, by=command.by, imported=command.imported, **content),)


Offers = Callable[["Order", Instant, "World"], tuple[OrderCommand, ...]]
"""Gives commands that may be worth giving, each asking for the most it can."""


def offered(kind: type[OrderCommand], **content: Any) -> Offers:
    """Offer a command that names nothing, and so asks for all that it can."""
    return lambda order, at, _: (kind(order_id=order.id, at=at, **content),)


Decisions = tuple[Decision[Any, Any, "World", OrderEvent], ...]
"""The rows of a theme in the decision table."""

Folds = Mapping[type[OrderEvent], Callable[[Any, Any], "Order"]]
"""What the events of a theme do to an order."""
