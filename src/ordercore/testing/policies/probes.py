"""Probes: purchases and wishes that a policy's own rows name, on both sides of their limits."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

import attrs

from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, wall_time
from ordercore.returns import (
    RETURN_REASONS,
    Anchor,
    Fault,
    Override,
    Product,
    Purchase,
    Remedy,
    RemedyOffer,
    RestockingFee,
    ReturnPolicy,
    Season,
    Wear,
    Window,
    Wish,
    reason_of,
    verdict,
)
from ordercore.returns.postage import Postage
from ordercore.returns.rows import ANY, OfTrait, Row

ZONE = "UTC"
"""Days are counted alike in every zone; that they are is proven of the engine itself."""

FIRST = dt.date(2001, 1, 1)
"""The day on which rows are asked that have always held."""

NOON = dt.time(12)

ON_ITS_WAY = {
    Anchor.SHIPPED: 1,
    Anchor.ESTIMATED: 2,
    Anchor.DELIVERED: 3,
    Anchor.LATEST_ESTIMATE: 5,
}
"""How many days after a purchase its anchors lie."""

KNOWN: tuple[frozenset[Anchor], ...] = (
    frozenset(ON_ITS_WAY),
    frozenset({Anchor.DELIVERED}),
    frozenset({Anchor.ESTIMATED, Anchor.LATEST_ESTIMATE}),
    frozenset(),
)
"""Which of them are known: all, the scan alone, the promise alone, none."""


@attrs.frozen(kw_only=True)
class Probe:
    """What a policy is asked: about a purchase, at a moment, with a wish, or let in by staff."""

    purchase: Purchase
    at: Instant
    wish: Wish
    override: Override | None = None


def probes_of(policy: ReturnPolicy) -> Iterator[Probe]:
    """Give every probe of every row."""
    for rows in policy.tables.values():
        for row in rows:
            yield from probes_for(policy, row)


@attrs.frozen
class Place:
    """What the rows of a purchase are found by."""

    day: dt.date
    marketplace: str
    channel: str
    category: str
    condition: str


def probes_for(policy: ReturnPolicy, row: Row) -> Iterator[Probe]:
    """Give the probes that a row calls for.

    The purchase is what the row names and nothing that another row names, on the first day on
    which it holds, in every state of what is known of its way; asked about for every fault, at the
    limits of the window and of the row.
    """
    for day in _days(policy, row):
        yield from probes_at(policy, row, _own_place(policy, row, day))


def probes_at(
    policy: ReturnPolicy, row: Row, place: Place, traits: Iterable[str] = ()
) -> Iterator[Probe]:
    """Give the probes that a row calls for at a place at which it holds, of goods with traits."""
    for known in KNOWN:
        for price in _prices(policy, row):
            purchase = _purchase(row, place, traits, known, price)
            for wish in _wishes(policy, row, price):
                for at in _moments(policy, row, purchase, wish):
                    sent = _late(policy, row, purchase, at, wish)
                    yield Probe(purchase=purchase, at=at, wish=sent)
                yield from _let_in_late(policy, row, purchase, wish)


def _days(policy: ReturnPolicy, row: Row) -> list[dt.date]:
    """Give the days of purchase at which a row is asked: its first, and that of all windows."""
    since = max(row.effective_from, FIRST)
    if isinstance(row, Season):
        ago = dt.timedelta(days=ON_ITS_WAY.get(row.anchor, 0))
        return sorted({max(since, day - ago) for day in (row.first, row.last)})
    begun = min([window.effective_from for window in policy.windows])
    return sorted({since, max(since, begun)})


def _own_place(policy: ReturnPolicy, row: Row, day: dt.date) -> Place:
    """Give the place that a row names."""
    return Place(
        day,
        _named(row.marketplace, ""),
        _named(row.channel, ""),
        _named(row.category, ""),
        _named(row.condition, unnamed_condition(policy)),
    )


def _purchase(
    row: Row, place: Place, traits: Iterable[str], known: Iterable[Anchor], price: Money
) -> Purchase:
    times: dict[str, Any] = {
        anchor.value: wall_time(place.day + dt.timedelta(days=ON_ITS_WAY[anchor]), NOON, ZONE)
        for anchor in known
    }
    own = {row.trait} - {ANY} if isinstance(row, OfTrait) else set[str]()
    member = {row.membership} - {ANY} if isinstance(row, Window) else set[str]()
    return Purchase(
        bought=wall_time(place.day, NOON, ZONE),
        zone=ZONE,
        marketplace=place.marketplace,
        channel=place.channel,
        product=Product(category=place.category, condition=place.condition, traits={*own, *traits}),
        memberships=member,
        charges=Charges(price.currency, item=price.minor, tax=price.minor // 5, shipping=500),
        **times,
    )


def _named(word: str, other: str) -> str:
    return other if word == ANY else word


def unnamed_condition(policy: ReturnPolicy) -> str:
    """Give a condition that no row names."""
    named = {row.condition for rows in policy.tables.values() for row in rows}
    return "new" if "new" not in named else "of no row"


def _prices(policy: ReturnPolicy, row: Row) -> tuple[Money, ...]:
    """Give prices of a unit on both sides of every limit that rows of its kind have.

    A fee is asked about at those of remedies: it is taken off a refund alone.
    """
    kind = RemedyOffer if isinstance(row, RestockingFee) else type(row)
    limits = {
        limit
        for rows in policy.tables.values()
        for other in rows
        if isinstance(other, kind)
        for limit in (getattr(other, "above", None), getattr(other, "up_to", None))
        if isinstance(limit, Money)
    }
    prices = {Money(limit.minor + more, limit.currency) for limit in limits for more in (0, 1)}
    return tuple(sorted(prices, key=str)) or (Money(10_000, "USD"),)


def _wishes(policy: ReturnPolicy, row: Row, price: Money) -> Iterator[Wish]:
    """Give a wish for every fault, or for every reason that a row names, in every condition."""
    codes = sorted(row.reasons) if isinstance(row, RemedyOffer) else []
    wears = [Wear.ORIGINAL]
    if isinstance(row, RestockingFee):
        wears = [row.wear] if row.wear is not None else list(Wear)
    remedies = {Remedy.REFUND, row.remedy} if isinstance(row, RemedyOffer) else {Remedy.REFUND}
    for code, wear in product(codes or _reasons(policy), wears):
        for remedy in Remedy:
            if remedy in remedies:
                label = Money(price.minor // 10, price.currency)
                yield Wish(reason=code, wear=wear, remedy=remedy, label_cost=label)


def _reasons(policy: ReturnPolicy) -> list[str]:
    """Give a reason for each fault, as this policy judges it."""
    found: dict[Fault, str] = {}
    for code in (*[row.code for row in policy.reasons], *RETURN_REASONS):
        found.setdefault(reason_of(code, policy.reasons).fault, code)
    return [found[fault] for fault in Fault if fault in found]


def _moments(policy: ReturnPolicy, row: Row, purchase: Purchase, wish: Wish) -> tuple[Instant, ...]:
    """Give the moments at which a return is asked for: at both sides of each limit."""
    opened = max(
        [at for at in (purchase.delivered, purchase.latest_estimate) if at], default=purchase.bought
    )
    until = verdict(purchase, policy, opened, wish=wish).until
    moments = {opened}
    if until is not None:
        moments |= {until - TICK, until}
    if isinstance(row, Postage):
        begins = purchase.delivered or opened
        moments |= {begins + dt.timedelta(days=row.from_day + more) for more in (-1, 0)}
    return tuple(sorted(at for at in moments if at >= purchase.bought))


def _let_in_late(policy: ReturnPolicy, row: Row, purchase: Purchase, wish: Wish) -> Iterator[Probe]:
    """Ask so late that only staff let it in, for a fee on just that."""
    if isinstance(row, RestockingFee) and row.late_days:
        until = verdict(purchase, policy, purchase.bought, wish=wish).until
        if until is not None:
            late = until + dt.timedelta(days=row.late_days - 1)
            yield Probe(purchase=purchase, at=late, wish=wish, override=STAFF)


STAFF = Override(by="staff", why="to see what it costs")

TICK = dt.timedelta(microseconds=1)


def _late(policy: ReturnPolicy, row: Row, purchase: Purchase, at: Instant, wish: Wish) -> Wish:
    """Let what a fee for lateness is asked about come back so late."""
    if not isinstance(row, RestockingFee) or not row.late_days:
        return wish
    back_by = verdict(purchase, policy, at, wish=wish).back_by
    if back_by is None:
        return wish
    arrived = back_by + dt.timedelta(days=row.late_days - 1)
    return attrs.evolve(wish, posted_at=arrived, arrived_at=arrived)
