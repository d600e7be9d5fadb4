"""Moves that hold an order up, change or sort it: holds, addresses, requests, amendments, tags."""

import datetime as dt
from collections.abc import Iterator

import attrs

from ordercore.kernel.actors import Actor
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units
from ordercore.orders.address import Address, AddressOutcome, Verification
from ordercore.orders.addressing import AmendAddress, VerifyAddress
from ordercore.orders.answering import AcceptCancellation, DeclineCancellation
from ordercore.orders.asking import RequestCancellation
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.editing import AmendOrder
from ordercore.orders.holding import PlaceHold, ReleaseHold
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.releasing import ReleasePreorder, ReschedulePreorder
from ordercore.orders.state import Order
from ordercore.orders.stations import awaiting_units
from ordercore.orders.tagging import TagOrder, UntagOrder
from ordercore.orders.world import World
from ordercore.testing.sweep.moves.money import LASTS
from ordercore.testing.sweep.moves.scope import Scope, choices

HOME = Address("Ada Byron", "12 Pine St", "Austin", "TX", "78701", "US")
ELSEWHERE = Address("Ada Byron", "14 Pine St", "Austin", "TX", "78701", "US")
PRICE = "2.00 EUR"
"""What one unit costs in every sweep."""


def sorts(world: World) -> tuple[str, ...]:
    """Name one kind of hold of each sort: of those that differ in their names alone, the last."""
    unnamed = {attrs.evolve(kind, code=""): code for code, kind in world.hold_kinds.items()}
    return tuple(unnamed.values())


def holds(order: Order, at: Instant, scope: Scope) -> Iterator[OrderCommand]:
    """Place a hold of every sort, and let everybody release it."""
    standing = order.open_holds(at)
    if len(standing) < scope.holds:
        for kind in sorts(scope.world):
            yield PlaceHold(order_id=order.id, at=at, kind=kind, owner="desk")
    for hold in standing:
        for actor in Actor:
            yield ReleaseHold(order_id=order.id, at=at, by=actor, hold_id=hold.id)


def passing_holds(order: Order, at: Instant, scope: Scope) -> Iterator[OrderCommand]:
    """Place a hold of every sort that runs out by itself."""
    if len(order.open_holds(at)) < scope.holds:
        for kind in sorts(scope.world):
            yield PlaceHold(
                order_id=order.id, at=at, kind=kind, owner="desk", expires_at=at + LASTS
            )


def addresses(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Hear every answer of a verifier, and send the order to one of two addresses, or back."""
    for outcome in AddressOutcome:
        yield _heard(order, at, outcome)
    for address in (HOME, ELSEWHERE):
        yield AmendAddress(order_id=order.id, at=at, ship_to=address)


def doubts(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Doubt the address, accept it after all, and send the order elsewhere."""
    yield _heard(order, at, AddressOutcome.QUESTIONED)
    yield _heard(order, at, AddressOutcome.ACCEPTED)
    yield AmendAddress(order_id=order.id, at=at, ship_to=ELSEWHERE)


def _heard(order: Order, at: Instant, outcome: AddressOutcome) -> OrderCommand:
    better = ELSEWHERE if outcome is AddressOutcome.FIXED else None
    answer = Verification(outcome=outcome, suggestion=better)
    asked = order.ship_to or HOME
    return VerifyAddress(order_id=order.id, at=at, address=asked, verification=answer)


def requests(order: Order, at: Instant, scope: Scope) -> Iterator[OrderCommand]:
    """Ask to cancel every choice of what awaits, and answer every request in both ways."""
    open_ = [request for request in order.cancel_requests if request.accepted is None]
    if len(open_) < scope.requests:
        for chosen in choices(awaiting_units(order)):
            units = tuple([Units(line, number) for line, number in chosen])
            yield RequestCancellation(order_id=order.id, at=at, units=units)
    answering = (Actor.SELLER, Actor.MARKETPLACE) if order.terms.imported else (Actor.SELLER,)
    for request in open_:
        for by in answering:
            yield AcceptCancellation(order_id=order.id, at=at, by=by, request_id=request.id)
        yield DeclineCancellation(order_id=order.id, at=at, request_id=request.id)


def buyers(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Let the buyer cancel and amend alone."""
    some = tuple([Units(line, 1) for line, number in awaiting_units(order).items() if number])
    yield AmendOrder(order_id=order.id, at=at, by=Actor.BUYER, units=some[:1])
    yield CancelUnits(order_id=order.id, at=at, by=Actor.BUYER, reason="buyer_cancelled")


def preorders(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Release what was ordered ahead, and put it off."""
    yield ReleasePreorder(order_id=order.id, at=at)
    yield ReschedulePreorder(order_id=order.id, at=at, available_at=at + dt.timedelta(days=1))


def amendments(order: Order, at: Instant, scope: Scope) -> Iterator[OrderCommand]:
    """Take every choice of units out of the order, put a line in, and do both at once."""
    more = (Line("A", 1, price=PRICE),) if len(order.lines) < scope.lines else ()
    for chosen in choices(awaiting_units(order)):
        units = tuple([Units(line, number) for line, number in chosen])
        yield AmendOrder(order_id=order.id, at=at, units=units)
        if more:
            yield AmendOrder(order_id=order.id, at=at, units=units, add=more)
    if more:
        yield AmendOrder(order_id=order.id, at=at, add=more)


def tags(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Put one of two tags on the order, and take both off."""
    for tag in ("gift", "urgent"):
        yield TagOrder(order_id=order.id, at=at, tags=(tag,))
    yield UntagOrder(order_id=order.id, at=at, tags=("gift", "urgent"))
