"""The direction of imports, and what each layer may know of the world."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import ordercore

ROOT = Path(ordercore.__file__).parent

LAYERS: tuple[tuple[str, ...], ...] = (
    ("errors",),
    ("kernel",),
    ("channels", "shipping", "returns", "inventory", "conversations"),
    ("orders",),
    ("flows", "notices", "metrics", "queries"),
    ("ports",),
    ("service",),
    ("adapters", "i18n"),
    ("opening", "testing"),
    ("cli",),
    ("__main__",),
)
"""From the ground up; what stands side by side does not know its neighbours."""

RANK = {name: rank for rank, row in enumerate(LAYERS) for name in row}

DOMAIN = frozenset(name for row in LAYERS[:5] for name in row)

OUTSIDE = frozenset(
    {
        "asyncio", "concurrent", "ctypes", "email", "fcntl", "glob", "hashlib", "http", "io",
        "locale", "logging", "msgspec", "multiprocessing", "os", "pathlib", "pickle", "platform",
        "psycopg", "queue", "random", "secrets", "select", "shelve", "shutil", "signal", "smtplib",
        "socket", "sqlalchemy", "sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading",
        "time", "urllib", "uuid", "warnings", "zoneinfo",
    }
)  # fmt: skip
"""What reaches out of the process, keeps hidden state, or gives another answer each time."""

CLOCKS = frozenset({"now", "today", "utcnow", "localtime", "time_ns", "monotonic"})

VAGUE = frozenset({"utils", "helpers", "common", "base", "manager", "misc"})

MODULES = sorted(path for path in ROOT.rglob("*.py") if ".mypy_cache" not in path.parts)

DOMAIN_MODULES = [
    path for path in MODULES if path.relative_to(ROOT).parts[0].split(".")[0] in DOMAIN
]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _layer(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _for_types_only(tree: ast.Module) -> set[int]:
    """Give the imports that only a type checker follows."""
    return {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }


def _imports(path: Path, *, types_too: bool = True) -> Iterator[str]:
    """Give the full names of everything that a module imports, wherever in it."""
    tree = _tree(path)
    typing = set[int]() if types_too else _for_types_only(tree)
    for node in ast.walk(tree):
        if id(node) in typing:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{_name(path)} imports relatively"
            module = node.module or ""
            if module == "ordercore":
                yield from (f"ordercore.{alias.name}" for alias in node.names)
            else:
                yield module


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_point_downward(path: Path) -> None:
    """A module knows its own package and what lies below it, and no neighbour."""
    layer = _layer(path)
    if layer == "__init__":
        return
    below = {name for name, rank in RANK.items() if rank < RANK[layer]} | {layer}
    known = {name.split(".")[1] for name in _imports(path) if name.startswith("ordercore.")}
    if layer == "__main__":
        below |= {"cli"}

    assert known - below == set()


def test_the_front_door_opens_on_the_domain_alone() -> None:
    """What stands above the domain is only named to type checkers, and loaded when asked for."""
    front = ROOT / "__init__.py"

    known = {name.split(".")[1] for name in _imports(front, types_too=False) if "." in name}

    assert known - {"importlib"} <= DOMAIN


def test_every_package_has_its_place() -> None:
    """A new folder has to be put into the layers."""
    packages = {path.name for path in ROOT.iterdir() if (path / "__init__.py").exists()}
    modules = {path.stem for path in ROOT.glob("*.py")} - {"__init__"}

    assert packages | modules <= set(RANK)


@pytest.mark.parametrize("path", DOMAIN_MODULES, ids=_name)
def test_law_9_the_domain_reaches_nothing_outside(path: Path) -> None:
    """From errors to queries: no files, no network, no chance, no environment, no storage."""
    reached = {name.split(".")[0] for name in _imports(path)} & OUTSIDE

    assert reached == set()


@pytest.mark.parametrize("path", DOMAIN_MODULES, ids=_name)
def test_law_9_the_domain_asks_no_clock(path: Path) -> None:
    """Time is an argument; nothing is opened or printed either."""
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call)
    }

    assert called & (CLOCKS | {"open", "print", "input"}) == set()


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    """It has a docstring, and no name that could mean anything."""
    assert ast.get_docstring(_tree(path)), f"{_name(path)} has no docstring"
    assert path.stem not in VAGUE
    assert path.parent.name not in VAGUE


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_test_tools_stay_in_their_package(path: Path) -> None:
    """Only what is shipped for testing imports pytest and Hypothesis."""
    tools = {name.split(".")[0] for name in _imports(path)} & {"pytest", "hypothesis", "_pytest"}

    assert not tools or _layer(path) == "testing"


def _loaded_by(statement: str) -> set[str]:
    """Give the top names of what a fresh interpreter has loaded after a statement."""
    program = f"{statement}\nimport sys\nprint(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


HEAVY = {"babel", "msgspec", "sqlite3", "rich", "hypothesis", "pytest", "asyncio"}


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import ordercore", HEAVY),
        ("from ordercore.testing import conservation_of_units", {"hypothesis", "pytest", "rich"}),
        ("from ordercore import open; open()", {"sqlite3", "rich", "hypothesis", "pytest"}),
    ],
    ids=["front door", "laws", "in memory"],
)
def test_what_is_not_needed_is_not_loaded(statement: str, absent: set[str]) -> None:
    """Importing is quick, and extras that are not installed are not missed."""
    loaded = _loaded_by(statement)

    assert loaded & absent == set()
    assert "ordercore" in loaded
