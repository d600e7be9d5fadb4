"""The world of claims: the rows and the calendar that decisions about them go by."""

import attrs

from ordercore.conversations.claims.kinds import CLAIM_TERMS, claim_table
from ordercore.conversations.claims.terms import ClaimTerms
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.checking import check_types


@attrs.frozen(kw_only=True)
class ClaimWorld:
    """The terms of claims, and the days on which the seller works.

    Without a ``calendar`` business days are Monday to Friday in the zone of the claim.

    Raises:
        InvalidValue: when a field is of another type.
        InvalidTable: when two rows hold for one kind, provider and marketplace from one day on.
    """

    terms: tuple[ClaimTerms, ...] = attrs.field(default=CLAIM_TERMS, converter=claim_table)
    calendar: OperatingCalendar | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse a calendar that is none."""
        check_types(self)


WORLD = ClaimWorld()
"""What holds where a host says nothing."""
