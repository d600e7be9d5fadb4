"""Which figures of a report have anything to say, and which are told first."""

from collections.abc import Iterable, Iterator

import attrs

from ordercore.metrics.reporting.figures import CountedBy, Figure, FigureKind
from ordercore.metrics.reporting.report import OrderReport
from ordercore.metrics.reporting.totals import Totals

ALWAYS = frozenset({"orders", "units", "parcels", "delivered", "returns"})
"""Figures that stand in their table even where they are nothing."""

GLANCE = (
    "orders", "units", "item_value", "average_order_value", "cancelled", "cancellation_share",
    "parcels", "time_to_ship", "time_to_deliver", "shipping_cost", "shipping_margin", "returns",
    "returned_units", "refunded",
)  # fmt: skip
"""What is told in large letters, in this order."""

HEADLINE = ("orders", "units", "item_value", "shipping_value", "cancelled", "returned_units")
"""What a table has room for on a terminal."""

THEMES = (
    ("placed", (CountedBy.PLACED,)),
    ("shipped", (CountedBy.SHIPPED,)),
    ("delivered", (CountedBy.DELIVERED,)),
    (
        "returned",
        (CountedBy.RETURN_ASKED, CountedBy.RECEIVED, CountedBy.RETURN_LABELLED, CountedBy.REFUNDED),
    ),
)
"""Figures that stand in a table together."""


@attrs.frozen
class Shown:
    """A column: a figure, and for amounts the currency; blank for all else."""

    figure: Figure
    currency: str = ""


def chosen(report: OrderReport, names: Iterable[str]) -> tuple[Figure, ...]:
    """Give figures by name, in that order, without those that the report does not have."""
    there = {figure.name: figure for figure in report.figures}
    return tuple([there[name] for name in names if name in there])


def headline_of(report: OrderReport) -> tuple[Figure, ...]:
    """Give the figures that a table on a terminal has room for."""
    return chosen(report, HEADLINE) or report.figures[: len(HEADLINE)]


def currencies(report: OrderReport) -> tuple[str, ...]:
    """Give every currency in which the report has an amount."""
    found = {
        currency
        for totals in (report.totals, *((report.before,) if report.before else ()))
        for figure in report.figures
        if is_amount(figure)
        for currency in figure.read(totals)
    }
    return tuple(sorted(found))


def is_amount(figure: Figure) -> bool:
    """Tell whether the values of a figure are of a currency each."""
    return figure.kind in (FigureKind.AMOUNT, FigureKind.AVERAGE)


def columns(report: OrderReport, figures: Iterable[Figure]) -> Iterator[Shown]:
    """Give the columns of figures that have anything to say, one for each currency."""
    for figure in figures:
        for word in words_of(report, figure):
            if figure.name in ALWAYS or any(
                figure.read(totals).get(word) for totals in _parts(report)
            ):
                yield Shown(figure, word)


def words_of(report: OrderReport, figure: Figure) -> tuple[str, ...]:
    """Give the currencies of a figure; a blank one where it is no amount."""
    return currencies(report) if is_amount(figure) else ("",)


def _parts(report: OrderReport) -> Iterator[Totals]:
    """Give all totals in which there may be something: a sum of 0 may be made of others."""
    yield report.totals
    if report.before is not None:
        yield report.before
    yield from (period.totals for period in report.periods)
