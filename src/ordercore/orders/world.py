"""The world: policy rows and calendars that decisions are made by, bound by the host."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from ordercore.channels import (
    CHANNELS,
    MARKETPLACES,
    PRIME_TERMS,
    SERVICES,
    Channel,
    Marketplace,
    PrimeTerms,
    Service,
    find_marketplace,
    handling_days,
)
from ordercore.channels.clock.transit import ANYWHERE
from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.checking import is_text
from ordercore.kernel.ids import Sku
from ordercore.kernel.rules import Rule
from ordercore.orders.address import Address
from ordercore.orders.reasons import (
    CANCEL_REASONS,
    HOLD_KINDS,
    REFUND_REASONS,
    CancelReason,
    HoldKind,
    RefundReason,
)
from ordercore.orders.status import OrderStatus
from ordercore.returns import POLICIES, ReturnPolicy

if TYPE_CHECKING:
    from ordercore.orders.message import OrderCommand
    from ordercore.orders.state import Order


def _no_pools() -> Mapping[str, str]:
    return {}


def _no_handling_times() -> Mapping[Sku, int]:
    return {}


def _not_known(_: Address | None) -> str:
    return ""


def _anywhere(_: Address | None) -> tuple[str, str]:
    return ANYWHERE, ANYWHERE


@attrs.frozen(kw_only=True)
class SubStatus:
    """A host's own word for some orders of one status: "engraving", say, of unshipped ones."""

    name: str
    of: OrderStatus
    holds: Callable[["Order"], bool]


AddedRule = tuple[type["OrderCommand"], Rule[Any, Any, Any]]
"""A command, and a rule that it must meet beside its own."""


@attrs.frozen(kw_only=True)
class World:
    """What a host has settled: channels, policies, working days, and which stock it keeps.

    ``pools`` names, per channel, the pool from which we ship and whose stock we therefore keep;
    stock of a channel without a pool is somebody else's truth and is never touched.
    ``calendar`` has the days and the zone in which the seller ships, ``carrier_calendar`` the days
    on which parcels are carried; ``sku_handling`` the handling days of SKUs that have their own.
    ``transit_zones`` names the carrier's zones from and to which an order goes, for the rows of
    transit of ``services``.
    ``delivery_zone`` names the zone of the tz database in which an address lies, and so where a day
    of delivery ends; blank for that of the marketplace.
    ``zone`` counts the dates of orders without a marketplace, as those of an own shop are.
    ``rules`` are the host's own, beside ours; of ``substatuses`` the first that holds counts.
    """

    channels: Mapping[str, Channel] = attrs.field(factory=lambda: dict(CHANNELS))
    pools: Mapping[str, str] = attrs.field(factory=_no_pools)
    calendar: OperatingCalendar = OperatingCalendar(zone="UTC")
    carrier_calendar: OperatingCalendar = OperatingCalendar(zone="UTC")
    services: Mapping[str, Service] = attrs.field(factory=lambda: dict(SERVICES))
    sku_handling: Mapping[Sku, int] = attrs.field(factory=_no_handling_times)
    transit_zones: Callable[[Address | None], tuple[str, str]] = _anywhere
    delivery_zone: Callable[[Address | None], str] = _not_known
    marketplaces: Mapping[str, Marketplace] = attrs.field(factory=lambda: dict(MARKETPLACES))
    return_policies: tuple[ReturnPolicy, ...] = POLICIES
    prime_terms: tuple[PrimeTerms, ...] = PRIME_TERMS
    zone: str = "UTC"
    hold_kinds: Mapping[str, HoldKind] = attrs.field(factory=lambda: dict(HOLD_KINDS))
    cancel_reasons: Mapping[str, CancelReason] = attrs.field(factory=lambda: dict(CANCEL_REASONS))
    refund_reasons: Mapping[str, RefundReason] = attrs.field(factory=lambda: dict(REFUND_REASONS))
    rules: tuple[AddedRule, ...] = ()
    substatuses: tuple[SubStatus, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse rows under another name than their own code, and handling times that cannot be."""
        tables: dict[str, Mapping[str, Any]] = {
            "channels": self.channels,
            "services": self.services,
            "hold kinds": self.hold_kinds,
            "cancel reasons": self.cancel_reasons,
            "refund reasons": self.refund_reasons,
        }
        for table, rows in tables.items():
            problems = [
                f"{row.code!r} stands as {key!r}" for key, row in rows.items() if row.code != key
            ]
            if problems:
                raise InvalidTable(table, tuple(problems))
        for sku, days in self.sku_handling.items():
            handling_days(days, f"sku_handling of {sku}")

    def marketplace_code(self, name: str) -> str:
        """Give the code of a marketplace of this world by any of its names; blank stays blank.

        Raises:
            InvalidValue: when the world has no such marketplace.
        """
        if name in ("", *self.marketplaces):
            return name
        found = find_marketplace(name) if is_text(name) else None
        if found is None or found.code not in self.marketplaces:
            known = f"a marketplace of the world ({', '.join(sorted(self.marketplaces))})"
            raise InvalidValue("marketplace", name, known)
        return found.code

    def zone_of(self, marketplace: str) -> str:
        """Give the zone in which a marketplace counts its dates."""
        known = self.marketplaces.get(marketplace)
        return known.zone if known else self.zone

    def substatus(self, order: "Order") -> str | None:
        """Give the host's own word for an order, if it has one."""
        for row in self.substatuses:
            if row.of is order.status and row.holds(order):
                return row.name
        return None


WORLD = World()
"""The defaults: Amazon's channels and an own shop, 30-day returns, Monday to Friday, no
stock kept."""
