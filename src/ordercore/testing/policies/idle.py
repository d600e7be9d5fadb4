"""Idle rows: those of a return policy without which no answer would be another."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

import attrs

from ordercore.errors import InvalidTable
from ordercore.kernel.dated import EVERYWHERE
from ordercore.kernel.time import wall_time
from ordercore.returns import (
    Deadline,
    Postage,
    PrepaidLabel,
    RemedyOffer,
    RestockingFee,
    ReturnPolicy,
    Season,
    deadlines_of,
    verdict,
)
from ordercore.returns.rows import ANY, Row, rows_for
from ordercore.testing.policies.probes import (
    FIRST,
    NOON,
    ON_ITS_WAY,
    ZONE,
    Place,
    Probe,
    probes_at,
    probes_for,
    unnamed_condition,
)


def idle_rows(policy: ReturnPolicy) -> Iterable[tuple[str, Row]]:
    """Give the rows without which no verdict and no deadline would be another.

    A row that changes nothing where it is all by itself is asked once more at every place at which
    it holds: on the days, marketplaces and channels, and for the categories and conditions, that
    other rows name. So one that only keeps a later row from its goods is not idle.
    """
    for table, rows in policy.tables.items():
        for n, row in enumerate(rows):
            without: dict[str, Any] = {table: (*rows[:n], *rows[n + 1 :])}
            try:
                less = attrs.evolve(policy, **without)
            except InvalidTable:
                continue  # it would be no policy without the row
            if not _counts(policy, less, row) and not _counts_elsewhere(policy, less, table, row):
                yield table, row


def _counts(policy: ReturnPolicy, less: ReturnPolicy, row: Row) -> bool:
    """Tell whether a row counts where nothing is named but what it names itself."""
    if isinstance(row, Deadline):
        channel = "" if row.channel == ANY else row.channel
        since = max(row.effective_from, FIRST)
        return _due(policy, less, row, since, row.marketplace, channel)
    return any(_differs(policy, less, row, probe) for probe in probes_for(policy, row))


def _counts_elsewhere(policy: ReturnPolicy, less: ReturnPolicy, table: str, row: Row) -> bool:
    """Tell whether a row counts at any place at which it holds."""
    for place in _places(policy, less, table, row):
        if isinstance(row, Deadline):
            where = place.marketplace or EVERYWHERE
            if _due(policy, less, row, place.day, where, place.channel):
                return True
        elif any(
            _differs(policy, less, row, probe)
            for asked in _widened(policy, row)
            for traits in _traits(policy, row)
            for probe in probes_at(policy, asked, place, traits)
        ):
            return True
    return False


def _widened(policy: ReturnPolicy, row: Row) -> list[Row]:
    """Give a row without what it asks of a return, to be asked about like those that it hides.

    What is kept from a row by another is told by the questions of either: in any condition, for
    any reason, and on each day, or so many days late, as one of the table says.
    """
    if isinstance(row, RestockingFee):
        late = {0, *(fee.late_days for fee in policy.fees)}
        return [attrs.evolve(row, wear=None, late_days=days) for days in sorted(late)]
    if isinstance(row, Postage):
        days = {other.from_day for other in policy.postage}
        return [attrs.evolve(row, from_day=day) for day in sorted(days)]
    if isinstance(row, RemedyOffer):
        return [row, attrs.evolve(row, reasons=())]
    return [row]


def _traits(policy: ReturnPolicy, row: Row) -> list[tuple[str, ...]]:
    """Give the traits with which goods are asked about: none, and each that exempts from a row."""
    labels = policy.labels if isinstance(row, PrepaidLabel) else ()
    exempt = {trait for label in labels for trait in label.exempt}
    return [(), *((trait,) for trait in sorted(exempt))]


def _differs(policy: ReturnPolicy, less: ReturnPolicy, row: Row, probe: Probe) -> bool:
    at = probe.at
    if isinstance(row, PrepaidLabel):
        # Labels are found by the day on which a return is asked for.
        at = max(at, wall_time(row.effective_from, NOON, ZONE))
    answers = [
        verdict(probe.purchase, some, at, wish=probe.wish, override=probe.override)
        for some in (policy, less)
    ]
    return answers[0] != answers[1]


def _due(
    policy: ReturnPolicy,
    less: ReturnPolicy,
    row: Deadline,
    day: dt.date,
    marketplace: str,
    channel: str,
) -> bool:
    """Tell whether other deadlines are due without a row."""
    started: dict[str, Any] = {f"{row.trigger.value}_at": wall_time(day, NOON, ZONE)}
    due = [
        deadlines_of(
            some,
            zone=ZONE,
            marketplace=marketplace,
            channel=channel,
            marketplace_label=row.marketplace_label,
            **started,
        )
        for some in (policy, less)
    ]
    return due[0] != due[1]


# Every place that rows name


_BESIDE = {
    "windows": ("seasons",),
    "seasons": ("windows",),
    "exclusions": (),
    "approvals": ("exclusions",),
    "grace": ("exclusions",),
    "postage": ("exclusions", "windows", "seasons"),
    "labels": ("exclusions",),
    "fees": ("exclusions", "grace", "remedies"),
    "remedies": ("exclusions",),
    "advances": ("exclusions",),
    "deadlines": (),
}
"""By which other tables it is decided whether a row of a table is seen at all."""


def _places(policy: ReturnPolicy, less: ReturnPolicy, table: str, row: Row) -> Iterator[Place]:
    """Give the places at which a row holds, one of all at which the same holds without it."""
    tables = {name: less.tables[name] for name in (table, *_BESIDE[table])}
    rows = [other for some in tables.values() for other in (*some, row)]
    if table != "deadlines":
        rows += policy.windows  # without any, nothing else is asked
    seen: set[object] = set()
    for named in product(
        sorted({day for other in rows for day in _days(other)}),
        _words(rows, "marketplace", EVERYWHERE, ""),
        _words(rows, "channel", ANY, ""),
        _words(rows, "category", ANY, ""),
        _words(rows, "condition", ANY, unnamed_condition(policy)),
    ):
        if row in _held(policy.tables[table], *named):
            open_at_all = any(not window.lengthens for window in rows_for(less.windows, *named))
            key = (open_at_all, *(_held(some, *named) for some in tables.values()))
            if key not in seen:
                seen.add(key)
                yield Place(*named)


def _held(rows: tuple[Row, ...], day: dt.date, *place: str) -> tuple[Row, ...]:
    some = rows_for(rows, day, *place)
    return tuple([row for row in some if not isinstance(row, Season) or _in_season(row, day)])


def _in_season(row: Season, day: dt.date) -> bool:
    return row.first <= day + _way(row) <= row.last


def _days(row: Row) -> Iterator[dt.date]:
    """Give the days of purchase from which on a row holds, or holds no longer."""
    yield max(row.effective_from, FIRST)
    if isinstance(row, Season):
        yield max(row.first - _way(row), FIRST)
        yield max(row.last - _way(row) + dt.timedelta(days=1), FIRST)


def _way(row: Season) -> dt.timedelta:
    return dt.timedelta(days=ON_ITS_WAY.get(row.anchor, 0))


def _words(rows: list[Row], field: str, open_word: str, unnamed: str) -> list[str]:
    return [unnamed, *sorted({getattr(row, field) for row in rows} - {open_word})]
