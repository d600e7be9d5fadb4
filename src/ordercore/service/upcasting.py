"""Upcasting: how events that were stored in an older shape are read.

The laws of this file:

- what is stored is never rewritten; it is brought up to date each time it is read;
- what leads from one version to the next is a row of :mod:`ordercore.service.upcasters`;
- a kind of event is at the version after its last upcaster, and at version 1 without any.

Version 1 is stored under the name of the event (``OrderPlaced``), a later one with its number
(``OrderPlaced/2``).
"""

from collections.abc import Iterable, Mapping

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.service.upcasters import UPCASTERS, Body, Upcaster


class Versions:
    """Which versions there are of each kind of event; validates itself when built."""

    def __init__(
        self, kinds: Iterable[str], upcasters: Mapping[tuple[str, int], Upcaster] = UPCASTERS
    ) -> None:
        chains: dict[str, dict[int, Upcaster]] = {kind: {} for kind in kinds}
        problems = [f"there is no event {name}" for name, _ in upcasters if name not in chains]
        for (name, version), step in upcasters.items():
            chains.setdefault(name, {})[version] = step
        problems += [
            f"{name} has upcasters from {sorted(chain)}, which is no chain from 1 on"
            for name, chain in chains.items()
            if sorted(chain) != list(range(1, len(chain) + 1))
        ]
        if problems:
            raise InvalidTable("upcasters", tuple(problems))
        self._chains = {
            name: tuple(chain[version] for version in sorted(chain))
            for name, chain in chains.items()
        }

    def current(self, kind: str) -> int:
        """Give the version in which a kind of event is written now."""
        return len(self._chains[kind]) + 1

    def stored_name(self, kind: str) -> str:
        """Give the name under which a kind of event is written now."""
        version = self.current(kind)
        return kind if version == 1 else f"{kind}/{version}"

    def parted(self, name: str) -> tuple[str, int]:
        """Part a stored name into the kind of event and its version.

        Raises:
            InvalidValue: when there is no such event, or not yet such a version of it.
        """
        kind, slash, number = name.partition("/")
        if kind not in self._chains:
            raise InvalidValue("event", name, "an event of this version of ordercore")
        current = self.current(kind)
        known = {"": 1, **{str(version): version for version in range(2, current + 1)}}
        if number not in known or bool(slash) is not bool(number):
            expected = f"an event of this version of ordercore, which knows {kind} up to {current}"
            raise InvalidValue("event", name, expected)
        return kind, known[number]

    def upcast(self, kind: str, version: int, body: Body) -> Body:
        """Bring a stored body up to date, version by version."""
        for step in self._chains[kind][version - 1 :]:
            body = step(body)
        return body
