"""A sheet as one HTML page that needs nothing else: no network, no script, no font of its own.

Colours follow what the reader's system is set to, light or dark; on paper it is light. Every word
is escaped here. A picture is in the page twice, for wide and for narrow cards; the one that is not
shown is not read out either.
"""

from collections.abc import Iterator
from html import escape
from zlib import crc32

from ordercore.adapters.reports.charts import NARROW, WIDE, chart_svg
from ordercore.adapters.reports.shapes import hue_of
from ordercore.adapters.reports.styles import PAGE_STYLE, STYLE
from ordercore.ports.sheets import Change, Chart, Grid, Sheet, Tile, Trend, Value

SIGNS = {Trend.UP: "▲", Trend.DOWN: "▼", Trend.SAME: "=", Trend.UNKNOWN: "·"}
"""Shape and not colour alone tells where a figure has gone."""


def sheet_html(sheet: Sheet) -> str:
    """Draw a sheet as a whole page.

    Raises:
        ExtraMissing: when it has charts, and matplotlib is not installed.
    """
    direction = "rtl" if sheet.right_to_left else "ltr"
    head = (
        f'<!DOCTYPE html>\n<html lang="{escape(sheet.language)}" dir="{direction}"><head>'
        '<meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(sheet.title)}</title><style>{PAGE_STYLE}{STYLE}</style></head><body>"
    )
    return "".join((head, *_body(sheet, ""), "</body></html>\n"))


def sheet_fragment(sheet: Sheet) -> str:
    """Draw a sheet as a part of another page, such as a notebook's.

    Its ids are made of what it says, so that several have room on one page.

    Raises:
        ExtraMissing: when it has charts, and matplotlib is not installed.
    """
    direction = "rtl" if sheet.right_to_left else "ltr"
    head = f'<div lang="{escape(sheet.language)}" dir="{direction}"><style>{STYLE}</style>'
    prefix = f"s{crc32(repr(sheet).encode()):08x}-"
    return "".join((head, *_body(sheet, prefix), "</div>"))


def _body(sheet: Sheet, prefix: str) -> Iterator[str]:
    yield f'<main class="sheet"><header><h1>{escape(sheet.title)}</h1>'
    yield from (f"<p>{escape(line)}</p>" for line in sheet.about)
    yield "</header>"
    if sheet.tiles:
        yield _opened(f"{prefix}tiles", sheet.tiles_title) + '<ul class="tiles">'
        yield from map(_tile, sheet.tiles)
        yield "</ul></section>"
    if sheet.charts:
        yield _opened(f"{prefix}charts", sheet.charts_title) + '<div class="charts">'
        for number, chart in enumerate(sheet.charts, start=1):
            yield from _figure(chart, f"{prefix}chart-{number}", right_to_left=sheet.right_to_left)
        yield "</div></section>"
    if sheet.grids:
        yield _opened(f"{prefix}grids", sheet.grids_title)
        for number, grid in enumerate(sheet.grids, start=1):
            yield from _table(grid, f"{prefix}table-{number}", part=f"{prefix}grids")
        yield "</section>"
    if sheet.notes:
        yield "<footer>" + "".join(f"<p>{escape(note)}</p>" for note in sheet.notes) + "</footer>"
    yield "</main>"


def _opened(id: str, title: str) -> str:
    return f'<section aria-labelledby="{id}"><h2 id="{id}">{escape(title)}</h2>'


def _tile(tile: Tile) -> str:
    values = "".join(map(_value, tile.values))
    note = f'<span class="note">{escape(tile.note)}</span>' if tile.note else ""
    return f'<li><span class="name">{escape(tile.name)}</span>{values}{note}</li>'


def _value(value: Value) -> str:
    change = "" if value.change is None else _change(value.change)
    return f'<span class="figure">{escape(value.text)}</span>{change}'


def _change(change: Change) -> str:
    return (
        f'<span class="change {change.trend.value}"><span aria-hidden="true">'
        f"{SIGNS[change.trend]} {escape(change.text)}</span>"
        f'<span class="heard">{escape(change.said)}</span></span>'
    )


def _figure(chart: Chart, id: str, *, right_to_left: bool) -> Iterator[str]:
    yield f"<figure><figcaption><h3>{escape(chart.title)}</h3></figcaption>"
    if len(chart.series) > 1:
        yield '<ul class="legend">'
        for number, series in enumerate(chart.series):
            key = f'<span class="key {hue_of(number)}"></span>'
            yield f"<li>{key}{escape(series.name)}</li>"
        yield "</ul>"
    for size in (WIDE, NARROW):
        yield chart_svg(chart, size, id=f"{id}-{size.name}", right_to_left=right_to_left)
    if chart.note:
        yield f'<p class="note">{escape(chart.note)}</p>'
    yield "</figure>"


def _table(grid: Grid, id: str, *, part: str) -> Iterator[str]:
    # A part that can be scrolled can be reached by keyboard, and says what it is.
    if grid.title:
        yield f'<h3 id="{id}">{escape(grid.title)}</h3>'
    else:
        id = part
    yield f'<div class="scroll" role="region" tabindex="0" aria-labelledby="{id}">'
    yield f'<table aria-labelledby="{id}"><thead><tr>'
    for place, column in enumerate(grid.columns):
        kind = "" if place < grid.names else ' class="figure"'
        yield f'<th scope="col"{kind}>{escape(column)}</th>'
    yield "</tr></thead><tbody>"
    for row in grid.rows:
        yield _row(row, grid.names)
    yield "</tbody>"
    if grid.total:
        yield f"<tfoot>{_row(grid.total, grid.names)}</tfoot>"
    yield "</table></div>"


def _row(row: tuple[str, ...], names: int) -> str:
    heads = "".join([f'<th scope="row">{escape(cell)}</th>' for cell in row[:names]])
    cells = "".join([f"<td>{escape(cell)}</td>" for cell in row[names:]])
    return f"<tr>{heads}{cells}</tr>"
