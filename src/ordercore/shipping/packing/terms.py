"""The terms of packing: guidelines, dangerous goods, and how firmly something has to stand."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.checking import check_types, is_text, several
from ordercore.shipping.measures.dimensional import DimensionalRule
from ordercore.shipping.packing.guidelines import NO_GUIDELINES, PackagingGuidelines

HARMLESS = ""
"""The class of goods that are not dangerous."""


def _dangerous(given: object) -> Mapping[str, frozenset[str]]:
    if not isinstance(given, Mapping):
        raise InvalidValue("dangerous", given, "a mapping of classes to classes")
    return {name: _texts(others) for name, others in given.items()}


def _texts(given: Any) -> frozenset[str]:
    classes = several(given, "dangerous")
    if not all(map(is_text, classes)):
        raise InvalidValue("dangerous", given, "several classes of dangerous goods")
    return frozenset(classes)


@attrs.frozen(kw_only=True, hash=False)
class PackingTerms:
    """By what a load is packed.

    Attributes:
        guidelines: what a programme asks of each parcel.
        dangerous: the classes of dangerous goods that are shipped at all, each with those that may
            share a parcel with it: its own, if two of it may, and :data:`HARMLESS` for goods that
            are not dangerous.
        dimensional: how the carrier bills a size, if that is to be told.
        least_support: how much of its base a unit stands on at least, from 0 to 1.

    Raises:
        InvalidValue: when a field is of another type, or the share is none.
        InvalidTable: when a class may share a parcel with another, but not that with it.
    """

    guidelines: PackagingGuidelines = NO_GUIDELINES
    dangerous: Mapping[str, frozenset[str]] = attrs.field(
        factory=dict[str, frozenset[str]], converter=_dangerous
    )
    dimensional: DimensionalRule | None = None
    least_support: Fraction = Fraction(1, 2)

    def __attrs_post_init__(self) -> None:
        """Refuse terms that contradict themselves."""
        check_types(self)
        if not 0 <= self.least_support <= 1:
            raise InvalidValue("least_support", self.least_support, "a share from 0 to 1")
        problems = [
            f"{name} may share a parcel with {other}, but not {other} with {name}"
            for name, others in self.dangerous.items()
            for other in sorted(others - {HARMLESS})
            if name not in self.dangerous.get(other, frozenset())
        ]
        if problems:
            raise InvalidTable("dangerous goods", tuple(problems))

    def may_share(self, one: str, other: str) -> bool:
        """Tell whether two classes may be in one parcel."""
        if one == other == HARMLESS:
            return True
        named, with_it = (other, one) if one == HARMLESS else (one, other)
        return with_it in self.dangerous.get(named, frozenset())


PLAIN = PackingTerms()
"""No guidelines, and nothing dangerous."""
