"""Hearing: what a carrier's events tell an order that it does not know yet, as commands.

An order keeps deliveries and troubles side by side, as facts: hearing adds those that count,
takes back those that a carrier has said and that count no more, and rules out those that were
taken back before it heard of them. Of a parcel underway it tells what was said of its way last.
So it is all one in which order feeds come, and how often, once the whole of them was heard.
"""

from collections.abc import Iterable
from typing import Any

from ordercore.errors import NotFound
from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import ParcelId
from ordercore.kernel.replace import completed, with_changed
from ordercore.kernel.rules import Rule
from ordercore.kernel.time import Instant
from ordercore.orders.delivering import CorrectTracking, RecordDelivery
from ordercore.orders.heard import Heard, heard
from ordercore.orders.message import OrderCommand
from ordercore.orders.recovering import (
    RETRACT_UNDELIVERED_RULES,
    RetractUndelivered,
    without_trouble,
)
from ordercore.orders.retracting import RETRACT_DELIVERY_RULES, RetractDelivery, without_deliveries
from ordercore.orders.ruling_out import RuleOutScans, is_believed, is_noted
from ordercore.orders.state import Order
from ordercore.orders.stations import returned_parcels
from ordercore.orders.stranding import RecordUndelivered, already_known
from ordercore.orders.underway import words_of
from ordercore.orders.world import WORLD, World
from ordercore.shipping import Parcel, Retraction
from ordercore.shipping.tracking import Tracking


def commands_for(
    order: Order,
    parcel_id: ParcelId,
    tracking: Tracking,
    *,
    carrier: str = "",
    number: str = "",
    by: Actor = Actor.CARRIER,
) -> tuple[OrderCommand, ...]:
    """Give the commands that tell an order what its parcel's tracking says, and it does not know.

    Once they are carried out there are none; none is refused for what the order is: what a return,
    a refund or money taken at the door stands in the way of, is not taken back.
    ``number`` and ``carrier`` are by what the tracking was found: a parcel without a tracking
    number gets them, and one that has a number keeps it.
    A time without a zone is taken for the latest that it may be, so that no window closes too
    soon; what a carrier says to have been before the shipment was confirmed counts from then.

    Raises:
        NotFound: when the order has no such parcel.
    """
    parcel = order.parcel(parcel_id)
    if parcel is None:
        raise NotFound("parcel", parcel_id)
    told = heard(parcel, tracking.events)
    commands: list[OrderCommand] = []
    if number.strip() and not parcel.tracking.strip():
        commands.append(
            CorrectTracking(
                order_id=order.id,
                at=parcel.shipped_at,
                by=by,
                parcel_id=parcel.id,
                carrier=parcel.carrier or carrier,
                tracking=number.strip(),
            )
        )
    found = _found(order, parcel, told, by)
    if found is not None:
        commands.append(found)
        parcel = without_trouble(parcel, found.at)
    new = [at for at in told.deliveries if at not in parcel.deliveries]
    commands += [RecordDelivery(order_id=order.id, at=at, by=by, parcel_id=parcel.id) for at in new]
    parcel = completed(parcel, deliveries=tuple(sorted((*parcel.deliveries, *new))))
    if told.trouble is not None:
        trouble = RecordUndelivered(
            order_id=order.id,
            at=told.trouble.at,
            by=by,
            parcel_id=parcel.id,
            trouble=told.trouble.trouble,
        )
        known = found is None and already_known(order, trouble)
        if not known and not _is_returned(order, parcel, told.trouble.at):
            commands.append(trouble)
            parcel = completed(parcel, undelivered=told.trouble)
    # Last, since what else was said tells whether anything stands in the way.
    taken_back = _not_delivered(order, parcel, told, by)
    commands += taken_back
    news = _ruled_out(parcel, told)
    if news:
        commands.append(
            RuleOutScans(
                order_id=order.id,
                at=max(some.at for some in news),
                by=by,
                parcel_id=parcel.id,
                retractions=news,
            )
        )
    for some in taken_back:
        parcel = without_deliveries(parcel, some.deliveries, some.at)
    return (*commands, *words_of(order, parcel, tracking.events, by))


def _not_delivered(
    order: Order, parcel: Parcel, told: Heard, by: Actor
) -> tuple[RetractDelivery, ...]:
    """Take back what counts no more, each as of the word that says so; all of it, or nothing.

    What never counted, beside what is known now, is taken back as of the shipment: should that
    change, it is said anew.
    """
    gone = [at for at in parcel.deliveries if at not in told.deliveries]
    since = {at: told.wrong_since(at, delivery=True) or parcel.shipped_at for at in gone}

    def taken_back(at: Instant, deliveries: list[Instant]) -> RetractDelivery:
        return RetractDelivery(
            order_id=order.id, at=at, by=by, parcel_id=parcel.id, deliveries=deliveries
        )

    if not gone:
        return ()
    by_now = completed(order, parcels=with_changed(order.parcels, parcel.id, lambda _: parcel))
    if _refused(by_now, taken_back(gone[0], gone), RETRACT_DELIVERY_RULES):
        return ()
    return tuple(
        [
            taken_back(word, [at for at in gone if since[at] == word])
            for word in sorted({*since.values()})
        ]
    )


def _found(order: Order, parcel: Parcel, told: Heard, by: Actor) -> RetractUndelivered | None:
    """Take back the trouble that is known and counts no more."""
    known = parcel.undelivered
    if known is None or told.still_known:
        return None
    at = told.wrong_since(known.at, delivery=False) or parcel.shipped_at
    command = RetractUndelivered(order_id=order.id, at=at, by=by, parcel_id=parcel.id)
    return None if _refused(order, command, RETRACT_UNDELIVERED_RULES) else command


def _ruled_out(parcel: Parcel, told: Heard) -> list[Retraction]:
    """Give what was taken back before the order heard of it, for it may yet be told alone.

    Of a time without a zone, where it may have been after the word that took it back, it is not
    sure that it was: that is left open.
    """
    known = parcel.undelivered
    notes = [some for some in parcel.retractions if known is None or not some.covers(known)]
    news: list[Retraction] = []
    for some in told.taken_back:
        sure = parcel.shipped_at < some.at and some.said <= some.at
        if sure and not is_believed(some, parcel) and not is_noted(some, (*notes, *news)):
            news.append(some)
    return news


def _refused(order: Order, command: OrderCommand, rules: Iterable[Rule[Order, Any, World]]) -> bool:
    return any(rule.check(order, command, WORLD) is not None for rule in rules)


def _is_returned(order: Order, parcel: Parcel, at: Instant) -> bool:
    """Tell whether the buyer returns some of what had arrived by then."""
    arrived = parcel.delivered_at
    if arrived is None or at < arrived:
        return False
    return parcel.id in returned_parcels(order)
