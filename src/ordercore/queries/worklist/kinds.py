"""The kinds of tasks of orders: what each is called, who finds it, and in which statuses."""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum

import attrs

from ordercore.errors import InvalidTable
from ordercore.orders.status import OrderStatus
from ordercore.queries.worklist import (
    coming_back,
    leaving,
    paying,
    paying_back,
    talking,
    underway,
)
from ordercore.queries.worklist.case import Case, Found

Finder = Callable[[Case], Iterable[Found]]
"""Finds the tasks of a kind in an order and what stands beside it."""

_S = OrderStatus

WAITING = frozenset({_S.PENDING_AVAILABILITY, _S.PENDING, _S.UNSHIPPED, _S.PARTIALLY_SHIPPED})
"""Statuses of orders of which units wait to be shipped: all there are."""

READY = frozenset({_S.UNSHIPPED, _S.PARTIALLY_SHIPPED})
"""Those of them that are paid."""

SENT = frozenset({_S.PARTIALLY_SHIPPED, _S.INVOICE_UNCONFIRMED, _S.SHIPPED})
"""Statuses of orders of which something has left."""

ALL_SENT = frozenset({_S.INVOICE_UNCONFIRMED, _S.SHIPPED})

UNCONFIRMED = frozenset({_S.INVOICE_UNCONFIRMED})

ANY = frozenset(OrderStatus)


class Beside(Enum):
    """What stands beside an order, and has to be looked at for some kinds of tasks."""

    CLAIMS = "claims"
    CONVERSATIONS = "conversations"
    FEEDBACK = "feedback"


@attrs.frozen(kw_only=True)
class TaskKind:
    """A kind of task: a row of the table.

    Attributes:
        what: its code.
        finder: who finds it; the first line of its docstring is its sentence.
        facts: which facts its clause has.
        statuses: those of orders that may have such a task; in all others there is none.
        beside: what else than the order it is found in.
    """

    what: str
    finder: Finder
    facts: tuple[str, ...]
    statuses: frozenset[OrderStatus] = ANY
    beside: Beside | None = None

    @property
    def sentence(self) -> str:
        """What is to be done, and why."""
        return (self.finder.__doc__ or "").strip().partition("\n")[0]


def kind_table(rows: Iterable[TaskKind]) -> Mapping[str, TaskKind]:
    """Give rows by code.

    Raises:
        InvalidTable: when two rows have one code.
    """
    table = tuple(rows)
    codes = [row.what for row in table]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise InvalidTable("kinds of tasks", tuple(f"{code} has several rows" for code in twice))
    return {row.what: row for row in table}


def _kind(
    what: str,
    finder: Finder,
    *facts: str,
    statuses: frozenset[OrderStatus] = ANY,
    beside: Beside | None = None,
) -> TaskKind:
    return TaskKind(what=what, finder=finder, facts=facts, statuses=statuses, beside=beside)


ORDER_KINDS = kind_table(
    (
        _kind("confirm_shipment", leaving.shipments, "order", "units", "due", statuses=READY),
        _kind("answer_cancellation", leaving.cancellation_requests, "order", "asked"),
        _kind("look_at_hold", leaving.holds, "order", "kind", "owner", statuses=WAITING),
        _kind("clear_obstacle", leaving.obstacles, "order", "codes", statuses=READY),
        _kind("fill_shortage", leaving.fillable_shortages, "order", "units", statuses=WAITING),
        _kind("settle_shortage", leaving.shortages, "order", "units", statuses=WAITING),
        _kind("cancel_overdue", leaving.overdue_orders, "order", "since", statuses=READY),
        _kind("release_preorder", paying.preorders, "order", "available", statuses=WAITING),
        _kind("await_payment", paying.unpaid_orders, "order", "due", statuses=WAITING),
        _kind("collect_payment", paying.sent_orders_to_collect, "order", statuses=ALL_SENT),
        _kind("take_payment", paying.payments_to_take, "order", "payment"),
        _kind("note_expired_payment", paying.payments_run_out, "order", "payment"),
        _kind("let_payment_go", paying.payments_left_over, "order", "payment"),
        _kind("confirm_invoice", paying.invoices_to_confirm, "order", statuses=UNCONFIRMED),
        _kind(
            "chase_parcel",
            underway.parcels_to_chase,
            "parcel",
            "carrier",
            "tracking",
            statuses=SENT,
        ),
        _kind("pay_undelivered", underway.parcels_to_pay_for, "order", "parcel", statuses=SENT),
        _kind(
            "receive_undelivered", underway.parcels_coming_back, "order", "parcel", statuses=SENT
        ),
        _kind("file_claim", underway.carrier_claims, "order", "parcel", "carrier", statuses=SENT),
        _kind(
            "answer_return", coming_back.return_requests, "order", "return", "asked", statuses=SENT
        ),
        _kind(
            "await_information", coming_back.questions_to_buyers, "order", "return", statuses=SENT
        ),
        _kind(
            "receive_return",
            coming_back.returns_to_receive,
            "order",
            "return",
            "arrived",
            statuses=SENT,
        ),
        _kind(
            "inspect_return",
            coming_back.returns_to_inspect,
            "order",
            "return",
            "units",
            statuses=SENT,
        ),
        _kind(
            "send_back_return", coming_back.returns_to_send_back, "order", "return", statuses=SENT
        ),
        _kind(
            "close_return",
            coming_back.returns_that_never_came,
            "order",
            "return",
            "until",
            statuses=SENT,
        ),
        _kind(
            "send_replacement",
            coming_back.replacements_to_send,
            "order",
            "new_order",
            statuses=SENT,
        ),
        _kind(
            "pay_return", paying_back.returns_to_pay_for, "order", "return", "due", statuses=SENT
        ),
        _kind("pay_ahead", paying_back.returns_to_pay_ahead, "order", "return", statuses=SENT),
        _kind("pay_cancelled", paying_back.cancelled_units_to_pay_for, "order"),
        _kind(
            "pay_exchange", paying_back.exchanges_to_pay_for, "order", "new_order", statuses=SENT
        ),
        _kind(
            "charge_again", paying_back.refunds_to_charge_again, "order", "refund", statuses=SENT
        ),
        _kind("settle_refund", paying_back.refunds_under_way, "order", "refund", "since"),
        _kind("retry_refund", paying_back.refunds_that_failed, "order", "refund"),
        _kind(
            "answer_claim", talking.claims_to_answer, "order", "claim", "due", beside=Beside.CLAIMS
        ),
        _kind(
            "appeal_claim", talking.claims_to_appeal, "order", "claim", "due", beside=Beside.CLAIMS
        ),
        _kind(
            "answer_buyer",
            talking.buyers_to_answer,
            "conversation",
            "received",
            "due",
            beside=Beside.CONVERSATIONS,
        ),
        _kind("answer_rating", talking.ratings, "order", "stars", beside=Beside.FEEDBACK),
        _kind(
            "request_review",
            talking.reviews,
            "order",
            "until",
            statuses=ALL_SENT,
            beside=Beside.FEEDBACK,
        ),
    )
)
"""What is found in orders and beside them."""

STOCK_FACTS: Mapping[str, tuple[str, ...]] = {
    "count_stock": ("sku", "pool", "short"),
    "fill_backorders": ("sku", "pool", "available", "backordered"),
    "reorder_stock": ("sku", "pool", "available"),
    "chase_inbound": ("sku", "pool", "inbound", "expected"),
    "expire_reservation": ("sku", "pool", "owner"),
}
"""What is found in stock, with the facts of its clause."""

KINDS = (*ORDER_KINDS, *STOCK_FACTS)
"""The codes of all kinds of tasks."""

TASK_CLAUSES: Mapping[str, tuple[str, ...]] = {
    **{f"task_{row.what}": row.facts for row in ORDER_KINDS.values() if row.what != "chase_parcel"},
    **{f"task_{what}": facts for what, facts in STOCK_FACTS.items()},
}
"""Code → the facts that a clause has. Why a parcel is chased, the clause of its exception says."""


def statuses_of(kinds: Iterable[str]) -> frozenset[OrderStatus]:
    """Give the statuses of orders that may have a task of some kinds: exactly those to be read."""
    rows = [ORDER_KINDS[what] for what in kinds if what in ORDER_KINDS]
    return frozenset(status for row in rows for status in row.statuses)
