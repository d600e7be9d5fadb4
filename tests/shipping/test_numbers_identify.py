"""Identify: whose number a text may be, the likeliest first, and why."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numbers_writing import cases, house, type_of

from ordercore.errors import InvalidValue
from ordercore.shipping.numbers import (
    COURIERS,
    REASONS,
    TRACKING_NUMBER_TYPES,
    courier_code,
    identify,
    tracking_url,
)

ANY_NUMBER = st.sampled_from([number for row in TRACKING_NUMBER_TYPES for number in row.good])


def told(number: object, declared: str | None = None) -> list[tuple[Any, ...]]:
    """Give couriers, types and reasons of all candidates."""
    return [
        (found.courier, found.type and found.type.code, *found.reasons)
        for found in identify(number, declared)
    ]


@pytest.mark.parametrize(
    ("number", "declared", "expected"),
    [
        (
            "1z 12345E 02 0300 000 7",
            None,
            ("ups", "ups_1z", "check_digit_fits", "characters_fixed"),
        ),
        ("TBA123456789012", None, ("amazon", "amazon_logistics", "characters_fixed")),
        ("60120172242323", None, ("dhl", "dhl_ecommerce_14", "length_fits")),
        ("EE123456785DE", None, ("deutsche_post", "s10", "check_digit_fits", "characters_fixed")),
        ("CP000012349LT", None, ("post", "s10", "check_digit_fits", "characters_fixed")),
        # What the seller declared wins, by any of its names.
        ("60120172242323", "DHL eCommerce", ("dhl", "dhl_ecommerce_14", "declared", "length_fits")),
        # A digit is mistyped: still the declared courier's, and it says so.
        (
            "1Z12345E0203000008",
            "UPS",
            ("ups", "ups_1z", "declared", "check_digit_wrong", "characters_fixed"),
        ),
        # We know no format of it, or do not know it at all.
        ("1Z12345E0203000007", "FedEx", ("fedex", None, "declared", "format_unknown")),
        ("A-17", "Bob's riders ", ("Bob's riders", None, "declared", "format_unknown")),
    ],
)
def test_the_likeliest_comes_first(
    number: str, declared: str | None, expected: tuple[Any, ...]
) -> None:
    """With the reasons, the weightiest first."""
    assert told(number, declared)[0] == expected


def test_a_check_digit_weighs_more_than_a_length() -> None:
    """Of all that a number may be, those with a check digit come first."""
    for number in (number for row in TRACKING_NUMBER_TYPES for number in row.good):
        checked = ["check_digit_fits" in found.reasons for found in identify(number)]
        assert checked == sorted(checked, reverse=True), number


def test_chance_fits_a_check_digit_one_time_in_ten() -> None:
    """Both formats are a letter and ten digits; one of them has a check digit, and it is right."""
    waybill = next(row for row in TRACKING_NUMBER_TYPES if row.code == "ups_waybill")
    right = "A" + waybill.good[0][1:]
    wrong = "A" + waybill.bad[0][1:]

    assert [code for _, code, *_ in told(right)] == ["ups_waybill", "amazon_international"]
    assert [code for _, code, *_ in told(wrong)] == ["amazon_international"]


def test_more_fixed_characters_weigh_more() -> None:
    """Both have a check digit that fits: the one that also fixes a 96 is likelier."""
    number = "9612345678901234567890"
    row = next(row for row in TRACKING_NUMBER_TYPES if row.code == "fedex_ground_96")
    right = next(number[:-1] + digit for digit in "0123456789" if row.accepts(number[:-1] + digit))

    assert told(right)[0][:2] == ("fedex", "fedex_ground_96")


def test_every_public_number_is_found() -> None:
    """Its type is among the candidates, and its courier first when it is declared."""
    for case in cases():
        if not case["valid"]:
            continue
        row = type_of(case)
        found = identify(case["number"])
        assert row in [candidate.type for candidate in found], json.dumps(case)
        owner = next(candidate.courier for candidate in found if candidate.type is row)
        assert identify(case["number"], owner)[0].courier == owner


@pytest.mark.parametrize("value", [None, 7, b"1Z", "", "  ", "١٢٣٤٥٦٧٨٩٠١٢", "9" * 61, "\ud800"])
def test_what_cannot_be_a_number_has_no_candidates(value: object) -> None:
    """Not even when a courier is declared."""
    assert identify(value, "UPS") == ()


@given(st.text(), st.none() | st.text())
def test_law_it_answers_for_any_text(number: str, declared: str | None) -> None:
    """It never fails, and every reason is one that it may give."""
    for candidate in identify(number, declared):
        assert set(candidate.reasons) <= set(REASONS)
        assert candidate.number == candidate.number.strip()


@given(ANY_NUMBER, st.sampled_from([*COURIERS, "somebody else"]))
def test_law_the_declared_courier_wins(number: str, declared: str) -> None:
    """Whether we know its formats or not; all others stay, in their order, behind it."""
    plain = [(found.courier, found.type) for found in identify(number)]

    found = identify(number, declared)

    assert found[0].courier == declared
    assert "declared" in found[0].reasons
    others = [(some.courier, some.type) for some in found if some.courier != declared]
    assert others == [some for some in plain if some[0] != declared]


@pytest.mark.parametrize("declared", [None, "", "   "])
def test_a_blank_declaration_is_none(declared: str | None) -> None:
    """The number speaks for itself."""
    assert told("TBA123456789012", declared) == [("amazon", "amazon_logistics", "characters_fixed")]


def test_rows_of_a_host_are_asked_too() -> None:
    """They are given beside ours, and their couriers need no row."""
    ours = house()

    found = identify("HX123457", types=(*TRACKING_NUMBER_TYPES, ours))

    assert [(some.courier, some.type) for some in found] == [("bike", ours)]
    assert found[0].url == ""


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("USPS", "usps"),
        ("United States Postal Service", "usps"),
        ("fedex default", "fedex"),
        ("FedEx-Ground", "fedex"),
        ("AMZN_US", "amazon"),
        ("Royal Mail", "royal_mail"),
        (" Yodel ", "yodel"),
        (" Bob ", "Bob"),
    ],
)
def test_a_courier_has_many_names(name: str, code: str) -> None:
    """Case, spaces and signs do not matter; a name that we do not know stays itself."""
    assert courier_code(name) == code


def test_a_page_is_named_where_we_are_sure_of_one() -> None:
    """With the number in its normal form."""
    found = identify("1z 12345e 0203000007")[0]

    assert found.url == "https://www.ups.com/track?tracknum=1Z12345E0203000007"
    assert tracking_url("US Postal Service", "9400") == (
        "https://tools.usps.com/go/TrackConfirmAction?tLabels=9400"
    )
    assert tracking_url("Yodel", "JD1") == ""
    assert tracking_url("Bob", "1") == ""
    sure = [row.code for row in COURIERS.values() if row.url]
    assert sure == ["usps", "ups", "fedex", "canada_post"]
    assert all(row.url.count("{number}") == 1 for row in COURIERS.values() if row.url)


@pytest.mark.parametrize("typed", ["1Z&x=1#a", "1Z/../?b", "1Z'><i>%", "\x00\x7f", '1Z"\\'])
def test_what_is_typed_changes_no_page(typed: str) -> None:
    """A declared courier has a page for anything, and the number is all of what it looks up."""
    url = identify(typed, declared="UPS")[0].url
    parts = urlsplit(url)

    assert (parts.netloc, parts.path, parts.fragment) == ("www.ups.com", "/track", "")
    assert parse_qs(parts.query, strict_parsing=True) == {"tracknum": [typed.upper()]}
    assert tracking_url("UPS", "é").endswith("=%C3%A9")


@pytest.mark.parametrize("declared", [5, ["ups"], b"ups"])
def test_a_declared_courier_that_is_no_text_is_refused(declared: Any) -> None:
    """Whatever the number is: the one who declared it is told."""
    for number in ("1Z12345E0205271688", ""):
        with pytest.raises(InvalidValue) as error:
            identify(number, declared)

        assert (error.value.field, error.value.value) == ("declared", declared)


@pytest.mark.parametrize("wrong", [None, 5, []])
def test_types_and_names_of_another_type_are_refused(wrong: Any) -> None:
    """By their names, whichever is asked."""
    with pytest.raises(InvalidValue, match="courier"):
        tracking_url(wrong, "1Z12345E0205271688")
    for courier in ("ups", "nobody"):
        with pytest.raises(InvalidValue, match="number"):
            tracking_url(courier, wrong)
    if wrong != []:
        with pytest.raises(InvalidValue, match="types"):
            identify("1Z12345E0205271688", types=wrong)
