# ruff: noqa: S101 - a suite asserts
"""Finding orders: a store reads a filter as the filter reads itself."""

import datetime as dt
from itertools import product

import attrs

from ordercore.kernel.units import Units
from ordercore.orders.axes import status
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.ports.store import Store
from ordercore.queries import EVERY_ORDER, OrderFilter
from ordercore.queries.faceting import Counting, countable
from ordercore.queries.filtering import Meant, Viewpoint, parse, selected
from ordercore.shipping import Parcel
from ordercore.testing.store.contract import Contract
from ordercore.testing.store.samples import (
    AT,
    commit,
    every,
    orders_of_every_status,
    placed,
    write,
)

EXPRESSIONS = (
    "status:shipped",
    "status:shipped,unshipped channel:MFN",
    "-status:shipped",
    "status:pending | sku:A",
    "sku:A",
    "id:no-such-order",
    "is:waiting",
    "is:late",
    "-is:late,held is:waiting",
    "pending:payment",
    "carrier:UPS | carrier:DHL",
    "ship_by<tomorrow",
    "ship_by:today+1d | status:cancelled",
    "placed>=today",
    "placed<now-1d units>=2",
    "shipped<=now",
    "total>0.00EUR",
    "text:%",
    "a",
    "-()",
)
"""Filters of every kind, whose orders lie along every index."""


def _by_placement(order: Order) -> tuple[object, str]:
    return (order.terms.placed_at, order.id)


class Finding(Contract):
    """Every order that a filter means, and no other."""

    def test_a_fresh_store_has_no_orders(self, store: Store) -> None:
        """There is nothing to find."""
        assert list(store.orders(EVERY_ORDER)) == []

    def test_orders_come_by_placement_and_then_by_id(self, store: Store) -> None:
        """The order in which they were written makes no difference."""
        known = orders_of_every_status()
        write(store, commit(*known[1::2]), commit(*reversed(known[::2])))

        assert list(store.orders(EVERY_ORDER)) == sorted(known, key=_by_placement)

    def test_a_filter_means_the_same_everywhere(self, store: Store) -> None:
        """For every combination of conditions the store finds what ``holds`` says."""
        known = sorted(orders_of_every_status(), key=_by_placement)
        write(store, commit(*known))
        some = (OrderStatus.PENDING, OrderStatus.CANCELLED)
        moments = (None, AT, known[7].terms.placed_at, known[-1].terms.placed_at)
        conditions = product(
            (None, frozenset[OrderStatus](), frozenset(some), frozenset(OrderStatus)),
            (None, frozenset[str](), frozenset({"FBA", "MFN"}), frozenset({"no such"})),
            moments,
            moments,
        )
        for statuses, channels, begin, end in conditions:
            wanted = OrderFilter(
                statuses=statuses, channels=channels, placed_from=begin, placed_until=end
            )

            assert list(store.orders(wanted)) == [o for o in known if wanted.holds(o)]

    def test_an_expression_means_the_same_everywhere(self, store: Store) -> None:
        """It finds the orders for which it holds: before and after they are caught up with."""
        known = sorted(orders_of_every_status(), key=_by_placement)
        write(store, commit(*known[::2]))
        store.catch_up()
        write(store, commit(*known[1::2]))
        for text in EXPRESSIONS:
            meant = Meant(parse(text), Viewpoint(known[-1].terms.placed_at, "America/New_York"))
            wanted = OrderFilter(meets=meant)
            found = [order for order in known if meant.holds(order)]

            assert list(store.orders(wanted)) == found, text
            assert every(store.orders, wanted=wanted, limit=2) == found, text
        store.catch_up()
        for text in EXPRESSIONS:
            wanted = selected(text, Viewpoint(AT))

            assert list(store.orders(wanted)) == [o for o in known if wanted.holds(o)], text
            assert every(store.orders, wanted=wanted, limit=2) == list(store.orders(wanted)), text

    def test_what_has_changed_is_found_as_it_is(self, store: Store) -> None:
        """Whatever was noted of an order before, and however seldom anybody catches up."""
        wanted = selected("channel:MFN", Viewpoint(AT))
        first, then = placed(channel="MFN"), placed(channel="FBA")
        write(store, commit(first))
        store.catch_up()
        found = store.orders(wanted)
        write(store, commit(then, was=1))

        assert found == (first,)
        assert store.orders(wanted) == ()
        assert store.orders(selected("channel:FBA", Viewpoint(AT))) == (then,)

    def test_counts_by_facet_are_those_of_the_orders(self, store: Store) -> None:
        """Under each word that an order has once, whoever counts, and as seen at the moment."""
        known = orders_of_every_status()
        write(store, commit(*known[::2]))
        store.catch_up()
        write(store, commit(*known[1::2]))
        fields = countable(["status", "channel", "sku", "country", "carrier"])
        seen = countable(["is", "pending", "id"])
        view = Viewpoint(AT.add(days=3))
        for text in ("", *EXPRESSIONS):
            wanted = selected(text, view)
            for by in (fields, seen, (*fields, *seen), ()):
                counting = Counting(by, view)
                for order in known:
                    if wanted.holds(order):
                        counting.add(order)

                assert store.facets(wanted, by, view) == counting.facets, text
        unlike = OrderFilter(statuses=[OrderStatus.PENDING])
        counted = store.facets(unlike, fields[:1], view)["status"]

        assert counted == {"pending": sum(order.status.value == "pending" for order in known)}

    def test_every_status_can_be_asked_for(self, store: Store) -> None:
        """The status that a store looks at is the one that is derived from the order."""
        known = sorted(orders_of_every_status(), key=_by_placement)
        write(store, commit(*known))

        for wanted in OrderStatus:
            found = list(store.orders(OrderFilter(statuses=frozenset({wanted}))))

            assert found == [order for order in known if status(order) is wanted]

    def test_orders_that_are_short_can_be_asked_for(self, store: Store) -> None:
        """Those that lack units which still wait: not all that a shortage was recorded of."""
        short, gone = (attrs.evolve(placed(id), short=("1",)) for id in ("short", "gone"))
        units = tuple([Units(line.id, line.quantity) for line in gone.lines])
        sent = Parcel(id="P1", units=units, shipped_at=AT)
        gone = attrs.evolve(gone, parcels=(sent,))
        filled = attrs.evolve(short, short=())
        write(store, commit(placed("whole"), short, gone))

        found = store.orders(OrderFilter(short=True))
        write(store, commit(filled, was=1))

        assert [order.id for order in found] == ["short"]
        assert store.orders(OrderFilter(short=True)) == ()

    def test_bounds_are_exact_to_the_microsecond(self, store: Store) -> None:
        """From is inclusive, until is not, and a microsecond decides."""
        tick = dt.timedelta(microseconds=1)
        moments = {"before": AT - tick, "at": AT, "after": AT + tick}
        write(store, *(commit(placed(id, at=at)) for id, at in moments.items()))

        late = [order.id for order in store.orders(OrderFilter(placed_from=AT))]
        early = [order.id for order in store.orders(OrderFilter(placed_until=AT))]

        assert (early, late) == (["before"], ["at", "after"])

    def test_placements_before_1970_sort_too(self, store: Store) -> None:
        """Time does not begin with the clock of a computer."""
        old = [AT.set(year=year) for year in (1969, 1901, 1970)]
        write(store, *(commit(placed(str(at.year), at=at)) for at in old))

        found = [order.id for order in store.orders(EVERY_ORDER)]

        assert found == ["1901", "1969", "1970"]

    def test_pages_are_complete_and_repeat_nothing(self, store: Store) -> None:
        """However long a page is, all pages together are what one long page is."""
        known = sorted(orders_of_every_status(), key=_by_placement)
        write(store, commit(*known))
        wanted = OrderFilter(channels=frozenset({"MFN"}))
        meant = [order for order in known if wanted.holds(order)]

        for length in (1, 7, len(known), 500):
            assert every(store.orders, wanted=EVERY_ORDER, limit=length) == known
            assert every(store.orders, wanted=wanted, limit=length) == meant

    def test_a_page_is_as_long_as_its_limit(self, store: Store) -> None:
        """Only the last page is shorter, and the one after it is empty."""
        known = sorted(orders_of_every_status()[:5], key=_by_placement)
        write(store, commit(*known))

        assert store.orders(EVERY_ORDER, limit=3) == tuple(known[:3])
        assert store.orders(EVERY_ORDER, after=known[2], limit=3) == tuple(known[3:])
        assert store.orders(EVERY_ORDER, after=known[4], limit=3) == ()
        assert store.orders(EVERY_ORDER, limit=0) == ()

    def test_pages_stay_as_they_are_while_others_write(self, store: Store) -> None:
        """What is added or changed before the place where a reader stands moves nothing."""
        day = dt.timedelta(days=1)
        known = [placed(f"O-{number}", at=AT + number * day) for number in range(6)]
        write(store, commit(*known))
        first = store.orders(EVERY_ORDER, limit=3)

        write(store, commit(placed("early", at=AT - day), placed("late", at=AT + 9 * day)))
        write(store, commit(placed("O-1", at=AT + day, channel="FBA"), was=1))
        second = store.orders(EVERY_ORDER, after=first[-1], limit=9)

        assert [order.id for order in (*first, *second)] == [
            *(f"O-{number}" for number in range(6)),
            "late",
        ]

    def test_a_replaced_order_is_found_as_it_stands(self, store: Store) -> None:
        """An order is found once, under its present status and channel only."""
        first, then = placed(channel="MFN"), placed(channel="FBA")
        write(store, commit(first), commit(then, was=1))

        assert list(store.orders(EVERY_ORDER)) == [then]
        assert list(store.orders(OrderFilter(channels=frozenset({"MFN"})))) == []
