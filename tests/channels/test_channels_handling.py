"""Handling rows: which holds when and where, and what no row may say."""

import datetime as dt
from typing import Any

import pytest

from ordercore.channels import CHANNELS, FBA, MFN, SFP, SHOP, Channel, Counting, Handling
from ordercore.errors import InvalidValue
from ordercore.kernel.replace import replace

SIX, TWO, FOUR, FIVE, LATE = (dt.time(6), dt.time(14), dt.time(16), dt.time(17), dt.time(23, 59))


@pytest.mark.parametrize(
    ("channel", "marketplace", "day", "expected"),
    [
        # The account default of 2 days became 1 on 25 May 2021 (forum t/847591).
        (MFN, "US", "2021-05-24", (2, None)),
        (MFN, "US", "2021-05-25", (1, None)),
        (MFN, "DE", "2026-01-01", (1, None)),
        # Japan: 23:59 became 06:00 on 15 December 2023 (forum t/3639).
        (MFN, "JP", "2021-05-24", (2, LATE)),
        (MFN, "JP", "2023-12-14", (1, LATE)),
        (MFN, "JP", "2023-12-15", (1, SIX)),
        # India: 17:00 for one and two days.
        (MFN, "IN", "2020-01-01", (2, FIVE)),
        (MFN, "IN", "2026-01-01", (1, FIVE)),
        # Prime: the same day until 14:00 (SC.au 202096730), in Europe until 16:00 since
        # 30 June 2021 (SC.es 38JK8T9E3EMCSPP).
        (SFP, "US", "2026-01-01", (0, TWO)),
        (SFP, "DE", "2021-06-29", (0, TWO)),
        *[(SFP, code, "2021-06-30", (0, FOUR)) for code in ("ES", "FR", "DE", "IT", "GB")],
        (SFP, "NL", "2026-01-01", (0, dt.time(16))),
        (SFP, "TR", "2026-01-01", (0, TWO)),
        (SHOP, "", "2026-01-01", (1, None)),
    ],
)
def test_the_row_of_a_marketplace_and_a_day(
    channel: Channel, marketplace: str, day: str, expected: tuple[int, dt.time | None]
) -> None:
    """How many days, and the cut-off that goes with them."""
    row = channel.handling_on(dt.date.fromisoformat(day), marketplace)

    assert row is not None
    assert (row.days, row.cutoff_for(row.days)) == expected


@pytest.mark.parametrize(
    ("channel", "day", "weekend", "own_times"),
    [
        # Six days a week since 1 February 2021 (SC 202072550); no times of SKUs (G200955560).
        (SFP, "2021-01-31", (), False),
        (SFP, "2021-02-01", (5,), False),
        (MFN, "2026-01-01", (), True),
        (SHOP, "2026-01-01", (), True),
    ],
)
def test_prime_works_on_saturday_and_lets_no_sku_be_slower(
    channel: Channel, day: str, weekend: tuple[int, ...], own_times: bool
) -> None:
    """The weekend and the times of SKUs are the channel's to say."""
    row = channel.handling_on(dt.date.fromisoformat(day))

    assert row is not None
    assert (tuple(row.extra_weekdays), row.sku_times) == (weekend, own_times)


def test_amazon_binds_no_seller_for_what_amazon_ships() -> None:
    """FBA has no row."""
    assert FBA.handling_on(dt.date(2026, 3, 2)) is None


def test_what_is_not_documented_can_be_set() -> None:
    """By default a cut-off is late itself, is shown an hour earlier, and days follow the day."""
    row = Handling(days=1)

    assert (row.at_cutoff_is_late, row.shown_minutes_earlier) == (True, 60)
    assert (row.counting, row.daily_capacity) == (Counting.AFTER, None)
    assert (row.cutoff_for(0), row.cutoff_for(1)) == (TWO, None)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("days", -1),
        ("days", 31),
        ("days", 1.5),
        ("days", True),
        ("shown_minutes_earlier", -1),
        ("daily_capacity", 0),
        ("extra_weekdays", frozenset({7})),
        ("cutoff", dt.time(12, tzinfo=dt.UTC)),
    ],
)
def test_a_row_that_cannot_be_is_refused(field: str, wrong: Any) -> None:
    """The field and the value are named."""
    with pytest.raises(InvalidValue) as caught:
        Handling(**{"days": 1, field: wrong})

    assert (caught.value.field, caught.value.value) == (field, wrong)


@pytest.mark.parametrize("days", [0, 30])
def test_a_row_counts_up_to_thirty_days(days: int) -> None:
    """A SKU has up to 30 (SC G200955560)."""
    assert Handling(days=days).days == days


def test_prime_in_europe_closes_at_four_or_later() -> None:
    """SC.es 38JK8T9E3EMCSPP: a host may take a later cut-off, and none before 16:00."""
    row = SFP.handling_on(dt.date(2026, 1, 1), "DE")
    assert row is not None

    assert replace(row, same_day_cutoff=FIVE).cutoff_for(0) == FIVE
    assert replace(row, same_day_cutoff=None).cutoff_for(0) is None
    with pytest.raises(InvalidValue, match=r"same_day_cutoff: .* is not 16:00 or later"):
        replace(row, same_day_cutoff=dt.time(15, 59))


def test_every_row_that_binds_a_seller_holds_always() -> None:
    """On no marketplace and no day is a channel without an answer."""
    for channel in CHANNELS.values():
        for marketplace in ("*", "JP", "IN", "ES", "US"):
            row = channel.handling_on(dt.date(1900, 1, 1), marketplace)
            assert (row is not None) == channel.is_sellers_stock
