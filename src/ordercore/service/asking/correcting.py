"""Asking for the books of stock to be put right: counts, corrections, conditions and moves."""

from ordercore.errors import InvalidValue
from ordercore.inventory import (
    AdjustStock,
    Condition,
    CountStock,
    DisposeUnits,
    RegradeUnits,
)
from ordercore.service.asking.giving import OrderAnswer, StockAnswer
from ordercore.service.asking.stocking import AskingStock


class AskingCorrections(AskingStock[OrderAnswer, StockAnswer]):
    """What can be asked of stock, and for its books to be put right."""

    def adjust_stock(
        self,
        sku: str,
        quantity: int,
        *,
        reason: str,
        condition: Condition | None = None,
        counterpart: str = "",
        pool: str = "main",
        cause: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> StockAnswer:
        """Correct the books by so many units, more or fewer, for a reason."""
        said = {**self._said(sku, pool, cause, at), "quantity": quantity, "reason": reason}
        return self._handle_stock(
            AdjustStock(**said, condition=condition, counterpart=counterpart), command_id
        )

    def count_stock(
        self,
        sku: str,
        counted: int,
        *,
        pool: str = "main",
        cause: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> StockAnswer:
        """Book what was found on hand, whatever the books said."""
        said = self._said(sku, pool, cause, at)
        return self._handle_stock(CountStock(**said, counted=counted), command_id)

    def regrade_units(
        self,
        sku: str,
        quantity: int,
        *,
        were: Condition | None = None,
        now: Condition | None = None,
        pool: str = "main",
        cause: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> StockAnswer:
        """Move units from one condition to another; without one they are sellable."""
        said = {**self._said(sku, pool, cause, at), "quantity": quantity}
        return self._handle_stock(RegradeUnits(**said, were=were, now=now), command_id)

    def dispose_units(
        self,
        sku: str,
        quantity: int,
        *,
        condition: Condition,
        pool: str = "main",
        cause: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> StockAnswer:
        """Take unsellable units out of the books for good."""
        said = {**self._said(sku, pool, cause, at), "quantity": quantity}
        return self._handle_stock(DisposeUnits(**said, condition=condition), command_id)

    def move_stock(
        self,
        sku: str,
        quantity: int,
        *,
        cause: str,
        to_sku: str = "",
        pool: str = "main",
        to_pool: str = "",
        at: object = None,
    ) -> StockAnswer:
        """Move units on hand to another pool or, where it got another name, to another SKU.

        Both sides happen together and, by their cause, once; what was promised stays where it was.
        The answer is the stock to which they were moved.

        Raises:
            InvalidValue: when no cause is given, or it is where they are already.
        """
        here, there = (sku, pool), (to_sku or sku, to_pool or pool)
        if not cause:
            raise InvalidValue("cause", cause, "a name for why they are moved")
        if there == here:
            raise InvalidValue("to_sku", there[0], "another SKU, or another pool")
        when = self._at(at)
        out = AdjustStock(
            **self._said(sku, pool, cause, when),
            quantity=-quantity,
            reason="moved_out",
            counterpart="/".join(reversed(there)),
        )
        into = AdjustStock(
            **self._said(*there, cause, when),
            quantity=quantity,
            reason="moved_in",
            counterpart=f"{pool}/{sku}",
        )
        return self._handle_stocks((out, into))
