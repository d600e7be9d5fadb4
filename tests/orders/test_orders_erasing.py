"""When the buyer of an order may be erased, and what that leaves of it."""

import datetime as dt
from typing import Any

import pytest
from order_stories import (
    AT,
    ask_back,
    ask_to_cancel,
    authorise,
    deliver,
    hear,
    hold,
    later,
    let_go,
    note,
    part,
    pay,
    place,
    refund,
    ship,
)

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.orders.address import Address
from ordercore.orders.decider import decide, evolve
from ordercore.orders.erasing import OPEN, BuyerErased, ErasureAsked, objections
from ordercore.orders.message import OrderCommand
from ordercore.orders.retention import MOST_DAYS, RecordRetention
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD, World

ADA = Address(name="Ada", line1="1 High Street", region="ENG", country="GB")

SENT = (place(ship_to=ADA, buyer="ada"), pay(), ship(), deliver())

ASKED = ErasureAsked(later(60))

ROW = RecordRetention(effective_from=dt.date(2020, 1, 1), days=30)


def after(*commands: OrderCommand) -> Order:
    """Give an order after some commands, each of which is accepted."""
    order: Order | None = None
    for command in commands:
        for event in decide(order, command):
            order = evolve(order, event)
    assert order is not None
    return order


@pytest.mark.parametrize(
    ("commands", "still"),
    [
        (SENT, []),
        (SENT[:2], ["units"]),
        (SENT[:3], ["parcels"]),
        ((*SENT, ask_back(("P1", "1", 1))), ["returns"]),
        ((place(), authorise()), ["units", "payments"]),
        ((*SENT, refund(part("1", item=100), reason="goodwill")), ["refunds"]),
        ((*SENT[:2], ask_to_cancel(("1", 1))), ["units", "requests"]),
        ((*SENT, hear(note(minor=100))), ["claims"]),
        ((*SENT[:2], hold()), ["units", "holds"]),
        ((*SENT[:2], hold(), let_go(days=1), *SENT[2:]), []),
    ],
)
def test_what_is_open_keeps_the_buyer(commands: Any, still: list[str]) -> None:
    """Each thing has its word; and by force all of it is no matter."""
    order = after(*commands)
    told = objections(order, ASKED, WORLD)

    assert [some.facts for some in told] == ([{"order": "O-1", "open": still}] if still else [])
    assert objections(order, ErasureAsked(later(60), force=True), WORLD) == ()


def test_every_word_is_tried_above() -> None:
    """So that no new one is forgotten."""
    rows: Any = test_what_is_open_keeps_the_buyer.pytestmark[0].args[1]

    assert {word for _, still in rows for word in still} == set(OPEN)


@pytest.mark.parametrize(
    ("rows", "days", "codes"),
    [
        ((), 0, []),
        ((ROW,), 29.5, ["record_must_stay"]),
        ((ROW,), 30, []),  # the moment is that of a day's beginning
        ((RecordRetention(effective_from=dt.date(2026, 3, 3), days=30),), 5, []),
        ((ROW, RecordRetention(effective_from=dt.date(2026, 1, 1), days=3)), 5, []),
        ((ROW, RecordRetention(marketplace="DE", effective_from=ROW.effective_from, days=0)), 5, [
            "record_must_stay"
        ]),
    ],
)  # fmt: skip
def test_records_stay_as_long_as_the_row_says(rows: Any, days: float, codes: list[str]) -> None:
    """That was in force on the day of placement, of this marketplace or of any."""
    asked = ErasureAsked(later(days), force=True)

    told = objections(after(*SENT), asked, World(retentions=rows))

    assert [some.code for some in told] == codes


def test_nobody_is_erased_before_the_order_was_placed() -> None:
    """An event before the first would make no sense."""
    (told,) = objections(after(*SENT), ErasureAsked(later(-1), force=True), WORLD)

    assert (told.code, told.facts) == ("before_placed", {"at": later(-1), "placed": AT})


def test_an_event_blanks_even_what_was_not_written_anew() -> None:
    """A copy of the events that nobody rewrote folds to an order without a buyer."""
    order = after(*SENT)
    erased = evolve(order, BuyerErased(at=later(60), by=Actor.SYSTEM, fields=3))

    assert erased.erased_at == later(60)
    assert (erased.ship_to, erased.terms.buyer) == (Address(region="ENG", country="GB"), "")
    assert (erased.lines, erased.parcels, erased.payments) == (
        order.lines,
        order.parcels,
        order.payments,
    )


@pytest.mark.parametrize("days", [-1, MOST_DAYS + 1, 1.5, None])
def test_days_of_a_retention_can_be_counted(days: Any) -> None:
    """Up to a century."""
    with pytest.raises(InvalidValue, match="days"):
        RecordRetention(effective_from=dt.date(2020, 1, 1), days=days)


@pytest.mark.parametrize(
    ("rows", "error"), [((ROW, ROW), InvalidTable), ((5,), InvalidValue), ("soon", InvalidValue)]
)
def test_rows_of_retention_are_checked(rows: Any, error: type[Exception]) -> None:
    """As any table of a world, but that there need be none."""
    with pytest.raises(error, match="retentions"):
        World(retentions=rows)
    assert World(retentions=()).retentions == ()
