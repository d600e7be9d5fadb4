"""A year's order report by day as a page with charts, against bare matplotlib drawing the charts.

    python tests/benchmarks/bench_report_page.py [--rounds N]

The report of 365 days is made up beforehand, with a comparison and nine charts of it, and every
chart is in the page twice (for wide and for narrow cards). *Cold* is a process of its own that
loads everything, Babel and matplotlib too; *warm* is one that has made a page before.
The yardstick draws the same series, once each, by matplotlib with its own axes and texts as SVG.
"""

import argparse
import io
import statistics
import subprocess
import sys
import time

from ratios import seconds

from ordercore.adapters.reports import report_csv, sheet_html
from ordercore.i18n import report_sheet
from ordercore.ports.sheets import Chart, ChartKind
from ordercore.testing.reports import by_day

YEAR = by_day(365, currencies=("EUR", "USD"))

COLD = """
import time
begun = time.perf_counter()
from ordercore.adapters.reports import sheet_html
from ordercore.i18n import report_sheet
from ordercore.testing.reports import by_day
year = by_day(365, currencies=("EUR", "USD"))
made = time.perf_counter()
page = sheet_html(report_sheet(year))
done = time.perf_counter()
print(done - begun, done - made, time.process_time())
"""


def page() -> str:
    """Make the page."""
    return sheet_html(report_sheet(YEAR))


def bare(charts: tuple[Chart, ...]) -> int:
    """Draw the charts by matplotlib alone, and tell how long the pictures are."""
    from matplotlib.figure import Figure

    written = 0
    for chart in charts:
        figure = Figure(figsize=(7.8, 3.5))
        axes = figure.add_subplot()
        for series in chart.series:
            if chart.kind is ChartKind.BARS:
                axes.barh(chart.points, [value or 0.0 for value in series.values])
            else:
                heights = [float("nan") if value is None else value for value in series.values]
                axes.plot(heights, label=series.name)
        axes.set_title(chart.title)
        file = io.StringIO()
        figure.savefig(file, format="svg")
        written += len(file.getvalue())
    return written


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds: int = parser.parse_args().rounds
    cold: list[list[float]] = []
    for _ in range(rounds):
        done = subprocess.run(
            [sys.executable, "-c", COLD], capture_output=True, text=True, check=True
        )
        cold.append([float(number) for number in done.stdout.split()])
    whole, making, busy = (statistics.median(some) for some in zip(*cold, strict=True))
    print(f"cold, with all imports: {whole:.2f} s, of which making the page {making:.2f} s")
    print(f"the whole process was busy for {busy:.2f} s")

    charts = report_sheet(YEAR).charts
    bare(charts)
    begun = time.perf_counter()
    length = len(page())
    print(f"first in this process: {time.perf_counter() - begun:.2f} s")
    pairs = [(seconds(page, 1), seconds(lambda: bare(charts), 1)) for _ in range(rounds)]
    warm = statistics.median(ours for ours, _ in pairs)
    ratio = statistics.median(ours / theirs for ours, theirs in pairs)
    print(f"warm: {warm:.2f} s, {length / 1024:.0f} KiB, {len(charts)} charts drawn twice")
    print(f"bare matplotlib, the same charts once: {ratio:.2f} times as long is the page")
    begun = time.process_time()
    page()
    print(f"busy for {time.process_time() - begun:.2f} s of it")
    rows = statistics.median(seconds(lambda: list(report_csv(YEAR)), 1) for _ in range(rounds))
    print(f"CSV of the same report: {rows * 1000:.0f} ms")


if __name__ == "__main__":
    main()
