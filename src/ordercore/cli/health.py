"""``health``: how the seller of a store is doing by the metrics of a marketplace."""

import argparse
from pathlib import Path
from typing import Any

from ordercore.channels import Comparison, Limit
from ordercore.cli.arguments import SELLER_HELP, STORE_HELP, moment
from ordercore.cli.console import Answer, print_json, print_table
from ordercore.cli.pages import write_page
from ordercore.metrics.health import (
    AccountHealth,
    Forecast,
    Fulfilment,
    HealthStatus,
    HealthValue,
    Window,
)

STYLES = {"GOOD": "green", "BAD": "bold red"}
"""How statuses look on a terminal."""

SIGNS = {
    Comparison.BELOW: "<",
    Comparison.AT_MOST: "<=",
    Comparison.ABOVE: ">",
    Comparison.AT_LEAST: ">=",
}

HEAD = ("metric", "window", "count", "rate", "limit", "status", "needed", "forecast")
"""Columns of the table."""


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "health",
        help="tell how a seller is doing",
        description="Tell how the seller of a store is doing by the metrics of a marketplace: "
        "defects, cancellations, late shipments, tracking, delivery, answers, returns, invoices.",
    )
    command.add_argument("--store", required=True, metavar="URL", help=STORE_HELP)
    command.add_argument("--seller", default="", metavar="NAME", help=SELLER_HELP)
    command.add_argument("--at", type=moment, metavar="TIME", help="as of then (default: now)")
    command.add_argument(
        "--marketplace", default="", metavar="CODE", help="such as DE (default: all added up)"
    )
    command.add_argument("--channel", metavar="CODE", help="one channel alone, such as SFP")
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.add_argument(
        "--amazon", action="store_true", help="print Amazon's account health report, as JSON"
    )
    command.add_argument("--html", type=Path, metavar="FILE", help="write the table as a page")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Answer:
    """Make the report; it cannot go half wrong."""
    from ordercore.adapters.amazon.health_report import health_report
    from ordercore.opening import open as open_desk

    with open_desk(arguments.store, must_exist=True, seller=arguments.seller) as desk:
        report = desk.health(
            at=arguments.at, marketplace=arguments.marketplace, channel=arguments.channel
        )
    amazons = health_report([report]) if arguments.amazon else None
    if arguments.html is not None:
        write_page(arguments.html, _title(report), HEAD, _rows(report), about=_about(report))

    def tell() -> None:
        if amazons is not None:
            print_json(amazons)
        elif arguments.json:
            print_json(_as_json(report))
        else:
            _tell(report)

    return True, tell


def _as_json(report: AccountHealth) -> dict[str, Any]:
    return {
        "at": report.at.isoformat(),
        "marketplace": report.marketplace,
        "channel": report.channel,
        "at_risk": report.is_at_risk,
        "values": [_value(value) for value in report.values],
    }


def _value(value: HealthValue) -> dict[str, Any]:
    measure = value.measure
    return {
        "metric": measure.metric.value,
        "counted_in": measure.definition.counted_in.value,
        "fulfilment": measure.fulfilment.value,
        "channels": list(measure.channels),
        "category": value.category,
        "first": None if measure.window.first is None else measure.window.first.isoformat(),
        "last": measure.window.last.isoformat(),
        "count": value.count,
        "of": value.of,
        "parts": dict(value.parts),
        "limit": _limit(measure.limit) or None,
        "binding": measure.limit is not None and measure.target.consequences,
        "status": value.status.value,
        "needed": value.needed,
        "forecast": _forecast_json(value.forecast),
    }


def _forecast_json(forecast: Forecast | None) -> dict[str, Any] | None:
    if forecast is None:
        return None
    return {"day": forecast.day.isoformat(), "meets": forecast.meets}


def _limit(limit: Limit | None) -> str:
    if limit is None:
        return ""
    share = limit.share * 100
    digits = f"{float(share):f}".rstrip("0").rstrip(".")
    return f"{SIGNS[limit.comparison]} {digits} %"


def _tell(report: AccountHealth) -> None:
    print_table(_title(report), HEAD, _rows(report), styles=STYLES)
    print("\n".join(_about(report)))


def _title(report: AccountHealth) -> str:
    where = report.marketplace or "all marketplaces"
    return f"Account health, {where}, {report.day} (UTC)"


def _rows(report: AccountHealth) -> list[tuple[str, ...]]:
    return [_row(value) for value in report.values if value.has_data]


def _about(report: AccountHealth) -> tuple[str, str]:
    """Say of what there is no data, and what is at risk."""
    told = {_name(value) for value in report.values if value.has_data}
    silent = dict.fromkeys([_name(value) for value in report.values if _name(value) not in told])
    missed = dict.fromkeys([_name(value) for value in report.misses])
    risk = f"At risk: {', '.join(missed)}." if missed else "No limit is missed that costs anything."
    return f"No data: {', '.join(silent) or 'none'}.", risk


def _row(value: HealthValue) -> tuple[str, ...]:
    return (
        _name(value),
        _days(value.measure.window),
        f"{value.count} of {value.of}",
        _percent(value),
        _limit(value.measure.limit) or "-",
        "-" if value.status is HealthStatus.NONE else value.status.name,
        str(value.needed) if value.status is HealthStatus.BAD else "-",
        _forecast(value.forecast),
    )


def _name(value: HealthValue) -> str:
    """Name a figure in words: of which metric, whose parcels, and what goods."""
    measure = value.measure
    name = measure.metric.value.removesuffix("_rate").replace("_", " ")
    shipper = " (marketplace)" if measure.fulfilment is Fulfilment.MARKETPLACE else ""
    return f"{name}{shipper}" + (f": {value.category}" if value.category else "")


def _days(over: Window) -> str:
    return f"{over.days or 'all'} days to {over.last}"


def _percent(value: HealthValue) -> str:
    """Write a rate to two digits, cut off; the status is told by whole numbers."""
    whole, rest = divmod(value.count * 10_000 // value.of, 100)
    return f"{whole}.{rest:02} %"


def _forecast(forecast: Forecast | None) -> str:
    if forecast is None:
        return "-"
    return f"{'GOOD' if forecast.meets else 'BAD'} on {forecast.day}"
