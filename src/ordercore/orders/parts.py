"""The parts of an order: terms, holds, cancellations, requests to cancel, and refunds.

What leaves and comes back is kept by the engines that stand alone: parcels by
:mod:`ordercore.shipping`, returns by :mod:`ordercore.returns`.
"""

from collections.abc import Iterable
from enum import Enum

import attrs

from ordercore.channels import FillPolicy
from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.kernel.checking import check_types, several
from ordercore.kernel.ids import (
    HoldId,
    LineId,
    OrderId,
    ParcelId,
    PaymentId,
    RefundId,
    RequestId,
    ReturnId,
)
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units
from ordercore.orders.status import OrderStatus


class ReplacementKind(Enum):
    """What an order is in relation to the one that it replaces units of."""

    REPLACEMENT = "replacement"
    """The same again, at no charge."""
    EXCHANGE = "exchange"
    """Something else, for the difference."""


@attrs.frozen(kw_only=True)
class Terms:
    """What never changes after placement.

    ``pool`` is the pool that we keep for the channel and ship from, and ``pools`` are they where
    it has several; without any, the stock is somebody else's truth and the order never touches it.
    ``fill`` is what becomes of the order where its fulfiller has only a part of it; ``None`` where
    whoever cancels decides.
    ``replacement`` says that it is sent in place of units of another order, ``replaces`` of which,
    and ``chain`` the how manieth it is in a row: 1 where that one replaces nothing itself.
    """

    channel: str
    marketplace: str
    placed_at: Instant
    imported: bool
    buyer: str = attrs.field(repr=unshown, metadata=PERSONAL)
    service: str
    pool: str | None = None
    fill: FillPolicy | None = None
    pools: tuple[str, ...] = ()
    replacement: ReplacementKind | None = None
    replaces: OrderId | None = None
    chain: int = 0

    @property
    def kept_pools(self) -> tuple[str, ...]:
        """All pools that the order may be shipped from, one or several."""
        return self.pools if self.pool is None else (self.pool,)


@attrs.frozen
class Report:
    """What the marketplace said last: its own word, how we read it, and when it was updated."""

    word: str
    status: OrderStatus
    updated_at: Instant

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)


@attrs.frozen(kw_only=True)
class Preorder:
    """An order for something that is not to be had yet.

    Nothing is paid or shipped before it is released, and it is not released before
    ``available_at``.
    """

    available_at: Instant
    released_at: Instant | None = None


@attrs.frozen(kw_only=True)
class Hold:
    """Why an order must not ship for now.

    ``owner`` is who has to look into it; a hold that ``expires_at`` a moment no longer stands
    from that moment on.
    """

    id: HoldId
    kind: str
    owner: str
    reason: str = attrs.field(repr=unshown, metadata=PERSONAL)
    placed_at: Instant
    expires_at: Instant | None = None
    released_at: Instant | None = None

    def stands(self, at: Instant) -> bool:
        """Tell whether it is in force at a moment."""
        return self.released_at is None and (self.expires_at is None or at < self.expires_at)


@attrs.frozen(kw_only=True)
class Cancellation:
    """Units that will not be shipped, why, and who said so.

    ``paid`` says that money had been taken for them, so that there is some to give back.
    """

    units: tuple[Units, ...]
    reason: str
    at: Instant
    by: Actor
    paid: bool
    request_id: RequestId | None = None


@attrs.frozen(kw_only=True)
class CancelRequest:
    """A buyer's wish to cancel units. It changes nothing until it is answered.

    ``official`` ones came by the marketplace's own way, and not in a plain message.
    """

    id: RequestId
    units: tuple[Units, ...]
    reason: str = attrs.field(repr=unshown, metadata=PERSONAL)
    at: Instant
    official: bool
    accepted: bool | None = None
    """``None`` while it is open."""
    answered_at: Instant | None = None


@attrs.frozen
class RefundPart:
    """What is given back of one line, component by component.

    ``units`` says for how many units it pays: returned ones, undelivered ones of a parcel, or
    cancelled ones; 0 for money given for another reason.
    """

    line: LineId
    charges: Charges
    units: int = 0

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)


def several_parts(values: Iterable[RefundPart]) -> tuple[RefundPart, ...]:
    """Give parts as a tuple, whatever they came as."""
    return several(values, "parts")


class RefundStatus(Enum):
    """How far a refund has come."""

    IN_FLIGHT = "in_flight"
    """Decided, and on its way through a payment provider."""
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    """The money never left, and may be given back by another refund."""


@attrs.frozen
class RefundShare:
    """What of a refund goes back by one payment, in minor units."""

    payment: PaymentId
    minor: int


@attrs.frozen(kw_only=True)
class Refund:
    """Money given back: for a return, an undelivered parcel, cancelled units, or as a remedy.

    ``replaced_by`` names the exchange of whose worth something goes back. ``ahead`` says that it
    went before the goods had come, and ``recharged`` what of it was charged again, since they did
    not come as they were to.

    ``key`` makes asking a payment provider twice harmless.
    """

    id: RefundId
    key: str
    parts: tuple[RefundPart, ...]
    shares: tuple[RefundShare, ...]
    reason: str
    at: Instant
    return_id: ReturnId | None = None
    parcel_id: ParcelId | None = None
    replaced_by: OrderId | None = None
    status: RefundStatus = RefundStatus.IN_FLIGHT
    failure: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    surplus: int = 0
    """What of it had been taken beyond what was due by then, in minor units."""
    waived: int = 0
    """What was not paid yet of the units it pays for, and is no longer due, in minor units."""
    ahead: bool = False
    recharged: tuple[RefundPart, ...] = ()

    @property
    def counts(self) -> bool:
        """Tell whether the money is gone, or on its way."""
        return self.status is not RefundStatus.FAILED

    @property
    def net(self) -> tuple[RefundPart, ...]:
        """What was given, and as parts below zero what of it was charged again."""
        again = [
            RefundPart(part.line, part.charges.negated(), -part.units) for part in self.recharged
        ]
        return (*self.parts, *again)
