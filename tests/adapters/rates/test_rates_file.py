"""Exchange rates of a file: read exactly, or refused with the line."""

import datetime as dt
from pathlib import Path

import pytest

from ordercore.adapters.rates import read_rates
from ordercore.errors import InvalidValue, SourceError
from ordercore.metrics import Rate, Rates

HEADER = "currency,effective_from,worth"


def test_rates_are_read(tmp_path: Path) -> None:
    """With or without a mark at the beginning, and blank lines."""
    file = tmp_path / "rates.csv"
    file.write_text(f"\ufeff{HEADER}\r\nUSD,2026-01-01,0.9213\r\n\r\nJPY,2026-01-01,0.006105\r\n")

    assert read_rates(file, to="EUR") == Rates(
        to="EUR",
        rows=(
            Rate("USD", "0.9213", dt.date(2026, 1, 1)),
            Rate("JPY", "0.006105", dt.date(2026, 1, 1)),
        ),
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it begins with currency"),
        ("a,b,c", "it begins with currency"),
        (f"{HEADER}\nUSD,1", "line 2: 2 cells, not 3"),
        (f"{HEADER}\nUSD,1 March,1", "line 2: .*1 March"),
        (f"{HEADER}\nUSD,2026-01-01,cheap", "line 2: worth"),
        (f"{HEADER}\nXYZ,2026-01-01,1", "line 2: currency"),
        (f"{HEADER}\nUSD,2026-01-01,\xff", "line 2: worth"),
    ],
)
def test_a_row_that_is_no_rate_is_named(text: str, why: str, tmp_path: Path) -> None:
    """Nothing is converted by half of a file."""
    file = tmp_path / "rates.csv"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(SourceError, match=why):
        read_rates(file, to="EUR")


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    """A file that is not there, or is no text; and a currency that is none."""
    binary, good = tmp_path / "rates.bin", tmp_path / "rates.csv"
    binary.write_bytes(b"\xff\xfe\x00")
    good.write_text(HEADER)

    for file in (tmp_path / "none.csv", binary):
        with pytest.raises(SourceError, match=str(file)):
            read_rates(file, to="EUR")
    with pytest.raises(InvalidValue, match="currency"):
        read_rates(good, to="XYZ")
