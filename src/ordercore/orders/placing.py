"""Placing an order."""

import attrs

from ordercore.kernel.ids import OrderId, checked
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant, instant
from ordercore.orders.address import Address
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand, OrderEvent, happened
from ordercore.orders.parts import Report, Terms
from ordercore.orders.state import Order
from ordercore.orders.world import World

# Commands


def _instant_or_none(value: object) -> Instant | None:
    return None if value is None else instant(value, "ship_by")


@attrs.frozen(kw_only=True)
class PlaceOrder(OrderCommand):
    """Enter a new order.

    Lines without an id are numbered from 1.
    ``ship_by`` is what the marketplace promised, where it says so; otherwise we compute it when
    the order is paid.
    """

    channel: str
    lines: tuple[Line, ...] = attrs.field(converter=tuple[Line, ...])
    marketplace: str = ""
    ship_to: Address | None = None
    buyer: str = ""
    service: str = ""
    ship_by: Instant | None = attrs.field(default=None, converter=_instant_or_none)
    report: Report | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse an id that is blank or has spaces around it, and fields of another type."""
        super().__attrs_post_init__()
        checked(self.order_id, "order_id")


# Events


@attrs.frozen(kw_only=True)
class OrderPlaced(OrderEvent):
    """An order was entered."""

    order_id: OrderId
    terms: Terms
    lines: tuple[Line, ...]
    ship_by: Instant | None
    report: Report | None


# Rules


@rule("channel_unknown")
def channel_is_known(_: None, command: PlaceOrder, world: World) -> Facts | None:
    """An order comes by a channel that the host has settled."""
    if command.channel in world.channels:
        return None
    return {"channel": command.channel, "known": sorted(world.channels)}


@rule("marketplace_unknown")
def marketplace_is_known(_: None, command: PlaceOrder, world: World) -> Facts | None:
    """An order names a marketplace that the host has settled, or none."""
    if command.marketplace in ("", *world.marketplaces):
        return None
    return {"marketplace": command.marketplace, "known": sorted(world.marketplaces)}


@rule("no_lines")
def order_has_lines(_: None, command: PlaceOrder, __: World) -> Facts | None:
    """An order has at least one line."""
    return None if command.lines else {}


@rule("line_ids_repeat")
def line_ids_differ(_: None, command: PlaceOrder, __: World) -> Facts | None:
    """Every line of an order has an id of its own."""
    ids = [line.id for line in numbered_lines(command.lines)]
    if len(set(ids)) == len(ids):
        return None
    return {"repeated": sorted({id for id in ids if ids.count(id) > 1})}


@rule("currencies_mixed")
def one_currency_pays(_: None, command: PlaceOrder, __: World) -> Facts | None:
    """All lines of an order are charged in one currency."""
    currencies = {line.charges.currency for line in command.lines if line.charges}
    return None if len(currencies) < 2 else {"currencies": sorted(currencies)}


@rule("line_without_units_or_price")
def own_lines_are_complete(_: None, command: PlaceOrder, __: World) -> Facts | None:
    """Only an imported order may lack a price, or have a line of no units."""
    if command.imported:
        return None
    lacking = [line.sku for line in command.lines if not line.quantity or line.charges is None]
    return {"skus": lacking} if lacking else None


@rule("order_without_units")
def order_has_units(_: None, command: PlaceOrder, __: World) -> Facts | None:
    """An order of no units at all is taken in only as one that is cancelled."""
    over = command.report is not None and command.report.status.is_over
    if over or not command.imported or any(line.quantity for line in command.lines):
        return None
    return {"order": command.order_id}


RULES = (
    channel_is_known,
    marketplace_is_known,
    order_has_lines,
    order_has_units,
    line_ids_differ,
    one_currency_pays,
    own_lines_are_complete,
)


# Outcomes


def numbered_lines(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Number the lines that have no id."""
    return tuple(
        [line if line.id else line.with_id(str(n)) for n, line in enumerate(lines, start=1)]
    )


def already_placed(order: Order, command: PlaceOrder) -> bool:
    """Tell whether this very order was placed before."""
    same = _terms(command, order.terms.pool) == order.terms
    return same and numbered_lines(command.lines) == order.lines


def place(_: None, command: PlaceOrder, world: World) -> tuple[OrderEvent, ...]:
    """Enter the order as it was given."""
    return happened(
        OrderPlaced,
        command,
        order_id=command.order_id,
        terms=_terms(command, world.pools.get(command.channel)),
        lines=numbered_lines(command.lines),
        ship_by=command.ship_by,
        report=command.report,
    )


def _terms(command: PlaceOrder, pool: str | None) -> Terms:
    return Terms(
        channel=command.channel,
        marketplace=command.marketplace,
        placed_at=command.at,
        imported=command.imported,
        ship_to=command.ship_to,
        buyer=command.buyer,
        service=command.service,
        pool=pool,
    )


# Folds


def fold_placed(_: None, event: OrderPlaced) -> Order:
    """Begin the order."""
    return Order(
        id=event.order_id,
        terms=event.terms,
        lines=event.lines,
        ship_by=event.ship_by,
        report=event.report,
    )
