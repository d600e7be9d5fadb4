"""The money of a return: what goes back, component by component, and what is kept of it."""

from functools import cache

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.charges import ADDED, COMPONENTS, Charges, charges_of, taken_off
from ordercore.kernel.money import Money
from ordercore.returns.fees import RestockingFee
from ordercore.returns.purchase import Purchase
from ordercore.returns.remedies import RemedyOffer

GOODS = frozenset({"item", "tax", "discount"})
"""What comes back with the goods; the way out and the wrapping only where the policy says so."""

ALL = frozenset(COMPONENTS)
"""What comes back where the way out and the wrapping do too."""

PRICE = ("item",)
"""What a fee is taken off."""


@attrs.frozen(kw_only=True)
class Settlement:
    """Where the money of a line is, once a return is settled.

    Of every component ``charged = earlier + back + fee + label + kept``: what went back before,
    what goes back now, the restocking fee, the way back that the buyer pays, and what the seller
    keeps for units and services that are not given back. None of it is below zero.
    """

    charged: Charges
    earlier: Charges
    back: Charges
    fee: Charges
    label: Charges

    @property
    def kept(self) -> Charges:
        """What the seller keeps, beside fee and label."""
        return self.charged - self.earlier - self.back - self.fee - self.label


def settle(
    purchase: Purchase,
    units: int,
    *,
    outbound: bool = False,
    fee: RestockingFee | None = None,
    label: Money | None = None,
    offer: RemedyOffer | None = None,
) -> Settlement | None:
    """Work out the refund of so many units; ``None`` where no charges are known.

    The shares of the units are exact: in however many returns a line comes back, they add up to
    it. With ``outbound`` shipping and wrapping come back too.
    The fee is on the price of the item after its discount, without tax and shipping; tax goes
    back whole. An ``offer`` with a share gives that part alone.
    What was refunded before, kept of units that were settled before or never charged does not go
    back, so a fee is taken of what may go back alone; nothing falls below zero.

    Raises:
        InvalidValue: when the label was paid in another currency.
    """
    charges, charged = purchase.charges, purchase.charged
    if charges is None or charged is None:
        return None
    earlier = purchase.refunded
    components = ALL if outbound else GOODS
    share = charges.portion(purchase.quantity, purchase.refunded_units, units, components)
    if offer is not None and offer.share is not None:
        part = offer.fraction
        share = share.portion(part.denominator, 0, part.numerator)
    if purchase.withheld is not None:
        back = share.capped((charged - _sum(earlier, purchase.withheld)).floored())
    elif earlier is not None:
        back = share.capped((charged - earlier).floored())
    else:
        # A share is within the line, component by component; only its total may be beyond.
        back = share if 0 <= share.total <= charged.total else share.capped(charged)
    nothing = _nothing(charged.currency)
    fees = deducted = nothing
    if fee is not None or label is not None:
        left, most = list(back.amounts()), back.total
        if fee is not None:
            cost = min(most, fee.of(max(0, back.item - back.discount)))
            fees = charges_of(charged.currency, taken_off(left, PRICE, cost))
        if label is not None and label.minor:
            if label.currency != charged.currency:
                raise InvalidValue("label_cost", label.currency, f"in {charged.currency}")
            cost = min(most - fees.item, label.minor)
            deducted = charges_of(charged.currency, taken_off(left, ADDED, cost))
        back = charges_of(charged.currency, left)
    return Settlement(
        charged=charged, earlier=earlier or nothing, back=back, fee=fees, label=deducted
    )


def unsettled(purchase: Purchase) -> Settlement | None:
    """Give where the money is when none goes back: for a replacement, say."""
    charged = purchase.charged
    if charged is None:
        return None
    nothing = _nothing(charged.currency)
    earlier = purchase.refunded or nothing
    return Settlement(charged=charged, earlier=earlier, back=nothing, fee=nothing, label=nothing)


def _sum(earlier: Charges | None, more: Charges) -> Charges:
    return more if earlier is None else earlier + more


@cache
def _nothing(currency: str) -> Charges:
    return Charges(currency)
