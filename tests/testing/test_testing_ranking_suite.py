"""The conformance suite notices ranking policies that break the contract, each by its test."""

from collections.abc import Callable, Iterable
from itertools import count

import pytest

from ordercore.kernel.clauses import Clause
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.shipping.choosing import (
    Cheapest,
    Consignment,
    Fastest,
    Greenest,
    JudgedQuote,
    Quote,
    Ranked,
    RankingPolicy,
)
from ordercore.testing import RankingConformance


def failed(make: Callable[[], RankingPolicy], questions: int = 60) -> set[str]:
    """Run every test of the suite on a fresh policy, and name those that fail."""

    class Suite(RankingConformance):
        def make_policy(self) -> RankingPolicy:
            return make()

    suite = Suite()
    suite.questions = questions
    found = set[str]()
    for name in dir(suite):
        if name.startswith("test_"):
            try:
                getattr(suite, name)(suite.make_policy())
            except BaseException:  # noqa: BLE001 - pytest's own failure is no Exception
                found.add(name)
    return found


@pytest.mark.parametrize(
    "policy",
    [Cheapest(), Fastest(), Fastest(Money(500, "USD")), Greenest()],
    ids=str,
)
def test_the_shipped_policies_pass(policy: RankingPolicy) -> None:
    """With a limit and without."""
    assert failed(lambda: policy) == set()


class TestCheapest(RankingConformance):
    """As a host runs it."""

    def make_policy(self) -> RankingPolicy:
        """Make it."""
        return Cheapest()


class Forgets:
    """Leaves out what comes last."""

    def __call__(self, quotes: Iterable[Quote], parcel: Consignment, /) -> Ranked:
        """Rank all but one."""
        found = Cheapest()(quotes, parcel)
        return replace(found, ranked=found.ranked[:-1])


class Discounts:
    """Ranks quotes that nobody gave."""

    def __call__(self, quotes: Iterable[Quote], parcel: Consignment, /) -> Ranked:
        """Halve every price."""
        halved = [
            replace(some, price=Money(some.price.minor // 2, some.price.currency))
            for some in quotes
        ]
        return Cheapest()(halved, parcel)


class Silent:
    """Does not say why."""

    def __call__(self, quotes: Iterable[Quote], parcel: Consignment, /) -> Ranked:
        """Rank without a word."""
        found = Cheapest()(quotes, parcel)
        return replace(found, ranked=tuple(replace(one, because=()) for one in found.ranked))


class Vague:
    """Says why, and not of what."""

    def __call__(self, quotes: Iterable[Quote], parcel: Consignment, /) -> Ranked:
        """Rank with a word about nothing."""
        found = Cheapest()(quotes, parcel)
        said = (Clause("nice", {}),)
        return replace(found, ranked=tuple(replace(one, because=said) for one in found.ranked))


class AsGiven:
    """Ranks in the order of the carriers' answers."""

    def __call__(self, quotes: Iterable[Quote], _: Consignment, /) -> Ranked:
        """Keep the order."""
        return Ranked(
            ranked=tuple(
                JudgedQuote(quote=some, because=(Clause("given", {"quote": some.id}),))
                for some in quotes
            )
        )


class ReadsTwice:
    """Counts before it ranks."""

    def __call__(self, quotes: Iterable[Quote], parcel: Consignment, /) -> Ranked:
        """Go over the quotes, and over them again."""
        return Cheapest()(quotes, parcel) if [*quotes] else Ranked(ranked=())


class NeedsOne:
    """Takes the first for granted."""

    def __call__(self, quotes: Iterable[Quote], parcel: Consignment, /) -> Ranked:
        """Fail without one."""
        given = [*quotes]
        assert given[0].id
        return Cheapest()(given, parcel)


class Alternates:
    """Turns the ranking around every other time."""

    def __init__(self) -> None:
        self.asked = count()

    def __call__(self, quotes: Iterable[Quote], parcel: Consignment, /) -> Ranked:
        """Rank one way or the other."""
        found = Cheapest()(quotes, parcel)
        return found if next(self.asked) % 2 else replace(found, ranked=found.ranked[::-1])


class Revives:
    """Ranks what it remembers from before, whether it serves now or not."""

    def __init__(self) -> None:
        self.known: dict[str, Quote] = {}

    def __call__(self, quotes: Iterable[Quote], parcel: Consignment, /) -> Ranked:
        """Rank everything ever given where something is asked for."""
        given = [*quotes]
        self.known |= {some.id: some for some in given}
        return Cheapest()(self.known.values() if parcel.tracked else given, parcel)


@pytest.mark.parametrize(
    ("bad", "noticed"),
    [
        (Forgets, "test_every_quote_is_ranked_or_rejected"),
        (Discounts, "test_every_quote_is_ranked_or_rejected"),
        (Silent, "test_every_quote_is_explained"),
        (Vague, "test_every_quote_is_explained"),
        (AsGiven, "test_the_order_of_quotes_makes_no_difference"),
        (ReadsTwice, "test_quotes_may_come_one_by_one"),
        (Alternates, "test_the_same_question_has_the_same_answer"),
        (Revives, "test_it_chooses_among_those_that_serve"),
        (NeedsOne, "test_no_quote_at_all_is_answered"),
    ],
)
def test_a_bad_policy_is_noticed(bad: Callable[[], RankingPolicy], noticed: str) -> None:
    """By the test that names what it does wrong."""
    assert noticed in failed(bad)


@pytest.mark.parametrize(
    ("bad", "noticed"),
    [
        (Silent, {"test_every_quote_is_explained"}),
        (Vague, {"test_every_quote_is_explained"}),
        (AsGiven, {"test_the_order_of_quotes_makes_no_difference"}),
        (Revives, {"test_it_chooses_among_those_that_serve"}),
    ],
)
def test_nothing_else_is_said_against_it(
    bad: Callable[[], RankingPolicy], noticed: set[str]
) -> None:
    """What a policy does right is not held against it."""
    assert failed(bad) == noticed
