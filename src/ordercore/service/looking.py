"""What can be looked up at the desk: orders, stock, what happened, and what it adds up to."""

from ordercore.errors import NotFound
from ordercore.inventory import Stock
from ordercore.metrics import OrderReport, order_report
from ordercore.orders.state import Order
from ordercore.ports.store import Recorded, Store
from ordercore.queries import EVERY_ORDER, OrderFilter
from ordercore.service.draft import order_key, stock_key
from ordercore.service.history import as_of


class Looking:
    """Looks things up in a store, and changes nothing."""

    store: Store

    def stock(self, sku: str, *, pool: str = "main") -> Stock:
        """Give the stock of a SKU; of one that never arrived, there is none on hand."""
        key = stock_key(pool, sku)
        value = self.store.load((key,))[key].value
        return value if isinstance(value, Stock) else Stock(sku, pool)

    def order(self, order_id: str) -> Order:
        """Find an order.

        Raises:
            NotFound: when the desk keeps no such order.
        """
        order, _ = self._order_and_version(order_id)
        return order

    def find(self, wanted: OrderFilter = EVERY_ORDER) -> tuple[Order, ...]:
        """Give the orders that a filter means, by placement."""
        return tuple(self.store.orders(wanted))

    def timeline(self, order_id: str) -> tuple[Recorded, ...]:
        """Give everything that happened to an order, in order."""
        return self.store.events(order_key(order_id))

    def as_of(
        self, order_id: str, *, at: object = None, version: int | None = None
    ) -> Order | None:
        """Give an order as it once stood; ``None`` before it was placed.

        ``at`` asks what had happened by a moment, whenever it was recorded; ``version`` asks what
        was known after so many events.

        Raises:
            NotFound: when the desk keeps no such order.
            InvalidValue: when both are given or neither.
        """
        recorded = self.timeline(order_id)
        if not recorded:
            raise NotFound("order", order_id)
        return as_of(recorded, at=at, seq=version)

    def report(
        self, *, by: str = "day", zone: str = "UTC", wanted: OrderFilter = EVERY_ORDER
    ) -> OrderReport:
        """Add up orders by day, week or month of their placement."""
        return order_report(self.store.orders(wanted), by=by, zone=zone)

    def _order_and_version(self, order_id: str) -> tuple[Order, int]:
        key = order_key(order_id)
        row = self.store.load((key,))[key]
        if not isinstance(row.value, Order):
            raise NotFound("order", order_id)
        return row.value, row.version

    def _seen(self, order_id: str, id: str | None) -> tuple[Order, int]:
        """Find an order with its version: as a command id found it once, or else as it stands."""
        if id is not None:
            recorded = self.timeline(order_id)
            first = next((some.seq for some in recorded if some.command_id == id), 1)
            before = as_of(recorded, seq=first - 1)
            if before is not None:
                return before, first - 1
        return self._order_and_version(order_id)
