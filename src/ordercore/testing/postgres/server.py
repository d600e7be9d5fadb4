"""A throw-away server: made, kept by a small process of its own, and swept away.

The keeper is a shell that starts the server, waits until its standard input ends, stops the
server, and removes the folder. Its input is a pipe of ours: it ends when the block is left and
also when this process is killed, so that no server outlives the run it was made for.
"""

import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from ordercore.errors import StoreError
from ordercore.testing.postgres.account import (
    Account,
    account_to_drop_to,
    as_account,
    make_folder,
    within_reach,
)
from ordercore.testing.postgres.binaries import find_binaries

URL_VARIABLE = "ORDERCORE_PG_URL"

LONGEST_START = 30.0
LONGEST_STOP = 10.0
"""Seconds; both take a fraction of one unless the machine is very busy."""

SHORTCUTS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""What makes tests quick, and loses data when the machine (not the server) goes down."""

KEEPER = """
folder=$1; shift
trap '' INT HUP
trap 'kill -QUIT "$server" 2>/dev/null' TERM
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
{ cat >/dev/null; kill -QUIT "$server"; } <&3 >/dev/null 2>&1 &
exec 3<&-
wait "$server"
while kill -0 "$server" 2>/dev/null; do wait "$server"; done
rm -rf -- "$folder"
"""


@contextmanager
def postgres(
    *,
    tcp: bool = False,
    durable: bool = False,
    settings: Mapping[str, str] | None = None,
    binaries: Path | None = None,
) -> Generator[str]:
    """Start a server in a temporary folder, give its URL, and stop it whatever happens.

    The URL names the superuser and the database ``postgres``.
    The server listens on a socket in a folder that only its user may enter; with ``tcp`` also on
    a free port of this machine alone, with a password, and the URL is of that.
    ``durable`` keeps the safety (and the cost) of a real server's disk writes; ``settings`` are
    further lines of its configuration.
    Run as root, it becomes ``postgres`` or ``nobody``.

    Where ``ORDERCORE_PG_URL`` is set, and no ``binaries`` are given, that server is given instead,
    as it is: the arguments do nothing to it, and it is not stopped.

    Raises:
        StoreError: when there are no programs of PostgreSQL, or the server does not start.
    """
    given = os.environ.get(URL_VARIABLE)
    if given and binaries is None:
        yield given
        return
    if os.name != "posix":
        raise StoreError("PostgreSQL", f"started on POSIX systems only; set {URL_VARIABLE}")
    found = binaries or find_binaries()
    account = account_to_drop_to()
    folder = make_folder(account)
    try:
        programs = within_reach(found, account, folder)
        password = secrets.token_urlsafe(16)
        _make_cluster(programs, folder, account, password)
        port = _free_port() if tcp else 5432
        chosen = {
            "listen_addresses": "127.0.0.1" if tcp else "",
            "port": str(port),
            "unix_socket_directories": str(folder),
            **({} if durable else SHORTCUTS),
            **(settings or {}),
        }
        with _kept(programs, folder, account, chosen):
            if tcp:
                yield f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"
            else:
                yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _environment() -> Mapping[str, str]:
    """Give the environment without what would lead PostgreSQL's programs elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C"}


def _make_cluster(programs: Path, folder: Path, account: Account | None, password: str) -> None:
    """Make the files of an empty server."""
    secret = folder / "password"
    secret.touch(mode=0o600)
    secret.write_text(password, encoding="ascii")
    if account is not None:
        account.owns(secret)
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program
        [
            programs / "initdb",
            f"--pgdata={folder / 'data'}",
            "--username=postgres",
            f"--pwfile={secret}",
            "--auth-local=trust",  # the folder of the socket keeps others out
            "--auth-host=scram-sha-256",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync",
        ],
        cwd=folder,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
        **as_account(account),
    )
    if done.returncode != 0:
        raise StoreError("PostgreSQL", f"initdb failed: {done.stderr.strip()}")


@contextmanager
def _kept(
    programs: Path, folder: Path, account: Account | None, settings: Mapping[str, str]
) -> Generator[None]:
    """Run the server under its keeper."""
    options = [text for name, value in settings.items() for text in ("-c", f"{name}={value}")]
    server = [str(programs / "postgres"), "-D", str(folder / "data"), *options]
    # A file without a name: it outlives the folder, and nobody waits for its end, as of a pipe.
    with TemporaryFile() as log:
        keeper = subprocess.Popen(  # noqa: S603 - our own script
            ["/bin/sh", "-c", KEEPER, "keeper", str(folder), *server],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            cwd=folder,
            env=_environment(),
            start_new_session=True,  # else Ctrl-C in a terminal would reach the server before us
            **as_account(account),
        )
        try:
            _await_ready(keeper, folder, log)
            yield
        finally:
            _stop(keeper)


def _await_ready(keeper: subprocess.Popen[Any], folder: Path, log: IO[bytes]) -> None:
    """Wait until the server says in its own lock file that it takes connections."""
    begun = time.monotonic()
    while time.monotonic() - begun < LONGEST_START:
        try:
            lines = (folder / "data" / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            lines = []
        if len(lines) >= 8 and lines[7].strip() == "ready":
            return
        if keeper.poll() is not None:
            raise StoreError("PostgreSQL", f"the server did not start: {_told(log)}")
        time.sleep(0.01)
    raise StoreError("PostgreSQL", f"not ready after {LONGEST_START:.0f} s: {_told(log)}")


def _told(log: IO[bytes]) -> str:
    """Give what the server said."""
    log.seek(0)
    return log.read().decode(errors="replace").strip()


def _stop(keeper: subprocess.Popen[Any]) -> None:
    """Tell the keeper to stop the server at once, and wait until it has."""
    if keeper.stdin is not None:
        keeper.stdin.close()
    keeper.terminate()  # a forked child of ours may still hold the pipe open
    try:
        keeper.wait(LONGEST_STOP)
    except subprocess.TimeoutExpired:
        os.killpg(keeper.pid, 9)
        keeper.wait()


def _free_port() -> int:
    """Let the system choose a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
