"""Dead ends: situations from which something that is open can never be closed."""

from collections.abc import Callable, Iterator, Sequence

import attrs

from ordercore.kernel.time import Instant
from ordercore.orders.exchange import difference_for
from ordercore.orders.money import refundable
from ordercore.orders.settlement import return_settlement
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD
from ordercore.orders.worth import refund_for
from ordercore.testing.sweep.claims import Claim
from ordercore.testing.sweep.explore import Explored
from ordercore.testing.sweep.moves.money import refunding

IsOpen = Callable[[Order, Instant], bool]


def is_held(order: Order, at: Instant) -> bool:
    """Tell whether a hold stands."""
    return bool(order.holds) and bool(order.open_holds(at))


def is_asked(order: Order, _: Instant) -> bool:
    """Tell whether a request to cancel waits for its answer."""
    return any(request.accepted is None for request in order.cancel_requests)


def owes_money(order: Order, _: Instant) -> bool:
    """Tell whether money that was taken is owed back, and there is still some of it."""
    if refundable(order) <= 0:
        return False
    owed = [refund_for(order)]
    owed += [return_settlement(order, rma.id, WORLD).parts for rma in order.returns]
    owed += [difference_for(order, some.id) for some in order.replacements]
    owed += [refund_for(order, parcel_id=parcel.id) for parcel in order.parcels]
    return any(part.charges.total > 0 for parts in owed for part in parts)


@attrs.frozen
class DeadEnd:
    """That something stays open for ever: in how many situations, and in which one first."""

    what: str
    count: int
    place: int


def dead_ends(found: Explored, claims: Sequence[Claim]) -> Iterator[DeadEnd]:
    """Give what can stay open for ever, each by itself, and then everything together."""
    if not found.sweep.ends:
        return
    kinds: dict[str, IsOpen] = {
        f"{claim.lifecycle.name} not at rest": _of_claim(claim) for claim in claims
    }
    kinds |= {"a hold": is_held, "a request to cancel": is_asked}
    if refunding in found.sweep.moves:
        kinds["money owed back"] = owes_money
    backward = _backward(found.nexts)
    shut_everywhere = set(range(len(found.situations)))
    stuck = False
    for what, is_open in kinds.items():
        shut = {
            place for place, here in enumerate(found.situations) if not is_open(here.order, here.at)
        }
        shut_everywhere &= shut
        dead = _never(backward, shut)
        if dead:
            stuck = True
            yield DeadEnd(what, len(dead), min(dead))
    dead = set() if stuck else _never(backward, shut_everywhere)
    if dead:
        yield DeadEnd("something", len(dead), min(dead))


def _of_claim(claim: Claim) -> IsOpen:
    return lambda order, _: claim.is_open(order)


def _backward(nexts: Sequence[set[int]]) -> list[list[int]]:
    before: list[list[int]] = [[] for _ in nexts]
    for place, after in enumerate(nexts):
        for one in after:
            before[one].append(place)
    return before


def _never(backward: Sequence[Sequence[int]], goal: set[int]) -> set[int]:
    """Give the places from which no place of the goal can be reached."""
    if len(goal) == len(backward):
        return set()
    seen = set(goal)
    ahead = list(goal)
    while ahead:
        for place in backward[ahead.pop()]:
            if place not in seen:
                seen.add(place)
                ahead.append(place)
    return set(range(len(backward))) - seen
