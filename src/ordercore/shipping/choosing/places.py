"""Places that not every service goes to, as far as an address tells.

What a carrier calls remote it has in a list of its own, by postal code; a host says that.
"""

import re
from collections.abc import Iterable
from enum import Enum


class DestinationKind(Enum):
    """What makes a destination hard for some services."""

    PO_BOX = "po_box"
    MILITARY = "military"
    """A post office of the armed forces or embassies of the United States: APO, FPO, DPO."""
    NON_CONTIGUOUS = "non_contiguous"
    """Alaska or Hawaii."""
    TERRITORY = "territory"
    """A territory of the United States, or a state in free association with them."""
    REMOTE = "remote"
    """An island or a place that the carrier surcharges."""


MILITARY_REGIONS = frozenset({"AA", "AE", "AP"})
"""The Americas, Europe, the Pacific."""

MILITARY_CITIES = frozenset({"APO", "FPO", "DPO"})

NON_CONTIGUOUS_REGIONS = frozenset({"AK", "HI", "ALASKA", "HAWAII"})

TERRITORIES = frozenset({"AS", "FM", "GU", "MH", "MP", "PR", "PW", "UM", "VI"})
"""By the codes that they have both as states of an address and as countries (ISO 3166)."""

_PO_BOX = re.compile(
    r"\b(p\.?\s*o\.?|post\s+office)\s*box\b"
    r"|\bpostfach\b|\bbo[iî]te\s+postale\b|\bapartado\s+(de\s+correos|postal)\b"
    r"|\bcasella\s+postale\b",
    re.IGNORECASE,
)
"""In English, German, French, Spanish and Italian."""


def places_of(
    *, country: str, region: str = "", city: str = "", lines: Iterable[str] = ()
) -> frozenset[DestinationKind]:
    """Give what an address says of its place; ``lines`` are those of the street."""
    state, found = region.strip().upper(), set[DestinationKind]()
    if any(map(_PO_BOX.search, lines)):
        found.add(DestinationKind.PO_BOX)
    if country.strip().upper() in TERRITORIES:
        found.add(DestinationKind.TERRITORY)
    if country.strip().upper() == "US":
        if state in MILITARY_REGIONS or city.strip().upper() in MILITARY_CITIES:
            found.add(DestinationKind.MILITARY)
        if state in NON_CONTIGUOUS_REGIONS:
            found.add(DestinationKind.NON_CONTIGUOUS)
        if state in TERRITORIES:
            found.add(DestinationKind.TERRITORY)
    return frozenset(found)
