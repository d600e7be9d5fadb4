"""The return itself: which units have still to come."""

from typing import Any

import pytest

from ordercore.errors import InvalidValue
from ordercore.kernel.time import instant
from ordercore.returns import RETURN_LIFECYCLE, Received, Return, ReturnStatus, ReturnUnits

AT = instant("2026-07-04T16:00:00Z")


def _return(*received: tuple[str, int]) -> Return:
    units = (ReturnUnits("P1", "1", 2), ReturnUnits("P2", "1", 1), ReturnUnits("P1", "1", 1))
    came = tuple(Received(ReturnUnits(p, "1", n), sellable=True, at=AT) for p, n in received)
    return Return(id="R1", units=units, reason="x", requested_at=AT, received=came)


@pytest.mark.parametrize(
    ("received", "status", "outstanding"),
    [
        ((), ReturnStatus.AUTHORISED, (3, 1)),
        ((("P1", 2),), ReturnStatus.PARTIALLY_RECEIVED, (1, 1)),
        ((("P1", 2), ("P1", 1)), ReturnStatus.PARTIALLY_RECEIVED, (0, 1)),
        ((("P1", 3), ("P2", 1)), ReturnStatus.RECEIVED, (0, 0)),
    ],
)
def test_a_return_knows_what_has_still_to_come(
    received: tuple[tuple[str, int], ...], status: ReturnStatus, outstanding: tuple[int, int]
) -> None:
    """Units of one line are told apart by the parcel they came in."""
    rma = _return(*received)

    assert rma.status is status
    assert (rma.outstanding("P1", "1"), rma.outstanding("P2", "1")) == outstanding
    assert rma.outstanding("P1", "9") == 0
    assert RETURN_LIFECYCLE.permits(_return(*received[:-1]).status, status) or not received


@pytest.mark.parametrize(("parcel", "line"), [(1, "1"), ("P1", None), ("\ud800", "1")])
def test_returned_units_name_a_parcel_and_a_line(parcel: Any, line: Any) -> None:
    """In text that can be written down."""
    with pytest.raises(InvalidValue, match="the ids of a parcel and a line"):
        ReturnUnits(parcel, line, 1)


@pytest.mark.parametrize("quantity", [0, -1, 1.5, True])
def test_returned_units_are_at_least_one(quantity: Any) -> None:
    """As all units are."""
    with pytest.raises(InvalidValue, match="quantity"):
        ReturnUnits("P1", "1", quantity)
