"""``orders``: the orders of a store that a filter means."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ordercore.cli.arguments import SELLER_HELP, STORE_HELP, moment, whole_number, zone_name
from ordercore.cli.console import Answer, print_json, print_table
from ordercore.cli.pages import write_page
from ordercore.cli.report_files import write_text
from ordercore.errors import InvalidValue
from ordercore.kernel.money import decimal_text
from ordercore.kernel.time import Instant, local
from ordercore.orders.state import Order
from ordercore.queries.faceting import Facets, countable
from ordercore.queries.filtering import FIELDS, SavedView

AT_ONCE = 50
"""Orders on a page, where nobody says how many."""

HEAD = ("order", "placed", "status", "channel", "ship by", "units", "total")

EPILOG = "Fields: " + ", ".join(sorted(FIELDS)) + "."


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "orders",
        help="find orders of a store",
        description="Find the orders that a filter means, by placement; all of them without one. "
        "Examples: status:unshipped ship_by<tomorrow -is:held; or, by the name of a view, @late",
        epilog=EPILOG,
    )
    command.add_argument("filter", nargs="*", metavar="FILTER", help="what is asked for")
    command.add_argument("--store", required=True, metavar="URL", help=STORE_HELP)
    command.add_argument("--seller", default="", metavar="NAME", help=SELLER_HELP)
    command.add_argument("--at", type=moment, metavar="TIME", help="as seen then (default: now)")
    command.add_argument(
        "--zone", type=zone_name, default="UTC", help="whose days are meant (default: UTC)"
    )
    command.add_argument("--after", metavar="ORDER", help="the last order of the page before")
    command.add_argument(
        "--limit",
        type=whole_number,
        default=AT_ONCE,
        metavar="N",
        help=f"orders (default: {AT_ONCE})",
    )
    command.add_argument(
        "--views", action="store_true", help="list the views that a filter may name, and no orders"
    )
    command.add_argument(
        "--facets",
        type=_fields,
        metavar="FIELDS",
        help="count the orders by the words of fields, such as status,channel, and list none",
    )
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.add_argument("--html", type=Path, metavar="FILE", help="write the table as a page")
    command.add_argument(
        "--flat-file",
        type=Path,
        metavar="FILE",
        help="write them all as Amazon's All Orders report, whatever the limit, and print none",
    )
    command.set_defaults(run=run)


def _fields(text: str) -> tuple[str, ...]:
    names = [name.strip() for name in text.split(",")]
    try:
        return tuple([field.name for field in countable(names)])
    except InvalidValue as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def run(arguments: argparse.Namespace) -> Answer:
    """Find them; it cannot go half wrong."""
    from ordercore.opening import open as open_desk

    with open_desk(arguments.store, must_exist=True, seller=arguments.seller) as desk:
        if arguments.views:
            return _listed(desk.views(), as_json=arguments.json)
        if arguments.facets:
            facets = desk.facets(
                " ".join(arguments.filter),
                by=arguments.facets,
                at=arguments.at,
                zone=arguments.zone,
            )
            return _counted(facets, as_json=arguments.json)
        found = desk.find(
            " ".join(arguments.filter),
            at=arguments.at,
            zone=arguments.zone,
            after=arguments.after,
            limit=arguments.limit + 1 if arguments.flat_file is None else None,
        )
    if arguments.flat_file is not None:
        return True, _flat_file(found, arguments.flat_file)
    page, more = found[: arguments.limit], len(found) > arguments.limit

    if arguments.html is not None:
        rows = [_row(order, arguments.zone) for order in page]
        write_page(arguments.html, f"Orders ({arguments.zone})", HEAD, rows)

    def tell() -> None:
        if arguments.json:
            print_json({"orders": [_as_json(order) for order in page], "more": more})
        else:
            _tell(page, arguments.zone, more=more)

    return True, tell


def _listed(views: tuple[SavedView, ...], *, as_json: bool) -> Answer:
    rows = [{"name": view.name, "filter": view.filter, "says": view.says} for view in views]

    def tell() -> None:
        if as_json:
            print_json({"views": rows})
            return
        for row in rows:
            print(f"@{row['name']}: {row['filter']}" + (f" ({row['says']})" if row["says"] else ""))

    return True, tell


def _counted(facets: Facets, *, as_json: bool) -> Answer:
    def tell() -> None:
        if as_json:
            print_json({"facets": facets})
            return
        for field, counts in facets.items():
            rows = [(word, str(orders)) for word, orders in counts.items()]
            print_table(f"Orders by {field}", (field, "orders"), rows)

    return True, tell


def _as_json(order: Order) -> dict[str, Any]:
    return {
        "id": order.id,
        "placed": order.terms.placed_at.isoformat(),
        "status": order.status.value,
        "payment": order.payment_axis.value,
        "delivery": order.delivery.value,
        "returns": order.returns_axis.value,
        "channel": order.terms.channel,
        "marketplace": order.terms.marketplace,
        "ship_by": None if order.ship_by is None else order.ship_by.isoformat(),
        "tags": list(order.tags),
        "units": sum(line.quantity for line in order.lines),
        "total": _total(order) or None,
        "currency": order.currency,
    }


def _total(order: Order) -> str:
    charged = [line.charges for line in order.lines if line.charges is not None]
    if not charged or len(charged) < len(order.lines):
        return ""
    return decimal_text(sum(some.total for some in charged), charged[0].currency)


def _tell(page: tuple[Order, ...], zone: str, *, more: bool) -> None:
    rows = [_row(order, zone) for order in page]
    print_table(f"Orders ({zone})", HEAD, rows)
    if more:
        print(f"There are more: --after {page[-1].id}")


def _row(order: Order, zone: str) -> tuple[str, ...]:
    return (
        order.id,
        _moment(order.terms.placed_at, zone),
        order.status.value,
        order.terms.channel,
        _moment(order.ship_by, zone),
        str(sum(line.quantity for line in order.lines)),
        f"{_total(order)} {order.currency}" if _total(order) else "-",
    )


def _moment(at: Instant | None, zone: str) -> str:
    return "-" if at is None else local(at, zone).strftime("%Y-%m-%d %H:%M")


def _flat_file(found: tuple[Order, ...], path: Path) -> Callable[[], None]:
    from ordercore.adapters.amazon import all_orders_report

    write_text(path, all_orders_report(found))
    return lambda: print(f"Written: {path} ({len(found)} orders)")
