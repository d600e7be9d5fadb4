"""The report of account health: every metric with its figure, its limit, and how it goes on."""

import datetime as dt
from collections.abc import Iterator

from ordercore.channels import CHANNELS
from ordercore.kernel.time import instant
from ordercore.metrics.counting import FactTable, Question
from ordercore.metrics.health.finding import Ask, Found, questions
from ordercore.metrics.health.forecast import forecast
from ordercore.metrics.health.measures import Measure, Rules, measures_on
from ordercore.metrics.health.rows import DEFINITIONS
from ordercore.metrics.health.table import HEALTH, day_of
from ordercore.metrics.health.values import AccountHealth, HealthValue
from ordercore.metrics.health.windows import Series, summed

RULES = Rules(channels=CHANNELS, definitions=DEFINITIONS)
"""What comes with this package."""


def health(
    ask: Ask,
    *,
    at: object,
    marketplace: str = "",
    channel: str | None = None,
    rules: Rules = RULES,
    table: FactTable = HEALTH,
) -> AccountHealth:
    """Report how a seller is doing at a moment, on the day of that in UTC.

    A blank ``marketplace`` adds all of them up, under the targets that hold everywhere. ``ask``
    answers questions about the facts of ``table``.

    Raises:
        InvalidValue: when ``at`` is no aware time, or there is no such channel.
    """
    now = instant(at)
    day = day_of(now)
    measures = measures_on(day, marketplace, rules, channel=channel)
    found = Found(measures, ask, day, marketplace, table)
    values = [value for measure in measures for value in _values(measure, found, day)]
    return AccountHealth(
        at=now, day=day, marketplace=marketplace, channel=channel, values=tuple(values)
    )


def health_questions(
    *,
    at: object,
    marketplace: str = "",
    channel: str | None = None,
    rules: Rules = RULES,
    table: FactTable = HEALTH,
) -> tuple[Question, ...]:
    """Give what :func:`health` asks of the facts, for whoever has to fetch it before.

    Raises:
        InvalidValue: as it does.
    """
    day = day_of(instant(at))
    measures = measures_on(day, marketplace, rules, channel=channel)
    return tuple(questions(measures, day, marketplace, table))


def _values(measure: Measure, found: Found, day: dt.date) -> Iterator[HealthValue]:
    yield _value(measure, found.series(measure), day, "")
    if measure.definition.by_category:
        for category in found.categories(measure):
            yield _value(measure, found.series(measure, category), day, category)


def _value(measure: Measure, series: Series, day: dt.date, category: str) -> HealthValue:
    row, limit = measure.definition, measure.limit
    count, of, *parts = summed(series, measure.window, len(row.numbers))
    return HealthValue(
        measure=measure,
        category=category,
        count=count,
        of=of,
        parts=dict(zip(row.parts, parts, strict=True)),
        needed=None if limit is None else limit.needed(count, of),
        forecast=None
        if limit is None
        else forecast(series, measure.window, limit, day=day, rate_days=row.rate_days),
    )
