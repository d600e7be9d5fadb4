"""Parcels: what is in them, where they are, and which status may follow which."""

from ordercore.shipping.parcel import (
    PARCEL_LIFECYCLE,
    CameBack,
    Parcel,
    ParcelStatus,
    Trouble,
    Undelivered,
)

__all__ = [
    "PARCEL_LIFECYCLE",
    "CameBack",
    "Parcel",
    "ParcelStatus",
    "Trouble",
    "Undelivered",
]
