"""What the status of a reported return means, beside what else its row tells."""

from ordercore.adapters.amazon.fields import BadField, required
from ordercore.adapters.amazon.returns_fba import FbaReturn, Returned
from ordercore.adapters.amazon.returns_values import ReportedReturn
from ordercore.adapters.amazon.returns_words import Standing


def is_allowed(told: Returned) -> bool:
    """Tell whether the buyer may send the units back, or has.

    Raises:
        BadField: when the row has no status, or one that we do not know.
    """
    if isinstance(told, FbaReturn):
        return True
    standing, field = told.standing, "return-request-status"
    if standing is None:
        required(told.status, field)
        raise BadField(field, "unknown_status", told.status, "a status that we know")
    return standing is Standing.ALLOWED or (standing is Standing.OVER and has_happened(told))


def is_off(told: ReportedReturn) -> bool:
    """Tell whether it was declined or taken back before any of it took place."""
    off = told.standing in (Standing.REFUSED, Standing.WITHDRAWN)
    return off and not has_happened(told)


def has_happened(told: ReportedReturn) -> bool:
    """Tell whether goods or money say that it took place, whatever its status is."""
    return told.delivered is not None or bool(told.refunded and told.refunded.minor)
