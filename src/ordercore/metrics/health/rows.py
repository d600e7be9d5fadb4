"""The definitions of all metrics, with the source of each and of what it leaves open."""

from ordercore.channels import Metric
from ordercore.conversations.feedback import SCORE_PERIODS
from ordercore.metrics.health.definitions import Definition, definition_table

_PRIME_DAYS = (30,)
"""Prime is judged by the last month (Seller Central 202072550); Japan's targets say 7 days."""

_OURS = "no window is published; ours"

DEFINITIONS = definition_table(
    (
        Definition(
            metric=Metric.ORDER_DEFECTS,
            count="orders_defective",
            of="orders",
            parts=("orders_badly_rated", "orders_claimed", "orders_charged_back"),
            faults=True,
            # The report of 20 November 2020 has 6 September to 4 November.
            delay=16,
            source="Seller Central IT 200285170; account health report",
        ),
        Definition(
            metric=Metric.CANCELLATIONS,
            count="orders_cancelled",
            of="orders",
            faults=True,
            # The same report has 12 to 18 November.
            delay=2,
            source="Seller Central CA 200285210; account health report",
        ),
        Definition(
            metric=Metric.LATE_SHIPMENTS,
            count="orders_late",
            of="orders_to_ship",
            faults=True,
            # The same report has 21 October to 19 November.
            delay=1,
            source="Seller Central IT 200285190; account health report",
        ),
        Definition(
            metric=Metric.VALID_TRACKING,
            count="parcels_tracked",
            of="parcels",
            faults=False,
            delay=14,  # "settled about 2 weeks late"
            by_category=True,
            source="Seller Central EU 201817070",
        ),
        Definition(
            metric=Metric.ON_TIME_DELIVERY,
            count="units_in_time",
            of="units_to_deliver",
            faults=False,
            delay=7,
            source="FAQ of 25 September 2024, as mirrored",
        ),
        Definition(
            metric=Metric.SHIPMENT_ON_TIME_DELIVERY,
            count="parcels_in_time",
            of="parcels_to_deliver",
            faults=False,
            # The report of 20 November 2020 has 11 October to 9 November.
            delay=11,
            source="account health report",
        ),
        Definition(
            metric=Metric.CONTACT_RESPONSE,
            count="messages_in_time",
            of="messages",
            faults=False,
            delay=1,
            source="Seller Central 202152030, 200549770",
        ),
        Definition(
            metric=Metric.RETURN_DISSATISFACTION,
            count="requests_dissatisfied",
            of="requests",
            parts=("requests_disliked", "requests_unanswered", "requests_wrongly_declined"),
            faults=True,
            delay=1,
            windows=(30,),
            source=f"Seller Central 201887610; {_OURS}",
        ),
        Definition(
            metric=Metric.SERVICE_DISSATISFACTION,
            count="votes_unsettled",
            of="votes",
            faults=True,
            delay=1,
            windows=(30,),
            source=f"a mirrored help page; {_OURS}",
        ),
        Definition(
            metric=Metric.INVOICE_DEFECTS,
            count="invoices_defective",
            of="invoices",
            parts=("invoices_missing", "invoices_late"),
            faults=True,
            delay=1,
            source="Seller Central UK 44QSYRCU27EW4UK",
        ),
        Definition(
            metric=Metric.FEEDBACK_SCORE,
            count="ratings_positive",
            of="ratings",
            parts=("ratings_neutral", "ratings_negative"),
            faults=False,
            delay=1,
            shown=True,
            windows=tuple([row.days for row in SCORE_PERIODS]),
            source="Seller Central EU 761",
        ),
        Definition(
            metric=Metric.REFUND_TIMELINESS,
            count="refunds_in_time",
            of="refunds",
            faults=False,
            delay=1,
            shown=True,
            windows=(30,),
            source=f"Seller Central UTJZ6MZGMYCW7PW has the deadlines; {_OURS}",
        ),
        Definition(
            metric=Metric.PRIME_ON_TIME_SHIPMENT,
            count="parcels_scanned_in_time",
            of="parcels_scanned",
            faults=False,
            delay=1,
            windows=_PRIME_DAYS,
            source="Seller Central 202072550",
        ),
        Definition(
            metric=Metric.PRIME_ON_TIME_DELIVERY,
            count="parcels_in_time",
            of="parcels_to_deliver",
            faults=False,
            delay=7,  # as on-time delivery of all others
            windows=_PRIME_DAYS,
            source="Seller Central 202072550",
        ),
        Definition(
            metric=Metric.PRIME_CANCELLATIONS,
            count="orders_cancelled",
            of="orders",
            faults=True,
            delay=2,
            windows=_PRIME_DAYS,
            source="Seller Central 202072550",
        ),
        Definition(
            metric=Metric.PRIME_UNIT_CANCELLATIONS,
            count="units_cancelled",
            of="units_ordered",
            faults=True,
            delay=2,
            windows=(7,),
            source="Seller Central JP, policy of Prime",
        ),
        Definition(
            metric=Metric.PRIME_VALID_TRACKING,
            count="parcels_tracked",
            of="parcels",
            faults=False,
            delay=14,
            windows=_PRIME_DAYS,
            source="shipsage.com; Seller Central JP 202072550",
        ),
        Definition(
            metric=Metric.PRIME_PROTECTED_LABELS,
            count="labels_protected",
            of="labels",
            faults=False,
            delay=1,
            windows=_PRIME_DAYS,
            source="Seller Central 202072550",
        ),
    )
)
"""One row of every metric; a host may have rows of its own in their place."""
