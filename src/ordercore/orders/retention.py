"""How long the records of orders must keep who bought: rows of the host's, who knows its laws."""

import datetime as dt

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types
from ordercore.kernel.dated import EVERYWHERE, first_day

MOST_DAYS = 36_525
"""A hundred years: beyond that it is a slip of the keyboard."""


@attrs.frozen(kw_only=True)
class RecordRetention:
    """For how many calendar days from its placement an order must keep its buyer, from a day on.

    The row in force on the day of placement counts. There is none until a host adds one: how long
    tax and commercial law want invoices kept, and from when that is counted, differs by country,
    and is for the host's advisers to say.

    Raises:
        InvalidValue: when a field is of another type, or days are below 0 or beyond a century.
    """

    marketplace: str = EVERYWHERE
    effective_from: dt.date = attrs.field(validator=first_day)
    days: int

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be waited for."""
        check_types(self)
        if not 0 <= self.days <= MOST_DAYS:
            raise InvalidValue("days", self.days, f"a number of days from 0 to {MOST_DAYS}")
