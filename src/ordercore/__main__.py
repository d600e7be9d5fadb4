"""``python -m ordercore …``: the command line."""

import argparse
import os
import sys
from collections.abc import Sequence

from ordercore.cli import diagram, importing, reporting
from ordercore.errors import OrdercoreError

DONE, REJECTED, UNUSABLE = 0, 1, 2
"""Exit statuses: all well; something was rejected; nothing could be done."""


def parser() -> argparse.ArgumentParser:
    """Describe every command and option."""
    top = argparse.ArgumentParser(
        prog="ordercore",
        description="Order management for people who sell.",
        epilog="Exit status: 0 all well, 1 something was rejected, 2 nothing could be done.",
    )
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for module in (importing, reporting, diagram):
        module.add_to(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line and give its exit status."""
    arguments = parser().parse_args(argv)
    try:
        all_well = arguments.run(arguments)
        sys.stdout.flush()
    except OrdercoreError as error:
        print(f"ordercore: {error}", file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:
        # Whoever read our output has heard enough; say nothing more, at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        print("ordercore: stopped; what was committed stays", file=sys.stderr)
        return UNUSABLE
    return DONE if all_well else REJECTED


if __name__ == "__main__":
    sys.exit(main())
