"""Order reports: what was sold, sent, returned and paid back, by time and by dimension."""

from ordercore.metrics.reporting.asking import (
    AskedSums,
    Counted,
    Counting,
    Question,
    SourceOfSums,
    counted,
    fact_question,
    in_periods,
)
from ordercore.metrics.reporting.facts import SALES, SALES_BY_SKU
from ordercore.metrics.reporting.figures import (
    DIMENSIONS,
    FIGURES,
    Change,
    CountedBy,
    Figure,
    FigureKind,
    changes,
    figure_named,
    figures_by,
)
from ordercore.metrics.reporting.making import order_report, report_of
from ordercore.metrics.reporting.periods import PERIODS, Days
from ordercore.metrics.reporting.rates import Rate, Rates
from ordercore.metrics.reporting.report import Group, OrderReport, Period, Presenter
from ordercore.metrics.reporting.totals import Amounts, Totals
from ordercore.metrics.reporting.wish import ReportWish, report_wish

__all__ = [
    "DIMENSIONS",
    "FIGURES",
    "PERIODS",
    "SALES",
    "SALES_BY_SKU",
    "Amounts",
    "AskedSums",
    "Change",
    "Counted",
    "CountedBy",
    "Counting",
    "Days",
    "Figure",
    "FigureKind",
    "Group",
    "OrderReport",
    "Period",
    "Presenter",
    "Question",
    "Rate",
    "Rates",
    "ReportWish",
    "SourceOfSums",
    "Totals",
    "changes",
    "counted",
    "fact_question",
    "figure_named",
    "figures_by",
    "in_periods",
    "order_report",
    "report_of",
    "report_wish",
]
