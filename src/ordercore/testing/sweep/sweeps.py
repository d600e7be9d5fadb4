"""The sweeps: the units core at its full size, and each other axis with it."""

import datetime as dt

from ordercore.orders.parts import ReplacementKind
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import WORLD, World
from ordercore.shipping import Trouble
from ordercore.testing.sweep.explore import Sweep
from ordercore.testing.sweep.moves import (
    disputes,
    money,
    replacing,
    reports,
    returns,
    units,
    wishes,
    words,
)
from ordercore.testing.sweep.moves.malformed import malformed, misplacings
from ordercore.testing.sweep.moves.scope import Moves, Scope
from ordercore.testing.sweep.starts import (
    LATE,
    PLACED,
    SOON,
    begun,
    confirming,
    entangled,
    filled,
    filling,
    free,
    imported,
    limiting,
    paid,
    placed,
    policies,
    short,
    taking_first,
    unpriced,
    with_buyer,
)

EVERYTHING: tuple[Moves, ...] = (
    units.units,
    units.tracking,
    units.noting,
    units.retracting,
    units.overdue,
    units.unfillable,
    money.money,
    replacing.replacing,
    replacing.replaced,
    wishes.holds,
    wishes.addresses,
    wishes.requests,
    wishes.buyers,
    wishes.preorders,
    wishes.amendments,
    wishes.tags,
    reports.reports,
    reports.late_lines,
    reports.shortages,
    reports.retold,
    words.reasons,
    malformed,
)
"""All moves there are, and all malformed commands."""

SENT = (units.leaving, units.delivering)
PAID = (units.units, money.paid_at_once)
SETTLED = (money.refunding, money.settling)
REPLACED = (replacing.replacing, replacing.replaced, replacing.kept)
TAKEN = (money.securing, money.ending)

TWO = (Trouble.LOST, Trouble.REFUSED)
"""One trouble with which a parcel may be left alone, and one with which it must come back."""

ANSWERED = (returns.questioning, returns.answering)

LIFE = (
    returns.requesting,
    *ANSWERED,
    returns.travelling,
    returns.inspecting,
    returns.ending,
)
"""A return from its request to its end."""

ONCE, TWICE = (SOON,), (SOON, LATE)
"""The moments at which commands are given."""


def core(world: World = WORLD, *, lines: int = 2, quantity: int = 2) -> Sweep:
    """Make the sweep of units: shipped, cancelled, delivered, stranded and returned."""
    order = placed(confirming(world), lines, quantity)
    name = f"units {lines} x {quantity}"
    return Sweep(name, (paid(order),), (units.units,), ONCE, Scope(world=world, troubles=TWO))


def tried(world: World = WORLD) -> tuple[Sweep, ...]:
    """Make the sweeps in which every command there is, malformed ones too, is given everywhere."""
    mine, one = confirming(world), Scope(world=world, parcels=1)
    every = begun(
        *[placed(channel, quantity=1) for channel in world.channels],
        *[imported(channel, quantity=1) for channel in world.channels],
        unpriced(mine),
        placed(mine, quantity=1, replacement=ReplacementKind.REPLACEMENT, replaces="O-0"),
        placed(mine, quantity=1, available_at=SOON + dt.timedelta(days=1)),
        *[placed(filling(world), quantity=1, fill=some) for some in policies(world, waiting=True)],
    )
    wrong = tuple([(command,) for _, command in misplacings(PLACED, mine, limiting(world))])
    return (
        # A world of few channels may take some of them after all; what then becomes of them is
        # explored elsewhere.
        Sweep("placing", wrong, (), ONCE, one, ends=False),
        Sweep("any command", begun(placed(mine)), PAID, ONCE, Scope(world=world), EVERYTHING),
        Sweep("any channel", every, PAID, ONCE, one, EVERYTHING),
        Sweep("entangled", entangled(mine), SENT, ONCE, one, EVERYTHING, ends=False, explains=True),
        Sweep(
            "a returned unit",
            (with_buyer(placed(mine, quantity=1)),),
            LIFE,
            TWICE,
            one,
            (returns.spoilt,),
        ),
    )


def one_channel(world: World) -> tuple[Sweep, ...]:
    """Make the sweeps that suffice for the one channel of a world.

    Every command there is, malformed ones too, is still given everywhere to orders of one unit,
    and orders of two make the same moves as in :func:`tried`.
    """
    start = begun(placed(confirming(world)))
    moves = (*PAID, units.retracting, units.unfillable)
    others = [some for some in tried(world) if some.name != "any command"]
    return (Sweep("units and payments", start, moves, ONCE, Scope(world=world)), *others)


def axes(world: World = WORLD) -> tuple[Sweep, ...]:
    """Make the sweep of each axis together with the units of one line of two."""
    channel = confirming(world)
    mine, foreign = placed(channel), imported(channel)
    both = begun(*[placed(code) for code in dict.fromkeys((channel, taking_first(world)))])
    ahead = begun(
        *[placed(channel, available_at=day + dt.timedelta(hours=1)) for day in (SOON, LATE)]
    )
    told = begun(
        *[imported(channel, word) for word in OrderStatus],
        *[imported(channel, word, quantity=0) for word in OrderStatus if word.is_over],
        imported(channel, OrderStatus.UNFULFILLABLE, available_at=LATE),
    )
    lost = (Trouble.LOST,)
    one = Scope(world=world, parcels=1, troubles=lost)
    return (
        Sweep("payments", both, (*SENT, *TAKEN, money.at_the_door), ONCE, one),
        Sweep(
            "corrections",
            (paid(mine),),
            (units.units, units.noting, units.retracting),
            ONCE,
            Scope(world=world, troubles=TWO),
        ),
        Sweep(
            "corrections and refunds",
            (paid(mine),),
            (*SENT, units.stranding, units.retracting, *SETTLED),
            ONCE,
            one,
        ),
        Sweep(
            "corrections at the door",
            begun(mine),
            (*SENT, units.retracting, money.at_the_door, money.ending),
            ONCE,
            one,
        ),
        Sweep(
            "free orders",
            begun(free(channel)),
            (*TAKEN, money.lapsing, wishes.amendments),
            TWICE,
            one,
            ends=False,
        ),
        Sweep(
            "lapsing payments",
            begun(mine),
            (*SENT, money.lapsing, money.ending),
            TWICE,
            Scope(world=world, parcels=1, payments=1),
        ),
        Sweep(
            "refunds",
            (paid(mine),),
            (units.units, *SETTLED),
            ONCE,
            Scope(world=world, troubles=lost),
        ),
        Sweep(
            "payments and refunds",
            begun(mine),
            (*SENT, *TAKEN, *SETTLED),
            ONCE,
            Scope(world=world, parcels=1, remedy=money.UNIT // 2),
        ),
        Sweep(
            "refunds and amendments",
            (paid(mine),),
            (*SETTLED, wishes.amendments),
            ONCE,
            one,
            ends=False,
        ),
        Sweep(
            "second returns",
            (paid(mine),),
            (units.units,),
            ONCE,
            Scope(world=world, parcels=1, returns=2),
        ),
        Sweep(
            "replacements",
            (paid(mine),),
            (*SENT, units.stranding, units.returning, *SETTLED, *REPLACED),
            ONCE,
            Scope(world=world, parcels=1, troubles=lost, remedies=0),
        ),
        Sweep(
            "a return's life",
            (with_buyer(mine),),
            LIFE,
            ONCE,
            Scope(world=world, parcels=1),
        ),
        Sweep(
            "returns side by side",
            (with_buyer(mine),),
            (returns.requesting_one, returns.answering, returns.looking, returns.ending),
            ONCE,
            Scope(world=world, parcels=1, returns=2),
        ),
        Sweep(
            "returns paid ahead",
            (with_buyer(mine),),
            (
                returns.requesting_one,
                returns.answering,
                returns.looking,
                returns.paid_ahead,
                returns.ending,
            ),
            ONCE,
            Scope(world=world, parcels=1),
        ),
        Sweep(
            "claims",
            (paid(placed(channel, quantity=1)),),
            (*SENT, units.stranding, *SETTLED, replacing.replacing, disputes.disputes),
            ONCE,
            one,
            ends=False,
        ),
        Sweep(
            "promised beside claims",
            (with_buyer(placed(channel, quantity=1)),),
            (
                returns.requesting_one,
                returns.looking,
                replacing.replacing,
                replacing.replaced,
                disputes.decided,
            ),
            ONCE,
            one,
            ends=False,
        ),
        Sweep("holds", begun(mine), (*PAID, wishes.holds), ONCE, one),
        Sweep(
            "passing holds",
            begun(mine),
            (*SENT, money.paid_at_once, wishes.passing_holds, wishes.holds),
            TWICE,
            one,
        ),
        Sweep("addresses", begun(mine, foreign), (*PAID, wishes.addresses), ONCE, one),
        Sweep(
            "requests",
            begun(mine, foreign),
            (*PAID, wishes.requests, wishes.buyers),
            (PLACED, SOON),
            one,
        ),
        Sweep("pre-orders", ahead, (*PAID, wishes.preorders), TWICE, one),
        Sweep("amendments", begun(mine), (*PAID, wishes.amendments), ONCE, one),
        Sweep(
            "fills",
            filled(world),
            (*SENT, money.paid_at_once, wishes.preorders, units.unfillable, reports.last_words),
            (PLACED, LATE),
            one,
        ),
        Sweep(
            "kept back",
            (paid(placed(filling(world))),),
            (*SENT, wishes.holds, units.unfillable, units.overdue),
            (PLACED, LATE),
            one,
        ),
        Sweep("tags", begun(mine), (*PAID, wishes.tags), ONCE, one),
        Sweep("overdue", begun(mine), (*PAID, units.overdue, units.tracking), TWICE, one),
        Sweep(
            "shortages",
            short(world),
            (*PAID, reports.shortages, reports.arrivals),
            ONCE,
            one,
        ),
        Sweep(
            "reports",
            begun(foreign),
            (*SENT, reports.reports, reports.late_lines, reports.retold),
            ONCE,
            one,
        ),
        Sweep(
            "reported words",
            told,
            (*SENT, money.paid_at_once, wishes.requests, units.overdue, reports.last_words),
            (PLACED, LATE),
            Scope(world=world),
        ),
    )
