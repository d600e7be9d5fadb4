"""Asking about returns on their way, what came, and how they end."""

from collections.abc import Iterable

from ordercore.kernel.actors import Actor
from ordercore.orders.closing import CloseReturn
from ordercore.orders.grading import GradeReturn
from ordercore.orders.rejecting import RecordFoundUnits, SendBackReturn
from ordercore.orders.scanning import RecordReturnScan
from ordercore.returns import Disposition, ReturnEnd, ReturnScan, ReturnUnits
from ordercore.service.asking.giving import Giving, OrderAnswer, StockAnswer


class AskingGrades(Giving[OrderAnswer, StockAnswer]):
    """What can be asked about returns on their way and back."""

    def record_return_scan(
        self,
        order_id: str,
        return_id: str,
        *,
        scan: ReturnScan = ReturnScan.IN_TRANSIT,
        by: Actor = Actor.CARRIER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Record what a carrier tells of a parcel on its way back."""
        command = RecordReturnScan(
            order_id=order_id,
            at=self._at(at),
            by=by,
            return_id=return_id,
            scan=scan,
        )
        return self.handle(command, id=command_id)

    def grade_return(
        self,
        order_id: str,
        return_id: str,
        *,
        units: Iterable[ReturnUnits],
        grade: str,
        disposition: Disposition | None = None,
        note: str = "",
        pool: str = "",
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Say in which condition received units are; stock moves by that, once.

        Without a ``disposition`` it is the first of the grade's row in ``World.return_grades``.
        ``pool`` is where they are; left out, where their parcel left.
        """
        command = GradeReturn(
            order_id=order_id,
            at=self._at(at),
            by=by,
            return_id=return_id,
            units=units,
            grade=grade,
            disposition=disposition,
            note=note,
            pool=pool,
        )
        return self.handle(command, id=command_id)

    def record_found_units(
        self,
        order_id: str,
        return_id: str,
        *,
        what: str,
        quantity: int = 1,
        note: str = "",
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Record what a return had in it that was not let in."""
        command = RecordFoundUnits(
            order_id=order_id,
            at=self._at(at),
            by=by,
            return_id=return_id,
            what=what,
            quantity=quantity,
            note=note,
        )
        return self.handle(command, id=command_id)

    def send_back(
        self,
        order_id: str,
        return_id: str,
        *,
        units: Iterable[ReturnUnits] = (),
        carrier: str = "",
        tracking: str = "",
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Send rejected units back to the buyer; without ``units``, all of them."""
        command = SendBackReturn(
            order_id=order_id,
            at=self._at(at),
            by=by,
            return_id=return_id,
            units=units,
            carrier=carrier,
            tracking=tracking,
        )
        return self.handle(command, id=command_id)

    def close_return(
        self,
        order_id: str,
        return_id: str,
        *,
        end: ReturnEnd,
        reference: str = "",
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Close a return: by what it ended, and by which other order, if any."""
        command = CloseReturn(
            order_id=order_id,
            at=self._at(at),
            by=by,
            return_id=return_id,
            end=end,
            reference=reference,
        )
        return self.handle(command, id=command_id)
