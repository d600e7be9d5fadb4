"""The port of sourcing, and the terms that the shipped policies keep to."""

from collections.abc import Iterable
from typing import Protocol

import attrs

from ordercore.errors import InvalidValue
from ordercore.inventory.sourcing.offers import Place, PoolOffer
from ordercore.inventory.sourcing.sourced import Sourced
from ordercore.inventory.sourcing.wanted import Wanted
from ordercore.kernel.checking import check_types


class SourcingPolicy(Protocol):
    """Decides which pool ships which units of an order: a pure function.

    It never gives more of a SKU than is wanted or than a pool offers, nothing from a pool that is
    closed, and what is wanted is either allocated or left in ``unsourced``, to the unit.
    The same question has the same answer, in whatever order offers are given, and every pool
    offered is named by a clause.
    :class:`ordercore.testing.SourcingConformance` proves it.
    """

    def __call__(
        self, wanted: Iterable[Wanted], offers: Iterable[PoolOffer], destination: Place, /
    ) -> Sourced:
        """Source what is wanted.

        Raises:
            InvalidValue: when two offers are of one pool.
        """
        ...


@attrs.frozen(kw_only=True)
class SourcingTerms:
    """What a shipped policy may do.

    Attributes:
        partial: whether a part is sourced where not everything can be; else it is all or nothing.
        backorder: whether units may be promised that are not at hand. Units at hand come first.
        most_parcels: how many pools may ship at most, ``None`` for as many as it takes.
    """

    partial: bool = True
    backorder: bool = False
    most_parcels: int | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type, and fewer parcels than one."""
        check_types(self)
        if self.most_parcels is not None and self.most_parcels < 1:
            raise InvalidValue("most_parcels", self.most_parcels, "1 or more, or None")


ANY_WAY = SourcingTerms()
"""In part if need be, from stock at hand alone, in as many parcels as it takes."""
