"""``move``: a store in a SQLite file, copied into PostgreSQL."""

import argparse
from pathlib import Path
from typing import Any

from ordercore.cli.console import Answer, print_json


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "move",
        help="copy a store from a SQLite file into PostgreSQL",
        description="Copy everything that a SQLite file keeps, of every seller, into an empty "
        "store on PostgreSQL: whole or not at all. Let nobody write meanwhile; the file stays.",
    )
    command.add_argument("file", type=Path, metavar="FILE", help="the file of the store")
    command.add_argument("--to", required=True, metavar="URL", help="postgresql://user@host/db")
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Answer:
    """Copy it."""
    from ordercore.adapters.sql.moving import copy_to_postgres

    rows = dict(copy_to_postgres(arguments.file, arguments.to))

    def tell() -> None:
        if arguments.json:
            print_json({"rows": rows})
        else:
            print("\n".join(f"{name}: {count}" for name, count in rows.items()))

    return True, tell
