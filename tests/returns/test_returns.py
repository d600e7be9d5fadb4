"""The return-policy engine, and the return itself."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.time import Instant, instant, local_date, window_end
from ordercore.returns import (
    POLICIES,
    RETURN_LIFECYCLE,
    Clause,
    Purchase,
    Received,
    Return,
    ReturnPolicy,
    ReturnStatus,
    ReturnUnits,
    policy_for,
    verdict,
)
from ordercore.testing.strategies import instants, zones

THIRTY = POLICIES[0]

AT = instant("2026-07-04T16:00:00Z")


@pytest.mark.parametrize(
    ("delivered", "zone", "last_moment"),
    [
        # Delivered on 4 July: the last day is 3 August, whole.
        ("2026-07-04T00:00:00-04:00", "America/New_York", "2026-08-03T23:59:59.999999-04:00"),
        ("2026-07-04T23:59:59-04:00", "America/New_York", "2026-08-03T23:59:59.999999-04:00"),
        # The same instant is another day elsewhere.
        ("2026-07-04T23:59:59-04:00", "Europe/Berlin", "2026-08-04T23:59:59.999999+02:00"),
        # Over both changes of clocks.
        ("2026-03-01T12:00:00-05:00", "America/New_York", "2026-03-31T23:59:59.999999-04:00"),
        ("2026-10-20T12:00:00+02:00", "Europe/Berlin", "2026-11-19T23:59:59.999999+01:00"),
    ],
)
def test_the_last_day_counts_whole(delivered: str, zone: str, last_moment: str) -> None:
    """At its last microsecond a return is in time, and one later it is not."""
    purchase = Purchase(delivered=instant(delivered), zone=zone)
    last = instant(last_moment)
    too_late = last + dt.timedelta(microseconds=1)

    inside = verdict(purchase, THIRTY, last)
    outside = verdict(purchase, THIRTY, too_late)

    assert (inside.eligible, outside.eligible) == (True, False)
    facts = {"days": 30, "delivered": instant(delivered), "until": too_late}
    assert inside.because == (Clause("inside_window", facts),)
    assert outside.because == (Clause("window_closed", facts),)
    assert inside.until == outside.until == too_late


def test_r38_without_delivery_the_window_has_not_begun() -> None:
    """A missing date is no reason to let a return through."""
    answer = verdict(Purchase(delivered=None, zone="UTC"), THIRTY, AT)

    assert (answer.eligible, answer.until) == (False, None)
    assert answer.because == (Clause("not_delivered", {}),)


@given(instants(), st.integers(0, 100), zones(), st.integers(-3, 110 * 24 * 3600))
def test_a_verdict_hangs_on_dates_alone(
    delivered: Instant, days: int, zone: str, seconds: int
) -> None:
    """It is eligible exactly while the local date is not beyond the last one."""
    at = delivered + dt.timedelta(seconds=seconds)
    policy = ReturnPolicy(effective_from=dt.date(1970, 1, 1), days=days)

    answer = verdict(Purchase(delivered=delivered, zone=zone), policy, at)

    last = local_date(delivered, zone) + dt.timedelta(days=days)
    assert answer.eligible is (local_date(at, zone) <= last)
    assert answer.until == window_end(delivered, days, zone)


def _policy(days: int, marketplace: str = "*", since: str = "1970-01-01") -> ReturnPolicy:
    return ReturnPolicy(
        marketplace=marketplace, effective_from=dt.date.fromisoformat(since), days=days
    )


@pytest.mark.parametrize(
    ("marketplace", "day", "days"),
    [
        ("US", "2024-01-01", 30),
        ("US", "2025-06-01", 60),
        ("DE", "2024-03-25", 14),
        ("DE", "2025-06-01", 14),
        ("", "2024-01-01", 30),
    ],
)
def test_a_marketplaces_own_rows_hide_the_general_ones(
    marketplace: str, day: str, days: int
) -> None:
    """The latest in force of its own rows, or of those for all."""
    rows = (_policy(30), _policy(60, since="2025-01-01"), _policy(14, "DE", "2024-03-25"))

    assert policy_for(iter(rows), marketplace, dt.date.fromisoformat(day)).days == days


def test_without_a_row_there_is_no_policy() -> None:
    """Neither for an unknown marketplace, nor before the first row."""
    with pytest.raises(InvalidTable, match="no row is in force on 2026-01-01 on marketplace US"):
        policy_for((_policy(14, "DE"),), "US", dt.date(2026, 1, 1))
    with pytest.raises(InvalidTable, match="no row is in force on 2020-01-01"):
        policy_for((_policy(14, since="2024-01-01"),), "US", dt.date(2020, 1, 1))


def test_a_window_is_not_shorter_than_a_day() -> None:
    """With 0 days it closes on the day of delivery."""
    with pytest.raises(InvalidValue, match="days"):
        _policy(-1)

    purchase = Purchase(delivered=AT, zone="UTC")
    assert verdict(purchase, _policy(0), AT).until == instant("2026-07-05T00:00:00Z")


# The return


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
