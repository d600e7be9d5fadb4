# ruff: noqa: S101 - a suite asserts
"""Stock and reservations, listed: a store reads a filter as the filter reads itself."""

import datetime as dt
from functools import partial
from itertools import product

from ordercore.conversations.claims import Claim, ClaimAnswer
from ordercore.conversations.messages import AnswerMark, Conversation
from ordercore.inventory import Caused, Reservation, Stock
from ordercore.ports.store import Store
from ordercore.queries import ReservationFilter
from ordercore.queries.reservations import EVERY_RESERVATION
from ordercore.testing.store.claim_happenings import some_claim
from ordercore.testing.store.contract import Contract
from ordercore.testing.store.message_happenings import some_conversation, some_message
from ordercore.testing.store.samples import AT, UNICODE, commit, every, key_of, write

POOLS = ("main", "main-2", "a b", UNICODE.replace("/", ""))
SKUS = ("A", "A/B", "a", "A-1", "%", UNICODE)


def _by_id(value: Stock | Reservation) -> str:
    return key_of(value).id


def _stocks() -> list[Stock]:
    return sorted((Stock(sku, pool, 3) for pool in POOLS for sku in SKUS), key=_by_id)


def _reservations() -> list[Reservation]:
    tick = dt.timedelta(microseconds=1)
    kinds = (
        (2, 0, 0, None),
        (2, 0, 0, AT),
        (2, 0, 0, AT + tick),
        (2, 0, 1, AT - tick),
        (2, 1, 3, AT - tick),
        (0, 2, 0, AT - tick),
        (0, 0, 0, AT - tick),
    )
    made = [
        Reservation(f"{owner}/{number}", sku, pool, held, behind, kept, 0, 1, AT, end)
        for pool, sku, owner in product(POOLS[:3], SKUS[:3], ("O-1", "o"))
        for number, (held, behind, kept, end) in enumerate(kinds)
    ]
    return sorted(made, key=_by_id)


class Listing(Contract):
    """Every stock and every reservation that is meant, and no other."""

    def test_a_fresh_store_lists_nothing(self, store: Store) -> None:
        """There is no stock, and nothing is promised."""
        assert store.stocks() == ()
        assert store.reservations(EVERY_RESERVATION) == ()

    def test_stock_is_listed_page_by_page(self, store: Store) -> None:
        """In the order of its ids, complete, without repeats; of all pools, or of one."""
        known = _stocks()
        write(store, commit(*reversed(known)))

        for length in (1, 5, 100):
            assert every(store.stocks, limit=length) == known
        for pool in (*POOLS, "mai", "none"):
            found = every(store.stocks, pool=pool, limit=4)
            assert found == [stock for stock in known if stock.pool == pool]

    def test_reservations_are_listed_page_by_page(self, store: Store) -> None:
        """In the order of their ids, complete, and without repeats."""
        known = _reservations()
        write(store, commit(*reversed(known)))

        for length in (1, 50, 1000):
            found = every(store.reservations, wanted=EVERY_RESERVATION, limit=length)
            assert found == known

    def test_causes_are_listed_page_by_page(self, store: Store) -> None:
        """In the order of their ids, complete, and without repeats; as they were written."""
        known = [
            Caused(cause, sku, pool, "ReceiveStock", 5, "inbound=PO-1")
            for pool, sku, cause in product(POOLS, SKUS, ("RMA-7", "RMA-7/2", UNICODE))
        ]
        known.sort(key=lambda some: key_of(some).id)
        assert store.causes() == ()
        write(store, commit(*reversed(known), Stock("A", "main", 3)))

        for length in (1, 7, 100):
            assert every(store.causes, limit=length) == known

    def test_claims_are_listed_page_by_page(self, store: Store) -> None:
        """In the order of their ids, complete, and without repeats; as they stand."""
        known = [some_claim(f"C/{number}") for number in range(12)]
        known.sort(key=lambda some: some.id)
        assert store.dossiers(Claim) == ()
        write(store, commit(*reversed(known), Stock("A", "main", 3)))

        for length in (1, 5, 100):
            assert every(partial(store.dossiers, Claim), limit=length) == known

    def test_claims_are_listed_by_when_their_answer_is_due(self, store: Store) -> None:
        """To the microsecond; none that was answered or closed, or that nobody asks about."""
        tick = dt.timedelta(microseconds=1)
        now, later = some_claim("C-1"), some_claim("C-2", answer_due=AT + tick)
        answered = some_claim("C-3", answer=ClaimAnswer(at=AT))
        write(store, commit(now, later, answered, some_claim("C-4", answer_due=None)))

        assert store.dossiers(Claim, due_by=AT - tick) == ()
        assert store.dossiers(Claim, due_by=AT) == (now,)
        assert store.dossiers(Claim, due_by=AT + tick) == (now, later)
        assert every(partial(store.dossiers, Claim), due_by=AT + tick, limit=1) == [now, later]

    def test_conversations_are_listed_by_when_an_answer_is_due(self, store: Store) -> None:
        """The earliest that waits in each; none in which nobody does, or nothing was written."""
        tick = dt.timedelta(microseconds=1)
        two = (some_message(due=AT + tick), some_message("B-2", due=AT))
        done = some_message(mark=AnswerMark(at=AT, needed=False))
        urgent = some_conversation("O/1", messages=two)
        later = some_conversation("O/2", messages=two[:1])
        quiet = some_conversation("O/3", messages=(done,)), some_conversation("O/4", messages=())
        write(store, commit(later, *quiet, urgent, some_claim()))

        assert store.dossiers(Conversation, due_by=AT - tick) == ()
        assert store.dossiers(Conversation, due_by=AT) == (urgent,)
        assert store.dossiers(Conversation, due_by=AT + tick) == (urgent, later)
        assert every(partial(store.dossiers, Conversation), limit=3) == [urgent, later, *quiet]

    def test_a_filter_of_reservations_means_the_same_everywhere(self, store: Store) -> None:
        """For every combination of conditions the store finds what ``holds`` says."""
        known = _reservations()
        write(store, commit(*known))
        conditions = product(
            (None, AT, AT - dt.timedelta(days=1), AT + dt.timedelta(days=1)),
            (False, True),
            (None, "main", "none"),
            (None, "A", "A/B", "none"),
        )
        for expired_by, backordered, pool, sku in conditions:
            wanted = ReservationFilter(
                expired_by=expired_by, backordered=backordered, pool=pool, sku=sku
            )
            meant = tuple(some for some in known if wanted.holds(some))

            assert store.reservations(wanted, limit=1000) == meant
            assert store.reservations(wanted, limit=2) == meant[:2]

    def test_what_is_replaced_is_listed_as_it_stands(self, store: Store) -> None:
        """A reservation that was extended is no longer among those that have run out."""
        held = Reservation("O-1", "A", "main", 2, expires_at=AT)
        later = Reservation("O-1", "A", "main", 2, expires_at=AT + dt.timedelta(days=1))
        write(store, commit(held, Stock("A", "main", 5, 2)), commit(later, was=1))
        write(store, commit(Stock("A", "main", 6, 2), was=1))

        assert store.reservations(ReservationFilter(expired_by=AT)) == ()
        assert store.reservations(EVERY_RESERVATION) == (later,)
        assert store.stocks() == (Stock("A", "main", 6, 2),)
