"""The way of a parcel: what its carrier said last before it arrived, and when it is expected.

Both are kept by the latest word, so that the order in which words come does not matter.
"""

from enum import Enum

import attrs

from ordercore.kernel.checking import check_types
from ordercore.kernel.time import Instant


class WayStatus(Enum):
    """What a carrier says of a parcel on its way.

    Of two words about one moment, the later in this order counts as the later.
    """

    DELAYED = "delayed"
    OUT_FOR_DELIVERY = "out_for_delivery"
    ATTEMPTED = "attempted"
    """Delivery was tried and failed; attempted is not delivered."""
    AVAILABLE_FOR_PICKUP = "available_for_pickup"


_RANKS: dict[WayStatus | None, int] = {
    status: rank for rank, status in enumerate([None, *WayStatus])
}


@attrs.frozen
class WayNote:
    """What was said last of a parcel on its way, and when; ``None`` where its way began anew.

    Raises:
        InvalidValue: when a field is of another type.
    """

    status: WayStatus | None
    at: Instant
    pickup_by: Instant | None = None
    """Until when it waits to be collected, where somebody said so."""

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)

    def follows(self, other: "WayNote | None") -> bool:
        """Tell whether it is the later word of the two."""
        return other is None or self.weight > other.weight

    @property
    def weight(self) -> tuple[Instant, int, bool, Instant]:
        """By what one word is later than another."""
        return (self.at, _RANKS[self.status], *_known(self.pickup_by, self.at))


@attrs.frozen
class Estimate:
    """When a parcel was expected to arrive, said at a moment; ``None`` where its way began anew.

    Raises:
        InvalidValue: when a field is of another type.
    """

    expected: Instant | None
    at: Instant

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)

    def follows(self, other: "Estimate | None") -> bool:
        """Tell whether it is the later word of the two; of one moment, the later time counts."""
        return other is None or self.weight > other.weight

    @property
    def weight(self) -> tuple[Instant, bool, Instant]:
        """By what one word is later than another."""
        return (self.at, *_known(self.expected, self.at))


def _known(value: Instant | None, otherwise: Instant) -> tuple[bool, Instant]:
    return (value is not None, value or otherwise)
