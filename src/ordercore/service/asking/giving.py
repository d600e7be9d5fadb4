"""What every way of asking shares: a clock, new ids, and somebody who decides."""

from abc import ABC, abstractmethod

from ordercore.errors import InvalidValue
from ordercore.inventory import InventoryCommand, Stock
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, instant
from ordercore.orders.message import OrderCommand
from ordercore.orders.state import Order
from ordercore.ports.clock import Clock
from ordercore.ports.identity import Identity


class Giving(ABC):
    """Gives commands to be decided."""

    def __init__(self, clock: Clock, identity: Identity) -> None:
        self._clock = clock
        self._identity = identity

    @abstractmethod
    def handle(self, command: OrderCommand, *, id: str | None = None) -> Order:
        """Decide a command about an order, and keep what it brings about."""

    @abstractmethod
    def order(self, order_id: str) -> Order:
        """Find an order."""

    @abstractmethod
    def _handle_stock(self, command: InventoryCommand, id: str | None) -> Stock:
        """Decide a command about stock, and keep what it brings about."""

    @abstractmethod
    def _handle_seen(self, command: OrderCommand, id: str | None, version: int) -> Order:
        """Decide a command that was made for one version of its order, and for no other."""

    @abstractmethod
    def _seen(self, order_id: str, id: str | None) -> tuple[Order, int]:
        """Find an order with its version: as a command id found it once, or else as it stands."""

    def _at(self, at: object) -> Instant:
        return self._clock.now() if at is None else instant(at)


def money(amount: Money | str | None, field: str = "amount") -> Money | None:
    """Read an amount that was given as text, such as ``"12.50 USD"``.

    Raises:
        InvalidValue: when it is not an amount and a currency.
    """
    read = Money.parse(amount, field) if isinstance(amount, str) else amount
    if read is not None and not isinstance(read, Money):
        raise InvalidValue(field, amount, 'an amount of money such as "12.50 USD"')
    return read
