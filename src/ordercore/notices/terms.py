"""The terms of notices: by which channels, how urgently, and for how long, as dated rows.

What is told to whom is in :mod:`ordercore.notices.table`; a business changes how here.
"""

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar

import attrs

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.checking import check_types, several
from ordercore.kernel.dated import ALWAYS, EVERYWHERE, first_day, row_on
from ordercore.notices.audience import Audience
from ordercore.notices.channel import Channel
from ordercore.orders.leads import LONGEST

EVERY_KIND = "*"
"""The kind of a row that holds for all kinds that have none of their own."""

NO_TIME = dt.timedelta()


def _channels(values: Iterable[Channel]) -> tuple[Channel, ...]:
    return several(values, "channels")


@attrs.frozen(kw_only=True)
class NoticeTerms:
    """How notices of a kind are sent to an audience.

    ``channels`` are all those by which it is sent, where the person has an address there and wants
    it. One that is ``urgent`` rings in quiet hours too. One that ``collapses`` takes the place of
    an earlier one of its kind, about the same, that still waits; it ``waits`` so long for a later
    one, counted from the first. What is older than it ``lasts`` is sent no more.

    Raises:
        InvalidValue: when there is no channel, or a time is below 0 or beyond a year.
    """

    about: ClassVar[tuple[str, ...]] = ("audience", "kind")

    audience: Audience
    kind: str = EVERY_KIND
    channels: tuple[Channel, ...] = attrs.field(converter=_channels)
    lasts: dt.timedelta
    urgent: bool = False
    collapses: bool = False
    waits: dt.timedelta = NO_TIME
    effective_from: dt.date = attrs.field(default=ALWAYS, validator=first_day)
    marketplace: str = EVERYWHERE

    def __attrs_post_init__(self) -> None:
        """Refuse terms by which nobody could be told."""
        check_types(self)
        if not self.channels:
            raise InvalidValue("channels", self.channels, "one channel or several")
        for field in ("lasts", "waits"):
            if not NO_TIME <= getattr(self, field) <= LONGEST:
                raise InvalidValue(field, getattr(self, field), "a time of 0 up to a year")


def terms_of(
    audience: Audience, kind: str, day: dt.date, rows: "Iterable[NoticeTerms] | None" = None
) -> NoticeTerms:
    """Give the terms of notices that happen on a day: of their kind, or of their audience.

    Raises:
        InvalidTable: when no row holds for them.
    """
    of_audience = [
        row for row in (NOTICE_TERMS if rows is None else rows) if row.audience is audience
    ]
    for about in (kind, EVERY_KIND):
        row = row_on([row for row in of_audience if row.kind == about], day)
        if row is not None:
            return row
    problem = f"no row is in force for {kind} to the {audience.value} on {day}"
    raise InvalidTable("notice terms", (problem,))


_B, _S, _O = Audience.BUYER, Audience.SELLER, Audience.OPERATOR

_MAIL = (Channel.EMAIL,)
_MAIL_AND_PUSH = (Channel.EMAIL, Channel.PUSH)
_ALL_OF_A_BUYER = (Channel.EMAIL, Channel.SMS, Channel.PUSH)
_WORKPLACE = (Channel.EMAIL, Channel.CHAT)
_AT_ONCE = (Channel.EMAIL, Channel.PUSH, Channel.CHAT)

_HOUR, _DAY = dt.timedelta(hours=1), dt.timedelta(days=1)

# Which channels there are for buyers is of facts §8.2 (e-mail, SMS, app push); by which of them
# what is told, and for how long it is news, nobody publishes: these rows are ours, to be changed.
# Nobody's money or goods are waited for longer than a return window of 30 days (facts §4.1).
NOTICE_TERMS: tuple[NoticeTerms, ...] = (
    NoticeTerms(audience=_B, channels=_MAIL, lasts=7 * _DAY),
    NoticeTerms(audience=_S, channels=_WORKPLACE, lasts=7 * _DAY),
    NoticeTerms(audience=_O, channels=_WORKPLACE, lasts=7 * _DAY),
    NoticeTerms(audience=_B, kind="order_preparing", channels=_MAIL_AND_PUSH, lasts=_DAY),
    NoticeTerms(
        audience=_B,
        kind="payment_problem",
        channels=_ALL_OF_A_BUYER,
        lasts=7 * _DAY,
        collapses=True,
    ),
    NoticeTerms(
        audience=_B,
        kind="units_cancelled",
        channels=_MAIL,
        lasts=30 * _DAY,
    ),
    NoticeTerms(audience=_B, kind="parcel_shipped", channels=_MAIL_AND_PUSH, lasts=7 * _DAY),
    NoticeTerms(
        audience=_B,
        kind="delivery_estimate_changed",
        channels=_MAIL_AND_PUSH,
        lasts=2 * _DAY,
        collapses=True,
        waits=dt.timedelta(minutes=15),
    ),
    NoticeTerms(
        audience=_B,
        kind="parcel_delayed",
        channels=_MAIL_AND_PUSH,
        lasts=2 * _DAY,
        collapses=True,
        waits=dt.timedelta(minutes=15),
    ),
    NoticeTerms(audience=_B, kind="out_for_delivery", channels=_ALL_OF_A_BUYER, lasts=12 * _HOUR),
    NoticeTerms(
        audience=_B,
        kind="delivery_attempted",
        channels=_ALL_OF_A_BUYER,
        lasts=2 * _DAY,
        collapses=True,
    ),
    NoticeTerms(audience=_B, kind="ready_for_pickup", channels=_ALL_OF_A_BUYER, lasts=7 * _DAY),
    NoticeTerms(audience=_B, kind="parcel_delivered", channels=_ALL_OF_A_BUYER, lasts=3 * _DAY),
    NoticeTerms(audience=_B, kind="return_authorised", channels=_MAIL, lasts=30 * _DAY),
    NoticeTerms(audience=_B, kind="return_label_issued", channels=_MAIL, lasts=30 * _DAY),
    NoticeTerms(audience=_B, kind="refund_issued", channels=_MAIL, lasts=30 * _DAY),
    NoticeTerms(audience=_B, kind="refund_recharged", channels=_MAIL, lasts=30 * _DAY),
    NoticeTerms(
        audience=_S, kind="order_to_ship", channels=_WORKPLACE, lasts=7 * _DAY, collapses=True
    ),
    NoticeTerms(
        audience=_S, kind="ship_by_soon", channels=_AT_ONCE, lasts=_DAY, urgent=True, collapses=True
    ),
    NoticeTerms(audience=_S, kind="cancellation_requested", channels=_AT_ONCE, lasts=7 * _DAY),
    NoticeTerms(audience=_S, kind="claim_to_answer", channels=_AT_ONCE, lasts=7 * _DAY),
    NoticeTerms(audience=_S, kind="message_to_answer", channels=_AT_ONCE, lasts=2 * _DAY),
    NoticeTerms(
        audience=_S,
        kind="low_stock",
        channels=_WORKPLACE,
        lasts=2 * _DAY,
        collapses=True,
        waits=_HOUR,
    ),
    NoticeTerms(
        audience=_S, kind="out_of_stock", channels=_WORKPLACE, lasts=2 * _DAY, collapses=True
    ),
    NoticeTerms(audience=_S, kind="digest", channels=_MAIL, lasts=2 * _DAY),
)
"""How each kind of notice is sent; a row of its kind counts before that of its audience."""
