"""What no event calls for: orders that must ship soon or are being packed, and a day's digest.

Each is planned once, by a cause that names the deadline, the packing or the day; sending is as for
any notice.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant, end_of_day
from ordercore.metrics import Digest
from ordercore.notices import Audience, Notice
from ordercore.orders.leads import ShipByLead, ship_by_is_near_since
from ordercore.orders.money import is_secured
from ordercore.orders.state import Order
from ordercore.orders.stations import has_awaiting
from ordercore.orders.status import OrderStatus
from ordercore.ports.listener import Announcement
from ordercore.queries import OrderFilter
from ordercore.queries.worklist import Task
from ordercore.service.keys import order_key

SHIP_BY_SOON = Notice("ship_by_soon", Audience.SELLER)

ORDER_PREPARING = Notice("order_preparing", Audience.BUYER)

DIGEST = Notice("digest", Audience.SELLER)

MAY_SHIP = OrderFilter(statuses=(OrderStatus.UNSHIPPED, OrderStatus.PARTIALLY_SHIPPED))
"""Orders among which there are those that must ship."""


def reminders(
    orders: Iterable[Order], at: Instant, leads: Sequence[ShipByLead], zone: str
) -> list[tuple[Order, Announcement, str]]:
    """Give the orders that must ship within the lead, with what is told of them, and its cause.

    Not those whose time is over, or that something holds: it is too late, or of no use.
    """
    told: list[tuple[Order, Announcement, str]] = []
    for order in orders:
        ship_by = order.ship_by
        if ship_by is None or not is_secured(order, at):
            continue
        since = ship_by_is_near_since(order, at, leads, zone)
        if since is not None and since <= at <= ship_by and not order.open_holds(at):
            # Without colons, by which causes name events.
            cause = f"{order_key(order.id)}/ship_by@{ship_by.isoformat().replace(':', '')}"
            told.append((order, _announcement(SHIP_BY_SOON, order, since), cause))
    return told


def preparing(order: Order, at: Instant) -> tuple[Announcement, str] | None:
    """Give what a buyer is told when an order is being packed, and its cause: one for each order.

    Nothing where nothing of it may ship: it is all sent or cancelled, unpaid, or held.
    """
    if not has_awaiting(order) or not is_secured(order, at) or order.open_holds(at):
        return None
    return _announcement(ORDER_PREPARING, order, at), f"{order_key(order.id)}/preparing@"


def digest_post(day: dt.date) -> str:
    """Give the post of the digests of a day."""
    return f"digest/{day}"


def digest_cause(day: dt.date, zone: str) -> str:
    """Give the cause of a digest, which makes that it is told once."""
    return f"{digest_post(day)}/{zone.replace('/', '@')}@"


def day_of(post_id: str, cause: str) -> tuple[dt.date, str] | None:
    """Give the day and the zone that a digest is of; ``None`` where it is something else."""
    kind, _, day = post_id.partition("/")
    if kind != "digest":
        return None
    zone = cause.removeprefix(f"{post_id}/").removesuffix("@").replace("@", "/")
    return dt.date.fromisoformat(day), zone


ANSWERS = ("answer_buyer", "answer_return", "answer_claim")
"""The kinds of tasks that a digest counts: somebody waits for an answer."""


def with_answers(digest: Digest, tasks: Iterable[Task]) -> Digest:
    """Give a digest with what waits for an answer, as a worklist has it."""
    counts = Counter([task.what for task in tasks])
    messages, requests, claims = [counts[what] for what in ANSWERS]
    return replace(digest, messages=messages, requests=requests, claims=claims)


def digest_announced(digest: Digest) -> Announcement:
    """Give what is told when a day is over."""
    ended = end_of_day(digest.day, digest.zone)
    return _announcement(DIGEST, None, ended, digest)


def _announcement(
    notice: Notice, order: Order | None, at: Instant, digest: Digest | None = None
) -> Announcement:
    return Announcement(
        key="",
        notice=notice,
        order=order,
        event=None,
        subject=order if digest is None else digest,
        happened_at=at,
    )
