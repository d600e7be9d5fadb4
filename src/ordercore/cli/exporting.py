"""``export``: what is counted of a store's orders as Parquet files, for engines of any size."""

import argparse
from pathlib import Path
from typing import Any

from ordercore.cli.arguments import SELLER_HELP, STORE_HELP
from ordercore.cli.console import Answer, print_json


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "export",
        help="write what is counted of orders as Parquet files",
        description="Write the derived rows of a store, of which reports and account health are "
        "made, as Parquet files: DuckDB, Spark and whatever reads columns ask them the same "
        "questions. What has changed since they were made is caught up with first.",
    )
    command.add_argument("--store", required=True, metavar="URL", help=STORE_HELP)
    command.add_argument("--seller", default="", metavar="NAME", help=SELLER_HELP)
    command.add_argument("--to", required=True, type=Path, metavar="FOLDER", help="where to")
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Answer:
    """Write them; a file is there when it is whole."""
    from ordercore.adapters.columns import export_columns
    from ordercore.opening import open as open_desk

    with open_desk(arguments.store, must_exist=True, seller=arguments.seller) as desk:
        paths = export_columns(desk.store, arguments.to, seller=arguments.seller)

    def tell() -> None:
        if arguments.json:
            print_json({"files": [str(path) for path in paths]})
        else:
            print("\n".join(f"Written: {path}" for path in paths))

    return True, tell
