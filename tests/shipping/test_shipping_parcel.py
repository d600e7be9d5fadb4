"""Parcels: what is in them, and where they are."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from ordercore.errors import InvalidValue
from ordercore.kernel.time import Instant, instant
from ordercore.kernel.units import Units
from ordercore.shipping import (
    PARCEL_LIFECYCLE,
    CameBack,
    Parcel,
    ParcelStatus,
    Retraction,
    Trouble,
    Undelivered,
)

AT = instant("2026-07-04T16:00:00Z")


def later(hours: float) -> Instant:
    """Give a moment so many hours after the parcel left."""
    return AT + dt.timedelta(hours=hours)


def parcel(**changes: Any) -> Parcel:
    """Make a parcel of three units of one line and one of another."""
    units = (Units("1", 2), Units("2", 1), Units("1", 1))
    return Parcel(**{"id": "P1", "units": units, "shipped_at": AT, **changes})


def refused(hours: float) -> Undelivered:
    """Say that a parcel was refused."""
    return Undelivered(Trouble.REFUSED, later(hours))


def back(*units: tuple[str, int]) -> tuple[CameBack, ...]:
    """Say that units came back."""
    return tuple(CameBack(Units(line, n), sellable=True, at=later(90)) for line, n in units)


@pytest.mark.parametrize(
    ("field", "kind", "given"),
    [
        ("shipped_at", parcel, {"shipped_at": "2026-07-04T16:00:00Z"}),
        ("units", parcel, {"units": [Units("1", 1)]}),
        ("id", parcel, {"id": 7}),
        ("carrier", parcel, {"carrier": None}),
        ("deliveries", parcel, {"deliveries": ("2026-07-05",)}),
        ("undelivered", parcel, {"undelivered": Trouble.LOST}),
        ("came_back", parcel, {"came_back": (Units("1", 1),)}),
        ("retractions", parcel, {"retractions": (AT,)}),
        ("trouble", Undelivered, {"trouble": "lost", "at": AT}),
        ("at", Undelivered, {"trouble": Trouble.LOST, "at": None}),
        ("units", CameBack, {"units": ("1", 1), "sellable": True, "at": AT}),
        ("sellable", CameBack, {"units": Units("1", 1), "sellable": "yes", "at": AT}),
        ("trouble", Retraction, {"trouble": "lost", "said": AT, "at": AT}),
        ("said", Retraction, {"trouble": None, "said": AT.date(), "at": AT}),
    ],
)
def test_a_parcel_is_made_of_what_it_says(
    field: str, kind: Callable[..., object], given: dict[str, Any]
) -> None:
    """What a store could not read back is refused when it is made, by the name of the field."""
    with pytest.raises(InvalidValue) as caught:
        kind(**given)

    assert caught.value.field == field


def test_a_parcel_holds_its_units_wherever_it_is() -> None:
    """A line named twice is added up; another line is not in it."""
    for some in (parcel(), parcel(deliveries=(AT,)), parcel(came_back=back(("1", 1)))):
        assert (some.holds("1"), some.holds("2"), some.holds("3")) == (3, 1, 0)


@pytest.mark.parametrize(
    ("delivered", "undelivered", "came_back", "status"),
    [
        ((), None, (), "shipped"),
        ((0,), None, (), "delivered"),
        ((9, 11), None, (), "delivered"),
        ((), Undelivered(Trouble.LOST, later(1)), (), "lost"),
        ((), refused(1), (), "refused"),
        ((), Undelivered(Trouble.UNDELIVERABLE, later(1)), (), "undeliverable"),
        # The later word says where it is; of two at once, that it did not stay.
        ((2,), refused(1), (), "delivered"),
        ((1,), refused(2), (), "refused"),
        ((2,), refused(2), (), "refused"),
        ((1, 3), refused(2), (), "delivered"),
        # What came back is not with the buyer, whatever was said before.
        ((), refused(1), back(("1", 1)), "partially_back"),
        ((), refused(1), back(("1", 3)), "partially_back"),
        ((), refused(1), back(("1", 3), ("2", 1)), "back"),
        ((), None, back(("1", 3), ("2", 1)), "back"),
        ((1,), refused(2), back(("1", 2)), "partially_back"),
    ],
)
def test_where_a_parcel_is_follows_from_what_is_known(
    delivered: tuple[float, ...],
    undelivered: Undelivered | None,
    came_back: tuple[CameBack, ...],
    status: str,
) -> None:
    """With the buyer, underway, or stranded: always exactly one of the three."""
    some = parcel(
        deliveries=tuple(later(hours) for hours in delivered),
        undelivered=undelivered,
        came_back=came_back,
    )

    assert some.status is ParcelStatus(status)
    assert some.is_with_buyer is (status == "delivered")
    assert some.is_underway is (status == "shipped")
    assert some.is_stranded is (status not in ("delivered", "shipped"))


@pytest.mark.parametrize(
    ("told", "undelivered", "at"),
    [
        ((), None, None),
        ((5,), None, 5),
        ((5, 9), None, 5),
        ((5, 9), refused(7), 9),
        ((5, 9), refused(3), 5),
        ((5, 9), refused(9), None),
    ],
)
def test_a_parcel_is_delivered_when_it_arrived_to_stay(
    told: tuple[float, ...], undelivered: Undelivered | None, at: float | None
) -> None:
    """The first delivery that no trouble followed."""
    some = parcel(deliveries=tuple(later(hours) for hours in told), undelivered=undelivered)

    assert some.delivered_at == (None if at is None else later(at))


def test_what_is_missing_of_a_parcel_has_not_come_back() -> None:
    """Line by line, in as many receipts as it takes."""
    some = parcel(came_back=back(("1", 1), ("1", 1)))

    assert (some.missing("1"), some.missing("2"), some.missing("3")) == (1, 1, 0)
    assert parcel().missing("1") == 3


def test_every_trouble_is_a_status() -> None:
    """So that the trouble names the status."""
    assert {trouble.value for trouble in Trouble} <= {status.value for status in ParcelStatus}


@pytest.mark.parametrize(
    ("before", "after", "permitted"),
    [
        ("shipped", "delivered", True),
        ("shipped", "lost", True),
        ("shipped", "back", True),
        ("delivered", "shipped", True),
        ("delivered", "refused", True),
        ("delivered", "back", False),
        ("lost", "delivered", True),
        ("lost", "undeliverable", True),
        ("lost", "shipped", True),
        ("refused", "delivered", True),
        ("refused", "partially_back", True),
        ("undeliverable", "lost", True),
        ("partially_back", "back", True),
        ("partially_back", "delivered", False),
        ("back", "delivered", False),
        ("back", "partially_back", False),
    ],
)
def test_which_status_may_follow_which(before: str, after: str, permitted: bool) -> None:
    """A lost parcel may turn up, and what was said be taken back; what came back stays back."""
    assert PARCEL_LIFECYCLE.permits(ParcelStatus(before), ParcelStatus(after)) is permitted


def test_a_parcel_ends_back_or_rests() -> None:
    """Only what is back is over; what is delivered or lost may be taken up again."""
    assert PARCEL_LIFECYCLE.terminal == {ParcelStatus.BACK}
    assert PARCEL_LIFECYCLE.rests == {ParcelStatus.DELIVERED, ParcelStatus.LOST}
    assert PARCEL_LIFECYCLE.starts == {ParcelStatus.SHIPPED}
