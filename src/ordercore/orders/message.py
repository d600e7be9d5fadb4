"""What every order command and every order event carries."""

from typing import Any, TypeVar

import attrs

from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import OrderId
from ordercore.kernel.time import Instant, instant
from ordercore.kernel.units import Units


@attrs.frozen(kw_only=True)
class OrderCommand:
    """A wish about one order.

    ``imported`` marks a command that repeats what a marketplace reports to have happened.
    """

    order_id: OrderId
    at: Instant = attrs.field(converter=instant)
    by: Actor = Actor.SELLER
    imported: bool = False


@attrs.frozen(kw_only=True)
class UnitsCommand(OrderCommand):
    """A wish about units that await shipment.

    ``units`` left empty means all of them.
    """

    units: tuple[Units, ...] = attrs.field(default=(), converter=tuple[Units, ...])


@attrs.frozen(kw_only=True)
class OrderEvent:
    """Something that happened to one order.

    The class names of events are the storage format: a released name never changes.
    """

    at: Instant
    by: Actor
    imported: bool = False


E = TypeVar("E", bound=OrderEvent)


def happened(event: type[E], command: OrderCommand, **content: Any) -> tuple[E, ...]:
    """Give the one event that a command brings about, with the command's moment and giver."""
    return (event(at=command.at, by=command.by, imported=command.imported, **content),)
