"""Types of tracking numbers: a format, a check digit if there is one, and examples of its own."""

import re
from collections.abc import Iterable
from functools import cached_property

import attrs

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.ids import checked
from ordercore.shipping.numbers.checksums import Checksum

LONGEST = 60
"""Characters of a tracking number; none that is known comes near it."""

MOST_TYPED = 500
"""Characters of typed text that are looked at, spaces and all; what is longer is no number."""


def normal_form(typed: object) -> str:
    """Give a number as carriers write it, without spaces and in capitals; blank if it is none.

    Only letters of ASCII are made capitals: others stay as they are, and fit no format.
    """
    if not isinstance(typed, str) or len(typed) > MOST_TYPED:
        return ""
    close = "".join(typed.split())
    if len(close) > LONGEST:
        return ""
    return close.upper() if close.isascii() else close


@attrs.frozen(kw_only=True)
class TrackingNumberType:
    """One format of one courier's numbers.

    ``pattern`` describes the whole number in its :func:`normal_form`.
    Where there is a checksum, the pattern names two groups: ``serial``, which is guarded, and
    ``check``, the check character.
    A group ``country`` has to be one of ``countries``, where those are given.

    Raises:
        InvalidValue: when the pattern is none, or lacks a group.
    """

    code: str
    """By which the type is known; hosts may store it."""
    courier: str
    """The code of the courier (:data:`COURIERS`, or one of a host's own)."""
    name: str
    pattern: str
    fixed: int
    """Characters that the format fixes; of two formats, the one that fixes more is likelier."""
    checksum: Checksum | None = None
    implied: str = ""
    """What the check digit counts in front of the serial number, where a number leaves it out."""
    countries: frozenset[str] = frozenset()
    good: tuple[str, ...]
    """Numbers that are of this type: made up by ourselves, and proven when a table is built."""
    bad: tuple[str, ...]
    """Numbers that are not: a digit too many or too few, or a wrong check digit."""

    def __attrs_post_init__(self) -> None:
        """Refuse a pattern that cannot be used."""
        checked(self.code, "code")
        checked(self.courier, "courier")
        try:
            groups = set(self._compiled.groupindex)
        except (re.error, TypeError):
            raise InvalidValue("pattern", self.pattern, "a regular expression") from None
        wanted = {"serial", "check"} if self.checksum else set[str]()
        if self.countries:
            wanted.add("country")
        if wanted - groups:
            expected = f"a pattern with groups named {', '.join(sorted(wanted))}"
            raise InvalidValue("pattern", self.pattern, expected)

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def shows_in(self, normal: str) -> bool:
        """Tell whether a number in normal form has this format, whatever its check digit."""
        found = self._compiled.fullmatch(normal)
        return found is not None and (not self.countries or found["country"] in self.countries)

    def check_digit_fits(self, normal: str) -> bool:
        """Tell whether the check digit of a number of this format is right, or there is none."""
        if self.checksum is None:
            return True
        found = self._compiled.fullmatch(normal)
        if found is None:
            return False
        serial: str = found["serial"]
        whole = serial if serial.startswith(self.implied) else self.implied + serial
        return self.checksum.expected(whole) == found["check"]

    def accepts(self, typed: object) -> bool:
        """Tell whether a text, with spaces or without, is a number of this type."""
        normal = normal_form(typed)
        return self.shows_in(normal) and self.check_digit_fits(normal)


def checked_types(rows: Iterable[TrackingNumberType]) -> tuple[TrackingNumberType, ...]:
    """Give rows as a table, each proven on its own examples.

    Raises:
        InvalidTable: when two rows have one code, when a row has no examples, or judges one wrong.
    """
    types = tuple(rows)
    codes = [row.code for row in types]
    problems = [f"{code} stands twice" for code in sorted({c for c in codes if codes.count(c) > 1})]
    for row in types:
        if not row.good or not row.bad:
            problems.append(f"{row.code} has no example that is good, or none that is bad")
        problems += [
            f"{row.code} refuses {number}" for number in row.good if not row.accepts(number)
        ]
        problems += [f"{row.code} accepts {number}" for number in row.bad if row.accepts(number)]
    if problems:
        raise InvalidTable("tracking number types", tuple(problems))
    return types
