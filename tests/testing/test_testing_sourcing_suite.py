"""The conformance suite notices sourcing policies that break the contract, each by its test."""

from collections.abc import Callable, Iterable
from itertools import count
from typing import ClassVar

import pytest

from ordercore.errors import InvalidValue
from ordercore.inventory import (
    Allocation,
    FewestParcels,
    Nearest,
    Place,
    PoolOffer,
    SinglePoolFirst,
    Sourced,
    SourcingPolicy,
    SourcingTerms,
    Wanted,
    ZoneTable,
)
from ordercore.kernel.replace import replace
from ordercore.testing import SourcingConformance

TABLE = ZoneTable({("A", "B"): 10, ("A", "C"): 30, ("B", "C"): 20})


class Shipped(SourcingConformance):
    """A policy of ours on some terms."""

    terms: ClassVar[SourcingTerms] = SourcingTerms()
    kind: ClassVar[Callable[[SourcingTerms], SourcingPolicy]] = SinglePoolFirst

    def make_policy(self) -> SourcingPolicy:
        """Make it."""
        return type(self).kind(self.terms)


def nearest_on_the_globe(terms: SourcingTerms) -> SourcingPolicy:
    """Measure over the globe."""
    return Nearest(terms=terms)


def nearest_by_zone(terms: SourcingTerms) -> SourcingPolicy:
    """Measure by zones."""
    return Nearest(TABLE, terms)


KINDS: tuple[Callable[[SourcingTerms], SourcingPolicy], ...] = (
    SinglePoolFirst,
    FewestParcels,
    nearest_on_the_globe,
    nearest_by_zone,
)

TERMS = [
    SourcingTerms(partial=partial, backorder=backorder, most_parcels=most)
    for partial in (True, False)
    for backorder in (True, False)
    for most in (None, 1, 2)
]


def suite_for(
    make: Callable[[], SourcingPolicy], terms: SourcingTerms, questions: int
) -> SourcingConformance:
    """Give the suite for a policy that keeps to such terms."""

    class Suite(SourcingConformance):
        def make_policy(self) -> SourcingPolicy:
            return make()

    suite = Suite()
    suite.partial, suite.backorder = terms.partial, terms.backorder
    suite.most_parcels, suite.questions = terms.most_parcels, questions
    return suite


def failed(
    make: Callable[[], SourcingPolicy],
    terms: SourcingTerms = SourcingTerms(),  # noqa: B008 - a frozen value
    questions: int = 99,
) -> set[str]:
    """Run every test of the suite on a fresh policy, and name those that fail."""
    suite = suite_for(make, terms, questions)
    found = set[str]()
    for name in dir(suite):
        if name.startswith("test_"):
            try:
                getattr(suite, name)(suite.make_policy())
            except BaseException:  # noqa: BLE001 - pytest's own failure is no Exception
                found.add(name)
    return found


@pytest.mark.parametrize("terms", TERMS, ids=str)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_shipped_policies_pass(
    kind: Callable[[SourcingTerms], SourcingPolicy], terms: SourcingTerms
) -> None:
    """On all terms."""
    assert failed(lambda: kind(terms), terms, questions=20) == set()


class TestSinglePoolFirst(Shipped):
    """As a host runs it."""


class Naive:
    """Takes everything from the first pool it is given, as hosts do who never ran out of stock."""

    def __call__(
        self, wanted: Iterable[Wanted], offers: Iterable[PoolOffer], _to: Place, /
    ) -> Sourced:
        """Ask nothing."""
        pool = next(iter(offers)).pool
        taken = [Allocation(pool=pool, sku=some.sku, quantity=some.quantity) for some in wanted]
        return Sourced(allocations=tuple(taken), unsourced=(), because=())


class Good:
    """Keeps the contract."""

    def __call__(
        self, wanted: Iterable[Wanted], offers: Iterable[PoolOffer], to: Place, /
    ) -> Sourced:
        """Ask a policy of ours."""
        return SinglePoolFirst()(wanted, offers, to)


class TakesTwice(Good):
    """Ships everything once more."""

    def __call__(
        self, wanted: Iterable[Wanted], offers: Iterable[PoolOffer], to: Place, /
    ) -> Sourced:
        """Double it."""
        found = super().__call__(wanted, offers, to)
        return replace(found, allocations=(*found.allocations, *found.allocations))


class OpensAll(Good):
    """Does not ask who ships."""

    def __call__(
        self, wanted: Iterable[Wanted], offers: Iterable[PoolOffer], to: Place, /
    ) -> Sourced:
        """Open them."""
        return super().__call__(wanted, [replace(offer, open=True) for offer in offers], to)


class ForgetsTheRest(Good):
    """Leaves nothing over, since nobody is told."""

    def __call__(
        self, wanted: Iterable[Wanted], offers: Iterable[PoolOffer], to: Place, /
    ) -> Sourced:
        """Drop it."""
        return replace(super().__call__(wanted, offers, to), unsourced=())


class Backorders(Good):
    """Promises what is not there."""

    def __call__(
        self, wanted: Iterable[Wanted], offers: Iterable[PoolOffer], to: Place, /
    ) -> Sourced:
        """Allow it."""
        return SinglePoolFirst(SourcingTerms(backorder=True))(wanted, offers, to)


class IsNeverTheSame(Good):
    """Prefers another pool each time."""

    asked = count()

    def __call__(
        self, wanted: Iterable[Wanted], offers: Iterable[PoolOffer], to: Place, /
    ) -> Sourced:
        """Turn the pools' order around, every other time."""
        sign = 1 if next(self.asked) % 2 else -1
        turned = [replace(offer, priority=sign * offer.priority) for offer in offers]
        return super().__call__(wanted, turned, to)


class TakesThemAsTheyCome(Good):
    """Lets the order of rows decide."""

    def __call__(
        self, wanted: Iterable[Wanted], offers: Iterable[PoolOffer], to: Place, /
    ) -> Sourced:
        """Rank by place."""
        ranked = [replace(offer, priority=place) for place, offer in enumerate(offers)]
        return super().__call__(wanted, ranked, to)


class SourcesLineByLine(Good):
    """R04: two lines of one SKU see the same units."""

    def __call__(
        self, wanted: Iterable[Wanted], offers: Iterable[PoolOffer], to: Place, /
    ) -> Sourced:
        """Ask once for each line, of the same stock."""
        known = list(offers)
        each = [super(SourcesLineByLine, self).__call__([some], known, to) for some in wanted]
        if not each:
            return super().__call__((), known, to)
        return Sourced(
            allocations=tuple([some for one in each for some in one.allocations]),
            unsourced=tuple([some for one in each for some in one.unsourced]),
            because=tuple([some for one in each for some in one.because]),
        )


class SaysNothing(Good):
    """Explains nothing."""

    def __call__(
        self, wanted: Iterable[Wanted], offers: Iterable[PoolOffer], to: Place, /
    ) -> Sourced:
        """Leave the clauses out."""
        return replace(super().__call__(wanted, offers, to), because=())


class SourcesNothing(Good):
    """Never sells."""

    def __call__(
        self, wanted: Iterable[Wanted], offers: Iterable[PoolOffer], to: Place, /
    ) -> Sourced:
        """Close every pool."""
        return super().__call__(wanted, [replace(offer, open=False) for offer in offers], to)


class WantsAPool(Good):
    """Has no answer without a pool."""

    def __call__(
        self, wanted: Iterable[Wanted], offers: Iterable[PoolOffer], to: Place, /
    ) -> Sourced:
        """Refuse."""
        known = list(offers)
        if not known:
            raise InvalidValue("offers", known, "at least one")
        return super().__call__(wanted, known, to)


class TakesTheLastOffer(Good):
    """Lets a later offer of a pool take the place of the earlier one."""

    def __call__(
        self, wanted: Iterable[Wanted], offers: Iterable[PoolOffer], to: Place, /
    ) -> Sourced:
        """Key them by pool."""
        return super().__call__(wanted, {offer.pool: offer for offer in offers}.values(), to)


WHOLE = SourcingTerms(partial=False)
ONE_PARCEL = SourcingTerms(most_parcels=1)
ANY = SourcingTerms()

BROKEN: list[tuple[type[Good], SourcingTerms, str]] = [
    (TakesTwice, ANY, "test_no_pool_gives_more_than_it_offers"),
    (OpensAll, ANY, "test_a_closed_pool_gives_nothing"),
    (ForgetsTheRest, ANY, "test_every_unit_wanted_is_sourced_or_left_over"),
    (Good, WHOLE, "test_without_partial_it_is_all_or_nothing"),
    (Backorders, ANY, "test_without_backorder_only_units_at_hand_are_promised"),
    (Good, ONE_PARCEL, "test_no_more_parcels_leave_than_may"),
    (IsNeverTheSame, ANY, "test_the_same_question_has_the_same_answer"),
    (TakesThemAsTheyCome, ANY, "test_the_order_of_offers_makes_no_difference"),
    (SourcesLineByLine, ANY, "test_lines_of_one_sku_are_summed"),
    (SaysNothing, ANY, "test_every_pool_is_explained"),
    (SourcesNothing, ANY, "test_what_can_be_had_is_sourced"),
    (WantsAPool, ANY, "test_nothing_wanted_and_nothing_offered_are_answered"),
    (TakesTheLastOffer, ANY, "test_two_offers_of_one_pool_are_refused"),
]


@pytest.mark.parametrize(
    ("kind", "terms", "sentence"), BROKEN, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_broken_policy_is_noticed(kind: type[Good], terms: SourcingTerms, sentence: str) -> None:
    """By the sentence of the contract that it breaks."""
    assert sentence in failed(kind, terms)


def test_a_good_policy_passes() -> None:
    """Not one fails on the policy that the broken ones are made from."""
    assert failed(Good) == set()


def test_a_naive_policy_fails() -> None:
    """It oversells, ships from closed pools and explains nothing."""
    assert {
        "test_no_pool_gives_more_than_it_offers",
        "test_a_closed_pool_gives_nothing",
        "test_every_pool_is_explained",
        "test_nothing_wanted_and_nothing_offered_are_answered",
    } <= failed(Naive)


def test_every_sentence_of_the_suite_can_fail() -> None:
    """There is a broken policy for each."""
    sentences = {name for name in dir(SourcingConformance) if name.startswith("test_")}

    assert sentences == {sentence for *_, sentence in BROKEN}


def test_a_suite_needs_a_policy() -> None:
    """Without ``make_policy`` there is nothing to test."""
    with pytest.raises(TypeError, match="make_policy"):
        SourcingConformance()  # type: ignore[abstract]
