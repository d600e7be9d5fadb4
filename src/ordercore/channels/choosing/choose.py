"""Choosing: on which channel each line of a basket is served, and why on no other.

A line is served whole, by one offer; a basket in as few orders as possible, since a marketplace
makes one order per channel of a mixed cart.
The same question has always the same answer, in whatever order offers are given.
"""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from ordercore.channels.choosing.choice import Choice, Rejected, Served, Unserved
from ordercore.channels.choosing.objections import Circumstances, objections, shortage
from ordercore.channels.choosing.offers import (
    NO_PRIME,
    NO_WISH,
    OURS,
    Destination,
    Offer,
    Preferences,
    Ranking,
    Seller,
    Wanted,
    Wish,
    until_by_channel,
)
from ordercore.channels.choosing.splitting import Rank, Split, best_split
from ordercore.errors import InvalidValue
from ordercore.kernel.clauses import Clause
from ordercore.kernel.ids import Sku
from ordercore.kernel.time import Instant, instant


def choose_channel(
    lines: Iterable[Wanted],
    offers: Iterable[Offer],
    *,
    stock: Mapping[tuple[Sku, str], int],
    destination: Destination,
    at: Instant,
    deliver_by: Mapping[str, Instant | None],
    wish: Wish = NO_WISH,
    seller: Seller = NO_PRIME,
    preferences: Preferences = OURS,
) -> Choice:
    """Choose the channel of each line of a basket.

    As many lines as possible, then as few orders as possible, then what ``preferences`` say.

    Args:
        lines: what is wanted.
        offers: what is offered, in any order.
        stock: available units by SKU and pool; what is not named has none.
        destination: where it goes.
        at: the instant of the choice.
        deliver_by: by when each channel delivers, ``None`` where that is not known.
        wish: what must be kept.
        seller: what the seller may do now.
        preferences: what decides between equals.

    Raises:
        InvalidValue: when two lines have one id, two offers are the same, stock is no number,
            or a time is naive.
    """
    basket, known = tuple(lines), sorted(offers, key=lambda offer: offer.key)
    _check(basket, known, stock)
    given = Circumstances(
        stock=stock,
        destination=destination,
        deliver_by=until_by_channel(deliver_by, "deliver_by"),
        wish=wish,
        seller=seller,
        preferences=preferences,
        at=instant(at),
    )
    against = {offer: objections(offer, given) for offer in known}
    ranks = {offer.channel: _rank(offer.channel, given) for offer in known}
    by_rank = sorted(known, key=lambda offer: (ranks[offer.channel], offer.pool))
    options = {
        line.sku: tuple([some for some in by_rank if some.sku == line.sku and not against[some]])
        for line in basket
    }
    worst_first = preferences.ranking is Ranking.EARLIEST
    split = best_split(basket, options, stock, ranks.__getitem__, worst_first=worst_first)
    return _explained(basket, against, options, split, given)


def _check(
    basket: tuple[Wanted, ...], offers: list[Offer], stock: Mapping[tuple[Sku, str], int]
) -> None:
    ids = [line.line for line in basket]
    if len(set(ids)) < len(ids):
        raise InvalidValue("lines", ids, "lines of which each has an id of its own")
    keys = [offer.key for offer in offers]
    for key, following in pairwise(keys):
        if key == following:
            raise InvalidValue("offers", key, "one offer of each SKU, channel and pool")
    for where, units in stock.items():
        if type(units) is not int:
            raise InvalidValue(f"stock[{where}]", units, "a whole number of units")


def _rank(channel: str, given: Circumstances) -> Rank:
    prefer = given.preferences
    named = prefer.channels
    rank: Rank = (named.index(channel) if channel in named else len(named), channel)
    if prefer.ranking is Ranking.PRIME_FIRST:
        return (channel not in prefer.prime, *rank)
    if prefer.ranking is Ranking.EARLIEST:
        promised = given.promised(channel)
        return (promised is None, promised, *rank)
    return rank


def _explained(
    basket: tuple[Wanted, ...],
    against: Mapping[Offer, tuple[Clause, ...]],
    options: Mapping[Sku, tuple[Offer, ...]],
    split: Split,
    given: Circumstances,
) -> Choice:
    served: list[Served] = []
    unserved: list[Unserved] = []
    rejected: list[Rejected] = []
    left = _left(basket, split, given)
    for line in basket:
        chosen = split.chosen.get(line.line)
        offered = {
            offer: (*clauses, *shortage(line, offer, given))
            for offer, clauses in against.items()
            if offer.sku == line.sku
        }
        if chosen is not None:
            served.append(Served(line=line, offer=chosen, because=_for(line, chosen, given)))
        else:
            able = () in offered.values()
            unserved.append(
                Unserved(line=line, because=(_unserved(line, len(offered), able=able),))
            )
        for offer, clauses in offered.items():
            if offer != chosen:
                lost = clauses or (_lost(line, offer, options[line.sku], split, left, given),)
                rejected.append(Rejected(line=line.line, offer=offer, because=lost))
    return Choice(
        served=tuple(served),
        unserved=tuple(unserved),
        rejected=tuple(rejected),
        because=_because(served, unserved, split, given),
    )


def _left(
    basket: tuple[Wanted, ...], split: Split, given: Circumstances
) -> Mapping[tuple[Sku, str], int]:
    """Give what stock is left once every line has been served."""
    left = dict(given.stock)
    for line in basket:
        if (offer := split.chosen.get(line.line)) is not None:
            left[offer.stock_key] -= line.quantity
    return left


def _unserved(line: Wanted, offers: int, *, able: bool) -> Clause:
    if able:
        return Clause("stock_for_other_lines", {"sku": line.sku})
    if offers:
        return Clause("no_offer_serves", {"sku": line.sku, "offers": offers})
    return Clause("not_offered", {"sku": line.sku})


def _for(line: Wanted, offer: Offer, given: Circumstances) -> tuple[Clause, ...]:
    facts = {
        "sku": line.sku,
        "pool": offer.pool,
        "asked": line.quantity,
        "available": given.available(offer),
    }
    because = [Clause("stock_enough", facts)]
    if (wished := given.wish.deliver_by) is not None:
        promised = given.promised(offer.channel)
        times = {"channel": offer.channel, "promised": promised, "wished": wished}
        because.append(Clause("promise_in_time", times))
    if given.wish.badge:
        because.append(Clause("badge_shown", {"channel": offer.channel}))
    return tuple(because)


def _lost(
    line: Wanted,
    offer: Offer,
    options: tuple[Offer, ...],
    split: Split,
    left: Mapping[tuple[Sku, str], int],
    given: Circumstances,
) -> Clause:
    """Say why an offer that could serve a line does not."""
    chosen = split.chosen.get(line.line)
    used = split.equals[0]
    if chosen is not None and offer.channel not in used:
        if not any(offer.channel in some for some in split.equals):
            facts = {"channel": offer.channel, "by": chosen.channel}
            return Clause("needs_more_orders", facts)
    elif chosen is None or options.index(offer) < options.index(chosen):
        stock = {
            "sku": line.sku,
            "pool": offer.pool,
            "asked": line.quantity,
            "left": left[offer.stock_key],
        }
        return Clause("taken_by_other_lines", stock)
    return Clause(
        "outranked",
        {
            "channel": offer.channel,
            "pool": offer.pool,
            "by": chosen.channel,
            "by_pool": chosen.pool,
            "ranking": given.preferences.ranking.value,
        },
    )


def _because(
    served: list[Served], unserved: list[Unserved], split: Split, given: Circumstances
) -> tuple[Clause, ...]:
    """Say why these channels serve the basket."""
    because: list[Clause] = []
    channels = tuple(dict.fromkeys(some.offer.channel for some in served))
    if len(channels) > 1:
        facts = {"channels": channels, "orders": len(channels)}
        because.append(Clause("split_by_channel", facts))
    elif channels and not unserved:
        because.append(Clause("one_channel_serves_all", {"channel": channels[0]}))
    if channels and len(split.equals) == 1:
        because.append(Clause("only_way", {"channels": channels}))
    elif channels:
        ranking = given.preferences.ranking.value
        because.append(Clause("ranked_first", {"channels": channels, "ranking": ranking}))
    if unserved:
        lines = tuple(some.line.line for some in unserved)
        because.append(Clause("lines_unserved", {"lines": lines}))
    return tuple(because)
