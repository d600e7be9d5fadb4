# ruff: noqa: S101 - a suite asserts
"""The conformance suite of a policy of your own that ranks the quotes of carriers.

::

    from ordercore.testing import RankingConformance

    class TestMyPolicy(RankingConformance):
        def make_policy(self):
            return MyPolicy(...)

Each test is a sentence of the contract in :mod:`ordercore.shipping.choosing.ranking`, and is tried
on quotes made up at random, always the same ones.
Give prices that your policy is likely to draw a line between as ``prices``, in minor units of
``currency``.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from random import Random

import attrs
import pytest

from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.kernel.time import instant
from ordercore.shipping.choosing import Consignment, Quote, Ranked, RankingPolicy, choose_service
from ordercore.shipping.measures import Dimensions, Weight

NOW = instant("2026-11-22T12:00:00Z")

CARRIERS = ("FedEx", "UPS", "USPS")

SERVICES = ("Express", "Ground", "Saver")


@attrs.frozen
class AskedToRank:
    """A question to a policy."""

    quotes: tuple[Quote, ...]
    parcel: Consignment


class RankingConformance(ABC):
    """Inherit from this and give ``make_policy``; pytest runs the contract."""

    currency: str = "USD"
    """The currency of all prices."""

    prices: tuple[int, ...] = (0, 499, 500, 501, 1200, 9900)
    """In minor units."""

    questions: int = 200
    """How many questions each test asks."""

    @abstractmethod
    def make_policy(self) -> RankingPolicy:
        """Make a policy; each test has one of its own."""

    @pytest.fixture
    def policy(self) -> RankingPolicy:
        """Give a fresh policy."""
        return self.make_policy()

    def test_every_quote_is_ranked_or_rejected(self, policy: RankingPolicy) -> None:
        """Exactly once; none is forgotten, changed or made up."""
        for asked, answer in self.answers(policy):
            told = [one.quote for one in (*answer.ranked, *answer.rejected)]
            assert sorted(told, key=_id) == sorted(asked.quotes, key=_id), asked

    def test_every_quote_is_explained(self, policy: RankingPolicy) -> None:
        """By a clause at least, and each of them names it under ``quote``."""
        for asked, answer in self.answers(policy):
            for one in (*answer.ranked, *answer.rejected):
                assert one.because, asked
                named = {clause.facts.get("quote") for clause in one.because}
                assert named == {one.quote.id}, asked

    def test_the_same_question_has_the_same_answer(self, policy: RankingPolicy) -> None:
        """At once, later, and from another policy made the same way."""
        first: list[Ranked] = []
        for asked, answer in self.answers(policy):
            assert policy(asked.quotes, asked.parcel) == answer, asked
            first.append(answer)

        assert first == [answer for _, answer in self.answers(policy)]
        assert first == [answer for _, answer in self.answers(self.make_policy())]

    def test_the_order_of_quotes_makes_no_difference(self, policy: RankingPolicy) -> None:
        """Carriers answer in whatever order they are quick."""
        pick = Random(1)  # noqa: S311 - questions that can be repeated
        for asked, answer in self.answers(policy):
            mixed = pick.sample(asked.quotes, len(asked.quotes))
            assert policy(mixed, asked.parcel) == answer, asked

    def test_quotes_may_come_one_by_one(self, policy: RankingPolicy) -> None:
        """They are read once."""
        for asked, answer in self.answers(policy):
            assert policy(iter(asked.quotes), asked.parcel) == answer, asked

    def test_no_quote_at_all_is_answered(self, policy: RankingPolicy) -> None:
        """With nothing ranked and nothing rejected; never by an error."""
        answer = policy([], _parcel())

        assert answer.ranked == ()
        assert answer.rejected == ()

    def test_it_chooses_among_those_that_serve(self, policy: RankingPolicy) -> None:
        """Whatever is out by a rule stays out."""
        for asked, _ in self.answers(policy):
            parcel = replace(asked.parcel, tracked=True)
            choice = choose_service(asked.quotes, parcel, policy)
            assert all(one.quote.tracked for one in choice.ranked), asked

    def answers(self, policy: RankingPolicy) -> Iterator[tuple[AskedToRank, Ranked]]:
        """Ask every question."""
        for asked in self._questions():
            yield asked, policy(asked.quotes, asked.parcel)

    def _questions(self) -> Iterator[AskedToRank]:
        pick = Random(0)  # noqa: S311 - questions that can be repeated
        for _ in range(self.questions):
            ids = pick.sample(range(20), pick.randrange(8))
            quotes = tuple([self._quote(f"Q{number}", pick) for number in ids])
            yield AskedToRank(quotes, _parcel())

    def _quote(self, id: str, pick: Random) -> Quote:
        promised = pick.random() < 0.7
        told = pick.random() < 0.6
        return Quote(
            id=id,
            carrier=pick.choice(CARRIERS),
            service=pick.choice(SERVICES),
            price=Money(pick.choice(self.prices), self.currency),
            deliver_by=NOW.add(days=pick.randint(1, 4)) if promised else None,
            carbon_grams=pick.randrange(3) * 100 if told else None,
            tracked=pick.random() < 0.8,
            protected=pick.random() < 0.5,
        )


def _parcel() -> Consignment:
    return Consignment(at=NOW, weight=Weight.of(2, "kg"), size=Dimensions.parse("30 x 20 x 10 cm"))


def _id(quote: Quote) -> str:
    return quote.id
