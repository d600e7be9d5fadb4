"""Sourcing again when a pool fails: the others keep what they have."""

from collections.abc import Iterable

from ordercore.inventory.sourcing.offers import Place, PoolOffer
from ordercore.inventory.sourcing.policy import SourcingPolicy
from ordercore.inventory.sourcing.sourced import Allocation, Sourced
from ordercore.inventory.sourcing.wanted import Wanted, summed
from ordercore.kernel.clauses import Clause
from ordercore.kernel.replace import replace


def resourced(
    current: Iterable[Allocation],
    failed: str,
    offers: Iterable[PoolOffer],
    destination: Place,
    policy: SourcingPolicy,
) -> Sourced:
    """Place anew what a failed pool was to ship, and leave everything else where it is.

    ``offers`` say what pools can give beside what the order has been allocated already; what the
    failed pool offers does not count.
    A pool that keeps something ships anyway, and so its parcel is counted by a limit, but more
    units in it cost none.
    Where the policy knows all or nothing, that means what the failed pool had: nobody takes back
    what another pool keeps.

    Raises:
        InvalidValue: when two offers are of one pool.
    """
    allocated = tuple(current)
    kept = [some for some in allocated if some.pool != failed]
    lost = [some for some in allocated if some.pool == failed]
    keeping = {some.pool for some in kept}
    others = [
        replace(offer, ships_anyway=offer.ships_anyway or offer.pool in keeping)
        for offer in offers
        if offer.pool != failed
    ]
    silent = keeping - {offer.pool for offer in others}
    others += [PoolOffer(pool=pool, ships_anyway=True) for pool in sorted(silent)]
    anew = policy(_units(lost), others, destination)
    return Sourced(
        allocations=_joined([*kept, *anew.allocations]),
        unsourced=anew.unsourced,
        because=(
            Clause("pool_failed", {"pool": failed, "units": sum(some.quantity for some in lost)}),
            *[
                Clause("pool_keeps", {"pool": some.pool, "sku": some.sku, "units": some.quantity})
                for some in kept
            ],
            *anew.because,
        ),
    )


def _units(lost: Iterable[Allocation]) -> tuple[Wanted, ...]:
    wanted = [Wanted(sku=some.sku, quantity=some.quantity) for some in lost]
    return tuple([Wanted(sku=sku, quantity=units) for sku, units in summed(wanted).items()])


def _joined(allocations: Iterable[Allocation]) -> tuple[Allocation, ...]:
    """Add up what one pool gives of one SKU, at hand or to come."""
    units: dict[tuple[str, str, bool], int] = {}
    for some in allocations:
        key = (some.pool, some.sku, some.backordered)
        units[key] = units.get(key, 0) + some.quantity
    return tuple(
        [
            Allocation(pool=pool, sku=sku, quantity=quantity, backordered=backordered)
            for (pool, sku, backordered), quantity in units.items()
        ]
    )
