"""Hypothesis strategies for the values of ordercore.

They draw whole numbers and build values by their fields, which is many times as fast as drawing
times, and shrinks well.
Needs the extra ``testing``.
"""

import datetime as dt

from hypothesis import strategies as st

from ordercore.inventory import InventoryCommand
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, instant
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD, World
from ordercore.testing import situations, stocking
from ordercore.testing.aiming import Pick
from ordercore.testing.ending import latest
from ordercore.testing.situations import CURRENCIES, START

ZONES = (
    "UTC",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Havana",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/London",
)
"""Zones with whole, half and quarter hours, gaps at midnight, and a day that never was."""

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

SECONDS_TO_2040 = 70 * 365 * 24 * 3600


@st.composite
def instants(draw: st.DrawFn) -> Instant:
    """Instants to the microsecond, from 1970 to about 2040."""
    seconds = draw(st.integers(0, SECONDS_TO_2040))
    return instant(EPOCH + dt.timedelta(seconds=seconds, microseconds=draw(_MICROSECONDS)))


_MICROSECONDS = st.sampled_from((0, 1, 500_000, 999_999))


def zones() -> st.SearchStrategy[str]:
    """Names of zones that are hard in one way each."""
    return st.sampled_from(ZONES)


def currencies() -> st.SearchStrategy[str]:
    """Currencies of 0, 2 and 3 digits."""
    return st.sampled_from(CURRENCIES)


def money(minimum: int = 0, maximum: int = 10_000_000) -> st.SearchStrategy[Money]:
    """Amounts of money, in minor units between the two bounds."""
    return st.builds(Money, st.integers(minimum, maximum), currencies())


@st.composite
def charges(draw: st.DrawFn, currency: str | None = None) -> Charges:
    """Charges of a line, its discount never above the price of its items."""
    return situations.charges(_pick(draw), currency or draw(currencies()))


@st.composite
def lines(draw: st.DrawFn, currency: str = "EUR", *, imported: bool = False) -> Line:
    """Lines of an order; of an imported one they may lack units or charges."""
    return situations.line(_pick(draw), currency, imported=imported)


@st.composite
def placings(draw: st.DrawFn, *, imported: bool | None = None) -> PlaceOrder:
    """Commands that place an order."""
    return situations.placing(_pick(draw), imported=imported)


@st.composite
def orders(draw: st.DrawFn, *, steps: int = 12, world: World = WORLD) -> Order:
    """Orders in the middle of their lives: placed, and then given up to ``steps`` commands."""
    return situations.live_order(_pick(draw), draw(st.integers(0, steps)), world=world)


@st.composite
def order_commands(draw: st.DrawFn, order: Order, at: Instant | None = None) -> OrderCommand:
    """Commands about an order as it stands, most of which it permits."""
    later = at or latest(order) + dt.timedelta(hours=draw(st.integers(0, 2_000)))
    return situations.next_command(order, _pick(draw), later)


@st.composite
def walks(draw: st.DrawFn, *, steps: int = 15, world: World = WORLD) -> list[situations.Step]:
    """Whole lives of an order, one step per command, refused ones among them."""
    return list(situations.walk(_pick(draw), draw(st.integers(1, steps)), world=world))


@st.composite
def inventory_commands(draw: st.DrawFn, at: Instant = START) -> InventoryCommand:
    """Commands about the stock of one SKU, for one of three orders."""
    return stocking.next_command(_pick(draw), at)


def _pick(draw: st.DrawFn) -> Pick:
    return lambda below: draw(st.integers(0, below - 1))
