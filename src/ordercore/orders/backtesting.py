"""Back-testing with past orders: the returns that were asked for, as cases for a policy."""

from collections.abc import Iterator

from ordercore.kernel.ids import LineId, ParcelId
from ordercore.kernel.replace import replace
from ordercore.orders.judging import purchase_of
from ordercore.orders.returned import counted
from ordercore.orders.settlement import label_cost, override_of
from ordercore.orders.state import Order
from ordercore.orders.unsettled import Came, unsettled, wish_of
from ordercore.orders.world import WORLD, World
from ordercore.returns import Return, ReturnUnits
from ordercore.returns.backtest import Case
from ordercore.returns.handing import graded_from


def return_cases(order: Order, world: World = WORLD) -> Iterator[Case]:
    """Give the returns of an order as cases of :func:`ordercore.returns.back_test`.

    Units of a return that came back alike are one case, with all that its settlement knows of
    them: reason and day of asking, grade, the days on which they were posted and arrived, who let
    them in, and what their label cost. What was paid back or replaced then is left out, since a
    policy is to judge it anew.
    Of what is still to come or to be graded, the rest is taken to come as it was sold. What never
    came, was rejected or was made good by another order is judged, and not paid for.
    Returns that were declined or withdrawn are no cases. What the desk refused is in no order: a
    host that wants it judged keeps the requests.
    """
    order = replace(order, refunds=(), replacements=())
    for rma in order.returns:
        if rma.is_declined or rma.withdrawn_at is not None:
            continue
        cost, override = label_cost(order, rma), override_of(rma)
        for some, taken_back in _alike(order, rma, world):
            units = some.units
            yield Case(
                of=f"{order.id}/{units.line}",
                under=f"{order.id}/{rma.id}",
                purchase=purchase_of(order, units, world),
                at=rma.requested_at,
                wish=replace(wish_of(rma, some, units.quantity), label_cost=cost),
                override=override,
                taken_back=taken_back,
            )


def _alike(order: Order, rma: Return, world: World) -> Iterator[tuple[Came, bool]]:
    """Give the units of a return that are alike, and whether they are to be paid for."""
    left: dict[tuple[ParcelId, LineId], int] = {}
    for some in rma.units:
        place = some.parcel, some.line
        left[place] = left.get(place, 0) + some.quantity
    owed = unsettled(order, rma, world, override_of(rma))
    for came in (*owed, *_expected(rma)):
        left[came.units.parcel, came.units.line] -= came.units.quantity
        yield came, True
    for (parcel, line), number in left.items():
        if number:
            yield Came(units=ReturnUnits(parcel, line, number), known=rma.requested_at), False


def _expected(rma: Return) -> Iterator[Came]:
    """Give what has still to be graded, and what has still to come."""
    raw = counted(rma, Return.ungraded)
    for units, received in zip(raw, graded_from(rma, raw)[len(rma.graded) :], strict=True):
        for fact, number in received:
            some = replace(units, quantity=number)
            yield Came(units=some, arrived=fact.at, known=fact.at)
    for units in counted(rma, Return.outstanding):
        yield Came(units=units, known=rma.requested_at)
