"""The choice of a channel as a value: what serves each line, and why nothing else does."""

from collections.abc import Mapping

import attrs

from ordercore.channels.choosing.offers import Offer, Wanted
from ordercore.kernel.clauses import Clause
from ordercore.kernel.ids import LineId

_OUTRANKED = ("channel", "pool", "by", "by_pool", "ranking")

CHOICE_CLAUSES: Mapping[str, tuple[str, ...]] = {
    "channel_paused": ("channel", "until"),
    "prime_not_held": ("channel", "stage"),
    "prime_cap_reached": ("channel", "left"),
    "badge_missing": ("channel",),
    "country_not_served": ("channel", "country"),
    "postal_code_not_served": ("channel", "postal_code"),
    "po_box_not_served": ("channel",),
    "military_not_served": ("channel",),
    "remote_not_served": ("channel",),
    "promise_unknown": ("channel", "wished"),
    "promise_passed": ("channel", "promised"),
    "promise_too_late": ("channel", "promised", "wished"),
    "stock_short": ("sku", "pool", "asked", "available"),
    "needs_more_orders": ("channel", "by"),
    "outranked": _OUTRANKED,
    "taken_by_other_lines": ("sku", "pool", "asked", "left"),
    "stock_enough": ("sku", "pool", "asked", "available"),
    "promise_in_time": ("channel", "promised", "wished"),
    "badge_shown": ("channel",),
    "not_offered": ("sku",),
    "no_offer_serves": ("sku", "offers"),
    "stock_for_other_lines": ("sku",),
    "one_channel_serves_all": ("channel",),
    "split_by_channel": ("channels", "orders"),
    "only_way": ("channels",),
    "ranked_first": ("channels", "ranking"),
    "lines_unserved": ("lines",),
}
"""Code → the facts that it gives."""


@attrs.frozen(kw_only=True)
class Served:
    """A line, the offer that serves it, and what speaks for that offer."""

    line: Wanted
    offer: Offer
    because: tuple[Clause, ...]


@attrs.frozen(kw_only=True)
class Rejected:
    """An offer that does not serve a line, and everything that speaks against it."""

    line: LineId
    offer: Offer
    because: tuple[Clause, ...]


@attrs.frozen(kw_only=True)
class Unserved:
    """A line that nothing serves, and why."""

    line: Wanted
    because: tuple[Clause, ...]


@attrs.frozen(kw_only=True)
class Choice:
    """How a basket is served: each line once, or reported as unserved, in the basket's order.

    ``because`` says why these channels and no others.
    """

    served: tuple[Served, ...]
    unserved: tuple[Unserved, ...]
    rejected: tuple[Rejected, ...]
    because: tuple[Clause, ...]

    @property
    def orders(self) -> Mapping[str, tuple[Wanted, ...]]:
        """The orders that the basket becomes: channel → its lines."""
        orders: dict[str, tuple[Wanted, ...]] = {}
        for some in self.served:
            channel = some.offer.channel
            orders[channel] = (*orders.get(channel, ()), some.line)
        return orders
