"""Check digits: the rules by which carriers guard their numbers, each under its usual name.

A rule gives the check character that belongs to a serial number, and never fails: a letter where
a rule knows digits alone counts as :func:`value_of` says.
"""

from collections.abc import Callable, Iterable

import attrs

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

PLACES = {character: place for place, character in enumerate(ALPHABET)}

S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
"""Universal Postal Union, standard S10: the weights of the eight digits of a serial number."""


@attrs.frozen
class Checksum:
    """A named rule: a serial number in, the check character that it should have out."""

    name: str
    expected: Callable[[str], str]
    """Serial number → check character; it must answer for any text of digits and letters."""


def value_of(character: str) -> int:
    """Give what a character counts: a digit itself, a letter its place from A = 2, modulo 10.

    So UPS counts the letters of a shipper number (A is 2, H is 9, I is 0).
    """
    return int(character) if character.isdecimal() else (ord(character) - 3) % 10


def mod10(*, even: int, odd: int) -> Checksum:
    """Give the rule of GS1 and its kin: places weighted in turn, and what is missing to a ten.

    ``even`` weighs the first character, the third and so on, ``odd`` those between.
    """

    def expected(serial: str) -> str:
        total = _weighed(serial, (odd if place % 2 else even for place in range(len(serial))))
        return str(-total % 10)

    return Checksum("mod10", expected)


def sum_product(weights: Iterable[int], first: int, second: int) -> Checksum:
    """Give the rule of products with weights, added up, modulo ``first`` and then ``second``.

    The weights belong to the first characters; what goes beyond them does not count.
    """
    weighing = tuple(weights)

    def expected(serial: str) -> str:
        return str(_weighed(serial, weighing) % first % second)

    return Checksum("sum_product_with_weightings_and_modulo", expected)


def _weighed(serial: str, weights: Iterable[int]) -> int:
    return sum(value_of(character) * weight for character, weight in zip(serial, weights))  # noqa: B905


def _mod7(serial: str) -> str:
    number = 0
    for character in serial:
        number = (number * 10 + value_of(character)) % 7
    return str(number)


def _s10(serial: str) -> str:
    remainder = _weighed(serial, S10_WEIGHTS) % 11
    return {0: "5", 1: "0"}.get(remainder, str(11 - remainder))


def _luhn(serial: str) -> str:
    total = 0
    for place, character in enumerate(reversed(serial)):
        value = value_of(character) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def _mod37_36(serial: str) -> str:
    check = 36
    for character in serial:
        value = PLACES.get(character, 0)
        check = (check + value) % 36 or 36
        check = check * 2 % 37
    return ALPHABET[(37 - check) % 36]


MOD_7 = Checksum("mod7", _mod7)
"""The serial number, read as one number, modulo 7: waybills of air freight."""

S10 = Checksum("s10", _s10)
"""The rule of international mail (Universal Postal Union, standard S10)."""

LUHN = Checksum("luhn", _luhn)
"""Every second digit from the right doubled, its digits added (ISO/IEC 7812-1, Annex B)."""

ISO_37_36 = Checksum("mod_37_36", _mod37_36)
"""Digits and letters alike, as DPD guards its parcel numbers (ISO/IEC 7064, MOD 37,36)."""
