"""Promises of units: what becomes of them, command by command."""

from typing import Any

import pytest
from shelves import AT, EMPTY, Shelves, ask

from ordercore import inventory as i
from ordercore.inventory import Reservation, ReservationStatus

SOON, LATER = AT.add(minutes=15), AT.add(minutes=30)


def arrive(quantity: int, **said: Any) -> Any:
    """Receive units."""
    return ask(i.ReceiveStock, quantity, **said)


def reserve(quantity: int, **said: Any) -> Any:
    """Promise units."""
    return ask(i.ReserveUnits, quantity, **said)


def release(quantity: int | None = None, **said: Any) -> Any:
    """Give promised units back."""
    return ask(i.ReleaseReserved, quantity, **said)


def commit(quantity: int | None = None, **said: Any) -> Any:
    """Let promised units no longer expire."""
    return ask(i.CommitReserved, quantity, **said)


def consume(quantity: int, **said: Any) -> Any:
    """Ship promised units."""
    return ask(i.ConsumeReserved, quantity, **said)


def expire(at: Any = SOON) -> Any:
    """Let a promise expire."""
    return ask(i.ExpireReserved, at=at)


def extend(expires_at: Any) -> Any:
    """Let a promise expire later."""
    return ask(i.ExtendReservation, expires_at=expires_at)


def fill(quantity: int | None = None) -> Any:
    """Hold what was promised beyond stock."""
    return ask(i.FillBackorder, quantity)


def hold(**said: Any) -> Reservation:
    """Make what O-1 was promised, since the beginning."""
    said.setdefault("since", AT)
    return Reservation("O-1", "A", "main", **said)


def over(**said: Any) -> Reservation:
    """Make what is left of a promise that has ended."""
    return hold(since=None, **said)


SIX = arrive(6)
BEYOND = ask(i.SetStockTerms, backorder_limit=3, preorder_limit=1)
FIVE_OF_TWO = (arrive(2), BEYOND, reserve(5))
RESERVED, BACKORDERED = "UnitsReserved", "UnitsBackordered"
RELEASED, CONSUMED = "ReservedReleased", "ReservedConsumed"

ROWS: tuple[tuple[tuple[Any, ...], Any, str, tuple[int, int, int], Any], ...] = (
    ((SIX,), reserve(5), RESERVED, (6, 5, 0), hold(held=5)),
    ((SIX, reserve(2)), reserve(3), RESERVED, (6, 5, 0), hold(held=5)),
    # The later of two moments counts, and never is the latest of all.
    ((SIX,), reserve(5, expires_at=SOON), RESERVED, (6, 5, 0), hold(held=5, expires_at=SOON)),
    (
        (SIX, reserve(2, expires_at=SOON)),
        reserve(1, expires_at=LATER),
        RESERVED,
        (6, 3, 0),
        hold(held=3, expires_at=LATER),
    ),
    (
        (SIX, reserve(2, expires_at=LATER)),
        reserve(1, expires_at=SOON),
        RESERVED,
        (6, 3, 0),
        hold(held=3, expires_at=LATER),
    ),
    ((SIX, reserve(2)), reserve(1, expires_at=SOON), RESERVED, (6, 3, 0), hold(held=3)),
    (
        (SIX, reserve(2, commit=True)),
        reserve(1, expires_at=SOON),
        RESERVED,
        (6, 3, 0),
        hold(held=3, committed=2, expires_at=SOON),
    ),
    (
        (SIX,),
        reserve(5, commit=True),
        f"{RESERVED} ReservedCommitted",
        (6, 5, 0),
        hold(held=5, committed=5),
    ),
    # Beyond what is on hand, as far as the limits let it.
    (
        (arrive(2), BEYOND),
        reserve(5),
        f"{RESERVED} {BACKORDERED} StockRanOut",
        (2, 2, 3),
        hold(held=2, backordered=3),
    ),
    ((BEYOND,), reserve(1, preorder=True), BACKORDERED, (0, 0, 1), hold(backordered=1)),
    ((*FIVE_OF_TWO, arrive(2)), fill(), "BackorderFilled StockRanOut", (4, 4, 1),
     hold(held=4, backordered=1)),
    ((*FIVE_OF_TWO, arrive(9)), fill(1), "BackorderFilled", (11, 3, 2),
     hold(held=3, backordered=2)),
    (FIVE_OF_TWO, fill(), "", (2, 2, 3), hold(held=2, backordered=3)),
    ((SIX,), fill(), "", (6, 0, 0), None),
    # Committed in part, or all of it.
    ((SIX, reserve(4)), commit(3), "ReservedCommitted", (6, 4, 0), hold(held=4, committed=3)),
    ((SIX, reserve(4), commit(1)), commit(), "ReservedCommitted", (6, 4, 0),
     hold(held=4, committed=4)),
    ((SIX, reserve(4), commit(3)), commit(2), "", (6, 4, 0), hold(held=4, committed=3)),
    ((SIX,), commit(), "", (6, 0, 0), None),
    # Released in part, or all of it: what is beyond stock first, what is committed last.
    ((SIX, reserve(4)), release(3), RELEASED, (6, 1, 0), hold(held=1, released=3)),
    ((SIX, reserve(4)), release(), RELEASED, (6, 0, 0), over(released=4)),
    ((SIX, reserve(4)), release(9, up_to=True), RELEASED, (6, 0, 0), over(released=4)),
    ((SIX,), release(9, up_to=True), "", (6, 0, 0), None),
    ((SIX, reserve(4), commit(2)), release(3), RELEASED, (6, 1, 0),
     hold(held=1, committed=1, released=3)),
    (FIVE_OF_TWO, release(4), f"{RELEASED} StockCameBack", (2, 1, 0), hold(held=1, released=4)),
    # Shipped: what is committed first, what is held first; what is on hand of others, too.
    ((SIX, reserve(4)), consume(3), CONSUMED, (3, 1, 0), hold(held=1, consumed=3)),
    ((SIX, reserve(4), commit(2)), consume(3), CONSUMED, (3, 1, 0), hold(held=1, consumed=3)),
    ((SIX, reserve(4), commit(3)), consume(2), CONSUMED, (4, 2, 0),
     hold(held=2, committed=1, consumed=2)),
    (FIVE_OF_TWO, consume(4), CONSUMED, (0, 0, 1), hold(backordered=1, consumed=4)),
    ((SIX, reserve(2)), consume(3, else_unreserved=True), f"{CONSUMED} UnreservedTaken", (3, 0, 0),
     over(consumed=2)),
    ((SIX,), consume(3, else_unreserved=True), "UnreservedTaken", (3, 0, 0), None),
    # Expired: only what is not committed, and only when it is time.
    ((SIX, reserve(2, expires_at=SOON)), expire(), "ReservedExpired", (6, 0, 0), over(released=2)),
    ((SIX, reserve(2, expires_at=SOON)), expire(SOON.subtract(microseconds=1)), "", (6, 2, 0),
     hold(held=2, expires_at=SOON)),
    ((SIX, reserve(2)), expire(AT.add(years=9)), "", (6, 2, 0), hold(held=2)),
    ((SIX,), expire(), "", (6, 0, 0), None),
    ((SIX, reserve(3, expires_at=SOON), commit(1)), expire(), "ReservedExpired", (6, 1, 0),
     hold(held=1, committed=1, released=2)),
    # Extended: never cut short, and what never expires stays so.
    ((SIX, reserve(2, expires_at=SOON)), extend(LATER), "ReservationExtended", (6, 2, 0),
     hold(held=2, expires_at=LATER)),
    ((SIX, reserve(2, expires_at=SOON)), extend(SOON), "", (6, 2, 0),
     hold(held=2, expires_at=SOON)),
    ((SIX, reserve(2)), extend(SOON), "", (6, 2, 0), hold(held=2)),
)  # fmt: skip


@pytest.mark.parametrize(("given", "command", "names", "figures", "held"), ROWS)
def test_what_becomes_of_promises(
    given: tuple[Any, ...], command: Any, names: str, figures: tuple[int, int, int], held: Any
) -> None:
    """The events, what is then on hand, reserved and backordered, and what the owner has."""
    shelves = Shelves(*given)
    assert i.explain(shelves.shelf(command), command) == ()

    events = shelves.handle(command)

    stock = shelves.stock
    assert " ".join(type(event).__name__ for event in events) == names
    assert (stock.on_hand, stock.reserved, stock.backordered) == figures
    assert shelves.holds.get("O-1") == held


WHERE = {"sku": "A", "pool": "main"}


def _short(asked: int, available: int) -> tuple[str, dict[str, Any]]:
    return "stock_is_short", {**WHERE, "asked": asked, "available": available}


def _not_held(asked: int, held: int) -> tuple[str, dict[str, Any]]:
    return "not_reserved", {**WHERE, "asked": asked, "held": held}


def _too_soon(at: Any, least: Any) -> tuple[str, dict[str, Any]]:
    return "reservation_ends_too_soon", {"expires_at": at, "least": least}


REFUSED: tuple[tuple[tuple[Any, ...], Any, tuple[str, dict[str, Any]]], ...] = (
    ((), reserve(1), _short(1, 0)),
    ((arrive(5), reserve(3)), reserve(3), _short(3, 2)),
    ((arrive(5), ask(i.SetStockTerms, safety=3)), reserve(3), _short(3, 2)),
    ((arrive(2), BEYOND, reserve(3)), reserve(3), _short(3, 2)),
    ((arrive(2), BEYOND), reserve(3, backorder=False), _short(3, 2)),
    ((BEYOND,), reserve(2, preorder=True), _short(2, 1)),
    ((arrive(2), reserve(2), ask(i.CountStock, counted=1)), reserve(1, owner="X"), _short(1, 0)),
    ((arrive(5), reserve(3)), reserve(6, using="O-1"), _short(3, 2)),
    ((arrive(5),), release(1), _not_held(1, 0)),
    ((arrive(5),), consume(1), _not_held(1, 0)),
    ((arrive(5), reserve(2)), consume(3), _not_held(3, 2)),
    ((arrive(5), reserve(2)), commit(3), _not_held(3, 2)),
    ((arrive(5), reserve(2), release(1), consume(1)), release(1), _not_held(1, 0)),
    ((arrive(5),), reserve(1, expires_at=AT), _too_soon(AT, AT)),
    ((arrive(5), reserve(1, expires_at=LATER)), extend(SOON), _too_soon(SOON, LATER)),
    ((arrive(5),), extend(SOON), ("reservation_is_over", {**WHERE, "owner": "O-1"})),
)


@pytest.mark.parametrize(("given", "command", "why"), REFUSED)
def test_what_is_not_promised(given: tuple[Any, ...], command: Any, why: Any) -> None:
    """A code and its facts, and then nothing has changed."""
    assert Shelves(*given).refused(command) == why


# Promises of another owner


def test_a_baskets_promise_becomes_the_orders() -> None:
    """What it held is taken over, what it lacked is promised anew, and the order's time counts."""
    shelves = Shelves(arrive(6), reserve(3, owner="basket-7", expires_at=SOON))

    taken, more = shelves.handle(reserve(5, using="basket-7"))

    assert (type(taken), type(more)) == (i.ReservationTakenOver, i.UnitsReserved)
    assert isinstance(taken, i.ReservationTakenOver)
    assert (taken.quantity, taken.using, taken.owner) == (3, "basket-7", "O-1")
    assert shelves.holds["O-1"] == hold(held=5)
    assert shelves.holds["basket-7"] == Reservation("basket-7", "A", "main")
    assert (shelves.stock.on_hand, shelves.stock.reserved) == (6, 5)


def test_a_basket_keeps_what_the_order_does_not_take() -> None:
    """As many as it orders, those on hand first."""
    limit = ask(i.SetStockTerms, backorder_limit=2)
    shelves = Shelves(arrive(3), limit, reserve(5, owner="basket-7", expires_at=SOON))

    shelves.handle(reserve(4, using="basket-7", expires_at=LATER))

    mine, theirs = shelves.holds["O-1"], shelves.holds["basket-7"]
    assert mine == hold(held=3, backordered=1, expires_at=LATER)
    assert theirs == Reservation("basket-7", "A", "main", backordered=1, since=AT, expires_at=SOON)


def test_r08_what_is_committed_is_nobody_elses() -> None:
    """A paid order that is named as a basket keeps its units, and whoever names it needs others."""
    shelves = Shelves(arrive(3), reserve(3, owner="O-9"), commit(2, owner="O-9"))

    code, facts = shelves.refused(reserve(2, using="O-9"))
    shelves.handle(reserve(1, using="O-9"))

    assert (code, facts["asked"]) == ("stock_is_short", 1)
    assert shelves.holds["O-9"] == Reservation("O-9", "A", "main", held=2, committed=2, since=AT)
    assert shelves.holds["O-1"] == hold(held=1)


def test_what_is_committed_to_the_last_unit_counts_for_nobody() -> None:
    """Whoever names its owner is promised units of its own, as if there were no basket."""
    shelves = Shelves(arrive(4), reserve(2, owner="O-9"), commit(2, owner="O-9"))

    (reserved,) = shelves.handle(reserve(1, using="O-9"))

    assert type(reserved) is i.UnitsReserved
    assert shelves.holds["O-9"].committed == 2


def test_what_a_draft_held_too_much_is_given_back() -> None:
    """So many in all, says who names itself: three of a draft are two of the order."""
    shelves = Shelves(arrive(5), reserve(3))

    shelves.handle(reserve(2, using="O-1"))

    assert shelves.holds["O-1"] == hold(held=2, released=1)
    assert shelves.stock.available == 3


def test_a_basket_that_holds_nothing_counts_for_nothing() -> None:
    """The order is promised its units like any."""
    shelves = Shelves(arrive(6))

    (reserved,) = shelves.handle(reserve(5, using="basket-7"))

    assert type(reserved) is i.UnitsReserved
    assert "basket-7" not in shelves.holds


def test_what_is_held_is_committed_in_one_step() -> None:
    """Nothing is promised anew, nothing extended, and what was committed is left alone."""
    shelves = Shelves(arrive(5), reserve(2, expires_at=SOON))

    (committed,) = shelves.handle(reserve(2, using="O-1", commit=True))

    assert isinstance(committed, i.ReservedCommitted)
    assert committed.quantity == 2
    assert shelves.handle(reserve(2, using="O-1", commit=True)) == ()
    assert shelves.handle(reserve(2, using="O-1", expires_at=SOON)) == ()


# Values


@pytest.mark.parametrize(
    ("figures", "status"),
    [
        ({"held": 2}, ReservationStatus.HELD),
        ({"backordered": 1, "consumed": 1}, ReservationStatus.HELD),
        ({"consumed": 1, "released": 1}, ReservationStatus.CONSUMED),
        ({"released": 2}, ReservationStatus.RELEASED),
    ],
)
def test_a_reservation_knows_what_became_of_it(
    figures: dict[str, int], status: ReservationStatus
) -> None:
    """Held while any unit is promised, else consumed if any was shipped."""
    assert hold(**figures).status is status


@pytest.mark.parametrize(
    "event",
    [
        i.ReservedReleased(owner="O-1", quantity=1, at=AT),
        i.ReservationTakenOver(owner="O-1", using="O-2", quantity=1, at=AT),
    ],
)
def test_an_event_about_no_promise_is_a_broken_stream(event: i.StockEvent) -> None:
    """A fold is given what was decided, so this is no refusal but a fault."""
    with pytest.raises(AssertionError, match="never made"):
        i.evolve(EMPTY, event)
