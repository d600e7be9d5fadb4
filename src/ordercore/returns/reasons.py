"""Why buyers send things back, and whose fault it is: one row a reason."""

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import lru_cache

import attrs

from ordercore.kernel.checking import check_types, several


class Fault(Enum):
    """Who is answerable for a return; what nobody did wrong is the buyer's change of mind."""

    BUYER = "buyer"
    SELLER = "seller"
    CARRIER = "carrier"
    MARKETPLACE = "marketplace"


@attrs.frozen(kw_only=True, cache_hash=True)
class ReturnReason:
    """A reason, whose fault it is, and under which other words it comes.

    Words stand as reports are read, in capitals with ``_`` and without a prefix: ``BROKEN_ZIP``.
    ``known`` is false of a word that no table has: it is kept as it came, and counts as the
    buyer's change of mind until somebody says otherwise.
    """

    code: str
    fault: Fault
    also: tuple[str, ...] = ()
    known: bool = True

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)


def some_faults(given: Iterable[Fault]) -> frozenset[Fault]:
    """Take several faults."""
    return frozenset(several(given, "faults"))


_PREFIXES = re.compile(r"^(?:RO_|CR_|AMZ_PG_)+")
"""Which seller-fulfilled reports set before the same codes (seen in reports, facts §4.7)."""


@lru_cache(maxsize=1024)
def normalised(text: str) -> str:
    """Give a code as the tables write it: ``amz-pg-bad desc`` is ``BAD_DESC``."""
    return _PREFIXES.sub("", re.sub(r"[\s\-_]+", "_", text.strip()).upper())


def reason_of(text: str, rows: Iterable[ReturnReason] = ()) -> ReturnReason:
    """Find the reason that a report or a buyer gives; ``rows`` of a policy's own come first.

    Prefixes, case and dashes do not matter; blank is ``NO_REASON_GIVEN``, and a word that nobody
    knows is no error.
    """
    wanted = normalised(text) or NO_REASON
    for row in rows:
        if wanted in (row.code, *row.also):
            return row
    known = _BY_NAME.get(wanted)
    return known or ReturnReason(code=wanted, fault=Fault.BUYER, known=False)


def unheard(rows: tuple[ReturnReason, ...]) -> list[str]:
    """Name the words of a policy's own reasons under which no reason is found."""
    words = [word for row in rows for word in {row.code, *row.also}]
    written = {word: normalised(word) or NO_REASON for word in words}
    odd = [
        f"reasons: {word!r} is written {code!r}" for word, code in written.items() if word != code
    ]
    twice = [
        f"reasons: {word!r} stands in {words.count(word)} rows"
        for word in written
        if words.count(word) > 1
    ]
    return sorted(odd + twice)


NO_REASON = "NO_REASON_GIVEN"
"""What a blank reason is."""


def _rows(fault: Fault, *codes: str, **also: str) -> tuple[ReturnReason, ...]:
    return tuple(
        ReturnReason(code=code, fault=fault, also=tuple(also.get(code, "").split()))
        for code in codes
    )


# The codes are those of Amazon's return reports (B). Whose fault each is, one list of sellers says
# (sellermagnet.com, C). Other guides count QUALITY_UNACCEPTABLE as the seller's fault: a policy
# that does has a row of its own. An unauthorised purchase is in that list as the seller's fault;
# sizes, colours and tastes are in neither, and count as the buyer's (D). What could not be
# delivered is told by who failed: the carrier, or a buyer who refused it or gave a bad address (D).
RETURN_REASONS: Mapping[str, ReturnReason] = {
    row.code: row
    for row in (
        *_rows(
            Fault.BUYER,
            "APPAREL_STYLE",
            "APPAREL_TOO_LARGE",
            "APPAREL_TOO_SMALL",
            "DID_NOT_LIKE_COLOR",
            "DID_NOT_LIKE_FABRIC",
            "EXCESSIVE_INSTALLATION",
            "FOUND_BETTER_PRICE",
            "MISORDERED",
            "NO_REASON_GIVEN",
            "NOT_COMPATIBLE",
            "ORDERED_WRONG_ITEM",
            "PART_NOT_COMPATIBLE",
            "POOR_FIT",
            "QUALITY_UNACCEPTABLE",
            "UNDELIVERABLE_INSUFFICIENT_ADDRESS",
            "UNDELIVERABLE_REFUSED",
            "UNDELIVERABLE_UNCLAIMED",
            "UNKNOWN_OTHER_REASON",
            "UNWANTED_ITEM",
            APPAREL_STYLE="APP_STYLE",
            APPAREL_TOO_LARGE="APP_TOO_LARGE",
            APPAREL_TOO_SMALL="APP_TOO_SMALL",
            DID_NOT_LIKE_COLOR="DID_NOT_LIKE_COLOUR",
        ),
        *_rows(
            Fault.SELLER,
            "DEFECTIVE",
            "EXTRA_ITEM",
            "MISSED_ESTIMATED_DELIVERY",
            "MISSING_PARTS",
            "NOT_AS_DESCRIBED",
            "SWITCHEROO",
            "UNAUTHORIZED_PURCHASE",
            "UNDELIVERABLE_MISSING_LABEL",
            NOT_AS_DESCRIBED="BAD_DESC",
            UNAUTHORIZED_PURCHASE="UNAUTHORISED_PURCHASE",
        ),
        *_rows(
            Fault.CARRIER,
            "DAMAGED_BY_CARRIER",
            "NEVER_ARRIVED",
            "UNDELIVERABLE_CARRIER_MISS_SORTED",
            "UNDELIVERABLE_FAILED_DELIVERY_ATTEMPTS",
            "UNDELIVERABLE_UNKNOWN",
        ),
        *_rows(Fault.MARKETPLACE, "DAMAGED_BY_FC"),
    )
}
"""Code → reason."""

_BY_NAME: Mapping[str, ReturnReason] = {
    name: row for row in RETURN_REASONS.values() for name in (row.code, *row.also)
}
