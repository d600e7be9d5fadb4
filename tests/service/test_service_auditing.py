"""The auditor: what a desk has written is sound, and what was tampered with is found."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from desk_stories import OWN, desk_over, later, placing, stocked, units

from ordercore import Line, OrderDesk, Refused
from ordercore.adapters.memory import MemoryListener, MemoryStore
from ordercore.conversations.claims import Claim
from ordercore.inventory import Caused, Reservation, Stock
from ordercore.kernel.replace import replace
from ordercore.orders.derived import DerivedTable
from ordercore.orders.state import Order
from ordercore.ports.derived import DerivedRow
from ordercore.ports.outbox import OutboxState
from ordercore.ports.records import Key
from ordercore.ports.store import Row
from ordercore.service.auditing import Audit, audit
from ordercore.service.auditing.difference import CODES
from ordercore.testing.situations import SKUS, next_command
from ordercore.testing.situations import placing as placing_at_random
from ordercore.testing.store.claim_happenings import some_claim
from ordercore.testing.store.samples import key_of

O1, A = Key("order", "O-1"), Key("stock", "main/A")
HOLD = Key("reservation", "main/A/O-1")
PO_1 = Key("cause", "main/A/PO-1")


def lived() -> tuple[OrderDesk, MemoryStore]:
    """Give a desk with an order that was placed, paid and shipped in part, all with ids."""
    store = MemoryStore()
    desk = stocked(("A", 9), ("B", 3), store=store)
    desk.handle(placing("O-1", Line("A", 3, price="1 EUR"), Line("B", 1, price="1 EUR")), id="c-1")
    desk.confirm_payment("O-1", command_id="c-2")
    desk.receive("A", 1, command_id="c-3", cause="PO-1")
    desk.confirm_shipment("O-1", units=units(("1", 1)), at=later(1))
    return desk, store


def codes(audited: Audit) -> set[str]:
    """Give the codes of what was found."""
    return {some.code for some in audited.differences}


def test_what_a_desk_has_written_is_sound() -> None:
    """Nothing is found, and everything was looked at."""
    desk, store = lived()

    for _ in range(2):
        found = audit(store)
        assert (found.differences, found.is_well) == ((), True)
        assert (found.orders, found.stocks, found.events > 8) == (1, 2, True)
        desk.deliver_notices(MemoryListener())


def test_causes_of_every_kind_are_sound() -> None:
    """Also those that changed nothing, of stock that is there or not, and of two shelves."""
    store = MemoryStore()
    desk = stocked(("A", 9), store=store)
    desk.receive("A", 5, cause="PO-1")
    desk.receive("A", 5, cause="PO-1")
    desk.receive("A/1", 5, cause="PO/1")
    desk.reserve("A", 2, owner="basket", cause="b-1", expires_at=later(9))
    desk.release_reserved("A", owner="nobody", cause="r-1")
    desk.release_reserved("none", owner="nobody", cause="r-2")
    desk.close_inbound("A", "PO-9", cause="c-1")
    desk.expire_reserved("A", owner="basket", cause="x-1", at=later(1))
    desk.fill_backorder("A", owner="basket", cause="f-1")
    desk.set_stock_terms("A", cause="t-1")
    desk.move_stock("A", 2, to_sku="A-old", cause="rename")
    desk.count_stock("A", 12, cause="count-1")

    found = audit(store)

    assert found.differences == ()
    assert {some.cause for some in store.causes()} >= {"PO-1", "PO/1", "r-2", "t-1", "rename"}
    assert not {some.cause for some in store.causes()} & {"x-1", "f-1"}


@pytest.mark.parametrize("seed", range(6))
def test_random_lives_are_sound(seed: int) -> None:
    """Orders of every channel that live on at random leave a store in which nothing differs."""
    store, pick = MemoryStore(), Random(seed).randrange  # noqa: S311 - a walk that can be repeated
    desk = desk_over(store, OWN)
    for sku in SKUS:
        desk.receive(sku, 40)
    for number in range(8):
        command: Any = placing_at_random(pick, order_id=f"O-{number}")
        for step in range(25):
            try:
                order = desk.handle(command, id=f"{number}-{step}")
            except Refused:
                if not desk.store.events(Key("order", f"O-{number}")):
                    break
                order = desk.order(f"O-{number}")
            command = next_command(order, pick, command.at.add(hours=pick(50)))

    found = audit(store)

    assert found.differences == ()
    assert found.orders > 2


def test_an_empty_store_is_sound() -> None:
    """There is nothing that could differ."""
    assert audit(MemoryStore()) == Audit(orders=0, dossiers=0, stocks=0, events=0, differences=())


def changed(key: Key, **fields: Any) -> Callable[[MemoryStore], None]:
    """Change a record behind the back of its events."""

    def change(store: MemoryStore) -> None:
        value, version = store._rows[key]
        assert isinstance(value, Order | Stock | Reservation)
        store._rows[key] = Row(replace(value, **fields), version)

    return change


def _without_outbox(store: MemoryStore) -> None:
    told = store.outbox
    store.outbox = lambda state, *, limit, **_: told(state, limit=limit)[1:]  # type: ignore[method-assign]


def _with_another_outbox(store: MemoryStore) -> None:
    first, *_ = store.outbox(OutboxState.WAITING, limit=1)
    again = replace(first, entry=replace(first.entry, seq=99))
    store.outbox = lambda state, *, limit, **_: (again,)  # type: ignore[method-assign]  # noqa: ARG005


def _last_again(key: Key) -> Callable[[MemoryStore], None]:
    def again(store: MemoryStore) -> None:
        value, version = store._rows[key]
        last = store._streams[key][-1]
        store._streams[key].append(replace(last, seq=version + 1))
        store._rows[key] = Row(value, version + 1)

    return again


def _held_for_long(store: MemoryStore) -> None:
    hold = store._rows[HOLD].value
    assert isinstance(hold, Reservation)
    store._rows[HOLD] = Row(replace(hold, held=hold.held + 5), 9)


def _gone(*keys: Key) -> Callable[[MemoryStore], None]:
    """Lose rows, and leave their events."""

    def lose(store: MemoryStore) -> None:
        for key in keys:
            del store._rows[key]

    return lose


def _gone_stock_and_event(store: MemoryStore) -> None:
    _gone(A)(store)
    store._streams[A].pop(0)


def _gone_whole(key: Key) -> Callable[[MemoryStore], None]:
    """Lose a row and all its events."""

    def lose(store: MemoryStore) -> None:
        del store._rows[key], store._streams[key]

    return lose


def _added(value: Reservation | Caused | Claim) -> Callable[[MemoryStore], None]:
    """Add a row that nothing brought about."""

    def add(store: MemoryStore) -> None:
        store._rows[key_of(value)] = Row(value, 1)

    return add


def _miscounted(store: MemoryStore) -> None:
    """Give derived rows of one more unit than there is."""
    asked = store.derived

    def derived(table: DerivedTable, **given: Any) -> tuple[DerivedRow, ...]:
        found = asked(table, **given)
        return tuple([row._replace(cells=(*row.cells[:-1], 99)) for row in found])

    store.derived = derived  # type: ignore[method-assign]


TAMPERED: tuple[tuple[str, Callable[[MemoryStore], object], set[str]], ...] = (
    ("another order", changed(O1, short=("1",)), {"state_differs", "held_without_need"}),
    ("an event is gone", lambda store: store._streams[O1].pop(1), {"events_missing"}),
    ("a stock event is gone", lambda store: store._streams[A].pop(0), {"events_missing"}),
    ("more on hand", changed(A, on_hand=99), {"figures_differ"}),
    ("less reserved", changed(A, reserved=0), {"figures_differ", "totals_differ"}),
    ("more held", _held_for_long, {"reservation_differs", "totals_differ", "held_without_need"}),
    (
        "no hold",
        lambda store: store._rows.pop(HOLD),
        {"reservation_differs", "totals_differ", "held_too_little"},
    ),
    ("no answer", lambda store: store._rows.pop(Key("answer", "c-2")), {"answer_missing"}),
    (
        "no answer about stock",
        lambda store: store._rows.pop(Key("answer", "c-3")),
        {"answer_missing"},
    ),
    ("an event that happens again", _last_again(A), {"caused_twice", "figures_differ"}),
    ("a notice that is gone", _without_outbox, {"notice_missing"}),
    ("a notice too many", _with_another_outbox, {"notice_unfounded"}),
    ("an order that is gone", _gone(O1), {"record_missing"}),
    (
        "an order that is gone with its events",
        _gone_whole(O1),
        {"cause_unknown", "notice_unfounded"},
    ),
    ("stock that is gone", _gone(A), {"record_missing"}),
    (
        "stock that is gone, and what was held of it",
        _gone(A, HOLD),
        {"record_missing", "reservation_differs", "held_too_little"},
    ),
    (
        "stock that is gone, and an event",
        _gone_stock_and_event,
        {"record_missing", "events_missing"},
    ),
    (
        "stock that is gone with its events",
        _gone_whole(A),
        {"reservation_unfounded", "cause_unfounded"},
    ),
    ("a promise from nowhere", _added(Reservation("b", "A", "z", 1)), {"reservation_unfounded"}),
    ("a cause that is gone", _gone(PO_1), {"cause_missing"}),
    (
        "a claim from nowhere",
        _added(some_claim()),
        {"events_missing", "state_differs", "claim_not_heard"},
    ),
    (
        "a cause from nowhere",
        _added(Caused("x", "A", "main", "ReceiveStock", 1)),
        {"cause_unfounded"},
    ),
    ("derived rows that say something else", _miscounted, {"rows_differ"}),
)
"""What was done behind the back of the desk, and what the auditor must find."""


@pytest.mark.parametrize(
    ("tamper", "expected"), [row[1:] for row in TAMPERED], ids=[row[0] for row in TAMPERED]
)
def test_what_was_tampered_with_is_found(
    tamper: Callable[[MemoryStore], object], expected: set[str]
) -> None:
    """Every kind of difference is told by its code, with both sides of it."""
    _, store = lived()
    tamper(store)

    found = audit(store)

    assert expected <= codes(found)
    assert not found.is_well
    for some in found.differences:
        assert some.kept != some.told
        assert some.code in str(some)


LOST: tuple[tuple[str, Callable[[MemoryStore], object], set[str]], ...] = (
    ("an order", _gone(O1), {"order/O-1: record_missing"}),
    ("stock", _gone(A), {"stock/main/A: record_missing"}),
    ("a cause", _gone(PO_1), {"cause/main/A/PO-1: cause_missing"}),
    (
        "a promise from nowhere",
        _added(Reservation("b", "A", "z", 1)),
        {"reservation/z/A/b: reservation_unfounded"},
    ),
)
"""What was lost, and all that the auditor says of it."""


@pytest.mark.parametrize(("lose", "said"), [row[1:] for row in LOST], ids=[row[0] for row in LOST])
def test_what_is_lost_is_told_once(lose: Callable[[MemoryStore], object], said: set[str]) -> None:
    """By its own name, and with nothing beside it that is not wrong."""
    _, store = lived()
    lose(store)

    told = [f"{some.record}: {some.code}" for some in audit(store).differences]

    assert sorted(told) == sorted(said)


def test_every_code_is_found_somewhere() -> None:
    """No code stands in the table that nothing here brings about."""
    assert {code for _, _, expected in TAMPERED for code in expected} == set(CODES)
