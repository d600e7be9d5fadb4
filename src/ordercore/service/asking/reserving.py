"""Asking for promises of units: what a basket, a draft or another host's order holds."""

from typing import Any

from ordercore.inventory import (
    CommitReserved,
    ConsumeReserved,
    ExpireReserved,
    ExtendReservation,
    FillBackorder,
    ReleaseReserved,
    ReserveUnits,
    TakeUnreserved,
    UncommitReserved,
)
from ordercore.service.asking.giving import Giving, OrderAnswer, StockAnswer


class AskingReservations(Giving[OrderAnswer, StockAnswer]):
    """What can be asked for about promises; those of orders are made by what happens to orders.

    ``owner`` is who is promised the units: an order's id, or a basket's.
    """

    def reserve(
        self,
        sku: str,
        quantity: int,
        *,
        owner: str,
        expires_at: object = None,
        using: str = "",
        backorder: bool = True,
        preorder: bool = False,
        commit: bool = False,
        pool: str = "main",
        cause: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> StockAnswer:
        """Promise units to an owner; what ``using`` names was promised to another becomes its own.

        Named as ``using``, the owner itself is promised so many in all.
        """
        command = ReserveUnits(
            **self._of(sku, owner, pool, cause, at),
            quantity=quantity,
            expires_at=expires_at,
            using=using,
            backorder=backorder,
            preorder=preorder,
            commit=commit,
        )
        return self._handle_stock(command, command_id)

    def extend_reservation(
        self,
        sku: str,
        *,
        owner: str,
        expires_at: object,
        pool: str = "main",
        cause: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> StockAnswer:
        """Let a promise expire later than it would."""
        said = self._of(sku, owner, pool, cause, at)
        return self._handle_stock(ExtendReservation(**said, expires_at=expires_at), command_id)

    def commit_reserved(
        self,
        sku: str,
        quantity: int | None = None,
        *,
        owner: str,
        pool: str = "main",
        cause: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> StockAnswer:
        """Let promised units no longer expire; without a quantity, all of them."""
        said = self._of(sku, owner, pool, cause, at)
        return self._handle_stock(CommitReserved(**said, quantity=quantity), command_id)

    def uncommit_reserved(
        self,
        sku: str,
        *,
        owner: str,
        expires_at: object,
        pool: str = "main",
        cause: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> StockAnswer:
        """Let units that were committed expire again."""
        said = self._of(sku, owner, pool, cause, at)
        return self._handle_stock(UncommitReserved(**said, expires_at=expires_at), command_id)

    def release_reserved(
        self,
        sku: str,
        quantity: int | None = None,
        *,
        owner: str,
        up_to: bool = False,
        keep: int = 0,
        pool: str = "main",
        cause: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> StockAnswer:
        """Give back units that were promised; without a quantity, all of them but ``keep``."""
        said = self._of(sku, owner, pool, cause, at)
        return self._handle_stock(
            ReleaseReserved(**said, quantity=quantity, up_to=up_to, keep=keep), command_id
        )

    def expire_reserved(
        self,
        sku: str,
        *,
        owner: str,
        pool: str = "main",
        cause: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> StockAnswer:
        """Give back what is not committed, if its time is over; else nothing happens."""
        return self._handle_stock(
            ExpireReserved(**self._of(sku, owner, pool, cause, at)), command_id
        )

    def fill_backorder(
        self,
        sku: str,
        quantity: int | None = None,
        *,
        owner: str,
        pool: str = "main",
        cause: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> StockAnswer:
        """Hold units on hand that were promised beyond them: as many as are available."""
        said = self._of(sku, owner, pool, cause, at)
        return self._handle_stock(FillBackorder(**said, quantity=quantity), command_id)

    def consume_reserved(
        self,
        sku: str,
        quantity: int,
        *,
        owner: str,
        else_unreserved: bool = False,
        pool: str = "main",
        cause: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> StockAnswer:
        """Take promised units out of stock, because they left."""
        said = {**self._of(sku, owner, pool, cause, at), "quantity": quantity}
        return self._handle_stock(
            ConsumeReserved(**said, else_unreserved=else_unreserved), command_id
        )

    def take_unreserved(
        self,
        sku: str,
        quantity: int,
        *,
        owner: str,
        pool: str = "main",
        cause: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> StockAnswer:
        """Take units out of stock that left without ever being promised."""
        said = {**self._of(sku, owner, pool, cause, at), "quantity": quantity}
        return self._handle_stock(TakeUnreserved(**said), command_id)

    def _of(self, sku: str, owner: str, pool: str, cause: str, at: object) -> dict[str, Any]:
        return {"sku": sku, "owner": owner, "pool": pool, "cause": cause, "at": self._at(at)}
