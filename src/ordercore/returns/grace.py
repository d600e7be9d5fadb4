"""Grace: how long an authorised parcel may be on its way back."""

from enum import Enum

import attrs

from ordercore.kernel.confidence import Confidence
from ordercore.returns.rows import Row


class Judged(Enum):
    """By what it is told whether a parcel came back in time."""

    POSTMARK = "postmark"
    ARRIVAL = "arrival"


class Since(Enum):
    """From which day the days of a parcel's way back are counted."""

    WINDOW_END = "window_end"
    """The last day of the window, or the day of asking where staff let it in after that."""
    ASKED = "asked"


@attrs.frozen(kw_only=True)
class Grace(Row):
    """By when a parcel has to be posted, or to arrive, counted in whole local days."""

    days: int
    since: Since = Since.WINDOW_END
    judged_by: Judged = Judged.ARRIVAL


# Fifteen days beyond the window for the way (UK staff, seller forum t/4dd481a3); at Amazon's own
# warehouses 45 days from the request, or the buyer is charged (Seller Central 200379860).
AMAZON_GRACE = (
    Grace(
        days=15,
        source="staff, seller forum UK t/4dd481a3",
        confidence=Confidence.RELAYED,
    ),
    Grace(
        channel="FBA",
        days=45,
        since=Since.ASKED,
        source="Seller Central 200379860, guides.sitruna.com",
        confidence=Confidence.RELAYED,
    ),
)

# What is not postmarked within the window the seller need not refund.
POSTMARK_GRACE = (
    Grace(
        days=0,
        judged_by=Judged.POSTMARK,
        source="Seller Central JM9HNSV9FXU9MP3",
        confidence=Confidence.OWN_TEXT,
    ),
    AMAZON_GRACE[1],
)

WITHDRAWAL_GRACE = (
    Grace(
        days=14,
        since=Since.ASKED,
        judged_by=Judged.POSTMARK,
        source="Directive 2011/83/EU, article 14",
        confidence=Confidence.WEAK,
    ),
)
