"""The conformance suite notices carriers that break the contract, each by the right test."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from threading import get_ident
from time import sleep
from typing import Any

import attrs
import pytest

from ordercore.adapters.memory import MemoryCarrier
from ordercore.errors import CarrierError
from ordercore.kernel.money import Money
from ordercore.orders.address import Address
from ordercore.ports.carriage import (
    Carriage,
    DropOffPoint,
    Label,
    Manifest,
    Offers,
    Pickup,
    PickupRequest,
    Voided,
)
from ordercore.ports.carrier import Carrier, key_reused
from ordercore.shipping.choosing.quote import Quote
from ordercore.shipping.measures.quantities import Length
from ordercore.shipping.tracking import TrackingEvent
from ordercore.testing import CarrierConformance
from ordercore.testing.carrier import BUYER, SELLER

POINTS = tuple(
    DropOffPoint(id=f"D-{number}", name="Shop", address=SELLER, distance=Length.of(number, "m"))
    for number in range(1, 6)
)


class Careful(MemoryCarrier):
    """One that keeps the contract: what the broken ones below are made from."""

    def __init__(self) -> None:
        super().__init__(points=POINTS)


class ForgetsKeys(Careful):
    """Buys whatever it is asked, as often as it is asked."""

    def buy(self, quote: Quote, key: str) -> Label:
        """Forget what was bought under the key, and that the quote is taken."""
        self._done.clear()
        for id, label in list(self._labels.items()):
            self._labels[id] = attrs.evolve(label, quote="forgotten")
        return super().buy(quote, key)


class KnowsKeysByThread(Careful):
    """Looks first, buys then, and lets others in between."""

    def buy(self, quote: Quote, key: str) -> Label:
        """Buy for each thread."""
        sleep(0.01)
        label = super().buy(quote, key)
        return attrs.evolve(label, id=f"{label.id}-{get_ident()}")


class TellsQuotesByService(Careful):
    """Its quotes are the names of its services."""

    def quote(self, carriage: Carriage) -> Offers:
        """Give each quote the id of its service."""
        offers = super().quote(carriage)
        quotes = tuple(attrs.evolve(quote, id=quote.service) for quote in offers.quotes)
        self._quotes |= {quote.id: quote for quote in quotes}
        return Offers(quotes=quotes)


class QuotesInTwoCurrencies(Careful):
    """Each carrier behind it has its own."""

    def quote(self, carriage: Carriage) -> Offers:
        """Quote the last service in another currency."""
        *quotes, last = super().quote(carriage).quotes
        return Offers(quotes=(*quotes, attrs.evolve(last, price=Money(500, "EUR"))))


class FallsOverOddAddresses(Careful):
    """Believes that every address has a street."""

    def quote(self, carriage: Carriage) -> Offers:
        """Take the first word of it."""
        assert carriage.to.line1.split()[0]
        return super().quote(carriage)


class BillsMore(Careful):
    """Finds a surcharge when it is too late."""

    def buy(self, quote: Quote, key: str) -> Label:
        """Bill a dollar more."""
        label = super().buy(quote, key)
        return attrs.evolve(label, cost=label.cost + Money(100, "USD"))


class SendsNoPaper(Careful):
    """Has labels without labels."""

    def buy(self, quote: Quote, key: str) -> Label:
        """Leave the papers out."""
        return attrs.evolve(super().buy(quote, key), documents=())


class NumbersByDay(Careful):
    """All parcels of a day have one number."""

    def buy(self, quote: Quote, key: str) -> Label:
        """Number it by its day."""
        label = super().buy(quote, key)
        return attrs.evolve(label, tracking=str(label.bought_at.date()))


class TakesAnyQuoteForAKey(Careful):
    """Answers by the key alone."""

    def buy(self, quote: Quote, key: str) -> Label:
        """Look for the key first."""
        found = [label for label in self.labels if label.key == key]
        return found[0] if found else super().buy(quote, key)


class SellsAQuoteAgain(Careful):
    """Looks at keys, and at nothing else."""

    def buy(self, quote: Quote, key: str) -> Label:
        """Forget which quotes are taken."""
        for id, label in list(self._labels.items()):
            if label.key != key:
                self._labels[id] = attrs.evolve(label, quote="forgotten")
        return super().buy(quote, key)


class RemembersRefusals(Careful):
    """Notes the key first, and keeps it whatever happens."""

    def buy(self, quote: Quote, key: str) -> Label:
        """Claim the key for the quote, for good."""
        if self._done.setdefault(("claim", key), (quote.id, None))[0] != quote.id:
            raise key_reused(self.name, None)
        return super().buy(quote, key)


class TakesAnyKey(Careful):
    """Takes blank ones too."""

    def buy(self, quote: Quote, key: str) -> Label:
        """Call a blank key by a name."""
        return super().buy(quote, key.strip("\0 ") or "none")


class TakesWhatHasAnId(Careful):
    """Looks up whatever it is given."""

    def buy(self, quote: Quote, key: str) -> Label:
        """Take an id for its quote."""
        return super().buy(self._quotes.get(quote, quote) if isinstance(quote, str) else quote, key)


class SaysUnreachable(Careful):
    """Says of every broken line that nothing was done."""

    def buy(self, quote: Quote, key: str) -> Label:
        """Take a lost answer for a carrier that was not reached."""
        try:
            return super().buy(quote, key)
        except CarrierError as error:
            lost = error.code == "answer_lost"
            raise self._error("unreachable" if lost else error.code) from None


class KeepsVoidLabels(Careful):
    """Gives void labels to whoever has the key."""

    def void(self, label: str) -> Voided:
        """Void it aside."""
        voided = super().void(label)
        del self._voided[label]
        return voided


class VoidsTheLast(Careful):
    """Takes any id for the last label."""

    def void(self, label: str) -> Voided:
        """Void what was bought last, where the id is unknown."""
        return super().void(label if label in self._labels else [*self._labels][-1])


class TracksAnything(Careful):
    """Knows every number."""

    def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Tell nothing of those that it does not know."""
        with suppress(CarrierError):
            return super().track(number)
        return ()


class PicksUpEachTime(Careful):
    """Sends a van for every call."""

    def schedule_pickup(self, request: PickupRequest, key: str) -> Pickup:
        """Forget the last."""
        self._done = {name: done for name, done in self._done.items() if name[0] != "pickup"}
        return attrs.evolve(super().schedule_pickup(request, key), id=f"P-{object()!r}")


class ListsEachTime(Careful):
    """Makes a new list for every call."""

    def manifest(self, labels: Iterable[str], key: str) -> Manifest:
        """Forget the last."""
        self._done = {name: done for name, done in self._done.items() if name[0] != "manifest"}
        return super().manifest(labels, key)


class ListsAgain(Careful):
    """Puts a label on as many lists as it is told."""

    def manifest(self, labels: Iterable[str], key: str) -> Manifest:
        """Forget which are listed."""
        self._listed.clear()
        return super().manifest(labels, key)


class ForgetsWhatAKeyBought(Careful):
    """Refuses a key, and does not say why."""

    def buy(self, quote: Quote, key: str) -> Label:
        """Leave the facts out."""
        try:
            return super().buy(quote, key)
        except CarrierError as error:
            raise self._error(error.code) from None


class TellsTheFurthestFirst(Careful):
    """Sorts places the wrong way round."""

    def drop_off_points(self, near: Address, most: int = 10) -> tuple[DropOffPoint, ...]:
        """Turn them round."""
        return tuple(reversed(super().drop_off_points(near, most)))


class HasNotBuiltThat(Careful):
    """Leaves out what it does not do."""

    features: Any = frozenset()

    def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Not yet."""
        raise NotImplementedError


class TakesLabelsForIds(Careful):
    """Looks a label up by whatever it is given."""

    def void(self, label: str) -> Voided:
        """Not find it."""
        if not isinstance(label, str):
            raise self._error("label_unknown")
        return super().void(label)


class WritesIdsDown(Careful):
    """Believes that every number can be written into a file."""

    def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Write it first."""
        assert number.encode() is not None
        return super().track(number)


BROKEN: list[tuple[type[Careful], str]] = [
    (ForgetsKeys, "test_buying_twice_with_one_key_buys_once"),
    (ForgetsKeys, "test_a_key_buys_no_other_quote"),
    (KnowsKeysByThread, "test_several_at_once_buy_once"),
    (TellsQuotesByService, "test_quotes_of_two_questions_are_not_mixed_up"),
    (QuotesInTwoCurrencies, "test_a_carriage_has_quotes_told_by_their_ids"),
    (FallsOverOddAddresses, "test_every_carriage_is_answered_or_refused_by_a_code"),
    (BillsMore, "test_a_label_is_what_was_quoted"),
    (SendsNoPaper, "test_a_label_is_what_was_quoted"),
    (NumbersByDay, "test_two_labels_are_two"),
    (TakesAnyQuoteForAKey, "test_a_key_buys_no_other_quote"),
    (SellsAQuoteAgain, "test_a_quote_is_good_for_one_label"),
    (RemembersRefusals, "test_a_refusal_is_not_remembered"),
    (TakesAnyKey, "test_a_key_is_not_blank"),
    (TakesWhatHasAnId, "test_what_is_no_quote_is_refused_by_name"),
    (TakesLabelsForIds, "test_what_is_no_id_is_refused_by_name"),
    (SaysUnreachable, "test_a_lost_answer_is_had_by_asking_again"),
    (KeepsVoidLabels, "test_a_label_is_voided_once"),
    (VoidsTheLast, "test_voiding_touches_no_other_label"),
    (TracksAnything, "test_a_bought_label_can_be_tracked"),
    (PicksUpEachTime, "test_a_pickup_is_scheduled_once"),
    (ListsEachTime, "test_a_manifest_is_made_once"),
    (ListsAgain, "test_a_label_is_on_one_manifest"),
    (ForgetsWhatAKeyBought, "test_a_key_buys_no_other_quote"),
    (TellsTheFurthestFirst, "test_drop_off_points_are_as_many_as_asked"),
    (WritesIdsDown, "test_an_id_that_cannot_be_is_refused_by_a_code"),
    (HasNotBuiltThat, "test_what_is_not_offered_is_said"),
]


def _suite(kind: Callable[[], MemoryCarrier]) -> CarrierConformance:
    class Suite(CarrierConformance):
        def make(self) -> Carrier:
            return kind()

        @contextmanager
        def losing_answers(self, carrier: Carrier) -> Iterator[None]:
            assert isinstance(carrier, MemoryCarrier)
            carrier.lose_answers(1000)
            yield
            carrier.lose_answers(0)

    return Suite()


def _failed(kind: Callable[[], MemoryCarrier]) -> set[str]:
    """Run every test of the suite on a fresh carrier, and name those that fail."""
    suite = _suite(kind)
    failed = set[str]()
    for name in dir(suite):
        if name.startswith("test_"):
            try:
                getattr(suite, name)(suite.make())
            except (Exception, pytest.fail.Exception):  # noqa: BLE001 - any will do
                failed.add(name)
            except pytest.skip.Exception:
                continue
    return failed


@pytest.mark.parametrize(
    ("kind", "sentence"), BROKEN, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_broken_carrier_is_noticed(kind: type[Careful], sentence: str) -> None:
    """By the sentence of the contract that it breaks."""
    assert sentence in _failed(kind)


def test_the_careful_one_is_not() -> None:
    """What the broken ones are made from keeps every sentence."""
    assert _failed(Careful) == set()


def test_every_sentence_of_the_suite_can_fail() -> None:
    """There is a broken carrier for each."""
    sentences = {name for name in dir(CarrierConformance) if name.startswith("test_")}

    assert sentences == {sentence for _, sentence in BROKEN}


def test_what_is_not_given_is_skipped_and_said() -> None:
    """A hook that is left out, one thread, and features that are not offered."""

    class Alone(CarrierConformance):
        threads = False

        def make(self) -> Carrier:
            return MemoryCarrier(features=())

    suite = Alone()
    carrier = suite.make()
    for name, reason in (
        ("test_a_lost_answer_is_had_by_asking_again", "losing_answers is not given"),
        ("test_several_at_once_buy_once", "one thread's"),
        ("test_a_label_is_voided_once", "does not offer void"),
    ):
        with pytest.raises(pytest.skip.Exception, match=reason):
            getattr(suite, name)(carrier)


def test_a_suite_needs_a_carrier() -> None:
    """Without one there is nothing to test."""
    with pytest.raises(TypeError, match="make"):
        CarrierConformance()  # type: ignore[abstract]


def test_places_of_another_country_are_not_told() -> None:
    """The carrier in memory knows those that it was told, country by country."""
    assert Careful().drop_off_points(attrs.evolve(BUYER, country="CA")) == ()
