"""Choosing a service: which quotes can carry a consignment, which is best, and why."""

from ordercore.shipping.choosing.answer import SERVICE_CLAUSES, JudgedQuote, Ranked, ServiceChoice
from ordercore.shipping.choosing.choose import choose_service
from ordercore.shipping.choosing.places import DestinationKind, places_of
from ordercore.shipping.choosing.quote import Consignment, Quote
from ordercore.shipping.choosing.ranking import Cheapest, Fastest, Greenest, RankingPolicy
from ordercore.shipping.choosing.serving import SERVING_RULES

__all__ = [
    "SERVICE_CLAUSES",
    "SERVING_RULES",
    "Cheapest",
    "Consignment",
    "DestinationKind",
    "Fastest",
    "Greenest",
    "JudgedQuote",
    "Quote",
    "Ranked",
    "RankingPolicy",
    "ServiceChoice",
    "choose_service",
    "places_of",
]
