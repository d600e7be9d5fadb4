"""A Redis of one's own: started in a temporary folder, gone whatever ends the run.

A shell keeps it, and stops it when its standard input ends: when the block is left, and also when
the run is killed.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

KEEPER = """
exec 3<&0
"$@" </dev/null 3<&- >/dev/null 2>&1 &
server=$!
cat <&3 >/dev/null
kill -KILL "$server" 2>/dev/null
"""

LONGEST_START = 20.0
"""Seconds; it takes a fraction of one."""

PROGRAMS = ("redis-server", "valkey-server")


def program() -> str:
    """Find a server's program; without one the test is skipped, and fails in CI (see conftest)."""
    for name in PROGRAMS:
        found = shutil.which(name)
        if found is not None:
            return found
    reason = f"no {' or '.join(PROGRAMS)} on the path (Debian: apt-get install redis-server)"
    if os.environ.get("ORDERCORE_IN_CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def redis_server(*options: str) -> Iterator[str]:
    """Start a server on a socket in a temporary folder, and give its URL."""
    pytest.importorskip("redis")
    server = program()
    with TemporaryDirectory(prefix="redis-") as folder:
        path = Path(folder) / "socket"
        settings = ["--port", "0", "--unixsocket", str(path), "--dir", folder, "--save", ""]
        keeper = subprocess.Popen(
            ["/bin/sh", "-c", KEEPER, "keeper", server, *settings, *options],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            _await_ready(path)
            yield f"unix://{path}"
        finally:
            if keeper.stdin is not None:
                keeper.stdin.close()
            keeper.wait(10)


def _await_ready(path: Path) -> None:
    begun = time.monotonic()
    while time.monotonic() - begun < LONGEST_START:
        with suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(1)
            probe.connect(str(path))
            probe.sendall(b"PING\r\n")
            if probe.recv(16).startswith(b"+PONG"):
                return
        time.sleep(0.02)
    raise TimeoutError(f"no Redis after {LONGEST_START:.0f} s")
