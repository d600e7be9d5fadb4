"""``import``: adopt the orders of files that a marketplace gave."""

import argparse
import sys
from collections.abc import Iterable
from typing import Any

from ordercore.cli.arguments import SELLER_HELP, STORE_HELP, zone_name
from ordercore.cli.console import Answer, amounts, amounts_text, print_json, print_table, progress
from ordercore.orders.world import WORLD, World
from ordercore.ports.source import Origin, Rejection, Remark
from ordercore.service.importing import ImportResult, import_orders

SHOWN = 20
"""Rejections and remarks printed for a person; ``--json`` gives all."""


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "import",
        help="adopt the orders of marketplace files",
        description="Adopt the orders of files that a marketplace gave: each order is brought to "
        "where its file says it is. Importing a file again changes nothing.",
    )
    command.add_argument("files", nargs="+", metavar="FILE", help="files to read")
    command.add_argument("--store", required=True, metavar="URL", help=STORE_HELP)
    command.add_argument("--seller", default="", metavar="NAME", help=SELLER_HELP)
    command.add_argument(
        "--format",
        choices=("auto", "amazon-orders", "sp-api"),
        default="auto",
        help="amazon-orders: All Orders report (tab separated); "
        "sp-api: Selling Partner API orders (JSON); auto: look at each file",
    )
    command.add_argument(
        "--zone", type=zone_name, help="read times without an offset in this zone (else refused)"
    )
    command.add_argument(
        "--pool",
        type=_pool,
        action="append",
        default=[],
        metavar="CHANNEL=POOL",
        help="keep the stock of a channel in a pool, such as MFN=main: orders then reserve and "
        "consume it, those reported as shipped already too; without it, stock is left alone",
    )
    command.add_argument("--json", action="store_true", help="end with one JSON object")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Answer:
    """Import; all is well when nothing was rejected."""
    from ordercore.adapters.amazon import open_source
    from ordercore.opening import open as open_desk

    pools = dict(arguments.pool)
    world = World(pools=pools) if pools else WORLD
    sources = open_source(arguments.files, arguments.format, zone=arguments.zone)
    desk = open_desk(arguments.store, world=world, seller=arguments.seller)
    with desk, progress("orders") as advance:
        result = import_orders(desk, sources, progress=advance)

    def tell() -> None:
        if arguments.json:
            print_json(_as_json(result))
        else:
            _tell(result)

    return not result.rejections, tell


def _pool(text: str) -> tuple[str, str]:
    channel, _, pool = text.partition("=")
    if channel not in WORLD.channels or not pool or "/" in pool:
        raise argparse.ArgumentTypeError(f"{text!r} is not a channel and a pool such as MFN=main")
    return channel, pool


def _as_json(result: ImportResult) -> dict[str, Any]:
    return {
        "orders": result.orders,
        "lines": result.lines,
        "placed": result.placed,
        "advanced": result.advanced,
        "unchanged": result.unchanged,
        "rejected": len(result.rejections),
        "rejections": [
            {**_origin(told.origin), "field": told.field, "code": told.code,
             "value": told.value, "message": told.message}
            for told in result.rejections
        ],
        "remarks": [
            {**_origin(told.origin), "field": told.field, "code": told.code,
             "message": told.message}
            for told in result.remarks
        ],
        "by_status": result.by_status,
        "by_channel": result.by_channel,
        "value": amounts(result.value),
        "cancelled_value": amounts(result.cancelled_value),
    }  # fmt: skip


def _origin(origin: Origin) -> dict[str, Any]:
    return {"file": origin.file, "line": origin.line}


def _tell(result: ImportResult) -> None:
    changed = result.placed + result.advanced
    rows = [
        ("orders", str(result.orders)),
        ("  new", str(result.placed)),
        ("  moved on", str(result.advanced)),
        ("  unchanged", str(result.unchanged)),
        ("lines", str(result.lines)),
        ("rejected", str(len(result.rejections))),
        ("value", amounts_text(result.value)),
        ("  of it cancelled", amounts_text(result.cancelled_value)),
        *((f"status {status}", str(count)) for status, count in result.by_status.items()),
        *((f"channel {channel}", str(count)) for channel, count in result.by_channel.items()),
    ]
    print_table("Import", ("", ""), rows)
    if result.orders and not changed:
        print("Nothing has changed: everything was known already.")
    _list("Rejected", result.rejections)
    _list("To note", result.remarks)


def _list(title: str, told: Iterable[Rejection | Remark]) -> None:
    some = list(told)
    if not some:
        return
    print(f"{title}:", file=sys.stderr)
    for one in some[:SHOWN]:
        place = f"{one.origin.file}:{one.origin.line}" if one.origin.line else one.origin.file
        named = not one.field or one.message.startswith(one.field) or not one.origin.line
        field = "" if named else f"{one.field}: "
        print(f"  {place}: {field}{one.message} [{one.code}]", file=sys.stderr)
    if len(some) > SHOWN:
        print(f"  … and {len(some) - SHOWN} more (--json lists all)", file=sys.stderr)
