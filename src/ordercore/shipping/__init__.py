"""Parcels: where they are, and which status may follow which.

What else belongs to them is loaded when it is imported: ``shipping.measures`` tells how large they
are, ``shipping.packing`` what goes into which, ``shipping.choosing`` by which service they go,
``shipping.numbers`` whose tracking number a text may be, and ``shipping.tracking`` what the events
of a carrier amount to.
"""

from ordercore.shipping.parcel import (
    PARCEL_LIFECYCLE,
    CameBack,
    Parcel,
    ParcelStatus,
    Retraction,
    Trouble,
    Undelivered,
)
from ordercore.shipping.way import Estimate, WayNote, WayStatus

__all__ = [
    "PARCEL_LIFECYCLE",
    "CameBack",
    "Estimate",
    "Parcel",
    "ParcelStatus",
    "Retraction",
    "Trouble",
    "Undelivered",
    "WayNote",
    "WayStatus",
]
