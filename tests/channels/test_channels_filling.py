"""What is given up of an order of which its fulfiller has only a part."""

import datetime as dt
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.channels import CHANNELS, MCF, FillPolicy, given_up, given_up_from
from ordercore.channels.filling import WAITS
from ordercore.kernel.time import Instant, instant
from ordercore.testing.strategies import instants

KILL, ALL, AVAILABLE = FillPolicy.FILL_OR_KILL, FillPolicy.FILL_ALL, FillPolicy.FILL_ALL_AVAILABLE

ORDERED = {"1": 2, "2": 1}


@pytest.mark.parametrize("policy", [*FillPolicy, None])
@pytest.mark.parametrize(
    ("missing", "left", "killed", "otherwise"),
    [
        # FillOrKill ships all or nothing, FillAll and FillAllAvailable what there is (MCF API
        # model, ``FulfillmentPolicy``).
        ({}, False, {}, {}),
        ({"1": 0}, False, {}, {}),
        ({"1": 1}, False, {"1": 2, "2": 1}, {"1": 1}),
        ({"1": 2}, False, {"1": 2, "2": 1}, {"1": 2}),
        ({"1": 2, "2": 1}, False, {"1": 2, "2": 1}, {"1": 2, "2": 1}),
        # Once picking has begun, it is too late for nothing (same source).
        ({}, True, {}, {}),
        ({"1": 1}, True, {"1": 1}, {"1": 1}),
        ({"1": 2, "2": 1}, True, {"1": 2, "2": 1}, {"1": 2, "2": 1}),
    ],
    ids=[
        *["nothing", "no unit", "some", "a line", "all"],
        *["nothing after some left", "some after some left", "all after some left"],
    ],
)
def test_what_is_given_up(
    policy: FillPolicy | None,
    missing: Mapping[str, int],
    left: bool,
    killed: Mapping[str, int],
    otherwise: Mapping[str, int],
) -> None:
    """All of it where it was to be all or nothing and nothing has left, else what is missing."""
    answer = given_up(policy, ORDERED, missing, anything_left=left)

    assert answer == (killed if policy is KILL else otherwise)


@pytest.mark.parametrize(
    ("policy", "until"),
    [
        (KILL, "2026-03-28T12:00:00Z"),
        # 24 hours, also over the night in which the clocks change (MCF API model).
        (ALL, "2026-03-29T12:00:00Z"),
        (AVAILABLE, "2026-03-28T12:00:00Z"),
    ],
)
def test_when_it_is_given_up(policy: FillPolicy, until: str) -> None:
    """At once, or a day of 24 hours after the order was placed."""
    assert given_up_from(policy, instant("2026-03-28T12:00:00Z")) == instant(until)


def test_every_policy_says_how_long_goods_may_come_in() -> None:
    """Only one of them waits, and none for less than nothing."""
    assert set(WAITS) == set(FillPolicy)
    assert [policy for policy, waits in WAITS.items() if waits] == [ALL]
    assert min(WAITS.values()) == dt.timedelta(0)


def test_only_multi_channel_orders_are_filled_by_policies() -> None:
    """Elsewhere whoever cancels decides; the first policy holds where none is named."""
    assert {code: row.fill for code, row in CHANNELS.items() if row.fill} == {
        "MCF": (KILL, ALL, AVAILABLE)
    }
    # As stated for the preview of an order (Fulfillment Outbound API).
    assert (MCF.most_lines, MCF.most_units) == (100, 250)


LINES = st.sampled_from("123")


@st.composite
def shortages(draw: st.DrawFn) -> tuple[dict[str, int], dict[str, int]]:
    """Make what awaits, and which part of it is missing."""
    awaiting = draw(st.dictionaries(LINES, st.integers(0, 5)))
    missing = {line: draw(st.integers(0, number)) for line, number in awaiting.items()}
    return awaiting, missing


@given(st.sampled_from(FillPolicy), shortages(), st.booleans())
def test_nothing_is_given_up_that_does_not_await(
    policy: FillPolicy,
    shortage: tuple[dict[str, int], dict[str, int]],
    left: bool,
) -> None:
    """Per line never more than awaits, never less than is missing, and no line of no units."""
    awaiting, missing = shortage

    lost = given_up(policy, awaiting, missing, anything_left=left)

    assert all(0 < number <= awaiting[line] for line, number in lost.items())
    assert all(lost.get(line, 0) >= number for line, number in missing.items())


@given(shortages())
def test_all_or_nothing_gives_up_all_or_nothing(
    shortage: tuple[dict[str, int], dict[str, int]],
) -> None:
    """As long as nothing has left."""
    awaiting, missing = shortage

    lost = given_up(KILL, awaiting, missing, anything_left=False)

    everything = {line: number for line, number in awaiting.items() if number}
    assert lost == (everything if any(missing.values()) else {})


@given(st.sampled_from((ALL, AVAILABLE)), shortages(), st.booleans())
def test_what_there_is_is_never_given_up(
    policy: FillPolicy,
    shortage: tuple[dict[str, int], dict[str, int]],
    left: bool,
) -> None:
    """The other two give up just what is missing, whatever has left."""
    awaiting, missing = shortage

    lost = given_up(policy, awaiting, missing, anything_left=left)

    assert lost == {line: number for line, number in missing.items() if number}


@given(st.sampled_from(FillPolicy), instants())
def test_nothing_is_given_up_before_it_was_ordered(policy: FillPolicy, placed: Instant) -> None:
    """Whatever the policy."""
    assert given_up_from(policy, placed) >= placed
