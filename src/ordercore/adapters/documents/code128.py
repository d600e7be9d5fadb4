"""Code 128: text as bars, in the fewest symbols there can be.

The symbology is ISO/IEC 15417: three sets of characters (A has controls and capitals, B has
capitals and small letters, C has pairs of digits), a shift for one character between A and B, a
checksum by weights modulo 103, and a stop.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ordercore.errors import InvalidValue
from ordercore.ports.labels import FNC1

QUIET = 10
"""Modules that have to stay empty on either side."""

CHECKED_BY, SHIFT, STOP = 103, 98, 106

SETS = "ABC"

TO_SET = {"A": 101, "B": 100, "C": 99}

SWITCHES = {name: {value: to for to, value in TO_SET.items() if to != name} for name in SETS}
"""What a symbol switches to, by the set that it stands in."""

START = {"A": 103, "B": 104, "C": 105}

TABLE = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 "
    "221312 231212 112232 122132 122231 113222 123122 123221 223211 221132 "
    "221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 "
    "212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 "
    "231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 "
    "231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 "
    "314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 "
    "112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 "
    "214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 "
    "114131 311141 411131 211412 211214 211232 2331112"
)

PATTERNS = TABLE.split()
"""By the value of a symbol, the widths of bar, space, bar, space, bar, space in modules."""

VALUES = {
    "A": {chr(code): code - 32 if code >= 32 else code + 64 for code in range(96)},
    "B": {chr(code): code - 32 for code in range(32, 128)},
}

Way = tuple[int, tuple[int, ...]]
"""How many symbols, and which."""


@lru_cache(maxsize=256)
def symbols(text: str) -> tuple[int, ...]:
    """Give the values of all symbols: start, text, checksum and stop.

    Of several shortest ways the first is taken, so the same text is the same bars.
    Set A is for controls alone: whatever else it has, set B has too.

    Raises:
        InvalidValue: when it is empty, or has a character that is neither ASCII nor
            :data:`~ordercore.ports.labels.FNC1`.
    """
    if not text or any(char > "\x7f" and char != FNC1 for char in text):
        raise InvalidValue("barcode", text, "text of ASCII characters, one at least")
    sets = SETS if any(char < " " for char in text) else SETS[1:]
    ways: dict[str, Way] = {name: (1, (START[name],)) for name in sets}
    waiting: dict[str, Way] = {}
    for place, char in enumerate(text):
        after: dict[str, Way] = {}
        for name, way in ways.items():
            for to, written in _written(name, char):
                _keep(after, to, way, written)
        for to, way in waiting.items():
            _keep(after, to, way, ())
        pair = text[place : place + 2]
        waiting = {}
        if "C" in ways and len(pair) == 2 and pair.isdecimal():
            waiting["C"] = (ways["C"][0] + 1, (*ways["C"][1], int(pair)))
        ways = _with_switches(after, sets)
    _, found = min(ways.values())
    return (*found, checksum(found), STOP)


def checksum(values: tuple[int, ...]) -> int:
    """Give the checksum over a start and the symbols after it."""
    weighed = (place * value for place, value in enumerate(values[1:], 1))
    return (values[0] + sum(weighed)) % CHECKED_BY


def bars(text: str) -> tuple[tuple[int, int], ...]:
    """Give each bar as the module that it begins at and its width; quiet zones are left out.

    Raises:
        InvalidValue: as :func:`symbols` does.
    """
    widths = [int(width) for value in symbols(text) for width in PATTERNS[value]]
    found: list[tuple[int, int]] = []
    begin = 0
    for place, width in enumerate(widths):
        if place % 2 == 0:
            found.append((begin, width))
        begin += width
    return tuple(found)


def modules(text: str) -> int:
    """Tell how many modules wide the bars of a text are, without the quiet zones."""
    return 11 * len(symbols(text)) + 2


class Part(NamedTuple):
    """A piece of text that one symbol says: the set that it stands in, or out of which shifted."""

    set: str
    shifted: bool
    text: str


def parts(text: str) -> Iterator[Part]:
    """Give the text symbol by symbol, for printers that are told when to switch and draw the bars.

    Raises:
        InvalidValue: as :func:`symbols` does.
    """
    start, *values = symbols(text)[:-2]
    name = next(name for name, value in START.items() if value == start)
    place, shifted = 0, False
    for value in values:
        if name != "C" and value == SHIFT:
            shifted = True
        elif value in SWITCHES[name]:
            name = SWITCHES[name][value]
        else:
            width = 2 if name == "C" and value < 100 else 1
            yield Part(name, shifted, text[place : place + width])
            place, shifted = place + width, False


def _written(name: str, char: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Give the ways to write one character in a set: as it is, or with a shift before it."""
    if char == FNC1:
        yield name, (102,)
    elif name != "C":
        other = "B" if name == "A" else "A"
        if char in VALUES[name]:
            yield name, (VALUES[name][char],)
        else:
            yield name, (SHIFT, VALUES[other][char])


def _with_switches(ways: dict[str, Way], sets: str) -> dict[str, Way]:
    """Add the ways that switch to another set now."""
    found = dict(ways)
    for way in ways.values():
        for to in sets:
            _keep(found, to, way, (TO_SET[to],))
    return found


def _keep(ways: dict[str, Way], to: str, way: Way, written: tuple[int, ...]) -> None:
    """Keep the shorter way, and of equals the one that comes first."""
    longer = (way[0] + len(written), (*way[1], *written))
    if to not in ways or longer < ways[to]:
        ways[to] = longer
