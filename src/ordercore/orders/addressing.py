"""Where an order goes: what a verifier said of it, and how it is amended."""

import attrs

from ordercore.kernel.actors import Actor
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import HoldId, numbered
from ordercore.kernel.replace import replace
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant
from ordercore.orders.address import Address, AddressOutcome, Verification
from ordercore.orders.holding import HoldPlaced, fold_released, released
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderCommand,
    OrderEvent,
    happened,
    placing_comes_first,
)
from ordercore.orders.parts import Hold
from ordercore.orders.state import Order
from ordercore.orders.stations import has_awaiting
from ordercore.orders.world import World

# Commands


@attrs.frozen(kw_only=True)
class VerifyAddress(OrderCommand):
    """Record what a verifier says of the address.

    An address that somebody has to ask about, or to which nothing can be delivered, is held; one
    that is accepted, or was put right, is not.
    ``address`` is the one that was asked about, so that a late answer meets no newer address.
    """

    address: Address
    verification: Verification


@attrs.frozen(kw_only=True)
class AmendAddress(OrderCommand):
    """Send an order elsewhere, before anything of it has left."""

    ship_to: Address


# Events


@attrs.frozen(kw_only=True)
class AddressVerified(OrderEvent):
    """A verifier judged the address."""

    verification: Verification


@attrs.frozen(kw_only=True)
class AddressAmended(OrderEvent):
    """An order goes elsewhere; ``verification`` is what is known of the new address."""

    ship_to: Address
    verification: Verification | None = None


# Rules


@rule("another_address", instead=("address",))
def address_is_the_orders(order: Order, command: VerifyAddress, _: World) -> Facts | None:
    """An answer counts for the address that was asked about, and for no later one."""
    return None if order.ship_to == command.address else {"order": order.id}


@rule("already_shipped", rather=("RequestReturn", "IssueRefund"))
def nothing_has_left(order: Order, _: OrderCommand, __: World) -> Facts | None:
    """An order is changed before anything of it has left."""
    return {"parcels": len(order.parcels)} if order.parcels else None


@rule("order_is_over")
def something_is_left(order: Order, _: OrderCommand, __: World) -> Facts | None:
    """An order of which nothing is left is not changed any more."""
    return {"status": order.status.value} if order.status.is_over else None


@rule("marketplace_amends", instead=("by",))
def marketplace_orders_are_left_alone(
    order: Order, command: OrderCommand, _: World
) -> Facts | None:
    """An order of a marketplace is sent to the address on it; only the marketplace changes it."""
    told = command.imported or command.by is Actor.MARKETPLACE
    foreign = order.terms.imported and not told
    return {"order": order.id, "marketplace": order.terms.marketplace} if foreign else None


AMEND_RULES = (marketplace_orders_are_left_alone, nothing_has_left, something_is_left)

# Outcomes


def already_verified(order: Order, command: VerifyAddress) -> bool:
    """Tell whether the verifier said just this of the address."""
    if order.verification != command.verification:
        return False
    return order.ship_to in (command.address, command.verification.suggestion)


def verify_address(order: Order, command: VerifyAddress, world: World) -> tuple[OrderEvent, ...]:
    """Note the answer, put the address right, and hold the order or let it go.

    A marketplace's order goes to the address on it; there a better one is only noted.
    """
    answer = command.verification
    events: list[OrderEvent] = [*happened(AddressVerified, command, verification=answer)]
    own = not order.terms.imported and not order.parcels
    if answer.outcome is AddressOutcome.FIXED and own:
        right = {"ship_to": answer.suggestion, "verification": answer}
        events += happened(AddressAmended, command, **right)
    standing = _address_holds(order, command, world)
    if answer.outcome in (AddressOutcome.ACCEPTED, AddressOutcome.FIXED):
        return (*events, *_let_go(order, command, world, standing))
    if not standing and has_awaiting(order):
        events += _held(order, command, world)
    return tuple(events)


def already_amended(order: Order, command: AmendAddress) -> bool:
    """Tell whether the order goes there."""
    return order.ship_to == command.ship_to


def amend_address(order: Order, command: AmendAddress, world: World) -> tuple[OrderEvent, ...]:
    """Send it elsewhere; what was asked about the old address is answered by that."""
    standing = _address_holds(order, command, world)
    return (
        *happened(AddressAmended, command, ship_to=command.ship_to),
        *_let_go(order, command, world, standing),
    )


def _address_holds(order: Order, command: OrderCommand, world: World) -> list[HoldId]:
    about = {code for code, kind in world.hold_kinds.items() if kind.about_address}
    return [hold.id for hold in order.open_holds(command.at) if hold.kind in about]


def _let_go(
    order: Order, command: OrderCommand, world: World, standing: list[HoldId]
) -> tuple[OrderEvent, ...]:
    events: list[OrderEvent] = []
    for hold_id in standing:
        event = released(order, command, world, hold_id, "address_settled")
        order = fold_released(order, event)
        events.append(event)
    return tuple(events)


def _held(order: Order, command: VerifyAddress, world: World) -> tuple[OrderEvent, ...]:
    kind = next((code for code, row in world.hold_kinds.items() if row.about_address), None)
    if kind is None:
        return ()
    hold = Hold(
        id=numbered("H", [hold.id for hold in order.holds]),
        kind=kind,
        owner="seller",
        reason=command.verification.outcome.value,
        placed_at=command.at,
    )
    return happened(HoldPlaced, command, hold=hold)


# Offers


def offer_outcomes(order: Order, at: Instant, _: World) -> tuple[VerifyAddress, ...]:
    """Offer every answer that a verifier may give."""
    return tuple(
        VerifyAddress(
            order_id=order.id,
            at=at,
            address=order.ship_to,
            verification=Verification(
                outcome=outcome,
                suggestion=order.ship_to if outcome is AddressOutcome.FIXED else None,
            ),
        )
        for outcome in AddressOutcome
        if order.ship_to is not None
    )


# Folds


def fold_verified(order: Order, event: AddressVerified) -> Order:
    """Keep the answer."""
    return replace(order, verification=event.verification)


def fold_amended(order: Order, event: AddressAmended) -> Order:
    """Send it there."""
    return replace(order, ship_to=event.ship_to, verification=event.verification)


# The table

DECISIONS: Decisions = (
    Decision(
        command=VerifyAddress,
        settled=already_verified,
        rules=(placing_comes_first, address_is_the_orders),
        outcome=verify_address,
        offers=offer_outcomes,
    ),
    Decision(
        command=AmendAddress,
        settled=already_amended,
        rules=(placing_comes_first, *AMEND_RULES),
        outcome=amend_address,
    ),
)

FOLDS: Folds = {
    AddressVerified: fold_verified,
    AddressAmended: fold_amended,
}
