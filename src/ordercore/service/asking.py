"""What can be asked for at the desk: one method per command."""

from abc import ABC, abstractmethod
from collections.abc import Iterable

from ordercore.inventory import InventoryCommand, ReceiveStock, Stock
from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, instant
from ordercore.kernel.units import Units
from ordercore.orders.address import Address
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.parts import RefundPart
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.returning import ReceiveReturn, RequestReturn
from ordercore.orders.shipping import ConfirmShipment, CorrectTracking, RecordDelivery
from ordercore.orders.state import Order
from ordercore.ports.clock import Clock
from ordercore.ports.identity import Identity
from ordercore.returns import ReturnUnits


class Asking(ABC):
    """Makes commands of plain values, and has them decided.

    ``at`` is the moment it happened, for which the clock is asked where it is left out;
    ``command_id`` makes twice once.
    """

    def __init__(self, clock: Clock, identity: Identity) -> None:
        self._clock = clock
        self._identity = identity

    @abstractmethod
    def handle(self, command: OrderCommand, *, id: str | None = None) -> Order:
        """Decide a command about an order, and keep what it brings about."""

    @abstractmethod
    def _handle_stock(self, command: InventoryCommand, id: str | None) -> Stock:
        """Decide a command about stock, and keep what it brings about."""

    def _at(self, at: object) -> Instant:
        return self._clock.now() if at is None else instant(at)

    def receive(
        self,
        sku: str,
        quantity: int,
        *,
        pool: str = "main",
        at: object = None,
        command_id: str | None = None,
    ) -> Stock:
        """Put newly arrived units on hand."""
        command = ReceiveStock(sku=sku, quantity=quantity, pool=pool, at=self._at(at))
        return self._handle_stock(command, command_id)

    def place(
        self,
        *,
        channel: str,
        lines: Iterable[Line],
        marketplace: str = "",
        ship_to: Address | None = None,
        buyer: str = "",
        service: str = "",
        order_id: str | None = None,
        at: object = None,
        command_id: str | None = None,
    ) -> Order:
        """Enter a new order and, where we keep the channel's stock, reserve all of it."""
        command = PlaceOrder(
            order_id=self._identity.order_id(command_id) if order_id is None else order_id,
            at=self._at(at),
            by=Actor.BUYER,
            channel=channel,
            marketplace=marketplace,
            lines=tuple(lines),
            ship_to=ship_to,
            buyer=buyer,
            service=service,
        )
        return self.handle(command, id=command_id)

    def confirm_payment(
        self,
        order_id: str,
        *,
        amount: Money | None = None,
        reference: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> Order:
        """Record that the buyer has paid, which sets the ship-by clock going."""
        command = ConfirmPayment(
            order_id=order_id, at=self._at(at), amount=amount, reference=reference
        )
        return self.handle(command, id=command_id)

    def confirm_shipment(
        self,
        order_id: str,
        *,
        units: Iterable[Units] = (),
        carrier: str = "",
        tracking: str = "",
        parcel_id: str = "",
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> Order:
        """Confirm that units left in a parcel; without ``units``, all that still wait."""
        command = ConfirmShipment(
            order_id=order_id,
            at=self._at(at),
            by=by,
            units=tuple(units),
            parcel_id=parcel_id,
            carrier=carrier,
            tracking=tracking,
        )
        return self.handle(command, id=command_id)

    def correct_tracking(
        self,
        order_id: str,
        parcel_id: str,
        *,
        carrier: str,
        tracking: str,
        at: object = None,
        command_id: str | None = None,
    ) -> Order:
        """Give a parcel another carrier or tracking number, or its first one."""
        command = CorrectTracking(
            order_id=order_id,
            at=self._at(at),
            parcel_id=parcel_id,
            carrier=carrier,
            tracking=tracking,
        )
        return self.handle(command, id=command_id)

    def record_delivery(
        self, order_id: str, parcel_id: str, *, at: object = None, command_id: str | None = None
    ) -> Order:
        """Record that a parcel reached the buyer."""
        command = RecordDelivery(
            order_id=order_id,
            at=self._at(at),
            by=Actor.CARRIER,
            parcel_id=parcel_id,
        )
        return self.handle(command, id=command_id)

    def cancel(
        self,
        order_id: str,
        *,
        reason: str,
        units: Iterable[Units] = (),
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> Order:
        """Cancel units that have not been shipped; without ``units``, all that still wait."""
        command = CancelUnits(
            order_id=order_id, at=self._at(at), by=by, reason=reason, units=tuple(units)
        )
        return self.handle(command, id=command_id)

    def request_return(
        self,
        order_id: str,
        *,
        units: Iterable[ReturnUnits],
        reason: str,
        return_id: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> Order:
        """Ask to send delivered units back; inside the window it is authorised at once."""
        command = RequestReturn(
            order_id=order_id,
            at=self._at(at),
            by=Actor.BUYER,
            units=tuple(units),
            reason=reason,
            return_id=return_id,
        )
        return self.handle(command, id=command_id)

    def receive_return(
        self,
        order_id: str,
        return_id: str,
        *,
        units: Iterable[ReturnUnits],
        sellable: bool = True,
        at: object = None,
        command_id: str | None = None,
    ) -> Order:
        """Record that returned units arrived; sellable ones go back on hand."""
        command = ReceiveReturn(
            order_id=order_id,
            at=self._at(at),
            return_id=return_id,
            units=tuple(units),
            sellable=sellable,
        )
        return self.handle(command, id=command_id)

    def refund(
        self,
        order_id: str,
        *,
        reason: str,
        return_id: str | None = None,
        parts: Iterable[RefundPart] = (),
        refund_id: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> Order:
        """Give money back: the parts named, or what came back under a return."""
        command = IssueRefund(
            order_id=order_id,
            at=self._at(at),
            reason=reason,
            parts=tuple(parts),
            return_id=None if return_id is None else return_id,
            refund_id=refund_id,
        )
        return self.handle(command, id=command_id)
