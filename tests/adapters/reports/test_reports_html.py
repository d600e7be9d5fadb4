"""Pages of figures: whole, safe, accessible, and alone."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_reading import Element, read_page

from ordercore.adapters.reports import sheet_fragment, sheet_html
from ordercore.adapters.reports.styles import DARK, LIGHT
from ordercore.i18n import report_sheet
from ordercore.ports.sheets import Change, Grid, Sheet, Tile, Trend, Value
from ordercore.testing.reports import HARD, NO_ORDERS, by_day, by_group

pytest.importorskip("matplotlib", reason="the extra 'charts' draws")

PAGES = {
    "day": report_sheet(by_day()),
    "currencies": report_sheet(by_day(currencies=("EUR", "USD", "JPY")), "de"),
    "year": report_sheet(by_day(365)),
    "sku": report_sheet(by_group("sku", (HARD, "MUG"))),
    "months": report_sheet(by_group("country", ("DE", "FR", ""), months=3), "ar"),
    "nothing": report_sheet(NO_ORDERS),
}


def bare(**changes: object) -> Sheet:
    """Give a sheet with nothing on it but what is asked for."""
    given: dict[str, object] = {
        "language": "en",
        "right_to_left": False,
        "title": "Title",
        "about": (),
        "tiles_title": "Tiles",
        "charts_title": "Charts",
        "grids_title": "Grids",
        "tiles": (),
        "charts": (),
        "grids": (),
        **changes,
    }
    return Sheet(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize("sheet", PAGES.values(), ids=PAGES)
def test_a_page_is_well_formed_and_alone(sheet: Sheet) -> None:
    """Every element is closed; nothing is fetched, and nothing runs."""
    page = sheet_html(sheet)
    top = read_page(page)

    assert page.startswith("<!DOCTYPE html>")
    assert not re.search(r"(?i)\b(src|href|url|@import|https?|//)\b|url\(|//", page)
    for name in ("script", "link", "img", "iframe", "object", "form"):
        assert top.all(name) == []
    assert "on" not in {key[:2] for element in every(top) for key in element.attributes}


def every(top: Element) -> list[Element]:
    """Give every element."""
    inner = [part for part in top.parts if isinstance(part, Element)]
    return [*inner, *(each for part in inner for each in every(part))]


@pytest.mark.parametrize("sheet", PAGES.values(), ids=PAGES)
def test_a_page_can_be_heard(sheet: Sheet) -> None:
    """It says its language, has a title and one head, names its parts, charts and tables."""
    top = read_page(sheet_html(sheet))
    (html,) = top.all("html")
    ids = Counter(each.attributes["id"] for each in every(top) if "id" in each.attributes)
    headings = [each.name for each in every(top) if re.fullmatch(r"h\d", each.name)]

    assert (html.attributes["lang"], html.attributes["dir"]) == (
        sheet.language,
        "rtl" if sheet.right_to_left else "ltr",
    )
    assert [title.text for title in top.all("head")[0].all("title")] == [sheet.title]
    assert headings.count("h1") == 1
    assert headings == sorted(headings, key=lambda name: name == "h1", reverse=True)
    assert set(ids.values()) <= {1}
    for each in every(top):
        for named in each.attributes.get("aria-labelledby", "").split():
            assert named in ids
    for picture in top.all("svg"):
        assert picture.attributes["role"] == "img"
        assert picture.all("title")[0].text
        assert picture.all("desc")[0].text
    for head in top.all("th"):
        assert head.attributes["scope"] in ("col", "row")
    for part in top.all("div", "scroll"):
        assert (part.attributes["tabindex"], part.attributes["role"]) == ("0", "region")


@pytest.mark.parametrize("sheet", PAGES.values(), ids=PAGES)
def test_every_figure_of_every_table_stands_on_the_page(sheet: Sheet) -> None:
    """Exactly as it was given."""
    tables = read_page(sheet_html(sheet)).all("table")

    assert len(tables) == len(sheet.grids)
    for table, grid in zip(tables, sheet.grids, strict=True):
        rows = [
            tuple([cell.text for cell in row.parts if isinstance(cell, Element)])
            for row in table.all("tr")
        ]
        assert rows == [grid.columns, *grid.rows, *([grid.total] if grid.total else [])]


def test_a_sku_that_looks_like_a_script_is_text() -> None:
    """In tables, charts, titles and descriptions."""
    page = sheet_html(PAGES["sku"])
    top = read_page(page)

    assert "<script" not in page
    assert HARD in [head.text for head in top.all("th")]
    assert HARD in [text.text for text in top.all("text", "name")]


@given(st.text(max_size=30))
def test_law_whatever_is_said_is_shown_as_text(text: str) -> None:
    """Wherever it stands, the page stays whole, and it is read back."""
    change = Change(trend=Trend.UP, text=text, said=text)
    sheet = bare(
        title=text,
        about=(text,),
        tiles=(Tile(name=text, values=(Value(text, change),), note=text),),
        grids=(Grid(title=text, columns=(text,), names=1, rows=((text,),), total=(text,)),),
        notes=(text,),
    )

    top = read_page(sheet_html(sheet))
    assert top.all("h1")[0].text == text
    assert [cell.text for cell in top.all("th")] == [text] * 3


def test_a_change_is_told_by_a_sign_and_in_words() -> None:
    """Never by colour alone."""
    changes = [Change(trend=trend, text="1", said=f"said {trend.value}") for trend in Trend]
    values = tuple([Value("9", change) for change in changes])
    top = read_page(sheet_html(bare(tiles=(Tile(name="Orders", values=values),))))

    shown = [each.text for each in top.all("span", "change")]
    assert shown == ["▲ 1said up", "▼ 1said down", "= 1said same", "· 1said unknown"]
    assert all(each.all("span")[0].attributes["aria-hidden"] for each in top.all("span", "change"))


def test_a_part_of_a_page_has_ids_of_its_own() -> None:
    """Two reports in one notebook do not share any, and the style of the page around stays."""
    one, other = (read_page(sheet_fragment(PAGES[name])) for name in ("day", "currencies"))
    ids = [
        {each.attributes["id"] for each in every(top) if "id" in each.attributes}
        for top in (one, other)
    ]

    assert ids[0]
    assert not ids[0] & ids[1]
    assert one.all("html") == one.all("body") == []
    assert "html{" not in one.all("style")[0].text
    assert one.all("div")[0].attributes == {"lang": "en", "dir": "ltr"}
    assert read_page(sheet_fragment(PAGES["months"])).all("div")[0].attributes["dir"] == "rtl"


def test_the_same_report_gives_the_same_page() -> None:
    """To the byte: no dates, no random names."""
    assert sheet_html(report_sheet(by_day())) == sheet_html(PAGES["day"])


def test_a_note_stands_under_what_it_is_about() -> None:
    """What bars leave out is said under them."""
    many = report_sheet(by_group("sku", tuple([f"SKU-{number}" for number in range(20)])))
    top = read_page(sheet_html(many))

    assert top.all("figure")[0].all("p", "note")[0].text == "8 more are in the table."


def luminance(colour: str) -> float:
    """Give the relative luminance of a colour, as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_can_be_told_from_what_they_stand_on(colours: dict[str, str]) -> None:
    """Words at least 4.5 to 1, shapes at least 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11)."""
    for ground in ("ground", "card"):
        for words in ("ink", "soft"):
            assert contrast(colours[words], colours[ground]) >= 4.5
    for shape in ("axis", *(name for name in colours if name.startswith("hue"))):
        assert contrast(colours[shape], colours["card"]) >= 3
    assert LIGHT.keys() == DARK.keys()
