"""Parcels: what is in them, where they are, and which status may follow which."""

from ordercore.shipping.parcel import PARCEL_LIFECYCLE, Parcel, ParcelStatus

__all__ = ["PARCEL_LIFECYCLE", "Parcel", "ParcelStatus"]
