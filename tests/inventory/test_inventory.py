"""Units of stock: what comes, moves, is counted and corrected, and what cannot be asked."""

import datetime as dt
from typing import Any

import pytest
from shelves import AT, EMPTY, Shelves, ask

from ordercore import inventory as i
from ordercore.errors import InvalidTable, InvalidValue
from ordercore.inventory import Condition, Inbound, Stock
from ordercore.inventory.commands import InventoryCommand
from ordercore.inventory.events import EVENTS
from ordercore.inventory.folding import NOTES, OF_PROMISES

SOON, LATER = AT.add(minutes=15), AT.add(minutes=30)
BROKEN, ASIDE = Condition.DEFECTIVE, Condition.QUARANTINE


def arrive(quantity: int, **said: Any) -> Any:
    """Receive units."""
    return ask(i.ReceiveStock, quantity, **said)


def restock(quantity: int, **said: Any) -> Any:
    """Put returned units back."""
    return ask(i.RestockUnits, quantity, **said)


def adjust(quantity: int, reason: str = "correction", **said: Any) -> Any:
    """Correct the books."""
    return ask(i.AdjustStock, quantity, reason=reason, **said)


def take(quantity: int) -> Any:
    """Ship units that were not promised."""
    return ask(i.TakeUnreserved, quantity)


def count(counted: int) -> Any:
    """Count what is on hand."""
    return ask(i.CountStock, counted=counted)


def regrade(quantity: int, **said: Any) -> Any:
    """Move units to another condition."""
    return ask(i.RegradeUnits, quantity, **said)


def expect(quantity: int, ref: str = "PO-1", **said: Any) -> Any:
    """Expect units."""
    return ask(i.ExpectInbound, quantity, inbound=ref, **said)


def change(quantity: int, **said: Any) -> Any:
    """Expect units otherwise."""
    return ask(i.ChangeInbound, quantity, inbound="PO-1", **said)


CLOSE = ask(i.CloseInbound, inbound="PO-1")
SIX = arrive(6)
TERMS = ask(i.SetStockTerms, safety=2, low_at=1)


def some(**units: int) -> dict[str, Any]:
    """Say what is unsellable."""
    return {"unsellable": {Condition(name): n for name, n in units.items()}}


def due(*inbound: Inbound) -> dict[str, Any]:
    """Say what is on its way."""
    return {"inbound": inbound}


ROWS: tuple[tuple[tuple[Any, ...], Any, str, int, dict[str, Any]], ...] = (
    ((), arrive(5), "StockReceived", 5, {}),
    ((SIX,), take(2), "UnreservedTaken", 4, {}),
    ((arrive(1),), take(3), "UnreservedTaken StockRanOut", 0, {}),
    ((), restock(2), "UnitsRestocked", 2, {}),
    ((), restock(2, condition=BROKEN), "UnitsRestocked", 0, some(defective=2)),
    ((SIX,), adjust(-2, "lost"), "StockAdjusted", 4, {}),
    ((SIX,), adjust(2, "found"), "StockAdjusted", 8, {}),
    ((SIX,), adjust(-2, "damaged"), "StockAdjusted", 4, some(warehouse_damaged=2)),
    ((arrive(1),), adjust(-2, "expired"), "StockAdjusted StockRanOut", 0, some(expired=1)),
    (
        (restock(2, condition=BROKEN),),
        adjust(-3, "lost", condition=BROKEN),
        "StockAdjusted",
        0,
        {},
    ),
    ((), adjust(3, "found", condition=BROKEN), "StockAdjusted", 0, some(defective=3)),
    ((SIX,), count(4), "StockCounted", 4, {}),
    ((SIX,), count(6), "StockCounted", 6, {}),
    ((SIX,), regrade(2, now=ASIDE), "UnitsRegraded", 4, some(quarantine=2)),
    ((SIX, regrade(2, now=ASIDE)), regrade(1, were=ASIDE), "UnitsRegraded", 5, some(quarantine=1)),
    (
        (SIX, regrade(2, now=BROKEN)),
        ask(i.DisposeUnits, 2, condition=BROKEN),
        "UnitsDisposed",
        4,
        {},
    ),
    ((), expect(5, expected=SOON), "InboundExpected", 0, due(Inbound("PO-1", 5, SOON))),
    ((expect(5, expected=SOON),), expect(5, expected=SOON), "", 0, due(Inbound("PO-1", 5, SOON))),
    (
        (expect(5), expect(1, "PO-2")),
        change(3, expected=LATER),
        "InboundChanged",
        0,
        due(Inbound("PO-1", 3, LATER), Inbound("PO-2", 1)),
    ),
    ((expect(5),), change(5, expected=LATER), "InboundChanged", 0, due(Inbound("PO-1", 5, LATER))),
    (
        (expect(5, expected=SOON),),
        arrive(2, inbound="PO-1"),
        "StockReceived StockCameBack",
        2,
        due(Inbound("PO-1", 3, SOON)),
    ),
    ((expect(5),), arrive(9, inbound="PO-1"), "StockReceived StockCameBack", 9, {}),
    ((), arrive(9, inbound="PO-1"), "StockReceived", 9, {}),
    ((expect(5),), CLOSE, "InboundClosed", 0, {}),
    ((), CLOSE, "", 0, {}),
    ((SIX,), ask(i.EndMirror), "", 6, {}),
    ((SIX, ask(i.MirrorSummary, fulfillable=4)), ask(i.EndMirror), "MirrorEnded", 4, {}),
    ((SIX,), TERMS, "StockTermsSet", 6, {"safety": 2, "low_at": 1}),
    ((TERMS,), TERMS, "", 0, {"safety": 2, "low_at": 1}),
)


@pytest.mark.parametrize(("given", "command", "names", "on_hand", "details"), ROWS)
def test_what_becomes_of_units(
    given: tuple[Any, ...], command: Any, names: str, on_hand: int, details: dict[str, Any]
) -> None:
    """The events, what is then on hand, and what is known beside it."""
    shelves = Shelves(*given)

    events = shelves.handle(command)

    assert " ".join(type(event).__name__ for event in events) == names
    assert shelves.stock == Stock("A", "main", on_hand, details=i.StockDetails(**details))


@pytest.mark.parametrize(
    ("command", "missing"),
    [
        (take(3), 2),
        (adjust(-3, "lost"), 2),
        (adjust(-2, "lost", condition=BROKEN), 2),
        (ask(i.ConsumeReserved, 4, else_unreserved=True), 3),
    ],
)
def test_what_was_missing_is_told(command: Any, missing: int) -> None:
    """Units left that our books did not have: the books were wrong by so much."""
    event: Any = Shelves(arrive(1)).handle(command)[0]

    assert event.missing == missing


def test_units_that_nobody_has_are_missing_once() -> None:
    """Of what leaves promised and what leaves unpromised, each is missing by its own."""
    shelves = Shelves(arrive(4), ask(i.ReserveUnits, 3), take(2))

    events: Any = shelves.handle(ask(i.ConsumeReserved, 5, else_unreserved=True))

    assert [(event.quantity, event.missing) for event in events[:2]] == [(3, 1), (2, 2)]
    assert shelves.stock.on_hand == 0


# Refusals


def _not_there(condition: str, asked: int, there: int) -> tuple[str, dict[str, Any]]:
    where = {"sku": "A", "pool": "main", "condition": condition}
    return "units_not_there", {**where, "asked": asked, "there": there}


REFUSED: tuple[tuple[tuple[Any, ...], Any, tuple[str, dict[str, Any]]], ...] = (
    ((expect(5),), expect(4), ("inbound_already_expected", {"inbound": "PO-1", "open": 5})),
    ((), change(4), ("inbound_unknown", {"inbound": "PO-1"})),
    (
        (),
        adjust(1, "magic"),
        (
            "adjustment_reason_unknown",
            {"reason": "magic", "known": sorted(i.ADJUSTMENT_REASONS)},
        ),
    ),
    ((), adjust(1, "lost"), ("adjustment_against_reason", {"reason": "lost", "quantity": 1})),
    ((), adjust(-1, "found"), ("adjustment_against_reason", {"reason": "found", "quantity": -1})),
    ((arrive(1),), adjust(-2, "moved_out"), _not_there("sellable", 2, 1)),
    ((arrive(1),), regrade(2, now=BROKEN), _not_there("sellable", 2, 1)),
    ((arrive(1),), ask(i.DisposeUnits, 2, condition=BROKEN), _not_there("defective", 2, 0)),
)


@pytest.mark.parametrize(("given", "command", "why"), REFUSED)
def test_what_is_refused(given: tuple[Any, ...], command: Any, why: Any) -> None:
    """With a code and its facts, and then nothing has changed."""
    assert Shelves(*given).refused(command) == why


MISTAKEN: tuple[tuple[Any, dict[str, Any], str], ...] = (
    *[(i.ReceiveStock, {"quantity": n}, "quantity") for n in (0, -1, 2.0, True, "3")],
    *[(i.ReserveUnits, {"quantity": n, "owner": "O-1"}, "quantity") for n in (0, None)],
    *[(i.ReceiveStock, {"quantity": 1, "pool": pool}, "pool") for pool in ("", "a/b")],
    (i.ReceiveStock, {"quantity": 1, "cause": " "}, "cause"),
    (i.ReserveUnits, {"quantity": 1, "owner": ""}, "owner"),
    (i.ReserveUnits, {"quantity": 1, "owner": "O-1", "using": " "}, "using"),
    (i.ExpectInbound, {"quantity": 1, "inbound": ""}, "inbound"),
    (i.AdjustStock, {"quantity": 0, "reason": "lost"}, "quantity"),
    (i.AdjustStock, {"quantity": 10**10, "reason": "lost"}, "quantity"),
    (i.AdjustStock, {"quantity": 1, "reason": ""}, "reason"),
    (i.CountStock, {"counted": -1}, "counted"),
    (i.RegradeUnits, {"quantity": 1, "were": BROKEN, "now": BROKEN}, "now"),
    (i.SetStockTerms, {"safety": -1}, "safety"),
    (i.SetStockTerms, {"low_at": -1}, "low_at"),
    (i.MirrorSummary, {"fulfillable": -1}, "fulfillable"),
    (i.MirrorSummary, {"fulfillable": 1, "unfulfillable": {BROKEN: -1}}, "defective"),
)


@pytest.mark.parametrize(("kind", "said", "field"), MISTAKEN)
def test_what_cannot_be_asked(kind: Any, said: dict[str, Any], field: str) -> None:
    """Bad input is told by the name of its field."""
    with pytest.raises(InvalidValue, match=field):
        kind(**{"sku": "A", "pool": "main", "at": AT, **said})


# Tables


def test_every_event_is_known_to_the_fold() -> None:
    """What changes beside the figures is noted for kinds that there are."""
    assert set(NOTES) | OF_PROMISES <= set(EVENTS)
    assert len(i.DECISIONS.rows) == 21


@pytest.mark.parametrize("row", [{}, {"adds": True, "into": BROKEN}], ids=["nothing", "adds"])
def test_a_reason_that_means_nothing_cannot_be_made(row: dict[str, Any]) -> None:
    """It corrects in some direction, and only what is taken off can lie elsewhere."""
    with pytest.raises(InvalidTable, match="odd"):
        i.AdjustmentReason(code="odd", **row)


def test_a_host_adds_reasons() -> None:
    """They are rows, and behave as they say."""
    rows = {"sampled": i.AdjustmentReason(code="sampled", removes=True, into=ASIDE)}
    shelf = i.Shelf(Stock("A", "main", 5))

    (event,) = i.decide(shelf, adjust(-2, "sampled"), rows)

    assert i.evolve(shelf, event).stock.details.unsellable == {ASIDE: 2}
    assert i.explain(shelf, adjust(-2, "lost"), rows)[0].code == "adjustment_reason_unknown"


def test_a_command_of_another_kind_is_a_mistake() -> None:
    """Every kind has a row in the table."""
    with pytest.raises(InvalidValue, match="command"):
        i.decide(EMPTY, InventoryCommand(sku="A", pool="main", at=AT))


def test_a_moment_is_read_at_the_edge() -> None:
    """With its zone, in UTC."""
    asked = ask(i.ReserveUnits, 1, expires_at=dt.datetime(2026, 3, 3, tzinfo=dt.UTC))

    assert str(asked.expires_at) == "2026-03-03 00:00:00+00:00"
