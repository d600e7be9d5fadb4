"""Parcels: what is in them, and where they are."""

from ordercore.kernel.time import instant
from ordercore.kernel.units import Units
from ordercore.shipping import PARCEL_LIFECYCLE, Parcel, ParcelStatus

AT = instant("2026-07-04T16:00:00Z")


def test_a_parcel_holds_its_units_until_it_is_delivered_and_after() -> None:
    """Its status is derived from the delivery."""
    parcel = Parcel(id="P1", units=(Units("1", 2), Units("2", 1), Units("1", 1)), shipped_at=AT)

    assert (parcel.holds("1"), parcel.holds("2"), parcel.holds("3")) == (3, 1, 0)
    assert parcel.status is ParcelStatus.SHIPPED
    assert PARCEL_LIFECYCLE.terminal == {ParcelStatus.DELIVERED}


def test_a_delivered_parcel_is_delivered() -> None:
    """And stays so."""
    parcel = Parcel(id="P1", units=(Units("1", 1),), shipped_at=AT, delivered_at=AT)

    assert parcel.status is ParcelStatus.DELIVERED
    assert not PARCEL_LIFECYCLE.permits(ParcelStatus.DELIVERED, ParcelStatus.SHIPPED)
