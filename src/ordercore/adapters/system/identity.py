"""Ids from the machine's randomness."""

import uuid

from ordercore.kernel.ids import OrderId

_SEEDED = uuid.UUID("7e4f4dc6-3b0f-5c07-9d1c-4a9c6b1f2a55")


class UuidIdentity:
    """Gives random UUIDs; from a seed, the UUID that the seed always gives."""

    def order_id(self, seed: str | None = None) -> OrderId:
        """Make an order id."""
        return OrderId(str(uuid.uuid4() if seed is None else uuid.uuid5(_SEEDED, seed)))
