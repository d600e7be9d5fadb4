"""Laws of adopting: whatever is reported, in whatever order, however often.

What must hold of *any* reports of one order, true or not:

- units are conserved, stock is never promised twice, and live equals replay;
- the status moves along the lifecycle only, so it never goes back;
- a report adopted twice in a row does nothing the second time.

What must hold of a *history*, that is of reports that were true one after the other (an order
that goes forward, with more and more units sent): in any order, with repeats and gaps, as long as
the newest is among them, the order ends where the newest alone would have brought it: in status,
in its last word, in units shipped, in stock, and in money as long as anything is left of it.
(An order that was paid when we first heard of it keeps that payment when it is cancelled; one that
we first hear of as cancelled was never paid here.)
Of reports that are no history this cannot hold: an order that was once reported as shipped stays
shipped, although the newest report may call it pending.
"""

import attrs
from desk_stories import AT, desk_over, event_names, everything, later, order_events, report, told
from hypothesis import given
from hypothesis import strategies as st

from ordercore import OrderDesk, OrderStatus
from ordercore.inventory import Reservation, Stock
from ordercore.kernel.charges import Charges
from ordercore.orders.decider import evolve
from ordercore.orders.state import Order
from ordercore.ports.records import Key
from ordercore.ports.source import ReportedLine, ReportedOrder, ReportedParcel
from ordercore.service.adopting import Outcome
from ordercore.testing import (
    LAWS_OF_AN_ORDER,
    live_equals_replay,
    status_keeps_to_lifecycle,
    stock_is_never_promised_twice,
)

S = OrderStatus
SKUS = ("A", "B")
KEYS = [Key("order", "R-1"), *(Key("stock", f"main/{sku}") for sku in SKUS)]

# Any reports


@st.composite
def any_lines(draw: st.DrawFn) -> ReportedLine:
    """Lines with any content, which need not agree with anything."""
    quantity = draw(st.integers(0, 3))
    price = Charges(draw(st.sampled_from(("EUR", "EUR", "USD"))), item=draw(st.integers(0, 999)))
    return told(
        draw(st.sampled_from(SKUS)),
        quantity,
        draw(st.sampled_from((None, price))),
        ref=draw(st.sampled_from((None, "a", "b"))),
        shipped=draw(st.none() | st.integers(0, quantity + 1)),
        cancelled=draw(st.booleans()),
    )


@st.composite
def any_parcels(draw: st.DrawFn) -> ReportedParcel:
    """Parcels of any lines, at any time."""
    return ReportedParcel(
        id=draw(st.sampled_from(("P1", "K1", "K2"))),
        units=tuple(
            draw(st.lists(st.tuples(st.sampled_from(("a", "b")), st.integers(0, 2)), max_size=2))
        ),
        carrier="UPS",
        tracking="1Z",
        shipped_at=draw(st.sampled_from((None, later(-1), later(2)))),
        delivered=draw(st.booleans()),
    )


@st.composite
def any_reports(draw: st.DrawFn) -> ReportedOrder:
    """Reports of one order that need not agree with each other."""
    return report(
        draw(st.sampled_from(tuple(S))),
        *draw(st.lists(any_lines(), min_size=1, max_size=3)),
        day=draw(st.integers(-1, 3)),
        parcels=tuple(draw(st.lists(any_parcels(), max_size=2))),
        delivered=draw(st.booleans()),
    )


def desk_with(on_hand: int) -> OrderDesk:
    """Open a desk with as much on hand of each SKU."""
    desk = desk_over()
    if on_hand:
        for sku in SKUS:
            desk.receive(sku, on_hand)
    return desk


def hold_stock_to_its_laws(desk: OrderDesk) -> None:
    """Check promises, and the replay of everything."""
    holds = [Key("reservation", f"main/{sku}/R-1") for sku in SKUS]
    with desk.store.transaction() as transaction:
        kept = [transaction.load((key,))[key].value for key in holds]
    for sku, promised in zip(SKUS, kept, strict=True):
        mine = [promised] if isinstance(promised, Reservation) else []
        stock_is_never_promised_twice(desk.stock(sku), mine, overdrawn=99 * _was_short(desk))
        assert desk.stock(sku).on_hand >= 0
    live_equals_replay(desk.store, KEYS)


def _was_short(desk: OrderDesk) -> bool:
    """Tell whether units left that had not been promised."""
    taken = ("UnreservedTaken" in event_names(desk, f"main/{sku}", "stock") for sku in SKUS)
    return any(taken)


@given(st.lists(any_reports(), min_size=1, max_size=5), st.sampled_from((0, 2, 50)))
def test_no_report_breaks_a_law(reports: list[ReportedOrder], on_hand: int) -> None:
    """Units, money and stock are conserved whatever a marketplace says, and twice is once."""
    desk = desk_with(on_hand)
    for reported in reports:
        (result,) = desk.adopt_all([reported])
        settled = everything(desk.store, SKUS)
        (again,) = desk.adopt_all([reported])

        assert again.outcome is Outcome.UNCHANGED
        assert again.order == result.order
        assert everything(desk.store, SKUS) == settled
        if result.order is not None:
            for law in LAWS_OF_AN_ORDER:
                law(result.order)
    hold_stock_to_its_laws(desk)
    before: Order | None = None
    for event in order_events(desk, "R-1"):
        after = evolve(before, event)
        status_keeps_to_lifecycle(before, after)
        before = after


@given(st.lists(any_reports(), min_size=2, max_size=5))
def test_a_status_never_goes_back(reports: list[ReportedOrder]) -> None:
    """From report to report the status stays or goes on."""
    desk = desk_with(50)
    rank = 0
    for reported in reports:
        (result,) = desk.adopt_all([reported])
        if result.order is not None:
            assert result.order.status.rank >= rank
            rank = result.order.status.rank


@given(st.lists(any_reports(), min_size=1, max_size=4))
def test_one_transaction_or_many_makes_no_difference(reports: list[ReportedOrder]) -> None:
    """Reports adopted together do what they do one by one."""
    together, apart = desk_with(3), desk_with(3)

    at_once = together.adopt_all(reports)
    one_by_one = tuple(apart.adopt_all([reported])[0] for reported in reports)

    assert [(some.order, some.outcome) for some in at_once] == [
        (some.order, some.outcome) for some in one_by_one
    ]
    assert everything(together.store, SKUS) == everything(apart.store, SKUS)


# Histories

FORWARD = {
    S.PENDING_AVAILABILITY: (S.PENDING, S.UNSHIPPED, S.CANCELLED),
    S.PENDING: (S.UNSHIPPED, S.PARTIALLY_SHIPPED, S.SHIPPED, S.CANCELLED, S.UNFULFILLABLE),
    S.UNSHIPPED: (
        S.PARTIALLY_SHIPPED, S.SHIPPED, S.INVOICE_UNCONFIRMED, S.CANCELLED, S.UNFULFILLABLE,
    ),
    S.PARTIALLY_SHIPPED: (S.PARTIALLY_SHIPPED, S.SHIPPED, S.INVOICE_UNCONFIRMED),
    S.INVOICE_UNCONFIRMED: (S.SHIPPED,),
    S.SHIPPED: (S.SHIPPED,),
    S.CANCELLED: (S.CANCELLED,),
    S.UNFULFILLABLE: (S.UNFULFILLABLE,),
}  # fmt: skip
"""What a true report may say after another one."""


@st.composite
def histories(draw: st.DrawFn) -> list[ReportedOrder]:
    """True reports of one order, oldest first: two lines, of which units leave bit by bit."""
    quantities = {"a": draw(st.integers(1, 3)), "b": draw(st.integers(1, 3))}
    sent = dict.fromkeys(quantities, 0)
    priced = draw(st.booleans())
    status = draw(st.sampled_from((S.PENDING_AVAILABILITY, S.PENDING, S.UNSHIPPED)))
    delivered = False
    reports: list[ReportedOrder] = []
    for day in range(1, 2 + draw(st.integers(0, 5))):
        if status is S.PARTIALLY_SHIPPED:
            most = quantities["a"] - 1 if sent["b"] == quantities["b"] else quantities["a"]
            sent["a"] = draw(st.integers(sent["a"], most))
            rest = quantities["b"] - (sent["a"] == quantities["a"])
            least = max(sent["b"], int(sent["a"] == 0))
            sent["b"] = draw(st.integers(min(least, rest), rest))
        elif status.is_all_sent:
            sent = dict(quantities)
            delivered = delivered or draw(st.booleans())
        priced = priced or draw(st.booleans())
        lines = [
            told(
                sku,
                quantities[ref],
                Charges("EUR", item=100 * quantities[ref], tax=7) if priced else None,
                ref=ref,
                shipped=sent[ref],
            )
            for sku, ref in zip(SKUS, quantities, strict=True)
        ]
        reports.append(report(status, *lines, day=day, delivered=delivered))
        status = draw(st.sampled_from((status, *FORWARD[status])))
    return reports


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[list[ReportedOrder], ReportedOrder]:
    """A history as it arrives: shuffled, with gaps and repeats, the newest at least once."""
    history = draw(histories())
    heard = draw(st.lists(st.sampled_from(history), max_size=6))
    return draw(st.permutations([*heard, history[-1]])), history[-1]


def where(desk: OrderDesk, order: Order) -> dict[str, object]:
    """Say where an order has come to, however it came there."""
    stations = {
        id: (units.awaiting, units.cancelled, units.shipped + units.delivered)
        for id, units in order.stations.items()
    }
    return {
        "status": order.status,
        "report": order.report,
        "stations": stations,
        "lines": [attrs.evolve(line) for line in order.lines],
        "balance": None if order.status.is_over else order.balance,
        "stock": [desk.stock(sku) for sku in SKUS],
    }


@given(arrivals())
def test_a_history_ends_where_its_newest_report_is(
    arrived: tuple[list[ReportedOrder], ReportedOrder],
) -> None:
    """In any order, with repeats and gaps, the end is that of the newest report alone."""
    reports, newest = arrived
    bit_by_bit, at_once = desk_with(50), desk_with(50)
    (alone,) = at_once.adopt_all([newest])
    order: Order | None = None
    for reported in reports:
        (result,) = bit_by_bit.adopt_all([reported])
        assert result.refused is None
        assert result.order is not None
        order = result.order
        for law in LAWS_OF_AN_ORDER:
            law(order)
        assert [stock.on_hand for stock in _stocks(bit_by_bit)] == [
            50 - _sent(order, line) for line in ("1", "2")
        ]

    assert alone.order is not None
    assert alone.refused is None
    assert order is not None
    assert alone.order.status is newest.status
    assert where(bit_by_bit, order) == where(at_once, alone.order)
    hold_stock_to_its_laws(bit_by_bit)


def _stocks(desk: OrderDesk) -> list[Stock]:
    return [desk.stock(sku) for sku in SKUS]


def _sent(order: Order, line: str) -> int:
    return sum(parcel.holds(line) for parcel in order.parcels)


@given(histories())
def test_a_history_in_its_order_says_every_status_in_turn(history: list[ReportedOrder]) -> None:
    """Adopted as they come, each report brings the order to just what it says."""
    desk = desk_with(50)
    for reported in history:
        (result,) = desk.adopt_all([reported])

        assert result.order is not None
        assert result.order.status is reported.status
        assert result.order.terms.placed_at == AT
