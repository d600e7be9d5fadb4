"""The throw-away PostgreSQL: it starts, is found where it is, and never outlives its block."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ordercore.errors import InvalidValue, StoreError
from ordercore.testing.postgres import account, binaries, database, find_binaries, postgres
from ordercore.testing.postgres.account import Account, within_reach

PROGRAM = Path(__file__).with_name("postgres_runs.py")

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives up being root")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, postgres_server: str) -> None:
    """Leave the test to a server of its own; skipped or failed as the shared one is."""
    monkeypatch.delenv("ORDERCORE_PG_URL", raising=False)
    try:
        find_binaries()
    except StoreError as error:
        pytest.skip(str(error))


def _folder(url: str) -> Path:
    return Path(url.partition("?host=")[2])


def _ask(url: str, question: str) -> object:
    import psycopg

    with psycopg.connect(url) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def _gone(folder: Path, within: float = 10.0) -> bool:
    """Tell whether a server's folder, and with it the server, goes away soon."""
    until = time.monotonic() + within
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.02)
    return not folder.exists()


def _programs(folder: Path, version: str = "16.1") -> Path:
    """Write what looks like PostgreSQL's programs."""
    folder.mkdir(parents=True)
    for name in ("initdb", "postgres"):
        (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.mark.usefixtures("server")
def test_a_server_answers_and_is_gone_after_its_block() -> None:
    """Its folder, its files and its processes."""
    with postgres() as url:
        folder = _folder(url)
        pid = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])

        assert _ask(url, "SELECT 40 + 2") == 42

    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.usefixtures("server")
def test_it_listens_to_nobody_but_its_own_user() -> None:
    """No TCP port, and a folder closed to others."""
    with postgres() as url:
        assert _ask(url, "SHOW listen_addresses") == ""
        assert _folder(url).stat().st_mode & 0o777 == 0o700


@pytest.mark.usefixtures("server")
def test_a_port_is_asked_for_and_wants_the_password() -> None:
    """Other users of the machine see the port, and cannot use it."""
    import psycopg

    with postgres(tcp=True) as url:
        user, _, place = url.partition("@")
        assert place.startswith("127.0.0.1:")
        assert _ask(url, "SELECT 1") == 1
        with pytest.raises(psycopg.OperationalError, match="password"):
            _ask(f"{user.rpartition(':')[0]}:wrong@{place}", "SELECT 1")


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(("durable", "fsync"), [(False, "off"), (True, "on")])
def test_disk_writes_are_as_safe_as_asked(durable: bool, fsync: str) -> None:
    """Quick unless durable; other settings stand beside it."""
    with postgres(durable=durable, settings={"max_connections": "7"}) as url:
        assert _ask(url, "SHOW fsync") == fsync
        assert _ask(url, "SHOW max_connections") == "7"


@pytest.mark.usefixtures("server")
def test_two_servers_stand_side_by_side() -> None:
    """As test workers want them."""
    with postgres() as one, postgres() as other:
        assert _ask(one, "SHOW data_directory") != _ask(other, "SHOW data_directory")


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_an_error_in_the_block_stops_the_server(error: type[BaseException]) -> None:
    """And reaches whoever wrote the block, also when it is Ctrl-C."""
    block = postgres()
    folder = _folder(block.__enter__())
    assert folder.exists()

    with pytest.raises(error):
        block.gen.throw(error())

    assert not folder.exists()


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_server_outlives_a_run_that_is_killed(number: signal.Signals) -> None:
    """The keeper sees the end of its pipe, and stops what it keeps."""
    run = subprocess.Popen([sys.executable, PROGRAM, "wait"], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    folder = _folder(run.stdout.readline().strip())
    assert folder.exists()

    run.send_signal(number)
    run.communicate()

    assert _gone(folder)


@pytest.mark.usefixtures("server")
def test_a_forked_child_does_not_keep_the_server_alive() -> None:
    """It has the pipe too, so the keeper is also told by a signal."""
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, PROGRAM, "leaving a child"], capture_output=True, text=True, check=True
    )

    assert not _folder(done.stdout.strip()).exists()
    assert time.monotonic() - begun < 9


@pytest.mark.usefixtures("server")
def test_a_server_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """In its own words, and leaves nothing behind."""
    made: list[Path] = []

    def noted(owner: Account | None) -> Path:
        made.append(account.make_folder(owner))
        return made[-1]

    monkeypatch.setattr("ordercore.testing.postgres.server.make_folder", noted)
    block = postgres(settings={"max_connections": "x"})

    with pytest.raises(StoreError, match="max_connections"):
        block.__enter__()

    assert [folder.exists() for folder in made] == [False]


@pytest.mark.usefixtures("server")
@AS_ROOT
def test_root_becomes_another_user() -> None:
    """PostgreSQL refuses to run as root."""
    with postgres() as url:
        assert _folder(url).stat().st_uid != 0
        assert (_folder(url) / "data" / "postmaster.pid").stat().st_uid != 0


def test_a_server_that_is_named_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is started."""
    monkeypatch.setenv("ORDERCORE_PG_URL", "postgresql://somebody@far/away")
    monkeypatch.setenv("PATH", "")

    with postgres() as url:
        assert url == "postgresql://somebody@far/away"


def test_programs_in_the_path_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through links, to the folder that they are really in."""
    real = _programs(tmp_path / "real" / "bin")
    (tmp_path / "postgres").symlink_to(real / "postgres")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert find_binaries() == real


def test_debians_newest_comes_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By number: 16 is newer than 9.6."""
    for version in ("9.6", "15", "16"):
        _programs(tmp_path / version / "bin")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(binaries, "DEBIAN", tmp_path)

    assert find_binaries() == tmp_path / "16" / "bin"


def test_what_pg_config_names_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For servers in folders of their own."""
    real = _programs(tmp_path / "elsewhere")
    told = tmp_path / "path" / "pg_config"
    told.parent.mkdir()
    told.write_text(f"#!/bin/sh\necho '{real}'\n")
    told.chmod(0o755)
    monkeypatch.setenv("PATH", str(told.parent))
    monkeypatch.setattr(binaries, "DEBIAN", tmp_path / "none")

    assert find_binaries() == real


def test_a_package_is_the_last_resort(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its programs are found without importing it."""
    package = tmp_path / "wheel_of_postgres"
    real = _programs(package / "pginstall" / "bin")
    (package / "__init__.py").write_text("raise ImportError('not to be imported')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(binaries, "DEBIAN", tmp_path / "none")
    monkeypatch.setattr(binaries, "WHEEL", package.name)

    assert find_binaries() == real


def test_it_says_where_it_looked_in_vain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too old is told too, and what to do about it."""
    _programs(tmp_path / "13" / "bin", version="13.2")
    (tmp_path / "17" / "bin").mkdir(parents=True)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(binaries, "DEBIAN", tmp_path)
    monkeypatch.setattr(binaries, "WHEEL", "no_such_package")

    with pytest.raises(StoreError) as caught:
        find_binaries()

    told = str(caught.value)
    assert "version 13, older than 15" in told
    assert "17/bin has no initdb and postgres" in told
    assert "ORDERCORE_PG_URL" in told


@AS_ROOT
def test_programs_out_of_reach_are_copied(tmp_path: Path) -> None:
    """With the libraries beside them; a folder that the account may not enter stays closed."""
    closed = tmp_path / "closed"
    real = _programs(closed / "package" / "server" / "bin")
    (closed / "package.libs").mkdir()
    (closed / "package.libs" / "libpq.so").touch()
    closed.chmod(0o700)
    folder = tmp_path / "given"
    folder.mkdir()

    found = within_reach(real, Account(65534, 65534), folder)

    assert found == folder / "programs" / "package" / "server" / "bin"
    assert (found / "../../../package.libs/libpq.so").exists()
    assert (found / "initdb").stat().st_uid == 65534
    assert closed.stat().st_mode & 0o777 == 0o700
    assert within_reach(real, None, folder) == real


@AS_ROOT
def test_a_temporary_folder_out_of_reach_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one whose name is too long for a socket."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    nobody = Account(65534, 65534)
    for place in (closed, tmp_path / ("x" * 100)):
        monkeypatch.setattr("tempfile.gettempdir", lambda place=place: str(place))
        folder = account.make_folder(nobody)
        try:
            assert folder.parent == Path("/tmp")  # noqa: S108 - where it fell back to
            assert folder.stat().st_uid == 65534
        finally:
            shutil.rmtree(folder)


def test_a_database_is_a_blocks_own(postgres_server: str) -> None:
    """Two of one server share nothing, a copy begins with its template, and all go away."""
    names = "SELECT count(*) FROM pg_database WHERE datname = '{}'"
    with database(postgres_server) as one:
        import psycopg

        with psycopg.connect(one) as connection:
            connection.execute("CREATE TABLE kept (n int)")
        with database(postgres_server) as other:
            assert _ask(other, "SELECT to_regclass('kept')") is None
        name = str(_ask(one, "SELECT current_database()"))
        with database(postgres_server, template=name) as copy:
            assert _ask(copy, "SELECT to_regclass('kept')::text") == "kept"
            open_still = psycopg.connect(copy)
        with pytest.raises(psycopg.OperationalError):
            open_still.execute("SELECT 1")
        open_still.close()

    assert _ask(postgres_server, names.format(name)) == 0


def test_a_database_wants_a_url() -> None:
    """Words with spaces are no URL."""
    pytest.importorskip("psycopg")
    with pytest.raises(InvalidValue, match="server"), database("host=/tmp dbname=postgres"):
        raise AssertionError


def test_each_worker_has_a_database_of_its_own(postgres_url: str) -> None:
    """The one that the fixture gives is empty and not the server's own."""
    assert str(_ask(postgres_url, "SELECT current_database()")).startswith("ordercore_")


@pytest.mark.parametrize(("ci", "outcome"), [("", "skipped"), ("1", "errors")])
def test_no_server_skips_here_and_fails_in_ci(ci: str, outcome: str, tmp_path: Path) -> None:
    """With the reason, either way."""
    hidden = tmp_path / "hidden.py"
    hidden.write_text(
        "from pathlib import Path\n"
        "from ordercore.testing.postgres import binaries\n"
        "binaries.DEBIAN = Path('/none')\n"
        "binaries.WHEEL = 'no_such_package'\n"
    )
    root = Path(__file__).parents[2]
    chosen = f"{Path(__file__)}::test_each_worker_has_a_database_of_its_own"
    environment = {"PATH": "", "CI": ci, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "hidden", "-p", "no:cacheprovider", chosen],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert f"1 {outcome[:5]}" in done.stdout
    assert "no server to be had" in done.stdout or "psycopg is not installed" in done.stdout
    assert done.returncode == (1 if ci else 0)
