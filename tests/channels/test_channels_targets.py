"""Targets: which metric binds whom, on which day, at which limit."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.channels import (
    CHANNELS,
    COUNTED_IN,
    FBA,
    MARKETPLACES,
    MFN,
    SFP,
    SHOP,
    Channel,
    Comparison,
    Counted,
    Limit,
    Metric,
    Target,
    above,
    at_least,
    at_most,
    below,
    targets_in_force,
)
from ordercore.errors import InvalidTable
from ordercore.kernel.dated import ALWAYS, EVERYWHERE

NOW = dt.date(2026, 11, 22)

ADVICE = {
    Metric.CONTACT_RESPONSE,
    Metric.RETURN_DISSATISFACTION,
    Metric.SERVICE_DISSATISFACTION,
}


def limits(channel: Channel, day: str | dt.date, marketplace: str) -> dict[Metric, Limit | None]:
    """Give the limit of each metric that binds on a day."""
    on = dt.date.fromisoformat(day) if isinstance(day, str) else day
    return {row.metric: row.limit for row in channel.targets_on(on, marketplace)}


@pytest.mark.parametrize(
    ("metric", "limit", "windows"),
    [
        (Metric.ORDER_DEFECTS, below(1), (60,)),  # Seller Central IT 200285170
        (Metric.CANCELLATIONS, below("2.5"), (7,)),  # Seller Central CA 200285210
        (Metric.LATE_SHIPMENTS, below(4), (10, 30)),  # Seller Central IT 200285190
        (Metric.VALID_TRACKING, above(95), (30,)),  # Seller Central EU 201817070
        (Metric.CONTACT_RESPONSE, above(90), (7, 30, 90)),  # Seller Central 202152030
        (Metric.RETURN_DISSATISFACTION, below(10), ()),  # Seller Central 201887610
        (Metric.SERVICE_DISSATISFACTION, below(25), ()),
    ],
)
def test_what_a_seller_who_ships_is_measured_by(
    metric: Metric, limit: Limit, windows: tuple[int, ...]
) -> None:
    """The same wherever no marketplace has a row of its own; three of them are advice."""
    rows = {row.metric: row for row in MFN.targets_on(NOW, "CA")}

    assert (rows[metric].limit, rows[metric].windows) == (limit, windows)
    assert rows[metric].consequences == (metric not in ADVICE)


@pytest.mark.parametrize(
    ("metric", "marketplace", "day", "limit", "binding"),
    [
        # Advice of 97 %, until the US made 90 % a condition on 25 September 2024.
        (Metric.ON_TIME_DELIVERY, "US", "2024-09-24", above(97), False),
        (Metric.ON_TIME_DELIVERY, "US", "2024-09-25", above(90), True),
        (Metric.ON_TIME_DELIVERY, "DE", "2024-09-25", above(97), False),
        # Invoices: recommended since July 2020, enforced in five stores since 5 April 2021.
        (Metric.INVOICE_DEFECTS, "DE", "2020-06-30", None, None),
        (Metric.INVOICE_DEFECTS, "DE", "2020-07-01", below(5), False),
        (Metric.INVOICE_DEFECTS, "DE", "2021-04-04", below(5), False),
        (Metric.INVOICE_DEFECTS, "DE", "2021-04-05", below(5), True),
        (Metric.INVOICE_DEFECTS, "GB", "2021-04-05", below(5), True),
        (Metric.INVOICE_DEFECTS, "US", "2026-01-01", None, None),
        # In the UK a rating in stars took its place.
        (Metric.SERVICE_DISSATISFACTION, "GB", "2026-01-01", None, None),
        # Prime in the US: scans and labels until October 2023, tracking since.
        (Metric.PRIME_ON_TIME_SHIPMENT, "US", "2023-09-30", at_least(99), True),
        (Metric.PRIME_ON_TIME_SHIPMENT, "US", "2023-10-01", None, None),
        (Metric.PRIME_PROTECTED_LABELS, "US", "2023-09-30", at_least(99), True),
        (Metric.PRIME_PROTECTED_LABELS, "US", "2023-10-01", None, None),
        (Metric.PRIME_ON_TIME_DELIVERY, "US", "2023-09-30", at_least(97), True),
        (Metric.PRIME_ON_TIME_DELIVERY, "US", "2023-10-01", at_least("93.5"), True),
        (Metric.PRIME_VALID_TRACKING, "US", "2023-09-30", None, None),
        (Metric.PRIME_VALID_TRACKING, "US", "2023-10-01", at_least(99), True),
        (Metric.PRIME_CANCELLATIONS, "US", "2015-01-01", at_most("0.5"), True),
        # In Japan cancellations are counted in units.
        (Metric.PRIME_CANCELLATIONS, "JP", "2026-01-01", None, None),
        (Metric.PRIME_UNIT_CANCELLATIONS, "JP", "2026-01-01", at_most(1), True),
        (Metric.PRIME_ON_TIME_DELIVERY, "JP", "2026-01-01", at_least(96), True),
        (Metric.PRIME_VALID_TRACKING, "JP", "2026-01-01", at_least(94), True),
        # Labels of the UK and Spain 98 %, tracking of France 100 %.
        (Metric.PRIME_PROTECTED_LABELS, "GB", "2026-01-01", at_least(98), True),
        (Metric.PRIME_PROTECTED_LABELS, "ES", "2023-06-20", at_least(98), True),
        (Metric.PRIME_VALID_TRACKING, "FR", "2023-06-20", at_least(100), True),
        (Metric.PRIME_ON_TIME_DELIVERY, "FR", "2023-06-20", at_least(97), False),
        (Metric.PRIME_ON_TIME_DELIVERY, "DE", "2023-06-20", at_least(97), True),
        # The agreement with the Commission, from 21 June 2023.
        (Metric.PRIME_PROTECTED_LABELS, "ES", "2023-06-21", None, None),
        (Metric.PRIME_VALID_TRACKING, "FR", "2023-06-21", at_least(99), True),
        (Metric.PRIME_ON_TIME_DELIVERY, "FR", "2023-06-21", at_least(90), True),
        (Metric.PRIME_CANCELLATIONS, "NL", "2023-06-21", at_most("0.5"), True),
        # Nothing is known of Italy, and nothing is made up.
        (Metric.PRIME_CANCELLATIONS, "IT", "2026-01-01", None, None),
    ],
)
def test_a_target_changes_on_a_day_and_by_marketplace(
    metric: Metric, marketplace: str, day: str, limit: Limit | None, binding: bool | None
) -> None:
    """The row in force on the day holds; ``None`` is no target at all."""
    rows = SFP.targets_on(dt.date.fromisoformat(day), marketplace)
    found = [row for row in rows if row.metric is metric]

    assert [(row.limit, row.consequences) for row in found] == (
        [] if limit is None else [(limit, binding)]
    )


def test_who_is_measured_by_what() -> None:
    """FBA by defects alone, SFP by everything MFN is and more, an own shop by nobody."""
    fba, mfn, sfp = (limits(channel, NOW, "US") for channel in (FBA, MFN, SFP))

    assert set(fba) == {Metric.ORDER_DEFECTS}
    assert fba.items() <= mfn.items() < sfp.items()
    assert {metric.name.startswith("PRIME") for metric in set(sfp) - set(mfn)} == {True}
    assert limits(SHOP, NOW, "US") == {}


@pytest.mark.parametrize("channel", CHANNELS.values(), ids=lambda channel: channel.code)
@pytest.mark.parametrize("marketplace", [EVERYWHERE, *MARKETPLACES])
def test_a_metric_binds_once(channel: Channel, marketplace: str) -> None:
    """On no day has a metric two rows, and each row has a limit; they come in one order."""
    for day in sorted({row.effective_from for row in channel.targets} | {NOW}):
        metrics = [row.metric for row in channel.targets_on(day, marketplace)]
        limits = [row.limit for row in channel.targets_on(day, marketplace)]

        assert metrics == [metric for metric in Metric if metric in metrics]
        assert None not in limits


@pytest.mark.parametrize("channel", CHANNELS.values(), ids=lambda channel: channel.code)
def test_no_day_has_two_rows_of_a_metric_for_one_marketplace(channel: Channel) -> None:
    """Otherwise which of them holds would hang on their order."""
    keys = [(row.metric, row.marketplace, row.effective_from) for row in channel.targets]

    assert len(keys) == len(set(keys))


def row(limit: Limit | None, **changes: object) -> Target:
    """Make a row of one metric."""
    return Target(metric=Metric.VALID_TRACKING, effective_from=ALWAYS, limit=limit, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("limit", "count", "of", "met"),
    [
        (above(95), 190, 200, False),
        (at_least(95), 190, 200, True),
        (above(95), 0, 0, None),
        # What binds nobody any more is neither met nor missed.
        (None, 0, 200, None),
    ],
)
def test_a_target_is_met_or_missed_or_without_data(
    limit: Limit | None, count: int, of: int, met: bool | None
) -> None:
    """Both readings of "95 %" are one word of the row apart."""
    assert row(limit).met_by(count, of) is met


@pytest.mark.parametrize("windows", [(0,), (7, -1), (1.5,), (True,)])
def test_a_window_is_a_number_of_days(windows: tuple[int, ...]) -> None:
    """1 or more."""
    with pytest.raises(InvalidTable, match="target of valid_tracking_rate: windows"):
        row(above(95), windows=windows)
    assert row(above(95), windows=(1, 7)).windows == (1, 7)


def test_a_hosts_own_row_takes_the_place_of_ours() -> None:
    """Changing a target is adding a row, from a day on, for a marketplace."""
    own = row(at_least(95), marketplace="US")
    later = row(at_least(97), marketplace="US", windows=(14,))
    rows = (*MFN.targets, own)

    assert dict(of(rows, "US"))[Metric.VALID_TRACKING] == at_least(95)
    assert dict(of(rows, "DE"))[Metric.VALID_TRACKING] == above(95)
    assert dict(of((later,), "US")) == {Metric.VALID_TRACKING: at_least(97)}


def of(rows: tuple[Target, ...], marketplace: str) -> list[tuple[Metric, Limit | None]]:
    """Give metric and limit of what binds now."""
    return [(some.metric, some.limit) for some in targets_in_force(rows, NOW, marketplace)]


@given(st.dates(dt.date(2010, 1, 1), dt.date(2030, 1, 1)), st.sampled_from([*MARKETPLACES]))
def test_targets_hang_on_rows_and_not_on_their_order(day: dt.date, marketplace: str) -> None:
    """Turned round, the table says the same."""
    backwards = tuple(reversed(SFP.targets))

    assert targets_in_force(backwards, day, marketplace) == SFP.targets_on(day, marketplace)


def test_every_metric_says_what_it_counts() -> None:
    """Orders, packages, units: mixing them up is the commonest error (facts 12.10)."""
    assert set(COUNTED_IN) == set(Metric)
    assert COUNTED_IN[Metric.ORDER_DEFECTS] is Counted.ORDERS
    assert COUNTED_IN[Metric.VALID_TRACKING] is Counted.PACKAGES
    assert COUNTED_IN[Metric.ON_TIME_DELIVERY] is Counted.UNITS
    assert COUNTED_IN[Metric.PRIME_UNIT_CANCELLATIONS] is Counted.UNITS
    assert COUNTED_IN[Metric.RETURN_DISSATISFACTION] is Counted.REQUESTS


@pytest.mark.parametrize("comparison", Comparison)
def test_a_comparison_has_two_sides_and_may_be_strict(comparison: Comparison) -> None:
    """Below and at most want few; below and above leave the limit out."""
    assert comparison.wants_few == (comparison.value in {"below", "at_most"})
    assert comparison.is_strict == (comparison.value in {"below", "above"})
