"""The contracts of import-linter in pyproject.toml: kept, and able to be broken."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import ordercore

HERE = Path(__file__).parents[1]
SOURCE = Path(ordercore.__file__).parent
MOST_LINES = 360
"""Nobody wants to read more than this at once; most files have about 90."""

LINT = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"

SETTINGS = """
[tool.importlinter]
root_package = "shop"
include_external_packages = true

[[tool.importlinter.contracts]]
name = "{name}"
type = "{type}"
{rest}
"""

DOWNWARD = SETTINGS.format(
    name="downward",
    type="layers",
    rest='containers = ["shop"]\nexhaustive = true\nlayers = ["service", "orders | stock"]',
)
INSIDE = SETTINGS.format(
    name="inside",
    type="forbidden",
    rest='source_modules = ["shop.orders"]\nforbidden_modules = ["sqlite3"]',
)


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the pyproject.toml of a folder."""
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def shop(folder: Path, settings: str, **modules: str) -> Path:
    """Write a tiny package with some modules."""
    (folder / "pyproject.toml").write_text(settings)
    package = folder / "shop"
    package.mkdir()
    for name, text in {"__init__": "", "orders": "", "stock": "", "service": "", **modules}.items():
        (package / f"{name}.py").write_text(text)
    return folder


def test_every_contract_is_kept() -> None:
    """Imports point downward, and from errors to queries nothing reaches out."""
    done = lint(HERE)

    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_every_contract_is_checked() -> None:
    """None of them is left out, and every name at the top has its layer."""
    with (HERE / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]

    assert [contract["id"] for contract in contracts] == ["layers", "inside"]
    assert f"{len(contracts)} kept" in lint(HERE).stdout
    layers = {name for row in contracts[0]["layers"] for name in row.split(" | ")}
    top = {path.stem for path in SOURCE.iterdir() if path.suffix == ".py" or path.is_dir()}
    assert layers == top - {"__init__", "__pycache__"}


@pytest.mark.parametrize(
    ("settings", "modules"),
    [
        (DOWNWARD, {"service": "from shop import orders, stock"}),
        (INSIDE, {"service": "import sqlite3", "orders": "import json"}),
    ],
    ids=["downward", "inside"],
)
def test_the_check_lets_pass_what_is_right(
    settings: str, modules: dict[str, str], tmp_path: Path
) -> None:
    """A small package that keeps to its contract is no failure."""
    done = lint(shop(tmp_path, settings, **modules))

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("settings", "modules", "told"),
    [
        (DOWNWARD, {"orders": "import shop.service"}, "shop.orders -> shop.service"),
        (DOWNWARD, {"orders": "import shop.stock"}, "shop.orders -> shop.stock"),
        (DOWNWARD, {"orders": "def later():\n    import shop.stock"}, "shop.orders -> shop.stock"),
        (DOWNWARD, {"unplaced": ""}, "unplaced"),
        (INSIDE, {"orders": "import sqlite3"}, "shop.orders -> sqlite3"),
        (INSIDE, {"orders": "import shop.stock", "stock": "import sqlite3"}, "sqlite3"),
    ],
    ids=["upward", "sideways", "inside a function", "without a place", "outside", "by a detour"],
)
def test_the_check_can_fail(
    settings: str, modules: dict[str, str], told: str, tmp_path: Path
) -> None:
    """A wrong import of a tiny package is found, wherever it stands, and named."""
    done = lint(shop(tmp_path, settings, **modules))

    assert done.returncode == 1, done.stdout + done.stderr
    assert told in done.stdout


def test_no_file_is_longer_than_one_reads() -> None:
    """A file that grows beyond it wants to be two."""
    long = {
        str(path.relative_to(SOURCE)): lines
        for path in SOURCE.rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }

    assert long == {}
