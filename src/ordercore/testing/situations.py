"""Situations: orders and stock in the middle of their lives, made by random commands.

Every choice goes through ``pick(n)``, which gives a whole number from 0 up to, not including,
``n``.
Hand in ``random.Random(7).randrange`` for a fast walk that can be repeated, or use
:mod:`ordercore.testing.strategies`, where Hypothesis picks and shrinks.
Needs neither pytest nor Hypothesis.
"""

import datetime as dt
from collections.abc import Iterator

import attrs

from ordercore.errors import Refused
from ordercore.kernel.charges import Charges
from ordercore.kernel.time import Instant, instant
from ordercore.orders.decider import decide, evolve
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.parts import Report
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import WORLD, World
from ordercore.testing.aiming import aimed, wild
from ordercore.testing.aiming.changing import ADDRESSES
from ordercore.testing.aiming.choosing import Pick, one_of, soon

SKUS = ("A", "B", "C")

CURRENCIES = ("JPY", "EUR", "KWD")
"""One each of 0, 2 and 3 digits."""

CHANNELS = tuple(WORLD.channels)

START = instant("2026-03-02T09:30:00Z")

GAPS = (1, 1, 100, 100, 400)
"""Between commands fewer hours than one of these pass."""

WILD = 6
"""One command in so many is aimed at nothing, and mostly refused."""


@attrs.frozen(kw_only=True)
class Step:
    """One command of a walk: the order before and after it, and what came of it.

    ``refused`` says why nothing happened; no events without it mean that the wish was true.
    """

    before: Order | None
    command: OrderCommand
    events: tuple[OrderEvent, ...]
    after: Order | None
    refused: Refused | None = None


def charges(pick: Pick, currency: str) -> Charges:
    """Make charges for a line, in which every component may differ from zero."""
    item = pick(5_000)
    return Charges(
        currency,
        item=item,
        tax=pick(900),
        shipping=pick(700),
        shipping_tax=pick(50),
        gift_wrap=pick(300),
        gift_wrap_tax=pick(20),
        discount=pick(item + 1) if pick(2) else 0,
    )


def line(pick: Pick, currency: str, *, imported: bool = False) -> Line:
    """Make a line; of an imported order it may lack units or charges."""
    quantity = pick(4) if imported else 1 + pick(4)
    unknown = imported and not pick(4)
    return Line(one_of(pick, SKUS), quantity, charges=None if unknown else charges(pick, currency))


def placing(
    pick: Pick,
    *,
    order_id: str = "O-1",
    at: Instant = START,
    imported: bool | None = None,
    currency: str | None = None,
) -> PlaceOrder:
    """Make a command that places an order of one to three lines; one in five is a pre-order."""
    foreign = bool(pick(2)) if imported is None else imported
    code = currency or one_of(pick, CURRENCIES)
    lines = tuple([line(pick, code, imported=foreign) for _ in range(1 + pick(3))])
    units = any(some.quantity for some in lines)
    words = tuple([word for word in OrderStatus if word.is_over or units])
    word = one_of(pick, words)
    channel = one_of(pick, CHANNELS)
    fills = (None, *WORLD.channels[channel].fill)
    return PlaceOrder(
        order_id=order_id,
        at=at,
        imported=foreign,
        channel=channel,
        marketplace=one_of(pick, ("", "DE", "JP")),
        lines=lines,
        ship_to=one_of(pick, ADDRESSES) if pick(2) else None,
        available_at=soon(at, pick) if not pick(5) else None,
        report=Report(word.value, word, at) if foreign and (word.is_over or pick(2)) else None,
        fill=one_of(pick, fills),
    )


def next_command(order: Order, pick: Pick, at: Instant, world: World = WORLD) -> OrderCommand:
    """Make a command about an order as it stands: mostly one that it permits."""
    if not pick(WILD):
        return wild(order, pick, at)
    return aimed(order, pick, at, world)


def walk(
    pick: Pick,
    steps: int,
    *,
    world: World = WORLD,
    place: PlaceOrder | None = None,
    wild_too: bool = True,
) -> Iterator[Step]:
    """Place an order and give it commands, some at once and the others hours or days later."""
    command: OrderCommand = place or placing(pick)
    order: Order | None = None
    at = command.at
    for _ in range(steps):
        step = taken(order, command, world)
        yield step
        order = step.after
        if order is None:
            return
        at = at + dt.timedelta(hours=pick(one_of(pick, GAPS)), microseconds=pick(3))
        make = next_command if wild_too else aimed
        command = make(order, pick, at, world)


def taken(order: Order | None, command: OrderCommand, world: World = WORLD) -> Step:
    """Decide one command and fold what came of it."""
    try:
        events = decide(order, command, world)
    except Refused as refused:
        return Step(before=order, command=command, events=(), after=order, refused=refused)
    after = order
    for event in events:
        after = evolve(after, event)
    return Step(before=order, command=command, events=events, after=after)


def live_order(pick: Pick, steps: int, *, world: World = WORLD) -> Order:
    """Make an order in the middle of its life."""
    order = None
    for step in walk(pick, 1 + steps, world=world):
        order = step.after
    if order is None:
        raise AssertionError("a walk begins with a command that places an order")
    return order
