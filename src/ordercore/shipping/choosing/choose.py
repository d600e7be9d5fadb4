"""Choosing: quotes that serve are ranked, and whatever is out is told why."""

from collections.abc import Iterable

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import of_type, several
from ordercore.kernel.clauses import Clause
from ordercore.shipping.choosing.answer import JudgedQuote, ServiceChoice, of_quote
from ordercore.shipping.choosing.quote import Consignment, Quote
from ordercore.shipping.choosing.ranking import Cheapest, RankingPolicy
from ordercore.shipping.choosing.serving import SERVING_RULES

CHEAPEST = Cheapest()


def choose_service(
    quotes: Iterable[Quote], parcel: Consignment, policy: RankingPolicy = CHEAPEST
) -> ServiceChoice:
    """Choose how a consignment goes: the cheapest on time, unless another policy is given.

    Raises:
        InvalidValue: when two quotes have one id, are in several currencies, or something is of
            another type.
    """
    some = several(quotes, "quotes")
    if not all(isinstance(quote, Quote) for quote in some):
        raise InvalidValue("quotes", some, "quotes alone")
    of_type(parcel, Consignment, "parcel")
    given = sorted(some, key=lambda quote: quote.id)
    _comparable(given)
    judged = [(quote, against(quote, parcel)) for quote in given]
    answer = policy([quote for quote, clauses in judged if not clauses], parcel)
    out = [JudgedQuote(quote=quote, because=clauses) for quote, clauses in judged if clauses]
    return ServiceChoice(
        ranked=answer.ranked,
        rejected=(*out, *answer.rejected),
        because=(*answer.because, *_of_none(given, answer.ranked)),
    )


def against(quote: Quote, parcel: Consignment) -> tuple[Clause, ...]:
    """Give everything that keeps a quote from carrying a consignment."""
    found: list[Clause] = []
    for rule in SERVING_RULES:
        facts = rule.check(quote, parcel, None)
        if facts is not None:
            found.append(Clause(rule.code, {**of_quote(quote), **facts}))
    return tuple(found)


def _comparable(given: list[Quote]) -> None:
    ids = [quote.id for quote in given]
    if len(set(ids)) < len(ids):
        raise InvalidValue("quotes", tuple(ids), "quotes with an id each")
    currencies = sorted({quote.price.currency for quote in given})
    if len(currencies) > 1:
        raise InvalidValue("quotes", tuple(currencies), "quotes in one currency")


def _of_none(given: list[Quote], ranked: tuple[JudgedQuote, ...]) -> tuple[Clause, ...]:
    if not given:
        return (Clause("no_quote_given", {}),)
    return () if ranked else (Clause("no_quote_serves", {"quotes": len(given)}),)
