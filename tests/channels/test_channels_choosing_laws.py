"""Laws of choosing a channel, and the naive search that it must agree with."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from ordercore.channels import (
    Choice,
    Destination,
    Offer,
    Preferences,
    Ranking,
    Reach,
    Seller,
    Stage,
    Wanted,
    Wish,
    choose_channel,
)
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant, instant

NOW = instant("2026-11-22T12:00:00Z")

CHANNELS = ("FBA", "SFP", "MFN", "SHOP", "OTHER")

POOLS = ("amazon", "main")

SKUS = ("A", "B", "C")


@attrs.frozen(kw_only=True)
class Question:
    """Everything that a choice is asked with."""

    lines: tuple[Wanted, ...]
    offers: tuple[Offer, ...]
    stock: Mapping[tuple[str, str], int]
    destination: Destination
    deliver_by: Mapping[str, Instant | None]
    wish: Wish
    seller: Seller
    preferences: Preferences

    def answer(self) -> Choice:
        """Choose."""
        given = {field.name: getattr(self, field.name) for field in attrs.fields(Question)}
        return choose_channel(given.pop("lines"), given.pop("offers"), at=NOW, **given)


def instants() -> st.SearchStrategy[Instant | None]:
    """Some days around now, or no promise."""
    return st.integers(-1, 4).map(lambda days: NOW.add(days=days)) | st.none()


def reaches() -> st.SearchStrategy[Reach]:
    """Mostly everywhere."""
    hardly = st.builds(
        Reach,
        countries=st.sampled_from([frozenset[str](), frozenset({"US"})]),
        but_not=st.sampled_from([frozenset[str](), frozenset({"78"})]),
        po_boxes=st.booleans(),
        military=st.booleans(),
        remote=st.booleans(),
    )
    return st.just(Reach()) | st.just(Reach()) | hardly


OFFER_KEYS = [(sku, channel, pool) for sku in SKUS for channel in CHANNELS for pool in POOLS]


@st.composite
def offers(draw: st.DrawFn) -> tuple[Offer, ...]:
    """Different offers, in any order."""
    keys = draw(st.lists(st.sampled_from(OFFER_KEYS), unique=True, max_size=7))
    return tuple(
        Offer(sku=sku, channel=channel, pool=pool, reach=draw(reaches()))
        for sku, channel, pool in keys
    )


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Baskets of up to four lines, some of them of one SKU."""
    skus = draw(st.lists(st.sampled_from(SKUS), max_size=4))
    return Question(
        lines=tuple(
            Wanted(line=str(number), sku=sku, quantity=draw(st.integers(1, 3)))
            for number, sku in enumerate(skus)
        ),
        offers=draw(offers()),
        stock={(sku, pool): draw(st.integers(-1, 6)) for sku in SKUS for pool in POOLS},
        destination=Destination(
            country=draw(st.sampled_from(["US", "US", "CA"])),
            postal_code=draw(st.sampled_from(["", "10001", "78701"])),
            po_box=draw(st.integers(0, 3)) == 0,
            military=draw(st.integers(0, 3)) == 0,
            remote=draw(st.integers(0, 3)) == 0,
        ),
        deliver_by={channel: draw(instants()) for channel in CHANNELS},
        wish=Wish(
            deliver_by=draw(st.none() | st.none() | instants()),
            badge=draw(st.integers(0, 4)) == 0,
        ),
        seller=Seller(
            prime=draw(st.none() | st.sampled_from(Stage)),
            prime_left=draw(st.integers(0, 1)),
            paused={
                channel: draw(instants())
                for channel in draw(st.sets(st.sampled_from(CHANNELS), max_size=1))
            },
        ),
        preferences=Preferences(
            ranking=draw(st.sampled_from(Ranking)),
            channels=tuple(draw(st.permutations(CHANNELS[:4]))),
        ),
    )


def plan(choice: Choice) -> dict[str, Offer]:
    """Give the offer of every line that is served."""
    return {some.line.line: some.offer for some in choice.served}


def may_serve(question: Question, line: Wanted, offer: Offer) -> bool:
    """Tell in other words whether an offer may serve a line at all."""
    reach, to, seller = offer.reach, question.destination, question.seller
    promised = question.deliver_by[offer.channel]
    wished = question.wish.deliver_by
    stage = seller.prime
    shown = offer.channel == "FBA" or (
        offer.channel == "SFP" and stage in (Stage.CAPPED, Stage.ENROLLED)
    )
    paused_until = seller.paused.get(offer.channel, NOW)
    return all(
        (
            offer.sku == line.sku,
            question.stock[offer.sku, offer.pool] >= line.quantity,
            not reach.countries or to.country in reach.countries,
            not any(to.postal_code.startswith(some) for some in reach.but_not),
            reach.po_boxes or not to.po_box,
            reach.military or not to.military,
            reach.remote or not to.remote,
            promised is None or promised >= NOW,
            wished is None or (promised is not None and promised <= wished),
            shown or not question.wish.badge,
            paused_until is not None and paused_until <= NOW,
            offer.channel != "SFP"
            or stage in (Stage.IN_TRIAL, Stage.ENROLLED)
            or (stage is Stage.CAPPED and seller.prime_left > 0),
        )
    )


def ways(question: Question) -> Iterator[dict[str, Offer]]:
    """Give every way to serve a basket that stock allows, the naive way."""
    options = [
        [None, *[offer for offer in question.offers if may_serve(question, line, offer)]]
        for line in question.lines
    ]
    for some in product(*options):
        left = dict(question.stock)
        for line, offer in zip(question.lines, some, strict=True):
            if offer is not None:
                left[offer.sku, offer.pool] -= line.quantity
        taken = {offer.stock_key for offer in some if offer is not None}
        if all(left[key] >= 0 for key in taken):
            yield {
                line.line: offer
                for line, offer in zip(question.lines, some, strict=True)
                if offer is not None
            }


def cost(question: Question, way: dict[str, Offer]) -> tuple[Any, ...]:
    """Give what ways are compared by: lines, orders, channels, which lines, each by its offer."""
    prefer = question.preferences

    def rank(channel: str) -> tuple[Any, ...]:
        place = prefer.channels.index(channel) if channel in prefer.channels else 99
        promised = question.deliver_by[channel]
        match prefer.ranking:
            case Ranking.PREFERENCE:
                return (place,)
            case Ranking.PRIME_FIRST:
                return (channel not in ("FBA", "SFP"), place)
            case Ranking.EARLIEST:
                return (promised or instant("2100-01-01T00:00:00Z"), place)

    used = {offer.channel for offer in way.values()}
    worst_first = prefer.ranking is Ranking.EARLIEST
    by_size = sorted(question.lines, key=lambda line: (line.sku, line.quantity))
    return (
        -len(way),
        len(used),
        sorted(map(rank, used), reverse=worst_first),
        [line.line not in way for line in by_size],
        [
            (0, rank(way[line.line].channel), way[line.line].pool) if line.line in way else (1,)
            for line in question.lines
        ],
    )


@given(questions())
def test_the_choice_is_the_best_of_all_ways(question: Question) -> None:
    """A naive search over every way finds none that is better, and finds this one."""
    best = min(ways(question), key=lambda way: cost(question, way))

    assert plan(question.answer()) == best


@given(questions())
def test_nothing_is_chosen_without_stock_offer_and_eligibility(question: Question) -> None:
    """Every line is served by an offer of its own that may serve it, and no stock goes twice."""
    choice = question.answer()

    taken: dict[tuple[str, str], int] = {}
    for some in choice.served:
        assert some.offer in question.offers
        assert may_serve(question, some.line, some.offer)
        key = some.offer.stock_key
        taken[key] = taken.get(key, 0) + some.line.quantity
    assert all(units <= question.stock[key] for key, units in taken.items())


@given(questions())
def test_each_line_is_served_once_or_reported(question: Question) -> None:
    """In the order of the basket; the orders hold each served line once."""
    choice = question.answer()
    served = [some.line for some in choice.served]
    unserved = [some.line for some in choice.unserved]

    assert sorted([*served, *unserved], key=lambda line: line.line) == list(question.lines)
    assert served == [line for line in question.lines if line in served]
    in_orders = [line for lines in choice.orders.values() for line in lines]
    assert sorted(in_orders, key=lambda line: line.line) == served


@given(questions())
def test_every_candidate_is_answered_for(question: Question) -> None:
    """Each offer of a SKU in the basket is chosen, or rejected with reasons, for each line."""
    choice = question.answer()
    chosen = [(some.line.line, some.offer) for some in choice.served]
    rejected = [(some.line, some.offer) for some in choice.rejected]
    candidates = {
        (line.line, offer)
        for line in question.lines
        for offer in question.offers
        if offer.sku == line.sku
    }

    assert len(chosen) + len(rejected) == len(candidates)
    assert {*chosen, *rejected} == candidates
    assert all(served.because for served in choice.served)
    assert all(unserved.because for unserved in choice.unserved)
    assert all(lost.because for lost in choice.rejected)
    for some in choice.rejected:
        for clause in some.because:
            if clause.code == "taken_by_other_lines":
                assert 0 <= clause.facts["left"] < clause.facts["asked"]


@given(questions(), st.randoms(use_true_random=False))
def test_the_order_of_offers_does_not_matter(question: Question, chance: Any) -> None:
    """Whole answers are the same, reasons and all."""
    shuffled = list(question.offers)
    chance.shuffle(shuffled)
    swapped = dict(reversed([*question.stock.items()]))

    assert replace(question, offers=tuple(shuffled), stock=swapped).answer() == question.answer()


@given(questions(), offers())
def test_another_offer_is_taken_or_changes_nothing(
    question: Question, more: tuple[Offer, ...]
) -> None:
    """What is not chosen has no say in what is."""
    known = {offer.key for offer in question.offers}
    for offer in more:
        if offer.key in known:
            continue
        before = plan(question.answer())
        after = plan(replace(question, offers=(*question.offers, offer)).answer())

        assert after == before or offer in after.values()
        if offer.sku not in {line.sku for line in question.lines}:
            assert after == before


@given(questions())
def test_what_was_rejected_would_not_be_missed(question: Question) -> None:
    """Without every offer that was not chosen the same is chosen."""
    chosen = plan(question.answer())
    left = tuple(offer for offer in question.offers if offer in chosen.values())

    assert plan(replace(question, offers=left).answer()) == chosen


@given(questions(), st.sampled_from(SKUS), st.sampled_from(POOLS), st.integers(1, 5))
def test_more_stock_never_makes_a_basket_unserveable(
    question: Question, sku: str, pool: str, more: int
) -> None:
    """No fewer lines are served, so a basket that was served whole still is."""
    stock = {**question.stock, (sku, pool): question.stock[sku, pool] + more}

    before, after = question.answer(), replace(question, stock=stock).answer()
    assert len(after.served) >= len(before.served)


@given(questions())
def test_without_wishes_and_obstacles_no_fewer_lines_are_served(question: Question) -> None:
    """A wish, a pause or a hard destination only ever takes away."""
    easy = replace(
        question,
        wish=Wish(),
        seller=Seller(prime=Stage.ENROLLED),
        destination=Destination(country="US"),
    )

    assert len(easy.answer().served) >= len(question.answer().served)
