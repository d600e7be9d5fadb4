"""Asking for stock."""

from ordercore.inventory import ReceiveStock, Stock
from ordercore.service.asking.giving import Giving


class AskingStock(Giving):
    """What can be asked of stock."""

    def receive(
        self,
        sku: str,
        quantity: int,
        *,
        pool: str = "main",
        at: object = None,
        command_id: str | None = None,
    ) -> Stock:
        """Put newly arrived units on hand."""
        command = ReceiveStock(sku=sku, quantity=quantity, pool=pool, at=self._at(at))
        return self._handle_stock(command, command_id)
