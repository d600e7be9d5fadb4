"""Returns as Amazon reports them, joined to orders: the wish that an order knows of one.

It becomes commands in view of the order, all or none, and none where the order knows of it.
Codes of what it refuses by itself: ``unknown_status``, ``unknown_disposition``, ``naive_time``, and
those of :mod:`~ordercore.adapters.amazon.returns_choosing`.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from ordercore.adapters.amazon.fields import BadField, required
from ordercore.adapters.amazon.returns_choosing import arrived, asked, chosen, lines_of
from ordercore.adapters.amazon.returns_fba import FbaReturn, Returned
from ordercore.adapters.amazon.returns_times import ReportedTime
from ordercore.adapters.amazon.returns_values import ReportedReturn
from ordercore.adapters.amazon.returns_words import Standing
from ordercore.channels.marketplaces import MARKETPLACES
from ordercore.kernel.actors import Actor
from ordercore.kernel.checking import check_types
from ordercore.kernel.ids import OrderId, ReturnId, Sku, checked
from ordercore.kernel.time import Instant
from ordercore.orders.delivering import RecordDelivery
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.receiving import ReceiveReturn
from ordercore.orders.returning import RequestReturn
from ordercore.orders.state import Order
from ordercore.returns import Return, ReturnUnits

NO_SKUS: Mapping[str, Sku] = MappingProxyType({})


@attrs.frozen(kw_only=True)
class TakeReturn:
    """The wish that an order knows a return as Amazon reports it.

    ``zone`` is the one in which the report means days and times without an offset; blank, that of
    the order's marketplace.
    ``sku`` is meant where the report names none.
    ``sellable`` says whether what the carrier brought back to the seller can be sold again, which
    the report does not tell; ``None`` leaves receiving it to whoever looks at it.
    With ``presumed``, parcels that are underway as far as we know count as delivered when the
    buyer asked, and are recorded so: Amazon reports of many orders no more than that they shipped.

    Raises:
        InvalidValue: when a field is of another type.
    """

    told: ReportedReturn | FbaReturn
    zone: str = ""
    sku: Sku = ""
    sellable: bool | None = None
    presumed: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)

    @property
    def order_id(self) -> OrderId:
        """Which order it is about."""
        return self.told.order_id

    @property
    def return_id(self) -> ReturnId:
        """The id under which the order keeps it: made of what names the row in the report."""
        _, *named = self.told.key
        if self.told.number > 1:
            named.append(str(self.told.number))
        return "/".join(part for part in named if part)

    def zone_in(self, order: Order) -> str:
        """Give the zone in which days of the report are read; blank where nobody named one."""
        marketplace = MARKETPLACES.get(order.terms.marketplace)
        return self.zone or (marketplace.zone if marketplace else "")

    def known_in(self, order: Order) -> Return | None:
        """Find the return, if the order knows it: by the seller's own number of it, or by ours."""
        told = self.told
        own = order.return_(told.merchant_rma) if isinstance(told, ReportedReturn) else None
        return own or order.return_(self.return_id)

    def commands(self, order: Order) -> tuple[OrderCommand, ...]:
        """Give what the order does not know yet, as commands of the marketplace's.

        Raises:
            BadField: when the row cannot be joined to the order.
        """
        rma = self.known_in(order)
        if rma is not None:
            return tuple(self._rest(order, rma))
        if not _is_allowed(self.told):
            return ()
        return tuple(self._whole(order))

    def _whole(self, order: Order) -> Iterator[OrderCommand]:
        told = asked(self.told)
        zone = self._zone(order, told)
        taken = chosen(
            order, self.told, told.until(zone), self._lines(order), presumed=self.presumed
        )
        at = told.not_before(max(arrived(parcel) for parcel, _ in taken), zone)
        for parcel in dict.fromkeys(parcel for parcel, _ in taken):
            if parcel.is_underway:
                yield RecordDelivery(parcel_id=parcel.id, **_said(order, at))
        units = tuple(some for _, some in taken)
        yield RequestReturn(
            return_id=checked(self.return_id, "return_id"),
            units=units,
            reason=self.told.reason_code,
            **_said(order, at),
        )
        yield from self._receipt(order, self.return_id, units, at)

    def _rest(self, order: Order, rma: Return) -> Iterator[OrderCommand]:
        """Receive what the row tells of, and no more: a return of the seller's may hold more."""
        if self._arrival()[0] is None:
            return
        lines = {line.id for line in self._lines(order)}
        back = (got.units for got in rma.received)
        left = self.told.quantity - sum(some.quantity for some in back if some.line in lines)
        units: list[ReturnUnits] = []
        for parcel, line in dict.fromkeys((some.parcel, some.line) for some in rma.units):
            due = min(left, rma.outstanding(parcel, line)) if line in lines else 0
            if due > 0:
                units.append(ReturnUnits(parcel, line, due))
                left -= due
        yield from self._receipt(order, rma.id, tuple(units), rma.requested_at)

    def _receipt(
        self, order: Order, return_id: ReturnId, units: tuple[ReturnUnits, ...], asked_at: Instant
    ) -> Iterator[OrderCommand]:
        back, sellable = self._arrival()
        if back is None or not units:
            return
        yield ReceiveReturn(
            return_id=return_id,
            units=units,
            sellable=sellable,
            **_said(order, back.not_before(asked_at, self._zone(order, back))),
        )

    def _arrival(self) -> tuple[ReportedTime | None, bool]:
        """Give when units came back, and whether they can be sold again."""
        told = self.told
        if isinstance(told, ReportedReturn):
            return (None, False) if self.sellable is None else (told.delivered, self.sellable)
        graded = told.graded
        if graded is None:
            field, word = "detailed-disposition", told.disposition
            required(word, field)
            raise BadField(field, "unknown_disposition", word, "a disposition that we know")
        return told.returned, graded.sellable

    def _lines(self, order: Order) -> tuple[Line, ...]:
        return lines_of(order, self.told, self.told.sku or self.sku)

    def _zone(self, order: Order, told: ReportedTime) -> str:
        zone = self.zone_in(order)
        if told.at is None and not zone:
            expected = "a time with an offset; name the zone in which others are meant"
            raise BadField("return-date", "naive_time", told.text, expected)
        return zone


def returns_of(
    told: Iterable[Returned],
    *,
    zone: str = "",
    skus: Mapping[str, Sku] = NO_SKUS,
    sellable: bool | None = None,
    presumed: bool = False,
) -> tuple[TakeReturn, ...]:
    """Give the wishes that orders know what a report tells; ``skus`` are those of ASINs."""
    return tuple(
        TakeReturn(
            told=each,
            zone=zone,
            sku=skus.get(each.asin, ""),
            sellable=sellable,
            presumed=presumed,
        )
        for each in told
    )


def _is_allowed(told: Returned) -> bool:
    """Tell whether the buyer may send the units back, or has."""
    if isinstance(told, FbaReturn):
        return True
    standing, field = told.standing, "return-request-status"
    if standing is None:
        required(told.status, field)
        raise BadField(field, "unknown_status", told.status, "a status that we know")
    happened = told.delivered is not None or bool(told.refunded and told.refunded.minor)
    return standing is Standing.ALLOWED or (standing is Standing.OVER and happened)


def _said(order: Order, at: Instant) -> dict[str, Any]:
    """Give what all commands of the marketplace's have in common."""
    return {"order_id": order.id, "at": at, "by": Actor.MARKETPLACE, "imported": True}
