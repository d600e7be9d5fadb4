"""The figures of an order report once more, slowly: as the words of the issue have them.

Nothing here knows facts, tallies or questions. Each figure is one sentence about orders, asked for
one period and one group at a time, with days found by walking a clock through the zone.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from zoneinfo import ZoneInfo

from ordercore.orders.parts import RefundStatus
from ordercore.orders.state import Order

ZONES = {"DE": "Europe/Berlin", "JP": "Asia/Tokyo"}
"""Of the marketplaces in which generated orders are sold."""

Amounts = Mapping[str, Fraction]


def day_of(at: dt.datetime, order: Order, zone: str | None) -> dt.date:
    """Give the day that a calendar on the wall shows, of the zone or of the order's marketplace."""
    name = zone or ZONES.get(order.terms.marketplace, "UTC")
    return dt.datetime.fromisoformat(at.isoformat()).astimezone(ZoneInfo(name)).date()


class Slow:
    """Figures of some orders over some days, told apart by nothing or by one word."""

    def __init__(
        self,
        orders: Iterable[Order],
        days: set[dt.date] | None,
        zone: str | None,
        *,
        dimension: str = "",
        word: str = "",
    ) -> None:
        self.dimension, self.word, self.days, self.zone = dimension, word, days, zone
        self.orders = [order for order in orders if self._is_of(order)]

    def _is_of(self, order: Order) -> bool:
        terms = order.terms
        country = order.ship_to.country if order.ship_to is not None else ""
        words = {
            "channel": terms.channel,
            "marketplace": terms.marketplace,
            "service": terms.service,
            "country": country,
        }
        if self.dimension == "sku":
            return self.word in [line.sku for line in order.lines]
        return words.get(self.dimension, self.word) == self.word

    def _on(self, at: dt.datetime, order: Order) -> bool:
        return self.days is None or day_of(at, order, self.zone) in self.days

    def _line(self, order: Order, line_id: str) -> bool:
        skus = {line.id: line.sku for line in order.lines}
        return self.dimension != "sku" or skus[line_id] == self.word

    def _placed(self, *, sold: bool = True) -> Iterator[Order]:
        for order in self.orders:
            is_sale = order.terms.replacement is None
            if is_sale is sold and self._on(order.terms.placed_at, order):
                yield order

    def figures(self) -> dict[str, Fraction | Amounts]:
        """Give every figure: counts as numbers, amounts by currency, without zeros."""
        told: dict[str, Fraction | Amounts] = {}
        for name in ("item_value", "tax", "shipping_value", "discounts"):
            told[name] = self._charged(name)
        sold = list(self._placed())
        told["orders"] = Fraction(len(sold))
        told["units"] = Fraction(self._ordered(sold))
        both = [*sold, *self._placed(sold=False)]
        told["cancelled"] = Fraction(sum(self._nothing_left(order) for order in both))
        told["cancelled_units"] = Fraction(
            sum(
                units.quantity
                for order in both
                for gone in order.cancellations
                for units in gone.units
                if self._line(order, units.line)
            )
        )
        told.update(self._parcels())
        told.update(self._back())
        return told

    def _ordered(self, orders: Iterable[Order]) -> int:
        return sum(
            line.quantity for order in orders for line in order.lines if self._line(order, line.id)
        )

    @staticmethod
    def _nothing_left(order: Order) -> bool:
        cancelled = sum(some.quantity for gone in order.cancellations for some in gone.units)
        return not order.parcels and cancelled == sum(line.quantity for line in order.lines)

    def _charged(self, name: str) -> Amounts:
        components = {
            "item_value": ("item",),
            "tax": ("tax", "shipping_tax", "gift_wrap_tax"),
            "shipping_value": ("shipping",),
            "discounts": ("discount", "shipping_discount"),
        }[name]
        total: Counter[str] = Counter()
        for order in self._placed():
            for line in order.lines:
                if line.charges is not None and self._line(order, line.id):
                    minor = sum(getattr(line.charges, part) for part in components)
                    total[line.charges.currency] += minor
        return _plain(total)

    def _parcels(self) -> dict[str, Fraction | Amounts]:
        parcels = units = arrived = costed = 0
        to_ship, to_deliver = [], []
        cost: Counter[str] = Counter()
        for order in self.orders:
            for parcel in order.parcels:
                mine = [some.quantity for some in parcel.units if self._line(order, some.line)]
                if not mine or (self.dimension == "carrier" and parcel.carrier != self.word):
                    continue
                placed = order.terms.placed_at
                if self._on(parcel.shipped_at, order):
                    parcels, units = parcels + 1, units + sum(mine)
                    to_ship.append(_seconds(placed, parcel.shipped_at))
                    if parcel.label_cost is not None:
                        costed += 1
                        cost[parcel.label_cost.currency] += parcel.label_cost.minor
                at = parcel.delivered_at
                if parcel.is_with_buyer and at is not None and self._on(at, order):
                    arrived += 1
                    to_deliver.append(_seconds(placed, at))
        told: dict[str, Fraction | Amounts] = {
            "parcels": Fraction(parcels),
            "shipped_units": Fraction(units),
            "delivered": Fraction(arrived),
        }
        if to_ship:
            told["time_to_ship"] = Fraction(sum(to_ship), len(to_ship))
        if to_deliver:
            told["time_to_deliver"] = Fraction(sum(to_deliver), len(to_deliver))
        if self.dimension != "sku":
            told["costed_parcels"], told["shipping_cost"] = Fraction(costed), _plain(cost)
        return told

    def _back(self) -> dict[str, Fraction | Amounts]:
        returns = returned = received = refunds = 0
        paid_back: Counter[str] = Counter()
        for order in self.orders:
            reasons = {rma.id: rma.reason for rma in order.returns}
            for rma in order.returns:
                if self.dimension == "reason" and rma.reason != self.word:
                    continue
                asked = [some.quantity for some in rma.units if self._line(order, some.line)]
                if asked and self._on(rma.requested_at, order):
                    returns, returned = returns + 1, returned + sum(asked)
                received += sum(
                    some.units.quantity
                    for some in rma.received
                    if self._on(some.at, order) and self._line(order, some.units.line)
                )
            for refund in order.refunds:
                reason = reasons.get(refund.return_id or "", "")
                if refund.status is RefundStatus.FAILED or not self._on(refund.at, order):
                    continue
                if self.dimension == "reason" and reason != self.word:
                    continue
                given = [part for part in refund.parts if self._line(order, part.line)]
                again = [part for part in refund.recharged if self._line(order, part.line)]
                refunds += bool(given or again or self.dimension != "sku")
                for part in given:
                    paid_back[part.charges.currency] += part.charges.total
                for part in again:
                    paid_back[part.charges.currency] -= part.charges.total
        return {
            "returns": Fraction(returns),
            "returned_units": Fraction(returned),
            "received_units": Fraction(received),
            "refunds": Fraction(refunds),
            "refunded": _plain(paid_back),
        }


def _seconds(since: dt.datetime, until: dt.datetime) -> int:
    begun, over = (dt.datetime.fromisoformat(at.isoformat()) for at in (since, until))
    return (over - begun) // dt.timedelta(seconds=1)


def _plain(total: Mapping[str, int]) -> Amounts:
    return {word: Fraction(minor) for word, minor in total.items() if minor}
