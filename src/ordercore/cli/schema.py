"""``schema``: the tables of a store as DDL, for hosts that run their own migrations."""

import argparse
from typing import Any

from ordercore.adapters.sql.migrations import FIRST
from ordercore.adapters.sql.schema import ddl, derived_ddl
from ordercore.cli.console import Answer


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "schema",
        help="print the tables of a store as DDL",
        description="Print what makes the tables of a store, or brings older ones up to date.",
    )
    command.add_argument("--dialect", choices=tuple(FIRST), required=True)
    command.add_argument(
        "--since",
        type=int,
        default=0,
        metavar="VERSION",
        help="the version of the tables that are there; without it there are none",
    )
    command.add_argument(
        "--derived",
        action="store_true",
        help="only what makes the derived tables anew, where a release has changed them",
    )
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Answer:
    """Print it."""
    if arguments.derived:
        text = derived_ddl(arguments.dialect)
    else:
        text = ddl(arguments.dialect, arguments.since)
    return True, lambda: print(text, end="")
