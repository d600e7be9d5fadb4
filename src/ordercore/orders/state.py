"""The order: one frozen value that holds lines, payments, parcels, returns and refunds.

It is the consistency boundary: over-shipping, over-returning and over-refunding are impossible
because one value holds all three.
Nothing in it is said twice; counts and statuses are derived from it.
"""

from collections.abc import Mapping
from typing import TypeVar

import attrs

from ordercore.errors import NotFound
from ordercore.kernel.ids import LineId, OrderId
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.orders.address import Address, Verification
from ordercore.orders.axes import (
    DeliveryAxis,
    PaymentAxis,
    ReturnsAxis,
    delivery,
    payment,
    returns,
    status,
)
from ordercore.orders.claim_note import ClaimNote
from ordercore.orders.ledger import Ledger, ledger
from ordercore.orders.line import Line
from ordercore.orders.money import balance
from ordercore.orders.parts import (
    Cancellation,
    CancelRequest,
    Hold,
    Preorder,
    Refund,
    Report,
    Terms,
)
from ordercore.orders.payment import Payment
from ordercore.orders.pending import Pending, pending
from ordercore.orders.promised import short_units
from ordercore.orders.replacement import Replacement
from ordercore.orders.sources import Source
from ordercore.orders.stations import Stations, stations
from ordercore.orders.status import OrderStatus
from ordercore.returns.rma import Return
from ordercore.shipping.parcel import Parcel

P = TypeVar("P", Line, Payment, Hold, CancelRequest, Parcel, Return, Refund, Replacement, ClaimNote)


def _by_id(parts: tuple[P, ...], id: str) -> P | None:
    for part in parts:
        if part.id == id:
            return part
    return None


@attrs.frozen(kw_only=True)
class Order:
    """Everything that is known of one order."""

    id: OrderId
    terms: Terms
    lines: tuple[Line, ...]
    ship_to: Address | None = None
    verification: Verification | None = None
    """What a verifier said of ``ship_to``; ``None`` while nobody asked one."""
    ship_by: Instant | None = None
    ship_by_promised: bool = False
    """Whether ``ship_by`` came with the order; otherwise it is ours, and a new payment moves it."""
    deliver_by: Instant | None = None
    """By when it is delivered; ``None`` while it is unpaid, or where the way there is unknown."""
    deliver_by_promised: bool = False
    """Whether ``deliver_by`` came with the order."""
    report: Report | None = None
    preorder: Preorder | None = None
    holds: tuple[Hold, ...] = ()
    payments: tuple[Payment, ...] = ()
    parcels: tuple[Parcel, ...] = ()
    cancel_requests: tuple[CancelRequest, ...] = ()
    cancellations: tuple[Cancellation, ...] = ()
    returns: tuple[Return, ...] = ()
    refunds: tuple[Refund, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    """What was sent, or will be, in place of its units: each an order of its own."""
    claims: tuple[ClaimNote, ...] = ()
    """What is known of the claims about it, each as it stands."""
    short: tuple[LineId, ...] = ()
    """Lines for which stock was short when the order arrived or was paid: nothing is reserved for
    them, but what ``sources`` name."""
    sources: tuple[Source, ...] = ()
    """From which of several pools the units come that still wait; in a single pool, what is
    promised of short lines after all."""
    tags: tuple[str, ...] = ()
    """Words of the seller's own, by which it sorts orders; each once, sorted."""
    erased_at: Instant | None = None
    """When everything personal in it was blanked last; ``None`` where it never was."""

    def line(self, id: str) -> Line:
        """Find a line by id.

        Raises:
            NotFound: when the order has no such line.
        """
        line = _by_id(self.lines, id)
        if line is None:
            raise NotFound("line", id)
        return line

    def payment(self, id: str) -> Payment | None:
        """Find a payment by id."""
        return _by_id(self.payments, id)

    def hold(self, id: str) -> Hold | None:
        """Find a hold by id."""
        return _by_id(self.holds, id)

    def cancel_request(self, id: str) -> CancelRequest | None:
        """Find a request to cancel by id."""
        return _by_id(self.cancel_requests, id)

    def parcel(self, id: str) -> Parcel | None:
        """Find a parcel by id."""
        return _by_id(self.parcels, id)

    def return_(self, id: str) -> Return | None:
        """Find a return by id."""
        return _by_id(self.returns, id)

    def refund(self, id: str) -> Refund | None:
        """Find a refund by id."""
        return _by_id(self.refunds, id)

    def replacement(self, id: str) -> Replacement | None:
        """Find what replaces units of it by the id of the order that is sent."""
        return _by_id(self.replacements, id)

    def claim(self, id: str) -> ClaimNote | None:
        """Find what is known of a claim about it by the claim's id."""
        return _by_id(self.claims, id)

    @property
    def currency(self) -> str | None:
        """The one currency of all its lines; ``None`` while no price is known."""
        return next((line.charges.currency for line in self.lines if line.charges), None)

    @property
    def status(self) -> OrderStatus:
        """How far the order has come."""
        return status(self)

    @property
    def payment_axis(self) -> PaymentAxis:
        """How far its money has come."""
        return payment(self)

    @property
    def delivery(self) -> DeliveryAxis:
        """How far its parcels have come."""
        return delivery(self)

    @property
    def returns_axis(self) -> ReturnsAxis:
        """How far what comes back has come."""
        return returns(self)

    @property
    def short_units(self) -> dict[LineId, int]:
        """How many units each line lacks that still wait to be shipped."""
        return short_units(self)

    def open_holds(self, at: Instant) -> tuple[Hold, ...]:
        """Give the holds that stand at a moment."""
        return tuple([hold for hold in self.holds if hold.stands(at)]) if self.holds else ()

    def pending(self, at: Instant) -> tuple[Pending, ...]:
        """Give everything that the order waits for at a moment before it can ship."""
        return pending(self, at)

    @property
    def ledger(self) -> Ledger:
        """Its money by line component and by payment."""
        return ledger(self)

    @property
    def stations(self) -> Mapping[LineId, Stations]:
        """Where the units of every line are."""
        return stations(self)

    @property
    def balance(self) -> Money | None:
        """What we hold of the buyer's money; ``None`` while no price is known."""
        return balance(self)
