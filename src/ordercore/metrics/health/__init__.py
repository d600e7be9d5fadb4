"""Account health: how a seller is doing by every metric of a marketplace, exactly.

Facts are decided of each order alone (:data:`HEALTH`), a metric says which number of which other
one it is (:data:`DEFINITIONS`), and :func:`health` reads off windows, limits and forecasts.
"""

from ordercore.metrics.health.definitions import Definition, definition_table
from ordercore.metrics.health.finding import Ask
from ordercore.metrics.health.forecast import Forecast, forecast
from ordercore.metrics.health.making import made_by, made_by_rows
from ordercore.metrics.health.measures import Fulfilment, Measure, Rules, fulfilment
from ordercore.metrics.health.notes import Noting, OrderNotes, ParcelNotes, Vote, nothing_noted
from ordercore.metrics.health.report import RULES, health, health_questions
from ordercore.metrics.health.rows import DEFINITIONS
from ordercore.metrics.health.scans import SCAN_TERMS, ScanTerms, noted_of, scans_needed
from ordercore.metrics.health.table import HEALTH, counts_as, health_table
from ordercore.metrics.health.values import AccountHealth, HealthStatus, HealthValue
from ordercore.metrics.health.windows import Window

__all__ = [
    "DEFINITIONS",
    "HEALTH",
    "RULES",
    "SCAN_TERMS",
    "AccountHealth",
    "Ask",
    "Definition",
    "Forecast",
    "Fulfilment",
    "HealthStatus",
    "HealthValue",
    "Measure",
    "Noting",
    "OrderNotes",
    "ParcelNotes",
    "Rules",
    "ScanTerms",
    "Vote",
    "Window",
    "counts_as",
    "definition_table",
    "forecast",
    "fulfilment",
    "health",
    "health_questions",
    "health_table",
    "made_by",
    "made_by_rows",
    "noted_of",
    "nothing_noted",
    "scans_needed",
]
