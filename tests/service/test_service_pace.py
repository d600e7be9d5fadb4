"""The pace of a relay: leases, batches, pauses, and when it gives up."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.errors import InvalidValue
from ordercore.service.pace import PACE, Pace


@pytest.mark.parametrize(
    ("slowest", "batch"),
    [(None, 1), (0, 100), (-5, 100), (0.001, 100), (0.3, 100), (1, 30), (10, 3), (15, 2), (16, 1)],
)
def test_a_batch_fits_into_half_a_lease(slowest: float | None, batch: int) -> None:
    """The first is tried alone; then as many as the slowest so far lets through in 30 seconds."""
    assert PACE.fits(slowest) == batch


@pytest.mark.parametrize(("slowest", "batch"), [(30, 1), (61, 1), (10**9, 1)])
def test_one_is_always_tried(slowest: float, batch: int) -> None:
    """However slow the receiver is; or nothing would ever be told."""
    assert PACE.fits(slowest) == batch


@pytest.mark.parametrize(
    ("tries", "pause"), [(1, 1), (2, 5), (3, 30), (5, 600), (6, 3600), (7, 3600), (29, 3600)]
)
def test_pauses_grow_and_the_last_is_kept_to(tries: int, pause: float) -> None:
    """A receiver that is down is asked hourly at last."""
    assert PACE.pause(tries) == pause


def test_the_default_tries_for_a_day() -> None:
    """Long enough for a night and whoever comes in the morning."""
    hours = sum(PACE.pause(tries) for tries in range(1, PACE.most_tries)) / 3600

    assert 24 <= hours <= 26


@given(st.floats(0.001, 10_000), st.floats(0.001, 10_000), st.integers(1, 1000))
def test_law_a_batch_is_no_longer_than_its_lease(lease: float, slowest: float, most: int) -> None:
    """As long as nothing is slower than what was slowest so far."""
    batch = Pace(lease=lease, batch=most).fits(slowest)

    assert 1 <= batch <= most
    assert batch == 1 or batch * slowest <= lease / 2 * 1.0001


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("lease", 0),
        ("lease", -1),
        ("lease", float("nan")),
        ("lease", float("inf")),
        ("lease", "60"),
        ("lease", True),
        ("lease", None),
        ("lease", 367 * 86_400),
        ("batch", 0),
        ("batch", 1.5),
        ("batch", True),
        ("pauses", ()),
        ("pauses", 5),
        ("pauses", "12"),
        ("pauses", (1, -1)),
        ("pauses", (1, None)),
        ("most_tries", 0),
        ("most_tries", "9"),
        ("drift", -1),
    ],
)
def test_a_pace_that_cannot_be_is_refused(field: str, value: Any) -> None:
    """By its name."""
    with pytest.raises(InvalidValue, match=field):
        Pace(**{field: value})


def test_pauses_may_be_none_at_all() -> None:
    """Trying again at once is a pace too, and any collection will do."""
    assert Pace(pauses=[0, 2]).pauses == (0, 2)
    assert Pace(lease=0.001, drift=0).lease == 0.001
