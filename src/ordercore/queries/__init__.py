"""Queries: which orders and reservations are meant."""

from ordercore.queries.filter import EVERY_ORDER, OrderFilter
from ordercore.queries.reservations import EVERY_RESERVATION, ReservationFilter

__all__ = ["EVERY_ORDER", "EVERY_RESERVATION", "OrderFilter", "ReservationFilter"]
