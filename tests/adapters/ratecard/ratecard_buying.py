"""What another process does: it opens the same book, and buys with the same key."""

from card_writing import card

from ordercore.adapters.label_books import SqliteLabelBook
from ordercore.adapters.memory import FixedClock
from ordercore.adapters.ratecard import RateCardCarrier
from ordercore.service.buying import buy_once
from ordercore.shipping.choosing import Quote
from ordercore.testing.carrier import AT


def carrier_of(path: str) -> RateCardCarrier:
    """Give a carrier of a book in a file."""
    return RateCardCarrier(card(), SqliteLabelBook(path), clock=FixedClock(AT))


def bought_in(asked: tuple[str, Quote, str]) -> tuple[str, ...]:
    """Buy, and give the number; to be called in another process."""
    path, quote, key = asked
    label = buy_once(carrier_of(path), quote, key)
    return label.tracking, label.key
