"""Asking to keep an order from shipping for a while."""

from ordercore.kernel.actors import Actor
from ordercore.orders.holding import PlaceHold, ReleaseHold
from ordercore.service.asking.giving import Giving, OrderAnswer, StockAnswer


class AskingHolds(Giving[OrderAnswer, StockAnswer]):
    """What can be asked about holds."""

    def place_hold(
        self,
        order_id: str,
        kind: str,
        *,
        owner: str,
        reason: str = "",
        expires_at: object = None,
        hold_id: str = "",
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Keep an order from shipping until the hold is released, or runs out.

        ``owner`` is who has to look into it.
        """
        command = PlaceHold(
            order_id=order_id,
            at=self._at(at),
            by=by,
            kind=kind,
            owner=owner,
            reason=reason,
            expires_at=expires_at,
            hold_id=hold_id,
        )
        return self.handle(command, id=command_id)

    def release_hold(
        self,
        order_id: str,
        *,
        hold_id: str = "",
        reason: str = "",
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """End a hold; without ``hold_id``, the first that stands."""
        command = ReleaseHold(
            order_id=order_id, at=self._at(at), by=by, hold_id=hold_id, reason=reason
        )
        return self.handle(command, id=command_id)
