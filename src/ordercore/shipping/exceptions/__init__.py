"""Exceptions of parcels: what is wrong with one now, since when, and what may be done about it.

Nothing here raises: a parcel that is late is a fact, and no error.
"""

from ordercore.shipping.exceptions.opened import OpenException, Suggestion
from ordercore.shipping.exceptions.patience import PATIENCE, Patience, Silence
from ordercore.shipping.exceptions.suggesting import BY_HOST
from ordercore.shipping.exceptions.table import (
    EXCEPTION_CLAUSES,
    EXCEPTIONS,
    ExceptionRow,
    exception_table,
    exceptions_of,
)
from ordercore.shipping.exceptions.watched import Watched

__all__ = [
    "BY_HOST",
    "EXCEPTIONS",
    "EXCEPTION_CLAUSES",
    "PATIENCE",
    "ExceptionRow",
    "OpenException",
    "Patience",
    "Silence",
    "Suggestion",
    "Watched",
    "exception_table",
    "exceptions_of",
]
