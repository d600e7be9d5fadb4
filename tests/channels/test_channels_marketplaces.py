"""Marketplaces: their currencies, zones and languages, and the names they are found by."""

import pytest
from babel import Locale
from babel.numbers import list_currencies

from ordercore.channels import MARKETPLACES, find_marketplace, marketplace_of
from ordercore.errors import InvalidValue
from ordercore.kernel.money import digits
from ordercore.kernel.time import zone

# Codes, currencies (ISO 4217), digits of the currency, and main languages.
WANTED = [
    ("US", "USD", 2, "en_US"),
    ("CA", "CAD", 2, "en_CA"),
    ("MX", "MXN", 2, "es_MX"),
    ("BR", "BRL", 2, "pt_BR"),
    ("UK", "GBP", 2, "en_GB"),
    ("DE", "EUR", 2, "de_DE"),
    ("FR", "EUR", 2, "fr_FR"),
    ("IT", "EUR", 2, "it_IT"),
    ("ES", "EUR", 2, "es_ES"),
    ("NL", "EUR", 2, "nl_NL"),
    ("SE", "SEK", 2, "sv_SE"),
    ("PL", "PLN", 2, "pl_PL"),
    ("JP", "JPY", 0, "ja_JP"),
    ("IN", "INR", 2, "en_IN"),
    ("AU", "AUD", 2, "en_AU"),
    ("AE", "AED", 2, "en_AE"),
    ("SA", "SAR", 2, "en_AE"),
    ("SG", "SGD", 2, "en_SG"),
]


@pytest.mark.parametrize(("code", "currency", "decimals", "language"), WANTED)
def test_a_marketplace_has_its_currency_and_main_language(
    code: str, currency: str, decimals: int, language: str
) -> None:
    """Yen have no decimals; Amazon has one English around the Gulf."""
    row = marketplace_of(code)

    assert (row.currency, digits(row.currency), row.languages[0]) == (currency, decimals, language)


def test_every_marketplace_is_in_a_country_with_languages_that_babel_knows() -> None:
    """Each language once; one of them is a language of the country."""
    for code, row in MARKETPLACES.items():
        read = [Locale.parse(language) for language in row.languages]

        assert row.code == code
        assert code in Locale("en").territories
        assert len(set(read)) == len(row.languages)
        assert code in {one.territory for one in read}, code


def test_every_currency_and_zone_exists() -> None:
    """Babel knows the currency, and the tz database the zone."""
    for row in MARKETPLACES.values():
        assert row.currency in list_currencies()
        assert zone(row.zone).name == row.zone


def test_a_marketplace_is_found_by_any_of_its_names() -> None:
    """In whatever letters; every name is of one marketplace."""
    names = [
        (name, row)
        for row in MARKETPLACES.values()
        for name in (row.code, row.id, row.sales_channel)
    ]

    assert len({name.lower() for name, _ in names}) == len(names)
    for name, row in names:
        for typed in (name, name.lower(), name.upper()):
            assert marketplace_of(typed) is find_marketplace(typed) is row


def test_the_uk_has_two_codes() -> None:
    """ISO 3166 calls it GB, and so do we."""
    assert marketplace_of("UK") is marketplace_of("gb") is MARKETPLACES["GB"]
    assert "UK" not in MARKETPLACES


@pytest.mark.parametrize("name", ["", "XX", "Non-Amazon", "Amazon", "GBR", None, 5])
def test_what_is_no_marketplace_is_told(name: str) -> None:
    """By the field and the value; whoever only looks gets none."""
    with pytest.raises(InvalidValue) as caught:
        marketplace_of(name)

    assert (caught.value.field, caught.value.value) == ("marketplace", name)
    assert find_marketplace(str(name)) is None


def test_the_first_name_that_is_known_counts() -> None:
    """A file may tell an id, or a sales channel, or none that is Amazon's."""
    assert find_marketplace("", "Amazon.de", "Amazon.com") is MARKETPLACES["DE"]
    assert find_marketplace("MPIDRANDOM", "Non-Amazon") is None
    assert find_marketplace() is None
