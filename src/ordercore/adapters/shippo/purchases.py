"""Labels bought through Shippo, each once."""

from collections.abc import Iterable

import attrs

from ordercore.adapters.aggregators.keys import KeyBook
from ordercore.adapters.aggregators.reading import Answer, objects
from ordercore.adapters.aggregators.tasks import Once
from ordercore.adapters.shippo.answers import (
    RETURNED,
    Rate,
    expires,
    failed,
    failure_of,
    id_of,
    is_id,
    papers,
    rate_id,
    rate_of,
    status_of,
    told_in,
)
from ordercore.adapters.shippo.asking import fingerprint, purchase, purchases_of
from ordercore.adapters.shippo.line import NAME, Line, Patience, readable
from ordercore.adapters.shippo.windows import VoidWindow, void_until
from ordercore.errors import CarrierError
from ordercore.kernel.checking import of_type
from ordercore.kernel.ids import checked
from ordercore.kernel.money import Money
from ordercore.kernel.time import instant
from ordercore.ports.carriage import Label, Voided, VoidStatus
from ordercore.ports.clock import Clock
from ordercore.service.codec import encode
from ordercore.shipping.choosing.quote import Quote


@attrs.frozen(kw_only=True)
class Sold:
    """What is kept of a label beside itself, by its id."""

    account: str
    """The id of the carrier's account."""
    shipment: str
    cost: Money


class Purchases:
    """Buys at rates.

    Shippo may sell a rate twice, and knows no keys of a caller's own.
    So each purchase carries a mark made of its key, and after a lost answer the purchases of the
    rate are looked through for it.
    """

    def __init__(
        self,
        line: Line,
        keys: KeyBook,
        patience: Patience,
        clock: Clock,
        *,
        windows: Iterable[VoidWindow],
        label_type: str | None,
    ) -> None:
        self._line = line
        self._keys = keys
        self._patience = patience
        self._clock = clock
        self._windows = tuple(windows)
        self._label_type = label_type

    def buy(self, quote: Quote, key: str) -> Label:
        """Buy at a rate, unless its key has bought there before."""
        of_type(quote, Quote, "quote")
        rate = quote.id if is_id(quote.id) else ""
        task = Once(
            shelf="keys",
            key=checked(key, "key"),
            asked=quote.id,
            kind=Label,
            takes=(rate,) if rate else (),
        )
        label = self._keys.once(
            task,
            find=lambda: self._find(rate, key),
            prepare=lambda: self._rate(rate),
            make=lambda priced: self._buy(priced, key),
        )
        self._keys.refuse_void(label.id)
        return label

    def sold(self, label: str) -> Sold | None:
        """Give what is kept of a label, if it was bought with this book."""
        return self._keys.read("sold", label, Sold)

    def account_of(self, number: str) -> str | None:
        """Give the account at which a tracking number was bought, if it was with this book."""
        with self._keys.open() as page:
            data = page.read("numbers", number)
        return None if data is None else data.decode()

    def _rate(self, rate: str) -> Rate:
        if not rate:
            raise CarrierError(NAME, "quote_unknown")
        found = self._line.ask(lambda client: client.rates.get(rate), "quote_unknown")
        with readable():
            priced = rate_of(found)
        if expires(priced) <= self._clock.now():
            raise CarrierError(NAME, "quote_expired", f"it was given at {priced.made_at}")
        return priced

    def _buy(self, priced: Rate, key: str) -> Label:
        asked = purchase(priced.id, key, self._label_type)
        made = self._settled(
            self._line.ask(lambda client: client.transactions.create(asked), "quote_unknown")
        )
        if failed(made):
            with readable():
                code = failure_of(made)
            raise CarrierError(NAME, code, told_in(made))
        return self._label(made, priced, key)

    def _find(self, rate: str, key: str) -> Label | None:
        """Look for what a key has bought; failed attempts have bought nothing."""
        if not rate:
            raise CarrierError(NAME, "quote_unknown")
        asked = purchases_of(rate)
        page = self._line.ask(lambda client: client.transactions.list(asked))
        with readable():
            listed = [one for one in objects(page, "results") if rate_id(one) == rate]
        found = [one for one in listed if not failed(one)]
        mine = [one for one in found if one.get("metadata") == fingerprint(key)]
        for one in sorted(mine, key=lambda one: str(one.get("object_created"))):
            made = self._settled(one)
            if not failed(made):
                priced = self._line.ask(lambda client: client.rates.get(rate), "quote_unknown")
                with readable():
                    return self._label(made, rate_of(priced), key)
        if len(mine) < len(found):
            self._keys.note_taken(rate)
            raise CarrierError(NAME, "quote_taken", "the rate was bought by somebody else")
        return None

    def _settled(self, made: Answer) -> Answer:
        with readable():
            id = id_of(made)
        return self._patience.settled(
            made, lambda: self._line.ask(lambda client: client.transactions.get(id)), "answer_lost"
        )

    def _label(self, made: Answer, priced: Rate, key: str) -> Label:
        if status_of(made) == "ERROR":
            raise CarrierError(NAME, "answer_unreadable", "an error, and yet a label")
        with readable():
            bought_at = instant(made.get("object_created"), "object_created")
            label = Label(
                id=id_of(made),
                key=key,
                quote=priced.id,
                carrier=priced.carrier,
                service=priced.service,
                tracking=str(made.get("tracking_number") or ""),
                cost=priced.price,
                bought_at=bought_at,
                void_until=void_until(self._windows, priced.carrier, bought_at),
                documents=tuple(papers(made)),
            )
        sold = Sold(account=priced.account, shipment=priced.shipment, cost=priced.price)
        with self._keys.open() as page:
            page.write("sold", label.id, encode(sold))
            if label.tracking:
                page.write("numbers", label.tracking, priced.account.encode())
        if status_of(made) in RETURNED:
            self._keys.note_voided(Voided(label=label.id, status=VoidStatus.REQUESTED))
        return label
