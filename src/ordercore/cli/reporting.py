"""``report``: what the orders of a store add up to, by time and by dimension."""

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from ordercore.cli.arguments import SELLER_HELP, STORE_HELP, moment, zone_name
from ordercore.cli.console import Answer
from ordercore.cli.report_files import add_outputs, teller
from ordercore.errors import InvalidValue
from ordercore.metrics.reporting import DIMENSIONS, PERIODS, Rates

ALL = "all"
"""The whole time as one period."""


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "report",
        help="add up the orders of a store",
        description="Add up orders by day, week or month, and by a dimension. What was sold counts "
        "by the day of placement, parcels by the day they left or arrived, returns by the day they "
        "were asked for, refunds by the day of the refund.",
    )
    command.add_argument(
        "filter", nargs="*", metavar="FILTER", help="of which orders (default: of all)"
    )
    command.add_argument("--store", required=True, metavar="URL", help=STORE_HELP)
    command.add_argument("--seller", default="", metavar="NAME", help=SELLER_HELP)
    command.add_argument("--by", choices=(*PERIODS, ALL, *DIMENSIONS), default="day")
    command.add_argument("--group", choices=DIMENSIONS, help="told apart by what, in each period")
    command.add_argument("--from", dest="first", type=_day, metavar="DAY", help="the first day")
    command.add_argument("--to", dest="last", type=_day, metavar="DAY", help="the last, whole")
    command.add_argument(
        "--zone", type=zone_name, help="whose days are counted (default: each marketplace's own)"
    )
    command.add_argument("--at", type=moment, metavar="TIME", help="as seen then (default: now)")
    command.add_argument("--currency", metavar="CODE", help="convert all amounts, by --rates")
    command.add_argument(
        "--rates", type=Path, metavar="FILE", help="CSV of currency,effective_from,worth"
    )
    command.add_argument("--compare", action="store_true", help="with the period before")
    add_outputs(command)
    command.set_defaults(run=run)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2026-03-01") from None


def run(arguments: argparse.Namespace) -> Answer:
    """Make the report, and the files that are asked for; it cannot go half wrong."""
    from ordercore.opening import open as open_desk

    rates = _rates(arguments)
    with open_desk(arguments.store, must_exist=True, seller=arguments.seller) as desk:
        report = desk.report(
            by=None if arguments.by == ALL else arguments.by,
            group=arguments.group,
            first=arguments.first,
            last=arguments.last,
            zone=arguments.zone,
            rates=rates,
            compare=arguments.compare,
            wanted=" ".join(arguments.filter),
            at=arguments.at,
        )
    return True, teller(report, arguments)


def _rates(arguments: argparse.Namespace) -> Rates | None:
    from ordercore.adapters.rates import read_rates

    if arguments.currency is None:
        if arguments.rates is not None:
            raise InvalidValue("currency", None, "what amounts are converted to by the rates")
        return None
    if arguments.rates is None:
        return Rates(to=arguments.currency)
    return read_rates(arguments.rates, to=arguments.currency)
