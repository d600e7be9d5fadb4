# ruff: noqa: S101 - a suite asserts
"""Values: whatever is kept comes back exactly."""

import datetime as dt

from ordercore.conversations.claims import EVENTS as CLAIM_EVENTS
from ordercore.conversations.claims import Claim
from ordercore.conversations.feedback import EVENTS as FEEDBACK_EVENTS
from ordercore.conversations.feedback import Feedback
from ordercore.conversations.messages import EVENTS as CONVERSATION_EVENTS
from ordercore.conversations.messages import Conversation
from ordercore.inventory import Caused, Reservation, Stock
from ordercore.inventory.events import EVENTS as STOCK_EVENTS
from ordercore.kernel.time import instant
from ordercore.notices.post import EVENTS as POST_EVENTS
from ordercore.notices.post import Post
from ordercore.orders.decider import EVENTS
from ordercore.orders.state import Order
from ordercore.ports.records import Key, Recorded
from ordercore.ports.store import Store
from ordercore.queries.views import EVENTS as VIEW_EVENTS
from ordercore.queries.views import ViewBook
from ordercore.testing.store.claim_happenings import every_claim, every_claim_event, some_claim
from ordercore.testing.store.contract import Contract
from ordercore.testing.store.feedback_happenings import (
    every_feedback,
    every_feedback_event,
    some_feedback,
)
from ordercore.testing.store.happenings import every_order_event, every_stock_event
from ordercore.testing.store.message_happenings import (
    every_conversation,
    every_conversation_event,
    some_conversation,
)
from ordercore.testing.store.post_happenings import every_post, every_post_event
from ordercore.testing.store.samples import (
    AT,
    UNICODE,
    commit,
    full_details,
    key_of,
    orders_of_every_status,
    write,
)
from ordercore.testing.store.view_happenings import every_book, every_view_event

LAST = instant("8999-12-31T23:59:59Z")

TICK = dt.timedelta(microseconds=1)


class Values(Contract):
    """Nothing is rounded, cut or recoded on the way."""

    def test_every_event_of_orders_comes_back_exactly(self, store: Store) -> None:
        """Events of every class keep their type, text, money and microseconds."""
        stream = Key("order", UNICODE)
        happened = every_order_event()
        recorded = [Recorded(stream=stream, seq=n, event=e) for n, e in enumerate(happened, 1)]
        write(store, commit(events=recorded))

        found = store.events(stream)

        assert {type(event) for event in happened} == set(EVENTS)
        assert [some.event for some in found] == list(happened)
        assert [type(some.event) for some in found] == [type(event) for event in happened]

    def test_every_event_of_stock_comes_back_exactly(self, store: Store) -> None:
        """Events of every class keep their type and numbers."""
        stream = Key("stock", "main/A")
        happened = every_stock_event()
        recorded = [Recorded(stream=stream, seq=n, event=e) for n, e in enumerate(happened, 1)]
        write(store, commit(events=recorded))

        assert {type(event) for event in happened} == set(STOCK_EVENTS)
        assert store.events(stream) == tuple(recorded)

    def test_every_event_of_claims_comes_back_exactly(self, store: Store) -> None:
        """Events of every class keep their parties, terms, evidence and amounts."""
        stream = Key("claim", UNICODE)
        happened = every_claim_event()
        recorded = [Recorded(stream=stream, seq=n, event=e) for n, e in enumerate(happened, 1)]
        write(store, commit(events=recorded))

        assert {type(event) for event in happened} == set(CLAIM_EVENTS)
        assert store.events(stream) == tuple(recorded)

    def test_every_event_of_posts_comes_back_exactly(self, store: Store) -> None:
        """Events of every class keep their keys, their people and their moments."""
        stream = Key("post", UNICODE)
        happened = every_post_event()
        recorded = [Recorded(stream=stream, seq=n, event=e) for n, e in enumerate(happened, 1)]
        write(store, commit(events=recorded))

        assert {type(event) for event in happened} == set(POST_EVENTS)
        assert store.events(stream) == tuple(recorded)

    def test_every_event_of_views_comes_back_exactly(self, store: Store) -> None:
        """Events of every class keep their filters and names."""
        stream = Key("views", UNICODE)
        happened = every_view_event()
        recorded = [Recorded(stream=stream, seq=n, event=e) for n, e in enumerate(happened, 1)]
        write(store, commit(events=recorded))

        assert {type(event) for event in happened} == set(VIEW_EVENTS)
        assert store.events(stream) == tuple(recorded)

    def test_books_of_views_come_back_exactly(self, store: Store) -> None:
        """At every point of a life; nobody has to act on one."""
        for value in every_book():
            was = store.load((key_of(value),))[key_of(value)].version
            write(store, commit(value, was=was))

            row = store.load((key_of(value),))[key_of(value)]
            assert (row.value, row.version) == (value, was + 1)
            assert store.dossiers(ViewBook) == (value,)
            assert store.dossiers(ViewBook, due_by=LAST) == ()

    def test_posts_come_back_exactly(self, store: Store) -> None:
        """At every point of a life, and found by when something of them is due."""
        for value in every_post():
            was = store.load((key_of(value),))[key_of(value)].version
            write(store, commit(value, was=was))

            row = store.load((key_of(value),))[key_of(value)]
            assert (row.value, row.version) == (value, was + 1)
            due = value.due_at
            found = () if due is None else store.dossiers(Post, due_by=due)
            assert found == (() if due is None else (value,))

    def test_claims_come_back_exactly(self, store: Store) -> None:
        """At every point of a life, in a transaction and outside."""
        lived: list[Claim] = [some_claim(), *every_claim()]
        for value in lived:
            was = store.load((key_of(value),))[key_of(value)].version
            write(store, commit(value, was=was))
            with store.transaction() as transaction:
                loaded = transaction.load((key_of(value),))[key_of(value)]

            assert loaded == store.load((key_of(value),))[key_of(value)]
            assert (loaded.value, loaded.version) == (value, was + 1)

    def test_every_event_of_feedback_comes_back_exactly(self, store: Store) -> None:
        """Events of every class keep their ratings, texts and decisions."""
        stream = Key("feedback", UNICODE)
        happened = every_feedback_event()
        recorded = [Recorded(stream=stream, seq=n, event=e) for n, e in enumerate(happened, 1)]
        write(store, commit(events=recorded))

        assert {type(event) for event in happened} == set(FEEDBACK_EVENTS)
        assert store.events(stream) == tuple(recorded)

    def test_feedback_comes_back_exactly(self, store: Store) -> None:
        """At every point of a life, alone and in a list."""
        lived: list[Feedback] = [some_feedback(), *every_feedback()]
        for value in lived:
            was = store.load((key_of(value),))[key_of(value)].version
            write(store, commit(value, was=was))
            with store.transaction() as transaction:
                loaded = transaction.load((key_of(value),))[key_of(value)]

            assert (loaded.value, loaded.version) == (value, was + 1)
        assert set(store.dossiers(Feedback)) == {lived[0], lived[-1]}

    def test_every_event_of_conversations_comes_back_exactly(self, store: Store) -> None:
        """Events of every class keep their texts, files, marks and moments."""
        stream = Key("conversation", UNICODE)
        happened = every_conversation_event()
        recorded = [Recorded(stream=stream, seq=n, event=e) for n, e in enumerate(happened, 1)]
        write(store, commit(events=recorded))

        assert {type(event) for event in happened} == set(CONVERSATION_EVENTS)
        assert store.events(stream) == tuple(recorded)

    def test_conversations_come_back_exactly(self, store: Store) -> None:
        """At every point of a life, in a transaction and outside."""
        lived: list[Conversation] = [some_conversation(), *every_conversation()]
        for value in lived:
            was = store.load((key_of(value),))[key_of(value)].version
            write(store, commit(value, was=was))
            with store.transaction() as transaction:
                loaded = transaction.load((key_of(value),))[key_of(value)]

            assert loaded == store.load((key_of(value),))[key_of(value)]
            assert (loaded.value, loaded.version) == (value, was + 1)

    def test_orders_come_back_exactly(self, store: Store) -> None:
        """Orders in the middle of their lives, in currencies of 0, 2 and 3 digits, are equal."""
        known = orders_of_every_status()
        write(store, commit(*known))

        with store.transaction() as transaction:
            rows = transaction.load([key_of(order) for order in known])

        assert [rows[key_of(order)].value for order in known] == list(known)
        assert {order.currency for order in known} >= {"JPY", "EUR", "KWD"}

    def test_instants_come_back_as_instants(self, store: Store) -> None:
        """Times are in UTC again, of the same type, to the microsecond."""
        for order in orders_of_every_status():
            write(store, commit(order))

        with store.transaction() as transaction:
            for order in orders_of_every_status():
                value = transaction.load((key_of(order),))[key_of(order)].value

                assert isinstance(value, Order)
                assert type(value.terms.placed_at) is type(order.terms.placed_at)
                assert value.terms.placed_at.isoformat() == order.terms.placed_at.isoformat()

    def test_stock_reservations_and_causes_come_back_exactly(self, store: Store) -> None:
        """Numbers are whole, also large and negative ones, and nothing of the details is lost."""
        pool = UNICODE.replace("/", "")
        values = (
            Stock(UNICODE, pool, -(2**40), 2**40, 2**40, full_details()),
            Stock("A%2F/B", pool, 1),
            Reservation(UNICODE, "A/B", pool, 2**40, 3, 2, 5, 7, AT, AT + TICK),
            Reservation("a/b", "%2F%25", pool),
            Reservation("", "A", "main", 0, 0, 0, 1, 2, since=AT),
            Caused(UNICODE, "A/B", pool, "AdjustStock", -(2**40), f"reason={UNICODE}"),
        )
        write(store, commit(*values))

        rows = store.load([key_of(value) for value in values])

        assert [row.value for row in rows.values()] == list(values)
