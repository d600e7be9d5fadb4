"""``python -m ordercore …``: the command line."""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from ordercore.cli import (
    backtesting,
    checking,
    counting,
    diagram,
    exporting,
    finding,
    health,
    importing,
    moving,
    reporting,
    schema,
    worklisting,
)
from ordercore.errors import OrdercoreError

COMMANDS = (
    importing,
    finding,
    worklisting,
    reporting,
    health,
    counting,
    exporting,
    diagram,
    checking,
    backtesting,
    schema,
    moving,
)
"""Every command, as help lists them."""

DONE, REJECTED, UNUSABLE, STOPPED = 0, 1, 2, 130
"""Exit statuses: all well; something was rejected; nothing could be done; stopped by the user."""


def parser() -> argparse.ArgumentParser:
    """Describe every command and option."""
    top = argparse.ArgumentParser(
        prog="ordercore",
        description="Order management for people who sell.",
        epilog="Exit status: 0 all well, 1 something was rejected, 2 nothing could be done, "
        "130 stopped.",
    )
    top.add_argument("--version", action="version", version=f"ordercore {version('ordercore')}")
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for module in COMMANDS:
        module.add_to(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line and give its exit status."""
    _make_streams_safe()
    arguments = parser().parse_args(argv)
    status = UNUSABLE
    try:
        all_well, tell = arguments.run(arguments)
        status = DONE if all_well else REJECTED
        tell()
        sys.stdout.flush()
    except OrdercoreError as error:
        print(f"ordercore: {error}", file=sys.stderr)
    except OSError as error:
        # Nothing more can be said there, at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            print(f"ordercore: {error.strerror or error}", file=sys.stderr)
            return UNUSABLE
        # Whoever read has heard enough; what was done, and how it went, stays.
    except KeyboardInterrupt:
        print("ordercore: stopped; what was committed stays", file=sys.stderr)
        return STOPPED
    return status


def _make_streams_safe() -> None:
    """Let no closed stream and no character that it cannot write end a run."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
