"""The order defect rate: which of the orders placed in a window are defective, and by what.

Counts of orders, each once however many defects it has, by the day on which it was *placed*: a
claim or a rating of today may change a window that ended weeks ago.
"""

import datetime as dt
from collections.abc import Iterable
from typing import TypeVar

import attrs

from ordercore.channels import Target
from ordercore.conversations.claims import Claim
from ordercore.conversations.claims import is_defect as is_defect_by_claim
from ordercore.conversations.feedback import Feedback
from ordercore.conversations.feedback import is_defect as is_defect_by_rating
from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types, of_type, plain_date, several
from ordercore.kernel.ids import OrderId, checked
from ordercore.kernel.time import Instant, instant, local_date
from ordercore.orders.state import Order

A = TypeVar("A", Claim, Feedback)

CHARGEBACK = "service_chargeback"
"""The kind of claim that stands in a column of its own; those for fraud are no defects."""


@attrs.frozen
class PlacedOrder:
    """An order, as far as the rate has to know it: which, and when it was placed.

    Raises:
        InvalidValue: when the id is blank, or the time is naive.
    """

    order_id: OrderId
    placed: Instant = attrs.field(converter=instant)

    def __attrs_post_init__(self) -> None:
        """Refuse a blank id."""
        check_types(self)
        checked(self.order_id, "order_id")


def placed_order(order: Order) -> PlacedOrder:
    """Give what the rate has to know of an order."""
    return PlacedOrder(order.id, order.terms.placed_at)


@attrs.frozen(kw_only=True)
class Defects:
    """So many of so many orders are defective, in all and by what.

    The parts may total more than ``defective``, since an order counts once in each of them. Of
    windows that share no order, defects add up in any order.
    """

    orders: int = 0
    defective: int = 0
    by_rating: int = 0
    by_claim: int = 0
    by_chargeback: int = 0

    def meets(self, target: Target) -> bool | None:
        """Tell whether this meets a target, exactly; ``None`` where there were no orders."""
        return target.met_by(self.defective, self.orders)

    def __add__(self, other: "Defects") -> "Defects":
        """Merge."""
        return Defects(
            orders=self.orders + other.orders,
            defective=self.defective + other.defective,
            by_rating=self.by_rating + other.by_rating,
            by_claim=self.by_claim + other.by_claim,
            by_chargeback=self.by_chargeback + other.by_chargeback,
        )


def defects_of(
    orders: Iterable[PlacedOrder],
    claims: Iterable[Claim],
    feedback: Iterable[Feedback],
    *,
    last: dt.date,
    days: int,
    zone: str = "UTC",
) -> Defects:
    """Count the orders placed in a window of days, and those of them that are defective.

    ``last`` is the last day of the window, and counts whole: 60 days are it and the 59 before, in
    ``zone`` (the account health report has days in UTC). How many days, the target's row says:
    ``target.windows``. Claims and ratings of other orders are left out.

    Raises:
        InvalidValue: when an argument is of another type, there is no such zone, it is no number
            of days, or an order is said to be placed at different moments.
    """
    placed = _placed_within(orders, plain_date(last, "last"), days, zone)
    against = _by_order(claims, Claim, "claims")
    rated = _by_order(feedback, Feedback, "feedback")
    counted = [defects_of_order(against.get(id, ()), rated.get(id, ())) for id in placed]
    return sum(counted, Defects())


def defects_of_order(claims: Iterable[Claim], feedback: Iterable[Feedback]) -> Defects:
    """Count one order, and what makes it defective of what was claimed and said of it.

    Each of the parts is at most 1, however many claims there are; which claims and ratings count,
    they themselves say: fraud does not, nor what was denied.
    """
    kinds = {claim.kind == CHARGEBACK for claim in claims if is_defect_by_claim(claim)}
    by_rating = any(is_defect_by_rating(some) for some in feedback)
    return Defects(
        orders=1,
        defective=int(by_rating or bool(kinds)),
        by_rating=int(by_rating),
        by_claim=int(False in kinds),
        by_chargeback=int(True in kinds),
    )


def _by_order(given: Iterable[A], kind: type[A], field: str) -> dict[OrderId, list[A]]:
    found: dict[OrderId, list[A]] = {}
    for some in several(given, field):
        found.setdefault(of_type(some, kind, field).order_id, []).append(some)
    return found


def _placed_within(
    orders: Iterable[PlacedOrder], last: dt.date, days: int, zone: str
) -> set[OrderId]:
    if type(days) is not int or days < 1:
        raise InvalidValue("days", days, "a number of days, at least 1")
    known: dict[OrderId, Instant] = {}
    first = last - dt.timedelta(days=days - 1)
    for order in several(orders, "orders"):
        placed = of_type(order, PlacedOrder, "orders").placed
        if known.setdefault(order.order_id, placed) != placed:
            raise InvalidValue("placed", placed, f"the moment {known[order.order_id]}")
    return {id for id, placed in known.items() if first <= local_date(placed, zone) <= last}
