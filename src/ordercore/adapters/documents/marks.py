"""Marks: what is drawn on a page, wherever it is drawn.

Lengths are points, a 72nd of an inch, from the upper left corner; ``y`` of words is their base
line.
"""

from typing import NamedTuple, TypeAlias


class Words(NamedTuple):
    """A text on one line."""

    x: float
    y: float
    size: float
    text: str
    bold: bool


class Bars(NamedTuple):
    """A text as Code 128, its first bar at ``x``; ``module`` is the width of the thinnest bar."""

    x: float
    y: float
    module: float
    height: float
    text: str


class Square(NamedTuple):
    """A text as QR code, in a square that has its quiet zone inside."""

    x: float
    y: float
    side: float
    text: str


class Box(NamedTuple):
    """A filled box, such as a line."""

    x: float
    y: float
    width: float
    height: float


Mark: TypeAlias = Words | Bars | Square | Box


class Page(NamedTuple):
    """A page and everything on it."""

    width: float
    height: float
    marks: tuple[Mark, ...]


POINTS = 72 / 254
"""Points in a tenth of a millimetre."""

THIN = 0.7
"""The width of a line."""


def frame(x: float, y: float, width: float, height: float) -> tuple[Mark, ...]:
    """Draw the outline of a box."""
    return (
        Box(x, y, width, THIN),
        Box(x, y + height, width, THIN),
        Box(x, y, THIN, height),
        Box(x + width, y, THIN, height),
    )
