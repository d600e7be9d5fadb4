"""``python -m ordercore check``, as a person or a script meets it."""

import json
from pathlib import Path
from typing import Any

import pytest

from ordercore.__main__ import DONE, REJECTED, UNUSABLE, main
from ordercore.orders.world import WORLD
from ordercore.testing import sweep
from ordercore.testing.sweep import core

HOST = """
from ordercore.kernel.rules import rule
from ordercore.orders.receiving import ReceiveReturn
from ordercore.orders.world import World


@rule("never_received")
def nothing_is_received(order, command, world):
    \"\"\"No return is ever received.\"\"\"
    return {"order": order.id}


SHOP = World(rules=((ReceiveReturn, nothing_is_received),))
NUMBER = 7
"""


@pytest.fixture(autouse=True)
def small_sweeps(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let the command explore one small order, and find a host's module."""
    monkeypatch.setattr(
        "ordercore.testing.sweep.checking.all_sweeps", lambda world: (core(world, lines=1),)
    )
    (tmp_path / "a_hosts_tables.py").write_text(HOST)
    monkeypatch.syspath_prepend(tmp_path)


def check_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    """Check with ``--json`` and give exit status and object."""
    status = main(["check", *arguments, "--json"])
    parsed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return status, parsed


def test_what_was_explored_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """A row per sweep and a total; so small a sweep leaves much unmet, and says what."""
    assert main(["check"]) == REJECTED
    printed = capsys.readouterr().out
    assert "units 1 x 2" in printed
    assert "total" in printed
    assert "is never accepted [never_accepted]" in printed
    assert "more (--json lists all)" in printed


def test_nothing_found_is_said_and_is_exit_status_zero(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All well."""
    monkeypatch.setattr(sweep, "check", lambda *_, **__: sweep.Report((), ()))

    assert main(["check"]) == DONE
    assert "agree" in capsys.readouterr().out


def test_a_hosts_world_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    """Its dead end is found; what it leaves unused of ours is only noted."""
    status, report = check_json(capsys, "--world", "a_hosts_tables:SHOP")

    assert (status, report["well"]) == (REJECTED, False)
    ends = [some for some in report["findings"] if some["code"] == "dead_end"]
    assert any("return not at rest" in end["what"] for end in ends)
    assert report["notes"]
    assert report["sweeps"][0]["situations"] == report["total"]["situations"] > 10


def test_our_own_world_by_its_name_is_ours(capsys: pytest.CaptureFixture[str]) -> None:
    """Then nothing is a mere note."""
    _, report = check_json(capsys, "--world", "ordercore.orders.world:WORLD")

    assert report["notes"] == []
    assert WORLD.rules == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("nothing", "a module and a name"),
        (":SHOP", "a module and a name"),
        ("no_such_module_anywhere:SHOP", "that can be imported"),
        ("a_hosts_tables:NOTHING", "the name of a World in a_hosts_tables"),
        ("a_hosts_tables:NUMBER", "the name of a World in a_hosts_tables"),
    ],
)
def test_a_wrong_name_is_one_line(
    name: str, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback reaches a person."""
    assert main(["check", "--world", name]) == UNUSABLE
    error = capsys.readouterr().err
    assert expected in error
    assert error.count("\n") == 1


# A return policy

POLICIES = """
from ordercore.returns import ReturnPolicy, Window

SOUND = ReturnPolicy(name="sound", windows=(Window(days=30), Window(category="shoes", days=60)))
IDLE = ReturnPolicy(name="idle", windows=(Window(days=30), Window(category="shoes", days=30)))
"""


@pytest.fixture
def policies(tmp_path: Path) -> None:
    """Let the command find a host's policies."""
    (tmp_path / "a_hosts_policies.py").write_text(POLICIES)


@pytest.mark.usefixtures("policies")
def test_a_return_policy_is_proven(capsys: pytest.CaptureFixture[str]) -> None:
    """With how much was asked, and that all is well."""
    assert main(["check", "--policy", "a_hosts_policies:SOUND"]) == DONE
    assert "every row counts" in capsys.readouterr().out

    status, report = check_json(capsys, "--policy", "a_hosts_policies:SOUND")
    assert (status, report["well"], report["findings"]) == (DONE, True, [])


@pytest.mark.usefixtures("policies")
def test_what_is_wrong_with_a_policy_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """By code, with the row."""
    assert main(["check", "--policy", "a_hosts_policies:IDLE"]) == REJECTED
    assert "category=shoes" in capsys.readouterr().out

    status, report = check_json(capsys, "--policy", "a_hosts_policies:IDLE")
    assert (status, report["policy"]) == (REJECTED, "idle")
    assert [some["code"] for some in report["findings"]] == ["row_without_effect"]


@pytest.mark.usefixtures("policies")
def test_what_is_no_policy_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing is proven."""
    assert main(["check", "--policy", "a_hosts_policies:Window"]) == UNUSABLE
    assert "the name of a ReturnPolicy" in capsys.readouterr().err
