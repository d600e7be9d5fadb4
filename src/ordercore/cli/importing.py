"""``import``: adopt the orders, and then the returns, of files that a marketplace gave."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from attrs import evolve

from ordercore.cli.arguments import SELLER_HELP, STORE_HELP, zone_name
from ordercore.cli.console import Answer, amounts, amounts_text, print_json, print_table, progress
from ordercore.orders.world import WORLD, World
from ordercore.ports.source import Origin, Rejection, Remark
from ordercore.service.importing import ImportResult, import_orders

if TYPE_CHECKING:
    from ordercore.adapters.amazon import ReturnsResult

SHOWN = 20
"""Rejections and remarks printed for a person; ``--json`` gives all."""


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "import",
        help="adopt the orders and returns of marketplace files",
        description="Adopt the orders of files that a marketplace gave: each order is brought to "
        "where its file says it is, and then takes the returns of the others. Importing a file "
        "again changes nothing.",
    )
    command.add_argument("files", nargs="+", metavar="FILE", help="files to read")
    command.add_argument("--store", required=True, metavar="URL", help=STORE_HELP)
    command.add_argument("--seller", default="", metavar="NAME", help=SELLER_HELP)
    command.add_argument(
        "--format",
        choices=("auto", "amazon-orders", "sp-api", "amazon-returns", "fba-returns"),
        default="auto",
        help="amazon-orders: All Orders report (tab separated); "
        "sp-api: Selling Partner API orders (JSON); amazon-returns: returns to the seller (tab "
        "separated or XML); fba-returns: returns to Amazon; auto: look at each file",
    )
    command.add_argument(
        "--zone",
        type=zone_name,
        help="read times without an offset in this zone (else those of orders are refused, and "
        "those of returns are of the order's marketplace)",
    )
    command.add_argument(
        "--returned",
        choices=("sellable", "unsellable"),
        help="what carriers brought back to the seller is received, and can be sold again or not; "
        "without it, receiving is left to whoever looks at it",
    )
    command.add_argument(
        "--presume-delivered",
        action="store_true",
        help="take parcels that are underway for delivered when their buyer asked to return",
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
    from ordercore.adapters.amazon import import_returns, open_source, read_all_returns
    from ordercore.opening import open as open_desk

    pools = dict(arguments.pool)
    world = World(pools=pools) if pools else WORLD
    of_orders, of_returns = _parted(arguments.files, arguments.format)
    format = arguments.format if of_orders else "auto"
    sources = open_source(of_orders, format, zone=arguments.zone)
    desk = open_desk(arguments.store, world=world, seller=arguments.seller)
    returns = None
    with desk, progress("orders") as advance:
        result = import_orders(desk, sources, progress=advance)
        if of_returns:
            returns = import_returns(
                desk,
                read_all_returns(of_returns, arguments.format),
                zone=arguments.zone or "",
                sellable=arguments.returned and arguments.returned == "sellable",
                presumed=arguments.presume_delivered,
                progress=advance,
            )
            result = evolve(
                result,
                rejections=(*result.rejections, *returns.rejections),
                remarks=(*result.remarks, *returns.remarks),
            )
        # Whoever reads next has nothing to catch up with, and waits for nobody who writes.
        desk.catch_up()

    def tell() -> None:
        if arguments.json:
            print_json(_as_json(result, returns))
        else:
            _tell(result, returns)

    return not result.rejections, tell


def _parted(files: Sequence[str], format: str) -> tuple[list[str], list[str]]:
    """Part files of orders from files of returns; what is neither is told with the orders."""
    from ordercore.adapters.amazon import is_of_returns

    if format != "auto":
        return ([], list(files)) if format.endswith("-returns") else (list(files), [])
    returns = [file for file in files if is_of_returns(file)]
    return [file for file in files if file not in returns], returns


def _pool(text: str) -> tuple[str, str]:
    channel, _, pool = text.partition("=")
    if channel not in WORLD.channels or not pool or "/" in pool:
        raise argparse.ArgumentTypeError(f"{text!r} is not a channel and a pool such as MFN=main")
    return channel, pool


def _as_json(result: ImportResult, returns: "ReturnsResult | None") -> dict[str, Any]:
    counts = {} if returns is None else {"returns": dict(_counts(returns))}
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
        **counts,
    }  # fmt: skip


def _counts(returns: "ReturnsResult") -> list[tuple[str, int]]:
    names = ("returns", "units", "taken", "received", "changed", "unchanged", "waiting")
    return [(name, getattr(returns, name)) for name in names]


def _origin(origin: Origin) -> dict[str, Any]:
    return {"file": origin.file, "line": origin.line}


def _tell(result: ImportResult, returns: "ReturnsResult | None") -> None:
    changed = result.placed + result.advanced
    counts = [] if returns is None else _counts(returns)
    known = result.orders
    if returns is not None:
        changed += returns.taken + returns.received + returns.changed
        known += returns.returns
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
        *((f"returns {name}".removesuffix(" returns"), str(count)) for name, count in counts),
    ]
    print_table("Import", ("", ""), rows)
    if known and not changed:
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
