"""As whom the server runs: it refuses to run as root, and must reach what it runs."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from ordercore.errors import StoreError

LONGEST = 80
"""Characters of a folder for sockets; the path of a socket may have 107 on Linux, 103 on macOS."""


@attrs.frozen
class Account:
    """A user of this machine."""

    uid: int
    gid: int

    def reaches(self, path: Path) -> bool:
        """Tell whether this user may walk to a path; its own folders count too."""
        return all(self._enters(folder) for folder in (path, *path.parents))

    def _enters(self, folder: Path) -> bool:
        found = folder.stat()
        if found.st_uid == self.uid:
            return bool(found.st_mode & 0o100)
        return bool(found.st_mode & (0o010 if found.st_gid == self.gid else 0o001))

    def owns(self, path: Path) -> None:
        """Give a path, and all that is in it, to this user."""
        for each in (path, *path.rglob("*")):
            os.chown(each, self.uid, self.gid, follow_symlinks=False)


def account_to_drop_to() -> Account | None:
    """Give the user to become, or nobody when this process is not root.

    Raises:
        StoreError: when root is all there is.
    """
    if os.geteuid() != 0:
        return None
    import pwd

    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(found.pw_uid, found.pw_gid)
    raise StoreError("PostgreSQL", "it does not run as root, and there is no user but root")


def as_account(account: Account | None) -> Mapping[str, Any]:
    """Give the arguments by which :mod:`subprocess` becomes a user."""
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def make_folder(account: Account | None) -> Path:
    """Make a folder that is the account's alone, where it gets at it and sockets have short names.

    Raises:
        StoreError: when there is no such place.
    """
    for place in (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")):  # noqa: S108 - mkdtemp is safe there
        if len(str(place)) > LONGEST - 20 or not place.is_dir():
            continue
        if account is None or account.reaches(place):
            folder = Path(tempfile.mkdtemp(prefix="ordercore-pg-", dir=place))
            if account is not None:
                account.owns(folder)
            return folder
    raise StoreError("PostgreSQL", "there is no temporary folder that its user may enter")


def within_reach(binaries: Path, account: Account | None, folder: Path) -> Path:
    """Give the programs where the account may run them: copied into its folder if need be.

    What a wheel brings looks for its libraries in a folder beside the package.
    """
    if account is None or account.reaches(binaries):
        return binaries
    package = binaries.parent.parent
    libraries = package.with_name(f"{package.name}.libs")
    copied = folder / "programs"
    shutil.copytree(binaries.parent, copied / package.name / binaries.parent.name, symlinks=True)
    if libraries.is_dir():
        shutil.copytree(libraries, copied / libraries.name, symlinks=True)
    account.owns(copied)
    return copied / package.name / binaries.parent.name / binaries.name
