"""Return labels bought and voided at a carrier, and noted on their order: both, or neither."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import attrs

from ordercore.errors import CarrierError, InvalidValue, OrdercoreError, Refusal, Refused
from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import LabelId, OrderId, ReturnId, numbered
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.orders.address import Address
from ordercore.orders.decider import explain
from ordercore.orders.label_paying import label_payer
from ordercore.orders.labelling import IssueReturnLabel, VoidReturnLabel
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.carriage import Carriage, Label, Pickup, PickupRequest
from ordercore.ports.carrier import Carrier
from ordercore.ports.carrier_faults import Remedy, remedy_of
from ordercore.returns import Handover, ReturnLabel
from ordercore.service.buying import buy_once, settle
from ordercore.service.errands import Ran, Run
from ordercore.service.views import View, order, preview
from ordercore.service.way_back import WayBack
from ordercore.shipping.choosing import Quote, choose_service

T = TypeVar("T")

NOTE = IssueReturnLabel.__name__


def key_of(order_id: OrderId, return_id: ReturnId, label_id: LabelId) -> str:
    """Give the key under which a label is bought; no two labels have the same."""
    parts = (order_id, return_id, label_id)
    return "/".join([part.replace("%", "%25").replace("/", "%2F") for part in parts])


def _is_carrier(_: object, field: "attrs.Attribute[Carrier]", value: object) -> None:
    # Found out here, for halfway through buying a missing method would be an AttributeError.
    if not isinstance(getattr(value, "features", None), frozenset):
        raise InvalidValue(field.name, value, "a carrier, such as MemoryCarrier()")


@attrs.frozen(kw_only=True)
class BuyingReturnLabel:
    """Buys a label for a return, unless it has the one that is meant."""

    order_id: OrderId
    return_id: ReturnId
    carrier: Carrier = attrs.field(validator=_is_carrier)
    way: WayBack
    label_id: LabelId
    attempts: int
    wait: Callable[[int], None]
    by: Actor
    at: object

    def prepare(self, view: View) -> Order | Run:
        """Give the order where its label stands already, else what buys it."""
        found = order(view, self.order_id)
        rma = found.return_(self.return_id)
        standing = rma.live_labels if rma else ()
        if any(self.label_id in ("", label.id) for label in standing):
            return found
        wish = IssueReturnLabel(
            order_id=self.order_id,
            at=view.at(self.at),
            by=self.by,
            return_id=self.return_id,
            label=ReturnLabel(id=self.label_id),
        )
        preview(view, wish)
        sender = self.way.sender or found.ship_to
        if sender is None:
            raise InvalidValue("sender", sender, "an address, which the order does not have")
        return Purchase(self, wish, found, sender, view.world).run


@attrs.frozen
class Purchase:
    """What is bought for an order as it was seen: asked for, chosen, bought, and to be noted."""

    errand: BuyingReturnLabel
    wish: IssueReturnLabel
    order: Order
    sender: Address
    world: World

    def run(self) -> Ran:
        """Buy, and have it picked up where that is wished; or leave nothing behind.

        Raises:
            Refused: when the order would refuse it, or no service carries it; nothing is bought.
            CarrierError: when the carrier refuses, or nobody knows what it did: then the same call
                finds it, or does it.
        """
        quote = self._chosen()
        id, label = self._bought(quote)
        undo = partial(self._undone, label)
        try:
            pickup = self._picked_up(label, key_of(self.order.id, self.wish.return_id, id))
        except CarrierError as error:
            if remedy_of(error) in (Remedy.RETRY, Remedy.ASK_AGAIN):
                raise
            return Ran(command=self.wish, undo=undo, failure=error)
        try:
            noted = replace(self.wish, label=self._note(id, label, pickup))
        except InvalidValue as error:
            # What ``papers`` gave is no text, say: a label that cannot be noted is not kept.
            return Ran(command=self.wish, undo=undo, failure=error)
        return Ran(command=noted, undo=undo)

    def _chosen(self) -> Quote:
        """Choose a service in the order's currency, of which the order does not refuse the note."""
        way, carrier, rma = self.errand.way, self.errand.carrier, self.wish.return_id
        carriage = Carriage(
            parcel=way.parcel, sender=self.sender, to=way.to, reference=f"{self.order.id}/{rma}"
        )
        offers = self._settled(lambda: carrier.quote(carriage))
        told = [quote.price.currency for quote in offers.quotes]
        currency = self.order.currency if self.order.currency in told else next(iter(told), None)
        same = [quote for quote in offers.quotes if quote.price.currency == currency]
        choice = choose_service(same, way.parcel, way.ranking)
        if choice.best is None:
            unfit = [clause.code for some in choice.rejected for clause in some.because]
            facts = {
                "return": rma,
                "declined": tuple([some.code for some in offers.declined]),
                "unfit": tuple(unfit),
            }
            raise Refused(NOTE, (Refusal("no_service_for_label", facts),))
        label = replace(self.wish.label, cost=choice.best.price)
        refusals = explain(self.order, replace(self.wish, label=label), self.world)
        if refusals:
            raise Refused(NOTE, refusals)
        return choice.best

    def _bought(self, quote: Quote) -> tuple[LabelId, Label]:
        """Buy under the label's key; a key whose label was voided is passed over for the next."""
        given, rma = self.errand.label_id, self.order.return_(self.wish.return_id)
        taken = [label.id for label in rma.labels] if rma else []
        id = given or numbered("L", taken)
        while True:
            try:
                return id, self._once(quote, key_of(self.order.id, self.wish.return_id, id))
            except CarrierError as error:
                if given or error.code != "label_void":
                    raise
            taken.append(id)
            id = numbered("L", taken)

    def _once(self, quote: Quote, key: str) -> Label:
        """Buy, or find again what an earlier call bought under the key."""
        try:
            return self._buy(quote, key)
        except CarrierError as error:
            first = error.facts.get("quote")
            if error.code != "key_reused" or first in (None, "", quote.id):
                raise
        try:
            return self._buy(replace(quote, id=first), key)
        except CarrierError as error:
            if error.code not in ("quote_unknown", "quote_expired"):
                raise
        # Nothing came of the earlier call, and now its key is free.
        return self._buy(quote, key)

    def _buy(self, quote: Quote, key: str) -> Label:
        errand = self.errand
        return buy_once(errand.carrier, quote, key, attempts=errand.attempts, wait=errand.wait)

    def _picked_up(self, label: Label, key: str) -> Pickup | None:
        window, carrier = self.errand.way.pickup, self.errand.carrier
        if window is None:
            return None
        begin, until = window
        request = PickupRequest(at=self.sender, begin=begin, until=until, labels=(label.id,))
        return self._settled(lambda: carrier.schedule_pickup(request, f"{key}/pickup"))

    def _note(self, id: LabelId, label: Label, pickup: Pickup | None) -> ReturnLabel:
        way, rma = self.errand.way, self.order.return_(self.wish.return_id)
        payer = way.payer or (label_payer(self.order, rma, self.world) if rma else Actor.SELLER)
        return ReturnLabel(
            id=id,
            payer=payer,
            cost=_cost(label.cost, pickup),
            carrier=label.carrier,
            service=label.service,
            tracking=label.tracking,
            reference=label.id,
            handover=Handover.PICKUP if pickup else Handover.DROP_OFF,
            place=pickup.id if pickup else way.place,
            document=way.papers(label),
            hand_over_from=pickup.begin if pickup else None,
            hand_over_by=pickup.until if pickup else way.expires,
        )

    def _undone(self, label: Label, failure: OrdercoreError, now: Order) -> OrdercoreError:
        """Void a label of which nothing came; one that somebody has noted meanwhile is left."""
        if any(known.reference == label.id for rma in now.returns for known in rma.live_labels):
            return failure
        try:
            self._settled(lambda: self.errand.carrier.void(label.id))
        except CarrierError as error:
            left = {"carrier": label.carrier, "label": label.id, "fault": error.code}
            first = failure.refusals if isinstance(failure, Refused) else ()
            return Refused(NOTE, (*first, Refusal("label_not_voided", left)))
        return failure

    def _settled(self, call: Callable[[], T]) -> T:
        return settle(call, attempts=self.errand.attempts, wait=self.errand.wait)


def _cost(label: Money, pickup: Pickup | None) -> Money:
    """Add what the pickup costs, where that is told in the label's currency."""
    more = pickup.cost if pickup else None
    return label if more is None or more.currency != label.currency else label + more


@attrs.frozen(kw_only=True)
class VoidingReturnLabel:
    """Voids a label at the carrier where it was bought, unless that is noted already."""

    command: VoidReturnLabel
    carrier: Carrier = attrs.field(validator=_is_carrier)

    def prepare(self, view: View) -> Order | Run:
        """Give the order where the label is void, else what voids it."""
        command = self.command
        found = order(view, command.order_id)
        preview(view, command)
        rma = found.return_(command.return_id)
        label = rma.label(command.label_id) if rma else None
        if label is None or label.voided_at is not None:
            return found
        if not label.reference:
            raise InvalidValue("label_id", label.id, "a label that was bought from a carrier")
        return partial(self._void, label.reference)

    def _void(self, reference: str) -> Ran:
        settle(lambda: self.carrier.void(reference))
        return Ran(command=self.command, undo=lambda failure, _: failure)
