"""``count``: the derived rows of orders that have changed, made anew."""

import argparse
from typing import Any

from ordercore.cli.arguments import SELLER_HELP, STORE_HELP
from ordercore.cli.console import Answer, print_json, progress
from ordercore.service.counting import AT_ONCE


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "count",
        help="catch up with what has changed in a store",
        description="Make the derived rows of orders that have changed since theirs were made, so "
        "that reports and searches have little to catch up with. It may be stopped and run again "
        "at any time, by several at once.",
    )
    command.add_argument("--store", required=True, metavar="URL", help=STORE_HELP)
    command.add_argument("--seller", default="", metavar="NAME", help=SELLER_HELP)
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Answer:
    """Catch up; it cannot go half wrong."""
    from ordercore.opening import open as open_desk

    counted = 0
    with (
        open_desk(arguments.store, must_exist=True, seller=arguments.seller) as desk,
        progress("orders") as advance,
    ):
        while found := desk.catch_up(limit=AT_ONCE):
            advance(found)
            counted += found

    def tell() -> None:
        if arguments.json:
            print_json({"counted": counted})
        else:
            print(f"{counted} orders counted")

    return True, tell
