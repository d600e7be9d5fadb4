"""What every way of asking shares: a clock, new ids, and somebody who decides."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Generic, TypeVar

from ordercore.errors import InvalidValue
from ordercore.inventory import InventoryCommand
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, instant
from ordercore.orders.message import OrderCommand
from ordercore.ports.clock import Clock
from ordercore.ports.identity import Identity
from ordercore.service.asked import Wish, Wishes
from ordercore.service.errands import Errand

OrderAnswer = TypeVar("OrderAnswer")
"""What asking about an order gives: the order, or something to await that gives it."""

StockAnswer = TypeVar("StockAnswer")
"""What asking about stock gives."""


class Clocked(ABC):
    """Knows what time it is."""

    _clock: Clock

    def _at(self, at: object) -> Instant:
        return self._clock.now() if at is None else instant(at)


class Giving(Clocked, Generic[OrderAnswer, StockAnswer]):
    """Gives commands to be decided."""

    def __init__(self, clock: Clock, identity: Identity) -> None:
        self._clock = clock
        self._identity = identity

    @abstractmethod
    def handle(self, command: OrderCommand, *, id: str | None = None) -> OrderAnswer:
        """Decide a command about an order, and keep what it brings about."""

    @abstractmethod
    def _wish(self, wish: Wish | Wishes, id: str | None) -> OrderAnswer:
        """Decide what a wish becomes in view of its order."""

    @abstractmethod
    def _handle_stock(self, command: InventoryCommand, id: str | None) -> StockAnswer:
        """Decide a command about stock, and keep what it brings about."""

    @abstractmethod
    def _handle_stocks(self, commands: Sequence[InventoryCommand]) -> StockAnswer:
        """Decide commands about stock together, all or none; the answer is that of the last."""

    @abstractmethod
    def _run(self, errand: Errand, id: str | None) -> OrderAnswer:
        """Do something outside, and note it on its order."""


def money(amount: Money | str | None, field: str = "amount") -> Money | None:
    """Read an amount that was given as text, such as ``"12.50 USD"``.

    Raises:
        InvalidValue: when it is not an amount and a currency.
    """
    read = Money.parse(amount, field) if isinstance(amount, str) else amount
    if read is not None and not isinstance(read, Money):
        raise InvalidValue(field, amount, 'an amount of money such as "12.50 USD"')
    return read


def amount_of(amount: Money | str, field: str = "amount") -> Money:
    """Read an amount that has to be there.

    Raises:
        InvalidValue: when it is not an amount and a currency.
    """
    read = money(amount, field)
    if read is None:
        raise InvalidValue(field, amount, 'an amount of money such as "12.50 USD"')
    return read
