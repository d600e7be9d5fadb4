"""The second example runs: rows of a host's own work beside ours."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "02_rows_of_your_own.py"


@pytest.fixture(scope="module")
def told() -> str:
    """Run the story, and keep what it printed."""
    done = subprocess.run([sys.executable, EXAMPLE], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize(
    "line",
    [
        "ADA: unshipped (engraving)",
        "  why:  The order is held: H1 (engraving). In charge: workshop.",
        "  then: First release the hold.",
        "  why:  A hold of kind engraving is not released by the system but by: seller.",
        "ADA: unshipped",
        "  why:  The shop is closed. It opens on Nov 9, 2026, 12:00:00\u202fAM.",
        "  then: Wait until Nov 9, 2026, 12:00:00\u202fAM.",
        "ADA: shipped",
        "BEN: proof_rejected, does not count against the shop",
        "CY: no_inventory, counts against the shop",
        "Cups to be had: 49",
        "To leave by 2026-11-16; taken so far: 0.00 EUR",
        "15 of 20 left; taken: 900.00 EUR",
        "DORA: partially_shipped",
    ],
)
def test_the_story_is_told(told: str, line: str) -> None:
    """Each turn of it is there, to the letter."""
    assert line in told.splitlines()
