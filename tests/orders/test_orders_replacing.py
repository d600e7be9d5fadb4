"""Replacements and exchanges of units: what may be replaced, by what, for how much, and when."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from order_stories import (
    accepts,
    ask_back,
    authorise,
    bounced,
    capture,
    comes_to,
    deliver,
    events,
    given,
    imported,
    instead,
    later,
    no_more,
    nothing_happens,
    part,
    pay,
    place,
    price,
    receive,
    refund,
    refusals,
    send,
    ship,
    some,
    stranded,
    then,
    went_out,
)

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.kernel.time import instant
from ordercore.orders.decider import allowed
from ordercore.orders.exchange import difference_for, priced
from ordercore.orders.line import Line
from ordercore.orders.money import due, refunded
from ordercore.orders.parts import ReplacementKind
from ordercore.orders.replaced import kept_beyond, replaceable_units
from ordercore.orders.replacement import (
    REPLACEMENT_TERMS,
    ReplacementEnd,
    ReplacementTerms,
    SentWhen,
    replacement_terms_on,
)
from ordercore.orders.replacing import ReplacementPromised
from ordercore.orders.sending import ReplacementSent, replacement_order
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.orders.worth import refund_for
from ordercore.shipping import Trouble
from ordercore.testing.laws import LAWS_OF_AN_ORDER

HERE = given(place(), pay(), ship(), deliver())
"""Two A of 10 EUR each and one B of 5 EUR, with the buyer."""

ASKED = then(HERE, ask_back(("P1", "1", 2)))
BACK = then(ASKED, receive(("P1", "1", 2)))
LOST = given(place(), pay(), ship(), stranded(Trouble.LOST))
OF_PARCEL: dict[str, Any] = {"parcel_id": "P1"}
ON_RECEIPT = SentWhen.ON_RECEIPT
SENT_ID = "O-1-X1"
CHEAPER = (Line("C", 1, price="7 EUR"),)
DEARER = (Line("C", 1, price="20 EUR"), Line("D", 1, price="7 EUR"))


def minor(parts: tuple[Any, ...]) -> int:
    """Add up what goes back."""
    return sum(part.charges.total for part in parts)


# What may be replaced


@pytest.mark.parametrize(
    ("order", "return_id", "parcel_id", "left"),
    [
        # Let in, whether it came or not (facts §4.9: sent in advance, or on receipt).
        (ASKED, "R1", None, {"1": 2}),
        (BACK, "R1", None, {"1": 2}),
        # Neither both, nor twice (facts §12.21).
        (then(ASKED, instead(("1", 1))), "R1", None, {"1": 1}),
        (then(ASKED, instead()), "R1", None, {}),
        (then(BACK, refund(part("1", units=1, item=1000), return_id="R1")), "R1", None, {"1": 1}),
        # A failed refund settled nothing.
        (
            then(BACK, refund(part("1", units=1, item=1000), return_id="R1"), bounced()),
            "R1",
            None,
            {"1": 2},
        ),
        # A parcel that did not arrive, and one that did.
        (LOST, None, "P1", {"1": 2, "2": 1}),
        (then(LOST, instead(("2", 1), **OF_PARCEL)), None, "P1", {"1": 2}),
        (HERE, None, "P1", {}),
        (HERE, "R1", None, {}),
        (HERE, None, None, {}),
        # What was settled while its parcel seemed lost is not replaced again when it is returned.
        (
            then(
                LOST,
                instead(("1", 1), **OF_PARCEL),
                deliver(days=8),
                ask_back(("P1", "1", 2), days=9),
            ),
            "R1",
            None,
            {"1": 1},
        ),
    ],
)
def test_which_units_may_be_replaced(
    order: Order, return_id: str | None, parcel_id: str | None, left: dict[str, int]
) -> None:
    """Those of a return or a lost parcel that are neither paid back for nor replaced."""
    assert replaceable_units(order, return_id, parcel_id) == left


@pytest.mark.parametrize(
    ("order", "command", "code", "facts"),
    [
        (HERE, instead(("1", 1)), "replaced_goods_unknown", {"return": "R1", "parcel": None}),
        (
            ASKED,
            instead(("1", 1), return_id="R1", parcel_id="P1"),
            "replaced_goods_unknown",
            {"return": "R1", "parcel": "P1"},
        ),
        (
            HERE,
            instead(("1", 1), return_id=None),
            "replaced_goods_unknown",
            {"return": None, "parcel": None},
        ),
        (
            ASKED,
            instead(("1", 2), ("1", 1)),
            "units_not_replaceable",
            {"line": "1", "asked": 3, "replaceable": 2},
        ),
        (
            then(ASKED, instead()),
            instead(),
            "units_not_replaceable",
            {"line": None, "asked": 0, "replaceable": 0},
        ),
        (
            ASKED,
            instead(lines=(Line("C", 1, price="1 USD"),)),
            "exchanged_line_unusable",
            {"sku": "C", "quantity": 1, "currency": "EUR"},
        ),
        (
            ASKED,
            instead(lines=(Line("C", 1),)),
            "exchanged_line_unusable",
            {"sku": "C", "quantity": 1, "currency": "EUR"},
        ),
        (
            ASKED,
            instead(lines=(Line("C", 0, price="1 EUR"),)),
            "exchanged_line_unusable",
            {"sku": "C", "quantity": 0, "currency": "EUR"},
        ),
        (LOST, instead(when=ON_RECEIPT, **OF_PARCEL), "nothing_comes_back", {"parcel": "P1"}),
        (
            ASKED,
            instead(days=4),
            "replaced_before_asked",
            {"at": later(4), "known": later(5)},
        ),
        (
            LOST,
            instead(days=2, **OF_PARCEL),
            "replaced_before_asked",
            {"at": later(2), "known": later(3)},
        ),
        (
            ASKED,
            instead(replacement_id="O-1"),
            "replacement_already_exists",
            {"replacement": "O-1"},
        ),
        (
            then(ASKED, instead(("1", 1))),
            instead(("1", 1), replacement_id=SENT_ID, reason="OTHER"),
            "replacement_already_exists",
            {"replacement": SENT_ID},
        ),
    ],
)
def test_what_is_not_replaced(order: Order, command: Any, code: str, facts: dict[str, Any]) -> None:
    """The reason, with its facts."""
    assert refusals(order, command)[code] == facts


def test_goods_without_a_price_are_not_replaced() -> None:
    """Nobody knows in which currency nothing is due."""
    order = given(imported(Line("A", 1)), pay(), ship(), stranded(Trouble.LOST))

    assert refusals(order, instead(**OF_PARCEL))["replaced_price_unknown"] == {"order": "O-1"}
    told = then(order, price(("1", Charges("JPY", item=900))))
    assert accepts(told, instead(**OF_PARCEL))


@pytest.mark.parametrize(("most", "chain", "taken"), [(1, 0, True), (1, 1, False), (2, 1, True)])
def test_a_chain_of_replacements_has_an_end(most: int, chain: int, taken: bool) -> None:
    """One link by default, since what was sent in place of something is not itself replaced."""
    world = World(
        replacement_terms=(
            ReplacementTerms(effective_from=dt.date(2020, 1, 1), most_in_chain=most, back_days=30),
        )
    )
    link = {"replaces": "O-0", "replacement": ReplacementKind.REPLACEMENT} if chain else {}
    order = given(place(chain=chain, **link), pay(), ship(), stranded(Trouble.LOST), world=world)

    if taken:
        assert accepts(order, instead(**OF_PARCEL), world)
    else:
        facts = refusals(order, instead(**OF_PARCEL), world)["replaced_too_often"]
        assert facts == {"order": "O-1", "replaces": "O-0", "most": most}


def test_what_is_told_to_be_a_replacement_is_at_least_the_first_in_a_row() -> None:
    """A marketplace does not say how many came before."""
    told = given(imported(replacement=ReplacementKind.REPLACEMENT, replaces="O-0"))

    assert (told.terms.chain, told.terms.replaces) == (1, "O-0")
    assert given(imported(replacement=ReplacementKind.REPLACEMENT)).terms.replaces is None


@pytest.mark.parametrize(
    "link",
    [
        {"replaces": "O-1", "replacement": ReplacementKind.REPLACEMENT},
        {"replaces": "O-0"},
    ],
)
def test_an_order_replaces_another_one_and_says_how(link: dict[str, Any]) -> None:
    """Nothing is its own replacement."""
    assert "replacement_of_itself" in refusals(None, place(**link))
    with pytest.raises(InvalidValue, match="replaces"):
        place(replaces=" ")
    with pytest.raises(InvalidValue, match="replacement_id"):
        instead(replacement_id=" ")


# What is sent


def test_the_same_is_sent_again_for_nothing() -> None:
    """At once, to the same buyer, with the bundle's components; the old goods are due back."""
    bundle = Line("KIT", 2, price="9 EUR", title="Kit", components=(("X", 1), ("Y", 2)))
    asked = given(place(bundle), pay(), ship(), deliver(), ask_back(("P1", "1", 1)))

    promised, sent = events(asked, instead())

    assert isinstance(promised, ReplacementPromised)
    assert isinstance(sent, ReplacementSent)
    # 30 days from 9 March on, the 30th of them whole, in the zone of the orders.
    assert sent.due_back == instant("2026-04-09T00:00:00Z")
    after = then(asked, instead())
    (replacement,) = after.replacements
    order = given(replacement_order(after, replacement, sent))
    assert [(line.sku, line.quantity, line.components) for line in order.lines] == [
        ("KIT", 1, (("X", 1), ("Y", 2)))
    ]
    assert (due(order), order.currency, order.terms.replaces) == (0, "EUR", "O-1")
    assert (order.terms.chain, order.terms.channel) == (1, asked.terms.channel)
    assert (replacement.kind, replacement.units) == (ReplacementKind.REPLACEMENT, some(("1", 1)))


def test_on_receipt_nothing_is_sent_before_all_is_back() -> None:
    """What came back answers first for what was paid back and sent before."""
    waiting = then(ASKED, instead(("1", 1), when=ON_RECEIPT), instead(("1", 1), days=8))
    assert [some.sent_at is None for some in waiting.replacements] == [True, False]
    facts = {"replacement": SENT_ID, "return": "R1"}
    assert refusals(waiting, send())["replaced_goods_not_back"] == facts
    one = then(waiting, receive(("P1", "1", 1)))
    assert "replaced_goods_not_back" in refusals(one, send())

    two = then(one, receive(("P1", "1", 1), days=10))

    assert accepts(two, send())
    assert nothing_happens(then(two, send()), send(days=11))
    assert then(two, send()).replacements[0].due_back is None


def test_what_was_paid_back_is_not_what_is_waited_for() -> None:
    """One of two came back, and was paid back for: the other one has to come."""
    order = then(ASKED, instead(("1", 1), when=ON_RECEIPT), receive(("P1", "1", 2)))
    assert accepts(order, send())
    first = then(ASKED, receive(("P1", "1", 1), days=6))
    paid = then(first, refund(part("1", units=1, item=1000), return_id="R1", days=6))

    waits = then(paid, instead(("1", 1), when=ON_RECEIPT))

    assert "replaced_goods_not_back" in refusals(waits, send())


def test_on_receipt_of_what_is_back_already_it_is_sent_at_once() -> None:
    """There is nothing to wait for."""
    assert [type(event) for event in events(BACK, instead(when=ON_RECEIPT, days=10))] == [
        ReplacementPromised,
        ReplacementSent,
    ]


def test_twice_is_once() -> None:
    """The same replacement under the same id is there already, also where units are left out."""
    once = then(ASKED, instead(("1", 1)))
    again: dict[str, Any] = {"replacement_id": SENT_ID, "days": 8}

    assert nothing_happens(once, instead(("1", 1), **again))
    assert nothing_happens(once, instead(**again))
    assert "replacement_already_exists" in refusals(once, instead(("1", 2), **again))
    assert "replacement_already_exists" in refusals(once, instead(lines=CHEAPER, **again))
    over = then(once, no_more(ReplacementEnd.CANCELLED))
    assert "replacement_already_exists" in refusals(over, instead(("1", 1), **again))
    swapped = then(ASKED, instead(lines=CHEAPER))
    assert nothing_happens(swapped, instead(lines=CHEAPER, **again))


def test_what_the_buyer_keeps_beyond_its_time_is_told() -> None:
    """Charging for it is the host's: here is which replacement it was."""
    order = then(ASKED, instead())
    end = order.replacements[0].due_back
    assert end is not None

    assert kept_beyond(order, end - dt.timedelta(microseconds=1)) == ()
    assert kept_beyond(order, end) == order.replacements
    assert kept_beyond(then(order, receive(("P1", "1", 1))), end) == order.replacements
    assert kept_beyond(then(order, receive(("P1", "1", 2))), end) == ()
    assert kept_beyond(then(order, no_more(ReplacementEnd.RETURNED)), end) == ()


def test_terms_are_rows_with_a_date_and_a_marketplace() -> None:
    """Ours hold everywhere since ever; numbers that are none are refused."""
    assert replacement_terms_on(REPLACEMENT_TERMS, dt.date(2026, 1, 1), "DE").most_in_chain == 1
    with pytest.raises(InvalidTable, match="replacement terms"):
        replacement_terms_on((), dt.date(2026, 1, 1), "DE")
    since = dt.date(2026, 1, 1)
    with pytest.raises(InvalidValue, match="most_in_chain"):
        ReplacementTerms(effective_from=since, most_in_chain=-1, back_days=30)
    with pytest.raises(InvalidValue, match="back_days"):
        ReplacementTerms(effective_from=since, most_in_chain=1, back_days=True)


# What becomes of the money


def test_replaced_units_are_not_paid_back_for() -> None:
    """Of two that came back one is replaced, and the other one paid back for."""
    order = then(BACK, instead(("1", 1), days=10))

    (part_,) = comes_to(order)

    assert (part_.units, part_.charges.total) == (1, 1000)
    again = refund(part("1", units=2, item=2000), return_id="R1", days=11)
    assert refusals(order, again)["refunded_units_not_due"] == {
        "line": "1", "units": 2, "unrefunded": 1,
    }  # fmt: skip
    assert due(order) == 2500


def test_what_is_replaced_in_advance_settles_what_comes_back_first() -> None:
    """One of two is replaced and one came back: nothing is owed before the other one comes."""
    order = then(ASKED, instead(("1", 1)), receive(("P1", "1", 1)))

    assert comes_to(order) == ()
    assert minor(comes_to(then(order, receive(("P1", "1", 1))))) == 1000


def test_units_of_a_lost_parcel_are_replaced_or_paid_back_for() -> None:
    """And once they are found and returned, those that were replaced are settled."""
    order = then(LOST, instead(("1", 1), **OF_PARCEL))
    assert minor(refund_for(order, parcel_id="P1")) == 1500

    late = then(order, deliver(days=8), ask_back(("P1", "1", 2), days=9))

    came = then(late, receive(("P1", "1", 2), days=12))
    assert minor(comes_to(came)) == 1000


def test_at_the_door_what_replaced_units_keep_paid_goes_back_for_no_others() -> None:
    """One of two arrived, was paid for, sent back and replaced; the other was lost, unpaid."""
    two = Line("A", 2, price="10 EUR")
    sent = given(place(two), authorise(on_delivery=True), ship(("1", 1)), ship(("1", 1)))
    paid = then(sent, deliver(), capture("10 EUR", days=4), stranded(Trouble.LOST, "P2", days=4))
    home = then(paid, ask_back(("P1", "1", 1)), receive(("P1", "1", 1)))
    assert minor(refund_for(home, parcel_id="P2")) == 1000

    order = then(home, instead(days=10))

    assert minor(refund_for(order, parcel_id="P2")) == 0


def test_at_the_door_what_was_found_late_and_sent_back_is_still_replaced() -> None:
    """Its replacement is what was paid for, and not the one that is lost."""
    two = Line("A", 2, price="10 EUR")
    sent = given(place(two), authorise(on_delivery=True), ship(("1", 1)), ship(("1", 1)))
    swapped = then(sent, stranded(Trouble.LOST), instead(parcel_id="P1"), deliver(days=8))
    paid = then(swapped, capture("10 EUR", days=8), stranded(Trouble.LOST, "P2", days=8))

    home = then(paid, ask_back(("P1", "1", 1), days=9), receive(("P1", "1", 1), days=10))

    assert minor(refund_for(home, parcel_id="P2")) == 0
    assert comes_to(home) == ()


@pytest.mark.parametrize(
    ("lines", "owed", "back"),
    [
        # Two A of 10 EUR each for …
        ((Line("C", 2, price="10 EUR"),), 0, 0),
        (CHEAPER, 0, 1300),
        (DEARER, 700, 0),
        ((Line("C", 1, price="0 EUR"),), 0, 2000),
        ((Line("C", 1, price="30 EUR", tax_rate="19"),), 1570, 0),
    ],
)
def test_an_exchange_comes_to_the_exact_difference(
    lines: tuple[Line, ...], owed: int, back: int
) -> None:
    """The buyer pays what the new cost beyond the old, or gets back what the old did."""
    order = then(BACK, instead(lines=lines, days=10))

    (exchange,) = order.replacements

    assert exchange.kind is ReplacementKind.EXCHANGE
    assert sum(line.charges.total for line in exchange.lines if line.charges) == owed
    assert minor(exchange.back) == minor(difference_for(order, SENT_ID)) == back
    for law in LAWS_OF_AN_ORDER:
        law(order)


def test_the_difference_is_spread_over_new_lines_by_the_largest_remainder() -> None:
    """Of 7 EUR for 20 and 7 they bear 5.19 and 1.81."""
    (exchange,) = then(BACK, instead(lines=DEARER, days=10)).replacements

    assert [line.charges for line in exchange.lines] == [
        Charges("EUR", item=519),
        Charges("EUR", item=181),
    ]


def test_a_difference_goes_back_once_and_only_of_its_exchange() -> None:
    """Not before it is sent, not twice, and for no unit."""
    order = then(BACK, instead(lines=CHEAPER, days=10))
    back = refund(replaced_by=SENT_ID, reason="exchange", days=11)

    paid = then(order, back)

    assert (refunded(paid), paid.refunds[0].replaced_by) == (1300, SENT_ID)
    assert "nothing_to_refund" in refusals(paid, back)
    for wrong, most in ((part("1", item=1301), 1300), (part("1", units=1, item=1), 1300)):
        told = refusals(order, refund(wrong, replaced_by=SENT_ID, reason="exchange", days=11))
        assert told["refund_exceeds_difference"] == {
            "line": "1", "refundable": Money(most, "EUR"),
        }  # fmt: skip
    for of in ({"return_id": "R1"}, {"parcel_id": "P1"}):
        asked = refund(part("1", item=1), replaced_by=SENT_ID, reason="exchange", days=11, **of)
        assert "refunded_exchange_unknown" in refusals(order, asked)
    assert nothing_happens(paid, refund(*paid.refunds[0].parts, replaced_by=SENT_ID,
                                        reason="exchange", refund_id="F1", days=12))  # fmt: skip
    waiting = then(ASKED, instead(lines=CHEAPER, when=ON_RECEIPT))
    assert difference_for(waiting, SENT_ID) == difference_for(waiting, "O-9") == ()


def test_the_difference_may_be_given_in_parts() -> None:
    """What was given of it is no longer owed."""
    order = then(BACK, instead(lines=CHEAPER, days=10))

    some_back = then(
        order, refund(part("1", item=300), replaced_by=SENT_ID, reason="exchange", days=11)
    )

    assert minor(difference_for(some_back, SENT_ID)) == 1000


def test_of_several_lines_each_gets_its_own_difference_back() -> None:
    """What went back of one line is still owed of the other."""
    order = then(LOST, instead(lines=(Line("C", 1, price="15 EUR"),), **OF_PARCEL))
    assert [(p.line, p.charges.total) for p in difference_for(order, SENT_ID)] == [
        ("1", 800), ("2", 200),
    ]  # fmt: skip

    asked = refund(part("2", item=150), replaced_by=SENT_ID, reason="exchange", days=11)

    left = [(p.line, p.charges.total) for p in difference_for(then(order, asked), SENT_ID)]
    assert left == [("1", 800), ("2", 50)]


def test_an_exchange_that_comes_to_nothing_leaves_its_units_to_be_paid_back_for() -> None:
    """All of their worth by the return where no difference went back; else the rest of it."""
    order = then(BACK, instead(lines=CHEAPER, days=10))
    over = then(order, no_more(ReplacementEnd.CANCELLED, days=11))
    assert minor(comes_to(over)) == 2000
    assert difference_for(over, SENT_ID) == ()
    assert accepts(over, instead(days=12))

    given_back = then(order, refund(replaced_by=SENT_ID, reason="exchange", days=11))
    over = then(given_back, no_more(ReplacementEnd.CANCELLED, days=12))

    assert comes_to(over) == ()
    assert replaceable_units(over, "R1", None) == {}
    assert minor(difference_for(over, SENT_ID)) == 700
    # Where the difference bounces, they are units like any again.
    assert minor(comes_to(then(over, bounced(days=13)))) == 2000
    done = then(over, went_out(days=13), refund(replaced_by=SENT_ID, reason="exchange", days=14))
    assert refunded(done) == 2000
    for law in LAWS_OF_AN_ORDER:
        law(done)


AMOUNTS = st.integers(0, 10**6)


@for_all(
    st.lists(AMOUNTS, min_size=1, max_size=4),
    st.lists(AMOUNTS, min_size=1, max_size=4),
    st.sampled_from(["JPY", "EUR", "KWD"]),
)
def test_law_what_is_due_less_what_goes_back_is_the_difference(
    new: list[int], old: list[int], currency: str
) -> None:
    """To the last minor unit, in currencies of 0, 2 and 3 digits; one of the two is nothing."""
    lines = [Line("N", 1, charges=Charges(currency, item=some)) for some in new]
    parts = tuple(
        part(str(n), currency=currency, item=some, tax=some // 7) for n, some in enumerate(old)
    )

    cost = priced(lines, parts)

    owed = sum(line.charges.total for line in cost.lines if line.charges)
    assert owed - minor(cost.back) == sum(new) - minor(parts)
    assert not (owed and cost.back)
    assert sum(cost.carried) == min(sum(new), minor(parts))


@for_all(st.integers(2, 7), st.integers(1, 10**4), st.data())
def test_law_shares_of_a_line_add_up_however_it_is_settled(
    quantity: int, cents: int, data: st.DataObject
) -> None:
    """Exchanged units carry their share, paid back ones theirs: together all that was charged."""
    line = Line("A", quantity, charges=Charges("EUR", item=cents, tax=cents // 3))
    home = given(place(line), pay(), ship(), deliver(), ask_back(("P1", "1", quantity)))
    order = then(home, receive(("P1", "1", quantity)))
    first = data.draw(st.integers(1, quantity - 1))
    rest = Line("C", 1, price="0.01 EUR")

    order = then(order, instead(("1", first), lines=(rest,), days=10))
    worth = minor(order.replacements[0].worth)
    owed = minor(comes_to(order))

    assert worth + owed == cents + cents // 3


def test_an_exchange_of_one_line_leaves_the_others_of_its_return() -> None:
    """Each is worth what it comes to; what is not exchanged is paid for."""
    home = then(HERE, ask_back(("P1", "1", 2), ("P1", "2", 1)))
    came = then(home, receive(("P1", "1", 2), ("P1", "2", 1)))

    order = then(came, instead(("2", 1), lines=(Line("C", 1, price="5 EUR"),), days=10))

    assert [part.line for part in order.replacements[0].worth] == ["2"]
    assert minor(order.replacements[0].worth) == 500
    assert comes_to(order) == (part("1", units=2, item=2000),)


# How it ends


@pytest.mark.parametrize(
    ("order", "command", "code", "facts"),
    [
        (
            ASKED,
            no_more(ReplacementEnd.CANCELLED),
            "ended_replacement_unknown",
            {"replacement": SENT_ID},
        ),
        (
            then(ASKED, instead(("1", 1))),
            no_more(ReplacementEnd.CANCELLED, ("1", 2)),
            "units_not_replaced",
            {"replacement": SENT_ID, "line": "1", "asked": 2, "replaced": 1},
        ),
        (
            then(ASKED, instead(lines=CHEAPER)),
            no_more(ReplacementEnd.CANCELLED, ("1", 2)),
            "units_not_replaced",
            {"replacement": SENT_ID, "line": "1", "asked": 2, "replaced": 1},
        ),
        (
            then(ASKED, instead()),
            no_more(ReplacementEnd.WITHDRAWN),
            "replacement_ends_otherwise",
            {"replacement": SENT_ID, "because": "withdrawn", "sent": later(7)},
        ),
        (
            then(ASKED, instead(when=ON_RECEIPT)),
            no_more(ReplacementEnd.RETURNED),
            "replacement_ends_otherwise",
            {"replacement": SENT_ID, "because": "returned", "sent": None},
        ),
        (
            then(ASKED, instead(when=ON_RECEIPT), no_more(ReplacementEnd.WITHDRAWN)),
            send(),
            "replacement_is_over",
            {"replacement": SENT_ID},
        ),
        (ASKED, send(), "replacement_unknown", {"replacement": SENT_ID}),
    ],
)
def test_how_a_replacement_does_not_end(
    order: Order, command: Any, code: str, facts: dict[str, Any]
) -> None:
    """Nor is sent."""
    assert refusals(order, command)[code] == facts


def test_a_replacement_ends_unit_by_unit() -> None:
    """What ended may be replaced again; ending all of it again changes nothing."""
    order = then(ASKED, instead(), no_more(ReplacementEnd.CANCELLED, ("1", 1)))
    assert (order.replacements[0].standing, order.replacements[0].is_over) == ({"1": 1}, False)
    assert replaceable_units(order, "R1", None) == {"1": 1}

    over = then(order, no_more(ReplacementEnd.UNDELIVERED))

    assert over.replacements[0].is_over
    assert nothing_happens(over, no_more(ReplacementEnd.UNDELIVERED))
    asked_again = refusals(over, no_more(ReplacementEnd.UNDELIVERED, ("1", 1)))
    assert asked_again["units_not_replaced"]["replaced"] == 0


def test_an_end_may_be_of_as_many_units_as_still_are_replaced() -> None:
    """So what was ended by hand keeps nothing from ending that was cancelled after it."""
    one = then(ASKED, instead(), no_more(ReplacementEnd.UNDELIVERED, ("1", 1)))

    two = then(one, no_more(ReplacementEnd.CANCELLED, ("1", 2), up_to=True))

    assert two.replacements[0].ended == some(("1", 1), ("1", 1))
    assert nothing_happens(two, no_more(ReplacementEnd.CANCELLED, ("1", 2), up_to=True))
    assert nothing_happens(two, no_more(ReplacementEnd.CANCELLED, up_to=True))
    assert nothing_happens(one, no_more(ReplacementEnd.CANCELLED, ("9", 2), up_to=True))
    whole = then(one, no_more(ReplacementEnd.CANCELLED, up_to=True))
    assert whole.replacements[0].is_over


def test_what_is_offered_of_replacements() -> None:
    """To replace what came back, to send what waits, to withdraw or end, and the difference."""

    def offered(order: Order) -> set[str]:
        kinds = {"ReplaceUnits", "SendReplacement", "EndReplacement"}
        names = {type(some).__name__ for some in allowed(order, later(12))}
        return names & kinds

    assert offered(given(place(), pay())) == set()
    assert offered(ASKED) == offered(LOST) == {"ReplaceUnits"}
    waiting = then(ASKED, instead(when=ON_RECEIPT))
    assert offered(waiting) == {"EndReplacement"}
    assert offered(then(waiting, receive(("P1", "1", 2)))) == {"EndReplacement", "SendReplacement"}
    assert offered(then(ASKED, instead())) == {"EndReplacement"}
    offers = allowed(then(ASKED, instead(lines=CHEAPER)), later(12))
    assert SENT_ID in [getattr(some, "replaced_by", None) for some in offers]
