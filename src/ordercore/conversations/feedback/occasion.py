"""The occasion of feedback: plain facts of an order, which a host can give without one."""

from collections.abc import Iterable

import attrs

from ordercore.conversations.feedback.kinds import ReviewMoment
from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types, several
from ordercore.kernel.time import Instant, instant, named_zone


def _moment(value: object, field: str) -> Instant | None:
    return None if value is None else instant(value, field)


# A converter is told no field, so each has its own; a wrong time is named in the error.


def _placed(value: object) -> Instant:
    return instant(value, "placed")


def _confirmed(value: object) -> Instant | None:
    return _moment(value, "confirmed")


def _earliest(value: object) -> Instant | None:
    return _moment(value, "earliest")


def _latest(value: object) -> Instant | None:
    return _moment(value, "latest")


def _delivered(value: object) -> Instant | None:
    return _moment(value, "delivered")


def _requested(value: object) -> Instant | None:
    return _moment(value, "requested")


def _circumstances(values: Iterable[str]) -> frozenset[str]:
    return frozenset(several(values, "circumstances"))


@attrs.frozen(kw_only=True)
class Occasion:
    """What is known of an order when it is rated, or a review of it is asked for.

    Attributes:
        marketplace: a country code, or ``""``.
        zone: in whose days windows are counted: of the marketplace, as its people are told. No
            source names a zone.
        placed: when it was ordered.
        confirmed: when its shipment was first confirmed; ``None`` before.
        earliest: the earliest moment at which delivery was promised; ``None`` where only the
            latest is known.
        latest: the last one.
        delivered: when the last parcel arrived.
        shipped: whether everything that was not cancelled has been sent.
        requested: when a review was asked for before.
        circumstances: what else is the case, by code: ``"claim_open"``, ``"refunded"``.

    Raises:
        InvalidValue: when a field is of another type, a time is naive, there is no such zone, or
            the earliest delivery comes after the latest.
    """

    marketplace: str
    zone: str = attrs.field(validator=named_zone)
    placed: Instant = attrs.field(converter=_placed)
    confirmed: Instant | None = attrs.field(default=None, converter=_confirmed)
    earliest: Instant | None = attrs.field(default=None, converter=_earliest)
    latest: Instant | None = attrs.field(default=None, converter=_latest)
    delivered: Instant | None = attrs.field(default=None, converter=_delivered)
    shipped: bool = False
    requested: Instant | None = attrs.field(default=None, converter=_requested)
    circumstances: frozenset[str] = attrs.field(default=frozenset[str](), converter=_circumstances)

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type, and a delivery that ends before it begins."""
        check_types(self)
        if self.earliest and self.latest and self.latest < self.earliest:
            raise InvalidValue("latest", self.latest, f"no earlier than {self.earliest}")

    def moment(self, moment: ReviewMoment) -> Instant | None:
        """Give a moment; ``None`` where it is not known.

        Where only the latest delivery is known, it stands for the earliest too: who asks that much
        later is still not too early.
        """
        if moment is ReviewMoment.EARLIEST:
            return self.earliest or self.latest
        return self.latest if moment is ReviewMoment.LATEST else self.delivered
