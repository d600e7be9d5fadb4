"""Ranking: the port by which quotes are put in order, and the policies that are shipped."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.clauses import Clause
from ordercore.kernel.money import Money
from ordercore.shipping.choosing.answer import JudgedQuote, Ranked, of_quote
from ordercore.shipping.choosing.quote import Consignment, Quote


class RankingPolicy(Protocol):
    """Puts quotes that all serve in order: a pure function.

    Each quote is ranked or rejected, once, and none is made up; the same quotes have the same
    ranking, in whatever order they are given, and each is named by a clause of its own.
    :class:`ordercore.testing.RankingConformance` proves it.
    """

    def __call__(self, quotes: Iterable[Quote], parcel: Consignment, /) -> Ranked:
        """Rank quotes, all in one currency."""
        ...


Key = tuple[Any, ...]


def _delivery(quote: Quote) -> Key:
    """Give by what deliveries are compared: the earliest first, one that nobody promised last."""
    return (quote.deliver_by is None, quote.deliver_by)


def _price(quote: Quote) -> Key:
    return (quote.price.minor, quote.deliver_by is None, quote.deliver_by or "", *_name(quote))


def _name(quote: Quote) -> Key:
    return (quote.carrier, quote.service, quote.id)


def _ranked(
    quotes: Iterable[Quote], key: Callable[[Quote], Key], say: Callable[[Quote, int], Clause]
) -> tuple[JudgedQuote, ...]:
    return tuple(
        [
            JudgedQuote(quote=quote, because=(say(quote, rank),))
            for rank, quote in enumerate(sorted(quotes, key=key), start=1)
        ]
    )


def _said(code: str, quote: Quote, rank: int, **facts: object) -> Clause:
    return Clause(code, {**of_quote(quote), "rank": rank, **facts, "price": quote.price})


@attrs.frozen
class Cheapest:
    """Rank by price; of equal prices, by delivery, one that nobody promised last."""

    def __call__(self, quotes: Iterable[Quote], _: Consignment, /) -> Ranked:
        """Rank quotes."""
        return Ranked(
            ranked=_ranked(
                quotes, _price, lambda quote, rank: _said("ranked_by_price", quote, rank)
            )
        )


@attrs.frozen
class Fastest:
    """Rank by delivery, one that nobody promised last; of equal deliveries, by price.

    What costs more than ``under`` is rejected; exactly that much is not more.

    Raises:
        InvalidValue: when the limit is no money, or in another currency than the quotes.
    """

    under: Money | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse a limit that is none."""
        if not isinstance(self.under, Money | None):
            raise InvalidValue("under", self.under, "money, or None")

    def __call__(self, quotes: Iterable[Quote], _: Consignment, /) -> Ranked:
        """Rank quotes."""
        given = [*quotes]
        most = self.under
        dear = [quote for quote in given if _exceeds(quote.price, most)]
        fit = [quote for quote in given if not _exceeds(quote.price, most)]
        return Ranked(
            ranked=_ranked(fit, lambda quote: (*_delivery(quote), *_price(quote)), _by_delivery),
            rejected=tuple(
                [
                    JudgedQuote(
                        quote=quote,
                        because=(
                            Clause(
                                "costs_too_much",
                                {**of_quote(quote), "price": quote.price, "most": most},
                            ),
                        ),
                    )
                    for quote in sorted(dear, key=_price)
                ]
            ),
        )


@attrs.frozen
class Greenest:
    """Rank by what is emitted; of equal emissions, by price.

    Quotes that do not say come after those that do, by price; where none does, that is said.
    """

    def __call__(self, quotes: Iterable[Quote], _: Consignment, /) -> Ranked:
        """Rank quotes."""
        given = [*quotes]
        unknown = all(quote.carbon_grams is None for quote in given)
        return Ranked(
            ranked=_ranked(given, _emissions, _by_emissions),
            because=(Clause("no_emissions_known", {}),) if given and unknown else (),
        )


def _exceeds(price: Money, most: Money | None) -> bool:
    if most is None:
        return False
    if price.currency != most.currency:
        raise InvalidValue("under", str(most), f"money in {price.currency}, as the quotes are")
    return price.minor > most.minor


def _by_delivery(quote: Quote, rank: int) -> Clause:
    if quote.deliver_by is None:
        return _said("ranked_without_delivery", quote, rank)
    return _said("ranked_by_delivery", quote, rank, promised=quote.deliver_by)


def _emissions(quote: Quote) -> Key:
    grams = quote.carbon_grams
    return (grams is None, grams or 0, *_price(quote))


def _by_emissions(quote: Quote, rank: int) -> Clause:
    if quote.carbon_grams is None:
        return _said("ranked_without_emissions", quote, rank)
    return _said("ranked_by_emissions", quote, rank, grams=quote.carbon_grams)
