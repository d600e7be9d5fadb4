"""Places that not every service goes to, as far as an address tells.

What a carrier calls remote it has in a list of its own, by postal code; a host says that.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import Enum

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import is_text, several


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
"""As a city, or as the first word of it where the region stands there too: ``APO AE``."""

ARMED_FORCES = "ARMED FORCES"
"""How the three regions begin in full: Armed Forces Americas, Europe, Pacific."""

NON_CONTIGUOUS_REGIONS = frozenset({"AK", "HI", "ALASKA", "HAWAII"})

TERRITORIES = frozenset({"AS", "FM", "GU", "MH", "MP", "PR", "PW", "UM", "VI"})
"""By the codes that they have both as states of an address and as countries (ISO 3166)."""

TERRITORY_NAMES = frozenset(
    {
        "AMERICAN SAMOA",
        "GUAM",
        "NORTHERN MARIANA ISLANDS",
        "PUERTO RICO",
        "U.S. VIRGIN ISLANDS",
        "US VIRGIN ISLANDS",
        "VIRGIN ISLANDS",
    }
)
"""As buyers write them for the state."""

_PO_BOX = re.compile(
    # What may be a street as well is a box with a number alone: "Post Box 7", "POB 7".
    r"\bg?p[\s./-]*o[\s./-]*box(?![a-z])|\bpost\s+office\s+box(?![a-z])"
    r"|\b(post\s*box|p\.?\s*o\.?\s*b\.?|(locked|private)\s+bag)\s*(no\.?|#)?\s*\d"
    r"|\bpostfach(?![a-z])|\bpostbus\s*\d"
    r"|\bbo[iî]te\s+postale\b|\bcase\s+postale\b|\bb\.?\s*p\.?\s*\d"
    r"|\bapartado\s+(de\s+correos|postal|\d)|\bapdo\b|\bcaixa\s+postal\b"
    r"|\bcasella\s+postale\b",
    re.IGNORECASE,
)
"""In English, German, Dutch, French, Spanish, Portuguese and Italian."""


def places_of(
    *, country: str, region: str = "", city: str = "", lines: Iterable[str] = ()
) -> frozenset[DestinationKind]:
    """Give what an address says of its place; ``lines`` are those of the street.

    Raises:
        InvalidValue: when one is no text, or the lines are one text.
    """
    land, state, town = _plain(country, "country"), _plain(region, "region"), _plain(city, "city")
    streets = [_plain(line, "lines") for line in several(lines, "lines")]
    found = set[DestinationKind]()
    if any(map(_PO_BOX.search, streets)):
        found.add(DestinationKind.PO_BOX)
    if land in TERRITORIES:
        found.add(DestinationKind.TERRITORY)
    if land == "US":
        if state in MILITARY_REGIONS or state.startswith(ARMED_FORCES) or _military(town):
            found.add(DestinationKind.MILITARY)
        if state in NON_CONTIGUOUS_REGIONS:
            found.add(DestinationKind.NON_CONTIGUOUS)
        if state in TERRITORIES or state in TERRITORY_NAMES:
            found.add(DestinationKind.TERRITORY)
    return frozenset(found)


def _military(town: str) -> bool:
    return town.partition(" ")[0] in MILITARY_CITIES


def _plain(given: object, field: str) -> str:
    """Give text in capitals, its letters and signs as they are usually written."""
    if not isinstance(given, str) or not is_text(given):
        raise InvalidValue(field, given, "text")
    return unicodedata.normalize("NFKC", given).strip().upper()
