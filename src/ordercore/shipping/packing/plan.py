"""The packing plan as a value: parcels, what is left over, and why."""

from collections.abc import Mapping
from fractions import Fraction

import attrs

from ordercore.kernel.clauses import Clause
from ordercore.kernel.ids import LineId, Sku
from ordercore.kernel.units import Units
from ordercore.shipping.measures.dimensions import Dimensions
from ordercore.shipping.measures.quantities import Length, Weight
from ordercore.shipping.packing.goods import Box

_OUT = ("parcel", "box", "line", "sku")

PACKING_CLAUSES: Mapping[str, tuple[str, ...]] = {
    "box_chosen": ("parcel", "box", "units", "percent"),
    "box_larger": ("parcel", "box", "by"),
    "box_holds_less": ("parcel", "box", "by", "units"),
    "box_used_up": ("parcel", "box"),
    "leaves_as_it_is": ("parcel", "line", "sku"),
    "class_not_shipped": (*_OUT, "class"),
    "ships_alone": _OUT,
    "classes_apart": (*_OUT, "class", "others"),
    "box_not_for_class": (*_OUT, "class"),
    "parcel_too_large": (*_OUT, "size", "most"),
    "too_many_units": (*_OUT, "most"),
    "too_heavy": (*_OUT, "weight", "most"),
    "box_too_weak": (*_OUT, "weight", "most"),
    "no_room": _OUT,
    "no_box_at_all": ("line", "sku"),
    "needs_poly_bag": ("parcel", "line", "sku", "thickness"),
    "needs_suffocation_warning": ("parcel", "line", "sku", "opening"),
    "is_fragile": ("parcel", "line", "sku"),
    "needs_overbox": ("parcel", "line", "sku"),
    "keep_upright": ("parcel", "line", "sku"),
    "needs_mech_lift": ("parcel", "weight", "above"),
    "needs_team_lift": ("parcel", "weight", "above"),
    "needs_class_marks": ("parcel", "classes"),
    "needs_packing_slip": ("parcel",),
    "branding_insert_allowed": ("parcel",),
    "no_branding_insert": ("parcel",),
}
"""Code → the facts that it gives."""


@attrs.frozen(kw_only=True)
class Placed:
    """A unit in a parcel: how far from one corner it lies, and how it is turned.

    ``x`` is along the length of the box inside, ``y`` along its width, ``z`` up; ``size`` has the
    sides of the unit along these.
    """

    line: LineId
    sku: Sku
    x: Length
    y: Length
    z: Length
    size: Dimensions


@attrs.frozen(kw_only=True)
class PackedParcel:
    """A parcel as it is to be packed.

    ``number`` counts from 1; ``box`` is ``None`` where a unit leaves as it is.
    ``weight`` and ``size`` are of the whole, outside; ``dimensional`` and ``billable`` are what the
    carrier counts and bills, ``None`` where the terms name no rule of one, or it does not count.
    ``filled`` is the share of the room inside that units take.
    ``handling`` is what has to be done to it; ``because`` says why this box and no other, and what
    kept out each line that was still to be packed.
    """

    number: int
    box: Box | None
    placed: tuple[Placed, ...]
    weight: Weight
    size: Dimensions
    dimensional: Weight | None
    billable: Weight | None
    filled: Fraction
    handling: tuple[Clause, ...]
    because: tuple[Clause, ...]

    @property
    def units(self) -> tuple[Units, ...]:
        """How many units of which line are in it; parts of a bundle count each."""
        counts: dict[LineId, int] = {}
        for some in self.placed:
            counts[some.line] = counts.get(some.line, 0) + 1
        return tuple([Units(line, count) for line, count in sorted(counts.items())])


@attrs.frozen(kw_only=True)
class Unpacked:
    """Units that no box takes, and why none does."""

    line: LineId
    sku: Sku
    quantity: int
    because: tuple[Clause, ...]


@attrs.frozen(kw_only=True)
class PackingPlan:
    """How a load is packed: each unit in one parcel, or among those that cannot be packed."""

    parcels: tuple[PackedParcel, ...]
    unpacked: tuple[Unpacked, ...]

    @property
    def complete(self) -> bool:
        """Whether every unit has a parcel."""
        return not self.unpacked
