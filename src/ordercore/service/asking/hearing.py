"""Asking an order to hear what a carrier says of a parcel."""

from collections.abc import Iterable

import attrs

from ordercore.kernel.actors import Actor
from ordercore.kernel.checking import check_types, several
from ordercore.kernel.ids import OrderId, ParcelId
from ordercore.orders.hearing import commands_for
from ordercore.orders.message import OrderCommand
from ordercore.orders.state import Order
from ordercore.service.asking.giving import Giving, OrderAnswer, StockAnswer
from ordercore.shipping.tracking import TrackingEvent, reduce


def _several_events(values: Iterable[TrackingEvent]) -> tuple[TrackingEvent, ...]:
    return several(values, "events")


@attrs.frozen(kw_only=True)
class HearTracking:
    """The wish that an order knows what carriers say of one of its parcels."""

    order_id: OrderId
    parcel_id: ParcelId
    events: tuple[TrackingEvent, ...] = attrs.field(converter=_several_events)
    carrier: str = ""
    number: str = ""
    by: Actor = Actor.CARRIER

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)

    def commands(self, order: Order) -> tuple[OrderCommand, ...]:
        """Give what the order does not know yet."""
        return commands_for(
            order,
            self.parcel_id,
            reduce(self.events),
            carrier=self.carrier,
            number=self.number,
            by=self.by,
        )


class AskingTracking(Giving[OrderAnswer, StockAnswer]):
    """What can be asked for when carriers have something to say."""

    def hear(
        self,
        order_id: str,
        parcel_id: str,
        events: Iterable[TrackingEvent],
        *,
        carrier: str = "",
        number: str = "",
        by: Actor = Actor.CARRIER,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Tell an order what carriers say of a parcel: all that it does not know, or nothing.

        Scans may come in any order, and as often as they like: once the order has heard of all of
        them together, it is where they say. What comes in parts is heard as far as it tells.
        ``number`` and ``carrier`` are given to a parcel that has no tracking number.

        Raises:
            NotFound: when there is no such order, or no such parcel in it.
        """
        wish = HearTracking(
            order_id=order_id,
            parcel_id=parcel_id,
            events=events,
            carrier=carrier,
            number=number,
            by=by,
        )
        return self._wish(wish, command_id)
