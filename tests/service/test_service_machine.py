"""A desk under any sequence of commands, against a model that only counts units."""

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
)

from ordercore import Line, OrderDesk, Refused, ReturnUnits, Units, World
from ordercore.adapters.memory import CountingIdentity, FixedClock, MemoryListener, MemoryStore
from ordercore.inventory import Reservation
from ordercore.ports.records import Key
from ordercore.shipping import Trouble
from ordercore.testing import (
    LAWS_OF_AN_ORDER,
    live_equals_replay,
    stock_is_never_promised_twice,
)

SKUS = ("A", "B")

COUNTS = st.integers(1, 3)

PARCELS = st.integers(0, 1)


class Counted:
    """What the model knows of an order: one line of one SKU, and where its units are."""

    def __init__(self, sku: str, quantity: int) -> None:
        self.sku = sku
        self.awaiting = quantity
        self.paid = False
        self.parcels: list[int] = []
        self.delivered: set[int] = set()
        self.let_back: dict[int, int] = {}
        self.returning: list[tuple[int, int]] = []
        self.held = 0
        self.stranded: set[int] = set()
        self.back: set[int] = set()
        self.paid_back: set[int] = set()

    @property
    def may_ship(self) -> bool:
        """Whether something waits that is paid, and nothing holds it."""
        return self.paid and self.awaiting > 0 and not self.held


class DeskMachine(RuleBasedStateMachine):
    """Sells one line per order out of stock that is counted by hand beside it."""

    orders: Bundle[str] = Bundle("orders")
    returns: Bundle[tuple[str, str]] = Bundle("returns")

    def __init__(self) -> None:
        super().__init__()
        self.clock = FixedClock("2026-03-02T09:30:00Z")
        self.desk = OrderDesk(
            MemoryStore(),
            world=World(pools={"MFN": "main"}),
            clock=self.clock,
            identity=CountingIdentity(),
        )
        self.on_hand = dict.fromkeys(SKUS, 0)
        self.reserved = dict.fromkeys(SKUS, 0)
        self.known: dict[str, Counted] = {}
        self.notices = 0

    @rule(sku=st.sampled_from(SKUS), quantity=COUNTS)
    def receive(self, sku: str, quantity: int) -> None:
        """New units arrive."""
        self.desk.receive(sku, quantity)
        self.on_hand[sku] += quantity

    @initialize()
    def fill_the_shelves(self) -> None:
        """Some orders find stock."""
        for sku in SKUS:
            self.receive(sku, 40)

    @rule(
        target=orders, sku=st.sampled_from(SKUS), quantity=st.integers(2, 6), far=st.integers(0, 5)
    )
    def place(self, sku: str, quantity: int, far: int) -> str | MultipleResults[str]:
        """An order is accepted exactly when its units are free; some go far at once."""
        order_id = f"order {len(self.known)}"
        free = self.on_hand[sku] - self.reserved[sku]
        line = Line(sku, quantity, price="3.33 EUR")
        accepted = self._accepted(
            lambda: self.desk.place(channel="MFN", lines=[line], order_id=order_id)
        )
        assert accepted is (quantity <= free)
        if not accepted:
            return multiple()
        self.known[order_id] = Counted(sku, quantity)
        self.reserved[sku] += quantity
        self.notices += 1
        if far:
            self.pay(order_id)
        for parcel in range(min(far - 1, 2)):
            self.ship(order_id, quantity // 2)
            if far > 3:
                self.deliver(order_id, parcel)
        return order_id

    @rule(order_id=orders)
    def pay(self, order_id: str) -> None:
        """An order is paid once, while anything is left of it."""
        counted = self.known[order_id]
        live = counted.awaiting > 0 or bool(counted.parcels)
        accepted = self._accepted(lambda: self.desk.confirm_payment(order_id))
        assert accepted is (live and not counted.paid)
        counted.paid = counted.paid or accepted
        self.notices += accepted and counted.may_ship

    @rule(order_id=orders, quantity=COUNTS)
    def ship(self, order_id: str, quantity: int) -> None:
        """Paid units that wait can be shipped, and leave stock and promise."""
        counted = self.known[order_id]
        accepted = self._accepted(
            lambda: self.desk.confirm_shipment(order_id, units=[Units("1", quantity)])
        )
        assert accepted is (counted.may_ship and quantity <= counted.awaiting)
        if accepted:
            counted.awaiting -= quantity
            counted.parcels.append(quantity)
            self.on_hand[counted.sku] -= quantity
            self.reserved[counted.sku] -= quantity
            self.notices += 1

    @rule(order_id=orders, quantity=COUNTS)
    def cancel(self, order_id: str, quantity: int) -> None:
        """Units that wait can be cancelled, and are free again."""
        counted = self.known[order_id]
        accepted = self._accepted(
            lambda: self.desk.cancel(order_id, reason="no_inventory", units=[Units("1", quantity)])
        )
        assert accepted is (quantity <= counted.awaiting)
        if accepted:
            counted.awaiting -= quantity
            self.reserved[counted.sku] -= quantity
            self.notices += 1

    @rule(order_id=orders, quantity=COUNTS)
    def shrink(self, order_id: str, quantity: int) -> None:
        """Before anything has left, units can be taken out, but not the last ones."""
        counted = self.known[order_id]
        accepted = self._accepted(
            lambda: self.desk.amend_order(order_id, units=[Units("1", quantity)])
        )
        assert accepted is (quantity < counted.awaiting and not counted.parcels)
        if accepted:
            counted.awaiting -= quantity
            self.reserved[counted.sku] -= quantity
            self.notices += 1

    @rule(order_id=orders)
    def hold(self, order_id: str) -> None:
        """What waits can be held, more than once."""
        counted = self.known[order_id]
        accepted = self._accepted(lambda: self.desk.place_hold(order_id, kind="manual", owner="me"))
        assert accepted is (counted.awaiting > 0)
        counted.held += accepted
        self.notices += accepted

    @rule(order_id=orders)
    def release(self, order_id: str) -> None:
        """Holds are released one by one; after the last one what waits may ship."""
        counted = self.known[order_id]
        accepted = self._accepted(lambda: self.desk.release_hold(order_id))
        assert accepted is (counted.held > 0)
        counted.held -= accepted
        self.notices += accepted and counted.may_ship

    @rule(order_id=orders, parcel=PARCELS)
    def strand(self, order_id: str, parcel: int) -> None:
        """A parcel is lost, unless the buyer sends some of it back; told twice it is lost once."""
        counted = self.known[order_id]
        accepted = self._accepted(
            lambda: self.desk.record_undelivered(order_id, f"P{parcel + 1}", Trouble.LOST)
        )
        known = parcel in counted.stranded
        assert accepted is (parcel < len(counted.parcels) and parcel not in counted.let_back)
        if accepted and not known:
            counted.stranded.add(parcel)
            self.notices += 2

    @rule(order_id=orders, parcel=PARCELS, sellable=st.booleans())
    def turn_up(self, order_id: str, parcel: int, sellable: bool) -> None:
        """A parcel that is not with its buyer comes back once, and what can be sold is on hand."""
        counted = self.known[order_id]
        accepted = self._accepted(
            lambda: self.desk.receive_undelivered(order_id, f"P{parcel + 1}", sellable=sellable)
        )
        with_buyer = parcel in counted.delivered and parcel not in counted.stranded
        away = parcel < len(counted.parcels) and parcel not in counted.back
        assert accepted is (away and not with_buyer)
        if accepted:
            counted.back.add(parcel)
            self.on_hand[counted.sku] += counted.parcels[parcel] * sellable

    @rule(order_id=orders, parcel=PARCELS, fails=st.booleans())
    def pay_back(self, order_id: str, parcel: int, fails: bool) -> None:
        """A parcel that is lost or back is paid back once; a refund that fails may come again."""
        counted = self.known[order_id]
        accepted = self._accepted(
            lambda: self.desk.refund(order_id, reason="lost", parcel_id=f"P{parcel + 1}")
        )
        gone = parcel in counted.stranded | counted.back
        assert accepted is (gone and parcel not in counted.paid_back)
        if accepted:
            refund = self.desk.order(order_id).refunds[-1]
            answer = self.desk.fail_refund if fails else self.desk.confirm_refund
            answer(order_id, refund.id)
            self.notices += 1 + fails
            if not fails:
                counted.paid_back.add(parcel)

    @rule(order_id=orders, parcel=PARCELS)
    def deliver(self, order_id: str, parcel: int) -> None:
        """A parcel that left may have arrived, also before it came back; twice told it is once."""
        counted = self.known[order_id]
        accepted = self._accepted(lambda: self.desk.record_delivery(order_id, f"P{parcel + 1}"))
        assert accepted is (parcel < len(counted.parcels))
        if accepted and parcel not in counted.delivered:
            counted.delivered.add(parcel)
            self.notices += 1

    @rule(target=returns, order_id=orders, parcel=PARCELS, quantity=COUNTS)
    def ask_back(self, order_id: str, parcel: int, quantity: int) -> tuple[str, str]:
        """Delivered units that are in no return may come back."""
        counted = self.known[order_id]
        with_buyer = parcel in counted.delivered - counted.stranded - counted.back
        free = counted.parcels[parcel] if with_buyer else 0
        free -= counted.let_back.get(parcel, 0)
        units = [ReturnUnits(f"P{parcel + 1}", "1", quantity)]
        accepted = self._accepted(
            lambda: self.desk.request_return(order_id, units=units, reason="x")
        )
        assert accepted is (quantity <= free)
        if accepted:
            counted.let_back[parcel] = counted.let_back.get(parcel, 0) + quantity
            counted.returning.append((parcel, quantity))
            self.notices += 2
        return order_id, f"R{len(counted.returning)}" if accepted else "none"

    @rule(asked=consumes(returns), sellable=st.booleans())
    def come_back(self, asked: tuple[str, str], sellable: bool) -> None:
        """What comes back is refunded once, and what can be sold is on hand again."""
        order_id, return_id = asked
        if return_id == "none":
            return
        counted = self.known[order_id]
        parcel, quantity = counted.returning[int(return_id[1:]) - 1]
        units = [ReturnUnits(f"P{parcel + 1}", "1", quantity)]
        self.desk.receive_return(order_id, return_id, units=units, sellable=sellable)
        self.desk.refund(order_id, reason="customer_return", return_id=return_id)
        assert not self._accepted(
            lambda: self.desk.refund(order_id, reason="customer_return", return_id=return_id)
        )
        self.on_hand[counted.sku] += quantity * sellable
        self.notices += 2

    @rule()
    def tell(self) -> None:
        """All waiting notices are delivered, each once."""
        listener = MemoryListener()
        assert len(self.desk.deliver_notices(listener, limit=1000).delivered) == self.notices
        assert len(listener.announcements) == self.notices
        self.notices = 0

    @invariant()
    def the_books_are_those_of_the_model(self) -> None:
        """Stock, promises and waiting units are what was counted by hand."""
        for sku in SKUS:
            stock = self.desk.stock(sku)
            assert (stock.on_hand, stock.reserved) == (self.on_hand[sku], self.reserved[sku])
            keys = [Key("reservation", f"main/{sku}/{order}") for order in self.known]
            rows = [row.value for row in self.desk.store.load(keys).values()]
            holds = [hold for hold in rows if isinstance(hold, Reservation)]
            stock_is_never_promised_twice(stock, holds)
        found = {order.id: order for order in self.desk.find()}
        for order_id, counted in self.known.items():
            if order_id in found:
                assert found[order_id].stations["1"].awaiting == counted.awaiting

    @invariant()
    def every_order_keeps_the_laws(self) -> None:
        """Units and money are conserved in each."""
        for order in self.desk.find():
            for law in LAWS_OF_AN_ORDER:
                law(order)

    def teardown(self) -> None:
        """What is stored is what its events tell."""
        keys = [Key("order", order) for order in self.known]
        live_equals_replay(self.desk.store, [*keys, *(Key("stock", f"main/{s}") for s in SKUS)])

    def _accepted(self, ask: Callable[[], object]) -> bool:
        before = repr(self.desk.find()), [self.desk.stock(sku) for sku in SKUS]
        try:
            ask()
        except Refused:
            assert before == (repr(self.desk.find()), [self.desk.stock(sku) for sku in SKUS])
            return False
        return True


TestDeskMachine = DeskMachine.TestCase
