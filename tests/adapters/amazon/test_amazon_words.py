"""Amazon's words: the tables as truth tables."""

from collections.abc import Mapping

import pytest

from ordercore.adapters.amazon.words import (
    CHANNEL_WORDS,
    REPORT_WORDS,
    STATUS_WORDS,
    V0_WORDS,
    V2026_WORDS,
    Reading,
    code_of,
    read_channel,
    read_status,
)
from ordercore.channels import CHANNELS, find_marketplace
from ordercore.orders.status import OrderStatus

S = OrderStatus


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("PendingAvailability", S.PENDING_AVAILABILITY),
        ("Pending", S.PENDING),
        ("Unshipped", S.UNSHIPPED),
        ("PartiallyShipped", S.PARTIALLY_SHIPPED),
        ("Shipped", S.SHIPPED),
        ("InvoiceUnconfirmed", S.INVOICE_UNCONFIRMED),
        ("Canceled", S.CANCELLED),
        ("Unfulfillable", S.UNFULFILLABLE),
        ("PENDING_AVAILABILITY", S.PENDING_AVAILABILITY),
        ("PENDING", S.PENDING),
        ("UNSHIPPED", S.UNSHIPPED),
        ("PARTIALLY_SHIPPED", S.PARTIALLY_SHIPPED),
        ("SHIPPED", S.SHIPPED),
        ("CANCELLED", S.CANCELLED),
        ("UNFULFILLABLE", S.UNFULFILLABLE),
        ("Cancelled", S.CANCELLED),
        ("Shipping", S.UNSHIPPED),
        ("Shipped - Delivered to Buyer", S.SHIPPED),
        ("Shipped - Returned to Seller", S.SHIPPED),
        ("Shipped - Returning to Seller", S.SHIPPED),
        ("Shipped - Rejected by Buyer", S.SHIPPED),
        ("Shipped - Out for Delivery", S.SHIPPED),
        ("Shipped - Picked Up", S.SHIPPED),
        ("Shipped - Lost in Transit", S.SHIPPED),
        ("Shipped - Damaged", S.SHIPPED),
        ("Pending - Waiting for Pick Up", S.PENDING),
    ],
)
def test_every_known_status_word_has_one_reading(word: str, status: OrderStatus) -> None:
    """Each word is read as this status; only delivery to the buyer counts as delivered."""
    expected = Reading(status, delivered=word == "Shipped - Delivered to Buyer")

    assert expected == read_status(word)


@pytest.mark.parametrize(
    "word", ["", "shipped", "Delivered", "Returned", "Cancel", "Shipped-Damaged", " - Damaged"]
)
def test_an_unknown_status_word_is_never_guessed(word: str) -> None:
    """Nothing is read into a word that stands in no table."""
    assert read_status(word) is None


def test_every_status_can_be_read() -> None:
    """The table leads to all statuses there are."""
    assert set(OrderStatus) == set(STATUS_WORDS.values())


@pytest.mark.parametrize("words", [V0_WORDS, V2026_WORDS, REPORT_WORDS])
def test_every_status_is_written_and_read_again(words: Mapping[OrderStatus, str]) -> None:
    """Each spelling has a word for every status, which is read as that status again.

    The API of 2026 has dropped one word: what waits for its invoice only is shipped there.
    """
    lost = {S.INVOICE_UNCONFIRMED: S.SHIPPED} if words is V2026_WORDS else {}

    assert {status: STATUS_WORDS[word] for status, word in words.items()} == {
        status: lost.get(status, status) for status in OrderStatus
    }


def test_the_spellings_differ_where_amazon_spells_differently() -> None:
    """One L, two Ls, and capitals."""
    assert [words[S.CANCELLED] for words in (V0_WORDS, V2026_WORDS, REPORT_WORDS)] == [
        "Canceled",
        "CANCELLED",
        "Cancelled",
    ]


@pytest.mark.parametrize(
    ("word", "channel", "prime_channel"),
    [
        ("AFN", "FBA", "FBA"),
        ("AMAZON", "FBA", "FBA"),
        ("Amazon", "FBA", "FBA"),
        ("Amazon_NA", "FBA", "FBA"),
        ("AMAZON_EU", "FBA", "FBA"),
        ("MFN", "MFN", "SFP"),
        ("MERCHANT", "MFN", "SFP"),
        ("Merchant", "MFN", "SFP"),
        ("merchant", None, None),
        ("Amazonas", None, None),
        ("", None, None),
    ],
)
def test_a_channel_word_and_prime_tell_the_channel(
    word: str, channel: str | None, prime_channel: str | None
) -> None:
    """Prime makes a difference only where the seller fulfils."""
    assert channel == read_channel(word)
    assert prime_channel == read_channel(word, prime=True)


def test_the_words_lead_to_channels_that_exist() -> None:
    """The channel table knows every channel that is read; the shop's orders are its own."""
    assert {*CHANNEL_WORDS.values(), "SFP", "MCF", "SHOP"} == set(CHANNELS)


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("ATVPDKIKX0DER",), "US"),
        (("A1VC38T7YXB528", ""), "JP"),
        (("", "Amazon.co.uk"), "GB"),
        (("MPIDRANDOM", "amazon.DE"), "DE"),
        (("A1PA6795UKMFR9", "Amazon.com"), "DE"),
        (("Non-Amazon",), ""),
        (("", ""), ""),
    ],
)
def test_the_first_known_name_tells_the_marketplace(names: tuple[str, ...], code: str) -> None:
    """Ids and sales channels are tried in turn; what is none of Amazon's has no code."""
    assert code == code_of(find_marketplace(*names))
