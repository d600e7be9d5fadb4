"""Pages in a real browser without a window: nothing is amiss, nothing overflows, dark is dark."""

import json
import re
import shutil
import subprocess
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest

from ordercore.adapters.reports import sheet_html
from ordercore.i18n import report_sheet
from ordercore.metrics.reporting.report import OrderReport
from ordercore.testing.reports import HARD, NO_ORDERS, by_day, by_group

pytest.importorskip("matplotlib", reason="the extra 'charts' draws")

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")

BROWSER = next(filter(None, map(shutil.which, NAMES)), None)

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed to look at pages with"),
]

PHONE, DESK = 360, 1280

LONG = "MUG-" + "X" * 60

AROUND = """<!DOCTYPE html><title>around</title><iframe id="page" srcdoc="{page}"
style="border:0;width:{width}px;height:3000px"></iframe><pre id="told"></pre><script>
page.onload = () => {{
  const inner = page.contentDocument, view = page.contentWindow;
  const shown = (some) => some.getClientRects().length > 0;
  const outside = [...inner.querySelectorAll('body *')].filter((some) =>
    shown(some) && !some.closest('.scroll > *') && !some.closest('.heard')
    && (some.getBoundingClientRect().right > {width} + 0.5
        || some.getBoundingClientRect().left < -0.5));
  told.textContent = JSON.stringify({{
    width: inner.documentElement.scrollWidth,
    outside: outside.map((some) => some.outerHTML.slice(0, 80)),
    ground: view.getComputedStyle(inner.querySelector('main')).backgroundColor,
    ink: view.getComputedStyle(inner.querySelector('h1')).color,
    line: [...inner.querySelectorAll('svg path.hue1')].map((some) =>
      [view.getComputedStyle(some).fill, view.getComputedStyle(some).stroke].join(' '))[0] || '',
    pictures: [...inner.querySelectorAll('svg')].filter(shown).map((some) =>
      some.classList.contains('narrow')),
    letters: [...inner.querySelectorAll('svg text')].filter(shown).map((some) =>
      some.getBoundingClientRect().height),
    scrolls: [...inner.querySelectorAll('.scroll')].map((some) =>
      some.scrollWidth > some.clientWidth),
    direction: view.getComputedStyle(inner.querySelector('main')).direction,
  }});
}};
</script>"""


def looked_at(
    report: OrderReport, folder: Path, *, width: int, dark: bool = False, language: str = "en"
) -> dict[str, Any]:
    """Open a report in the browser as wide as asked for, and tell what is to be seen.

    The page is put into a frame, since a browser without a window has a least width.
    """
    page = sheet_html(report_sheet(report, language))
    file = folder / "around.html"
    file.write_text(AROUND.format(page=escape(page), width=width), encoding="utf-8")
    done = subprocess.run(
        [
            str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--window-size=1400,3200",
            f"--user-data-dir={folder / 'profile'}", "--enable-logging=stderr", "--v=0",
            f"--blink-settings=preferredColorScheme={0 if dark else 1}",
            "--virtual-time-budget=4000", "--dump-dom", file.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )  # fmt: skip
    assert [line for line in done.stderr.splitlines() if "CONSOLE" in line] == []
    told = re.search(r'<pre id="told">(.+?)</pre>', done.stdout)
    assert told is not None, done.stdout[-500:]
    seen: dict[str, Any] = json.loads(unescape(told[1]))
    return seen


REPORTS = {
    "year": (by_day(365, currencies=("EUR", "USD")), "en"),
    "german": (by_day(21), "de"),
    "arabic": (by_group("country", ("DE", "US", ""), months=4), "ar"),
    "hard": (by_group("sku", (HARD, LONG, "=1+1")), "ja"),
    "nothing": (NO_ORDERS, "hi"),
}


@pytest.mark.parametrize(("report", "language"), REPORTS.values(), ids=REPORTS)
def test_nothing_overflows_on_a_telephone(
    report: OrderReport, language: str, tmp_path: Path
) -> None:
    """At 360 pixels the page is as wide as that; wide tables scroll by themselves."""
    seen = looked_at(report, tmp_path, width=PHONE, language=language)

    assert seen["width"] == PHONE
    assert seen["outside"] == []
    assert all(seen["pictures"])
    assert min(seen["letters"], default=12) >= 11
    assert seen["direction"] == ("rtl" if language == "ar" else "ltr")


def test_a_wide_page_shows_wide_pictures(tmp_path: Path) -> None:
    """And nothing overflows there either."""
    seen = looked_at(by_day(90), tmp_path, width=DESK)

    assert seen["width"] == DESK
    assert seen["outside"] == []
    assert not any(seen["pictures"])


def test_dark_and_light_differ_in_ground_words_and_charts(tmp_path: Path) -> None:
    """The reader's system says which."""
    light = looked_at(by_day(), tmp_path, width=DESK)
    dark = looked_at(by_day(), tmp_path, width=DESK, dark=True)

    assert (light["ground"], light["ink"]) == ("rgb(244, 245, 248)", "rgb(26, 33, 48)")
    assert (dark["ground"], dark["ink"]) == ("rgb(16, 20, 28)", "rgb(233, 237, 244)")
    assert light["line"] != dark["line"]
    assert light["line"].startswith("rgb(47, 111, 222)")


def test_a_picture_is_taken_in_both(tmp_path: Path) -> None:
    """Something is drawn, and a dark picture is darker than a light one."""
    image: Any = pytest.importorskip("PIL.Image", reason="the extra 'dev' looks at pictures")
    file = tmp_path / "page.html"
    file.write_text(sheet_html(report_sheet(by_day(60))), encoding="utf-8")
    means: list[float] = []
    for scheme in (0, 1):
        shot = tmp_path / f"{scheme}.png"
        subprocess.run(
            [
                str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1000,1600",
                f"--blink-settings=preferredColorScheme={scheme}", f"--screenshot={shot}",
                file.as_uri(),
            ],
            capture_output=True,
            timeout=120,
            check=True,
        )  # fmt: skip
        grey = image.open(shot).convert("L").resize((1, 1))
        means.append(grey.getpixel((0, 0)))
        assert len(image.open(shot).convert("RGB").getcolors(1 << 24)) > 50

    assert means[0] < 60
    assert means[1] > 200
