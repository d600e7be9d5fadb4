"""Remedies: what a buyer is offered, by price, category, fault and reason."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.clauses import Clause
from ordercore.kernel.confidence import Confidence
from ordercore.kernel.money import Money, percent
from ordercore.returns.exclusions import NOT_THE_BUYERS
from ordercore.returns.purchase import some_words
from ordercore.returns.reasons import Fault, ReturnReason, some_faults
from ordercore.returns.rows import PLACED, Row
from ordercore.returns.wish import Remedy


def _share(value: object) -> Decimal | None:
    return None if value is None else percent(value, "share")


@attrs.frozen(kw_only=True)
class RemedyOffer(Row):
    """A remedy that is offered.

    ``name`` tells several rows for one remedy apart. Where they are named, it is offered for
    these ``faults`` and ``reasons`` alone, and for units that cost more than ``above`` and no
    more than ``up_to``. ``share`` is the percentage that a buyer who keeps the goods gets.
    ``offered`` is false in a row that ends the offer: orders placed before keep it.

    Raises:
        InvalidValue: when a share is given with any remedy but ``KEEP_IT``, or missing there.
    """

    about: ClassVar[tuple[str, ...]] = (*PLACED, "remedy", "name")

    remedy: Remedy
    name: str = ""
    faults: frozenset[Fault] = attrs.field(default=frozenset[Fault](), converter=some_faults)
    reasons: frozenset[str] = attrs.field(default=frozenset[str](), converter=some_words)
    above: Money | None = None
    up_to: Money | None = None
    share: Decimal | None = attrs.field(default=None, converter=_share)
    offered: bool = True

    def __attrs_post_init__(self) -> None:
        """Refuse a share where it means nothing, and a missing one where it does."""
        Row.__attrs_post_init__(self)
        if (self.share is not None) is not (self.remedy is Remedy.KEEP_IT):
            raise InvalidValue("share", self.share, "given with keep_it, and only with that")

    @property
    def fraction(self) -> Fraction:
        """The share that is paid, exactly; all of it where none is named."""
        return Fraction(100 if self.share is None else self.share) / 100

    def answers(self, reason: ReturnReason) -> bool:
        """Tell whether it is offered for a reason."""
        return (
            self.offered
            and (not self.faults or reason.fault in self.faults)
            and (not self.reasons or reason.code in self.reasons)
        )


REFUND_ONLY = (RemedyOffer(remedy=Remedy.REFUND, source="a default of ours"),)
"""What holds where a policy says nothing of remedies."""

_FIT = frozenset({"APPAREL_STYLE", "APPAREL_TOO_LARGE", "APPAREL_TOO_SMALL", "POOR_FIT"})

# A replacement for what is damaged, defective or another item. Refunds without a return are
# rules of each seller (Seller Central G202174940): rows of a host's own.
AMAZON_REMEDIES = (
    *REFUND_ONLY,
    RemedyOffer(
        remedy=Remedy.REPLACEMENT,
        faults=NOT_THE_BUYERS,
        source="Seller Central 9675EJHNZ2ZE3M5",
        confidence=Confidence.OWN_TEXT,
    ),
    RemedyOffer(remedy=Remedy.EXCHANGE, reasons=_FIT, source="a default of ours"),
)


@attrs.frozen
class Offers:
    """What is offered for one purchase, the most first, and the clause that tells it."""

    rows: tuple[RemedyOffer, ...]
    remedies: tuple[Remedy, ...]
    told: Clause

    def of(self, remedy: Remedy) -> RemedyOffer:
        """Give the first offer of a remedy, or the very first where it is not offered."""
        for row in self.rows:
            if row.remedy is remedy:
                return row
        return self.rows[0]


def offers_of(rows: Iterable[RemedyOffer]) -> Offers:
    """Bring together what rows offer."""
    some = tuple(rows)
    remedies = tuple(dict.fromkeys([row.remedy for row in some]))
    if not remedies:
        return Offers(some, remedies, Clause("nothing_offered", {}))
    names = tuple([remedy.value for remedy in remedies])
    return Offers(some, remedies, Clause("remedies_offered", {"remedies": names}))
