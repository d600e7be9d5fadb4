"""All metrics of account health over a million orders, against a query written by hand.

    python tests/benchmarks/bench_columns.py [--orders N] [--rounds N]

Ours asks the questions of :func:`ordercore.metrics.health.health` of DuckDB, by day so that it can
forecast, and makes every value with its limit, its window and what is needed to get back.
The other is a statement for what ever was and one for windows of days, grouped by channel, whose
sums are put together in Python, and nothing more. Both read the same
Parquet file, and the figures are compared before anything is timed.
"""

import argparse
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from ratios import ratios, seconds

from ordercore.adapters.columns import DuckCounts
from ordercore.metrics.counting import FIRST_DAY
from ordercore.metrics.health import HEALTH, AccountHealth, health
from ordercore.metrics.health.windows import Window

AT = "2026-03-20T12:00:00Z"

LAST_DAY = 20532
"""19 March 2026, in days since 1970."""

CHANNELS = ("FBA", "SFP", "MFN")

CATEGORIES = ("", "books", "toys", "kitchen")

Columns = Mapping[str, Any]

Key = tuple[str, Window]
"""A number, and over which days it is added up."""


def _rows(orders: int, chance: Any, days: Any, counted: Columns, words: Columns) -> Any:
    """Give rows of facts as columns; what is not counted is 0."""
    zeros = np.zeros(orders, dtype=np.int64)
    columns = {
        "seller": np.full(orders, ""),
        "order_id": words["order_id"],
        "at": days * 86_400_000_000,
        "day": days,
        "marketplace": words["marketplace"],
        "channel": words["channel"],
        "category": words["category"] if "parcels" in counted else np.full(orders, ""),
        **{name: counted.get(name, zeros) for name in HEALTH.numbers},
    }
    return pa.table(columns)


def write_facts(path: Path, orders: int) -> None:
    """Write the facts of a year of orders: placed, to ship, confirmed, and to be delivered."""
    chance = np.random.default_rng(1)

    def share(part: float) -> Any:
        return (chance.random(orders) < part).astype(np.int64)

    ones = np.ones(orders, dtype=np.int64)
    units = chance.integers(1, 4, orders)
    placed = LAST_DAY - chance.integers(0, 365, orders)
    bad, claimed, charged = share(0.005), share(0.003), share(0.0005)
    words = {
        "order_id": np.char.add("O-", np.arange(orders).astype("U7")),
        "marketplace": np.array(["US", "DE"])[chance.integers(0, 2, orders)],
        "channel": np.array(CHANNELS)[chance.integers(0, len(CHANNELS), orders)],
        "category": np.array(CATEGORIES)[chance.integers(0, len(CATEGORIES), orders)],
    }
    kinds: tuple[tuple[Any, Columns], ...] = (
        (
            placed,
            {
                "orders": ones,
                "units_ordered": units,
                "orders_badly_rated": bad,
                "orders_claimed": claimed,
                "orders_charged_back": charged,
                "orders_defective": np.maximum(np.maximum(bad, claimed), charged),
                "orders_cancelled": share(0.01),
            },
        ),
        (placed + 1, {"orders_to_ship": ones, "orders_late": share(0.03)}),
        (
            placed + 1,
            {
                "parcels": ones,
                "parcels_tracked": share(0.97),
                "parcels_scanned": ones,
                "parcels_scanned_in_time": share(0.95),
                "labels": ones,
                "labels_protected": share(0.9),
            },
        ),
        (
            placed + 5,
            {
                "parcels_to_deliver": ones,
                "parcels_in_time": share(0.93),
                "units_to_deliver": units,
                "units_in_time": units * share(0.93),
            },
        ),
    )
    pq.write_table(
        pa.concat_tables([_rows(orders, chance, days, some, words) for days, some in kinds]), path
    )


def by_hand(figures: AccountHealth) -> list[tuple[str, list[Key]]]:
    """Write statements that add up the same windows by channel, as somebody would who is able."""
    ever: dict[Key, None] = {}
    lately: dict[Key, None] = {}
    for value in figures.values:
        row, window = value.measure.definition, value.measure.window
        for name in (row.count, row.of):
            (ever if window.first is None else lately)[name, window] = None
    written: list[tuple[str, list[Key]]] = []
    for keys in (list(ever), list(lately)):
        sums = [f"sum(CASE WHEN {_within(window)} THEN {name} ELSE 0 END)" for name, window in keys]
        firsts = [window.first for _, window in keys if window.first is not None]
        lasts = [window.last for _, window in keys]
        span = Window(min(firsts) if firsts else None, max(lasts))
        text = f"SELECT channel, {', '.join(sums)} FROM ordercore_health"  # noqa: S608
        written.append((f"{text} WHERE {_within(span)} GROUP BY channel", keys))
    return written


def _within(window: Window) -> str:
    last = f"day <= {(window.last - FIRST_DAY).days}"
    return last if window.first is None else f"day >= {(window.first - FIRST_DAY).days} AND {last}"


def main() -> None:
    """Print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "health.parquet"
        write_facts(path, arguments.orders)
        connection = duckdb.connect(":memory:")
        connection.read_parquet(str(path)).create_view("ordercore_health")
        counts = DuckCounts(connection)

        def ours() -> AccountHealth:
            return health(counts.ask, at=AT)

        figures = ours()
        statements = by_hand(figures)

        def theirs() -> list[int]:
            found: dict[tuple[Key, str], int] = {}
            for text, keys in statements:
                for channel, *sums in connection.execute(text).fetchall():
                    found.update(
                        {(key, channel): int(n) for key, n in zip(keys, sums, strict=True)}
                    )
            return [
                sum(found.get(((name, some.window), code), 0) for code in some.channels)
                for some in measures
                for name in (some.definition.count, some.definition.of)
            ]

        whole = [value for value in figures.values if not value.category]
        measures = [value.measure for value in whole]
        told = [number for value in whole for number in (value.count, value.of)]
        assert told == theirs(), "both count the same"
        print(f"{arguments.orders:,} orders, {len(whole)} figures")
        print(f"ours {seconds(ours, 3) / 3 * 1000:.0f} ms")
        found = ratios(theirs, {"ours": ours}, rounds=arguments.rounds, times=1)
        print(f"ours takes {found['ours']:.2f} times as long as the query written by hand")


if __name__ == "__main__":
    main()
