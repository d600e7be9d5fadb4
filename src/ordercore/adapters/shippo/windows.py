"""For how long a label that was bought through Shippo can be voided."""

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar

import attrs

from ordercore.kernel.dated import ALWAYS, EVERYWHERE, first_day, row_on
from ordercore.kernel.time import Instant

ANY_CARRIER = "*"


@attrs.frozen(kw_only=True)
class VoidWindow:
    """For so many days after it was bought, a label of a carrier can be voided."""

    about: ClassVar = ("carrier",)

    carrier: str
    """As Shippo calls it (``USPS``), or ``*`` for all that have no row."""
    days: int
    effective_from: dt.date = attrs.field(default=ALWAYS, validator=first_day)
    marketplace: str = EVERYWHERE


VOID_WINDOWS = (
    # support.goshippo.com 201772785: a refund has to be asked for within 90 days of the purchase;
    # USPS labels are invalid after 30 days, and Shippo refunds unused ones by then itself.
    VoidWindow(carrier="USPS", days=30),
    VoidWindow(carrier=ANY_CARRIER, days=90),
)


def void_until(rows: Iterable[VoidWindow], carrier: str, bought_at: Instant) -> Instant | None:
    """Give the first instant at which a label cannot be voided any more; ``None`` for no row."""
    given = tuple(rows)
    for name in (carrier, ANY_CARRIER):
        row = row_on((row for row in given if row.carrier == name), bought_at.date())
        if row is not None:
            return bought_at.add(days=row.days)
    return None
