# ruff: noqa: S101 - a suite asserts
"""Quoting and buying: each label once under its key."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import attrs
import pytest

from ordercore.errors import CarrierError, InvalidValue
from ordercore.ports.carriage import CarrierDocumentKind, Label
from ordercore.ports.carrier import Carrier
from ordercore.ports.carrier_faults import CARRIER_FAULTS, Remedy, remedy_of
from ordercore.service.buying import buy_once
from ordercore.shipping.choosing.quote import Quote
from ordercore.testing.carrier.carriages import ODD, UNKNOWN
from ordercore.testing.carrier.contract import Contract, code_of, fault_of, field_of


class Quoting(Contract):
    """What a carrier answers to a carriage."""

    def test_a_carriage_has_quotes_told_by_their_ids(self, carrier: Carrier) -> None:
        """At least one for each that the carrier is said to carry; and in one currency."""
        for number in range(len(self.carriages)):
            quotes = self.quotes(carrier, number)

            assert quotes
            assert len({quote.id for quote in quotes}) == len(quotes)
            assert len({quote.price.currency for quote in quotes}) == 1

    def test_quotes_of_two_questions_are_not_mixed_up(self, carrier: Carrier) -> None:
        """Each is for one carriage, so none has the id of another; the price stays what it was."""
        first, again = self.quotes(carrier), self.quotes(carrier)

        def prices(quotes: tuple[Quote, ...]) -> list[tuple[str, str]]:
            return sorted((quote.service, str(quote.price)) for quote in quotes)

        assert prices(first) == prices(again)
        assert not {quote.id for quote in first} & {quote.id for quote in again}

    def test_every_carriage_is_answered_or_refused_by_a_code(self, carrier: Carrier) -> None:
        """However odd it is; what is declined has a code too."""
        for odd in ODD:
            try:
                declined = [some.code for some in carrier.quote(odd).declined]
            except CarrierError as error:
                declined = [error.code]
            assert [code for code in declined if code not in CARRIER_FAULTS] == []


class Buying(Contract):
    """What it sells, whatever becomes of the answer."""

    def test_a_label_is_what_was_quoted(self, carrier: Carrier) -> None:
        """At its price, under its key, with papers, and a number where it is tracked."""
        for number in range(len(self.carriages)):
            quote = self.quotes(carrier, number)[0]
            label = carrier.buy(quote, f"key-{number}")

            assert (label.quote, label.key) == (quote.id, f"key-{number}")
            assert (label.carrier, label.service) == (quote.carrier, quote.service)
            assert label.cost == quote.price
            assert bool(label.tracking) or not quote.tracked
            assert CarrierDocumentKind.LABEL in [paper.kind for paper in label.documents]
            assert label.void_until is None or label.void_until > label.bought_at

    def test_buying_twice_with_one_key_buys_once(self, carrier: Carrier) -> None:
        """Also through another adapter of the account (solidus_easypost#42, #113)."""
        quote = self.quotes(carrier)[0]
        label = carrier.buy(quote, "key-1")

        assert carrier.buy(quote, "key-1") == label
        assert self.another(carrier).buy(quote, "key-1") == label

    def test_several_at_once_buy_once(self, carrier: Carrier) -> None:
        """With one key, of one quote, in the same moment; who is refused may ask again."""
        if not self.threads:
            pytest.skip("the carrier is one thread's")
        quote = self.quotes(carrier)[0]
        carriers = [carrier, *(self.another(carrier) for _ in range(3))] * 2

        def buy(one: Carrier) -> Label:
            return buy_once(one, quote, "key-1", attempts=20)

        with ThreadPoolExecutor(4) as pool:
            labels = set(pool.map(buy, carriers))
        assert len(labels) == 1

    def test_two_labels_are_two(self, carrier: Carrier) -> None:
        """Each with an id and a number of its own."""
        labels = [self.bought(carrier, f"key-{number}", number) for number in range(2)]

        assert len({label.id for label in labels}) == 2
        numbers = [label.tracking for label in labels if label.tracking]
        assert len(set(numbers)) == len(numbers)

    def test_a_key_buys_no_other_quote(self, carrier: Carrier) -> None:
        """It is refused, names what it bought, and stays the key of that."""
        quote, other = self.quotes(carrier)[0], self.quotes(carrier, 1)[0]
        label = carrier.buy(quote, "key-1")

        fault = fault_of(lambda: self.another(carrier).buy(other, "key-1"))
        assert fault.code == "key_reused"
        assert fault.facts == {"quote": quote.id, "label": label.id}
        assert carrier.buy(quote, "key-1") == label
        assert carrier.buy(other, "key-2").quote == other.id

    def test_a_quote_is_good_for_one_label(self, carrier: Carrier) -> None:
        """Another key does not buy it again."""
        quote = self.quotes(carrier)[0]
        label = carrier.buy(quote, "key-1")

        assert code_of(lambda: self.another(carrier).buy(quote, "key-2")) == "quote_taken"
        assert carrier.buy(quote, "key-1") == label

    def test_a_refusal_is_not_remembered(self, carrier: Carrier) -> None:
        """A quote that nobody gave is refused, and its key buys another one afterwards."""
        quote = self.quotes(carrier)[0]
        made_up = attrs.evolve(quote, id=UNKNOWN)

        assert code_of(lambda: carrier.buy(made_up, "key-1")) == "quote_unknown"
        assert carrier.buy(quote, "key-1").quote == quote.id

    def test_a_key_is_not_blank(self, carrier: Carrier) -> None:
        """Or all labels without one would be the same; and it is text that can be kept."""
        quote = self.quotes(carrier)[0]
        for blank in ("", " ", "\0", "\ud800"):
            with pytest.raises(InvalidValue):
                carrier.buy(quote, blank)

    def test_what_is_no_quote_is_refused_by_name(self, carrier: Carrier) -> None:
        """Nothing, or an id in its place; and so is what is no carriage, and a key that is none."""
        quote: Any = self.quotes(carrier)[0]
        wrong: Any = (None, quote.id, [quote])

        for some in wrong:
            assert field_of(partial(carrier.buy, some, "key-1")) == "quote"
            assert field_of(partial(carrier.quote, some)) == "carriage"
        assert field_of(lambda: carrier.buy(quote, wrong[0])) == "key"
        assert carrier.buy(quote, "key-1").quote == quote.id

    def test_a_lost_answer_is_had_by_asking_again(self, carrier: Carrier) -> None:
        """The error says that nobody knows; the same key gives the only label."""
        quote = self.quotes(carrier)[0]
        with self.losing_answers(carrier):
            with pytest.raises(CarrierError) as caught:
                carrier.buy(quote, "key-1")
            assert remedy_of(caught.value) is Remedy.ASK_AGAIN

        label = buy_once(carrier, quote, "key-1")
        assert (label.quote, label.key) == (quote.id, "key-1")
        assert self.another(carrier).buy(quote, "key-1") == label
