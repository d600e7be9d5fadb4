"""``report``: orders, units and value by day, week or month."""

import argparse
from typing import Any

from ordercore.cli.arguments import SELLER_HELP, STORE_HELP, zone_name
from ordercore.cli.console import Answer, amounts, amounts_text, print_json, print_table
from ordercore.metrics import OrderReport, Totals


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "report",
        help="add up the orders of a store",
        description="Add up the orders of a store by the day, week or month of their placement.",
    )
    command.add_argument("--store", required=True, metavar="URL", help=STORE_HELP)
    command.add_argument("--seller", default="", metavar="NAME", help=SELLER_HELP)
    command.add_argument("--by", choices=("day", "week", "month"), default="day")
    command.add_argument(
        "--zone", type=zone_name, default="UTC", help="whose days are counted (default: UTC)"
    )
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Answer:
    """Make the report; it cannot go half wrong."""
    from ordercore.opening import open as open_desk

    with open_desk(arguments.store, must_exist=True, seller=arguments.seller) as desk:
        report = desk.report(by=arguments.by, zone=arguments.zone)

    def tell() -> None:
        if arguments.json:
            print_json(_as_json(report))
        else:
            _tell(report)

    return True, tell


def _as_json(report: OrderReport) -> dict[str, Any]:
    periods = [
        {"period": period.begins.isoformat(), **_totals(period.totals)} for period in report.periods
    ]
    return {
        "by": report.by,
        "zone": report.zone,
        "periods": periods,
        "totals": _totals(report.totals),
    }


def _totals(totals: Totals) -> dict[str, Any]:
    return {
        "orders": totals.orders,
        "units": totals.units,
        "item_value": amounts(totals.item_value),
        "shipping_value": amounts(totals.shipping_value),
        "cancelled": totals.cancelled,
        "replacements": totals.replacements,
        "replacement_units": totals.replacement_units,
        "replacement_value": amounts(totals.replacement_value),
    }


def _tell(report: OrderReport) -> None:
    rows = [_row(period.begins.isoformat(), period.totals) for period in report.periods]
    print_table(
        f"Orders by {report.by} ({report.zone})",
        (report.by, "orders", "units", "items", "shipping", "cancelled", "replacements"),
        rows,
        total=_row("total", report.totals),
    )


def _row(name: str, totals: Totals) -> tuple[str, ...]:
    return (
        name,
        str(totals.orders),
        str(totals.units),
        amounts_text(totals.item_value),
        amounts_text(totals.shipping_value),
        str(totals.cancelled),
        str(totals.replacements),
    )
