"""The table of tracking numbers: its own examples, public ones, and rows of a host's."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numbers_writing import TYPES, cases, house, type_of

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.replace import replace
from ordercore.shipping.numbers import (
    COURIERS,
    TRACKING_NUMBER_TYPES,
    TrackingNumberType,
    checked_types,
    normal_form,
)


def test_every_public_case_is_judged_right() -> None:
    """192 numbers are of their type, and 88 are not."""
    given = cases()

    wrong = [case for case in given if type_of(case).accepts(case["number"]) != case["valid"]]

    assert wrong == []
    assert sum(case["valid"] for case in given) >= 192
    assert sum(not case["valid"] for case in given) >= 88
    assert {type_of(case).code for case in given} == set(TYPES)


@pytest.mark.parametrize("row", TRACKING_NUMBER_TYPES, ids=lambda row: row.code)
def test_a_type_knows_its_own(row: TrackingNumberType) -> None:
    """Every row has examples, and a courier that has a row too; one bad one has a wrong digit."""
    assert row.courier in COURIERS
    assert [number for number in row.good if not row.accepts(number)] == []
    assert [number for number in row.bad if row.accepts(number)] == []
    shown = any(row.shows_in(number) for number in row.bad)
    assert shown == (row.checksum is not None)


@pytest.mark.parametrize(
    "row", [row for row in TRACKING_NUMBER_TYPES if row.checksum], ids=lambda row: row.code
)
def test_of_ten_check_digits_one_is_right(row: TrackingNumberType) -> None:
    """A number with its check digit changed is of the same format, and is not accepted."""
    number = row.good[0]
    place = row._compiled.fullmatch(number).start("check")  # type: ignore[union-attr]

    accepted = [
        digit for digit in "0123456789" if row.accepts(number[:place] + digit + number[place + 1 :])
    ]

    assert accepted == ([number[place]] if number[place].isdigit() else [])


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("1z 999\tAA1", "1Z999AA1"),
        ("\u00a01Z\u20091\n", "1Z1"),
        ("1z\u0131", "1z\u0131"),
        ("①②", "①②"),
        ("1 " * 60, "1" * 60),
        ("1 " * 61, ""),
        ("1" + " " * 499, "1"),
        ("1" + " " * 500, ""),
        ("", ""),
        (None, ""),
        (123456789012, ""),
        (b"1Z", ""),
    ],
)
def test_the_normal_form_has_no_spaces_and_no_small_letters(typed: object, normal: str) -> None:
    """Of ASCII alone: a dotless i does not become a capital I, and what is no text is nothing."""
    assert normal_form(typed) == normal


@given(st.text() | st.binary() | st.none() | st.integers())
def test_no_type_fails_on_anything(value: Any) -> None:
    """Whatever is handed in, it is of the type or not."""
    assert {row.accepts(value) for row in TRACKING_NUMBER_TYPES} <= {True, False}


@given(st.sampled_from(TRACKING_NUMBER_TYPES), st.data())
def test_law_spaces_and_small_letters_do_not_matter(row: TrackingNumberType, data: Any) -> None:
    """A good number is good however it is written."""
    number = data.draw(st.sampled_from(row.good))
    gaps = data.draw(st.lists(st.sampled_from(("", " ", "\t")), min_size=len(number)))
    typed = "".join(a + b for a, b in zip(gaps, number.lower(), strict=False))

    assert row.accepts(typed)


def test_rows_of_a_host_stand_beside_ours() -> None:
    """They are proven on their examples like ours."""
    types = checked_types((*TRACKING_NUMBER_TYPES, house()))

    assert types[-1].accepts("hx 12345 7")
    assert not types[-1].accepts("HX123450")


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ((house(), house()), "house stands twice"),
        ((house(good=()),), "house has no example that is good, or none that is bad"),
        ((house(bad=()),), "house has no example that is good, or none that is bad"),
        ((house(good=("HX123456",)),), "house refuses HX123456"),
        ((house(bad=("HX123457",)),), "house accepts HX123457"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(
    rows: tuple[TrackingNumberType, ...], problem: str
) -> None:
    """It says what is wrong, before any number is judged by it."""
    with pytest.raises(InvalidTable) as error:
        checked_types(rows)

    assert error.value.problems == (problem,)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"pattern": "HX("}, "pattern"),
        ({"pattern": None}, "pattern"),
        ({"pattern": "HX(?P<serial>[0-9]{5})"}, "pattern"),
        ({"countries": frozenset({"US"})}, "pattern"),
        ({"code": ""}, "code"),
        ({"courier": " bike"}, "courier"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused(changes: dict[str, Any], field: str) -> None:
    """A pattern that is none, or without the groups that the row needs; a blank code."""
    with pytest.raises(InvalidValue) as error:
        house(**changes)

    assert error.value.field == field


def test_a_number_of_another_format_has_no_check_digit() -> None:
    """Asked of what the pattern does not describe, the digit does not fit."""
    assert not house().check_digit_fits("1Z999")
    assert replace(house(), checksum=None).check_digit_fits("1Z999")
