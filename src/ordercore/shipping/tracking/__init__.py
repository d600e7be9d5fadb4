"""Tracking: one vocabulary for what carriers say, and what it amounts to in any order."""

from ordercore.shipping.tracking.event import TrackingEvent
from ordercore.shipping.tracking.ordering import in_order
from ordercore.shipping.tracking.status import (
    STATUSES,
    ExceptionCode,
    StatusRow,
    TrackingStation,
    TrackingStatus,
    status_table,
)
from ordercore.shipping.tracking.times import Interval, When
from ordercore.shipping.tracking.tracking import (
    Estimate,
    Milestone,
    SeenException,
    Tracking,
    reduce,
)

__all__ = [
    "STATUSES",
    "Estimate",
    "ExceptionCode",
    "Interval",
    "Milestone",
    "SeenException",
    "StatusRow",
    "Tracking",
    "TrackingEvent",
    "TrackingStation",
    "TrackingStatus",
    "When",
    "in_order",
    "reduce",
    "status_table",
]
