"""Labels in every format, against the simplest page that fpdf2 makes with the same codes.

    python tests/benchmarks/bench_labels.py [--rounds N] [--times N]

Ours is laid out anew each time: words measured and fitted, the bars in the fewest symbols.
The simplest page has the same square and bars at fixed places, and five lines of text.
Needs the extra ``documents``.
"""

import argparse
from collections.abc import Callable
from typing import Any

import segno
from fpdf import FPDF
from ratios import ratios, seconds

from ordercore.adapters.documents import PdfRenderer, SvgRenderer, ZplRenderer, code128
from ordercore.i18n import worded
from ordercore.testing.papers import LABEL_OF_ALL

LINES = ("Ada Byron", "12 Pine St", "Apt 4", "Austin, TX 78701", "UNITED STATES")


def simplest() -> bytes:
    """Make the page."""
    pdf: Any = FPDF(unit="pt", format=(288, 432))
    pdf.add_page()
    pdf.set_font("helvetica", size=14)
    for number, line in enumerate(LINES):
        pdf.text(20, 150 + 17 * number, line)
    for row, cells in enumerate(segno.make_qr(LABEL_OF_ALL.payload, error="m").matrix):
        for column, dark in enumerate(cells):
            if dark:
                pdf.rect(200 + 2.2 * column, 40 + 2.2 * row, 2.2, 2.2, "F")
    for begin, width in code128.bars(LABEL_OF_ALL.says):
        pdf.rect(40 + begin, 320, width, 80, "F")
    return bytes(pdf.output())


def main() -> None:
    """Print milliseconds and ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--times", type=int, default=20)
    given = options.parse_args()
    renderers = {
        "PDF": PdfRenderer().render, "SVG": SvgRenderer().render, "ZPL": ZplRenderer().render,
    }  # fmt: skip

    def label(render: Callable[..., object]) -> Callable[[], object]:
        return lambda: render(worded(LABEL_OF_ALL))

    for name, render in renderers.items():
        work = label(render)
        work()
        best = min(seconds(work, given.times) for _ in range(given.rounds)) / given.times
        found = ratios(work, {"fpdf2": simplest}, rounds=given.rounds, times=given.times)
        share = 1 / found["fpdf2"]
        print(f"{name}: {best * 1000:5.2f} ms, {share:5.2f} times the simplest page of fpdf2's")
    best = min(seconds(simplest, given.times) for _ in range(given.rounds)) / given.times
    print(f"the simplest page: {best * 1000:5.2f} ms")


if __name__ == "__main__":
    main()
