"""Asking about labels for the way back: bought, noted, and voided."""

from collections.abc import Callable

from ordercore.kernel.actors import Actor
from ordercore.kernel.checking import of_type
from ordercore.orders.labelling import IssueReturnLabel, VoidReturnLabel
from ordercore.ports.carrier import Carrier
from ordercore.returns import ReturnLabel
from ordercore.service.asking.giving import Giving, OrderAnswer, StockAnswer
from ordercore.service.buying import at_once
from ordercore.service.return_labels import BuyingReturnLabel, VoidingReturnLabel
from ordercore.service.way_back import WayBack


class AskingLabels(Giving[OrderAnswer, StockAnswer]):
    """What can be asked about labels for the way back."""

    def buy_return_label(
        self,
        order_id: str,
        return_id: str,
        *,
        carrier: Carrier,
        way: WayBack,
        label_id: str = "",
        attempts: int = 3,
        wait: Callable[[int], None] = at_once,
        by: Actor = Actor.SELLER,
        at: object = None,
    ) -> OrderAnswer:
        """Buy a prepaid label for the way back at a carrier, and note it on its return.

        The order is asked first, so that nothing is bought that it would refuse: for a return that
        was not let in or is over, by whom the channel does not have labels bought, or in another
        currency. A label whose note is refused all the same is voided again.

        Twice is once, also where an answer was lost or the process died: the key at the carrier
        is made of the order, the return and ``label_id``. Left out, that is the label that stands,
        and where there is none, the next number: a further parcel needs an id of its own. What a
        label was bought with first counts, whatever is asked for later.

        ``attempts`` and ``wait`` are those of :func:`ordercore.service.buying.settle`.

        Raises:
            Refused: by the order; as ``no_service_for_label`` where no service carries it; or with
                ``label_not_voided`` where a label was bought that could not be given back, whose
                cause is what the carrier refused, if that was a pickup.
            CarrierError: what the carrier refuses; where its remedy is ``RETRY`` or ``ASK_AGAIN``,
                the same call goes on.
            InvalidValue: when ``carrier`` or ``way`` is of another type, or the order has no
                address, and none is given.
        """
        errand = BuyingReturnLabel(
            order_id=order_id,
            return_id=return_id,
            carrier=carrier,
            way=of_type(way, WayBack, "way"),
            label_id=label_id,
            attempts=attempts,
            wait=wait,
            by=by,
            at=at,
        )
        return self._run(errand, None)

    def issue_return_label(
        self,
        order_id: str,
        return_id: str,
        *,
        label: ReturnLabel | None = None,
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Give the buyer a label for the way back; without one that is known, a prepaid one."""
        command = IssueReturnLabel(
            order_id=order_id,
            at=self._at(at),
            by=by,
            return_id=return_id,
            label=label or ReturnLabel(),
        )
        return self.handle(command, id=command_id)

    def void_return_label(
        self,
        order_id: str,
        return_id: str,
        label_id: str,
        *,
        carrier: Carrier | None = None,
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Take a label back that nothing has gone by yet.

        With the ``carrier`` where it was bought it is voided there first; without, that is
        somebody else's to do.

        Raises:
            CarrierError: ``not_voidable`` when it was used or the carrier's time is over, or
                whatever else the carrier refuses; the label counts on then.
            InvalidValue: when ``carrier`` is none, or the label was not bought from a carrier, and
                one is named.
        """
        command = VoidReturnLabel(
            order_id=order_id,
            at=self._at(at),
            by=by,
            return_id=return_id,
            label_id=label_id,
        )
        if carrier is not None:
            return self._run(VoidingReturnLabel(command=command, carrier=carrier), command_id)
        return self.handle(command, id=command_id)
