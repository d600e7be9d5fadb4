"""Summaries that lie ahead of the desk's clock: one wrong clock stops no pool."""

import asyncio
import datetime as dt
from typing import Any

import pytest
from awaiting import async_desk_over
from desk_stories import AT, desk_over
from relay_stories import seconds, set_clock

from ordercore import InvalidTable, InvalidValue, OrderDesk, Refused, World
from ordercore.inventory import CLOCK_TOLERANCES, ClockTolerance, MirrorSummary, ReceiveStock, Stock
from ordercore.service.asked import Asked

FIVE_MINUTES = 300

TOMORROW_IN_TOKYO = 6 * 3600


def mirror(desk: OrderDesk, at: object, fulfillable: int, **said: Any) -> Stock:
    """Tell what is there."""
    return desk.mirror_summary("A", pool="amazon", fulfillable=fulfillable, at=at, **said)


def summary(at: float, fulfillable: int = 9, sku: str = "A") -> MirrorSummary:
    """Make the same as a command."""
    return MirrorSummary(sku=sku, pool="amazon", at=seconds(at), fulfillable=fulfillable)


def test_a_summary_of_a_wrong_clock_stops_no_pool() -> None:
    """It is refused by name, changes nothing, and the next one is taken over."""
    desk = desk_over()
    mirror(desk, AT, 10)

    with pytest.raises(Refused) as caught:
        mirror(desk, "2090-01-01T00:00:00Z", 12)

    (refusal,) = caught.value.refusals
    assert (caught.value.command, refusal.code) == ("MirrorSummary", "summary_lies_ahead")
    assert refusal.facts["latest"] == seconds(FIVE_MINUTES)
    assert str(refusal.facts["told"]).startswith("2090-01-01")
    assert (refusal.facts["sku"], refusal.facts["pool"]) == ("A", "amazon")
    assert refusal.lift.arguments == ("at",)
    assert desk.stock("A", pool="amazon").on_hand == 10
    assert mirror(desk, seconds(1), 2).on_hand == 2


@pytest.mark.parametrize(
    ("ahead", "taken"),
    [(-86_400.0, True), (0, True), (FIVE_MINUTES, True), (FIVE_MINUTES + 0.000001, False)],
)
def test_clocks_may_be_apart_by_five_minutes(ahead: float, taken: bool) -> None:
    """To the microsecond; and a keeper may be as late as it likes."""
    desk = desk_over()

    try:
        mirror(desk, seconds(ahead), 10)
    except Refused as refused:
        assert refused.codes == ("summary_lies_ahead",)

    assert (desk.stock("A", pool="amazon").on_hand == 10) is taken


def test_what_lay_ahead_is_taken_when_its_moment_has_come() -> None:
    """A refusal is not remembered: the same id succeeds, and is then answered once."""
    desk = desk_over()
    for moment, on_hand in ((0, 0), (3300, 10)):
        set_clock(desk, moment)
        if not on_hand:
            with pytest.raises(Refused):
                mirror(desk, seconds(3600), 10, command_id="s-1")
        else:
            assert mirror(desk, seconds(3600), 10, command_id="s-1").on_hand == on_hand

    set_clock(desk, 0)
    assert mirror(desk, seconds(3600), 10, command_id="s-1").on_hand == 10


def test_one_that_lies_ahead_spoils_no_neighbours() -> None:
    """Among many it is refused in its place; at a desk that awaits as well."""
    asked = [
        Asked(summary(0, 5)),
        Asked(summary(1e6, sku="B")),
        Asked(ReceiveStock(sku="C", pool="main", quantity=1, at=seconds(1e6))),
    ]
    waiting, awaiting = desk_over(), async_desk_over()

    for done in (waiting.handle_many(asked), asyncio.run(awaiting.handle_many(asked))):
        first, refused, third = done
        assert isinstance(first, Stock)
        assert isinstance(refused, Refused)
        assert isinstance(third, Stock)
        assert (first.on_hand, refused.codes, third.on_hand) == (5, ("summary_lies_ahead",), 1)

    async def alone() -> Stock:
        return await awaiting.mirror_summary("A", pool="amazon", fulfillable=1, at=seconds(1e6))

    with pytest.raises(Refused, match="summary_lies_ahead"):
        asyncio.run(alone())


def test_the_tolerance_is_a_row_with_a_date() -> None:
    """The row that is in force on the day of the clock counts, where the world counts its days."""
    none = ClockTolerance(effective_from=dt.date(2026, 3, 3), ahead=dt.timedelta())
    desk = desk_over(world=World(clock_tolerances=(*CLOCK_TOLERANCES, none), zone="Asia/Tokyo"))

    mirror(desk, seconds(FIVE_MINUTES), 10)
    set_clock(desk, TOMORROW_IN_TOKYO)
    with pytest.raises(Refused) as caught:
        mirror(desk, seconds(TOMORROW_IN_TOKYO + 1), 9)
    assert caught.value.refusals[0].facts["latest"] == seconds(TOMORROW_IN_TOKYO)
    assert mirror(desk, seconds(TOMORROW_IN_TOKYO), 9).on_hand == 9

    with pytest.raises(InvalidTable, match="clock tolerances"):
        mirror(desk_over(world=World(clock_tolerances=(none,))), AT, 1)


@pytest.mark.parametrize("ahead", [dt.timedelta(-1), dt.timedelta(days=1, microseconds=1), 5, None])
def test_a_tolerance_that_tolerates_all_is_none(ahead: Any) -> None:
    """It is no less than nothing, and at most a day."""
    with pytest.raises(InvalidValue, match="ahead"):
        ClockTolerance(ahead=ahead)


def test_a_pool_whose_keeper_begins_anew_begins_anew_here() -> None:
    """What was taken over from ahead, or by other numbers, is undone by ending the mirror."""
    desk = desk_over()
    mirror(desk, AT, 10, sequence=900)
    with pytest.raises(Refused) as caught:
        mirror(desk, seconds(60), 2, sequence=1)
    assert caught.value.codes == ("summary_is_older",)
    assert caught.value.refusals[0].lift.commands == ("EndMirror",)

    desk.end_mirror("A", pool="amazon")

    assert mirror(desk, seconds(60), 2, sequence=1).on_hand == 2
