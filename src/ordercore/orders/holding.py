"""Holds: what keeps an order from shipping for a while, and who may end that."""

import attrs

from ordercore.kernel.actors import first_asked
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import HoldId, numbered
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.replace import completed, replace, with_changed
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant
from ordercore.orders.deadlines import NOT_SET, deadlines_after, deadlines_from
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderCommand,
    OrderEvent,
    expiry,
    happened,
    placing_comes_first,
)
from ordercore.orders.money import is_secured
from ordercore.orders.parts import Hold
from ordercore.orders.reasons import STAFF
from ordercore.orders.state import Order
from ordercore.orders.stations import has_awaiting
from ordercore.orders.world import World

# Commands


@attrs.frozen(kw_only=True)
class PlaceHold(OrderCommand):
    """Keep an order from shipping until the hold is released, or runs out.

    ``owner`` is who has to look into it; ``hold_id`` left empty numbers it.
    """

    kind: str
    owner: str
    reason: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    expires_at: Instant | None = attrs.field(default=None, converter=expiry)
    hold_id: HoldId = ""


@attrs.frozen(kw_only=True)
class ReleaseHold(OrderCommand):
    """End a hold; without ``hold_id``, the first that stands."""

    hold_id: HoldId = ""
    reason: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)


# Events


@attrs.frozen(kw_only=True)
class HoldPlaced(OrderEvent):
    """An order must not ship for now."""

    hold: Hold


@attrs.frozen(kw_only=True)
class HoldReleased(OrderEvent):
    """A hold no longer stands; the deadlines are those that this set going, if it did."""

    hold_id: HoldId
    reason: str = attrs.field(repr=unshown, metadata=PERSONAL)
    ship_by: Instant | None
    deliver_by: Instant | None = None


# Rules


@rule("hold_kind_unknown", instead=("kind",))
def hold_kind_is_known(_: Order, command: PlaceHold, world: World) -> Facts | None:
    """A hold is of a kind that the host has settled."""
    if command.kind in world.hold_kinds:
        return None
    return {"kind": command.kind, "known": sorted(world.hold_kinds)}


@rule("owner_missing", instead=("owner",))
def hold_has_an_owner(_: Order, command: PlaceHold, __: World) -> Facts | None:
    """Somebody has to look into a hold."""
    return None if command.owner.strip() else {"kind": command.kind}


@rule("hold_ends_before_it_begins", instead=("expires_at",))
def hold_lasts(_: Order, command: PlaceHold, __: World) -> Facts | None:
    """A hold runs out after it was placed."""
    if command.expires_at is None or command.expires_at > command.at:
        return None
    return {"expires_at": command.expires_at, "at": command.at}


@rule("nothing_to_hold")
def something_could_ship(order: Order, _: PlaceHold, __: World) -> Facts | None:
    """Only an order of which something still waits to be shipped can be held."""
    return None if has_awaiting(order) else {"order": order.id}


@rule("hold_already_exists", instead=("hold_id",))
def hold_is_new(order: Order, command: PlaceHold, _: World) -> Facts | None:
    """A hold is placed once; another one needs another id."""
    return {"hold": command.hold_id} if order.hold(command.hold_id) else None


PLACE_RULES = (
    hold_kind_is_known,
    hold_has_an_owner,
    hold_lasts,
    something_could_ship,
    hold_is_new,
)


@rule("hold_unknown", instead=("hold_id",))
def hold_is_known(order: Order, command: ReleaseHold, _: World) -> Facts | None:
    """Only a hold of this order can be released."""
    return None if order.hold(command.hold_id) else {"hold": command.hold_id}


@rule("actor_may_not_release", instead=("by",))
def actor_may_release(order: Order, command: ReleaseHold, world: World) -> Facts | None:
    """The kind of a hold says who may release it."""
    hold = order.hold(command.hold_id)
    kind = world.hold_kinds.get(hold.kind) if hold else None
    if kind is None or command.by in kind.released_by:
        return None
    allowed = sorted(actor.value for actor in kind.released_by)
    return {"actor": command.by.value, "kind": kind.code, "allowed": allowed}


RELEASE_RULES = (hold_is_known, actor_may_release)


@rule("held", first=("ReleaseHold",))
def no_hold_stands(order: Order, command: OrderCommand, _: World) -> Facts | None:
    """Nothing ships while a hold stands."""
    standing = order.open_holds(command.at)
    if not standing:
        return None
    return {
        "holds": tuple(hold.id for hold in standing),
        "kinds": tuple(hold.kind for hold in standing),
        "owners": tuple(hold.owner for hold in standing),
    }


# Outcomes


def number_hold(order: Order, command: PlaceHold, _: World) -> PlaceHold:
    """Number a hold that has no id."""
    if command.hold_id:
        return command
    return completed(command, hold_id=numbered("H", [hold.id for hold in order.holds]))


def release_the_first(order: Order, command: ReleaseHold, _: World) -> ReleaseHold:
    """Take the release of no hold in particular for that of the first that stands."""
    standing = order.open_holds(command.at)
    if command.hold_id or not standing:
        return command
    return completed(command, hold_id=standing[0].id)


def already_held(order: Order, command: PlaceHold) -> bool:
    """Tell whether this very hold was placed before."""
    hold = order.hold(command.hold_id) if command.hold_id else None
    return hold is not None and (hold.kind, hold.owner, hold.reason, hold.expires_at) == (
        command.kind,
        command.owner,
        command.reason,
        command.expires_at,
    )


def already_released(order: Order, command: ReleaseHold) -> bool:
    """Tell whether this hold was released before."""
    hold = order.hold(command.hold_id) if command.hold_id else None
    return hold is not None and hold.released_at is not None


def place_hold(_: Order, command: PlaceHold, __: World) -> tuple[OrderEvent, ...]:
    """Hold the order."""
    hold = Hold(
        id=command.hold_id,
        kind=command.kind,
        owner=command.owner,
        reason=command.reason,
        placed_at=command.at,
        expires_at=command.expires_at,
    )
    return happened(HoldPlaced, command, hold=hold)


def release_hold(order: Order, command: ReleaseHold, world: World) -> tuple[OrderEvent, ...]:
    """End the hold, and start the clock where this was all that kept the order back."""
    return (released(order, command, world, command.hold_id, command.reason),)


def released(
    order: Order, command: OrderCommand, world: World, hold_id: HoldId, reason: str
) -> HoldReleased:
    """Give the event that ends a hold."""
    (event,) = happened(HoldReleased, command, hold_id=hold_id, reason=reason, ship_by=None)
    free = fold_released(order, event)
    starts = order.ship_by is None and is_secured(free)
    deadlines = deadlines_from(free, command.at, world) if starts else NOT_SET
    return replace(event, **deadlines)


# Offers


def offer_releases(order: Order, at: Instant, world: World) -> tuple[ReleaseHold, ...]:
    """Offer the release of every hold that stands, by the first who may."""
    offers: list[ReleaseHold] = []
    for hold in order.open_holds(at):
        kind = world.hold_kinds.get(hold.kind)
        by = first_asked(kind.released_by if kind else STAFF)
        offers.append(ReleaseHold(order_id=order.id, at=at, hold_id=hold.id, by=by))
    return tuple(offers)


def offer_holds(order: Order, at: Instant, world: World) -> tuple[PlaceHold, ...]:
    """Offer a hold of each kind."""
    return tuple(
        PlaceHold(order_id=order.id, at=at, kind=kind, owner="seller") for kind in world.hold_kinds
    )


# Folds


def fold_held(order: Order, event: HoldPlaced) -> Order:
    """Keep the hold."""
    return replace(order, holds=(*order.holds, event.hold))


def fold_released(order: Order, event: HoldReleased) -> Order:
    """Note when its hold ended; the first deadline stays."""
    holds = with_changed(
        order.holds, event.hold_id, lambda hold: replace(hold, released_at=event.at)
    )
    if order.ship_by is not None:
        return replace(order, holds=holds)
    return replace(order, holds=holds, **deadlines_after(order, event))


# The table

DECISIONS: Decisions = (
    Decision(
        command=PlaceHold,
        settled=already_held,
        complete=number_hold,
        rules=(placing_comes_first, *PLACE_RULES),
        outcome=place_hold,
        offers=offer_holds,
    ),
    Decision(
        command=ReleaseHold,
        settled=already_released,
        complete=release_the_first,
        rules=(placing_comes_first, *RELEASE_RULES),
        outcome=release_hold,
        offers=offer_releases,
    ),
)

FOLDS: Folds = {
    HoldPlaced: fold_held,
    HoldReleased: fold_released,
}
