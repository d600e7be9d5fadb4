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
from ordercore.adapters.amazon.returns_fba import FbaReturn, Returned, returned
from ordercore.adapters.amazon.returns_labels import label_commands
from ordercore.adapters.amazon.returns_standing import is_allowed, is_off
from ordercore.adapters.amazon.returns_times import ReportedTime
from ordercore.adapters.amazon.returns_values import ReportedReturn
from ordercore.adapters.amazon.returns_words import Standing, grade_of
from ordercore.channels.marketplaces import MARKETPLACES
from ordercore.errors import InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.checking import check_types, several
from ordercore.kernel.ids import OrderId, ReturnId, Sku, checked
from ordercore.kernel.time import Instant
from ordercore.orders.authorising import AuthoriseReturn, DeclineReturn, WithdrawReturn
from ordercore.orders.delivering import RecordDelivery
from ordercore.orders.grading import GradeReturn
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.receiving import ReceiveReturn
from ordercore.orders.returning import RequestReturn
from ordercore.orders.scanning import RecordReturnScan
from ordercore.orders.state import Order
from ordercore.returns import GRADES, Grade, Return, ReturnScan, ReturnUnits

NO_SKUS: Mapping[str, Sku] = MappingProxyType({})


@attrs.frozen(kw_only=True)
class TakeReturn:
    """The wish that an order knows a return as Amazon reports it.

    ``zone`` is the one in which the report means days and times without an offset; blank, that of
    the order's marketplace.
    ``sku`` is meant where the report names none.
    ``sellable`` says whether what the carrier brought back to the seller can be sold again, which
    the report does not tell; ``None`` leaves receiving it to whoever looks at it.
    ``grade`` is that of units which Amazon took back; blank, the one of ours that has the
    disposition which the report names.
    With ``presumed``, parcels that are underway as far as we know count as delivered when the
    buyer asked, and are recorded so: Amazon reports of many orders no more than that they shipped.

    Raises:
        InvalidValue: when a field is of another type.
    """

    told: ReportedReturn | FbaReturn
    zone: str = ""
    sku: Sku = ""
    sellable: bool | None = None
    grade: str = ""
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
        if not is_allowed(self.told):
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
        rma = Return(
            id=checked(self.return_id, "return_id"),
            units=tuple(some for _, some in taken),
            reason=self.told.reason_code,
            requested_at=at,
        )
        yield RequestReturn(
            return_id=rma.id, units=rma.units, reason=rma.reason, **_said(order, at)
        )
        yield from self._rest(order, rma)

    def _rest(self, order: Order, rma: Return) -> Iterator[OrderCommand]:
        """Give what became of a return; of one that is over for us, nothing more becomes."""
        if rma.is_ended:
            return
        told = self.told
        if isinstance(told, FbaReturn):
            yield from self._receipt(order, rma, told.returned, None)
            return
        about = _said(order, _last_said(rma))
        if is_off(told):
            yield _ending(told, rma, about)
            return
        if not rma.is_authorised:
            if not is_allowed(told):
                return
            yield AuthoriseReturn(return_id=rma.id, **about)
        yield from label_commands(rma, told, rma.id == self.return_id, about)
        if told.delivered is None:
            return
        at = told.delivered.not_before(rma.requested_at, self._zone(order, told.delivered))
        if rma.arrived_at is None or at < rma.arrived_at:
            yield RecordReturnScan(return_id=rma.id, scan=ReturnScan.ARRIVED, **_said(order, at))
        if self.sellable is not None:
            yield from self._receipt(order, rma, told.delivered, self.sellable)

    def _receipt(
        self, order: Order, rma: Return, back: ReportedTime, sellable: bool | None
    ) -> Iterator[OrderCommand]:
        """Receive what the row tells of, and no more: a return of the seller's may hold more."""
        grade = self._grade()
        lines = {line.id for line in self._lines(order)}
        came = (got.units for got in rma.received)
        left = self.told.quantity - sum(some.quantity for some in came if some.line in lines)
        units: list[ReturnUnits] = []
        for parcel, line in rma.places:
            due = min(left, rma.outstanding(parcel, line)) if line in lines else 0
            if due > 0:
                units.append(ReturnUnits(parcel, line, due))
                left -= due
        if not units:
            return
        about = _said(order, back.not_before(rma.requested_at, self._zone(order, back)))
        about |= {"return_id": rma.id, "units": tuple(units)}
        yield ReceiveReturn(sellable=sellable, **about)
        if grade:
            yield GradeReturn(grade=grade, **about)

    def _grade(self) -> str:
        """Give the grade of what Amazon took back; of what came to the seller, none is told."""
        told = self.told
        if isinstance(told, ReportedReturn):
            return ""
        code = self.grade or (told.grade.code if told.grade else "")
        if not code:
            field, word = "detailed-disposition", told.disposition
            required(word, field)
            raise BadField(field, "unknown_disposition", word, "a disposition that we know")
        return code

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
    grades: Mapping[str, Grade] = GRADES,
) -> tuple[TakeReturn, ...]:
    """Give the wishes that orders know what a report tells.

    ``skus`` are those of ASINs, and ``grades`` the ones among which dispositions are looked up.

    Raises:
        InvalidValue: when something is no return, or an argument is of another type.
    """
    for name, value in (("skus", skus), ("grades", grades)):
        if not isinstance(value, Mapping):
            raise InvalidValue(name, value, "a mapping")
    return tuple(
        TakeReturn(
            told=each,
            zone=zone,
            sku=skus.get(each.asin, ""),
            sellable=sellable,
            grade=_grade_of(each, grades),
            presumed=presumed,
        )
        for each in [returned(some, "told") for some in several(told, "told")]
    )


def _grade_of(told: Returned, grades: Mapping[str, Grade]) -> str:
    grade = grade_of(told.disposition, grades) if isinstance(told, FbaReturn) else None
    return grade.code if grade else ""


def _ending(told: ReportedReturn, rma: Return, about: dict[str, Any]) -> OrderCommand:
    """Decline what waits and was declined; whatever else is off was taken back."""
    if told.standing is Standing.REFUSED and not rma.is_authorised:
        return DeclineReturn(return_id=rma.id, reason=told.status, **about)
    return WithdrawReturn(return_id=rma.id, **about)


def _last_said(rma: Return) -> Instant:
    """Give from when on its answer holds: reports do not tell when a status became what it is."""
    return rma.requested_at if rma.answer is None else max(rma.requested_at, rma.answer.at)


def _said(order: Order, at: Instant) -> dict[str, Any]:
    """Give what all commands of the marketplace's have in common."""
    return {"order_id": order.id, "at": at, "by": Actor.MARKETPLACE, "imported": True}
