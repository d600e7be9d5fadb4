"""Mirrored pools: absolute figures, booked without counting anything twice (facts §6, INV)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelves import AT, Shelves, ask

from ordercore import inventory as i
from ordercore.inventory import Condition, Inbound

PARTS = ("pending_customer_order", "pending_transshipment", "fc_processing")

TOLD: dict[str, Any] = {
    "fulfillable": 10,
    "inbound_working": 1,
    "inbound_shipped": 2,
    "inbound_receiving": 3,
    "reserved": 6,
    **dict(zip(PARTS, (3, 2, 1), strict=True)),
    "researching": 4,
    "unfulfillable": {Condition.DEFECTIVE: 5, Condition.EXPIRED: 1},
    "total": 32,
}


def mirror(minutes: int = 0, **said: Any) -> Any:
    """Tell what is there."""
    return ask(i.MirrorSummary, at=AT.add(minutes=minutes), **said)


def in_centres(stock: i.Stock) -> int:
    """Add up every unit that is there, once."""
    details = stock.details
    unsellable = sum(details.unsellable.values())
    return stock.on_hand + details.elsewhere + details.researching + unsellable


def test_a_summary_is_booked_figure_by_figure() -> None:
    """What is fulfillable is available; what the keeper holds for others is elsewhere."""
    shelves = Shelves(mirror(**TOLD))

    stock = shelves.stock
    assert (stock.on_hand, stock.available, stock.reserved) == (10, 10, 0)
    assert stock.details == i.StockDetails(
        unsellable={Condition.DEFECTIVE: 5, Condition.EXPIRED: 1},
        researching=4,
        inbound=(Inbound("receiving", 3), Inbound("shipped", 2), Inbound("working", 1)),
        elsewhere=6,
        mirrored=i.Mirrored(AT),
    )
    assert in_centres(stock) + sum(some.quantity for some in stock.details.inbound) == 32


def test_orders_that_both_know_are_counted_once() -> None:
    """Two of our units are pending there too: they are on hand and reserved, and not elsewhere."""
    shelves = Shelves(mirror(fulfillable=10), ask(i.ReserveUnits, 2))

    shelves.handle(mirror(1, fulfillable=8, reserved=2, pending_customer_order=2))

    assert (shelves.stock.on_hand, shelves.stock.reserved) == (10, 2)
    assert (shelves.stock.available, shelves.stock.details.elsewhere) == (8, 0)


def test_orders_that_the_keeper_does_not_know_yet_are_no_longer_available() -> None:
    """Of three units that we hold it knows one, so two of its ten are promised by us alone."""
    shelves = Shelves(mirror(fulfillable=10), ask(i.ReserveUnits, 3))

    shelves.handle(mirror(1, fulfillable=10, reserved=4, pending_customer_order=1))

    assert shelves.stock.available == 8
    assert shelves.stock.details.elsewhere == 3


def test_a_new_summary_books_the_differences() -> None:
    """Figures that are gone are gone, and what did not change has no entry."""
    shelves = Shelves(ask(i.ExpectInbound, 9, inbound="PO-1"), mirror(**TOLD))

    (event, *_) = shelves.handle(mirror(1, fulfillable=11, inbound_working=1, reserved=6))

    assert isinstance(event, i.StockMirrored)
    assert dict(event.changes) == {
        "on_hand": 1,
        "researching": -4,
        "unsellable/defective": -5,
        "unsellable/expired": -1,
        "inbound/receiving": -3,
        "inbound/shipped": -2,
    }
    assert shelves.stock.details.inbound == (Inbound("working", 1),)


@pytest.mark.parametrize(
    ("last", "told", "taken"),
    [
        ({"minutes": 5}, {"minutes": 5}, False),
        ({"minutes": 5}, {"minutes": 6}, True),
        ({"minutes": 5, "sequence": 7}, {"minutes": 6, "sequence": 7}, False),
        ({"minutes": 5, "sequence": 7}, {"minutes": 4, "sequence": 8}, True),
        ({"minutes": 5, "sequence": 7}, {"minutes": 6}, True),
    ],
)
def test_the_last_summary_again_changes_nothing(
    last: dict[str, Any], told: dict[str, Any], taken: bool
) -> None:
    """Known by its number where both have one, else by its moment (facts §6, EXTF)."""
    shelves = Shelves(mirror(**last, fulfillable=1))

    events = shelves.handle(mirror(**told, fulfillable=2))

    assert (bool(events), shelves.stock.on_hand) == (taken, 2 if taken else 1)


@pytest.mark.parametrize(
    ("last", "told", "facts"),
    [
        ({"minutes": 5}, {"minutes": 4}, (AT.add(minutes=4), AT.add(minutes=5))),
        ({"minutes": 5}, {"minutes": 4, "sequence": 8}, (AT.add(minutes=4), AT.add(minutes=5))),
        ({"minutes": 5, "sequence": 7}, {"minutes": 6, "sequence": 6}, (6, 7)),
    ],
)
def test_an_older_summary_is_refused(
    last: dict[str, Any], told: dict[str, Any], facts: tuple[object, object]
) -> None:
    """A clock that was wrong, or numbers that begin anew, do not stop a pool in silence."""
    shelves = Shelves(mirror(**last, fulfillable=1))

    code, said = shelves.refused(mirror(**told, fulfillable=2))

    assert code == "summary_is_older"
    assert (said["told"], said["last"]) == facts
    assert shelves.stock.on_hand == 1


def test_the_last_number_is_kept_by_a_summary_without_one() -> None:
    """So that an older number is still known as such."""
    shelves = Shelves(mirror(1, fulfillable=1, sequence=7), mirror(2, fulfillable=2))

    assert shelves.handle(mirror(3, fulfillable=3, sequence=7)) == ()
    assert shelves.stock.details.mirrored == i.Mirrored(AT.add(minutes=2), 7)


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        ({"total": 31}, {"figure": "total", "told": 31, "summed": 32}),
        ({"reserved": 7}, {"figure": "reserved", "told": 7, "summed": 6}),
    ],
)
def test_a_total_that_contradicts_its_parts_is_refused(
    said: dict[str, Any], facts: dict[str, Any]
) -> None:
    """Both figures are named, and nothing is booked."""
    code = "summary_contradicts_itself"

    assert Shelves().refused(mirror(**{**TOLD, **said})) == (code, facts)


def test_parts_that_are_not_told_contradict_nothing() -> None:
    """A keeper that tells fewer parts tells no sum of them."""
    told = {name: figure for name, figure in TOLD.items() if name not in ("total", PARTS[1])}

    assert Shelves().tried(mirror(**told))


THE_KEEPERS = (
    ask(i.ExpectInbound, 5, inbound="PO-1"),
    ask(i.ChangeInbound, 5, inbound="working"),
    ask(i.CloseInbound, inbound="working"),
    ask(i.ReceiveStock, 2, inbound="shipped"),
    ask(i.RestockUnits, 1),
    ask(i.RestockUnits, 1, condition=Condition.DEFECTIVE),
    ask(i.AdjustStock, 1, reason="found"),
    ask(i.AdjustStock, -1, reason="moved_out"),
    ask(i.CountStock, counted=9),
    ask(i.RegradeUnits, 1, now=Condition.DEFECTIVE),
    ask(i.DisposeUnits, 1, condition=Condition.DEFECTIVE),
)
"""What a keeper tells of, and is in its next summary."""


@pytest.mark.parametrize("command", THE_KEEPERS, ids=lambda some: type(some).__name__)
def test_what_is_in_a_mirrored_pool_is_told_by_its_keeper(command: Any) -> None:
    """What comes, comes back, is counted or put right there would be counted twice."""
    shelves = Shelves(mirror(**TOLD))

    assert shelves.refused(command) == ("pool_is_mirrored", {"pool": "main"})


OURS = (
    ask(i.SetStockTerms, safety=2, low_at=1),
    ask(i.ReserveUnits, 2),
    ask(i.ExtendReservation, expires_at=AT.add(days=2)),
    ask(i.CommitReserved, 1),
    ask(i.UncommitReserved, expires_at=AT.add(days=3)),
    ask(i.ReleaseReserved, 1),
    ask(i.FillBackorder),
    ask(i.ExpireReserved),
    ask(i.ConsumeReserved, 1, else_unreserved=True),
    ask(i.TakeUnreserved, 1),
    mirror(1, **TOLD),
)
"""What we promise, what has left, and our terms."""


@pytest.mark.parametrize("command", OURS, ids=lambda some: type(some).__name__)
def test_what_is_promised_of_a_mirrored_pool_is_ours_to_say(command: Any) -> None:
    """A keeper knows nothing of our promises and terms; and what has left is a fact."""
    shelves = Shelves(mirror(**TOLD), ask(i.ReserveUnits, 3, expires_at=AT.add(days=1)))

    assert shelves.tried(command)


def test_every_command_about_stock_is_one_or_the_other() -> None:
    """None is forgotten: it is the keeper's to tell, or ours."""
    told, ours = {type(some) for some in THE_KEEPERS}, {type(some) for some in OURS}

    assert not told & ours
    assert told | ours | {i.EndMirror} == set(i.DECISIONS.rows)


def test_what_had_happened_before_is_not_refused_when_it_is_told_again() -> None:
    """A cause that brought something about while the pool was ours changes nothing once more."""
    came = ask(i.ReceiveStock, 5, cause="PO-1")
    shelves = Shelves(came, mirror(**TOLD))

    assert shelves.handle(came) == ()


def test_who_keeps_a_pool_again_begins_with_what_was_told_last() -> None:
    """What only a keeper can tell is gone, the rest stays, and everything may be said again."""
    shelves = Shelves(ask(i.SetStockTerms, safety=1), mirror(**TOLD), ask(i.ReserveUnits, 2))

    (event, *_) = shelves.handle(ask(i.EndMirror))

    assert isinstance(event, i.MirrorEnded)
    assert dict(event.changes) == {
        "elsewhere": -6,
        "researching": -4,
        "inbound/receiving": -3,
        "inbound/shipped": -2,
        "inbound/working": -1,
    }
    assert (shelves.stock.on_hand, shelves.stock.reserved) == (10, 2)
    assert shelves.stock.details == i.StockDetails(safety=1, unsellable=TOLD["unfulfillable"])
    for command in THE_KEEPERS:
        code = "" if shelves.tried(command) else shelves.refused(command)[0]
        assert code in ("", "inbound_unknown")
    assert shelves.stock.details.unsellable[Condition.DEFECTIVE] == 6


def test_a_mirror_ends_once_and_may_begin_again() -> None:
    """Ending what is no mirror changes nothing; a later summary, or an older one, begins anew."""
    shelves = Shelves(ask(i.ReceiveStock, 5))
    assert shelves.handle(ask(i.EndMirror)) == ()
    shelves.handle(mirror(5, fulfillable=1, sequence=7))

    assert len(shelves.handle(ask(i.EndMirror))) == 1
    assert shelves.handle(ask(i.EndMirror)) == ()
    shelves.handle(mirror(4, fulfillable=3, sequence=1))

    assert shelves.stock.on_hand == 3
    assert shelves.stock.details.mirrored == i.Mirrored(AT.add(minutes=4), 1)


FIGURES = st.integers(0, 50)


@given(
    st.lists(
        st.tuples(FIGURES, FIGURES, FIGURES, FIGURES, st.integers(1, 9), st.booleans()),
        max_size=12,
    )
)
def test_law_a_mirror_counts_every_unit_once(told: list[tuple[Any, ...]]) -> None:
    """Whatever we hold, what is in the centres is what was told, and no more is available."""
    shelves = Shelves()
    for minute, (good, pending, more, bad, units, reserves) in enumerate(told):
        held: dict[str, Any] = {"reserved": pending + more, "pending_customer_order": pending}
        shelves.handle(
            mirror(minute, fulfillable=good, unfulfillable={Condition.EXPIRED: bad}, **held)
        )

        assert in_centres(shelves.stock) == good + pending + more + bad
        unknown = max(0, shelves.stock.reserved - pending)
        assert shelves.stock.available == good - unknown
        shelves.tried(ask(i.ReserveUnits if reserves else i.ConsumeReserved, units))


def test_a_keeper_that_knows_of_others_pays_for_no_promise_of_ours() -> None:
    """Four are fulfillable and four are promised here; three more are held for orders not here."""
    shelves = Shelves(ask(i.MirrorSummary, fulfillable=4), ask(i.ReserveUnits, 4, owner="O-1"))
    three: dict[str, Any] = {"fulfillable": 4, "reserved": 3, "pending_customer_order": 3}

    shelves.handle(ask(i.MirrorSummary, **three, ours=0, at=AT.add(minutes=1)))

    assert (shelves.stock.available, shelves.stock.details.elsewhere) == (0, 3)
