"""The answer: quotes in their order, those that are out, and why."""

from collections.abc import Mapping

import attrs

from ordercore.kernel.clauses import Clause
from ordercore.shipping.choosing.quote import Quote

OF_QUOTE = ("quote", "carrier", "service")

SERVICE_CLAUSES: Mapping[str, tuple[str, ...]] = {
    "quote_expired": (*OF_QUOTE, "until"),
    "carrier_not_allowed": (*OF_QUOTE, "carriers"),
    "label_not_protected": OF_QUOTE,
    "not_tracked": OF_QUOTE,
    "not_signed_for": OF_QUOTE,
    "place_refused": (*OF_QUOTE, "places"),
    "class_refused": (*OF_QUOTE, "classes"),
    "over_weight": (*OF_QUOTE, "weight", "most"),
    "over_size": (*OF_QUOTE, "size", "most"),
    "over_length": (*OF_QUOTE, "length", "most"),
    "over_girth": (*OF_QUOTE, "length", "most"),
    "delivery_unknown": (*OF_QUOTE, "due"),
    "delivery_too_late": (*OF_QUOTE, "promised", "due"),
    "costs_too_much": (*OF_QUOTE, "price", "most"),
    "ranked_by_price": (*OF_QUOTE, "rank", "price"),
    "ranked_by_delivery": (*OF_QUOTE, "rank", "promised", "price"),
    "ranked_without_delivery": (*OF_QUOTE, "rank", "price"),
    "ranked_by_emissions": (*OF_QUOTE, "rank", "grams", "price"),
    "ranked_without_emissions": (*OF_QUOTE, "rank", "price"),
    "no_emissions_known": (),
    "no_quote_serves": ("quotes",),
    "no_quote_given": (),
}
"""Code → the facts that it gives."""


def of_quote(quote: Quote) -> dict[str, object]:
    """Give the facts by which a clause names a quote."""
    return {"quote": quote.id, "carrier": quote.carrier, "service": quote.service}


@attrs.frozen(kw_only=True)
class JudgedQuote:
    """A quote and why it stands where it does, or is out; each clause names it under ``quote``."""

    quote: Quote
    because: tuple[Clause, ...]


@attrs.frozen(kw_only=True)
class Ranked:
    """Quotes as a policy ranks them, the best first, and those that it rejects.

    ``because`` says what is true of them all.
    """

    ranked: tuple[JudgedQuote, ...]
    rejected: tuple[JudgedQuote, ...] = ()
    because: tuple[Clause, ...] = ()


@attrs.frozen(kw_only=True)
class ServiceChoice:
    """Which quotes can carry a consignment, the best first, and why no other does.

    Each quote is in ``ranked`` or in ``rejected``, once; ``because`` says what is true of them all.
    """

    ranked: tuple[JudgedQuote, ...]
    rejected: tuple[JudgedQuote, ...]
    because: tuple[Clause, ...]

    @property
    def best(self) -> Quote | None:
        """The quote to buy; ``None`` where none serves."""
        return self.ranked[0].quote if self.ranked else None
