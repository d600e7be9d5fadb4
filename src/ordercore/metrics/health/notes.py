"""Notes: what a marketplace measures by, and an order does not keep.

Scans, labels, invoices and votes are told by a host that knows them. Where nobody tells them, what
hangs on them alone has no data, which is neither a pass nor a failure.
"""

from collections.abc import Callable, Mapping

import attrs

from ordercore.kernel.ids import ParcelId, ReturnId
from ordercore.kernel.time import Instant
from ordercore.orders.state import Order


@attrs.frozen(kw_only=True)
class ParcelNotes:
    """What is known of a parcel beside what its order keeps.

    Attributes:
        scanned_at: when a carrier scanned it first.
        tried_at: when it was first tried to be delivered.
        tracked_at: when its tracking number was given, where that was after its confirmation.
        agreed_until: the last instant of the day that the buyer chose for its delivery.
        protected: whether its label was bought through the marketplace; ``None``: nobody knows.
        excused: whether the marketplace takes the blame where it is late: its label was bought
            with protection, for a service that the marketplace had advised.
        scans: how many scans make its tracking valid: 1, or 2 where its delivery is asked for too;
            :func:`ordercore.metrics.health.scans_needed` tells.
        exempt: whether no tracking is asked of it at all: of what is sent without goods, of cheap
            letters that carriers do not track.
        category: what the marketplace files its goods under, by which tracking is counted too.
    """

    scanned_at: Instant | None = None
    tried_at: Instant | None = None
    tracked_at: Instant | None = None
    agreed_until: Instant | None = None
    protected: bool | None = None
    excused: bool = False
    scans: int = 1
    exempt: bool = False
    category: str = ""


@attrs.frozen(kw_only=True)
class Vote:
    """The last answer of a buyer to whether a question was settled."""

    at: Instant
    settled: bool


@attrs.frozen(kw_only=True)
class OrderNotes:
    """What is known of an order beside what it keeps.

    Attributes:
        parcels: what is known of its parcels.
        business: whether a business bought, so that an invoice is due.
        invoice_due: the last instant at which that is in time, where the marketplace says so.
        invoiced_at: when it was uploaded.
        disliked_returns: returns whose handling the buyer rated badly.
        wrongly_declined: returns that were declined and should not have been.
        vote: what the buyer answered last to a survey about the seller's service.
    """

    parcels: Mapping[ParcelId, ParcelNotes] = attrs.field(factory=dict[ParcelId, ParcelNotes])
    business: bool = False
    invoice_due: Instant | None = None
    invoiced_at: Instant | None = None
    disliked_returns: frozenset[ReturnId] = frozenset()
    wrongly_declined: frozenset[ReturnId] = frozenset()
    vote: Vote | None = None


Noting = Callable[[Order], OrderNotes]
"""What a host knows of an order."""

NOTHING_OF_PARCEL = ParcelNotes()

NOTHING = OrderNotes()


def nothing_noted(_: Order) -> OrderNotes:
    """Know nothing beside the order."""
    return NOTHING
