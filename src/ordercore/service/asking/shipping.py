"""Asking about parcels: sent, tracked, delivered, or come back undelivered."""

from collections.abc import Iterable

from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.kernel.units import Units
from ordercore.orders.delivering import CorrectTracking, RecordDelivery
from ordercore.orders.noting import NoteTracking
from ordercore.orders.recovering import RetractUndelivered
from ordercore.orders.retracting import RetractDelivery
from ordercore.orders.ruling_out import RuleOutScans
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.stranding import ReceiveUndelivered, RecordUndelivered
from ordercore.service.asking.giving import Giving, OrderAnswer, StockAnswer
from ordercore.shipping import Retraction, Trouble, WayStatus


class AskingParcels(Giving[OrderAnswer, StockAnswer]):
    """What can be asked about parcels."""

    def confirm_shipment(
        self,
        order_id: str,
        *,
        units: Iterable[Units] = (),
        carrier: str = "",
        tracking: str = "",
        parcel_id: str = "",
        pool: str = "",
        label_cost: Money | str | None = None,
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Confirm that units left in a parcel; without ``units``, all that still wait.

        ``pool`` is where it left, for orders of several pools; else we say by their sources.
        ``label_cost`` is what its label cost (``"4.90 EUR"``), for reports.
        """
        command = ConfirmShipment(
            order_id=order_id,
            at=self._at(at),
            by=by,
            units=units,
            parcel_id=parcel_id,
            carrier=carrier,
            tracking=tracking,
            pool=pool,
            label_cost=Money.parse(label_cost, "label_cost")
            if isinstance(label_cost, str)
            else label_cost,
        )
        return self.handle(command, id=command_id)

    def correct_tracking(
        self,
        order_id: str,
        parcel_id: str,
        *,
        carrier: str,
        tracking: str,
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Give a parcel another carrier or tracking number, or its first one."""
        command = CorrectTracking(
            order_id=order_id,
            at=self._at(at),
            by=by,
            parcel_id=parcel_id,
            carrier=carrier,
            tracking=tracking,
        )
        return self.handle(command, id=command_id)

    def record_delivery(
        self,
        order_id: str,
        parcel_id: str,
        *,
        by: Actor = Actor.CARRIER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Record that a parcel reached the buyer."""
        command = RecordDelivery(order_id=order_id, at=self._at(at), by=by, parcel_id=parcel_id)
        return self.handle(command, id=command_id)

    def note_tracking(
        self,
        order_id: str,
        parcel_id: str,
        status: WayStatus | None,
        *,
        estimate: object = None,
        pickup_by: object = None,
        by: Actor = Actor.CARRIER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Note what a carrier says of a parcel on its way, and when it is expected.

        ``status`` is ``None`` where it says no more than an ``estimate``.
        """
        command = NoteTracking(
            order_id=order_id,
            at=self._at(at),
            by=by,
            parcel_id=parcel_id,
            status=status,
            estimate=estimate,
            pickup_by=pickup_by,
        )
        return self.handle(command, id=command_id)

    def record_undelivered(
        self,
        order_id: str,
        parcel_id: str,
        trouble: Trouble,
        *,
        by: Actor = Actor.CARRIER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Record that a parcel was lost, refused, or could not be delivered."""
        command = RecordUndelivered(
            order_id=order_id, at=self._at(at), by=by, parcel_id=parcel_id, trouble=trouble
        )
        return self.handle(command, id=command_id)

    def retract_delivery(
        self,
        order_id: str,
        parcel_id: str,
        *,
        deliveries: Iterable[object] = (),
        by: Actor = Actor.CARRIER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Take back that a parcel reached the buyer.

        ``deliveries`` are the moments at which it did not; without them, all that are known.
        """
        command = RetractDelivery(
            order_id=order_id, at=self._at(at), by=by, parcel_id=parcel_id, deliveries=deliveries
        )
        return self.handle(command, id=command_id)

    def retract_undelivered(
        self,
        order_id: str,
        parcel_id: str,
        *,
        by: Actor = Actor.CARRIER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Take back that a parcel was lost, refused or undeliverable."""
        command = RetractUndelivered(order_id=order_id, at=self._at(at), by=by, parcel_id=parcel_id)
        return self.handle(command, id=command_id)

    def rule_out_scans(
        self,
        order_id: str,
        parcel_id: str,
        *,
        retractions: Iterable[Retraction],
        by: Actor = Actor.CARRIER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Note what was said of a parcel and taken back before its order heard of it."""
        command = RuleOutScans(
            order_id=order_id, at=self._at(at), by=by, parcel_id=parcel_id, retractions=retractions
        )
        return self.handle(command, id=command_id)

    def receive_undelivered(
        self,
        order_id: str,
        parcel_id: str,
        *,
        units: Iterable[Units] = (),
        sellable: bool = True,
        pool: str = "",
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Record that units of an undelivered parcel came back; without ``units``, all of it.

        ``pool`` is where they came back; left out, where they left.
        """
        command = ReceiveUndelivered(
            order_id=order_id,
            at=self._at(at),
            by=by,
            parcel_id=parcel_id,
            units=units,
            sellable=sellable,
            pool=pool,
        )
        return self.handle(command, id=command_id)
