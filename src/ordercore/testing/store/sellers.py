# ruff: noqa: S101 - a suite asserts
"""Sellers: stores of two sellers in one place know nothing of each other."""

import datetime as dt
from pathlib import Path

import pytest

from ordercore.conversations.claims import Claim
from ordercore.inventory import Caused
from ordercore.ports.outbox import Lane, Outcome
from ordercore.ports.records import Key
from ordercore.ports.store import Store
from ordercore.queries import EVERY_ORDER
from ordercore.queries.reservations import EVERY_RESERVATION
from ordercore.testing.store.claim_happenings import some_claim
from ordercore.testing.store.contract import Contract
from ordercore.testing.store.outbox import settled
from ordercore.testing.store.samples import AT, commit, contents, placed, whole_commit, write

CAUSED = Caused("PO-1", "A", "main", "ReceiveStock", 5)


class Sellers(Contract):
    """Whatever a store is asked, it answers for its seller alone."""

    def _two(self, where: Path) -> tuple[Store, Store]:
        one, other = self.make_store_of("one", where), self.make_store_of("other", where)
        if one is None or other is None:
            pytest.skip("this store knows nothing of sellers")
        return one, other

    def test_one_seller_sees_nothing_of_another(self, tmp_path: Path) -> None:
        """No record, no page, no event and no entry of the outbox."""
        one, other = self._two(tmp_path)
        whole = whole_commit()
        nothing = contents(other, whole)
        write(one, whole, commit(CAUSED, some_claim()))

        assert contents(other, whole) == nothing
        assert other.orders(EVERY_ORDER) == ()
        assert other.stocks() == ()
        assert other.causes() == ()
        assert other.dossiers(Claim) == ()
        assert other.streams() == ()
        assert one.streams() == (Key("order", "O-1"),)
        assert one.causes() == (CAUSED,)
        assert one.dossiers(Claim) == (some_claim(),)
        assert other.reservations(EVERY_RESERVATION) == ()
        hour = AT + dt.timedelta(hours=1)
        for lane in Lane:
            assert other.take(lane, limit=9, at=hour, until=hour) == ()
        told = one.take(Lane.EVENTS, limit=9, at=AT, until=hour)
        one.settle(settled(some, Outcome.DELIVERED) for some in told)
        assert other.forget(before=hour, limit=9) == 0
        assert one.forget(before=hour, limit=9) == len(told) == 1
        for store in (one, other):
            store.close()

    def test_two_sellers_may_use_the_same_ids(self, tmp_path: Path) -> None:
        """Each keeps its own under them, and goes on from its own version."""
        one, other = self._two(tmp_path)
        write(one, whole_commit())
        before = contents(one, whole_commit())

        write(other, commit(placed(channel="FBA")), commit(placed(channel="SFP"), was=1))
        write(other, commit(placed(channel="FBA"), was=2))

        assert contents(one, whole_commit()) == before
        assert [order.terms.channel for order in other.orders(EVERY_ORDER)] == ["FBA"]
        for store in (one, other):
            store.close()
