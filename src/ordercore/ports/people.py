"""The people port: who is to be told, where they are reached, and what they would rather not hear.

The library keeps no addresses of people for its notices: the host has them.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

import attrs

from ordercore.notices import Audience, Channel, QuietHours
from ordercore.notices.post import Addressee
from ordercore.orders.state import Order


@attrs.frozen(kw_only=True)
class Recipient:
    """A person who is told: an id of the host's, a language, a zone, and an address by channel.

    ``unwanted`` are pairs of kind and channel that this person does not want; a kind without a
    channel (``None``) is not wanted at all, and a blank kind with one means the whole channel.
    """

    id: str
    language: str = "en"
    zone: str = "UTC"
    addresses: Mapping[Channel, str] = attrs.field(factory=dict, repr=False)
    name: str = attrs.field(default="", repr=False)
    unwanted: frozenset[tuple[str, Channel | None]] = frozenset()
    quiet: QuietHours | None = None

    @property
    def addressee(self) -> Addressee:
        """The person without name and addresses: what planning needs to know."""
        return Addressee(
            id=self.id,
            zone=self.zone,
            channels=frozenset([channel for channel, to in self.addresses.items() if to]),
            unwanted=self.unwanted,
            quiet=self.quiet,
        )


class People(Protocol):
    """Knows who is told."""

    def recipients(self, audience: Audience, order: Order | None) -> Iterable[Recipient]:
        """Give who is told as an audience; the buyer is the one of an order."""
        ...
