"""The first example runs, and tells the day that it should."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "01_a_sellers_day.py"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Run the day on a file of its own, and keep what it printed."""
    store = f"sqlite:///{tmp_path_factory.mktemp('day')}/day.db"
    done = subprocess.run(
        [sys.executable, EXAMPLE, "--store", store], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize(
    "line",
    [
        "4 orders: 4 new, 0 moved on",
        "O-1 placed; sent twice it is still one order: True",
        "  en: MUG-RED: 2 wanted, 1 available in main.",
        "  en: On FBA, this is not for the seller to do, but for: marketplace.",
        "rejected: line 7: item-price: '12,50' is not a decimal number such as 12.50",
        "Imported once more: 0 new, 0 moved on",
        "111-2048116-5504201  refunded 13.53 USD, kept 27.42 USD; mugs on hand: 11",
        "buyer   Your refund for order 111-2048116-5504201",
        "  9  2026-11-24 15:30  RefundIssued",
    ],
)
def test_the_day_is_told(told: str, line: str) -> None:
    """Each turn of the day is there, to the letter."""
    assert line in told.splitlines()


def test_a_day_is_not_lived_twice_on_one_store(tmp_path: Path) -> None:
    """A second run on the same store says why it will not."""
    command = [sys.executable, str(EXAMPLE), "--store", f"sqlite:///{tmp_path}/day.db"]
    subprocess.run(command, capture_output=True, check=True)
    again = subprocess.run(command, capture_output=True, text=True, check=False)

    assert again.returncode == 1
    assert again.stderr == "This store has orders already; the day needs a new one.\n"
