"""Return policies: windows as dated data."""

import datetime as dt
from collections.abc import Iterable

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.dated import ALWAYS, EVERYWHERE, in_force


@attrs.frozen(kw_only=True)
class ReturnPolicy:
    """How long a delivered unit may come back, from a day on.

    ``marketplace`` is a country code, or ``*`` for every one without a row of its own.
    """

    marketplace: str = EVERYWHERE
    effective_from: dt.date
    days: int

    def __attrs_post_init__(self) -> None:
        """Refuse a window of negative length."""
        if self.days < 0:
            raise InvalidValue("days", self.days, "a number of days, at least 0")


POLICIES = (
    # 30 days from receipt: the delivery date is day 0 and the 30th day counts whole. This is the
    # buyer-facing statement; Seller Central US (200708210) counts from the *estimated* delivery
    # date instead, so the two differ where a parcel was early or late.
    ReturnPolicy(effective_from=ALWAYS, days=30),
)


def policy_for(policies: Iterable[ReturnPolicy], marketplace: str, day: dt.date) -> ReturnPolicy:
    """Give the policy of a marketplace on a day; its own rows come before those for ``*``.

    Raises:
        InvalidTable: when no row holds.
    """
    return in_force(policies, day, "return policies", marketplace)
