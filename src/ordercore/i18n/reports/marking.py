"""What is written along the axis of time."""

import datetime as dt

from ordercore.i18n.reports.speech import Speech
from ordercore.metrics.reporting.report import OrderReport
from ordercore.ports.sheets import Tick

DAYS_UP_TO = 70
"""So many days are marked by the week; more of them by the month."""

EACH_UP_TO = 10
"""So few days are marked each."""

MONDAY = 0


def marks_along(report: OrderReport, speech: Speech) -> tuple[Tick, ...]:
    """Mark some periods: weeks of days, months of weeks, or every one."""
    days = [period.begins for period in report.periods]
    few = report.by == "day" and len(days) <= DAYS_UP_TO
    return tuple(
        [
            Tick(float(place), speech.short(day, skeleton=_parts_of(days, place, few=few)))
            for place, day in enumerate(days)
            if _is_marked(report.by, days, place, few=few)
        ]
    )


def _is_marked(by: str | None, days: list[dt.date], place: int, *, few: bool) -> bool:
    if place == 0 or by == "month":
        return True
    if few:
        return days[place].weekday() == MONDAY or len(days) <= EACH_UP_TO
    return days[place].month != days[place - 1].month


def _parts_of(days: list[dt.date], place: int, *, few: bool) -> str:
    """Give CLDR's letters for a mark; a year is told where it begins, and else above."""
    if few:
        return "MMMd"
    begins = place > 0 and days[place].year != days[place - 1].year
    return "yMMM" if begins else "MMM"
