"""The people port: who is to be told, where they are reached, and what they would rather not hear.

The library keeps no addresses of people for its notices: the host has them.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types, several
from ordercore.kernel.ids import checked
from ordercore.kernel.personal import PERSONAL
from ordercore.kernel.time import named_zone
from ordercore.notices import Audience, Channel, QuietHours
from ordercore.notices.post import Addressee
from ordercore.orders.state import Order


def _pairs(given: Iterable[tuple[str, Channel | None]]) -> frozenset[tuple[str, Channel | None]]:
    pairs = several(given, "unwanted")
    try:
        return frozenset(pairs)
    except TypeError:
        expected = "pairs of a kind and a channel, each in a tuple"
        raise InvalidValue("unwanted", pairs, expected) from None


@attrs.frozen(kw_only=True)
class Recipient:
    """A person who is told: an id of the host's, a language, a zone, and an address by channel.

    ``unwanted`` are pairs of kind and channel that this person does not want; a kind without a
    channel (``None``) is not wanted at all, and a blank kind with one means the whole channel.

    Raises:
        InvalidValue: when a field is of another type, the id is none, or there is no such zone.
            Neither an address nor a name is shown.
    """

    id: str
    language: str = "en"
    zone: str = attrs.field(default="UTC", validator=named_zone)
    addresses: Mapping[Channel, str] = attrs.field(factory=dict, repr=False, metadata=PERSONAL)
    name: str = attrs.field(default="", repr=False, metadata=PERSONAL)
    unwanted: frozenset[tuple[str, Channel | None]] = attrs.field(
        default=frozenset(), converter=_pairs
    )
    quiet: QuietHours | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse whom nobody could be told by, while somebody looks, and not in a worker."""
        check_types(self)
        checked(self.id, "id")

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
