"""What a package says, as it may be written: in the body of a call, a flat file, an XML feed."""

import re

import attrs

from ordercore.adapters.amazon.carriers import OTHER
from ordercore.adapters.amazon.packages import Package, one_line
from ordercore.errors import InvalidValue

# XML 1.0, 2.2 knows none of them but DEL and those from U+0080 on, which no carrier's text has
# either. White space among them becomes a space.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@attrs.frozen(kw_only=True)
class Told:
    """The texts of a package, each on one line."""

    order_id: str
    carrier_code: str
    carrier_name: str
    """Blank beside every code but ``Other``: since 19 April 2021 a code is required, and a name
    goes with that one alone (announcement, amzn/selling-partner-api-docs#772)."""
    tracking: str
    method: str
    """Blank where it is not known, and then left out."""
    items: tuple[tuple[str, int], ...]


def told(package: Package, place: str, longest: int | None = None) -> Told:
    """Give the texts of a package; ``place`` begins the names of its fields in an error.

    Raises:
        InvalidValue: when a text that has to be there is blank, or one has control characters or
            more than ``longest`` characters.
    """

    def text(field: str) -> str:
        return told_text(getattr(package, field), f"{place}.{field}", longest)

    return Told(
        order_id=text("order_id"),
        carrier_code=text("carrier_code"),
        carrier_name=text("carrier_name") if package.carrier_code == OTHER else "",
        tracking=text("tracking"),
        method=text("method") if package.method.strip() else "",
        items=tuple(
            (told_text(ref, f"{place}.items[{number}]"), units)
            for number, (ref, units) in enumerate(package.items)
        ),
    )


def told_text(given: object, field: str, longest: int | None = None) -> str:
    """Give a text on one line.

    Raises:
        InvalidValue: when it is no text or blank, has control characters, or is too long.
    """
    if not isinstance(given, str):
        raise InvalidValue(field, given, "text")
    if _UNWRITABLE.search(given):
        raise InvalidValue(field, given, "text without control characters, which XML cannot hold")
    text = one_line(given)
    if not text or (longest is not None and len(text) > longest):
        expected = "text that is not blank" if longest is None else f"1 to {longest} characters"
        raise InvalidValue(field, given, expected)
    return text
