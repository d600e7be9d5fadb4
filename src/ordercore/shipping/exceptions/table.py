"""The table of exceptions: code, how it is detected, and what is suggested.

The sentence of each is in ``ordercore.i18n``, under its code.
"""

from collections.abc import Iterable, Mapping

import attrs

from ordercore.errors import InvalidTable
from ordercore.kernel.time import instant
from ordercore.shipping.exceptions.detecting import (
    Detector,
    has_a_wrong_address,
    is_damaged,
    is_going_back,
    is_held,
    is_in_customs,
    is_late,
    is_lost,
    is_refused,
    is_stalled,
)
from ordercore.shipping.exceptions.opened import OpenException
from ordercore.shipping.exceptions.patience import PATIENCE, Patience
from ordercore.shipping.exceptions.suggesting import (
    Suggests,
    claim_and_reship,
    make_good,
    tell_buyer,
)
from ordercore.shipping.exceptions.watched import Watched
from ordercore.shipping.parcel import Trouble


@attrs.frozen(kw_only=True)
class ExceptionRow:
    """An exception: its code, its facts beside the parcel's, and who finds and answers it."""

    code: str
    facts: tuple[str, ...] = ()
    detector: Detector
    suggests: Suggests

    @property
    def sentence(self) -> str:
        """The first line of the detector's docstring."""
        return (self.detector.__doc__ or "").strip().partition("\n")[0]


OF_PARCEL = ("parcel", "carrier", "tracking")
"""The facts of every exception."""


def exception_table(rows: Iterable[ExceptionRow]) -> tuple[ExceptionRow, ...]:
    """Give rows as a table: ours, and those of a host.

    Raises:
        InvalidTable: when two rows have one code.
    """
    given = tuple(rows)
    codes = [row.code for row in given]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise InvalidTable("exceptions", tuple(f"{code} has several rows" for code in twice))
    return given


EXCEPTIONS = exception_table(
    (
        ExceptionRow(
            code="parcel_lost",
            facts=("heard",),
            detector=is_lost,
            suggests=make_good(Trouble.LOST, "lost", claim=True),
        ),
        ExceptionRow(
            code="parcel_refused",
            detector=is_refused,
            suggests=make_good(Trouble.REFUSED, "refused_delivery"),
        ),
        ExceptionRow(
            code="parcel_going_back",
            detector=is_going_back,
            suggests=make_good(Trouble.UNDELIVERABLE, "undeliverable"),
        ),
        ExceptionRow(code="parcel_damaged", detector=is_damaged, suggests=claim_and_reship),
        ExceptionRow(
            code="parcel_address_wrong",
            detector=has_a_wrong_address,
            suggests=tell_buyer("address"),
        ),
        ExceptionRow(
            code="parcel_in_customs", detector=is_in_customs, suggests=tell_buyer("customs")
        ),
        ExceptionRow(code="parcel_held", detector=is_held, suggests=tell_buyer("held")),
        ExceptionRow(
            code="parcel_stalled",
            facts=("heard",),
            detector=is_stalled,
            suggests=tell_buyer("stalled"),
        ),
        ExceptionRow(
            code="parcel_late", facts=("due",), detector=is_late, suggests=tell_buyer("late")
        ),
    )
)
"""The gravest first."""

EXCEPTION_CLAUSES: Mapping[str, tuple[str, ...]] = {
    row.code: (*OF_PARCEL, *row.facts) for row in EXCEPTIONS
}
"""Every code of an exception with the facts that it gives."""


def exceptions_of(
    watched: Watched,
    now: object,
    *,
    rows: tuple[ExceptionRow, ...] = EXCEPTIONS,
    patience: tuple[Patience, ...] = PATIENCE,
) -> tuple[OpenException, ...]:
    """Give what is wrong with a parcel at a moment, in the order of the table.

    Nothing is, once it is with its buyer, or back with its sender as a whole.
    What silence opened, waiting does not close: a parcel that stalled stays so until it is heard
    of, or until it counts as lost.

    Raises:
        InvalidValue: when ``now`` is no instant.
        InvalidTable: when no row says how long silence is borne.
    """
    at = instant(now, "now")
    ending, parcel = watched.ending, watched.parcel
    if watched.is_back or (ending is not None and ending.trouble is None):
        return ()
    known = {"parcel": parcel.id, "carrier": parcel.carrier, "tracking": parcel.tracking}
    found = ((row, row.detector(watched, at, patience)) for row in rows)
    return tuple(
        [
            OpenException(
                code=row.code,
                since=open_[0],
                facts={**known, **open_[1]},
                suggests=row.suggests(watched),
            )
            for row, open_ in found
            if open_ is not None
        ]
    )
