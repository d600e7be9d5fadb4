"""Terms: the rows of a policy that hold of a purchase and a reason, found once and remembered."""

import datetime as dt
from fractions import Fraction
from functools import lru_cache

import attrs

from ordercore.kernel.clauses import Clause
from ordercore.kernel.time import local_date
from ordercore.returns.advances import paid_from
from ordercore.returns.approvals import Approval
from ordercore.returns.deadlines import Trigger
from ordercore.returns.exclusions import Exclusion
from ordercore.returns.fees import RestockingFee, largest_first
from ordercore.returns.grace import Grace
from ordercore.returns.policy import ReturnPolicy
from ordercore.returns.postage import Postage, PrepaidLabel, closest_first
from ordercore.returns.purchase import Product, Purchase
from ordercore.returns.reasons import ReturnReason
from ordercore.returns.remedies import Offers, RemedyOffer, offers_of
from ordercore.returns.rows import of_traits, rows_for
from ordercore.returns.seasons import Season
from ordercore.returns.windows import Window
from ordercore.returns.wish import Remedy


@attrs.frozen(kw_only=True)
class Terms:
    """What holds of a purchase that comes back for a reason.

    ``window`` is ``None`` where the policy has none for it, and ``longer`` are those that only
    lengthen it; ``by_hand`` are the approvals that ask for somebody. Of the other tables there is
    at most one row of each kind; postage, fees and remedies stand so that the first that fits
    counts. ``offers`` is what they come to where no price has to be looked at, and ``why`` tells
    the reason.
    """

    why: Clause
    window: Window | None
    longer: tuple[Window, ...]
    seasons: tuple[Season, ...]
    exclusions: tuple[Exclusion, ...]
    by_hand: tuple[Approval, ...]
    grace: Grace | None
    paid_from: Trigger
    postage: tuple[Postage, ...]
    label: PrepaidLabel | None
    fees: tuple[RestockingFee, ...]
    remedies: tuple[RemedyOffer, ...]
    offers: Offers | None

    def offered(self, purchase: Purchase) -> Offers:
        """Give what is offered for a purchase, at its price."""
        if self.offers is not None:
            return self.offers
        return offers_of([row for row in self.remedies if purchase.costs(row.above, row.up_to)])


def terms_of(
    policy: ReturnPolicy, purchase: Purchase, reason: ReturnReason, day: dt.date | None = None
) -> Terms:
    """Give what holds of a purchase by the rows of a local day, without one that of its making."""
    on = day or local_date(purchase.bought, purchase.zone)
    return _terms(policy, on, purchase.marketplace, purchase.channel, purchase.product, reason)


@lru_cache(maxsize=8192)
def _terms(
    policy: ReturnPolicy,
    day: dt.date,
    marketplace: str,
    channel: str,
    product: Product,
    reason: ReturnReason,
) -> Terms:
    place = (marketplace, channel, product.category, product.condition)
    windows = rows_for(policy.windows, day, *place)
    fault = reason.fault
    longer = [row for row in windows if row.lengthens and row.fault in (None, fault)]
    seasons = rows_for(policy.seasons, day, *place)
    postage = rows_for(policy.postage, day, *place)
    offered = [row for row in rows_for(policy.remedies, day, *place) if row.answers(reason)]
    remedies = tuple(sorted(offered, key=_by_worth))
    at_any_price = all(row.above is None and row.up_to is None for row in remedies)
    excluded = of_traits(rows_for(policy.exclusions, day, *place), product.traits)
    approvals = of_traits(rows_for(policy.approvals, day, *place), product.traits)
    return Terms(
        window=next((row for row in windows if not row.lengthens), None),
        longer=tuple(sorted(longer, key=_members_first)),
        seasons=tuple([row for row in seasons if row.may_hold(day)]),
        exclusions=tuple([row for row in excluded if row.refused]),
        by_hand=tuple([row for row in approvals if not row.automatic]),
        grace=next(iter(rows_for(policy.grace, day, *place)), None),
        paid_from=paid_from(policy.advances, day, *place),
        postage=closest_first([row for row in postage if row.fault is fault]),
        label=next(iter(rows_for(policy.labels, day, *place)), None),
        fees=largest_first(rows_for(policy.fees, day, *place)),
        remedies=remedies,
        offers=offers_of(remedies) if at_any_price else None,
        why=_why(reason),
    )


def _why(reason: ReturnReason) -> Clause:
    if reason.known:
        return Clause("reason_counts", {"reason": reason.code, "fault": reason.fault.value})
    return Clause("reason_unknown", {"reason": reason.code})


def _members_first(row: Window) -> bool:
    return row.fault is not None


_REMEDIES = list(Remedy)


def _by_worth(row: RemedyOffer) -> tuple[int, Fraction]:
    """Sort offers by their remedy, and those of one remedy by what they give, the most first."""
    return _REMEDIES.index(row.remedy), -row.fraction
