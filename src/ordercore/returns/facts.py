"""Facts about units of a return: which, what came, what became of them, and how it all ended."""

from enum import Enum

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import is_text
from ordercore.kernel.ids import LineId, ParcelId
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.time import Instant
from ordercore.kernel.units import checked_quantity
from ordercore.returns.grades import Disposition


@attrs.frozen
class ReturnUnits:
    """So many units of a line, out of one parcel: so each has its own delivery date."""

    parcel: ParcelId
    line: LineId
    quantity: int

    def __attrs_post_init__(self) -> None:
        """Refuse anything but a positive whole number of units."""
        checked_quantity(self.quantity)
        if not (is_text(self.parcel) and is_text(self.line)):
            raise InvalidValue("units", (self.parcel, self.line), "the ids of a parcel and a line")


@attrs.frozen
class Received:
    """Units that arrived back, and whether they can be sold again; ``None``: still to be graded.

    ``pool`` is where they arrived; blank for where their parcel left.
    """

    units: ReturnUnits
    sellable: bool | None
    at: Instant
    pool: str = ""


@attrs.frozen
class Graded:
    """Units that were looked at: in which grade they are, and what becomes of them.

    ``condition`` is the word under which stock sets them aside, as it was when they were graded.
    """

    units: ReturnUnits
    grade: str
    disposition: Disposition
    at: Instant
    condition: str = ""
    note: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)


@attrs.frozen
class Found:
    """What was in a parcel beside what was let in: more units, or something else."""

    what: str
    quantity: int
    at: Instant
    note: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)


class ReturnStep(Enum):
    """What something that becomes of a return may have to come after."""

    ASKED = "asked"
    LET_IN = "let_in"
    RECEIVED = "received"
    GRADED = "graded"
    SENT_BACK = "sent_back"


@attrs.frozen
class SentBack:
    """Rejected units that went back to the buyer, in which parcel of which carrier."""

    units: ReturnUnits
    at: Instant
    carrier: str = ""
    tracking: str = ""


class ReturnEnd(Enum):
    """By what a return was closed."""

    REFUNDED = "refunded"
    REPLACED = "replaced"
    EXCHANGED = "exchanged"
    REJECTED = "rejected"
    NEVER_SENT = "never_sent"
    """What was outstanding never came, and is taken to be with the buyer."""
    LOST_IN_TRANSIT = "lost_in_transit"
    """What was outstanding was lost on its way back, after it was handed over."""


@attrs.frozen
class Closing:
    """That a return is closed: by what, when, and by which other order, say."""

    end: ReturnEnd
    at: Instant
    reference: str = ""
