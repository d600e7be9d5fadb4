"""The world: policy rows and calendars that decisions are made by, bound by the host."""

import datetime as dt
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
from ordercore.conversations.claims import ClaimWorld
from ordercore.conversations.feedback import FeedbackWorld
from ordercore.conversations.messages import MessageWorld
from ordercore.errors import InvalidTable, InvalidValue
from ordercore.inventory import (
    ADJUSTMENT_REASONS,
    CLOCK_TOLERANCES,
    SOMEWHERE,
    AdjustmentReason,
    ClockTolerance,
    Place,
    PoolTerms,
    SinglePoolFirst,
    SourcingPolicy,
    SourcingTerms,
)
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.checking import is_text
from ordercore.kernel.ids import Sku
from ordercore.kernel.rules import Rule
from ordercore.orders.address import Address
from ordercore.orders.leads import SHIP_BY_LEADS, ShipByLead
from ordercore.orders.reasons import (
    CANCEL_REASONS,
    HOLD_KINDS,
    REFUND_REASONS,
    CancelReason,
    HoldKind,
    RefundReason,
)
from ordercore.orders.replacement import REPLACEMENT_TERMS, ReplacementTerms
from ordercore.orders.retention import RecordRetention
from ordercore.orders.status import OrderStatus
from ordercore.orders.tables import check_tables
from ordercore.returns import (
    DECLINE_REASONS,
    GRADES,
    RECEIPT,
    RETURN_WAITS,
    DeclineReason,
    Grade,
    Product,
    ReturnPolicy,
    ReturnWait,
)

if TYPE_CHECKING:
    from ordercore.orders.message import OrderCommand
    from ordercore.orders.state import Order


def _no_pools() -> Mapping[str, str | tuple[str, ...]]:
    return {}


def _not_known(_: Address | None) -> str:
    return ""


def _somewhere(_: Address | None) -> Place:
    return SOMEWHERE


def _nothing(_: object) -> bool:
    return False


def _anywhere(_: Address | None) -> tuple[str, str]:
    return ANYWHERE, ANYWHERE


def _kept(pool: object) -> bool:
    return is_text(pool) and str(pool).strip() == pool != "" and "/" not in str(pool)


WHOLE_FROM_ONE = SinglePoolFirst(SourcingTerms(partial=False, backorder=True))
"""All of an order from one pool where any can, else from several, else nothing."""


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

    ``pools`` names, per channel, the pool from which we ship and whose stock we therefore keep,
    or several; stock of a channel without a pool is somebody else's truth and is never touched.
    ``sourcing`` says which of several pools ships what; ``pool_terms`` what it needs to know of
    them, and ``destination`` where an address is.
    ``hold_unpaid_for`` says, per channel, for how long units are held for an order that nobody has
    paid; without a row as long as the order stands, as imported orders and pre-orders always are.
    ``adjustment_reasons`` are the reasons for which the books of stock may be corrected.
    ``clock_tolerances`` say by how much a summary of a mirrored pool may be ahead of the clock.
    ``calendar`` has the days and the zone in which the seller ships, ``carrier_calendar`` the days
    on which parcels are carried; ``sku_handling`` the handling days of SKUs that have their own.
    ``transit_zones`` names the carrier's zones from and to which an order goes, for the rows of
    transit of ``services``.
    ``delivery_zone`` names the zone of the tz database in which an address lies, and so where a day
    of delivery ends; blank for that of the marketplace.
    ``returns`` is the policy by which returns are judged, and ``products`` says what it asks of a
    SKU: its category, the condition it is sold in, and what else its rows name.
    ``zone`` counts the dates of orders without a marketplace, as those of an own shop are.
    ``return_waits`` say for how long a return is waited for; ``decline_reasons`` for what a request
    may be declined, and ``return_grades`` in which condition units come back.
    ``retentions`` say for how long the records of orders must keep who bought; without any row,
    nothing is kept for the law's sake.
    ``ship_by_leads`` say how long before its ship-by a seller is reminded of an order, which from
    then on is at risk.
    ``claims`` has the terms of claims, and the days on which they are answered.
    ``feedback`` has what ratings count as, and when one may rate, ask and have removed.
    ``messages`` has what messages to buyers may hold, and how soon buyers are answered.
    ``publishes`` says of an event whether other systems are told of it.
    ``rules`` are the host's own, beside ours; of ``substatuses`` the first that holds counts.
    """

    channels: Mapping[str, Channel] = attrs.field(factory=lambda: dict(CHANNELS))
    pools: Mapping[str, str | tuple[str, ...]] = attrs.field(factory=_no_pools)
    sourcing: SourcingPolicy = WHOLE_FROM_ONE
    pool_terms: Mapping[str, PoolTerms] = attrs.field(factory=dict[str, PoolTerms])
    destination: Callable[[Address | None], Place] = _somewhere
    hold_unpaid_for: Mapping[str, dt.timedelta] = attrs.field(factory=dict[str, dt.timedelta])
    adjustment_reasons: Mapping[str, AdjustmentReason] = attrs.field(
        factory=lambda: dict(ADJUSTMENT_REASONS)
    )
    clock_tolerances: tuple[ClockTolerance, ...] = CLOCK_TOLERANCES
    calendar: OperatingCalendar = OperatingCalendar(zone="UTC")
    carrier_calendar: OperatingCalendar = OperatingCalendar(zone="UTC")
    services: Mapping[str, Service] = attrs.field(factory=lambda: dict(SERVICES))
    sku_handling: Mapping[Sku, int] = attrs.field(factory=dict[Sku, int])
    transit_zones: Callable[[Address | None], tuple[str, str]] = _anywhere
    delivery_zone: Callable[[Address | None], str] = _not_known
    marketplaces: Mapping[str, Marketplace] = attrs.field(factory=lambda: dict(MARKETPLACES))
    returns: ReturnPolicy = RECEIPT
    products: Mapping[Sku, Product] = attrs.field(factory=dict[Sku, Product])
    replacement_terms: tuple[ReplacementTerms, ...] = REPLACEMENT_TERMS
    return_waits: tuple[ReturnWait, ...] = RETURN_WAITS
    retentions: tuple[RecordRetention, ...] = ()
    ship_by_leads: tuple[ShipByLead, ...] = SHIP_BY_LEADS
    prime_terms: tuple[PrimeTerms, ...] = PRIME_TERMS
    zone: str = "UTC"
    hold_kinds: Mapping[str, HoldKind] = attrs.field(factory=lambda: dict(HOLD_KINDS))
    cancel_reasons: Mapping[str, CancelReason] = attrs.field(factory=lambda: dict(CANCEL_REASONS))
    refund_reasons: Mapping[str, RefundReason] = attrs.field(factory=lambda: dict(REFUND_REASONS))
    decline_reasons: Mapping[str, DeclineReason] = attrs.field(
        factory=lambda: dict(DECLINE_REASONS)
    )
    return_grades: Mapping[str, Grade] = attrs.field(factory=lambda: dict(GRADES))
    claims: ClaimWorld = ClaimWorld()
    feedback: FeedbackWorld = FeedbackWorld()
    messages: MessageWorld = MessageWorld()
    rules: tuple[AddedRule, ...] = ()
    substatuses: tuple[SubStatus, ...] = ()
    publishes: Callable[[object], bool] = _nothing

    def __attrs_post_init__(self) -> None:
        """Refuse rows under another name than their own code, and handling times that cannot be."""
        check_tables(self)
        self._check_pools()
        for channel, time in self.hold_unpaid_for.items():
            given: object = time
            if not isinstance(given, dt.timedelta) or given <= dt.timedelta():
                field = f"hold_unpaid_for of {channel}"
                raise InvalidValue(field, time, "a timedelta of more than nothing")
        for sku, days in self.sku_handling.items():
            handling_days(days, f"sku_handling of {sku}")

    def _check_pools(self) -> None:
        """Refuse pools that cannot be kept or told apart, and terms and functions that are none."""
        problems: list[str] = []
        problems += [
            f"{channel!r} is no channel of the world"
            for channel in {**self.pools, **self.hold_unpaid_for}
            if channel not in self.channels
        ]
        for channel in self.pools:
            names = self.pools_of(channel)
            if not names or len(set(names)) < len(names):
                problems.append(f"{channel} has no pool, or one twice")
            problems += [f"{channel}: {name!r} is no pool" for name in names if not _kept(name)]
        for name, terms in self.pool_terms.items():
            given: object = terms
            if not _kept(name) or not isinstance(given, PoolTerms):
                problems.append(f"the terms of {name!r} are none of a pool")
        if problems:
            raise InvalidTable("pools", tuple(problems))
        for field, value in (("sourcing", self.sourcing), ("destination", self.destination)):
            if not callable(value):
                raise InvalidValue(field, value, "a function")

    def pools_of(self, channel: str) -> tuple[str, ...]:
        """Give the pools that we keep for a channel, in the order in which they are named."""
        named: Any = self.pools.get(channel, ())
        return tuple(named) if isinstance(named, tuple | list) else (named,)

    @property
    def known_pools(self) -> frozenset[str]:
        """Every pool that a channel ships from, or that has terms."""
        shipping = (pool for channel in self.pools for pool in self.pools_of(channel))
        return frozenset(shipping) | frozenset(self.pool_terms)

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
