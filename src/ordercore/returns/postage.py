"""Postage: who pays the way back, if its label is prepaid, and if the way out is refunded."""

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.clauses import Clause
from ordercore.kernel.confidence import Confidence
from ordercore.kernel.money import Money, money_of
from ordercore.returns.exclusions import NOT_THE_BUYERS
from ordercore.returns.purchase import Purchase, some_words
from ordercore.returns.reasons import Fault
from ordercore.returns.rows import ANY, MOST_DAYS, PLACED, Row
from ordercore.returns.windows import EU

PAYERS = frozenset({Actor.BUYER, Actor.SELLER, Actor.MARKETPLACE})


@attrs.frozen(kw_only=True)
class Postage(Row):
    """Who pays the way back for a fault, from a day of the window on (the first is day 0).

    ``outbound`` says whether what the way out cost comes back too.
    """

    about: ClassVar[tuple[str, ...]] = (*PLACED, "fault", "from_day")

    fault: Fault
    from_day: int = 0
    label_paid_by: Actor
    outbound: bool

    def __attrs_post_init__(self) -> None:
        """Refuse a payer who pays no postage, and a day before the first."""
        Row.__attrs_post_init__(self)
        if self.label_paid_by not in PAYERS:
            raise InvalidValue("label_paid_by", self.label_paid_by, "buyer, seller or marketplace")
        if not 0 <= self.from_day <= MOST_DAYS:
            raise InvalidValue("from_day", self.from_day, f"a day from 0 to {MOST_DAYS}")


def _by_fault(source: str, confidence: Confidence) -> tuple[Postage, ...]:
    """Let the buyer pay for a change of mind, and the seller for everything else."""
    return tuple(
        Postage(
            fault=fault,
            label_paid_by=Actor.BUYER if fault is Fault.BUYER else Actor.SELLER,
            outbound=fault is not Fault.BUYER,
            source=source,
            confidence=confidence,
        )
        for fault in Fault
    )


POSTAGE = _by_fault("a default of ours", Confidence.OURS)
"""What holds where a policy says nothing of postage."""

_FBA = tuple(
    Postage(
        channel="FBA",
        fault=fault,
        label_paid_by=Actor.MARKETPLACE,
        outbound=fault is not Fault.BUYER,
        source="the channel table",
        confidence=Confidence.OURS,
    )
    for fault in Fault
)

# A change of mind in the first 14 days brings the way out back too, later it does not; what
# anybody else did wrong always does (sellermagnet.com). That is of the way out, whoever ships; the
# way back Amazon pays where it ships.
_EU = tuple(
    Postage(
        marketplace=marketplace,
        channel=channel,
        fault=Fault.BUYER,
        from_day=from_day,
        label_paid_by=payer,
        outbound=outbound,
        source="sellermagnet.com",
        confidence=Confidence.WEAK,
    )
    for marketplace in EU
    for channel, payer in ((ANY, Actor.BUYER), ("FBA", Actor.MARKETPLACE))
    for from_day, outbound in ((0, True), (15, False))
)

# At the seller's fault the way out and the way back; for a change of mind the way out need not
# come back, and the way back may be deducted.
AMAZON_POSTAGE = (
    *_by_fault("Seller Central US G202175040", Confidence.OWN_TEXT),
    *_EU,
    *_FBA,
)

WITHDRAWAL_POSTAGE = (
    Postage(
        fault=Fault.BUYER,
        label_paid_by=Actor.BUYER,
        outbound=True,
        source="Directive 2011/83/EU, articles 13 and 14",
        confidence=Confidence.WEAK,
    ),
    *(row for row in POSTAGE if row.fault in NOT_THE_BUYERS),
)


def closest_first(rows: Iterable[Postage]) -> tuple[Postage, ...]:
    """Sort rows so that the first that fits counts: the most particular, then the latest day."""
    return tuple(sorted(rows, key=lambda row: (row.particular, row.from_day), reverse=True))


def postage_on(rows: tuple[Postage, ...], day: int) -> Postage:
    """Give the first row that holds on a day of the window, of those for one fault.

    There is one: a policy without a row for every fault cannot be made.
    """
    closest = rows[0]
    return closest if closest.from_day <= day else next(r for r in rows if r.from_day <= day)


@attrs.frozen(kw_only=True)
class PrepaidLabel(Row):
    """Whether the label for the way back comes with its postage paid.

    It holds from its day on for returns asked for, not for orders placed. It does not hold of
    units that cost more than ``up_to``, nor of those with one of the ``exempt`` traits; a price
    in another currency exempts from nothing.
    """

    prepaid: bool
    up_to: Money | None = None
    exempt: frozenset[str] = attrs.field(default=frozenset[str](), converter=some_words)

    def exempts(self, purchase: Purchase) -> str:
        """Give why a purchase is exempt: its trait, or ``price``; blank where it is not."""
        traits = sorted(self.exempt & purchase.product.traits)
        if traits:
            return traits[0]
        return "price" if self.up_to is not None and purchase.costs(self.up_to, None) else ""


PREPAID = Clause("label_prepaid", {})

NOT_PREPAID = Clause("label_not_prepaid", {})


def prepaid_for(row: PrepaidLabel | None, purchase: Purchase) -> tuple[bool, Clause]:
    """Tell whether the label of a purchase has to be prepaid, and why not."""
    if row is None or not row.prepaid:
        return False, NOT_PREPAID
    exempt = row.exempts(purchase)
    return not exempt, Clause("label_exempt", {"what": exempt}) if exempt else PREPAID


_EXEMPT = frozenset({"handmade", "certified_watch", "non_physical", "dangerous", "extra_large"})

_SIPRANSH = "sipranshecommgrowth.com, prepaid return labels"

# Where no row holds, as outside the US, the label is not prepaid by itself. In the US it is; until
# 8 February 2026 items above 100 dollars could be exempt.
AMAZON_LABELS = (
    PrepaidLabel(
        marketplace="US",
        prepaid=True,
        up_to=money_of(10000, "USD"),  # unchecked, so that importing needs no currency table
        exempt=_EXEMPT,
        source=_SIPRANSH,
        confidence=Confidence.RELAYED,
    ),
    PrepaidLabel(
        marketplace="US",
        effective_from=dt.date(2026, 2, 8),
        prepaid=True,
        exempt=_EXEMPT,
        source=_SIPRANSH,
        confidence=Confidence.RELAYED,
    ),
    PrepaidLabel(
        channel="FBA", prepaid=True, source="the channel table", confidence=Confidence.OURS
    ),
)
