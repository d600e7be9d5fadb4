"""Targets: what a marketplace measures a seller by, and the limit from a day on.

A rate is always a share of something counted, and of what, is half of its meaning:
:data:`COUNTED_IN` says it for every metric (mixing them up is the commonest error).
The rows of each channel are in :mod:`ordercore.channels.measuring.rows`.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import ClassVar

import attrs

from ordercore.channels.measuring.limits import Limit
from ordercore.errors import InvalidTable
from ordercore.kernel.dated import EVERYWHERE, in_force


class Metric(Enum):
    """A rate by which a marketplace measures a seller."""

    ORDER_DEFECTS = "order_defect_rate"
    """Orders with a bad rating, a claim not denied, or a chargeback; each order counts once."""
    CANCELLATIONS = "pre_fulfilment_cancel_rate"
    """Orders that the seller cancelled, wholly or in part, before confirming a shipment."""
    LATE_SHIPMENTS = "late_shipment_rate"
    """Orders confirmed after their ship-by time."""
    VALID_TRACKING = "valid_tracking_rate"
    """Packages whose tracking number a carrier has scanned."""
    ON_TIME_DELIVERY = "on_time_delivery_rate"
    """Tracked units delivered, or tried to be, by their deliver-by time."""
    SHIPMENT_ON_TIME_DELIVERY = "shipment_on_time_delivery_rate"
    """Tracked packages delivered, or tried to be, by their deliver-by time."""
    CONTACT_RESPONSE = "contact_response_rate"
    """Messages answered within 24 hours, on every day of the calendar."""
    RETURN_DISSATISFACTION = "return_dissatisfaction_rate"
    """Return requests with a bad rating, no answer in 48 hours, or wrongly declined."""
    SERVICE_DISSATISFACTION = "customer_service_dissatisfaction_rate"
    """Answers of buyers who say that their question was not settled."""
    INVOICE_DEFECTS = "invoice_defect_rate"
    """Business orders without an invoice by the end of the next working day."""
    FEEDBACK_SCORE = "feedback_score"
    """Ratings of 4 or 5 stars, of all ratings, neutral ones too."""
    REFUND_TIMELINESS = "refund_timeliness_rate"
    """Returns that were paid for by the deadline of the return policy."""
    PRIME_ON_TIME_SHIPMENT = "prime_on_time_shipment_rate"
    """Prime packages first scanned in time; late but delivered in time counts as in time."""
    PRIME_ON_TIME_DELIVERY = "prime_on_time_delivery_rate"
    """Prime packages delivered by the promised day."""
    PRIME_CANCELLATIONS = "prime_cancel_rate"
    """Prime orders that the seller cancelled."""
    PRIME_UNIT_CANCELLATIONS = "prime_unit_cancel_rate"
    """Prime units that the seller cancelled (Japan)."""
    PRIME_VALID_TRACKING = "prime_valid_tracking_rate"
    """Prime packages whose tracking number a carrier has scanned."""
    PRIME_PROTECTED_LABELS = "prime_protected_label_rate"
    """Prime packages whose label was bought through the marketplace (Buy Shipping)."""


class Counted(Enum):
    """What a metric counts: the whole of which a figure is a part."""

    ORDERS = "orders"
    PACKAGES = "packages"
    UNITS = "units"
    MESSAGES = "messages"
    REQUESTS = "requests"
    ANSWERS = "answers"
    RATINGS = "ratings"
    REFUNDS = "refunds"
    PAGE_VIEWS = "page_views"


COUNTED_IN: Mapping[Metric, Counted] = {
    Metric.ORDER_DEFECTS: Counted.ORDERS,
    Metric.CANCELLATIONS: Counted.ORDERS,
    Metric.LATE_SHIPMENTS: Counted.ORDERS,
    Metric.VALID_TRACKING: Counted.PACKAGES,
    Metric.ON_TIME_DELIVERY: Counted.UNITS,
    Metric.SHIPMENT_ON_TIME_DELIVERY: Counted.PACKAGES,
    Metric.CONTACT_RESPONSE: Counted.MESSAGES,
    Metric.RETURN_DISSATISFACTION: Counted.REQUESTS,
    Metric.SERVICE_DISSATISFACTION: Counted.ANSWERS,
    Metric.INVOICE_DEFECTS: Counted.ORDERS,
    Metric.FEEDBACK_SCORE: Counted.RATINGS,
    Metric.REFUND_TIMELINESS: Counted.REFUNDS,
    Metric.PRIME_ON_TIME_SHIPMENT: Counted.PACKAGES,
    Metric.PRIME_ON_TIME_DELIVERY: Counted.PACKAGES,
    Metric.PRIME_CANCELLATIONS: Counted.ORDERS,
    Metric.PRIME_UNIT_CANCELLATIONS: Counted.UNITS,
    Metric.PRIME_VALID_TRACKING: Counted.PACKAGES,
    Metric.PRIME_PROTECTED_LABELS: Counted.PACKAGES,
}


@attrs.frozen(kw_only=True)
class Target:
    """The limit of one metric on a marketplace, from a day on.

    ``limit`` is ``None`` where the metric binds nobody from that day on: it is shown, or is gone.
    ``windows`` are the lengths in days over which it is measured, each by itself; empty where
    that is not published.
    ``consequences`` says whether missing it costs the seller anything; without, it is advice.
    """

    about: ClassVar[tuple[str, ...]] = ("metric",)

    metric: Metric
    marketplace: str = EVERYWHERE
    effective_from: dt.date
    limit: Limit | None
    windows: tuple[int, ...] = ()
    consequences: bool = True

    def __attrs_post_init__(self) -> None:
        """Refuse windows that are no numbers of days."""
        if any(type(days) is not int or days < 1 for days in self.windows):
            table = f"target of {self.metric.value}"
            raise InvalidTable(table, (f"windows {self.windows} are not all days, 1 or more",))

    def met_by(self, count: int, of: int) -> bool | None:
        """Tell whether ``count`` of ``of`` meets the target.

        ``None`` is neither a pass nor a failure: nothing was counted, or nothing binds any more.

        Raises:
            InvalidValue: when these are no counts, or the part is more than the whole.
        """
        return None if self.limit is None else self.limit.met_by(count, of)


def targets_in_force(
    targets: Iterable[Target], day: dt.date, marketplace: str = EVERYWHERE
) -> tuple[Target, ...]:
    """Give the one row of each metric that binds on a day, in the order of :class:`Metric`.

    A metric without a row that early, or whose row has no limit, binds nobody.
    """
    by_metric: dict[Metric, list[Target]] = {metric: [] for metric in Metric}
    for row in targets:
        if row.effective_from <= day and row.marketplace in (marketplace, EVERYWHERE):
            by_metric[row.metric].append(row)
    rows = [
        in_force(some, day, f"targets of {metric.value}", marketplace)
        for metric, some in by_metric.items()
        if some
    ]
    return tuple([row for row in rows if row.limit is not None])
