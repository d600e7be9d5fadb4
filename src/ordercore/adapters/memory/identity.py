"""Ids that count up, so that examples and tests read the same every time."""

from ordercore.kernel.ids import OrderId


class CountingIdentity:
    """Gives ``O-1``, ``O-2`` and so on."""

    def __init__(self) -> None:
        self._given = 0
        self._seeded: dict[str, OrderId] = {}

    def order_id(self, seed: str | None = None) -> OrderId:
        """Give the next id; the same seed gives the same id again."""
        if seed is not None and seed in self._seeded:
            return self._seeded[seed]
        self._given += 1
        made = f"O-{self._given}"
        if seed is not None:
            self._seeded[seed] = made
        return made
