"""A year's returns judged again: a small year of our own, and the real file where it is there."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from test_replay_online_retail import A_SMALL_YEAR, EXAMPLES, REAL_FILE

import judge_online_retail as script  # isort: skip


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Write the small year to a file."""
    file = tmp_path / "small.csv"
    file.write_text(A_SMALL_YEAR, encoding="utf-8")
    return file


def made(found: dict[str, Any]) -> dict[str, tuple[int, int, str]]:
    """Give by policy how many returns and units are let in, and what goes back."""
    return {
        row["policy"]: (row["returns_let_in"], row["units_let_in"], row["refunds"])
        for row in found["policies"]
    }


def test_a_small_year_is_judged_under_three_policies(small: Path) -> None:
    """As many are let in under the default as the replay lets in; fewer and more under others."""
    found = script.run(small)

    assert made(found) == {
        "receipt": (4, 11, "39.90"),
        "eu_withdrawal": (1, 4, "9.40"),
        "generous": (6, 18, "57.40"),
    }
    against = {test["policies"][1]: test["changed"] for test in found["against"]}
    assert against == {"eu_withdrawal": 3, "generous": 2}


def test_it_runs_as_a_script(small: Path) -> None:
    """As a reader would run it."""
    ran = subprocess.run(
        [sys.executable, EXAMPLES / "judge_online_retail.py", small],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, ran.stderr) == (0, "")
    assert "From receipt to generous: 2 returns are judged otherwise." in ran.stdout


def test_json_says_the_same_to_machines(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One JSON object on standard output."""
    assert script.main([str(small), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == script.run(small)


def test_a_file_that_is_none_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In one line, with status 2."""
    assert script.main([str(tmp_path / "none.csv")]) == 2
    assert "none.csv" in capsys.readouterr().err


@pytest.mark.skipif(not REAL_FILE.exists(), reason="the Online Retail file is not there")
def test_the_real_year_under_three_policies() -> None:
    """The figures of the documentation (docs/howto/change-a-return-policy.md)."""
    assert made(script.run(REAL_FILE)) == {
        "receipt": (6056, 226358, "455131.76"),
        "eu_withdrawal": (4722, 213892, "424344.55"),
        "generous": (7193, 246082, "506682.71"),
    }
