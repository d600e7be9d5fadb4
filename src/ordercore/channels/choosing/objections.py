"""Objections: why an offer cannot serve, all of them, in one order."""

from collections.abc import Iterator, Mapping

import attrs

from ordercore.channels.choosing.offers import Destination, Offer, Preferences, Seller, Wanted, Wish
from ordercore.channels.prime.standing import Stage
from ordercore.kernel.clauses import Clause
from ordercore.kernel.ids import Sku
from ordercore.kernel.time import Instant


@attrs.frozen(kw_only=True)
class Circumstances:
    """Everything that an offer is judged by, beside itself and the line."""

    stock: Mapping[tuple[Sku, str], int]
    destination: Destination
    deliver_by: Mapping[str, Instant | None]
    wish: Wish
    seller: Seller
    preferences: Preferences
    at: Instant

    def available(self, offer: Offer) -> int:
        """Give how many units the pool of an offer has; none where nobody says."""
        return self.stock.get(offer.stock_key, 0)

    def promised(self, channel: str) -> Instant | None:
        """Give by when a channel delivers; ``None`` where nobody says."""
        return self.deliver_by.get(channel)


def objections(offer: Offer, given: Circumstances) -> tuple[Clause, ...]:
    """Give every reason why an offer cannot serve any line, whatever its stock."""
    return (
        *_of_the_seller(offer.channel, given),
        *_of_the_destination(offer, given.destination),
        *_of_time(offer.channel, given),
    )


def shortage(line: Wanted, offer: Offer, given: Circumstances) -> tuple[Clause, ...]:
    """Give the reason why the stock of an offer is not enough for a line, where it is not."""
    available = given.available(offer)
    if available >= line.quantity:
        return ()
    asked = {"sku": line.sku, "pool": offer.pool, "asked": line.quantity}
    return (Clause("stock_short", {**asked, "available": available}),)


def _of_the_seller(channel: str, given: Circumstances) -> Iterator[Clause]:
    seller, prefer = given.seller, given.preferences
    if channel in seller.paused:
        until = seller.paused[channel]
        if until is None or given.at < until:
            yield Clause("channel_paused", {"channel": channel, "until": until})
    stage = seller.prime
    if channel in prefer.by_standing:
        if stage is None or not stage.may_ship:
            facts = {"channel": channel, "stage": None if stage is None else stage.value}
            yield Clause("prime_not_held", facts)
        elif stage is Stage.CAPPED and seller.prime_left < 1:
            yield Clause("prime_cap_reached", {"channel": channel, "left": seller.prime_left})
    if given.wish.badge:
        own = channel in prefer.by_standing
        badged = channel in prefer.prime and (not own or (stage is not None and stage.has_badge))
        if not badged:
            yield Clause("badge_missing", {"channel": channel})


def _of_the_destination(offer: Offer, to: Destination) -> Iterator[Clause]:
    reach, channel = offer.reach, offer.channel
    if reach.countries and to.country not in reach.countries:
        yield Clause("country_not_served", {"channel": channel, "country": to.country})
    beginnings = [some for some in reach.but_not if to.postal_code.startswith(some)]
    if beginnings:
        # The row's own words, and not the buyer's whole postal code.
        facts = {"channel": channel, "postal_code": max(beginnings, key=len)}
        yield Clause("postal_code_not_served", facts)
    if to.po_box and not reach.po_boxes:
        yield Clause("po_box_not_served", {"channel": channel})
    if to.military and not reach.military:
        yield Clause("military_not_served", {"channel": channel})
    if to.remote and not reach.remote:
        yield Clause("remote_not_served", {"channel": channel})


def _of_time(channel: str, given: Circumstances) -> Iterator[Clause]:
    promised, wished = given.promised(channel), given.wish.deliver_by
    if promised is None:
        if wished is not None:
            yield Clause("promise_unknown", {"channel": channel, "wished": wished})
        return
    if promised < given.at:
        yield Clause("promise_passed", {"channel": channel, "promised": promised})
    if wished is not None and promised > wished:
        facts = {"channel": channel, "promised": promised, "wished": wished}
        yield Clause("promise_too_late", facts)
