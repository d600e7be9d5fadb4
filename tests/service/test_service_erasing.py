"""Erasing buyers: nothing personal is left, and nothing else has changed."""

import datetime as dt
import sqlite3
from pathlib import Path
from typing import Any

import attrs
import pytest
from awaiting import faced
from desk_stories import AT, OWN, desk_over, later, stores
from hypothesis import given, settings
from hypothesis import strategies as st
from telltales import TELLTALE, telling

from ordercore import Line, OrderDesk
from ordercore.adapters.memory import MemoryStore
from ordercore.adapters.sql import open_sqlite
from ordercore.errors import Conflict, InvalidValue, NotFound, StoreError
from ordercore.i18n import refusal_sentence, story
from ordercore.kernel.personal import PERSONAL, blanked, personal_in, unshown
from ordercore.kernel.replace import replace
from ordercore.metrics import order_report
from ordercore.orders.address import Address
from ordercore.orders.decider import evolve, fold
from ordercore.orders.erasing import BuyerErased, ErasureAsked
from ordercore.orders.message import OrderEvent
from ordercore.orders.retention import RecordRetention
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD
from ordercore.ports.outbox import OutboxState
from ordercore.ports.records import Key, Recorded
from ordercore.ports.store import Row, Store
from ordercore.returns import ReturnUnits
from ordercore.service.auditing import audit
from ordercore.service.codec import decode_event, encode_event, stored_name
from ordercore.service.erasing import Erased, Meant, erasing
from ordercore.service.keys import order_key
from ordercore.service.looking import every_stream
from ordercore.testing.laws import live_equals_replay
from ordercore.testing.strategies import walks

ADA = Address(
    name="Ada Telltale",
    line1="7 Secret Lane",
    city="Telltown",
    region="ENG",
    postal_code="TT1 1TT",
    country="GB",
    phone="+44 20 7946 0000",
)

NOBODY = Address(region="ENG", country="GB")

LATE = later(400)


def bought(desk: OrderDesk, id: str = "O-1", *, buyer: str = "ada@telltale.example") -> Order:
    """Place and pay an order with something personal in every corner that a shop has."""
    line = Line("MUG", 2, price="12 EUR", tax_rate=20, gift_message="From Ada Telltale")
    desk.receive("MUG", 2)
    desk.place(
        channel="MFN",
        marketplace="DE",
        lines=[line],
        order_id=id,
        ship_to=ADA,
        buyer=buyer,
        at=AT,
        command_id=f"place-{id}",
    )
    desk.confirm_payment(id, at=later(0.1))
    desk.place_hold(id, "fraud", owner="shop", reason="Ada Telltale rang", at=later(0.2))
    return desk.release_hold(id, reason="Ada Telltale is known", at=later(0.3))


def done(desk: OrderDesk, id: str = "O-1") -> Order:
    """Bring an order to its end: delivered, one unit returned with words about it, refunded."""
    bought(desk, id)
    desk.confirm_shipment(id, carrier="UPS", tracking=f"1Z-{id}", at=later(1))
    desk.record_delivery(id, "P1", at=later(3))
    desk.request_return(
        id, units=[ReturnUnits("P1", "1", 1)], reason="too_small", ask_first=True, at=later(5)
    )
    desk.ask_return_information(id, "R1", question="Which, Ada Telltale?", at=later(5.1))
    desk.give_return_information(id, "R1", answer="Ada Telltale: the blue one", at=later(5.2))
    desk.authorise_return(id, "R1", at=later(6))
    desk.receive_return(id, "R1", units=[ReturnUnits("P1", "1", 1)], at=later(9))
    desk.refund(id, reason="customer_return", return_id="R1", refund_id="RF", at=later(10))
    return desk.confirm_refund(id, "RF", at=later(11))


@pytest.fixture(params=["memory", "sqlite", "awaited"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """Give a desk of each kind."""
    memory, sqlite = stores(tmp_path)
    if request.param == "awaited":
        return faced(memory)
    return desk_over({"memory": memory, "sqlite": sqlite}[request.param])


def kept(store: Store) -> tuple[Any, ...]:
    """Give everything that a store keeps: records, events, and what waits."""
    keys = tuple(every_stream(store))
    events = [store.events(key) for key in keys]
    waiting = [store.outbox(state, limit=9_999) for state in OutboxState]
    return dict(store.load(keys)), events, waiting


def told(desk: OrderDesk, id: str = "O-1") -> list[OrderEvent]:
    """Give the events of an order."""
    return [some.event for some in desk.timeline(id) if isinstance(some.event, OrderEvent)]


def test_nothing_personal_is_left_and_nothing_else_has_changed(desk: OrderDesk) -> None:
    """In the order and in every event of it: names, addresses and words are blank."""
    before, events = done(desk), told(desk)
    desk.erase(buyer="ada@telltale.example", at=LATE)

    after, (*rewritten, said) = desk.order("O-1"), told(desk)
    assert personal_in([before, *events]).total() == 23
    assert personal_in([after, *rewritten]) == {}
    assert "Telltale" not in str(list(map(encode_event, rewritten)))
    assert after == replace(blanked(before), erased_at=LATE)
    assert rewritten == [blanked(event) for event in events]
    assert isinstance(said, BuyerErased)
    assert (said.at, said.fields) == (LATE, 23)
    assert (after.ship_to, after.terms.buyer) == (NOBODY, "")


def test_totals_units_and_the_audit_stay_as_they_were(desk: OrderDesk) -> None:
    """Reports count the same, stock has the same, and everything follows from the events."""
    others = bought(desk, "O-2", buyer="bob")
    done(desk)
    figures = [desk.report(by=by) for by in ("day", "month")]
    stock, ledger = desk.stock("MUG"), desk.stock_ledger("MUG")
    money = [(some.settlement("O-1", "R1"), some.order("O-1").refunds) for some in (desk,)]
    desk.erase(buyer="ada@telltale.example", at=LATE)

    assert [desk.report(by=by) for by in ("day", "month")] == figures
    assert (desk.stock("MUG"), desk.stock_ledger("MUG")) == (stock, ledger)
    assert [(some.settlement("O-1", "R1"), some.order("O-1").refunds) for some in (desk,)] == money
    assert desk.order("O-2") == others
    assert audit(desk.store).differences == ()
    live_equals_replay(desk.store, tuple(every_stream(desk.store)))


def test_it_says_what_it_did(desk: OrderDesk) -> None:
    """Orders, events, and fields by their names; nothing that stood in them."""
    done(desk)
    bought(desk, "O-2")
    erasure = desk.erase(buyer="ada@telltale.example", at=LATE)

    (erased,), (left,) = erasure.erased, erasure.refused
    assert (erased.order_id, erased.events, erased.beside) == ("O-1", 6, ())
    assert erasure.events == 6
    assert erasure.fields["Address.name"] == 2
    assert sum(erasure.fields.values()) == 23
    assert left.order_id == "O-2"
    assert [some.code for some in left.refusals] == ["order_not_settled"]
    assert left.refusals[0].facts["open"] == ["units"]
    assert not erasure.changed_nothing
    assert "Telltale" not in repr(erasure)


def test_erasing_twice_is_erasing_once(desk: OrderDesk) -> None:
    """The second time finds nothing, changes nothing, and says so."""
    done(desk)
    desk.erase(order_ids=["O-1"], at=LATE)
    before = kept(desk.store)
    again = desk.erase(order_ids=["O-1", "O-1"], at=later(500))

    assert again.changed_nothing
    assert [(some.order_id, some.refusals) for some in again.left] == [("O-1", ())]
    assert desk.erase(buyer="ada@telltale.example").left == ()
    assert kept(desk.store) == before


def test_what_comes_after_an_erasure_is_erased_by_another(desk: OrderDesk) -> None:
    """A marketplace may tell of the buyer again, and words may be said of the order."""
    done(desk)
    desk.erase(order_ids=["O-1"], at=LATE)
    asked: Any = {"units": [ReturnUnits("P1", "1", 1)], "reason": "too_small", "ask_first": True}
    desk.request_return("O-1", **asked, at=later(401))
    desk.decline_return("O-1", "R2", reason="window_closed", note="Ada rang", at=later(402))
    again = desk.erase(order_ids=["O-1"], at=later(403))

    assert again.fields == {"Answer.note": 1, "ReturnDeclined.note": 1}
    assert desk.order("O-1").erased_at == later(403)
    assert audit(desk.store).differences == ()


def test_an_open_order_is_left_unless_it_is_forced(desk: OrderDesk) -> None:
    """There would be nobody to send it to; whoever forces it knows."""
    bought(desk)
    before = kept(desk.store)
    left = desk.erase(order_ids=["O-1"], at=LATE)
    assert left.changed_nothing
    assert kept(desk.store) == before
    (refusal,) = left.refused[0].refusals
    assert refusal_sentence(refusal) == (
        "The buyer of order O-1 is still needed, since this is open: units."
    )

    assert desk.erase(order_ids=["O-1"], force=True, at=LATE).fields["Address.name"] == 2
    assert desk.order("O-1").ship_to == NOBODY


@pytest.mark.parametrize("force", [False, True])
def test_records_that_must_stay_are_left_whoever_asks(*, force: bool) -> None:
    """For as long as the host's row of the marketplace says, counted in its days."""
    rows = (
        RecordRetention(effective_from=dt.date(2020, 1, 1), days=1),
        RecordRetention(marketplace="DE", effective_from=dt.date(2020, 1, 1), days=3650),
    )
    desk = desk_over(world=replace(OWN, retentions=rows))
    done(desk)
    left = desk.erase(order_ids=["O-1"], force=force, at=LATE)

    (refusal,) = left.refused[0].refusals
    assert refusal.code == "record_must_stay"
    assert str(refusal.facts["until"]) == "2036-02-27 23:00:00+00:00"
    assert "Feb 27, 2036" in refusal_sentence(refusal)
    assert desk.erase(order_ids=["O-1"], at=refusal.facts["until"]).erased


def test_a_command_that_is_given_again_brings_nothing_back(desk: OrderDesk) -> None:
    """Its id is answered as before, with the order as it then was, and nobody in it."""
    done(desk)
    desk.erase(order_ids=["O-1"], at=LATE)
    before = kept(desk.store)
    line = Line("MUG", 2, price="12 EUR", tax_rate=20, gift_message="From Ada Telltale")
    again = desk.place(
        channel="MFN",
        marketplace="DE",
        lines=[line],
        order_id="O-1",
        ship_to=ADA,
        buyer="ada@telltale.example",
        at=AT,
        command_id="place-O-1",
    )

    assert (again.ship_to, again.payments) == (NOBODY, ())
    assert personal_in(again) == {}
    assert kept(desk.store) == before


def test_the_past_does_not_know_the_buyer_either(desk: OrderDesk) -> None:
    """As the order once stood, by moment and by version."""
    done(desk)
    desk.erase(order_ids=["O-1"], at=LATE)

    for past in (desk.as_of("O-1", at=later(2)), desk.as_of("O-1", version=1)):
        assert past is not None
        assert (past.ship_to, personal_in(past)) == (NOBODY, {})


def test_the_story_says_that_it_was_erased(desk: OrderDesk) -> None:
    """Until then it says what whoever sends the goods has to know."""
    bought(desk)
    desk.amend_address("O-1", ship_to=replace(ADA, name="Ada King"), at=later(0.5))
    assert [line.sentence for line in story(desk.timeline("O-1"))][-1].startswith(
        "The order goes to another address: Ada King, 7 Secret Lane"
    )
    desk.erase(order_ids=["O-1"], force=True, at=LATE)
    desk.place_hold("O-1", "fraud", owner="shop", at=later(401))

    said = [line.sentence for line in story(desk.timeline("O-1"))]
    assert "Reason: erased" in said[2]
    assert said[-3].startswith("The order goes to another address: erased, ENG, GB")
    assert said[-2] == "The buyer's data were erased; fields that were blanked: 22."
    assert "Reason: unknown" in said[-1]
    assert not any("Ada" in some for some in said)


def test_other_systems_may_hear_of_it_and_what_failed_says_nothing() -> None:
    """Through the outbox, as of every event; the words of a failure may be an address."""

    class Fails:
        def tell(self, announcement: object) -> None:
            raise ConnectionError(TELLTALE)

    desk = desk_over(world=replace(OWN, publishes=lambda event: isinstance(event, BuyerErased)))
    done(desk)
    desk.deliver_notices(Fails(), at=later(50))
    waiting = [some for state in OutboxState for some in desk.store.outbox(state, limit=99)]
    assert any("Telltale" in some.error for some in waiting)
    desk.erase(order_ids=["O-1"], at=LATE)

    after = [some for state in OutboxState for some in desk.store.outbox(state, limit=99)]
    of_order = [some for some in after if some.entry.stream == order_key("O-1")]
    assert of_order
    assert all(some.error == "" for some in of_order)
    assert len(after) == len(waiting) + 1
    assert [some.event for some in desk.timeline("O-1")][-1].at == LATE


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "buyer or order_ids"),
        ({"buyer": " "}, "buyer or order_ids"),
        ({"buyer": "ada", "order_ids": ["O-1"]}, "buyer or order_ids"),
        ({"buyer": None}, "buyer or order_ids"),
        ({"order_ids": "O-1"}, "order_ids"),
        ({"order_ids": [1]}, "buyer or order_ids"),
        ({"buyer": "ada", "at": "noon"}, "at"),
    ],
)
def test_what_cannot_be_asked_is_refused(asked: dict[str, Any], field: str) -> None:
    """Somebody has to be named, one way or the other; and the error does not say who."""
    with pytest.raises(InvalidValue) as refused:
        desk_over().erase(**asked)

    assert refused.value.field == field
    assert "'ada'" not in repr(refused.value)


def test_an_order_that_is_not_there_is_not_erased(desk: OrderDesk) -> None:
    """And neither is any that is named beside it."""
    done(desk)
    before = kept(desk.store)
    with pytest.raises(NotFound):
        desk.erase(order_ids=["O-1", "O-9"], at=LATE)

    assert kept(desk.store) == before
    assert desk.erase(buyer="bob").left == ()


def test_no_order_is_erased_before_it_was_placed(desk: OrderDesk) -> None:
    """The moment of an erasure is one at which there was something."""
    done(desk)
    (left,) = desk.erase(order_ids=["O-1"], force=True, at=later(-1)).refused

    assert [some.code for some in left.refusals] == ["before_placed"]


def test_what_was_sent_in_place_of_units_is_erased_with_them(desk: OrderDesk) -> None:
    """It goes to the same address, under an id of its own."""
    done(desk)
    desk.receive("MUG", 9)
    asked: Any = {"reason": "too_small", "units": [ReturnUnits("P1", "1", 1)]}
    desk.request_return("O-1", **asked, return_id="R2", at=later(12))
    desk.receive_return("O-1", "R2", units=asked["units"], at=later(13))
    desk.replace("O-1", return_id="R2", reason="too_small", at=later(14))
    sent = desk.order("O-1").replacements[0].id
    assert personal_in(desk.order(sent)).total() > 0
    erasure = desk.erase(order_ids=["O-1"], force=True, at=LATE)

    assert [some.order_id for some in erasure.erased] == ["O-1", sent]
    assert personal_in([desk.order(sent), *told(desk, sent)]) == {}


def test_an_interrupted_erasure_goes_on_where_it_stopped() -> None:
    """Each order is a transaction of its own; what is done is found blank the next time."""

    class Breaks(MemoryStore):
        left = 2

        def write(self, commit: Any) -> Any:
            if commit.rewritten:
                self.left -= 1
                if not self.left:
                    raise OSError("the power is gone")
            return super().write(commit)

    desk = desk_over(Breaks())
    for id in ("O-1", "O-2", "O-3"):
        done(desk, id)
    with pytest.raises(OSError, match="power"):
        desk.erase(buyer="ada@telltale.example", at=LATE)
    assert [order.terms.buyer for order in desk.find()].count("") == 1
    assert audit(desk.store).differences == ()

    again = desk.erase(buyer="ada@telltale.example", at=LATE)
    assert [some.order_id for some in again.erased] == ["O-2", "O-3"]
    assert personal_in([*desk.find(), *told(desk), *told(desk, "O-2"), *told(desk, "O-3")]) == {}


@pytest.mark.parametrize("kind", ["waits", "awaited"])
def test_whoever_writes_in_between_is_seen(kind: str) -> None:
    """Events are read before the transaction; if the order has moved on since, they are again."""

    class Overtaken(MemoryStore):
        times = 1

        def events(self, stream: Key, **bounds: Any) -> Any:
            found = super().events(stream, **bounds)
            if stream.id == "O-1" and self.times:
                self.times -= 1
                others.place_hold("O-1", "fraud", owner="x", reason="Ada", at=later(20))
            return found

    store = Overtaken()
    store.times = 0
    others = desk_over(store)
    bought(others)
    store.times = 1
    desk: Any = others if kind == "waits" else faced(store)
    desk.erase(order_ids=["O-1"], force=True, at=LATE)

    assert personal_in([desk.order("O-1"), *told(others)]) == {}
    assert len(desk.order("O-1").holds) == 2
    assert audit(store).differences == ()


def test_who_is_overtaken_for_ever_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """After as many tries as any command has."""

    class Busy(MemoryStore):
        def events(self, stream: Key, **bounds: Any) -> Any:
            return super().events(stream, **bounds)[:-1]

    for module in ("erasing_desk", "async_erasing"):
        monkeypatch.setattr(f"ordercore.service.{module}.ATTEMPTS", 3)
    store = Busy()
    bought(desk_over(store))
    for desk in (desk_over(store), faced(store)):
        with pytest.raises(Conflict):
            desk.erase(order_ids=["O-1"], force=True, at=LATE)


@pytest.mark.parametrize("kind", ["waits", "awaited"])
def test_a_store_that_leaves_events_as_they_were_is_told(kind: str) -> None:
    """One that was made before events could be written anew; nobody is to believe it."""

    class Older(MemoryStore):
        def write(self, commit: Any) -> Any:
            return super().write(replace(commit, rewritten=()))

    store = Older()
    done(desk_over(store))
    desk: Any = desk_over(store) if kind == "waits" else faced(store)
    with pytest.raises(StoreError, match="left events as they were"):
        desk.erase(order_ids=["O-1"], at=LATE)


def test_an_order_that_goes_while_it_is_erased_is_not_found() -> None:
    """A host may delete rows of its own accord."""
    asked, key = ErasureAsked(AT), order_key("O-1")
    with pytest.raises(NotFound):
        erasing("O-1", {key: Row(None, 0)}, {key: ()}, asked, WORLD)


@attrs.frozen
class Talk:
    """What is kept beside an order, of a kind that there may be one day."""

    words: str = attrs.field(repr=unshown, metadata=PERSONAL)
    minutes: int = 5


def test_whatever_is_kept_beside_an_order_is_erased_with_it() -> None:
    """Its fields say what is personal, so a new kind needs no code; its version stays."""
    desk = desk_over()
    order, key, talk = done(desk), order_key("O-1"), Key("talk", "T-1")
    quiet, events = Key("talk", "T-2"), desk.timeline("O-1")
    said: Any = Recorded(stream=talk, seq=1, event=Talk("Ada here"))  # type: ignore[arg-type]
    nothing: Any = Recorded(stream=quiet, seq=1, event=Talk(""))  # type: ignore[arg-type]
    rows: Any = {
        key: Row(order, len(events)),
        talk: Row(Talk("Ada here"), 1),  # type: ignore[arg-type]
        quiet: Row(Talk(""), 1),  # type: ignore[arg-type]
    }
    streams = {key: events, talk: (said,), quiet: (nothing,)}
    plan = erasing("O-1", rows, streams, ErasureAsked(LATE), WORLD)

    assert isinstance(plan.outcome, Erased)
    assert plan.commit is not None
    assert plan.outcome.beside == (talk,)
    assert plan.outcome.fields["Talk.words"] == 2
    assert plan.commit.writes[talk] == (Row(Talk(""), 1), 1)  # type: ignore[arg-type]
    assert quiet not in plan.commit.writes
    assert replace(said, event=Talk("")) in plan.commit.rewritten


def test_sqlite_has_it_in_no_page_after_a_vacuum(tmp_path: Path) -> None:
    """Freed pages and the write-ahead log keep old bytes until they are cleaned."""
    file = tmp_path / "shop.db"
    with desk_over(open_sqlite(file)) as desk:
        done(desk)
        desk.erase(order_ids=["O-1"], at=LATE)
    connection = sqlite3.connect(file)
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()

    left = b"".join(some.read_bytes() for some in tmp_path.iterdir())
    assert b"O-1" in left
    assert not any(some in left for some in (b"Telltale", b"Secret Lane", b"7946"))


@given(walks(steps=25), st.booleans())
@settings(max_examples=60, deadline=None)
def test_blanking_and_folding_may_change_places(steps: list[Any], erased: bool) -> None:
    """Of any life: the order of blank events is the blank order, and it is stored as it is."""
    events = [telling(event) for step in steps for event in step.events]
    blank = [blanked(event) for event in events]
    order, alone = fold(events), fold(blank)

    assert alone == blanked(order)
    assert personal_in([alone, *blank]) == {}
    assert [decode_event(stored_name(event), encode_event(event)) for event in blank] == blank
    if order is not None and alone is not None and erased:
        said = BuyerErased(at=order.terms.placed_at, by=events[0].by, fields=1)
        assert evolve(order, said) == evolve(alone, said)
        assert order_report([order], by="day") == order_report([evolve(order, said)], by="day")
        assert (order.status, order.delivery, order.payment_axis, order.returns_axis) == (
            alone.status,
            alone.delivery,
            alone.payment_axis,
            alone.returns_axis,
        )


def test_claims_have_nothing_personal_and_stay(desk: OrderDesk) -> None:
    """They are about units and money; an open one keeps the buyer, unless it is forced."""
    done(desk)
    kind: Any = {"kind": "service_chargeback", "ground": "not_received", "claimed": "14.40 EUR"}
    desk.open_claim("O-1", "CB-1", **kind, at=later(20))
    claim = desk.claim("CB-1")
    (left,) = desk.erase(order_ids=["O-1"], at=LATE).refused
    (erased,) = desk.erase(order_ids=["O-1"], force=True, at=LATE).erased

    assert left.refusals[0].facts["open"] == ["claims"]
    assert erased.beside == ()
    assert desk.claim("CB-1") == claim
    assert audit(desk.store).differences == ()


def test_what_never_left_answers_nobody_after_an_erasure_either(desk: OrderDesk) -> None:
    """Why a message failed is a code and stays: without it, the message would have been sent."""
    done(desk)
    desk.receive_message("O-1", "B-1", "Ada Telltale asks", at=later(20))
    desk.send_message("O-1", "S-1", "Hello Ada", in_reply_to="B-1", at=later(20.1))
    desk.record_dispatch_failure("O-1", "S-1", "rejected", at=later(20.1))
    waiting = desk.messages_to_answer(by=LATE)
    (erased,) = desk.erase(order_ids=["O-1"], at=LATE).erased
    talk = desk.conversation("O-1")

    assert erased.fields["Message.text"] == 4
    assert talk is not None
    assert [(some.text, some.has_failed) for some in talk.messages] == [("", False), ("", True)]
    assert len(waiting) == 1
    assert desk.messages_to_answer(by=LATE) == waiting


def test_what_replaces_units_elsewhere_is_passed_over() -> None:
    """An order may know a replacement that the desk does not keep; one that is named must be."""
    order = bought(desk_over())
    meant = Meant(("O-1",))
    meant.learn({order_key("O-1"): Row(order, 3)})
    elsewhere = Meant(("O-1-X1",), meant.ids)
    elsewhere.learn({order_key("O-1-X1"): Row(None, 0)})

    assert (list(elsewhere.ids), elsewhere.keys) == (["O-1"], ())
