"""Reports of a desk that was opened: shown without another word."""

import subprocess
import sys

import pytest

import ordercore as oc
from ordercore.adapters.memory import FixedClock
from ordercore.metrics import OrderReport


def report() -> OrderReport:
    """Give the report of a desk with one order."""
    desk = oc.open(world=oc.World(), clock=FixedClock("2026-03-02T15:00:00Z"))
    desk.place(channel="MFN", lines=[oc.Line("MUG", 2, price="12.50 EUR")], order_id="O-1")
    return desk.report(by="week", zone="UTC")


def test_the_line_of_the_first_hour(capsys: pytest.CaptureFixture[str]) -> None:
    """``desk.report(by="week").show()`` prints a table."""
    report().show()

    assert capsys.readouterr().out.splitlines()[0] == "Orders by week"


def test_a_page_and_a_notebook() -> None:
    """With what was sold."""
    shown = report()

    assert "€25.00" in shown.html()
    assert shown.html().startswith("<!DOCTYPE html>")
    assert "€25.00" in (shown._repr_html_() or "")


def test_a_desk_loads_no_words_and_no_charts_until_a_report_is_shown() -> None:
    """Opening a desk and adding up costs nobody the time of them."""
    code = (
        "import sys, ordercore; ordercore.open().report();"
        "print({'matplotlib', 'ordercore.i18n', 'ordercore.adapters.reports'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "set()\n"
