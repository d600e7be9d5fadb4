"""Windows: how long a unit may come back, counted from what."""

import datetime as dt
from typing import ClassVar

import attrs

from ordercore.kernel.confidence import Confidence
from ordercore.returns.anchors import Anchor
from ordercore.returns.reasons import Fault
from ordercore.returns.rows import ANY, PLACED, Row


@attrs.frozen(kw_only=True)
class Window(Row):
    """How long a unit may come back.

    The local day of ``anchor`` is day 0, and day ``days`` counts whole.
    A row with a ``membership`` (or a registry), or of a ``fault``, holds beside the one without:
    it lengthens that window and never shortens it.
    """

    about: ClassVar[tuple[str, ...]] = (*PLACED, "membership", "fault")

    days: int
    anchor: Anchor = Anchor.DELIVERED
    membership: str = ANY
    fault: Fault | None = None

    @property
    def lengthens(self) -> bool:
        """Whether it only adds to the window that holds without it."""
        return self.membership != ANY or self.fault is not None


EU = ("DE", "FR", "IT", "ES", "NL", "BE", "SE", "PL", "IE")
"""The marketplaces in the European Union."""

ELECTRONICS = (
    "cameras",
    "electronics",
    "office",
    "computers",
    "phones",
    "video_games",
    "music",
    "video",
)
"""The categories whose window became shorter in the EU, in our words."""


def amazon_windows(anchor: Anchor, source: str, confidence: Confidence) -> tuple[Window, ...]:
    """Give Amazon's windows, all counted from one anchor; the source is that of the anchor."""
    return (
        Window(days=30, anchor=anchor, source=source, confidence=confidence),
        # Orders from 25 March 2024. Renewed ones are excluded, and Amazon's own devices, which
        # are of another category than these.
        *(
            Window(
                marketplace=marketplace,
                effective_from=dt.date(2024, 3, 25),
                category=category,
                days=14,
                anchor=anchor,
                source="channelx.world, March 2024",
                confidence=Confidence.RELAYED,
            )
            for marketplace in EU
            for category in ELECTRONICS
        ),
        Window(
            condition="renewed",
            days=90,
            anchor=anchor,
            source="relays of the consumer pages",
            confidence=Confidence.WEAK,
        ),
        # Clothing in sizes of 0 to 24 months is excepted: it is of another category.
        Window(
            category="baby",
            days=90,
            anchor=anchor,
            source="relays of the consumer pages",
            confidence=Confidence.WEAK,
        ),
        # No source says from when; nothing is delivered, so it is the purchase.
        Window(
            category="e_books",
            days=7,
            anchor=Anchor.PURCHASED,
            source="relays of the consumer pages",
            confidence=Confidence.WEAK,
        ),
        # A wedding registry has longer, and sources do not agree how long.
        *(
            Window(
                membership=registry,
                days=90,
                anchor=anchor,
                source="relays of the consumer pages",
                confidence=Confidence.WEAK,
            )
            for registry in ("baby_registry", "wedding_registry")
        ),
        # Durable goods that are defective, in Brazil.
        Window(
            marketplace="BR",
            category="durables",
            fault=Fault.SELLER,
            days=90,
            anchor=anchor,
            source="Seller Central Brazil",
            confidence=Confidence.RELAYED,
        ),
    )


RECEIPT_WINDOWS = amazon_windows(
    Anchor.DELIVERED, "consumer pages: 30 days from receipt", Confidence.RELAYED
)

ESTIMATED_WINDOWS = amazon_windows(
    Anchor.ESTIMATED, "Seller Central US 200708210", Confidence.OWN_TEXT
)

LATEST_ESTIMATE_WINDOWS = amazon_windows(
    Anchor.LATEST_ESTIMATE, "SAFE-T staff, seller forum t/1091404", Confidence.RELAYED
)

# Fourteen days after the day of receipt. The directive is public law; that the days below are all
# it asks was not held against its text here.
WITHDRAWAL_WINDOWS = (
    Window(days=14, source="Directive 2011/83/EU, article 9", confidence=Confidence.WEAK),
)
