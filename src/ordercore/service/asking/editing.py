"""Asking to change what was ordered."""

from collections.abc import Iterable, Mapping

from ordercore.errors import Refused
from ordercore.kernel.actors import Actor
from ordercore.kernel.units import Units
from ordercore.orders.editing import AmendOrder, quantities_to
from ordercore.orders.line import Line
from ordercore.orders.state import Order
from ordercore.service.asking.giving import Giving


class AskingChanges(Giving):
    """What can be asked of an order before anything of it has left."""

    def amend_order(
        self,
        order_id: str,
        *,
        units: Iterable[Units] = (),
        add: Iterable[Line] = (),
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> Order:
        """Take units out of an order and put lines into it, all at once or not at all."""
        command = AmendOrder(order_id=order_id, at=self._at(at), by=by, units=units, add=add)
        return self.handle(command, id=command_id)

    def change_quantity(
        self,
        order_id: str,
        wished: Mapping[str, int],
        *,
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> Order:
        """Bring lines to the quantities wished, by line id.

        Further units become a line that adds to it, at the same price; the quantity counts both,
        so the same wish once more changes nothing.

        Raises:
            Conflict: when the order changed while this was worked out; look again before asking
                again.
        """
        order, version = self._seen(order_id, command_id)
        units, add = quantities_to(order, wished)
        command = AmendOrder(order_id=order_id, at=self._at(at), by=by, units=units, add=add)
        try:
            return self._handle_seen(command, command_id, version)
        except Refused as refused:
            if refused.codes == ("nothing_to_amend",):
                return order
            raise
