"""Faults that users of other order systems reported: here stock makes each impossible."""

from typing import Any

import pytest
from shelves import AT, Shelves, ask

from ordercore import inventory as i
from ordercore.errors import Refused
from ordercore.inventory import Reservation, Shelf, Stock


def arrive(quantity: int, **said: Any) -> Any:
    """Receive units."""
    return ask(i.ReceiveStock, quantity, **said)


def reserve(quantity: int, owner: str = "O-1", **said: Any) -> Any:
    """Promise units."""
    return ask(i.ReserveUnits, quantity, owner=owner, **said)


def release(quantity: int | None = None, owner: str = "O-1", **said: Any) -> Any:
    """Give promised units back."""
    return ask(i.ReleaseReserved, quantity, owner=owner, **said)


def test_r01_no_more_is_promised_than_there_is() -> None:
    """Of eight buyers of one unit each, five get one of five; no promise lacks its units."""
    shelves = Shelves(arrive(5))

    sold = [shelves.tried(reserve(1, f"O-{buyer}")) for buyer in range(8)]

    assert sold == [True] * 5 + [False] * 3
    assert sum(hold.held for hold in shelves.promised) == shelves.stock.reserved == 5


def test_r05_a_total_is_never_written_beside_its_promises() -> None:
    """Each event tells one entry for both, so neither can lose what the other has."""
    shelves = Shelves(arrive(9), reserve(2), reserve(3, "O-2"), release(1), reserve(1, "O-2"))

    told = [entry for event in shelves.log for entry in event.entries]
    by_owner = {hold.owner: hold.held for hold in shelves.promised}

    assert sum(entry.change for entry in told if entry.account == "reserved") == 5
    assert by_owner == {"O-1": 1, "O-2": 4}
    assert shelves.stock.reserved == 5


def test_r07_what_is_reserved_is_never_negative_and_can_be_put_right() -> None:
    """No release or shipment takes more than there is, and a count repairs what is wrong."""
    shelves = Shelves(arrive(3), reserve(2))

    assert shelves.refused(release(3))[0] == "not_reserved"
    assert shelves.refused(ask(i.ConsumeReserved, 3))[0] == "not_reserved"
    shelves.handle(ask(i.CountStock, counted=1), release(), ask(i.CountStock, counted=7))
    assert (shelves.stock.on_hand, shelves.stock.reserved) == (7, 0)


def test_r08_what_its_owner_holds_is_not_reserved_again() -> None:
    """A draft held two of its five: the order is promised three more, and five in all."""
    shelves = Shelves(arrive(5), reserve(2, expires_at=AT.add(minutes=15)))

    extended, reserved, *_ = shelves.handle(reserve(5, using="O-1"))

    assert isinstance(extended, i.ReservationExtended)
    assert isinstance(reserved, i.UnitsReserved)
    assert (extended.expires_at, reserved.quantity) == (None, 3)
    assert shelves.handle(reserve(5, using="O-1")) == ()
    assert shelves.holds["O-1"] == Reservation("O-1", "A", "main", 5, since=AT)


def test_r09_stock_on_hand_is_never_negative() -> None:
    """Units left unpromised, then the promised ones left too: the books were wrong by one."""
    shelf = Shelf(Stock("A", "main", 0, 1), Reservation("O-1", "A", "main", 1))

    (event,) = i.decide(shelf, ask(i.ConsumeReserved, 1))

    assert isinstance(event, i.ReservedConsumed)
    assert event.missing == 1
    assert i.evolve(shelf, event).stock.on_hand == 0


def test_r10_giving_back_what_has_expired_is_no_crash() -> None:
    """Who cannot know what is left gives back up to so many, once or often."""
    soon = AT.add(minutes=15)
    shelves = Shelves(arrive(5), reserve(2, expires_at=soon), ask(i.ExpireReserved, at=soon))

    assert shelves.handle(release(2, up_to=True)) == ()
    assert shelves.stock.available == 5


def test_r12_a_promise_that_nobody_keeps_is_cleared_by_time() -> None:
    """An allocation that was made and forgotten is given back by the sweep."""
    soon = AT.add(minutes=15)
    shelves = Shelves(arrive(5), reserve(5, expires_at=soon))

    (event, _) = shelves.handle(ask(i.ExpireReserved, at=soon))

    assert isinstance(event, i.ReservedExpired)
    assert shelves.stock.available == 5
    assert shelves.holds["O-1"].status is i.ReservationStatus.RELEASED


def test_r13_years_of_changes_leave_no_drift() -> None:
    """After any number of rounds, promises and their total are both nothing."""
    shelves = Shelves(arrive(5))
    for turn in range(300):
        owner = f"O-{turn % 7}"
        shelves.handle(reserve(3, owner), ask(i.ConsumeReserved, 1, owner=owner))
        shelves.handle(release(owner=owner), ask(i.RestockUnits, 1, owner=owner))

    assert shelves.stock == Stock("A", "main", 5)
    assert {hold.promised for hold in shelves.promised} == {0}


def test_r14_an_abandoned_basket_holds_stock_no_longer_than_it_may() -> None:
    """Until then nobody else gets it, and from then on anybody may."""
    soon = AT.add(minutes=15)
    shelves = Shelves(arrive(1), reserve(1, "basket-7", expires_at=soon))
    sweep: dict[str, Any] = {"owner": "basket-7"}

    shelves.handle(ask(i.ExpireReserved, at=soon.subtract(seconds=1), **sweep))
    assert not shelves.tried(reserve(1))
    shelves.handle(ask(i.ExpireReserved, at=soon, **sweep))
    assert shelves.tried(reserve(1))


def test_r15_a_promise_is_released_once() -> None:
    """A released reservation has nothing left to release, and by its cause not even a refusal."""
    shelves = Shelves(arrive(5), reserve(2))

    shelves.handle(release(2, cause="void-7"))

    assert shelves.handle(release(2, cause="void-7")) == ()
    with pytest.raises(Refused, match="not_reserved"):
        shelves.handle(release(2))
    assert shelves.stock.reserved == 0


def test_r19_what_comes_back_comes_back_once() -> None:
    """The same return again creates no stock, and more by the same name is refused."""
    back = ask(i.RestockUnits, 2, cause="RMA-7")
    shelves = Shelves(arrive(1), back)

    assert shelves.handle(back) == ()
    assert shelves.refused(ask(i.RestockUnits, 3, cause="RMA-7")) == (
        "cause_used_otherwise",
        {"cause": "RMA-7", "command": "RestockUnits", "quantity": 2},
    )
    assert shelves.stock.on_hand == 3


@pytest.mark.parametrize(
    ("first", "other"),
    [
        (ask(i.ReceiveStock, 2, cause="x"), ask(i.ReceiveStock, 3, cause="x")),
        (ask(i.ReceiveStock, 2, cause="x"), ask(i.RestockUnits, 2, cause="x")),
        (ask(i.ReceiveStock, 2, cause="x"), ask(i.ReceiveStock, 2, cause="x", inbound="P")),
        (reserve(1, cause="x"), reserve(1, "O-2", cause="x")),
        (
            ask(i.RestockUnits, 2, cause="x", condition=i.Condition.EXPIRED),
            ask(i.RestockUnits, 2, cause="x", condition=i.Condition.DEFECTIVE),
        ),
        (
            ask(i.MirrorSummary, fulfillable=1, cause="x"),
            ask(i.MirrorSummary, fulfillable=1, unfulfillable={i.Condition.EXPIRED: 1}, cause="x"),
        ),
    ],
)
def test_a_cause_used_otherwise_is_refused(first: Any, other: Any) -> None:
    """With another number, by another command, or with anything else said otherwise."""
    shelves = Shelves(arrive(5), first)

    assert shelves.refused(other)[0] == "cause_used_otherwise"


def test_a_cause_is_the_same_whenever_it_is_told() -> None:
    """Moments are no part of what is asked: a retry has others."""
    first = reserve(1, cause="x", expires_at=AT.add(minutes=15))
    again = reserve(1, cause="x", expires_at=AT.add(minutes=16), at=AT.add(minutes=1))
    shelves = Shelves(arrive(5), first)

    assert shelves.handle(again) == ()


def test_a_cause_that_brought_nothing_about_is_free() -> None:
    """A refusal is not remembered, and neither is a sweep that came too early."""
    early = ask(i.ExpireReserved, cause="sweep-7")
    shelves = Shelves(arrive(1), reserve(1, expires_at=AT.add(minutes=15)), early)

    assert not shelves.tried(reserve(5, cause="sale-7"))
    assert shelves.causes == {}
    assert shelves.handle(once_more(early, minutes=15)) != ()


def once_more(command: Any, **later: int) -> Any:
    """Ask for the same later."""
    return ask(type(command), at=AT.add(**later), cause=command.cause)


def test_a_cause_that_changed_nothing_is_answered_all_the_same() -> None:
    """There was nothing to give back then, so a retry gives nothing back later."""
    gone = ask(i.ReleaseReserved, owner="O-1", cause="RMA-7", up_to=True)
    shelves = Shelves(arrive(5), gone, reserve(2))

    assert shelves.handle(gone) == ()
    assert shelves.holds["O-1"].held == 2


def test_a_cause_with_another_date_is_another() -> None:
    """What is expected on another day is not what was expected."""
    nine, nineteen = AT.add(days=9), AT.add(days=19)
    expect = ask(i.ExpectInbound, 5, inbound="PO", expected=nine)
    shelves = Shelves(expect, ask(i.ChangeInbound, 4, inbound="PO", expected=nine, cause="x"))

    other = ask(i.ChangeInbound, 4, inbound="PO", expected=nineteen, cause="x")
    assert shelves.refused(other)[0] == "cause_used_otherwise"
