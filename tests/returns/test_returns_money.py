"""The money of a return: shares, fees, the way back, and where every cent is."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from return_stories import CHARGES, DELIVERED, SOON, bought, clause, codes, judged

from ordercore.errors import InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import COMPONENTS, Charges
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.kernel.time import instant
from ordercore.returns import (
    POLICIES,
    RECEIPT,
    Override,
    Purchase,
    Remedy,
    RemedyOffer,
    RestockingFee,
    ReturnPolicy,
    Settlement,
    Verdict,
    Wear,
    Window,
    Wish,
)

DEFECTIVE = "DEFECTIVE"

UNWANTED = "UNWANTED_ITEM"


def settled(purchase: Purchase, policy: ReturnPolicy = RECEIPT, **wish: Any) -> Settlement:
    """Give where the money is after a wish."""
    at = wish.pop("at", SOON)
    answer = judged(purchase, at, policy, wish=Wish(**{"reason": UNWANTED, **wish}))
    assert answer.settlement is not None
    return answer.settlement


def line(quantity: int = 3, **facts: Any) -> Purchase:
    """Give a line of three units with shipping, tax and a discount."""
    return bought(marketplace="US", charges=CHARGES, quantity=quantity, **facts)


# Shares


def test_r25_the_discount_goes_back_with_the_goods() -> None:
    """A change of mind brings the item back, with its tax and its discount; not the way out."""
    back = settled(line(), units=1).back

    assert back == Charges("USD", item=1000, tax=100, discount=100)


@pytest.mark.parametrize("reason", [DEFECTIVE, "DAMAGED_BY_CARRIER", "DAMAGED_BY_FC"])
def test_what_others_did_wrong_brings_the_way_out_back_too(reason: str) -> None:
    """The share of the units that come back."""
    back = settled(line(), units=1, reason=reason).back

    assert back == Charges("USD", item=1000, tax=100, discount=100, shipping=200, shipping_tax=20)


@pytest.mark.parametrize(
    ("day", "outbound"), [("2026-07-04", True), ("2026-07-18", True), ("2026-07-19", False)]
)
@pytest.mark.parametrize(("channel", "payer"), [("MFN", Actor.BUYER), ("FBA", Actor.MARKETPLACE)])
def test_in_europe_the_first_fourteen_days_bring_the_way_out_back(
    day: str, outbound: bool, channel: str, payer: Actor
) -> None:
    """For a change of mind too, whoever ships; from the fifteenth on they do not (facts §4.6)."""
    purchase = bought(marketplace="DE", channel=channel, charges=CHARGES, quantity=3)
    answer = judged(purchase, instant(f"{day}T20:00Z"))

    assert answer.label_paid_by is payer
    assert answer.outbound is outbound
    assert answer.refund is not None
    assert (answer.refund.shipping > 0) is outbound


def test_r29_shares_of_a_line_add_up_to_it() -> None:
    """Ten units of 9.99 back in three returns: not a cent more or less."""
    charges = Charges("USD", item=999, tax=77, discount=50)
    earlier, total = Charges("USD"), Charges("USD")
    done = 0
    for units in (3, 3, 4):
        purchase = bought(charges=charges, quantity=10, refunded=earlier, refunded_units=done)
        back = settled(purchase, units=units).back
        earlier, total, done = earlier + back, total + back, done + units

    assert total == charges


def test_r22_never_more_than_is_left() -> None:
    """What was given back before, for whatever reason, is not given back again."""
    generous = Charges("USD", item=2000, tax=200)
    back = settled(line(refunded=generous), units=3).back

    assert back == Charges("USD", item=1000, tax=100, discount=300)
    assert settled(line(refunded=CHARGES), units=3).back.total == 0


def test_r37_more_units_than_there_are_do_not_come_back() -> None:
    """Not even with the help of staff."""
    purchase = line(refunded_units=2)
    wish = Wish(units=2)
    answer = judged(purchase, wish=wish, override=Override(by="anna", why="please"))

    assert not answer.eligible
    assert clause(answer, "units_exceed").facts == {"asked": 2, "left": 1}
    assert judged(purchase, wish=Wish(units=1)).eligible


# Fees

BACK = {"arrived_at": SOON}

LATE = {"arrived_at": instant("2026-08-19T00:00:00Z")}
"""The first instant after 30 days of window and 15 of grace."""


@pytest.mark.parametrize(
    ("facts", "wish", "fee"),
    [
        # In time and as it was sent: nothing.
        ({}, {**BACK, "wear": Wear.ORIGINAL}, 0),
        ({}, {**BACK, "wear": None}, 0),
        ({}, {**BACK, "wear": Wear.OPENED}, 0),
        ({}, {**BACK, "wear": Wear.USED}, 0),
        # Late: 20 %.
        ({}, {**LATE, "wear": Wear.ORIGINAL}, 180),
        ({}, {"arrived_at": instant("2026-08-18T23:59:59Z"), "wear": Wear.ORIGINAL}, 0),
        # Damaged, or another thing: 50 %; late as well, it is still the larger of both.
        ({}, {**BACK, "wear": Wear.DAMAGED}, 450),
        ({}, {**BACK, "wear": Wear.DIFFERENT}, 450),
        ({}, {**LATE, "wear": Wear.DAMAGED}, 450),
        # Books with obvious use, opened media, opened software.
        ({"category": "books"}, {**BACK, "wear": Wear.USED}, 450),
        ({"category": "music"}, {**BACK, "wear": Wear.OPENED}, 450),
        ({"category": "video_games"}, {**BACK, "wear": Wear.OPENED}, 450),
        ({"category": "software"}, {**BACK, "wear": Wear.OPENED}, 900),
        # The seller's fault, and anybody else's: nothing, and the way out too.
        ({}, {**LATE, "wear": Wear.DAMAGED, "reason": DEFECTIVE}, 0),
        ({}, {**LATE, "wear": Wear.DAMAGED, "reason": "DAMAGED_BY_CARRIER"}, 0),
    ],
)
def test_the_largest_single_rate_on_the_price_of_the_item(
    facts: dict[str, Any], wish: dict[str, Any], fee: int
) -> None:
    """After its discount, without tax and shipping (domain facts §4.5)."""
    money = settled(line(**facts), **wish)

    assert money.fee == Charges("USD", item=fee)
    assert money.back.tax == 100


def test_a_fee_leaves_no_refund_below_zero() -> None:
    """Also where shipping was spared by more than it cost, and comes back."""
    charges = Charges("USD", item=1000, shipping=100, shipping_discount=900)
    money = settled(bought(marketplace="DE", charges=charges), wear=Wear.DAMAGED)

    assert (money.back.total, money.fee) == (0, Charges("USD", item=200))


def test_a_fee_is_told_with_its_price_and_proof() -> None:
    """Rate, price and fee, and whether photos are needed."""
    wish = Wish(reason=UNWANTED, wear=Wear.DAMAGED, arrived_at=SOON)

    told = clause(judged(line(), wish=wish), "fee_taken").facts
    assert {name: str(fact) for name, fact in told.items()} == {
        "situation": "damaged",
        "rate": "1/2",
        "price": "9.00 USD",
        "fee": "4.50 USD",
        "photos": "True",
    }


def test_a_fee_that_is_waived_is_told() -> None:
    """And so is that nobody has graded what came back."""
    wish = Wish(reason=DEFECTIVE, arrived_at=LATE["arrived_at"])
    answer = judged(line(), wish=wish)

    assert clause(answer, "fee_waived").facts["fault"] == "seller"
    assert "not_graded" in codes(answer)
    assert clause(answer, "back_late").facts == {"days": 1}
    assert "not_graded" not in codes(judged(line()))


@pytest.mark.parametrize(
    ("arrived", "rate"),
    [("2026-08-18", 0), ("2026-08-19", 180), ("2026-09-17", 180), ("2026-09-18", 900)],
)
def test_amazons_own_fees_grow_with_lateness(arrived: str, rate: int) -> None:
    """A fifth for thirty days, and then everything."""
    money = settled(line(), POLICIES["retail"], arrived_at=f"{arrived}T12:00:00Z")

    assert money.fee.item == rate


def test_what_staff_let_in_late_is_late() -> None:
    """Asked for two days after the window: the fee for lateness may be taken."""
    asked = instant("2026-08-05T12:00:00Z")
    wish = Wish(reason=UNWANTED, units=3)
    answer = judged(line(), asked, wish=wish, override=Override(by="anna", why="was ill"))

    assert clause(answer, "asked_late").facts == {"days": 2}
    assert answer.fee == Money(540, "USD")
    assert answer.back_by == instant("2026-08-21T00:00:00Z")


@pytest.mark.parametrize(
    ("currency", "item", "rate", "fee"),
    [
        # Halves go away from zero, once, in the currency's own digits.
        ("USD", 1005, "50", 503),
        ("JPY", 1005, "50", 503),
        ("KWD", 1001, "33.3333", 334),
        ("USD", 1003, "33.3333", 334),
        ("USD", 1, "50", 1),
        ("USD", 999, "100", 999),
        ("USD", 999, "0", 0),
    ],
)
def test_a_fee_is_rounded_once(currency: str, item: int, rate: str, fee: int) -> None:
    """And never beyond the price."""
    row = RestockingFee(situation="any", rate=rate)
    policy = ReturnPolicy(name="own", windows=(Window(days=30),), fees=(row,))

    money = settled(bought(charges=Charges(currency, item=item)), policy)
    assert (money.fee.item, money.back.item) == (fee, item - fee)


@pytest.mark.parametrize("rate", ["101", "-1", "0.5", 20.0, "lots"])
def test_a_rate_is_a_percentage(rate: Any) -> None:
    """From 0 to 100, exactly: the cap stands in the row."""
    with pytest.raises(InvalidValue, match="rate"):
        RestockingFee(situation="any", rate=rate)
    with pytest.raises(InvalidValue, match="late_days"):
        RestockingFee(situation="any", rate="5", late_days=-1)


# The way back


def test_the_buyer_pays_the_way_back_of_a_change_of_mind() -> None:
    """What the seller laid out is deducted, as far as there is money."""
    cost = Money(700, "USD")

    assert settled(line(), label_cost=cost).label == Charges("USD", item=700)
    assert settled(line(), label_cost=cost).back.total == 300
    assert settled(line(), label_cost=cost, reason=DEFECTIVE).label.total == 0
    dear = settled(line(), label_cost=Money(9999, "USD"))
    assert (dear.back.total, dear.label.total) == (0, 1000)
    assert settled(line()).label.total == 0
    assert settled(line(), label_cost=Money(0, "USD")).label.total == 0


def test_a_label_is_paid_in_the_currency_of_the_line() -> None:
    """Another one is told, and so is a label that earns money."""
    with pytest.raises(InvalidValue, match="label_cost"):
        settled(line(), label_cost=Money(1, "EUR"))
    with pytest.raises(InvalidValue, match="label_cost"):
        Wish(label_cost=Money(-1, "USD"))


# What cannot go back


def test_what_was_never_charged_is_in_no_settlement() -> None:
    """Of three units one was cancelled unpaid; the others keep their shares of the whole line."""
    cancelled = CHARGES.portion(3, 2, 1)
    money = settled(line(uncharged=cancelled, refunded=Charges("USD", item=1500)), units=2)

    assert money.charged == CHARGES - cancelled
    assert money.back == Charges("USD", item=500, tax=200, discount=200)
    assert money.kept.negative() == ()


def test_a_fee_is_of_what_is_not_withheld() -> None:
    """What was kept of units that came before does not go back with the next."""
    kept = Charges("USD", item=1500)
    money = settled(line(withheld=kept), units=3, wear=Wear.DAMAGED)

    # Of 30.00 there are 15.00 left, less 3.00 of discount; half of 12.00 is the fee.
    assert (money.fee.total, money.back.item) == (600, 900)
    assert not (kept - money.kept).exceeds(Charges("USD"))


@pytest.mark.parametrize("field", ["refunded", "uncharged", "withheld"])
def test_money_of_a_purchase_is_in_one_currency(field: str) -> None:
    """Another one is told by the name of its field."""
    with pytest.raises(InvalidValue, match=field):
        line(3, **{field: Charges("EUR", item=1)})


# Remedies

OFFERS = (
    RemedyOffer(remedy=Remedy.REFUND),
    RemedyOffer(remedy=Remedy.RETURNLESS, name="cheap", up_to=Money(1000, "USD")),
    RemedyOffer(remedy=Remedy.KEEP_IT, name="some", share="10"),
    RemedyOffer(remedy=Remedy.KEEP_IT, name="more", share="33.5", above=Money(1000, "USD")),
)

GENEROUS = ReturnPolicy(name="own", windows=(Window(days=30),), remedies=OFFERS, fees=RECEIPT.fees)


def test_without_a_return_neither_fee_nor_way_back_is_deducted() -> None:
    """The buyer keeps the goods."""
    wish = {"remedy": Remedy.RETURNLESS, "wear": Wear.DAMAGED, "label_cost": Money(500, "USD")}
    money = settled(line(), GENEROUS, **wish)

    assert money.back == Charges("USD", item=1000, tax=100, discount=100)
    assert (money.fee.total, money.label.total) == (0, 0)


@pytest.mark.parametrize("way", ["posted_at", "arrived_at"])
@pytest.mark.parametrize(
    "offer",
    [RemedyOffer(remedy=Remedy.RETURNLESS), RemedyOffer(remedy=Remedy.KEEP_IT, share="20")],
)
def test_what_comes_back_all_the_same_is_refunded_with_its_fees(
    offer: RemedyOffer, way: str
) -> None:
    """No fifth of the price for goods that are back, and no whole price for damaged ones."""
    policy = replace(GENEROUS, remedies=(offer,))
    at: dict[str, Any] = {way: SOON}
    wish = Wish(wear=Wear.DAMAGED, label_cost=Money(100, "USD"), **at)
    answer = judged(line(), policy=policy, wish=wish)

    assert clause(answer, "refunded_as_it_came_back").facts == {"remedy": offer.remedy.value}
    assert (answer.remedies, answer.remedy) == ((offer.remedy,), Remedy.REFUND)
    # Half of 9.00 is kept, and the way back; the tax goes back whole.
    assert answer.refund == Charges("USD", item=450, tax=100, discount=100)


@pytest.mark.parametrize(("quantity", "back"), [(3, 100), (1, 1005)])
def test_a_part_of_the_price_is_the_best_that_is_offered(quantity: int, back: int) -> None:
    """A tenth of what costs 9.00 a unit, a third of what costs 27.00."""
    answer = judged(line(quantity), policy=GENEROUS, wish=Wish(remedy=Remedy.KEEP_IT))

    assert answer.refund is not None
    assert answer.remedy is Remedy.KEEP_IT
    assert answer.refund.item == back
    share = clause(answer, "part_refunded").facts["share"]
    assert share * (1000 if quantity == 3 else 3000) == back


def _remedies(purchase: Purchase, policy: ReturnPolicy = RECEIPT, reason: str = "") -> list[str]:
    answer = judged(purchase, policy=policy, wish=Wish(reason=reason))
    return [remedy.value for remedy in answer.remedies]


@pytest.mark.parametrize(
    ("purchase", "remedies"),
    [
        (line(), ["refund", "returnless", "keep_it"]),
        # 27.00 for one unit is beyond the band; exactly 9.00 is within it.
        (line(1), ["refund", "keep_it"]),
        (bought(), ["refund", "keep_it"]),
        (bought(charges=Charges("EUR", item=1)), ["refund", "keep_it"]),
        (bought(charges=Charges("USD", item=1000)), ["refund", "returnless", "keep_it"]),
        (bought(charges=Charges("USD", item=1001)), ["refund", "keep_it"]),
    ],
)
def test_remedies_are_offered_by_price(purchase: Purchase, remedies: list[str]) -> None:
    """Of one unit, after its discount; an unknown price is in no band."""
    assert _remedies(purchase, GENEROUS) == remedies


@pytest.mark.parametrize(
    ("reason", "remedies"),
    [
        (UNWANTED, ["refund"]),
        (DEFECTIVE, ["refund", "replacement"]),
        ("SWITCHEROO", ["refund", "replacement"]),
        ("DAMAGED_BY_CARRIER", ["refund", "replacement"]),
        ("AMZ-PG-APP-TOO-SMALL", ["refund", "exchange"]),
    ],
)
def test_remedies_are_offered_by_reason(reason: str, remedies: list[str]) -> None:
    """A replacement for what others did wrong, an exchange for what does not fit."""
    assert _remedies(line(), reason=reason) == remedies


def test_a_rule_holds_for_orders_placed_before_it_ended() -> None:
    """Seller Central G202174940: it is valid at order time, even if deleted later."""
    ended = RemedyOffer(
        remedy=Remedy.RETURNLESS,
        name="cheap",
        up_to=Money(1000, "USD"),
        effective_from=dt.date(2026, 7, 2),
        offered=False,
    )
    policy = ReturnPolicy(name="own", windows=(Window(days=30),), remedies=(*OFFERS, ended))

    assert "returnless" in _remedies(line(), policy)
    after = line(bought="2026-07-02T00:00:00Z", delivered=DELIVERED)
    assert "returnless" not in _remedies(after, policy)


@pytest.mark.parametrize("remedy", [Remedy.REPLACEMENT, Remedy.EXCHANGE])
def test_for_another_one_no_money_goes_back(remedy: Remedy) -> None:
    """It stays where it is, and the verdict says so."""
    offers = (*OFFERS, RemedyOffer(remedy=remedy))
    policy = ReturnPolicy(name="own", windows=(Window(days=30),), remedies=offers)
    answer = judged(line(refunded=Charges("USD", item=7)), policy=policy, wish=Wish(remedy=remedy))

    assert answer.remedy is remedy
    assert (answer.refund, answer.fee) == (Charges("USD"), Money(0, "USD"))
    assert clause(answer, "no_money_back").facts == {"remedy": remedy.value}
    unknown = judged(bought(), policy=policy, wish=Wish(remedy=remedy))
    assert (unknown.refund, unknown.fee, unknown.settlement) == (None, None, None)


def test_what_is_not_offered_is_told_and_the_first_offer_counts() -> None:
    """A wish is no offer."""
    answer = judged(line(), wish=Wish(remedy=Remedy.RETURNLESS))

    assert clause(answer, "remedy_not_offered").facts == {"remedy": "returnless"}
    assert answer.remedy is Remedy.REFUND


def test_where_nothing_is_offered_nothing_goes_back() -> None:
    """It may come back all the same; what for, somebody has to say."""
    policy = ReturnPolicy(name="own", windows=(Window(days=30),), remedies=())
    answer = judged(line(), policy=policy)

    assert (answer.eligible, answer.remedies, answer.remedy) == (True, (), None)
    assert answer.refund == Charges("USD")
    assert codes(answer)[-1] == "nothing_offered"


@pytest.mark.parametrize(
    "wrong", [{"remedy": Remedy.KEEP_IT}, {"remedy": Remedy.REFUND, "share": "10"}]
)
def test_a_share_belongs_to_what_the_buyer_keeps(wrong: dict[str, Any]) -> None:
    """There it is needed, and elsewhere it means nothing."""
    with pytest.raises(InvalidValue, match="share"):
        RemedyOffer(**wrong)


# Laws

AMOUNTS = st.integers(0, 100_000)


@st.composite
def charged(draw: st.DrawFn) -> Charges:
    """Draw what a line was charged, in a currency of 0, 2 or 3 digits."""
    item, shipping = draw(AMOUNTS), draw(AMOUNTS)
    return Charges(
        draw(st.sampled_from(["JPY", "USD", "KWD"])),
        item=item,
        tax=draw(AMOUNTS),
        shipping=shipping,
        shipping_tax=draw(AMOUNTS),
        gift_wrap=draw(AMOUNTS),
        gift_wrap_tax=draw(AMOUNTS),
        discount=draw(st.integers(0, item)),
        shipping_discount=draw(st.integers(0, shipping)),
    )


@st.composite
def stories(draw: st.DrawFn) -> tuple[Purchase, list[Wish]]:
    """Draw a line, and wishes for all its units in turn."""
    charges = draw(charged())
    parts = draw(st.lists(st.integers(1, 5), min_size=1, max_size=5))
    wishes = [
        Wish(
            units=units,
            reason=draw(st.sampled_from([UNWANTED, DEFECTIVE, "what?"])),
            remedy=draw(st.sampled_from(Remedy)),
            wear=draw(st.none() | st.sampled_from(Wear)),
            arrived_at=draw(st.sampled_from([None, SOON, LATE["arrived_at"]])),
            label_cost=draw(st.none() | AMOUNTS.map(lambda sum_: Money(sum_, charges.currency))),
        )
        for units in parts
    ]
    category = draw(st.sampled_from(["", "software", "books"]))
    return bought(charges=charges, quantity=sum(parts), category=category), wishes


POLICY = ReturnPolicy(
    name="own",
    windows=(Window(days=30),),
    fees=RECEIPT.fees,
    remedies=(
        *(RemedyOffer(remedy=remedy) for remedy in Remedy if remedy is not Remedy.KEEP_IT),
        RemedyOffer(remedy=Remedy.KEEP_IT, share="33.3333"),
    ),
)


def _through(story: tuple[Purchase, list[Wish]]) -> list[tuple[Purchase, Verdict]]:
    """Let the units of a line come back in turn, each time with what was refunded before."""
    purchase, wishes = story
    found: list[tuple[Purchase, Verdict]] = []
    for wish in wishes:
        answer = judged(purchase, SOON, POLICY, wish=wish)
        assert answer.refund is not None
        found.append((purchase, answer))
        purchase = replace(
            purchase,
            refunded=(purchase.refunded or Charges(answer.refund.currency)) + answer.refund,
            refunded_units=purchase.refunded_units + wish.units,
        )
    return found


@given(stories())
def test_law_every_minor_unit_is_somewhere(story: tuple[Purchase, list[Wish]]) -> None:
    """Per component: charged = earlier + refund + fee + label + kept, and none is below zero."""
    for _, answer in _through(story):
        money = answer.settlement
        assert money is not None
        parts = (money.earlier, money.back, money.fee, money.label, money.kept)
        for name in COMPONENTS:
            amounts = [getattr(part, name) for part in parts]
            assert sum(amounts) == getattr(money.charged, name)
            assert min(amounts) >= 0
        assert money.back.total >= 0


@given(stories())
def test_law_no_more_goes_back_than_was_charged(story: tuple[Purchase, list[Wish]]) -> None:
    """Over all returns of a line, of each component and in all."""
    purchase, answer = _through(story)[-1]
    assert purchase.charges is not None
    assert answer.refund is not None
    total = (purchase.refunded or Charges(answer.refund.currency)) + answer.refund

    assert total.exceeds(purchase.charges) == ()
    assert total.total <= purchase.charges.total


@given(charged(), st.lists(st.integers(1, 7), min_size=1, max_size=6))
def test_law_shares_of_a_faulty_line_add_up_to_it(charges: Charges, parts: list[int]) -> None:
    """Returned in however many parts, everything that was charged goes back."""
    wishes = [Wish(units=units, reason=DEFECTIVE) for units in parts]
    found = _through((bought(charges=charges, quantity=sum(parts)), wishes))

    total = Charges(charges.currency)
    for _, answer in found:
        assert answer.refund is not None
        total = total + answer.refund
    assert total == charges


@given(charged(), st.integers(0, 100), st.integers(0, 100))
def test_law_a_higher_rate_never_gives_more_back(charges: Charges, one: int, other: int) -> None:
    """And the fee is never more than the price of the item."""
    lower, higher = sorted((one, other))
    fees: list[int] = []
    for rate in (lower, higher):
        row = RestockingFee(situation="any", rate=rate)
        policy = ReturnPolicy(name="own", windows=(Window(days=30),), fees=(row,))
        fees.append(settled(bought(charges=charges), policy).fee.item)

    assert 0 <= fees[0] <= fees[1] <= charges.item - charges.discount
