"""Asking for an order: placed, or ordered ahead and then released."""

from collections.abc import Iterable

from ordercore.channels import FillPolicy
from ordercore.kernel.actors import Actor
from ordercore.kernel.checking import several
from ordercore.kernel.money import Money
from ordercore.orders.address import Address
from ordercore.orders.line import Line
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.pricing import promoted, with_shipping
from ordercore.orders.releasing import ReleasePreorder, ReschedulePreorder
from ordercore.service.asking.giving import Giving, OrderAnswer, StockAnswer, money


class AskingOrders(Giving[OrderAnswer, StockAnswer]):
    """What can be asked for before an order is paid."""

    def place(
        self,
        *,
        channel: str,
        lines: Iterable[Line],
        marketplace: str = "",
        ship_to: Address | None = None,
        buyer: str = "",
        service: str = "",
        discount: Money | str | None = None,
        shipping: Money | str | None = None,
        ship_by: object = None,
        deliver_by: object = None,
        available_at: object = None,
        fill: FillPolicy | None = None,
        basket: str = "",
        order_id: str | None = None,
        by: Actor = Actor.BUYER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Enter a new order and, where we keep the channel's stock, reserve all of it.

        ``discount`` is a promotion on the whole order, and ``shipping`` what its shipping costs;
        each line bears its share of both, by its price.
        ``fill`` says what becomes of it where its fulfiller has only a part; left out, it is the
        channel's first policy, if the channel has any.
        ``basket`` names the owner of reservations that become the order's own.
        """
        asked, off, charge = (
            several(lines, "lines"),
            money(discount, "discount"),
            money(shipping, "shipping"),
        )
        if off is not None:
            asked = promoted(asked, off)
        if charge is not None:
            asked = with_shipping(asked, charge)
        command = PlaceOrder(
            order_id=self._identity.order_id(command_id) if order_id is None else order_id,
            at=self._at(at),
            by=by,
            channel=channel,
            marketplace=marketplace,
            lines=asked,
            ship_to=ship_to,
            buyer=buyer,
            service=service,
            ship_by=ship_by,
            deliver_by=deliver_by,
            available_at=available_at,
            fill=fill,
            basket=basket,
        )
        return self.handle(command, id=command_id)

    def release_preorder(
        self,
        order_id: str,
        *,
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Let a pre-order be paid and shipped, since what was ordered has become available."""
        command = ReleasePreorder(order_id=order_id, at=self._at(at), by=by)
        return self.handle(command, id=command_id)

    def reschedule_preorder(
        self,
        order_id: str,
        *,
        available_at: object,
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Record that what was ordered becomes available at another moment."""
        command = ReschedulePreorder(
            order_id=order_id, at=self._at(at), by=by, available_at=available_at
        )
        return self.handle(command, id=command_id)
