"""Identify: whose number a text may be, the likeliest first, and why."""

from collections.abc import Iterable

import attrs

from ordercore.kernel.checking import of_type, several
from ordercore.shipping.numbers.couriers import POST_OF, courier_code, tracking_url
from ordercore.shipping.numbers.table import TRACKING_NUMBER_TYPES
from ordercore.shipping.numbers.types import TrackingNumberType, normal_form

DECLARED = "declared"
"""The seller said so."""
CHECK_DIGIT_FITS = "check_digit_fits"
CHECK_DIGIT_WRONG = "check_digit_wrong"
"""Of a declared courier only: the format is one of its own, but a digit is mistyped."""
CHARACTERS_FIXED = "characters_fixed"
"""Letters or digits that the format asks for are there."""
LENGTH_FITS = "length_fits"
"""Nothing speaks for it but the number of characters."""
FORMAT_UNKNOWN = "format_unknown"
"""Of a declared courier only: the number is of no format that we know of it."""

REASONS = (
    DECLARED,
    CHECK_DIGIT_FITS,
    CHECK_DIGIT_WRONG,
    CHARACTERS_FIXED,
    LENGTH_FITS,
    FORMAT_UNKNOWN,
)


@attrs.frozen(kw_only=True)
class Candidate:
    """A courier whose number it may be."""

    courier: str
    """A code of :data:`COURIERS`, or the declared name where we know none."""
    type: TrackingNumberType | None
    """``None`` where a courier was declared, and the number is of no format that we know of it."""
    number: str
    """The number in normal form."""
    reasons: tuple[str, ...]
    """Why, out of :data:`REASONS`, the weightiest first."""

    @property
    def url(self) -> str:
        """Where the courier shows the parcel; blank where we are not sure of it."""
        return tracking_url(self.courier, self.number)


def identify(
    number: object,
    declared: str | None = None,
    types: Iterable[TrackingNumberType] = TRACKING_NUMBER_TYPES,
) -> tuple[Candidate, ...]:
    """Tell whose tracking number a text may be, the likeliest first.

    The shape alone does not identify a carrier (facts §12.28): the courier that the seller declared
    wins, whether we know its formats or not; then formats with a check digit, which chance fits one
    time in ten; then those that fix more characters; then the order of the table.
    Spaces and small letters do not matter.
    It answers for any value: what cannot be a number has no candidates.

    Raises:
        InvalidValue: when the declared courier is no text, or the types are not several.
    """
    wanted = "" if declared is None else courier_code(of_type(declared, str, "declared"))
    normal = normal_form(number)
    if not normal or not normal.isascii():
        return ()
    shown = [row for row in several(types, "types") if row.shows_in(normal)]
    fitting = [row for row in shown if row.check_digit_fits(normal)]
    fitting.sort(key=lambda row: (_courier_of(row, normal) != wanted, not row.checksum, -row.fixed))
    found = [_candidate(row, normal, wanted, fits=True) for row in fitting]
    if wanted and not any(candidate.courier == wanted for candidate in found):
        found.insert(0, _declared(wanted, normal, shown))
    return tuple(found)


def _courier_of(row: TrackingNumberType, normal: str) -> str:
    return POST_OF.get(normal[-2:], row.courier) if row.courier == "post" else row.courier


def _candidate(row: TrackingNumberType, normal: str, wanted: str, *, fits: bool) -> Candidate:
    courier = _courier_of(row, normal)
    reasons = (
        (DECLARED, courier == wanted),
        (CHECK_DIGIT_FITS, fits and row.checksum is not None),
        (CHECK_DIGIT_WRONG, not fits),
        (CHARACTERS_FIXED, row.fixed > 0),
        (LENGTH_FITS, row.fixed == 0),
    )
    told = tuple(reason for reason, holds in reasons if holds)
    return Candidate(courier=courier, type=row, number=normal, reasons=told)


def _declared(wanted: str, normal: str, shown: list[TrackingNumberType]) -> Candidate:
    """Make the candidate of a declared courier of which no format fits."""
    for row in shown:
        if _courier_of(row, normal) == wanted:
            return _candidate(row, normal, wanted, fits=False)
    return Candidate(courier=wanted, type=None, number=normal, reasons=(DECLARED, FORMAT_UNKNOWN))
