"""Packing: which units go into which box, where in it, and what forbade anything else."""

from ordercore.shipping.packing.goods import Box, Goods
from ordercore.shipping.packing.guidelines import (
    GUIDELINES,
    NO_GUIDELINES,
    PackagingGuidelines,
    packaging_guidelines,
)
from ordercore.shipping.packing.heuristic import pack
from ordercore.shipping.packing.loading import LOADING_RULES
from ordercore.shipping.packing.plan import (
    PACKING_CLAUSES,
    PackedParcel,
    PackingPlan,
    Placed,
    Unpacked,
)
from ordercore.shipping.packing.terms import HARMLESS, PackingTerms

__all__ = [
    "GUIDELINES",
    "HARMLESS",
    "LOADING_RULES",
    "NO_GUIDELINES",
    "PACKING_CLAUSES",
    "Box",
    "Goods",
    "PackagingGuidelines",
    "PackedParcel",
    "PackingPlan",
    "PackingTerms",
    "Placed",
    "Unpacked",
    "pack",
    "packaging_guidelines",
]
