"""Exclusions: what cannot come back, and for whose fault it is taken back after all."""

import attrs

from ordercore.kernel.confidence import Confidence
from ordercore.returns.reasons import Fault, some_faults
from ordercore.returns.rows import OfTrait

NOT_THE_BUYERS = frozenset(Fault) - {Fault.BUYER}
"""Whoever sold, kept or carried it: what they did wrong is put right whatever the kind."""


@attrs.frozen(kw_only=True)
class Exclusion(OfTrait):
    """A kind of goods that cannot come back.

    ``let_in_for`` are the faults for which it may all the same: a defective unit is always put
    right. ``refused`` is false in a row that ends the exclusion from its day on.
    """

    let_in_for: frozenset[Fault] = attrs.field(default=NOT_THE_BUYERS, converter=some_faults)
    refused: bool = True


AMAZON_EXCLUSIONS = tuple(
    Exclusion(trait=trait, source="stockwatchindex.com, November 2025", confidence=Confidence.WEAK)
    for trait in (
        "perishable",
        "health_risk",
        "shipping_restricted",
        "customised",
        "redeemed_code",
        "medication",
        "non_physical",
        "vehicle",
        "final_sale",
    )
)
"""What Amazon does not take back for a change of mind. Trading cards and what costs next to
nothing are ``final_sale``: which goods have which trait, the host says."""

# Goods made to a buyer's wish, that spoil, that are sealed for health and were unsealed, and
# digital content whose supply has begun.
WITHDRAWAL_EXCLUSIONS = tuple(
    Exclusion(trait=trait, source="Directive 2011/83/EU, article 16", confidence=Confidence.WEAK)
    for trait in ("perishable", "health_risk", "customised", "redeemed_code")
)
