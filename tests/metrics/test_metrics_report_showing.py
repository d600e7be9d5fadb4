"""Reports that show themselves: by whoever presents them, and by nobody else."""

import attrs
import pytest

from ordercore.errors import InvalidValue
from ordercore.metrics.reporting.report import OrderReport


class Loudspeaker:
    """Presents a report by noting what it was asked."""

    def __init__(self) -> None:
        """Begin with nothing asked."""
        self.shown: list[OrderReport] = []

    def show(self, report: OrderReport) -> None:
        """Note it."""
        self.shown.append(report)

    def html(self, report: OrderReport) -> str:
        """Give a page that says by what it is told."""
        return f"page by {report.by}"

    def part(self, report: OrderReport) -> str:
        """Give a part of a page that says so."""
        return f"part by {report.by}"


def test_a_report_is_shown_by_its_presenter() -> None:
    """Which is no part of what it says."""
    speaker = Loudspeaker()
    bare = OrderReport(by="day")
    report = attrs.evolve(bare, presenter=speaker)
    report.show()

    assert speaker.shown == [report] == [bare]
    assert report.html() == "page by day"
    assert report._repr_html_() == "part by day"
    assert "presenter" not in repr(report)


def test_a_report_that_nobody_presents_says_so() -> None:
    """A notebook then shows it as any other value."""
    bare = OrderReport(by="day")

    for asked in (bare.show, bare.html):
        with pytest.raises(InvalidValue, match="presenter"):
            asked()
    assert bare._repr_html_() is None
