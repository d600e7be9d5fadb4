"""Filling: what becomes of an order of which its fulfiller has only a part.

The three policies of Multi-Channel Fulfillment (``FulfillmentPolicy`` of the Fulfillment Outbound
API, model of 2020-07-01).
"""

import datetime as dt
from collections.abc import Mapping
from enum import Enum

from ordercore.kernel.ids import LineId
from ordercore.kernel.time import Instant


class FillPolicy(Enum):
    """What is shipped where not everything is to be had."""

    FILL_OR_KILL = "fill_or_kill"
    """All or nothing, as long as nothing has left."""
    FILL_ALL = "fill_all"
    """All that comes in within a day; what is missing then is given up."""
    FILL_ALL_AVAILABLE = "fill_all_available"
    """What is there; the rest is given up at once."""


WAITS: Mapping[FillPolicy, dt.timedelta] = {
    FillPolicy.FILL_OR_KILL: dt.timedelta(0),
    # 24 hours, and no calendar day (MCF API model, ``FulfillmentPolicy``).
    FillPolicy.FILL_ALL: dt.timedelta(hours=24),
    FillPolicy.FILL_ALL_AVAILABLE: dt.timedelta(0),
}
"""For how long goods may still come in under each policy."""


def given_up_from(policy: FillPolicy, placed_at: Instant) -> Instant:
    """Give the first instant at which missing units are given up."""
    return placed_at + WAITS[policy]


def given_up(
    policy: FillPolicy | None,
    awaiting: Mapping[LineId, int],
    missing: Mapping[LineId, int],
    *,
    anything_left: bool,
) -> dict[LineId, int]:
    """Give the units of each line that will not be shipped, when some of them are missing.

    ``anything_left`` says that a parcel is on its way, and so it is too late for nothing.
    Without a policy it is just what is missing.
    """
    all_goes = policy is FillPolicy.FILL_OR_KILL and not anything_left and any(missing.values())
    lost = awaiting if all_goes else missing
    return {line: number for line, number in lost.items() if number}
