"""The identity port: where new ids come from."""

from typing import Protocol

from ordercore.kernel.ids import OrderId


class Identity(Protocol):
    """Makes ids that nobody else makes."""

    def order_id(self, seed: str | None = None) -> OrderId:
        """Make an id for a new order.

        The same ``seed`` always gives the same id, so that a command sent twice under one
        command id is the same command; without one, every call gives another.
        """
        ...
