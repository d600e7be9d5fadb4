"""Placing an order."""

from collections.abc import Iterable

import attrs

from ordercore.channels import FillPolicy
from ordercore.kernel.checking import several
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import OrderId, checked
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant, instant
from ordercore.orders.address import Address
from ordercore.orders.limits import beyond_limits
from ordercore.orders.line import Line
from ordercore.orders.message import Decisions, Folds, OrderCommand, OrderEvent, happened
from ordercore.orders.parts import Preorder, ReplacementKind, Report, Terms
from ordercore.orders.state import Order
from ordercore.orders.world import World

# Commands


def _several_lines(values: Iterable[Line]) -> tuple[Line, ...]:
    return several(values, "lines")


def _ship_by(value: object) -> Instant | None:
    return None if value is None else instant(value, "ship_by")


def _deliver_by(value: object) -> Instant | None:
    return None if value is None else instant(value, "deliver_by")


def _available_at(value: object) -> Instant | None:
    return None if value is None else instant(value, "available_at")


@attrs.frozen(kw_only=True)
class PlaceOrder(OrderCommand):
    """Enter a new order.

    Lines without an id are numbered from 1.
    ``ship_by`` and ``deliver_by`` are what the marketplace promised, where it says so; otherwise
    we compute them when the order is paid.
    ``available_at`` makes it a pre-order: nothing is paid or shipped before it is released.
    ``fill`` says what becomes of it where its fulfiller has only a part; left out, it is the
    channel's first policy, if the channel has any.
    ``basket`` names the owner of reservations that become the order's own.
    ``replacement`` says that it is sent in place of units of another order, ``replaces`` of which
    where that is known, and ``chain`` the how manieth it is in a row.
    """

    channel: str
    lines: tuple[Line, ...] = attrs.field(converter=_several_lines)
    marketplace: str = ""
    ship_to: Address | None = None
    buyer: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    service: str = ""
    ship_by: Instant | None = attrs.field(default=None, converter=_ship_by)
    deliver_by: Instant | None = attrs.field(default=None, converter=_deliver_by)
    available_at: Instant | None = attrs.field(default=None, converter=_available_at)
    report: Report | None = None
    fill: FillPolicy | None = None
    basket: str = ""
    replacement: ReplacementKind | None = None
    replaces: OrderId | None = None
    chain: int = 0

    def __attrs_post_init__(self) -> None:
        """Refuse an id that is blank or has spaces around it, and fields of another type."""
        super().__attrs_post_init__()
        checked(self.order_id, "order_id")
        if self.basket:
            checked(self.basket, "basket")
        if self.replaces is not None:
            checked(self.replaces, "replaces")


# Events


@attrs.frozen(kw_only=True)
class OrderPlaced(OrderEvent):
    """An order was entered."""

    order_id: OrderId
    terms: Terms
    lines: tuple[Line, ...]
    ship_to: Address | None
    ship_by: Instant | None
    report: Report | None
    available_at: Instant | None = None
    deliver_by: Instant | None = None
    basket: str = ""


# Rules


@rule("channel_unknown", instead=("channel",))
def channel_is_known(_: None, command: PlaceOrder, world: World) -> Facts | None:
    """An order comes by a channel that the host has settled."""
    if command.channel in world.channels:
        return None
    return {"channel": command.channel, "known": sorted(world.channels)}


@rule("marketplace_unknown", instead=("marketplace",))
def marketplace_is_known(_: None, command: PlaceOrder, world: World) -> Facts | None:
    """An order names a marketplace that the host has settled, or none."""
    if command.marketplace in ("", *world.marketplaces):
        return None
    return {"marketplace": command.marketplace, "known": sorted(world.marketplaces)}


@rule("no_lines", instead=("lines",))
def order_has_lines(_: None, command: PlaceOrder, __: World) -> Facts | None:
    """An order has at least one line."""
    return None if command.lines else {}


@rule("line_ids_repeat", instead=("lines",))
def line_ids_differ(_: None, command: PlaceOrder, __: World) -> Facts | None:
    """Every line of an order has an id of its own."""
    ids = [line.id or str(n) for n, line in enumerate(command.lines, start=1)]
    if len(set(ids)) == len(ids):
        return None
    return {"repeated": sorted({id for id in ids if ids.count(id) > 1})}


@rule("currencies_mixed", instead=("lines",))
def one_currency_pays(_: None, command: PlaceOrder, __: World) -> Facts | None:
    """All lines of an order are charged in one currency."""
    currencies = {line.charges.currency for line in command.lines if line.charges}
    return None if len(currencies) < 2 else {"currencies": sorted(currencies)}


@rule("line_without_units_or_price", instead=("lines",))
def own_lines_are_complete(_: None, command: PlaceOrder, __: World) -> Facts | None:
    """Only an imported order may lack a price, or have a line of no units."""
    if command.imported:
        return None
    lacking = [line.sku for line in command.lines if not line.quantity or line.charges is None]
    return {"skus": lacking} if lacking else None


@rule("order_without_units", instead=("lines",))
def order_has_units(_: None, command: PlaceOrder, __: World) -> Facts | None:
    """An order of no units at all is taken in only as one that is cancelled."""
    over = command.report is not None and command.report.status.is_over
    if over or not command.imported or any(line.quantity for line in command.lines):
        return None
    return {"order": command.order_id}


@rule("available_before_placed", instead=("available_at",))
def preorder_lies_ahead(_: None, command: PlaceOrder, __: World) -> Facts | None:
    """What is ordered ahead becomes available after it was ordered."""
    if command.available_at is None or command.available_at > command.at:
        return None
    return {"available_at": command.available_at, "placed": command.at}


@rule("fill_not_offered", instead=("fill",))
def fill_is_offered(_: None, command: PlaceOrder, world: World) -> Facts | None:
    """An order is filled by one of the policies of its channel."""
    channel = world.channels.get(command.channel)
    if channel is None or command.fill is None or command.fill in channel.fill:
        return None
    return {
        "fill": command.fill.value,
        "channel": channel.code,
        "offered": [policy.value for policy in channel.fill],
    }


@rule("order_too_large", instead=("lines",))
def channel_takes_that_much(_: None, command: PlaceOrder, world: World) -> Facts | None:
    """An order has no more lines and units than its channel takes; one already taken has."""
    if command.imported:
        return None
    channel = world.channels.get(command.channel)
    return beyond_limits(channel, (line.quantity for line in command.lines))


@rule("deadlines_out_of_order", instead=("ship_by", "deliver_by"))
def deadlines_follow_each_other(_: None, command: PlaceOrder, __: World) -> Facts | None:
    """An order is placed, then ships, then arrives; what a marketplace promised is a fact."""
    told = [at for at in (command.ship_by, command.deliver_by) if at is not None]
    if command.imported or not told or [command.at, *told] == sorted([command.at, *told]):
        return None
    return {"placed": command.at, "ship_by": command.ship_by, "deliver_by": command.deliver_by}


@rule("replacement_of_itself", instead=("replaces", "replacement"))
def order_replaces_another(_: None, command: PlaceOrder, __: World) -> Facts | None:
    """An order is sent in place of another one, and says how."""
    if command.replaces is None:
        return None
    if command.replaces != command.order_id and command.replacement is not None:
        return None
    return {"order": command.order_id, "replaces": command.replaces}


RULES = (
    channel_is_known,
    marketplace_is_known,
    order_has_lines,
    order_has_units,
    line_ids_differ,
    one_currency_pays,
    own_lines_are_complete,
    preorder_lies_ahead,
    deadlines_follow_each_other,
    fill_is_offered,
    channel_takes_that_much,
    order_replaces_another,
)


# Outcomes


def numbered_lines(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Number the lines that have no id."""
    return tuple(
        [line if line.id else line.with_id(str(n)) for n, line in enumerate(lines, start=1)]
    )


def already_placed(order: Order, command: PlaceOrder) -> bool:
    """Tell whether this very order was placed before, and is still as it was placed."""
    soon = order.preorder.available_at if order.preorder else None
    terms = order.terms
    return (
        _terms(command, terms.kept_pools, command.fill or terms.fill) == terms
        and numbered_lines(command.lines) == order.lines
        and command.ship_to == order.ship_to
        and command.available_at == soon
        and command.ship_by in (None, order.ship_by)
        and command.deliver_by in (None, order.deliver_by)
    )


def place(_: None, command: PlaceOrder, world: World) -> tuple[OrderEvent, ...]:
    """Enter the order as it was given."""
    fill = command.fill or next(iter(world.channels[command.channel].fill), None)
    return happened(
        OrderPlaced,
        command,
        order_id=command.order_id,
        terms=_terms(command, world.pools_of(command.channel), fill),
        lines=numbered_lines(command.lines),
        ship_to=command.ship_to,
        ship_by=command.ship_by,
        deliver_by=command.deliver_by,
        report=command.report,
        available_at=command.available_at,
        basket=command.basket,
    )


def _terms(command: PlaceOrder, pools: tuple[str, ...], fill: FillPolicy | None) -> Terms:
    return Terms(
        channel=command.channel,
        marketplace=command.marketplace,
        placed_at=command.at,
        imported=command.imported,
        buyer=command.buyer,
        service=command.service,
        pool=pools[0] if len(pools) == 1 else None,
        pools=pools if len(pools) > 1 else (),
        fill=fill,
        replacement=command.replacement,
        replaces=command.replaces,
        # Of one that is told of, nobody may know what it was itself in place of.
        chain=command.chain if command.replacement is None else max(1, command.chain),
    )


# Folds


def fold_placed(_: None, event: OrderPlaced) -> Order:
    """Begin the order."""
    soon = event.available_at
    return Order(
        id=event.order_id,
        terms=event.terms,
        lines=event.lines,
        preorder=Preorder(available_at=soon) if soon is not None else None,
        ship_to=event.ship_to,
        ship_by=event.ship_by,
        ship_by_promised=event.ship_by is not None,
        deliver_by=event.deliver_by,
        deliver_by_promised=event.deliver_by is not None,
        report=event.report,
    )


# The table

DECISIONS: Decisions = (
    Decision(
        command=PlaceOrder,
        creates=True,
        settled=already_placed,
        rules=RULES,
        outcome=place,
    ),
)

FOLDS: Folds = {
    OrderPlaced: fold_placed,
}
