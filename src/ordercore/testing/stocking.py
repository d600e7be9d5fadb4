"""Commands about stock, and walks of them over one shelf per owner."""

from collections.abc import Callable
from typing import Any

from ordercore.inventory import (
    ADJUSTMENT_REASONS,
    AdjustStock,
    CommitReserved,
    Condition,
    ConsumeReserved,
    CountStock,
    DisposeUnits,
    ExpireReserved,
    ExtendReservation,
    FillBackorder,
    InventoryCommand,
    ReceiveStock,
    RegradeUnits,
    ReleaseReserved,
    ReserveUnits,
    RestockUnits,
    SetStockTerms,
    TakeUnreserved,
)
from ordercore.kernel.time import Instant

Pick = Callable[[int], int]

MOST = 5
"""Units in one command, so that few are enough to run out."""

ORDERED: tuple[Callable[..., InventoryCommand], ...] = (
    ReserveUnits,
    ReleaseReserved,
    ConsumeReserved,
    TakeUnreserved,
    RestockUnits,
)
"""What is asked of stock with a number of units, for an owner."""


def next_command(
    pick: Pick, at: Instant, *, sku: str = "A", pool: str = "main", orders: int = 3
) -> InventoryCommand:
    """Make a command about one SKU in one pool, of up to five units.

    Half of them are those that an order's life consists of, the other half any.
    """
    about: dict[str, Any] = {"sku": sku, "pool": pool, "at": at}
    quantity = 1 + pick(MOST)
    owner = f"O-{pick(orders)}"
    if pick(2):
        return _seldom(pick, {**about, "quantity": quantity}, about, owner)
    kind = pick(len(ORDERED) + 1)
    if kind == len(ORDERED):
        return ReceiveStock(**about, quantity=quantity)
    return ORDERED[kind](**about, quantity=quantity, owner=owner)


def _seldom(
    pick: Pick, units: dict[str, Any], about: dict[str, Any], owner: str
) -> InventoryCommand:
    quantity, soon = units["quantity"], about["at"].add(minutes=1 + pick(60))
    ours, condition = {**about, "owner": owner}, tuple(Condition)[pick(len(Condition))]
    makes: tuple[Callable[[], InventoryCommand], ...] = (
        lambda: ReserveUnits(**units, owner=owner, expires_at=soon),
        lambda: ReserveUnits(**units, owner=owner, using=owner, commit=bool(pick(2))),
        lambda: ReserveUnits(**units, owner=owner, backorder=False),
        lambda: ReserveUnits(**units, owner=owner, preorder=True),
        lambda: ExtendReservation(**ours, expires_at=soon.add(minutes=pick(60))),
        lambda: CommitReserved(**(ours if pick(2) else {**units, "owner": owner})),
        lambda: ReleaseReserved(**ours),
        lambda: ReleaseReserved(**units, owner=owner, up_to=True),
        lambda: ExpireReserved(**ours),
        lambda: FillBackorder(**ours),
        lambda: ConsumeReserved(**units, owner=owner, else_unreserved=True),
        lambda: RestockUnits(**units, owner=owner, condition=condition),
        lambda: _adjustment(pick, quantity, about),
        lambda: CountStock(**about, counted=pick(2 * MOST)),
        lambda: RegradeUnits(**units, were=None, now=condition),
        lambda: RegradeUnits(**units, were=condition, now=None),
        lambda: DisposeUnits(**units, condition=condition),
        lambda: SetStockTerms(
            **about, safety=pick(3), backorder_limit=pick(6), preorder_limit=pick(6), low_at=pick(4)
        ),
    )
    return makes[pick(len(makes))]()


def _adjustment(pick: Pick, quantity: int, about: dict[str, Any]) -> InventoryCommand:
    rows = tuple(ADJUSTMENT_REASONS.values())
    row = rows[pick(len(rows))]
    return AdjustStock(**about, quantity=quantity if row.adds else -quantity, reason=row.code)
