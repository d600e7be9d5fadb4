"""Pickups by way of EasyPost: made, which gives rates, and bought once under a key.

A pickup that was made and not bought is nothing: so its id is noted before it is bought, and after
a lost answer the pickup itself tells whether it was.
"""

import re
from typing import Any

import attrs

from ordercore.adapters.aggregators.keys import KeyBook
from ordercore.adapters.aggregators.reading import Answer, objects
from ordercore.adapters.aggregators.tasks import Once
from ordercore.adapters.aggregators.writing import address_fields
from ordercore.adapters.easypost.answers import price_of
from ordercore.adapters.easypost.buying import Purchases
from ordercore.adapters.easypost.faults import answer, fault, readable
from ordercore.errors import InvalidValue
from ordercore.kernel.checking import of_type
from ordercore.kernel.ids import checked
from ordercore.ports.carriage import Pickup, PickupRequest
from ordercore.service.codec import decode, encode

BATCH = "batch"
"""The step at which EasyPost has put several labels together."""

BEGUN = "begun"
"""The step at which there is a pickup, which may be bought."""

MAKING = frozenset({"creating"})
"""States of a batch that cannot be picked up yet; others are refused by EasyPost, or good."""

BOUGHT = "scheduled"
"""The status of a pickup that was bought."""

_IDS = re.compile(r"(?:pickup|batch)_[0-9a-f]{8,64}", re.ASCII)


@attrs.frozen(kw_only=True)
class Begun:
    """A pickup that was made."""

    id: str
    carrier: str
    """That of the labels, whose rates alone are good."""


class Pickups:
    """The pickups of an account."""

    def __init__(self, client: Any, keys: KeyBook, purchases: Purchases) -> None:
        self._client = client
        self._keys = keys
        self._purchases = purchases

    def schedule(self, request: PickupRequest, key: str) -> Pickup:
        """Make a pickup and buy it at its cheapest rate, unless its key has done so before."""
        of_type(request, PickupRequest, "request")
        task = Once(
            shelf="pickups", key=checked(key, "key"), asked=encode(request).decode(), kind=Pickup
        )

        def make(carrier: str) -> Pickup:
            begun, found = self._begun(task, request, carrier)
            return _scheduled(self._bought(begun, found), begun, request, key)

        def find() -> Pickup | None:
            noted = self._keys.reached(task, BEGUN)
            if not noted:
                return None
            begun = decode(Begun, noted.encode())
            found = self._seen(begun.id)
            return _scheduled(found, begun, request, key) if found.get("status") == BOUGHT else None

        return self._keys.once(
            task, find=find, prepare=lambda: self._carrier(request.labels), make=make
        )

    def _carrier(self, labels: tuple[str, ...]) -> str:
        carriers = {label.carrier for label in self._purchases.good(labels)}
        if len(carriers) > 1:
            raise fault("call_refused", f"labels of several carriers: {sorted(carriers)}")
        return carriers.pop()

    def _begun(
        self, task: Once[Pickup], request: PickupRequest, carrier: str
    ) -> tuple[Begun, Answer]:
        """Give the pickup of a key, made if there is none yet; of two that make one, one counts."""
        noted, made = self._keys.reached(task, BEGUN), None
        if not noted:
            parcels = self._parcels(task, request.labels)
            made = answer(
                lambda: self._client.pickup.create(
                    address=address_fields(request.at),
                    min_datetime=request.begin.isoformat(),
                    max_datetime=request.until.isoformat(),
                    is_account_address=False,
                    **parcels,
                ),
                "label_unknown",
            )
            mine = encode(Begun(id=_id(made), carrier=carrier)).decode()
            noted = self._keys.reach(task, BEGUN, mine)
            made = made if noted == mine else None
        begun = decode(Begun, noted.encode())
        return begun, made or self._seen(begun.id)

    def _parcels(self, task: Once[Pickup], labels: tuple[str, ...]) -> dict[str, Any]:
        """Say what is picked up: a shipment, or a batch, which takes EasyPost a while to make."""
        if len(labels) == 1:
            return {"shipment": {"id": labels[0]}}
        noted, batch = self._keys.reached(task, BATCH), None
        if not noted:
            shipments = [{"id": label} for label in labels]
            batch = answer(lambda: self._client.batch.create(shipments=shipments), "label_unknown")
            mine = _id(batch)
            noted = self._keys.reach(task, BATCH, mine)
            batch = batch if noted == mine else None
        batch = batch or answer(lambda: self._client.batch.retrieve(noted), "call_refused")
        if batch.get("state") in MAKING:
            raise fault("answer_lost", "the batch of these labels is still being made")
        return {"batch": {"id": noted}}

    def _bought(self, begun: Begun, found: Answer) -> Answer:
        """Buy a pickup, unless it is bought."""
        if found.get("status") == BOUGHT:
            return found
        with readable():
            rate = _cheapest(found, begun.carrier)
            said = "; ".join(str(some.get("message")) for some in objects(found, "messages"))
        if rate is None:
            raise fault("time_refused", said)
        return answer(
            lambda: self._client.pickup.buy(
                begun.id, carrier=rate.get("carrier"), service=rate.get("service")
            )
        )

    def _seen(self, id: str) -> Answer:
        return answer(lambda: self._client.pickup.retrieve(id), "label_unknown")


def _cheapest(found: Answer, carrier: str) -> Answer | None:
    rates = [rate for rate in objects(found, "pickup_rates") if rate.get("carrier") == carrier]
    return min(rates, key=lambda rate: price_of(rate).minor, default=None)


def _scheduled(found: Answer, begun: Begun, request: PickupRequest, key: str) -> Pickup:
    """Read a pickup that was bought.

    Raises:
        CarrierError: ``answer_lost`` when it was not, as far as EasyPost knows by now.
    """
    if found.get("status") != BOUGHT:
        raise fault("answer_lost", f"the pickup's status is {found.get('status')}")
    with readable():
        rate = _cheapest(found, begun.carrier)
        cost = None if rate is None else price_of(rate)
    return Pickup(id=_id(found), key=key, begin=request.begin, until=request.until, cost=cost)


def _id(found: Answer) -> str:
    id = found.get("id")
    with readable():
        if not isinstance(id, str) or not _IDS.fullmatch(id):
            raise InvalidValue("id", id, "the id of a pickup or a batch")
    return id
