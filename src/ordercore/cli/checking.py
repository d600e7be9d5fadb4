"""``check``: prove that the tables and the code agree, a store, a return policy, or words."""

import argparse
import gc
from typing import TYPE_CHECKING, Any

from ordercore.cli import auditing, proving, spelling
from ordercore.cli.arguments import SELLER_HELP, STORE_HELP, moment
from ordercore.cli.console import Answer, print_json, print_table, progress
from ordercore.cli.naming import named_world
from ordercore.orders.world import WORLD

if TYPE_CHECKING:
    from ordercore.testing.sweep import Finding, Report, Row

SHOWN = 20
"""Findings printed for a person; ``--json`` gives all."""


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "check",
        help="prove that the tables and the code agree, or that a store is sound",
        description="Explore everything that can become of small orders, and prove that it keeps "
        "to the tables: lifecycles, rules, refusals, events, and no dead ends. With --store, work "
        "out every figure of a store again from its events instead, and list what differs; with "
        "--policy, prove a return policy; with --words, catalogues of notices.",
    )
    command.add_argument("--store", metavar="URL", help=f"audit a store instead: {STORE_HELP}")
    command.add_argument("--seller", default="", metavar="NAME", help=SELLER_HELP)
    command.add_argument(
        "--forgotten-before",
        type=moment,
        metavar="TIME",
        help="with --store: what was delivered of events before then may have been forgotten",
    )
    command.add_argument(
        "--policy",
        metavar="MODULE:NAME",
        help="prove this ReturnPolicy instead, such as shop.settings:RETURNS",
    )
    command.add_argument(
        "--words",
        metavar="FOLDER",
        help="prove catalogues of notices instead, such as a folder with sv.po",
    )
    command.add_argument(
        "--world",
        metavar="MODULE:NAME",
        help="check the tables of this World, such as shop.settings:WORLD, instead of ours",
    )
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Answer:
    """Check; all is well when nothing was found."""
    if arguments.store is not None:
        return auditing.run(arguments)
    if arguments.policy is not None:
        return proving.run(arguments)
    if arguments.words is not None:
        return spelling.run(arguments)
    from ordercore.testing.sweep import check

    world = WORLD if arguments.world is None else named_world(arguments.world)
    with progress("situations") as advance:
        # Whatever a sweep makes it keeps, so looking for what can be let go only costs time.
        gc.disable()
        try:
            report = check(world, progress=advance)
        finally:
            gc.enable()

    def tell() -> None:
        if arguments.json:
            print_json(_as_json(report))
        else:
            _tell(report)

    return report.is_well, tell


def _as_json(report: "Report") -> dict[str, Any]:
    return {
        "well": report.is_well,
        "sweeps": [_row_as_json(row) for row in report.rows],
        "total": _row_as_json(report.total),
        "findings": [_finding_as_json(finding) for finding in report.findings],
        "notes": [_finding_as_json(note) for note in report.notes],
    }


def _row_as_json(row: "Row") -> dict[str, Any]:
    return {
        "name": row.name,
        "situations": row.situations,
        "tried": row.tried,
        "accepted": row.accepted,
        "refused": row.refused,
        "seconds": round(row.seconds, 3),
    }


def _finding_as_json(finding: "Finding") -> dict[str, str]:
    return {"code": finding.code, "what": finding.what, "example": finding.example}


def _tell(report: "Report") -> None:
    head = ("explored", "situations", "commands", "accepted", "refused", "seconds")
    print_table(
        "Tables and code", head, [_cells(row) for row in report.rows], total=_cells(report.total)
    )
    _list("Found", report.findings)
    _list("To note, of what is ours", report.notes)
    if report.is_well:
        print("The tables and the code agree, and nothing ends dead.")


def _cells(row: "Row") -> tuple[str, ...]:
    counts = (row.situations, row.tried, row.accepted, row.refused)
    return (row.name, *[f"{count:,}" for count in counts], f"{row.seconds:.1f}")


def _list(title: str, told: "tuple[Finding, ...]") -> None:
    if not told:
        return
    print(f"{title}:")
    for finding in told[:SHOWN]:
        example = finding.example
        shown = f"{example[:200]}…" if len(example) > 200 else example
        print(f"  {finding.what} [{finding.code}]" + (f"\n    {shown}" if shown else ""))
    if len(told) > SHOWN:
        print(f"  … and {len(told) - SHOWN} more (--json lists all)")
