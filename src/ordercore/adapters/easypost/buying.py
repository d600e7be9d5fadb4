"""Shipments of EasyPost's, bought once under a key and refunded."""

from typing import Any

from ordercore.adapters.aggregators.keys import KeyBook
from ordercore.adapters.aggregators.reading import Answer
from ordercore.adapters.aggregators.tasks import Once
from ordercore.adapters.easypost.answers import ids_of, is_shipment, label_of
from ordercore.adapters.easypost.faults import answer, fault, readable
from ordercore.errors import CarrierError
from ordercore.kernel.checking import of_type
from ordercore.kernel.ids import checked
from ordercore.ports.carriage import Label, Voided, VoidStatus
from ordercore.shipping.choosing.quote import Quote

SHELF = "keys"

REFUNDS = {
    "submitted": VoidStatus.REQUESTED,
    "refunded": VoidStatus.VOIDED,
}
"""EasyPost's word for a refund → what became of the label; any other is none that was given."""


class Purchases:
    """The purchases of an account: each under a key, which the book knows first."""

    def __init__(self, client: Any, keys: KeyBook) -> None:
        self._client = client
        self._keys = keys

    def buy(self, quote: Quote, key: str) -> Label:
        """Buy a shipment, unless its key has bought it before."""
        of_type(quote, Quote, "quote")
        shipment, rate = ids_of(quote.id) or ("", "")
        takes = (shipment,) if shipment else ()
        task = Once(shelf=SHELF, key=checked(key, "key"), asked=quote.id, kind=Label, takes=takes)

        def label(found: Answer) -> Label:
            bought = _label(found, key)
            if bought.quote != quote.id:
                raise fault("quote_taken", "the shipment was bought at another rate")
            return bought

        def find() -> Label | None:
            found = self._bought(shipment)
            return None if found is None else label(found)

        bought = self._keys.once(
            task,
            find=find,
            prepare=lambda: self._bought(shipment),
            make=lambda found: label(found or self._buy(shipment, rate)),
        )
        self._keys.refuse_void(bought.id)
        return bought

    def good(self, ids: tuple[str, ...]) -> tuple[Label, ...]:
        """Give labels that were bought and not voided; EasyPost is asked for strangers only.

        Raises:
            CarrierError: ``label_unknown`` or ``label_void``.
        """
        return tuple(map(self._good, ids))

    def _good(self, id: str) -> Label:
        if not is_shipment(id):
            raise fault("label_unknown", id)
        self._keys.refuse_void(id)
        kept = self._keys.of(id, SHELF, Label)
        if kept is not None:
            return kept
        found = self._bought(id, "label_unknown")
        if found is None:
            raise fault("label_unknown", id)
        return _label(found, "-")

    def _buy(self, shipment: str, rate: str) -> Answer:
        return answer(
            lambda: self._client.shipment.buy(shipment, rate={"id": rate}), "quote_unknown"
        )

    def _bought(self, shipment: str, missing: str = "quote_unknown") -> Answer | None:
        """Give a shipment, if it was bought."""
        if not shipment:
            raise fault(missing)
        found = answer(lambda: self._client.shipment.retrieve(shipment), missing)
        return found if found.get("postage_label") else None

    def void(self, label: str) -> Voided:
        """Ask for a refund, which carriers give days later, or never."""
        if not is_shipment(of_type(label, str, "label")):
            raise fault("label_unknown")
        before = self._keys.voided(label)
        if before is not None:
            return before
        try:
            found = answer(lambda: self._client.shipment.refund(label), "label_unknown")
        except CarrierError as error:
            if error.code != "call_refused":
                raise
            # Refused, perhaps because it was asked for before and the answer was lost.
            found = answer(lambda: self._client.shipment.retrieve(label), "label_unknown")
        status = REFUNDS.get(str(found.get("refund_status")))
        if status is None:
            raise fault("not_voidable", f"refund_status is {found.get('refund_status')}")
        cost = _label(found, "-").cost if status is VoidStatus.VOIDED else None
        return self._keys.note_voided(Voided(label=label, status=status, refund=cost))


def _label(shipment: Answer, key: str) -> Label:
    """Read a shipment that was bought."""
    with readable():
        return label_of(shipment, key)
