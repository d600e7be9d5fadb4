"""What an order knows otherwise than a report, and keeps so: told, never settled by guessing."""

from collections.abc import Iterator

from ordercore.adapters.amazon.returns_fba import FbaReturn, Returned
from ordercore.adapters.amazon.returns_joining import TakeReturn
from ordercore.adapters.amazon.returns_labels import is_known, label_told
from ordercore.adapters.amazon.returns_words import Standing
from ordercore.orders.closing import NEVER_CAME
from ordercore.orders.state import Order
from ordercore.ports.source import Remark
from ordercore.returns import Return, ReturnStatus

NOT_LET_IN = (ReturnStatus.DECLINED, ReturnStatus.WITHDRAWN)


def differences(wish: TakeReturn, order: Order) -> Iterator[Remark]:
    """Tell of a return that the order knows otherwise than its row."""
    told, rma = wish.told, wish.known_in(order)
    if rma is None:
        return
    # A return that the seller entered by himself may hold more than the row.
    ours = rma.id == wish.return_id
    for field, difference in (*_status(told, rma), *(_units(told, rma) if ours else ())):
        yield Remark(told.origin, field, "return_differs", f"{field}: {difference}")


def _status(told: Returned, rma: Return) -> Iterator[tuple[str, str]]:
    if isinstance(told, FbaReturn):
        return
    if told.standing is Standing.ALLOWED and rma.status in NOT_LET_IN:
        status = rma.status.value
        reported = f"{told.status} reported, but the order's return is {status}"
        yield "return-request-status", reported
    if rma.closing is not None and rma.closing.end in NEVER_CAME and told.delivered is not None:
        end = rma.closing.end.value
        yield "return-delivery-date", f"it arrived, but the order's return was closed as {end}"


def _units(told: Returned, rma: Return) -> Iterator[tuple[str, str]]:
    kept = sum(some.quantity for some in rma.units)
    if kept != told.quantity:
        field = "quantity" if isinstance(told, FbaReturn) else "return-quantity"
        yield field, f"{told.quantity} reported, but the order's return is of {kept}"
    said = {} if isinstance(told, FbaReturn) else label_told(told)
    if said and not rma.is_ended and not is_known(rma, said):
        yield "label-type", "another label is reported than the order's return has"
