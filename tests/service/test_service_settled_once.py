"""However a unit is lost, found, returned, replaced and exchanged, it is settled once."""

import datetime as dt
from typing import Any

import attrs
import pytest

import ordercore
from ordercore import (
    Charges,
    Line,
    OrderDesk,
    RefundPart,
    Refused,
    ReturnEnd,
    ReturnUnits,
    Units,
)
from ordercore.kernel.time import Instant, instant
from ordercore.orders.money import due
from ordercore.orders.replaced import kept_beyond
from ordercore.orders.replacement import REPLACEMENT_TERMS, ReplacementEnd, SentWhen
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD, World
from ordercore.returns import RECEIPT, Advance, Remedy, RemedyOffer, ReturnScan, Trigger
from ordercore.shipping import Trouble
from ordercore.testing.laws import LAWS_OF_AN_ORDER

TWICE = attrs.evolve(
    WORLD, replacement_terms=(attrs.evolve(REPLACEMENT_TERMS[0], most_in_chain=2),)
)
START = instant("2026-03-02T09:00:00Z")


def day(number: int) -> Instant:
    """Give the moment so many days after the order was placed."""
    return START + dt.timedelta(days=number)


class Shop:
    """A desk with one order of so many mugs at 10.00 EUR, all of them with the buyer."""

    def __init__(self, count: int, world: World = WORLD, parcels: tuple[int, ...] = ()) -> None:
        """Place, pay, ship and deliver, in one parcel unless said otherwise."""
        self.desk: OrderDesk = ordercore.open(world=world)
        self.passed = 3
        for sku in ("MUG", "BOWL"):
            self.desk.receive(sku, 50)
        line = Line("MUG", count, price="10.00 EUR")
        self.desk.place(order_id="O-1", channel="MFN", lines=[line], at=day(0))
        self.desk.confirm_payment("O-1", at=day(0))
        for number, units in enumerate(parcels or (count,), start=1):
            self.desk.confirm_shipment("O-1", units=[Units("1", units)], at=day(1))
            self.desk.record_delivery("O-1", f"P{number}", at=day(3))

    def next(self) -> Instant:
        """Give the moment of the next thing that happens: a day after the last one."""
        self.passed += 1
        return day(self.passed)

    def order(self, id: str = "O-1") -> Order:
        """Give an order, once every law was asked of it."""
        found = self.desk.order(id)
        for law in LAWS_OF_AN_ORDER:
            law(found)
        return found

    def held(self, id: str = "O-1") -> int:
        """Tell what is held of the buyer's money, in minor units."""
        balance = self.order(id).balance
        return balance.minor if balance else 0

    def back(self, count: int = 1, id: str = "O-1", seen: bool | None = True) -> str:
        """Ask to send units back, and receive them."""
        rma = self.ask(count, id)
        self.come(rma, count, id, seen)
        return rma

    def ask(self, count: int = 1, id: str = "O-1") -> str:
        """Ask to send units back."""
        units = [ReturnUnits("P1", "1", count)]
        self.desk.request_return(id, units=units, reason="UNWANTED_ITEM", at=self.next())
        return self.order(id).returns[-1].id

    def come(self, rma: str, count: int = 1, id: str = "O-1", seen: bool | None = True) -> None:
        """Receive units of a return."""
        units = [ReturnUnits("P1", "1", count)]
        self.desk.receive_return(id, rma, units=units, sellable=seen, at=self.next())

    def grade(self, rma: str, grade: str, id: str = "O-1", **more: Any) -> None:
        """Say in which condition a unit came."""
        units = [ReturnUnits("P1", "1", 1)]
        self.desk.grade_return(id, rma, units=units, grade=grade, at=self.next(), **more)

    def replace(self, rma: str | None, id: str = "O-1", **more: Any) -> str:
        """Send something in place of units, and give the order that it is sent with."""
        given = {"return_id": rma, "at": self.next(), "reason": "customer_return", **more}
        self.desk.replace(id, **given)
        return self.order(id).replacements[-1].id

    def deliver(self, id: str) -> None:
        """Ship and deliver an order."""
        self.desk.confirm_shipment(id, at=self.next())
        self.desk.record_delivery(id, "P1", at=self.next())

    def refund(self, **of: Any) -> None:
        """Give back what something comes to."""
        self.desk.refund("O-1", **{"reason": "customer_return", "at": self.next(), **of})

    def close(self, rma: str, end: ReturnEnd, at: int = 0, reference: str = "") -> None:
        """Close a return."""
        when = day(at) if at else self.next()
        self.desk.close_return("O-1", rma, end=end, reference=reference, at=when)


def refused(act: Any) -> tuple[str, ...]:
    """Give the codes with which something is refused."""
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.codes


BOWL = Line("BOWL", 1, price="7.50 EUR")


# What was settled while a parcel seemed lost (R26, R37)


def found_again(settle: Any) -> Shop:
    """A parcel of two is lost, one unit of it is settled, then it is found."""
    shop = Shop(3, parcels=(2, 1))
    shop.desk.retract_delivery("O-1", "P1", at=shop.next())
    shop.desk.record_undelivered("O-1", "P1", trouble=Trouble.LOST, at=shop.next())
    settle(shop)
    shop.desk.record_delivery("O-1", "P1", at=shop.next())
    return shop


def paid_one(shop: Shop) -> None:
    """Pay one unit of the lost parcel back."""
    part = RefundPart("1", Charges("EUR", item=1000), 1)
    shop.desk.refund("O-1", reason="lost", parcel_id="P1", parts=[part], at=shop.next())


def replaced_one(shop: Shop) -> None:
    """Replace one unit of the lost parcel."""
    shop.replace(None, parcel_id="P1", units=[Units("1", 1)], at=shop.next())


@pytest.mark.parametrize(("settle", "held"), [(paid_one, 1000), (replaced_one, 2000)])
@pytest.mark.parametrize("split", [(2,), (1, 1)])
def test_what_was_settled_while_it_seemed_lost_is_settled_once(
    settle: Any, held: int, split: tuple[int, ...]
) -> None:
    """However many returns its units come back in: of two units one is left to be settled."""
    shop = found_again(settle)
    returns = [shop.back(count) for count in split]

    shop.refund(return_id=returns[0])
    for other in returns[1:]:
        assert "nothing_to_refund" in refused(lambda other=other: shop.refund(return_id=other))
        assert "units_not_replaceable" in refused(lambda other=other: shop.replace(other))

    assert shop.held() == held


def test_a_later_return_may_be_settled_where_an_earlier_was_not() -> None:
    """Which of the two units was lost nobody knows; the first that is settled is the free one."""
    shop = found_again(paid_one)
    first, second = shop.back(1), shop.back(1)

    shop.refund(return_id=second)

    assert shop.held() == 1000
    assert "nothing_to_refund" in refused(lambda: shop.refund(return_id=first))


# Chains


def chained() -> tuple[Shop, str, str]:
    """A replacement that was delivered, asked back, and replaced in advance in its turn."""
    shop = Shop(1, TWICE)
    first = shop.replace(shop.back())
    shop.deliver(first)
    rma = shop.ask(id=first)
    return shop, first, shop.replace(rma, id=first)


def test_a_replacement_that_is_replaced_reopens_nothing_when_it_comes_back() -> None:
    """Something else stands for it: the first order stays settled until that is gone too."""
    shop, first, second = chained()
    shop.come("R1", id=first)
    assert shop.order().replacements[0].standing == {"1": 1}
    assert "nothing_to_refund" in refused(lambda: shop.refund(return_id="R1"))

    shop.desk.cancel(second, reason="no_inventory", at=shop.next())

    assert shop.order().replacements[0].is_over
    shop.refund(return_id="R1")
    assert shop.held() == 0


def test_a_replacement_that_came_back_is_settled_where_the_first_order_is() -> None:
    """It is not replaced once more by itself: that would send two parcels for one unit."""
    shop = Shop(1, TWICE)
    first = shop.replace(shop.back())
    shop.deliver(first)
    shop.back(id=first)

    assert shop.order().replacements[0].is_over
    assert "units_not_replaceable" in refused(lambda: shop.replace("R1", id=first))
    assert shop.replace("R1") == "O-1-X2"


def test_a_replacement_that_is_exchanged_reopens_nothing_before_the_exchange_is_over() -> None:
    """It came back, and other goods stand for it; once those are cancelled, nothing does."""
    shop = Shop(1, TWICE)
    first = shop.replace(shop.back())
    shop.deliver(first)
    rma = shop.ask(id=first)
    other = shop.replace(rma, id=first, lines=[BOWL])
    shop.come(rma, id=first)
    assert shop.order().replacements[0].standing == {"1": 1}

    shop.desk.cancel(other, reason="no_inventory", at=shop.next())

    assert shop.order().replacements[0].is_over


def test_a_replacement_that_never_arrived_and_was_replaced_reopens_nothing() -> None:
    """When its parcel comes home, the second one is on its way."""
    shop = Shop(1, TWICE)
    first = shop.replace(shop.back())
    shop.desk.confirm_shipment(first, at=shop.next())
    shop.desk.record_undelivered(first, "P1", trouble=Trouble.REFUSED, at=shop.next())
    second = shop.replace(None, id=first, parcel_id="P1", at=shop.next())
    shop.desk.receive_undelivered(first, "P1", at=shop.next())

    assert shop.order().replacements[0].standing == {"1": 1}
    shop.desk.cancel(second, reason="no_inventory", at=shop.next())
    assert shop.order().replacements[0].is_over


# Exchanges


def exchanged(came: bool) -> tuple[Shop, str]:
    """A mug is exchanged for a cheaper bowl, and the difference was paid."""
    shop = Shop(1)
    rma = shop.back() if came else shop.ask()
    bowl = shop.replace(rma, lines=[BOWL])
    shop.refund(replaced_by=bowl, reason="exchange", at=shop.next())
    assert shop.held() == 750
    return shop, bowl


@pytest.mark.parametrize("came", [True, False])
def test_an_exchange_that_is_over_gives_its_worth_back_for_the_goods(came: bool) -> None:
    """Whether its difference was paid or not: first they have to come."""
    shop, bowl = exchanged(came)
    shop.desk.cancel(bowl, reason="no_inventory", at=shop.next())

    if not came:
        again = refused(lambda: shop.refund(replaced_by=bowl, reason="exchange"))
        assert "nothing_to_refund" in again
        shop.come("R1")
    shop.refund(replaced_by=bowl, reason="exchange")

    assert shop.held() == 0
    assert shop.order().stations["1"].returned == 1


def test_a_return_whose_exchange_is_over_can_end_as_never_sent() -> None:
    """Nothing stands in its place any more; what was paid for it then was a remedy."""
    shop, bowl = exchanged(came=False)
    shop.desk.cancel(bowl, reason="no_inventory", at=shop.next())

    shop.close("R1", ReturnEnd.NEVER_SENT, at=90)

    assert shop.order().stations["1"].delivered == 1
    assert shop.held() == 750


def test_what_paid_for_exchanged_goods_does_not_go_back_once_more() -> None:
    """Not as a remedy either, while they stand."""
    shop = Shop(2)
    shop.replace(shop.back(), lines=[Line("BOWL", 1, price="10.00 EUR")])

    assert refused(lambda: shop.refund(amount="20.00 EUR")) == ("refund_misses_amount",)
    shop.refund(amount="10.00 EUR")

    assert shop.held() == 1000


def test_what_the_seller_cancels_of_an_exchange_goes_back_by_unit() -> None:
    """What had paid for it is free at once, and the rest of the exchange stands."""
    shop = Shop(1)
    new = [Line("BOWL", 1, price="4.00 EUR"), Line("MUG", 1, price="6.00 EUR")]
    other = shop.replace(shop.back(), lines=new)

    shop.desk.cancel(other, units=[Units("1", 1)], reason="no_inventory", at=shop.next())
    shop.refund(replaced_by=other, reason="exchange")

    assert shop.held() == 600
    assert shop.order().replacements[0].standing == {"1": 1}
    shop.desk.cancel(other, reason="no_inventory", at=shop.next())
    shop.refund(replaced_by=other, reason="exchange", at=shop.next())
    assert shop.held() == 0


def test_another_price_is_another_exchange() -> None:
    """The same again changes nothing; the same goods for more are not the same."""
    shop = Shop(1)
    rma = shop.back()
    id = shop.replace(rma, lines=[BOWL])
    before = shop.order()

    shop.replace(rma, lines=[BOWL], replacement_id=id)

    assert shop.order() == before
    dear = Line("BOWL", 1, price="99.00 EUR")
    again = refused(lambda: shop.replace(rma, lines=[dear], replacement_id=id))
    assert "replacement_already_exists" in again


# Rejected


def test_what_was_sent_in_advance_keeps_nothing_from_being_rejected() -> None:
    """An empty box came: the buyer has both, and has not sent back what was promised (R38)."""
    shop = Shop(1)
    rma = shop.ask()
    sent = shop.replace(rma)
    shop.come(rma, seen=None)

    shop.grade(rma, "empty_box")

    order = shop.order()
    assert order.stations["1"].delivered == 1
    assert [some.id for some in kept_beyond(order, day(60))] == [sent]
    assert "nothing_to_refund" in refused(lambda: shop.refund(return_id=rma))


def test_what_was_sent_as_the_goods_came_keeps_them_from_being_rejected() -> None:
    """They were looked at, and something was sent for them."""
    shop = Shop(2)
    rma = shop.ask(2)
    shop.replace(rma, units=[Units("1", 1)], when=SentWhen.ON_RECEIPT)
    shop.come(rma, 1)
    shop.come(rma, 1, seen=None)
    shop.refund(return_id=rma, parts=[RefundPart("1", Charges("EUR", item=1000), 1)])

    assert "units_already_refunded" in refused(lambda: shop.grade(rma, "wrong_item"))


def test_one_unit_of_a_return_is_rejected_beside_one_that_was_replaced() -> None:
    """One was replaced in advance, one was to be paid back for; what came is something else."""
    shop = Shop(2)
    rma = shop.ask(2)
    shop.replace(rma, units=[Units("1", 1)])
    shop.come(rma, 1, seen=None)

    shop.grade(rma, "wrong_item")

    assert shop.order().returns[0].graded[0].disposition.rejects


def test_what_is_kept_beyond_is_told_of_those_who_keep_it() -> None:
    """One unit of two came: it answers for what was sent in advance, and nobody keeps anything."""
    shop = Shop(2)
    rma = shop.ask(2)
    early = shop.replace(rma, units=[Units("1", 1)])
    shop.replace(rma, units=[Units("1", 1)], when=SentWhen.ON_RECEIPT)
    assert [some.id for some in kept_beyond(shop.order(), day(60))] == [early]

    shop.come(rma, 1)

    assert kept_beyond(shop.order(), day(60)) == ()


def test_what_came_answers_for_what_was_sent_first() -> None:
    """Two were sent in advance, and one unit came: the second one is kept beyond its time."""
    shop = Shop(2)
    rma = shop.ask(2)
    sent = [shop.replace(rma, units=[Units("1", 1)]) for _ in range(2)]

    shop.come(rma, 1)

    assert [some.id for some in kept_beyond(shop.order(), day(60))] == sent[1:]


def test_what_came_under_a_later_return_is_not_kept_beyond() -> None:
    """It is here, and nothing was settled for it there."""
    shop = Shop(1)
    rma = shop.ask()
    shop.replace(rma)
    shop.close(rma, ReturnEnd.NEVER_SENT, at=90)
    assert kept_beyond(shop.order(), day(300))
    shop.passed = 91
    units = [ReturnUnits("P1", "1", 1)]
    shop.desk.request_return("O-1", units=units, reason="DEFECTIVE", ask_first=True, at=shop.next())
    shop.desk.authorise_return("O-1", "R2", override="after all", at=shop.next())
    shop.come("R2")

    assert kept_beyond(shop.order(), day(300)) == ()
    shop.close("R2", ReturnEnd.REFUNDED)


def test_what_is_charged_again_may_be_what_a_replacement_waited_for() -> None:
    """One of two was paid ahead and never came; so the one that came is for the replacement."""
    policy = attrs.evolve(RECEIPT, advances=(Advance(trigger=Trigger.ASKED),))
    shop = Shop(2, attrs.evolve(WORLD, returns=policy))
    rma = shop.ask(2)
    part = RefundPart("1", Charges("EUR", item=1000), 1)
    shop.refund(return_id=rma, ahead=True, parts=[part])
    shop.desk.confirm_refund("O-1", "F1", at=shop.next())
    sent = shop.replace(rma, units=[Units("1", 1)], when=SentWhen.ON_RECEIPT)
    shop.come(rma, 1)
    assert shop.order().replacements[0].sent_at is None
    shop.close(rma, ReturnEnd.NEVER_SENT, at=90)
    shop.passed = 91

    shop.desk.recharge_refund("O-1", "F1", at=shop.next())

    assert shop.order().replacements[0].sent_at is not None
    assert shop.desk.order(sent).terms.replaces == "O-1"


def test_where_the_policy_gives_no_money_old_goods_are_worth_what_they_cost() -> None:
    """It offers nothing but to exchange them, say."""
    only = RemedyOffer(remedy=Remedy.EXCHANGE)
    policy = attrs.evolve(RECEIPT, remedies=(only,))
    shop = Shop(1, attrs.evolve(WORLD, returns=policy))

    new = shop.replace(shop.back(), lines=[BOWL])

    (some,) = shop.order().replacements
    assert (sum(part.charges.total for part in some.worth), due(shop.order(new))) == (1000, 0)


# Closed


def test_what_another_order_makes_good_is_neither_paid_nor_replaced() -> None:
    """A host replaced it by an order of its own books: this one has nothing more to give."""
    shop = Shop(1)
    rma = shop.ask()
    early = refused(lambda: shop.close(rma, ReturnEnd.REPLACED, reference="AMZ-2"))
    assert early == ("return_unfinished",)
    shop.come(rma)
    shop.close(rma, ReturnEnd.REPLACED, reference="AMZ-2")

    assert "units_not_replaceable" in refused(lambda: shop.replace(rma))
    assert "nothing_to_refund" in refused(lambda: shop.refund(return_id=rma))


def test_a_return_is_closed_as_replaced_by_an_order_of_ours_that_stands_for_all() -> None:
    """Not while a unit that came is neither paid back for nor replaced."""
    shop = Shop(2)
    rma = shop.back(2)
    sent = shop.replace(rma, units=[Units("1", 1)])
    left = refused(lambda: shop.close(rma, ReturnEnd.REPLACED, reference=sent))
    assert left == ("return_not_replaced",)
    shop.refund(return_id=rma)

    shop.close(rma, ReturnEnd.REPLACED, reference=sent)
    shop.desk.cancel(sent, reason="no_inventory", at=shop.next())

    shop.refund(return_id=rma, at=shop.next())
    assert shop.held() == 0


def test_what_was_replaced_in_advance_and_never_came_has_an_end() -> None:
    """After its time; the old unit stays with the buyer, and is not settled once more (R38)."""
    shop = Shop(1)
    rma = shop.ask()
    sent = shop.replace(rma)
    soon = refused(lambda: shop.close(rma, ReturnEnd.NEVER_SENT, at=20))
    assert soon == ("return_may_still_come",)

    shop.close(rma, ReturnEnd.NEVER_SENT, at=90)

    units = [ReturnUnits("P1", "1", 1)]
    shop.desk.request_return("O-1", units=units, reason="DEFECTIVE", ask_first=True, at=day(91))
    shop.desk.authorise_return("O-1", "R2", override="after all", at=day(91))
    shop.desk.receive_return("O-1", "R2", units=units, at=day(95))
    late = refused(lambda: shop.refund(return_id="R2", at=day(96)))
    assert "nothing_to_refund" in late
    shop.desk.end_replacement("O-1", sent, because=ReplacementEnd.UNDELIVERED, at=day(97))
    shop.refund(return_id="R2", at=day(98))
    assert shop.held() == 0


def test_what_a_carrier_had_was_sent() -> None:
    """It is received, or lost on its way; and it is not lost before it was on it."""
    shop = Shop(1)
    rma = shop.ask()
    shop.desk.record_return_scan("O-1", rma, scan=ReturnScan.ARRIVED, at=shop.next())

    assert refused(lambda: shop.close(rma, ReturnEnd.NEVER_SENT, at=90)) == ("return_was_posted",)
    lost = refused(lambda: shop.close(rma, ReturnEnd.LOST_IN_TRANSIT, at=4))
    assert lost == ("nothing_was_posted",)


# What the old goods of an exchange are worth


@pytest.mark.parametrize(
    ("grades", "exchanged", "back", "left"),
    [
        # Half of the price is kept of what the buyer damaged (facts §4.7).
        (("customer_damaged",), 1, -250, 0),
        (("sellable",), 1, 250, 0),
        # Of two, the exchange takes the one that comes to less, and the other is paid for.
        (("customer_damaged", "sellable"), 1, -250, 1000),
        (("sellable", "customer_damaged"), 1, -250, 1000),
        (("customer_damaged", "sellable"), 2, 750, 0),
    ],
)
def test_old_goods_are_worth_what_a_refund_would_give(
    grades: tuple[str, ...], exchanged: int, back: int, left: int
) -> None:
    """What the new ones cost beyond it is due; what they cost less goes back."""
    shop = Shop(len(grades))
    rma = shop.ask(len(grades))
    shop.come(rma, len(grades), seen=None)
    for grade in grades:
        shop.grade(rma, grade)

    new = shop.replace(rma, units=[Units("1", exchanged)], lines=[BOWL])

    (some,) = shop.order().replacements
    given = sum(part.charges.total for part in some.back)
    assert given - due(shop.order(new)) == back
    assert sum(part.charges.total for part in shop.desk.settlement("O-1", rma).parts) == left


@pytest.mark.parametrize("seen", [True, None])
def test_a_replacement_that_is_lost_on_its_way_back_is_ours_to_bear(seen: bool | None) -> None:
    """What it replaced may be paid back for, once, whether it turns up again or not."""
    shop = Shop(2)
    first = shop.replace(shop.back(2))
    shop.deliver(first)
    rma = shop.ask(2, first)
    shop.come(rma, 1, first)
    assert shop.order().replacements[0].standing == {"1": 1}
    shop.desk.record_return_scan(first, rma, at=shop.next())
    shop.desk.close_return(first, rma, end=ReturnEnd.LOST_IN_TRANSIT, at=shop.next())

    assert shop.order().replacements[0].is_over
    shop.refund(return_id="R1")
    assert shop.held() == 0
    shop.come(rma, 1, first, seen)
    if seen is None:
        with pytest.raises(Refused, match="units_already_refunded"):
            shop.grade(rma, "wrong_item", first)
        shop.grade(rma, "sellable", first)
    assert "nothing_to_refund" in refused(lambda: shop.refund(return_id="R1"))
