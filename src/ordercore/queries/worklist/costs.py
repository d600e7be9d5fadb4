"""What it costs to miss each kind of task: the rows of the table of stakes.

Heavier comes first. What counts in the order defect rate (below 1 %) weighs most, then money that
cannot be had back, then what is cancelled (below 2.5 %) or late (below 4 %), then answers, and
last what only keeps the books in order (facts §5.1; the order of these is ours).
"""

import datetime as dt

from ordercore.channels import Metric
from ordercore.kernel.confidence import Confidence
from ordercore.queries.worklist.kinds import KINDS
from ordercore.queries.worklist.stakes import Loss, Stake, stake_table

_OWN, _RELAYED, _OURS = Confidence.OWN_TEXT, Confidence.RELAYED, Confidence.OURS


def _tidy(what: str, weight: int, loss: Loss = Loss.ORDERLINESS) -> Stake:
    """Give the row of what no marketplace counts."""
    return Stake(what=what, weight=weight, loss=loss, source="a default of ours", confidence=_OURS)


STAKES = stake_table(
    (
        # Without an answer a claim is granted, and counts (Seller Central G1781, IT 200285170).
        Stake(
            what="answer_claim",
            weight=100,
            loss=Loss.DEFECT,
            metric=Metric.ORDER_DEFECTS,
            source="Seller Central G1781, IT 200285170",
            confidence=_OWN,
        ),
        # 30 days, and then the money is gone (Seller Central G202041210).
        Stake(
            what="appeal_claim",
            weight=92,
            loss=Loss.DEFECT,
            metric=Metric.ORDER_DEFECTS,
            source="Seller Central G202041210",
            confidence=_OWN,
        ),
        # The marketplace pays for what the seller leaves, and charges the seller; since 26 January
        # 2026 nothing can be claimed back then (returns/deadlines).
        Stake(
            what="pay_return",
            weight=80,
            loss=Loss.MONEY,
            source="Seller Central UTJZ6MZGMYCW7PW",
            confidence=_OWN,
        ),
        Stake(
            what="pay_return",
            effective_from=dt.date(2026, 1, 26),
            weight=90,
            loss=Loss.MONEY,
            source="sipranshecommgrowth.com, refund process by 26 January 2026",
            confidence=_RELAYED,
        ),
        # The same clock runs, and who has not looked cannot pay what it is worth.
        Stake(
            what="inspect_return",
            weight=79,
            loss=Loss.MONEY,
            source="Seller Central UTJZ6MZGMYCW7PW",
            confidence=_OWN,
        ),
        Stake(
            what="receive_return",
            weight=78,
            loss=Loss.MONEY,
            source="Seller Central UTJZ6MZGMYCW7PW",
            confidence=_OWN,
        ),
        # What is shipped although the buyer wanted to cancel comes back; what is cancelled on an
        # official request counts nowhere (Seller Central SA 201722390).
        Stake(
            what="answer_cancellation",
            weight=88,
            loss=Loss.MONEY,
            source="Seller Central SA 201722390",
            confidence=_OWN,
        ),
        Stake(
            what="confirm_shipment",
            weight=86,
            loss=Loss.ORDER,
            metric=Metric.LATE_SHIPMENTS,
            source="Seller Central IT 200285190, CA 200285210",
            confidence=_OWN,
        ),
        # What keeps an order from being shipped costs what shipping late costs, and comes first.
        *(
            Stake(
                what=what,
                weight=weight,
                loss=Loss.ORDER,
                metric=Metric.CANCELLATIONS,
                source="Seller Central CA 200285210",
                confidence=_OWN,
            )
            for what, weight in (
                ("fill_shortage", 87),
                ("fill_backorders", 87),
                ("count_stock", 85),
                ("settle_shortage", 84),
                ("look_at_hold", 83),
                ("clear_obstacle", 83),
            )
        ),
        _tidy("take_payment", 82, Loss.MONEY),
        _tidy("pay_ahead", 76, Loss.MONEY),
        _tidy("collect_payment", 71, Loss.MONEY),
        _tidy("charge_again", 65, Loss.MONEY),
        _tidy("release_preorder", 70, Loss.ORDER),
        # A claim for what did not arrive is opened three days after the latest estimate.
        *(
            Stake(
                what=what,
                weight=weight,
                loss=Loss.DEFECT,
                metric=metric,
                source="Amazon CA help 201889410",
                confidence=_OWN,
            )
            for what, weight, metric in (
                ("pay_undelivered", 77, Metric.ORDER_DEFECTS),
                ("chase_parcel", 72, Metric.ORDER_DEFECTS),
            )
        ),
        _tidy("pay_cancelled", 76, Loss.MONEY),
        _tidy("pay_exchange", 75, Loss.MONEY),
        _tidy("retry_refund", 75, Loss.MONEY),
        # 48 hours, below 10 %, without a penalty (Seller Central 201887610).
        Stake(
            what="answer_return",
            weight=74,
            loss=Loss.TIME,
            metric=Metric.RETURN_DISSATISFACTION,
            source="Seller Central 201887610",
            confidence=_OWN,
        ),
        # 24 hours on every day, above 90 % (Seller Central 202152030); a buyer who hears nothing
        # for 48 hours may open a claim (Seller Central 27951).
        Stake(
            what="answer_buyer",
            weight=73,
            loss=Loss.TIME,
            metric=Metric.CONTACT_RESPONSE,
            source="Seller Central 202152030, 27951",
            confidence=_OWN,
        ),
        # After the window of the carrier nothing is paid (claims/insuring).
        Stake(
            what="file_claim",
            weight=68,
            loss=Loss.MONEY,
            source="USPS Domestic Mail Manual 609",
            confidence=_OWN,
        ),
        # By the end of the next working day, below 5 % (Seller Central UK 44QSYRCU27EW4UK).
        Stake(
            what="confirm_invoice",
            weight=66,
            loss=Loss.TIME,
            metric=Metric.INVOICE_DEFECTS,
            source="Seller Central UK 44QSYRCU27EW4UK",
            confidence=_OWN,
        ),
        _tidy("send_replacement", 64, Loss.MONEY),
        _tidy("send_back_return", 60, Loss.MONEY),
        _tidy("reorder_stock", 55, Loss.SALES),
        _tidy("chase_inbound", 54, Loss.SALES),
        Stake(
            what="answer_rating",
            weight=45,
            loss=Loss.DEFECT,
            metric=Metric.ORDER_DEFECTS,
            source="Seller Central IT 200285170",
            confidence=_OWN,
        ),
        _tidy("await_payment", 40, Loss.ORDER),
        _tidy("receive_undelivered", 38, Loss.SALES),
        _tidy("expire_reservation", 36, Loss.SALES),
        _tidy("cancel_overdue", 34),
        _tidy("note_expired_payment", 32),
        _tidy("settle_refund", 30),
        _tidy("let_payment_go", 24),
        _tidy("close_return", 22),
        _tidy("await_information", 20),
        _tidy("request_review", 10, Loss.SALES),
    ),
    KINDS,
)
"""What holds where a host says nothing; one that weighs otherwise hands in its own table."""
