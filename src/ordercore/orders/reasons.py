"""Kinds of holds, and reasons to cancel or to refund: rows that a host may add to.

Behaviour hangs on what a row says, never on its code.
Amazon's own words stand beside ours (order acknowledgement and order adjustment feeds, as public
connectors carry them).
"""

from collections.abc import Mapping

import attrs

from ordercore.errors import InvalidTable
from ordercore.kernel.actors import Actor

ANYBODY = frozenset(Actor)
STAFF = frozenset({Actor.SELLER, Actor.MARKETPLACE, Actor.SYSTEM})


@attrs.frozen(kw_only=True)
class HoldKind:
    """A kind of hold: who may release it, and what it stops beside shipping."""

    code: str
    released_by: frozenset[Actor] = STAFF
    stops_capture: bool = False
    """Whether no authorised money is taken either while it stands.

    A payment that was made all the same is a fact, and is recorded.
    """
    about_address: bool = False
    """Whether an address that is accepted, or amended, releases it."""

    def __attrs_post_init__(self) -> None:
        """Refuse a kind that nobody could ever release."""
        if not self.released_by:
            raise InvalidTable(f"hold kind {self.code}", ("nobody may release it",))


@attrs.frozen(kw_only=True)
class CancelReason:
    """Why units are cancelled.

    ``counts`` says that it counts in the seller's cancellation rate; ``unless_requested`` that it
    does not where the buyer asked officially (Seller Central SA 201722390).
    """

    code: str
    counts: bool
    unless_requested: bool = False
    amazon: str = ""


@attrs.frozen(kw_only=True)
class RefundReason:
    """Why money is given back."""

    code: str
    amazon: str = ""


HOLD_KINDS: Mapping[str, HoldKind] = {
    row.code: row
    for row in (
        # Verification may take up to 21 days, and the seller must not ship (Seller Central SA
        # 40571): whoever places the hold says when it runs out.
        HoldKind(
            code="fraud",
            released_by=frozenset({Actor.MARKETPLACE, Actor.SELLER}),
            stops_capture=True,
        ),
        HoldKind(code="address", about_address=True),
        HoldKind(code="payment"),
        HoldKind(code="manual"),
    )
}

CANCEL_REASONS: Mapping[str, CancelReason] = {
    row.code: row
    for row in (
        CancelReason(code="no_inventory", counts=True, amazon="NoInventory"),
        CancelReason(
            code="buyer_cancelled", counts=True, unless_requested=True, amazon="BuyerCanceled"
        ),
        CancelReason(
            code="address_undeliverable", counts=False, amazon="ShippingAddressUndeliverable"
        ),
        CancelReason(code="customer_exchange", counts=True, amazon="CustomerExchange"),
        CancelReason(code="general_adjustment", counts=True, amazon="GeneralAdjustment"),
        CancelReason(code="pricing_error", counts=True, amazon="PricingError"),
        CancelReason(code="cannot_verify", counts=False, amazon="CannotVerifyInformation"),
        CancelReason(
            code="risk_information_invalid",
            counts=False,
            amazon="RiskAssessmentInformationNotValid",
        ),
        CancelReason(code="carrier_coverage_failure", counts=True, amazon="CarrierCoverageFailure"),
        # Auto-cancellation counts in the cancellation rate, in place of a late shipment.
        CancelReason(code="not_shipped_in_time", counts=True),
        # Orders that a fulfiller ships are in no cancellation rate of the seller's.
        CancelReason(code="held_too_long", counts=False),
        CancelReason(code="unfillable", counts=False),
        CancelReason(code="payment_failed", counts=False),
        CancelReason(code="order_amended", counts=False),
    )
}

REFUND_REASONS: Mapping[str, RefundReason] = {
    row.code: row
    for row in (
        RefundReason(code="customer_return", amazon="CustomerReturn"),
        RefundReason(code="units_cancelled", amazon="CustomerCancel"),
        RefundReason(code="no_inventory", amazon="NoInventory"),
        RefundReason(code="could_not_ship", amazon="CouldNotShip"),
        RefundReason(code="different_item", amazon="DifferentItem"),
        RefundReason(code="undeliverable", amazon="Undeliverable"),
        RefundReason(code="refused_delivery", amazon="RefusedDelivery"),
        RefundReason(code="lost", amazon="GeneralAdjustment"),
        RefundReason(code="late_delivery", amazon="GeneralAdjustment"),
        RefundReason(code="price_error", amazon="PriceError"),
        RefundReason(code="exchange", amazon="Exchange"),
        RefundReason(code="goodwill", amazon="GeneralAdjustment"),
        RefundReason(code="general_adjustment", amazon="GeneralAdjustment"),
    )
}
