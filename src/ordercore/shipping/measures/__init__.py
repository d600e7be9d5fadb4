"""Measures: weights and sizes without drift, dimensional weight, and size tiers."""

from ordercore.kernel.confidence import Confidence
from ordercore.shipping.measures.dimensional import (
    ANY_SERVICE,
    DIMENSIONAL_RULES,
    DimensionalRule,
    dimensional_rule,
)
from ordercore.shipping.measures.dimensions import Dimensions
from ordercore.shipping.measures.exact import Rounding
from ordercore.shipping.measures.quantities import Length, Weight
from ordercore.shipping.measures.tiers import (
    SIZE_TIERS,
    SizeTierRow,
    SizeTierScheme,
    TierFit,
    size_tiers,
)

__all__ = [
    "ANY_SERVICE",
    "DIMENSIONAL_RULES",
    "SIZE_TIERS",
    "Confidence",
    "DimensionalRule",
    "Dimensions",
    "Length",
    "Rounding",
    "SizeTierRow",
    "SizeTierScheme",
    "TierFit",
    "Weight",
    "dimensional_rule",
    "size_tiers",
]
