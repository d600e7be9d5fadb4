"""Packing random loads into boxes, against py3dbp fitting the same units.

    python tests/benchmarks/bench_packing.py [--loads N] [--rounds N]

py3dbp (the extra ``bench``) fills one bin with what it takes, so the choice of a box around it is
ours: the smallest that takes the rest, or the one that takes most of it.
It knows neither dangerous goods nor what is fragile or has to stand on something, and its units
may float; so ours is also run without asking for support.
Loads have no such goods and weigh next to nothing, so that room alone decides.
"""

import argparse
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from importlib.util import find_spec

from ratios import ratios, seconds

from ordercore.shipping.measures import Dimensions, Weight
from ordercore.shipping.packing import Box, Goods, PackingTerms, pack

SIZES = ((200, 150, 100), (300, 200, 150), (400, 300, 200), (600, 400, 400))
"""Inside, in millimetres."""


def millimetres(sides: Sequence[int]) -> Dimensions:
    """Give a size."""
    length, width, height = sides
    return Dimensions.of(length, width, height, "mm")


BOXES = [
    Box(
        code=str(number),
        inside=millimetres(sides),
        outside=millimetres([side + 6 for side in sides]),
    )
    for number, sides in enumerate(SIZES)
]

FLOATING = PackingTerms(least_support=Fraction(0))

Loads = list[list[Goods]]

Used = list[tuple[int, int]]
"""Of each parcel the box, and the volume of the units in it."""


def loads(lines: int, count: int) -> Loads:
    """Make loads of so many lines, of one to four units each."""
    chance = random.Random(lines)
    return [
        [
            Goods(
                line=str(line),
                quantity=chance.randint(1, 4),
                size=millimetres([chance.randint(20, 250) for _ in range(3)]),
                weight=Weight.of(1, "g"),
            )
            for line in range(lines)
        ]
        for _ in range(count)
    ]


def ours(load: list[Goods], terms: PackingTerms) -> Used:
    """Pack a load."""
    plan = pack(load, BOXES, terms)
    return [
        (int(parcel.box.code), sum(some.size.cubic_nanometres for some in parcel.placed))
        for parcel in plan.parcels
        if parcel.box is not None
    ]


def theirs(load: list[Goods]) -> Used:
    """Pack a load with py3dbp, box by box."""
    left = [goods for goods in load for _ in range(goods.quantity)]
    used: Used = []
    while left:
        best: tuple[int, int, list[int]] = (0, 0, [])
        for box in range(len(SIZES)):
            taken = _filled(box, left)
            volume = sum(left[place].size.cubic_nanometres for place in taken)
            if volume > best[1]:
                best = (box, volume, taken)
            if len(taken) == len(left):
                break
        used.append(best[:2])
        left = [goods for place, goods in enumerate(left) if place not in best[2]]
    return used


def _filled(box: int, left: list[Goods]) -> list[int]:
    """Give the places of those units that py3dbp puts into a box."""
    from py3dbp import Bin, Item, Packer

    packer = Packer()
    packer.add_bin(Bin(str(box), *SIZES[box], 1_000_000))
    for place, goods in enumerate(left):
        size = goods.size
        sides = [int(side.number("mm")) for side in (size.length, size.width, size.height)]
        packer.add_item(Item(place, *sides, 1))
    packer.pack(bigger_first=True, number_of_decimals=0)
    return [int(item.name) for item in packer.bins[0].items]


def told(used: list[Used]) -> str:
    """Say how many boxes were used, and how full they are."""
    boxes = [each for load in used for each in load]
    room = sum(BOXES[box].inside.cubic_nanometres for box, _ in boxes)
    return f"{len(boxes):5} boxes, {sum(volume for _, volume in boxes) / room:.1%} full"


def packers() -> Iterator[tuple[str, Callable[[list[Goods]], Used]]]:
    """Give those that can run here."""
    yield "ours", lambda load: ours(load, PackingTerms())
    yield "ours, floating", lambda load: ours(load, FLOATING)
    if find_spec("py3dbp") is not None:
        yield "py3dbp", theirs


def main() -> None:
    """Print boxes, how full they are, and how much longer others take."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--loads", type=int, default=40)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    for lines in (1, 4, 12, 30):
        some = loads(lines, chosen.loads)
        print(f"{chosen.loads} loads of {lines} lines")
        work: dict[str, Callable[[], list[Used]]] = {
            name: lambda by=packer, of=some: [by(load) for load in of]  # type: ignore[misc]
            for name, packer in packers()
        }
        others: Mapping[str, Callable[[], object]] = {
            name: run for name, run in work.items() if name != "ours"
        }
        found = ratios(work["ours"], others, rounds=chosen.rounds, times=1)
        best = min(seconds(work["ours"], 1) for _ in range(chosen.rounds)) / chosen.loads
        for name, run in work.items():
            took = f"{found[name]:.2f} times as long" if name in found else f"{best:.4f} s a load"
            print(f"  {name:<15} {told(run())}  {took}")


if __name__ == "__main__":
    main()
