"""Asking of stock: what comes, what is there, and what becomes of it."""

from collections.abc import Mapping
from typing import Any

from ordercore.inventory import (
    ChangeInbound,
    CloseInbound,
    Condition,
    EndMirror,
    ExpectInbound,
    MirrorSummary,
    ReceiveStock,
    RestockUnits,
    SetStockTerms,
)
from ordercore.service.asking.giving import Giving, OrderAnswer, StockAnswer


class AskingStock(Giving[OrderAnswer, StockAnswer]):
    """What can be asked of stock.

    ``cause`` is a host's own name for what happened, which brings it about once.
    """

    def receive(
        self,
        sku: str,
        quantity: int,
        *,
        pool: str = "main",
        inbound: str = "",
        cause: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> StockAnswer:
        """Put newly arrived units on hand; fewer are then on their way as ``inbound``."""
        said = self._said(sku, pool, cause, at)
        return self._handle_stock(
            ReceiveStock(**said, quantity=quantity, inbound=inbound), command_id
        )

    def expect_inbound(
        self,
        sku: str,
        quantity: int,
        inbound: str,
        *,
        expected: object = None,
        pool: str = "main",
        cause: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> StockAnswer:
        """Expect units that are on their way, under a reference of their own."""
        said = {**self._said(sku, pool, cause, at), "quantity": quantity, "inbound": inbound}
        return self._handle_stock(ExpectInbound(**said, expected=expected), command_id)

    def change_inbound(
        self,
        sku: str,
        quantity: int,
        inbound: str,
        *,
        expected: object = None,
        pool: str = "main",
        cause: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> StockAnswer:
        """Expect so many units from now on of what is on its way, and at this time."""
        said = {**self._said(sku, pool, cause, at), "quantity": quantity, "inbound": inbound}
        return self._handle_stock(ChangeInbound(**said, expected=expected), command_id)

    def close_inbound(
        self,
        sku: str,
        inbound: str,
        *,
        pool: str = "main",
        cause: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> StockAnswer:
        """Expect no more of what was on its way."""
        said = self._said(sku, pool, cause, at)
        return self._handle_stock(CloseInbound(**said, inbound=inbound), command_id)

    def restock(
        self,
        sku: str,
        quantity: int,
        *,
        owner: str,
        condition: Condition | None = None,
        pool: str = "main",
        cause: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> StockAnswer:
        """Put units on hand that came back sellable, or into the condition that they are in."""
        said = {**self._said(sku, pool, cause, at), "quantity": quantity, "owner": owner}
        return self._handle_stock(RestockUnits(**said, condition=condition), command_id)

    def set_stock_terms(
        self,
        sku: str,
        *,
        safety: int = 0,
        backorder_limit: int = 0,
        preorder_limit: int = 0,
        low_at: int | None = None,
        pool: str = "main",
        cause: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> StockAnswer:
        """Set all terms of stock: what is left out is none."""
        terms: dict[str, Any] = {"safety": safety, "backorder_limit": backorder_limit}
        terms |= {"preorder_limit": preorder_limit, "low_at": low_at}
        return self._handle_stock(
            SetStockTerms(**self._said(sku, pool, cause, at), **terms), command_id
        )

    def mirror_summary(
        self,
        sku: str,
        *,
        pool: str,
        fulfillable: int,
        inbound_working: int = 0,
        inbound_shipped: int = 0,
        inbound_receiving: int = 0,
        reserved: int = 0,
        pending_customer_order: int | None = None,
        pending_transshipment: int | None = None,
        fc_processing: int | None = None,
        researching: int = 0,
        unfulfillable: Mapping[Condition, int] | None = None,
        total: int | None = None,
        sequence: int | None = None,
        ours: int | None = None,
        cause: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> StockAnswer:
        """Take over what the keeper of a pool says is there, in figures that are absolute."""
        command = MirrorSummary(
            **self._said(sku, pool, cause, at),
            fulfillable=fulfillable,
            inbound_working=inbound_working,
            inbound_shipped=inbound_shipped,
            inbound_receiving=inbound_receiving,
            reserved=reserved,
            pending_customer_order=pending_customer_order,
            pending_transshipment=pending_transshipment,
            fc_processing=fc_processing,
            researching=researching,
            unfulfillable=unfulfillable or {},
            total=total,
            sequence=sequence,
            ours=ours,
        )
        return self._handle_stock(command, command_id)

    def end_mirror(
        self,
        sku: str,
        *,
        pool: str = "main",
        cause: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> StockAnswer:
        """Keep stock of a mirrored pool oneself from now on, beginning with what was told last."""
        return self._handle_stock(EndMirror(**self._said(sku, pool, cause, at)), command_id)

    def _said(self, sku: str, pool: str, cause: str, at: object) -> dict[str, Any]:
        return {"sku": sku, "pool": pool, "cause": cause, "at": self._at(at)}
