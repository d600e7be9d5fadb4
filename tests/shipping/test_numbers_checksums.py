"""Check digits: the rules against numbers whose check digits are published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.shipping.numbers import ISO_37_36, LUHN, MOD_7, S10, Checksum, mod10, sum_product
from ordercore.shipping.numbers.checksums import value_of

GS1 = mod10(even=3, odd=1)

ALL = (LUHN, MOD_7, ISO_37_36, S10, GS1, sum_product((3, 1, 7), 11, 10))


@pytest.mark.parametrize(
    ("rule", "serial", "check"),
    [
        # The example of ISO/IEC 7812: 7992739871 and then 3.
        (LUHN, "7992739871", "3"),
        # S10, RB473124829: the sum is 200, 200 modulo 11 is 2, and 11 - 2 is 9.
        (S10, "47312482", "9"),
        # Remainders of 0 and of 1 are written 5 and 0.
        (S10, "00000000", "5"),
        (S10, "00000015", "5"),
        (S10, "00000008", "0"),
        # A serial shipping container code, 3 7610425 002123456 and then 9.
        (GS1, "37610425002123456", "9"),
        # 123456789 is 1 more than 7 times 17636684.
        (MOD_7, "123456789", "1"),
        # 1 * 3 + 2 * 1 + 3 * 7 = 26, 26 modulo 11 = 4.
        (sum_product((3, 1, 7), 11, 10), "123", "4"),
        # 1 * 10 is 10 modulo 11, and 0 modulo 10.
        (sum_product((1, 3), 11, 10), "13", "0"),
    ],
)
def test_a_rule_gives_the_check_digit(rule: Checksum, serial: str, check: str) -> None:
    """Published examples, and some worked out by hand."""
    assert rule.expected(serial) == check


def test_letters_count_by_their_place() -> None:
    """As UPS has it: A is 2, B is 3, H is 9, I begins again at 0, Z is 7."""
    assert [value_of(letter) for letter in "ABHIZ9"] == [2, 3, 9, 0, 7, 9]


@given(st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", max_size=40))
def test_every_rule_answers_for_any_digits_and_letters(serial: str) -> None:
    """A host's pattern may hand it what it was not made for; it never fails."""
    for rule in ALL:
        assert len(rule.expected(serial)) == 1


@given(st.text("0123456789", min_size=11, max_size=11), st.integers(0, 10), st.integers(1, 9))
def test_law_one_wrong_digit_is_noticed(serial: str, place: int, change: int) -> None:
    """By the rules that are made for it: Luhn, GS1, and DPD's."""
    other = str((int(serial[place]) + change) % 10)
    wrong = serial[:place] + other + serial[place + 1 :]

    for rule in (LUHN, GS1, ISO_37_36):
        assert rule.expected(serial) != rule.expected(wrong)
