"""Suggestions: what may be done about each exception, by name and with what is known already."""

from collections.abc import Callable
from typing import TypeAlias

from ordercore.shipping.exceptions.opened import Suggestion
from ordercore.shipping.exceptions.watched import Watched
from ordercore.shipping.parcel import Trouble

Suggests: TypeAlias = Callable[[Watched], tuple[Suggestion, ...]]

BY_HOST = frozenset({"TellBuyer", "FileClaim", "Reship"})
"""What a host carries out in its own way; every other name is a command of an order."""


def tell_buyer(about: str) -> Suggests:
    """Suggest to tell the buyer, about what."""
    return lambda watched: (
        Suggestion("TellBuyer", {"parcel_id": watched.parcel.id, "about": about}),
    )


def claim_and_reship(watched: Watched) -> tuple[Suggestion, ...]:
    """Suggest to ask the carrier for the damage, and to send the units once more."""
    return (file_claim(watched), reship(watched))


def make_good(trouble: Trouble, reason: str, *, claim: bool = False) -> Suggests:
    """Suggest to record a trouble that the order does not know, and then to make it good."""

    def suggested(watched: Watched) -> tuple[Suggestion, ...]:
        parcel = watched.parcel
        known = parcel.undelivered is not None and parcel.undelivered.trouble is trouble
        record = Suggestion("RecordUndelivered", {"parcel_id": parcel.id, "trouble": trouble})
        refund = Suggestion("IssueRefund", {"parcel_id": parcel.id, "reason": reason})
        return (
            *(() if known else (record,)),
            *((file_claim(watched), reship(watched)) if claim else ()),
            refund,
        )

    return suggested


def file_claim(watched: Watched) -> Suggestion:
    """Suggest a claim against the carrier."""
    parcel = watched.parcel
    known = {"parcel_id": parcel.id, "carrier": parcel.carrier, "tracking": parcel.tracking}
    return Suggestion("FileClaim", known)


def reship(watched: Watched) -> Suggestion:
    """Suggest to send the units once more."""
    return Suggestion("Reship", {"parcel_id": watched.parcel.id, "units": watched.parcel.units})
