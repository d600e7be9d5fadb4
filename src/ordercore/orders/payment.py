"""A payment: what was authorised, what of it was taken, and how it ended."""

from collections.abc import Iterable
from enum import Enum

import attrs

from ordercore.kernel.ids import PaymentId, numbered
from ordercore.kernel.lifecycle import Lifecycle
from ordercore.kernel.money import Money
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.time import Instant


class PaymentStatus(Enum):
    """How far a payment has come."""

    AUTHORISED = "authorised"
    PARTIALLY_CAPTURED = "partially_captured"
    CAPTURED = "captured"
    FAILED = "failed"
    EXPIRED = "expired"
    VOIDED = "voided"


@attrs.frozen
class Capture:
    """Money taken of a payment, in minor units."""

    id: str
    minor: int
    at: Instant


@attrs.frozen
class PaymentEnd:
    """How the rest of an authorisation ended: failed, expired or voided."""

    status: PaymentStatus
    reason: str = attrs.field(repr=unshown, metadata=PERSONAL)
    at: Instant


@attrs.frozen(kw_only=True)
class Payment:
    """Money that the buyer has promised, and what was taken of it.

    ``on_delivery`` is cash on delivery: promised like any other, but taken only once a parcel has
    arrived.
    """

    id: PaymentId
    amount: Money | None
    """What is authorised; ``None``: the marketplace has taken it and does not tell how much."""
    at: Instant
    method: str = ""
    on_delivery: bool = False
    expires_at: Instant | None = None
    captures: tuple[Capture, ...] = ()
    end: PaymentEnd | None = None

    @property
    def captured(self) -> int:
        """What was taken, in minor units."""
        return sum([capture.minor for capture in self.captures])

    @property
    def open(self) -> int:
        """What may still be taken, in minor units."""
        if self.end is not None or self.amount is None:
            return 0
        return self.amount.minor - self.captured

    @property
    def secured(self) -> int:
        """What we can count on: all of it, or once it has ended what was taken; in minor units."""
        if self.end is not None or self.amount is None:
            return self.captured
        return self.amount.minor

    @property
    def status(self) -> PaymentStatus:
        """How far it has come; one that ended after money was taken counts as captured."""
        taken = self.captured
        if self.end is not None:
            return PaymentStatus.CAPTURED if taken else self.end.status
        if self.amount is None or taken >= self.amount.minor:
            return PaymentStatus.CAPTURED
        return PaymentStatus.PARTIALLY_CAPTURED if taken else PaymentStatus.AUTHORISED

    def stands(self, at: Instant | None = None) -> bool:
        """Tell whether it still pays for anything, at a moment if one is given."""
        if self.captures:
            return True
        return self.end is None and (self.amount is None or not self.has_expired(at))

    def has_expired(self, at: Instant | None) -> bool:
        """Tell whether the authorisation has run out at a moment."""
        return at is not None and self.expires_at is not None and at >= self.expires_at


def capture_number(payment: Payment) -> str:
    """Give the next free id of a capture: the first of a payment is ``C1``."""
    return numbered("C", [capture.id for capture in payment.captures])


def taken_from(
    payments: Iterable[Payment], minor: int, at: Instant
) -> tuple[tuple[Payment, int], ...]:
    """Deal out an amount to be taken over authorisations that stand, the earliest first.

    Cash on delivery is not among them; where the authorisations do not suffice, what they have.
    """
    dealt: list[tuple[Payment, int]] = []
    for payment in payments:
        ready = not payment.on_delivery and not payment.has_expired(at)
        amount = min(minor, payment.open) if ready else 0
        if amount > 0:
            dealt.append((payment, amount))
            minor -= amount
    return tuple(dealt)


_ENDED = {
    PaymentStatus.FAILED: ("FailPayment",),
    PaymentStatus.EXPIRED: ("ExpirePayment",),
    PaymentStatus.VOIDED: ("VoidPayment",),
}
_TAKING = ("CapturePayment", "ConfirmShipment")

PAYMENT_LIFECYCLE = Lifecycle(
    name="payment",
    starts=frozenset({PaymentStatus.AUTHORISED, PaymentStatus.CAPTURED, PaymentStatus.FAILED}),
    edges={
        PaymentStatus.AUTHORISED: {
            PaymentStatus.PARTIALLY_CAPTURED: _TAKING,
            PaymentStatus.CAPTURED: _TAKING,
            **_ENDED,
        },
        PaymentStatus.PARTIALLY_CAPTURED: {
            PaymentStatus.CAPTURED: (*_TAKING, *(name for row in _ENDED.values() for name in row)),
        },
        PaymentStatus.CAPTURED: {},
        PaymentStatus.FAILED: {},
        PaymentStatus.EXPIRED: {},
        PaymentStatus.VOIDED: {},
    },
)
