"""Checking the desk after a replay: what must be true, with the numbers that show it."""

from collections import Counter
from collections.abc import Mapping

import attrs

import ordercore as oc
from ordercore.orders.message import OrderEvent
from ordercore.orders.money import captured, refunded, refunded_by_line
from ordercore.service.looking import every_order

SAMPLE = 20
"""Every so many orders, one is folded from its events again."""


@attrs.frozen
class Check:
    """Something that must be true; every count of ``wrong`` things must be zero."""

    name: str
    law: str
    numbers: Mapping[str, int]
    wrong: Mapping[str, int]

    @property
    def holds(self) -> bool:
        """Tell whether nothing is wrong."""
        return not any(self.wrong.values())


class Ledger:
    """Adds up stored orders one by one, by ways other than the desk's own."""

    def __init__(self) -> None:
        self.orders = 0
        self.units = Counter[str]()
        self.money = Counter[str]()
        self.shipped = Counter[str]()
        self.restocked = Counter[str]()
        self.wrong = Counter[str]()
        self.replayed = Counter[str]()

    def add(self, desk: oc.OrderDesk, order: oc.Order) -> None:
        """Add an order."""
        if self.orders % SAMPLE == 0:
            self._fold_again(desk, order)
        self.orders += 1
        stations = order.stations
        self._add_units(order, stations)
        self._add_money(order, stations)
        self._add_stock(order)

    def _fold_again(self, desk: oc.OrderDesk, order: oc.Order) -> None:
        kept = [recorded.event for recorded in desk.timeline(order.id)]
        again = oc.fold(event for event in kept if isinstance(event, OrderEvent))
        self.replayed.update(orders=1, events=len(kept), returns=len(order.returns))
        self.wrong["orders_that_differ"] += again != order

    def _add_units(self, order: oc.Order, stations: Mapping[str, oc.Stations]) -> None:
        for line in order.lines:
            parts = attrs.asdict(stations[line.id])
            self.units.update(parts, ordered=line.quantity)
            if sum(parts.values()) != line.quantity or min(parts.values()) < 0:
                self.wrong["lines_not_adding_up"] += 1

    def _add_money(self, order: oc.Order, stations: Mapping[str, oc.Stations]) -> None:
        given_back = refunded_by_line(order)
        kept = 0
        for line in order.lines:
            if line.charges is None:
                continue
            units = stations[line.id].returned
            kept += line.charges.portion(line.quantity, units, line.quantity - units).total
            if line.id in given_back and given_back[line.id].exceeds(line.charges):
                self.wrong["lines_refunded_beyond_charges"] += 1
        self.money.update(paid=captured(order), refunded=refunded(order), kept=kept)
        self.wrong["orders_not_balancing"] += captured(order) - refunded(order) != kept

    def _add_stock(self, order: oc.Order) -> None:
        skus = {line.id: line.sku for line in order.lines}
        for parcel in order.parcels:
            for units in parcel.units:
                self.shipped[skus[units.line]] += units.quantity
        for rma in order.returns:
            for received in rma.received:
                if received.sellable:
                    self.restocked[skus[received.units.line]] += received.units.quantity


def check(
    desk: oc.OrderDesk, received: Mapping[str, int], sold: Counter[str], returned: int
) -> tuple[Check, ...]:
    """Check a desk against what it was given.

    ``received`` is what was put on hand of each SKU; ``sold`` are the units and the pence of the
    orders that it took, and ``returned`` the units that it let come back.
    """
    ledger = Ledger()
    for order in every_order(desk.store):
        ledger.add(desk, order)
    units, money, wrong = ledger.units, ledger.money, ledger.wrong
    on_hand = reserved = wrong_skus = 0
    for sku, quantity in received.items():
        stock = desk.stock(sku)
        on_hand += stock.on_hand
        reserved += stock.reserved
        expected = quantity - ledger.shipped[sku] + ledger.restocked[sku]
        wrong_skus += stock.on_hand != expected or stock.reserved != 0
    return (
        Check(
            "units",
            "every unit ordered is in one station: sold = delivered + returned",
            {name: units[name] for name in ("ordered", "delivered", "returned")},
            {
                "lines_not_adding_up": wrong["lines_not_adding_up"],
                "units_elsewhere": units["ordered"] - units["delivered"] - units["returned"],
                "beyond_what_was_asked": units["ordered"] - sold["units"],
                "beyond_what_was_let_in": units["returned"] - returned,
            },
        ),
        Check(
            "money",
            "paid - refunded = what the units that were kept cost, in pence",
            {name: money[name] for name in ("paid", "refunded", "kept")},
            {
                "orders_not_balancing": wrong["orders_not_balancing"],
                "lines_refunded_beyond_charges": wrong["lines_refunded_beyond_charges"],
                "beyond_what_was_asked": money["paid"] - sold["pence"],
            },
        ),
        Check(
            "stock",
            "of every SKU: received - shipped + restocked = on hand, and nothing is reserved",
            {
                "skus": len(received),
                "received": sum(received.values()),
                "shipped": ledger.shipped.total(),
                "restocked": ledger.restocked.total(),
                "on_hand": on_hand,
                "reserved": reserved,
            },
            {"skus_not_adding_up": wrong_skus},
        ),
        Check(
            "replay",
            f"folding the events of every {SAMPLE}th order gives the order that is stored",
            dict(ledger.replayed),
            {"orders_that_differ": wrong["orders_that_differ"]},
        ),
    )
