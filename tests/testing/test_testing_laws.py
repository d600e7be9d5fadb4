"""The shipped laws notice what breaks them, and say by how much."""

# ruff: noqa: S311 - walks that can be repeated

from random import Random
from typing import Any

import attrs
import pytest

from ordercore.adapters.memory import MemoryStore
from ordercore.errors import Refused
from ordercore.inventory import Reservation, Stock, StockReceived
from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import instant
from ordercore.kernel.units import Units
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.line import Line
from ordercore.orders.parts import (
    Cancellation,
    Refund,
    RefundPart,
    RefundShare,
    ReplacementKind,
)
from ordercore.orders.payment import Capture, Payment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.replacement import Replacement, SentWhen
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.records import Key, Recorded
from ordercore.ports.store import Commit, Row
from ordercore.returns import Received, Return, ReturnUnits
from ordercore.shipping import CameBack, Parcel
from ordercore.testing import (
    LAWS_OF_AN_ORDER,
    conservation_of_money,
    conservation_of_units,
    each_unit_is_settled_once,
    exchanges_are_exact,
    explain_agrees_with_decide,
    live_equals_replay,
    live_order,
    next_command,
    no_dead_ends,
    portions_add_up,
    refunds_pay_for_what_came_back,
    status_keeps_to_lifecycle,
    stock_is_never_promised_twice,
    taken,
    walk,
)
from ordercore.testing.aiming import aimed
from ordercore.testing.situations import START

AT = instant("2026-03-02T09:30:00Z")


def _order(**changes: Any) -> Order:
    lines = (Line("A", 2, charges=Charges("EUR", item=1000, discount=100)),)
    made = taken(None, PlaceOrder(order_id="O-1", at=AT, channel="MFN", lines=lines)).after
    assert made
    return attrs.evolve(made, **changes)


def _parcel(quantity: int, id: str = "P1") -> Parcel:
    return Parcel(id=id, units=(Units("1", quantity),), shipped_at=AT, deliveries=(AT,))


def _cancelled(quantity: int) -> Cancellation:
    units = (Units("1", quantity),)
    return Cancellation(units=units, reason="x", at=AT, by=Actor.SELLER, paid=False)


def _refund(
    units: int = 0,
    return_id: str | None = None,
    parcel_id: str | None = None,
    line: str = "1",
    **amounts: int,
) -> Refund:
    part = RefundPart(line, Charges("EUR", **amounts), units)
    return Refund(
        id="F1",
        key="O-1/F1",
        parts=(part,),
        shares=(RefundShare("PAY1", part.charges.total),),
        reason="x",
        at=AT,
        return_id=return_id,
        parcel_id=parcel_id,
    )


def _payment(minor: int = 900, captured: int | None = None, id: str = "PAY1") -> Payment:
    taken = minor if captured is None else captured
    captures = (Capture("C1", taken, AT),)
    return Payment(id=id, amount=Money(minor, "EUR"), at=AT, captures=captures)


PAID = (_payment(),)

RETURN = Return(id="R1", units=(ReturnUnits("P1", "1", 3),), reason="x", requested_at=AT)

ONE_PARCEL = attrs.evolve(RETURN, units=(ReturnUnits("P1", "1", 2),))

BACK = CameBack(Units("1", 2), sellable=True, at=AT)


@pytest.mark.parametrize(
    "broken",
    [
        {"parcels": (_parcel(3),)},
        {"cancellations": (_cancelled(3),)},
        {"parcels": (_parcel(1),), "cancellations": (_cancelled(2),)},
        {"parcels": (_parcel(2),), "returns": (RETURN,)},
        {"parcels": (attrs.evolve(_parcel(1), came_back=(BACK,)),)},
        {"parcels": (_parcel(1), _parcel(1, "P2")), "returns": (ONE_PARCEL,)},
        {"lines": (_order().lines[0], _order().lines[0])},
    ],
    ids=["shipped", "cancelled", "both", "returned", "back", "one parcel", "line twice"],
)
def test_broken_units_are_noticed(broken: dict[str, Any]) -> None:
    """More shipped, cancelled or returned than there was."""
    with pytest.raises(AssertionError):
        conservation_of_units(_order(**broken))


@pytest.mark.parametrize(
    "broken",
    [
        {"refunds": (_refund(item=1),)},
        {"payments": PAID, "refunds": (_refund(item=901),)},
        {"payments": (_payment(2000),), "refunds": (_refund(item=1001, discount=100),)},
        {"payments": (_payment(2000),), "refunds": (_refund(item=1000),)},
        {"payments": PAID, "refunds": (_refund(item=5, tax=-1),)},
        {"payments": PAID, "refunds": (_refund(line="9", item=5),)},
        {"payments": PAID, "refunds": (_refund(discount=100),)},
        {"payments": (_payment(900, captured=901),)},
        {
            "payments": (_payment(900, captured=5), _payment(id="PAY2")),
            "refunds": (_refund(item=6),),
        },
        {"payments": (_payment(id="PAY2"),), "refunds": (_refund(item=6),)},
        {"payments": PAID, "refunds": (attrs.evolve(_refund(item=6), shares=()),)},
    ],
    ids=[
        "unpaid",
        "beyond",
        "component",
        "discount kept",
        "negative",
        "no line",
        "taken",
        "more taken than authorised",
        "beyond one payment",
        "no payment",
        "shares",
    ],
)
def test_broken_money_is_noticed(broken: dict[str, Any]) -> None:
    """More refunded than paid or charged, in sum, in a component, or by one payment."""
    with pytest.raises(AssertionError):
        conservation_of_money(_order(**broken))


def test_refunds_beyond_what_came_back_are_noticed() -> None:
    """Two units are paid for, and one has arrived; or one was paid for as lost."""
    came = (Received(ReturnUnits("P1", "1", 1), sellable=True, at=AT),)
    rma = attrs.evolve(RETURN, units=(ReturnUnits("P1", "1", 2),), received=came)
    one = _order(parcels=(_parcel(1), _parcel(1, "P2")), returns=(rma,))
    refund, lost = _refund(1, "R1", item=1), _refund(1, None, "P1", item=1)

    refunds_pay_for_what_came_back(attrs.evolve(one, refunds=(refund,)))
    refunds_pay_for_what_came_back(attrs.evolve(one, refunds=(lost,)))
    for broken in (
        (_refund(2, "R1", item=1),),
        (_refund(2, None, "P1", item=1),),
        (_refund(1, item=1),),
        (refund, lost),
    ):
        with pytest.raises(AssertionError, match="paid for"):
            refunds_pay_for_what_came_back(attrs.evolve(one, refunds=broken))


def _replacement(units: int, *, worth: int = 0, back: int = 0, due: int = 0) -> Replacement:
    line = Line("B", 1, charges=Charges("EUR", item=due))
    return Replacement(
        id="O-2",
        kind=ReplacementKind.EXCHANGE,
        units=(Units("1", units),),
        lines=(line,),
        reason="x",
        at=AT,
        when=SentWhen.IN_ADVANCE,
        return_id="R1",
        worth=(RefundPart("1", Charges("EUR", item=worth)),),
        back=(RefundPart("1", Charges("EUR", item=back)),),
        carried=(max(0, worth - back),),
        sent_at=AT,
    )


def test_units_that_are_settled_twice_are_noticed() -> None:
    """Replaced beyond what was let in, or paid back for as well."""
    rma = Return(id="R1", units=(ReturnUnits("P1", "1", 1),), reason="x", requested_at=AT)
    one = _order(parcels=(_parcel(1),), returns=(rma,))
    replaced, refund = _replacement(1), _refund(1, "R1", item=1)

    each_unit_is_settled_once(attrs.evolve(one, replacements=(replaced,)))
    for broken in (
        {"replacements": (_replacement(2),)},
        {"replacements": (replaced,), "refunds": (refund,)},
        {"replacements": (attrs.evolve(_replacement(2), return_id=None, parcel_id="P1"),)},
    ):
        with pytest.raises(AssertionError, match="settled"):
            each_unit_is_settled_once(attrs.evolve(one, **broken))


@pytest.mark.parametrize(
    ("exchange", "given", "law"),
    [
        (_replacement(1, worth=500, back=100, due=1), 0, "is out by"),
        (_replacement(1, worth=500, back=501), 0, "is out by"),
        (_replacement(1, worth=500, back=100), 101, "too much"),
        (_replacement(1, worth=901), 0, "beyond what was taken"),
    ],
)
def test_exchanges_that_are_not_exact_are_noticed(
    exchange: Replacement, given: int, law: str
) -> None:
    """Both due and given back, more given back than is owed, or worth more than was paid."""
    order = _order(payments=(_payment(900),), replacements=(exchange,))
    back = attrs.evolve(_refund(0, item=given), replaced_by="O-2")

    exchanges_are_exact(attrs.evolve(order, replacements=(_replacement(1, worth=900),)))
    with pytest.raises(AssertionError, match=law):
        exchanges_are_exact(attrs.evolve(order, refunds=(back,) if given else ()))


def test_dead_ends_are_noticed() -> None:
    """A host that lets nobody confirm a shipment of a channel, or forbids cancelling."""
    order = _order()
    no_dead_ends(order)

    @rule("never")
    def nothing_is_cancelled(_: Order, __: CancelUnits, ___: World) -> Facts | None:
        """Nothing is ever cancelled."""
        return {}

    with pytest.raises(AssertionError, match="a dead end: CancelUnits"):
        no_dead_ends(order, World(rules=((CancelUnits, nothing_is_cancelled),)))


def test_lines_that_cost_nothing_are_dealt_out() -> None:
    """Unknown charges and lines without units break no law."""
    portions_add_up(Line("A", 3))
    portions_add_up(Line("A", 0, price="1 EUR"))
    portions_add_up(Line("A", 3, charges=Charges("EUR", item=100)))


@pytest.mark.parametrize(
    ("stock", "holds"),
    [
        (Stock("A", "main", 5, 2), [Reservation("O-1", "A", "main", 1)]),
        (Stock("A", "main", 1, 2), [Reservation("O-1", "A", "main", 2)]),
        (Stock("A", "main", 5, 1), [Reservation("O-1", "B", "main", 1)]),
        (Stock("A", "main", 5, -1), [Reservation("O-1", "A", "main", 1, 2)]),
    ],
    ids=["lost", "promised twice", "other stock", "negative"],
)
def test_broken_promises_are_noticed(stock: Stock, holds: list[Reservation]) -> None:
    """Totals that do not agree, and promises of what is not there."""
    with pytest.raises(AssertionError):
        stock_is_never_promised_twice(stock, holds)


def test_books_that_are_known_to_be_wrong_may_be() -> None:
    """By so much, and no more."""
    stock, holds = Stock("A", "main", 1, 3), [Reservation("O-1", "A", "main", 3)]

    stock_is_never_promised_twice(stock, holds, overdrawn=2)
    with pytest.raises(AssertionError, match="overdrawn by 1"):
        stock_is_never_promised_twice(stock, holds, overdrawn=1)


KEY = Key("stock", "main/A")


@pytest.mark.parametrize(
    ("row", "places"),
    [
        (Row(Stock("A", "main", 4), 1), (1,)),
        (Row(Stock("A", "main", 5), 2), (1,)),
        (Row(Stock("A", "main", 5), 1), (2,)),
        (Row(Stock("A", "main", 10), 2), (1, 3)),
    ],
    ids=["value", "version", "place", "gap"],
)
def test_a_store_that_differs_from_its_events_is_noticed(row: Row, places: tuple[int, ...]) -> None:
    """By its value, its version, or the places of its events."""
    store = MemoryStore()
    event = StockReceived(quantity=5, at=AT)
    events = tuple(Recorded(stream=KEY, seq=seq, event=event) for seq in places)
    with store.transaction() as transaction:
        transaction.write(Commit(writes={KEY: (row, 0)}, events=events, outbox=()))

    with pytest.raises(AssertionError):
        live_equals_replay(store, [KEY])


def test_what_never_happened_agrees_with_its_events() -> None:
    """No row and no events."""
    live_equals_replay(MemoryStore(), [KEY, Key("order", "O-1")])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (_order(parcels=(_parcel(2),), payments=PAID), _order()),
        (_order(cancellations=(_cancelled(2),)), _order()),
        (
            _order(payments=PAID, parcels=(attrs.evolve(_parcel(2), came_back=(BACK,)),)),
            _order(payments=PAID, parcels=(_parcel(2),)),
        ),
        (
            _order(payments=PAID, parcels=(_parcel(1),)),
            _order(payments=PAID, parcels=(_parcel(1, "P2"),)),
        ),
        (None, _order(payments=PAID, parcels=(_parcel(2),))),
    ],
    ids=["unshipped again", "uncancelled", "back and gone", "parcel gone", "shipped at birth"],
)
def test_moves_backward_are_noticed(before: Order | None, after: Order) -> None:
    """Of the order and of its parcels."""
    with pytest.raises(AssertionError):
        status_keeps_to_lifecycle(before, after)


def test_explaining_agrees() -> None:
    """For a command that is refused and one that is accepted."""
    order = live_order(Random(1).randrange, 5)
    for seed in range(30):
        command = next_command(order, Random(seed).randrange, START.add(years=1))

        explain_agrees_with_decide(order, command)


# Walks


def test_the_same_numbers_walk_the_same_way() -> None:
    """A walk can be repeated from its seed."""
    one, other = (list(walk(Random(5).randrange, 30)) for _ in range(2))

    assert [step.command for step in one] == [step.command for step in other]
    assert one[-1].after == other[-1].after


def test_walks_are_mostly_meaningful() -> None:
    """Most commands are accepted, and refusals and settled wishes are among them too."""
    steps = [step for seed in range(60) for step in walk(Random(seed).randrange, 30)]
    refused = sum(step.refused is not None for step in steps)
    quiet = sum(not step.events and step.refused is None for step in steps)

    assert refused < len(steps) / 2
    assert min(refused, quiet) > 0


def test_a_walk_of_aimed_commands_only() -> None:
    """Where nothing wild is wanted, an order still comes to an end."""
    steps = list(walk(Random(3).randrange, 40, wild_too=False))

    assert len(steps) == 40
    for step in steps:
        if step.after:
            for law in LAWS_OF_AN_ORDER:
                law(step.after)


def test_a_walk_ends_where_placing_is_refused() -> None:
    """There is no order to go on with, and none to give."""
    wrong = PlaceOrder(order_id="O-1", at=AT, channel="?", lines=())

    (step,) = walk(Random(1).randrange, 9, place=wrong)

    assert isinstance(step.refused, Refused)
    assert (step.before, step.after, step.events) == (None, None, ())


def test_where_nothing_is_permitted_something_is_asked_all_the_same() -> None:
    """A cancelled order of the own shop permits nothing more."""
    order = _order(cancellations=(_cancelled(2),))

    for seed in range(30):
        assert aimed(order, Random(seed).randrange, AT).order_id == "O-1"
