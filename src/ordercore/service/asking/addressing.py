"""Asking about the address: verified, and amended."""

from ordercore.kernel.actors import Actor
from ordercore.orders.address import Address, AddressOutcome, Verification
from ordercore.orders.addressing import AmendAddress, VerifyAddress
from ordercore.orders.state import Order
from ordercore.ports.verifier import AddressVerifier
from ordercore.service.asking.giving import Giving

NOTHING_TO_VERIFY = Verification(outcome=AddressOutcome.QUESTIONED, notes=("address_missing",))


class AskingAddresses(Giving):
    """What can be asked about where an order goes."""

    def verify_address(
        self,
        order_id: str,
        verifier: AddressVerifier,
        *,
        by: Actor = Actor.SYSTEM,
        at: object = None,
    ) -> Order:
        """Ask a verifier about the address, and record what it says.

        It is asked before anything is decided, so a slow one keeps nobody waiting.
        Asking again is harmless.

        Raises:
            Refused: when the order has no address, or another one by the time of the answer.
            OSError: when the verifier cannot be reached; nothing is recorded then.
        """
        address = self.order(order_id).ship_to
        return self.record_verification(
            order_id,
            address=address or Address(),
            verification=verifier.verify(address) if address else NOTHING_TO_VERIFY,
            by=by,
            at=at,
        )

    def record_verification(
        self,
        order_id: str,
        *,
        address: Address,
        verification: Verification,
        by: Actor = Actor.SYSTEM,
        at: object = None,
        command_id: str | None = None,
    ) -> Order:
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
    ) -> Order:
        """Send an order elsewhere, before anything of it has left."""
        command = AmendAddress(order_id=order_id, at=self._at(at), by=by, ship_to=ship_to)
        return self.handle(command, id=command_id)
