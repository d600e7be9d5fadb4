"""Asking about the address: verified, and amended."""

from ordercore.kernel.actors import Actor
from ordercore.orders.address import Address, AddressOutcome, Verification
from ordercore.orders.addressing import AmendAddress, VerifyAddress
from ordercore.service.asking.giving import Giving, OrderAnswer, StockAnswer

NOTHING_TO_VERIFY = Verification(outcome=AddressOutcome.QUESTIONED, notes=("address_missing",))


class AskingAddresses(Giving[OrderAnswer, StockAnswer]):
    """What can be asked about where an order goes."""

    def record_verification(
        self,
        order_id: str,
        *,
        address: Address,
        verification: Verification,
        by: Actor = Actor.SYSTEM,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Record what a verifier said of an address: a doubtful one is held, a good one not."""
        command = VerifyAddress(
            order_id=order_id,
            at=self._at(at),
            by=by,
            address=address,
            verification=verification,
        )
        return self.handle(command, id=command_id)

    def amend_address(
        self,
        order_id: str,
        ship_to: Address,
        *,
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Send an order elsewhere, before anything of it has left."""
        command = AmendAddress(order_id=order_id, at=self._at(at), by=by, ship_to=ship_to)
        return self.handle(command, id=command_id)
