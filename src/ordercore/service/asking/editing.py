"""Asking to change what was ordered."""

from collections.abc import Iterable, Mapping

import attrs

from ordercore.kernel.actors import Actor
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units
from ordercore.orders.editing import AmendOrder, quantities_to
from ordercore.orders.line import Line
from ordercore.orders.state import Order
from ordercore.service.asking.giving import Giving, OrderAnswer, StockAnswer


@attrs.frozen(kw_only=True)
class WishedQuantities:
    """Lines of an order brought to quantities, whatever they are when it is decided."""

    order_id: str
    wished: Mapping[str, int]
    by: Actor
    at: Instant

    def command(self, order: Order) -> AmendOrder | None:
        """Give what has to be taken out and put in; ``None`` where it is as wished."""
        units, add = quantities_to(order, self.wished)
        if not units and not add:
            return None
        return AmendOrder(order_id=self.order_id, at=self.at, by=self.by, units=units, add=add)


class AskingChanges(Giving[OrderAnswer, StockAnswer]):
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
    ) -> OrderAnswer:
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
    ) -> OrderAnswer:
        """Bring lines to the quantities wished, by line id.

        Further units become a line that adds to it, at the same price; the quantity counts both,
        so the same wish once more changes nothing.
        """
        wish = WishedQuantities(order_id=order_id, wished=wished, by=by, at=self._at(at))
        return self._wish(wish, command_id)
