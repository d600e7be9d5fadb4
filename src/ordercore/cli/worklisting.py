"""``due``: what must be done about the orders of a store, what costs most to miss first."""

import argparse
from pathlib import Path
from typing import Any

from ordercore.cli.arguments import SELLER_HELP, STORE_HELP, moment, whole_number, zone_name
from ordercore.cli.console import Answer, Entry, print_entries, print_json
from ordercore.cli.pages import write_page
from ordercore.kernel.actors import Actor
from ordercore.kernel.time import Instant, local
from ordercore.queries.worklist import KINDS, Proposal, Task

AT_ONCE = 50
"""Tasks that are told, where nobody says how many."""

EPILOG = "Kinds of tasks: " + ", ".join(sorted(KINDS)) + "."

HEAD = ("task", "whose", "by", "why", "command")
"""Columns of the list as a page; what is overdue is marked with !."""


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "due",
        help="list what must be done",
        description="List what must be done, by when, whose it is, why, and the command that does "
        "it: what costs most to miss comes first, and what is overdue is marked with !.",
        epilog=EPILOG,
    )
    command.add_argument("kinds", nargs="*", metavar="KIND", help="only such tasks")
    command.add_argument("--store", required=True, metavar="URL", help=STORE_HELP)
    command.add_argument("--seller", default="", metavar="NAME", help=SELLER_HELP)
    command.add_argument("--at", type=moment, metavar="TIME", help="as seen then (default: now)")
    command.add_argument(
        "--who", choices=[actor.value for actor in Actor], help="whose tasks (default: everybody's)"
    )
    command.add_argument(
        "--zone", type=zone_name, default="UTC", help="in which times are told (default: UTC)"
    )
    command.add_argument(
        "--placed-from", type=moment, metavar="TIME", help="leave out orders placed before"
    )
    command.add_argument(
        "--limit", type=whole_number, default=AT_ONCE, metavar="N", help=f"(default: {AT_ONCE})"
    )
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.add_argument("--html", type=Path, metavar="FILE", help="write the list as a page")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Answer:
    """List it; all is well although something is to be done."""
    from ordercore.adapters.system import SystemClock
    from ordercore.opening import open as open_desk

    at: Instant = arguments.at or SystemClock().now()
    with open_desk(arguments.store, must_exist=True, seller=arguments.seller) as desk:
        found = desk.due(
            at=at,
            zone=arguments.zone,
            who=arguments.who,
            kinds=arguments.kinds or None,
            placed_from=arguments.placed_from,
            limit=arguments.limit + 1,
        )
    page, more = found[: arguments.limit], len(found) > arguments.limit
    if arguments.html is not None:
        rows = [_row(task, at, arguments.zone) for task in page]
        write_page(arguments.html, _title(at, arguments.zone), HEAD, rows)

    def tell() -> None:
        if arguments.json:
            print_json({"due": [_as_json(task, at) for task in page], "more": more})
        else:
            _tell(page, at, arguments.zone, more=more)

    return True, tell


def _as_json(task: Task, at: Instant) -> dict[str, Any]:
    return {
        "what": task.what,
        "id": task.id,
        "order": task.order_id,
        "sku": task.sku,
        "pool": task.pool,
        "by": None if task.by is None else task.by.isoformat(),
        "overdue": task.is_overdue(at),
        "who": task.who.value,
        "why": _why(task, "UTC"),
        "weight": task.at_stake.weight,
        "loss": task.at_stake.loss.value,
        "command": _command(task.command),
        "others": [_command(some) for some in task.others],
    }


def _command(proposal: Proposal) -> dict[str, Any]:
    return {
        "name": proposal.kind.__name__,
        "text": str(proposal),
        "missing": list(proposal.missing),
    }


def _tell(page: tuple[Task, ...], at: Instant, zone: str, *, more: bool) -> None:
    entries = [
        Entry(
            f"{_moment(task.by, zone)}  {task.who.value:<11}  {task.id}",
            [_why(task, zone), " | ".join(map(str, (task.command, *task.others)))],
            urgent=task.is_overdue(at),
        )
        for task in page
    ]
    print_entries(_title(at, zone), entries)
    if not page:
        print("  nothing")
    if more:
        print(f"There is more: --limit {len(page) * 2}")


def _title(at: Instant, zone: str) -> str:
    return f"Due ({zone}), as of {_moment(at, zone)}"


def _row(task: Task, at: Instant, zone: str) -> tuple[str, ...]:
    by = _moment(task.by, zone).strip() + (" !" if task.is_overdue(at) else "")
    return task.id, task.who.value, by, _why(task, zone), str(task.command)


def _why(task: Task, zone: str) -> str:
    from ordercore.i18n import clause_sentence

    return clause_sentence(task.why, zone=zone)


def _moment(at: Instant | None, zone: str) -> str:
    return "-".ljust(16) if at is None else local(at, zone).strftime("%Y-%m-%d %H:%M")
