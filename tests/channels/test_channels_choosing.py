"""Choosing: which channel serves which line, and what is said against every other."""

from collections.abc import Mapping
from typing import Any

import pytest

from ordercore.channels import (
    CHOICE_CLAUSES,
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
from ordercore.errors import InvalidValue
from ordercore.kernel.time import instant

NOW = instant("2026-11-22T12:00:00Z")

IN_2_DAYS, IN_3_DAYS, IN_5_DAYS = (
    instant(f"2026-11-{day}T23:59:59.999999Z") for day in (24, 25, 27)
)

TEXAS = Destination(country="US", postal_code="78701")

BY_CHANNEL = {"FBA": IN_2_DAYS, "SFP": IN_2_DAYS, "MFN": IN_5_DAYS, "SHOP": IN_3_DAYS}

POOLS = {"FBA": "amazon", "SFP": "main", "MFN": "main", "SHOP": "main"}


def basket(*wanted: tuple[str, int]) -> list[Wanted]:
    """Make lines ``1``, ``2``, … of SKUs and quantities."""
    return [
        Wanted(line=str(number), sku=sku, quantity=quantity)
        for number, (sku, quantity) in enumerate(wanted, 1)
    ]


def offered(*where: str, reach: Reach | None = None) -> list[Offer]:
    """Make offers such as ``"MUG FBA"``, each from the pool of its channel."""
    offers = []
    for some in where:
        sku, channel = some.split()
        offer = Offer(sku=sku, channel=channel, pool=POOLS[channel])
        offers.append(
            offer
            if reach is None
            else Offer(sku=sku, channel=channel, pool=POOLS[channel], reach=reach)
        )
    return offers  # fmt: skip


def stocked(**units: int) -> dict[tuple[str, str], int]:
    """Make stock such as ``MUG_main=5``."""
    return {tuple(name.split("_", 1)): some for name, some in units.items()}  # type: ignore[misc]


def choose(
    lines: list[Wanted], offers: list[Offer], stock: Mapping[Any, int], **given: Any
) -> Choice:
    """Choose, with defaults."""
    rest = {"destination": TEXAS, "at": NOW, "deliver_by": BY_CHANNEL, **given}
    return choose_channel(lines, offers, stock=stock, **rest)


def by_line(choice: Choice) -> dict[str, str]:
    """Give the channel of every line that is served."""
    return {some.line.line: some.offer.channel for some in choice.served}


def against(choice: Choice) -> dict[tuple[str, str], list[str]]:
    """Give the codes against every rejected offer, by line and channel."""
    return {
        (some.line, some.offer.channel): [clause.code for clause in some.because]
        for some in choice.rejected
    }


def reasons(choice: Choice) -> list[str]:
    """Give the codes of why these channels."""
    return [clause.code for clause in choice.because]


MUG = basket(("MUG", 2))

BOTH = offered("MUG FBA", "MUG MFN")


def test_r46_one_sku_on_two_channels_each_with_its_pool() -> None:
    """The same product is sold through FBA and by the seller at once, and neither empties both."""
    plenty = choose(MUG, BOTH, stocked(MUG_amazon=2, MUG_main=9))
    short = choose(MUG, BOTH, stocked(MUG_amazon=1, MUG_main=9))

    assert by_line(plenty) == {"1": "FBA"}
    assert against(plenty) == {("1", "MFN"): ["outranked"]}
    assert reasons(plenty) == ["one_channel_serves_all", "ranked_first"]
    assert by_line(short) == {"1": "MFN"}
    assert against(short) == {("1", "FBA"): ["stock_short"]}
    assert reasons(short) == ["one_channel_serves_all", "only_way"]


def test_the_answer_says_what_speaks_for_and_against_each_offer() -> None:
    """Codes with facts: figures, pools, times."""
    choice = choose(
        MUG,
        [*BOTH, *offered("MUG SHOP")],
        stocked(MUG_amazon=5, MUG_main=1),
        wish=Wish(deliver_by=IN_3_DAYS),
    )

    (mug,) = choice.served
    assert [(clause.code, dict(clause.facts)) for clause in mug.because] == [
        ("stock_enough", {"sku": "MUG", "pool": "amazon", "asked": 2, "available": 5}),
        ("promise_in_time", {"channel": "FBA", "promised": IN_2_DAYS, "wished": IN_3_DAYS}),
    ]
    mfn, shop = choice.rejected
    assert [(clause.code, dict(clause.facts)) for clause in mfn.because] == [
        ("promise_too_late", {"channel": "MFN", "promised": IN_5_DAYS, "wished": IN_3_DAYS}),
        ("stock_short", {"sku": "MUG", "pool": "main", "asked": 2, "available": 1}),
    ]
    assert [clause.code for clause in shop.because] == ["stock_short"]


def test_one_channel_that_serves_all_comes_before_two_that_are_preferred() -> None:
    """FBA is preferred, but has no lamp."""
    lines = basket(("MUG", 1), ("LAMP", 1))
    offers = offered("MUG FBA", "MUG MFN", "LAMP MFN")
    choice = choose(lines, offers, stocked(MUG_amazon=9, MUG_main=9, LAMP_main=9))

    assert by_line(choice) == {"1": "MFN", "2": "MFN"}
    assert against(choice) == {("1", "FBA"): ["needs_more_orders"]}
    assert reasons(choice) == ["one_channel_serves_all", "only_way"]
    assert choice.orders == {"MFN": tuple(lines)}


def test_a_mixed_basket_becomes_one_order_per_channel() -> None:
    """Where no channel has everything (facts 12.8)."""
    lines = basket(("MUG", 1), ("LAMP", 1), ("CUP", 1))
    offers = offered("MUG FBA", "LAMP MFN", "CUP MFN", "CUP FBA")
    choice = choose(lines, offers, stocked(MUG_amazon=1, LAMP_main=1, CUP_main=1, CUP_amazon=1))

    assert by_line(choice) == {"1": "FBA", "2": "MFN", "3": "FBA"}
    assert choice.orders == {"FBA": (lines[0], lines[2]), "MFN": (lines[1],)}
    assert reasons(choice) == ["split_by_channel", "only_way"]
    assert choice.because[0].facts == {"channels": ("FBA", "MFN"), "orders": 2}
    assert against(choice) == {("3", "MFN"): ["outranked"]}


def test_fewest_orders_are_found_even_where_the_first_choice_misleads() -> None:
    """FBA serves most lines, and yet the other two serve all without it."""
    lines = basket(("A", 1), ("B", 1), ("C", 1), ("D", 1))
    offers = offered("A FBA", "B FBA", "A SHOP", "C SHOP", "B MFN", "D MFN")
    stock = {(sku, pool): 1 for sku in "ABCD" for pool in ("amazon", "main")}
    choice = choose(lines, offers, stock)

    assert by_line(choice) == {"1": "SHOP", "2": "MFN", "3": "SHOP", "4": "MFN"}
    assert against(choice) == {
        ("1", "FBA"): ["needs_more_orders"],
        ("2", "FBA"): ["needs_more_orders"],
    }


def test_channels_share_a_pool_without_promising_its_stock_twice() -> None:
    """SFP and the own shop sell from one shelf."""
    lines = basket(("MUG", 1), ("MUG", 1))
    choice = choose(lines, offered("MUG MFN", "MUG SHOP"), stocked(MUG_main=1))

    assert by_line(choice) == {"1": "MFN"}
    assert [(some.line.line, some.because[0].code) for some in choice.unserved] == [
        ("2", "stock_for_other_lines")
    ]
    assert against(choice)["2", "SHOP"] == ["taken_by_other_lines"]
    assert reasons(choice)[-1] == "lines_unserved"


def test_as_many_lines_as_possible_are_served() -> None:
    """A big line does not take what two small ones need; a line is never split."""
    lines = basket(("MUG", 3), ("MUG", 2), ("MUG", 2))
    choice = choose(lines, offered("MUG MFN"), stocked(MUG_main=4))

    assert by_line(choice) == {"2": "MFN", "3": "MFN"}
    assert [some.line.line for some in choice.unserved] == ["1"]
    (taken,) = choice.rejected[0].because
    assert (taken.code, dict(taken.facts)) == (
        "taken_by_other_lines",
        {"sku": "MUG", "pool": "main", "asked": 3, "left": 0},
    )


def test_a_line_takes_the_lesser_pool_where_another_needs_the_better() -> None:
    """Two pools of one channel: 3 in one, 2 in the other, and lines of 2 and 3."""
    offers = [Offer(sku="MUG", channel="MFN", pool=pool) for pool in ("east", "west")]
    stock = {("MUG", "east"): 3, ("MUG", "west"): 2}
    choice = choose(basket(("MUG", 2), ("MUG", 3)), offers, stock)

    assert [some.offer.pool for some in choice.served] == ["west", "east"]
    assert against(choice) == {
        ("1", "MFN"): ["taken_by_other_lines"],
        ("2", "MFN"): ["stock_short"],
    }


@pytest.mark.parametrize(
    ("preferences", "channel"),
    [
        (Preferences(), "FBA"),
        (Preferences(channels=("SHOP", "MFN", "FBA")), "SHOP"),
        # What is not named comes last, by its code.
        (Preferences(channels=("MFN",)), "MFN"),
        (Preferences(channels=()), "FBA"),
        # The earliest promise; SFP and FBA are equal, and preference decides.
        (Preferences(ranking=Ranking.EARLIEST), "FBA"),
        (Preferences(ranking=Ranking.EARLIEST, channels=("MFN", "SFP")), "SFP"),
        # Prime first, and then preference.
        (Preferences(ranking=Ranking.PRIME_FIRST, channels=("MFN", "SFP", "FBA")), "SFP"),
        (Preferences(ranking=Ranking.PRIME_FIRST, prime=frozenset({"SHOP"})), "SHOP"),
    ],
)
def test_what_decides_between_equals(preferences: Preferences, channel: str) -> None:
    """Four channels could each serve all of it."""
    offers = offered("MUG SHOP", "MUG MFN", "MUG SFP", "MUG FBA")
    stock = stocked(MUG_main=9, MUG_amazon=9)
    choice = choose(
        MUG, offers, stock, preferences=preferences, seller=Seller(prime=Stage.ENROLLED)
    )

    assert by_line(choice) == {"1": channel}
    assert {code for some in against(choice).values() for code in some} == {"outranked"}
    ranked = choice.because[-1]
    assert (ranked.code, ranked.facts["ranking"]) == ("ranked_first", preferences.ranking.value)


def test_the_earliest_way_is_the_one_whose_last_delivery_is_earliest() -> None:
    """An unknown promise comes after all that are known."""
    lines = basket(("MUG", 1), ("LAMP", 1))
    offers = offered("MUG FBA", "LAMP MFN", "LAMP SHOP")
    stock = stocked(MUG_amazon=1, LAMP_main=1)
    earliest = Preferences(ranking=Ranking.EARLIEST, channels=("FBA", "MFN", "SHOP"))

    soon = choose(lines, offers, stock, preferences=earliest)
    unknown = choose(
        lines, offers, stock, preferences=earliest, deliver_by={**BY_CHANNEL, "SHOP": None}
    )

    assert by_line(soon) == {"1": "FBA", "2": "SHOP"}
    assert by_line(unknown) == {"1": "FBA", "2": "MFN"}


@pytest.mark.parametrize(
    ("ranking", "channels"),
    [
        # By the best of each: A is liked most.
        (Ranking.PREFERENCE, {"A", "D"}),
        # By the worst of each: D delivers last.
        (Ranking.EARLIEST, {"B", "C"}),
    ],
)
def test_two_ways_of_two_orders_are_compared_as_the_ranking_says(
    ranking: Ranking, channels: set[str]
) -> None:
    """Only A with D, or B with C, serve the whole basket."""
    lines = basket(("K", 1), ("L", 1), ("M", 1), ("N", 1))
    served = {"K": "AB", "L": "DC", "M": "AC", "N": "DB"}
    offers = [
        Offer(sku=sku, channel=channel, pool="main")
        for sku, some in served.items()
        for channel in some
    ]
    choice = choose(
        lines,
        offers,
        {(sku, "main"): 1 for sku in served},
        deliver_by={channel: NOW.add(days=days) for days, channel in enumerate("ABCD", 1)},
        preferences=Preferences(ranking=ranking, channels=("A", "B", "C", "D")),
    )

    assert set(choice.orders) == channels
    assert reasons(choice) == ["split_by_channel", "ranked_first"]


PRIME_ONLY = offered("MUG SFP", "MUG MFN")


@pytest.mark.parametrize(
    ("seller", "badge", "codes"),
    [
        (Seller(), False, ["prime_not_held"]),
        (Seller(prime=Stage.SUSPENDED), False, ["prime_not_held"]),
        (Seller(prime=Stage.NOT_ELIGIBLE), False, ["prime_not_held"]),
        (Seller(prime=Stage.ELIGIBLE), False, ["prime_not_held"]),
        (Seller(prime=Stage.IN_TRIAL), False, None),
        (Seller(prime=Stage.CAPPED), False, ["prime_cap_reached"]),
        (Seller(prime=Stage.CAPPED, prime_left=1), False, None),
        (Seller(prime=Stage.ENROLLED), False, None),
        # In a trial there is no badge yet.
        (Seller(prime=Stage.IN_TRIAL), True, ["badge_missing"]),
        (Seller(prime=Stage.ENROLLED), True, None),
        (Seller(), True, ["prime_not_held", "badge_missing"]),
    ],
)
def test_sfp_hangs_on_the_sellers_standing(
    seller: Seller, badge: bool, codes: list[str] | None
) -> None:
    """Who may not ship with Prime is not chosen for it, and says why."""
    prefers = Preferences(channels=("SFP", "MFN"))
    choice = choose(
        MUG,
        PRIME_ONLY,
        stocked(MUG_main=2),
        seller=seller,
        preferences=prefers,
        wish=Wish(badge=badge),
    )

    assert against(choice).get(("1", "SFP")) == codes
    if codes is None:
        assert by_line(choice) == {"1": "SFP"}
    else:
        assert by_line(choice) == ({} if badge else {"1": "MFN"})


def test_fba_has_the_badge_whatever_the_sellers_standing() -> None:
    """Amazon ships; what speaks for it says so."""
    choice = choose(MUG, BOTH, stocked(MUG_amazon=2, MUG_main=2), wish=Wish(badge=True))

    assert by_line(choice) == {"1": "FBA"}
    assert against(choice) == {("1", "MFN"): ["badge_missing"]}
    assert [clause.code for clause in choice.served[0].because] == ["stock_enough", "badge_shown"]


@pytest.mark.parametrize(
    ("until", "paused"),
    [
        (None, True),
        (NOW.add(microseconds=1), True),
        (NOW, False),
        (NOW.subtract(days=1), False),
    ],
)
def test_a_paused_channel_is_not_chosen(until: Any, paused: bool) -> None:
    """Until its pause is over, at the very instant; without an end it never is."""
    choice = choose(
        MUG, offered("MUG MFN"), stocked(MUG_main=2), seller=Seller(paused={"MFN": until})
    )

    assert (by_line(choice) == {}) == paused
    assert against(choice) == ({("1", "MFN"): ["channel_paused"]} if paused else {})


@pytest.mark.parametrize(
    ("to", "reach", "code"),
    [
        (Destination(country="CA"), Reach(countries=frozenset({"US"})), "country_not_served"),
        (Destination(country="US"), Reach(countries=frozenset({"US"})), None),
        (
            Destination(country="US", postal_code="96813"),
            Reach(but_not=frozenset({"967", "968"})),
            "postal_code_not_served",
        ),
        (TEXAS, Reach(but_not=frozenset({"967", "968"})), None),
        (Destination(country="US", po_box=True), Reach(po_boxes=False), "po_box_not_served"),
        (Destination(country="US", military=True), Reach(military=False), "military_not_served"),
        (Destination(country="US", remote=True), Reach(remote=False), "remote_not_served"),
        (
            Destination(country="US", po_box=True, military=True, remote=True),
            Reach(),
            None,
        ),
        (TEXAS, Reach(po_boxes=False, military=False, remote=False), None),
    ],
)
def test_an_offer_goes_where_it_reaches(to: Destination, reach: Reach, code: str | None) -> None:
    """Countries, postal codes, PO boxes, military addresses, remote places."""
    choice = choose(MUG, offered("MUG MFN", reach=reach), stocked(MUG_main=2), destination=to)

    assert against(choice) == ({} if code is None else {("1", "MFN"): [code]})


@pytest.mark.parametrize(
    ("promised", "wished", "codes"),
    [
        (IN_3_DAYS, IN_3_DAYS, []),
        (IN_3_DAYS.add(microseconds=1), IN_3_DAYS, ["promise_too_late"]),
        (None, IN_3_DAYS, ["promise_unknown"]),
        (None, None, []),
        (NOW, None, []),
        (NOW.subtract(microseconds=1), None, ["promise_passed"]),
    ],
)
def test_a_wish_is_kept_to_the_microsecond(promised: Any, wished: Any, codes: list[str]) -> None:
    """The last instant is still in time; what nobody knows is no promise; the past is none."""
    choice = choose(
        MUG,
        offered("MUG MFN"),
        stocked(MUG_main=2),
        deliver_by={"MFN": promised},
        wish=Wish(deliver_by=wished),
    )

    assert against(choice) == ({("1", "MFN"): codes} if codes else {})
    assert bool(choice.served) == (not codes)


def test_what_is_offered_nowhere_is_reported() -> None:
    """And what is offered in vain, too."""
    lines = basket(("MUG", 1), ("LAMP", 1), ("CUP", 1))
    choice = choose(lines, offered("LAMP FBA", "CUP FBA"), stocked(CUP_amazon=1))

    assert [(some.line.sku, some.because[0].code) for some in choice.unserved] == [
        ("MUG", "not_offered"),
        ("LAMP", "no_offer_serves"),
    ]
    assert choice.unserved[1].because[0].facts == {"sku": "LAMP", "offers": 1}
    assert reasons(choice) == ["only_way", "lines_unserved"]
    assert choice.because[-1].facts == {"lines": ("1", "2")}


def test_an_empty_basket_needs_nothing() -> None:
    """No order, no reason."""
    assert choose([], BOTH, {}) == Choice(served=(), unserved=(), rejected=(), because=())


def test_stock_that_a_shortage_made_negative_serves_nothing() -> None:
    """A count may bring what is available below zero."""
    choice = choose(MUG, offered("MUG MFN"), stocked(MUG_main=-3))

    assert choice.rejected[0].because[0].facts["available"] == -3


def test_a_big_basket_is_settled_at_once() -> None:
    """A hundred lines of one SKU over three pools, and a dozen channels, are no matter."""
    lines = basket(*[("MUG", 1 + number % 3) for number in range(100)])
    pools = ("east", "main", "west")
    offers = [
        Offer(sku="MUG", channel=f"C{number}", pool=pool) for number in range(12) for pool in pools
    ]
    exactly = choose(lines, offers, {("MUG", pool): 67 if pool == "main" else 66 for pool in pools})
    choice = choose(lines, offers, {("MUG", pool): 66 for pool in pools})

    assert (len(exactly.served), len(exactly.unserved)) == (100, 0)
    assert (len(choice.served), len(choice.unserved)) == (99, 1)
    assert choice.orders.keys() == {"C0"}


def test_twelve_channels_that_are_all_needed_are_found_at_once() -> None:
    """Those without which a line stays unserved are in every answer."""
    skus = [f"S{number:02}" for number in range(18)]
    offers = [Offer(sku=sku, channel=f"C-{sku}", pool="main") for sku in skus]
    stock = {(sku, "main"): 1 for sku in skus}
    choice = choose(basket(*[(sku, 1) for sku in skus]), offers, stock)

    assert len(choice.orders) == 18


@pytest.mark.parametrize(
    ("lines", "offers", "stock", "field"),
    [
        ([*MUG, *MUG], BOTH, {}, "lines"),
        (MUG, [*BOTH, *BOTH], {}, "offers"),
        (MUG, BOTH, {("MUG", "main"): 1.5}, "stock"),
        (MUG, BOTH, {("MUG", "main"): True}, "stock"),
    ],
)
def test_a_question_that_contradicts_itself_is_refused(
    lines: list[Wanted], offers: list[Offer], stock: Any, field: str
) -> None:
    """Two lines of one id, an offer twice, stock that is no number."""
    with pytest.raises(InvalidValue, match=field):
        choose(lines, offers, stock)


@pytest.mark.parametrize("quantity", [0, -1, 1.5, True, "2"])
def test_a_line_wants_a_whole_number(quantity: Any) -> None:
    """1 or more; and it has an id and a SKU."""
    with pytest.raises(InvalidValue, match="quantity"):
        Wanted(line="1", sku="MUG", quantity=quantity)
    with pytest.raises(InvalidValue, match="line"):
        Wanted(line=" ", sku="MUG")
    with pytest.raises(InvalidValue, match="sku"):
        Wanted(line="1", sku="")


def test_every_code_is_one_that_is_declared() -> None:
    """With just the facts that are declared for it; and all of them come about."""
    hard = Destination(country="CA", postal_code="K1A", po_box=True, military=True, remote=True)
    nowhere = Reach(
        countries=frozenset({"US"}),
        but_not=frozenset({"K"}),
        po_boxes=False,
        military=False,
        remote=False,
    )
    wish = Wish(deliver_by=IN_3_DAYS, badge=True)
    two = basket(("MUG", 1), ("LAMP", 1), ("CUP", 1))
    choices = [
        choose(MUG, offered("MUG SFP", reach=nowhere), {}, destination=hard, wish=wish),
        choose(MUG, BOTH, stocked(MUG_amazon=2), wish=wish, seller=Seller(paused={"MFN": None})),
        choose(MUG, offered("MUG SFP"), {}, seller=Seller(prime=Stage.CAPPED)),
        choose(MUG, BOTH, {}, wish=wish, deliver_by={"MFN": NOW.subtract(days=1)}),
        choose(MUG, BOTH, stocked(MUG_amazon=2, MUG_main=2)),
        choose(basket(("MUG", 1), ("MUG", 1)), BOTH, stocked(MUG_main=1)),
        choose(two, offered("MUG FBA", "MUG MFN", "LAMP MFN"), stocked(
            MUG_amazon=1, MUG_main=1, LAMP_main=1
        )),
        choose(two, offered("MUG FBA", "LAMP MFN"), stocked(MUG_amazon=1, LAMP_main=1)),
        choose(MUG, offered("MUG FBA", "MUG MFN"), {}),
    ]  # fmt: skip
    answers = [
        *[choice.because for choice in choices],
        *[some.because for choice in choices for some in choice.served],
        *[some.because for choice in choices for some in choice.unserved],
        *[some.because for choice in choices for some in choice.rejected],
    ]
    given = {clause.code: set(clause.facts) for because in answers for clause in because}

    assert given == {code: set(facts) for code, facts in CHOICE_CLAUSES.items()}
