"""Reading papers back: words and codes out of PDF, SVG and ZPL, otherwise than they went in."""

import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from ordercore.adapters.documents import code128
from ordercore.ports import Document

SVG = "{http://www.w3.org/2000/svg}"

BARS_SPELT = {"0": ">", "<": "^", "=": "~", "1": "\x7f", "8": "\xf1"}


FONTS = [
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path("/Library/Fonts/Arial Unicode.ttf"),
    Path("C:/Windows/Fonts/arial.ttf"),
]


def font_of_the_machine() -> Path:
    """Give a font with more than Latin letters, or skip."""
    found = next((file for file in FONTS if file.exists()), None)
    if found is None:
        pytest.skip("no font with more than Latin letters on this machine")
    return found


def pdfium() -> Any:
    """Give pypdfium2, or skip."""
    return pytest.importorskip("pypdfium2", reason="the extra 'dev' brings pypdfium2")


def scanner() -> Any:
    """Give zxing-cpp, or skip."""
    return pytest.importorskip("zxingcpp", reason="the extra 'dev' brings zxing-cpp")


def pictures(document: Document, dots_per_inch: int = 203) -> list[Any]:
    """Draw every page of a PDF, as a label printer would."""
    pdf = pdfium().PdfDocument(io.BytesIO(document.content))
    return [page.render(scale=dots_per_inch / 72).to_pil() for page in pdf]


def pdf_words(document: Document) -> str:
    """Give the text of a PDF; pdfium writes a hyphen at the end of a line as U+FFFE."""
    pdf = pdfium().PdfDocument(io.BytesIO(document.content))
    texts = [page.get_textpage().get_text_range() for page in pdf]
    return "\n".join(texts).replace("\ufffe", "-")


def scanned(picture: Any) -> list[str]:
    """Give what a scanner reads off a picture."""
    return [found.text for found in scanner().read_barcodes(picture)]


def pdf_codes(document: Document) -> list[str]:
    """Give what a scanner reads off a PDF."""
    return [text for picture in pictures(document) for text in scanned(picture)]


def svg_words(document: Document) -> str:
    """Give the text of an SVG."""
    root = ET.fromstring(document.content)  # noqa: S314 - our own
    return "\n".join(text.text or "" for text in root.iter(f"{SVG}text"))


def svg_picture(document: Document, scale: int = 3) -> Any:
    """Draw the paths of an SVG, which are boxes, on white."""
    image = pytest.importorskip("PIL.Image", reason="the extra 'dev' brings pillow")
    drawing = pytest.importorskip("PIL.ImageDraw", reason="the extra 'dev' brings pillow")
    root = ET.fromstring(document.content)  # noqa: S314 - our own
    width, height = (float(value) for value in root.attrib["viewBox"].split()[2:])
    picture = image.new("L", (round(width * scale), round(height * scale)), 255)
    pen = drawing.Draw(picture)
    for at, group in enumerate(root.iter(f"{SVG}g")):
        down = float(group.attrib["transform"].split()[1].rstrip(")"))
        assert down == pytest.approx(at * height / document.pages, abs=0.01)
        for path in group.iter(f"{SVG}path"):
            for box in path.attrib["d"].split("z")[:-1]:
                x, y, wide, high, _ = map(float, re.findall(r"-?[\d.]+", box))
                corners = (x, y + down, x + wide, y + down + high)
                left, top, right, bottom = (round(corner * scale) for corner in corners)
                pen.rectangle((left, top, max(left, right - 1), max(top, bottom - 1)), fill=0)
    return picture


def zpl_labels(document: Document) -> list[list[tuple[str, str]]]:
    """Take ZPL apart as a printer does: labels of fields, each with its commands and its data."""
    text = document.content.decode("ascii")
    labels: list[list[tuple[str, str]]] = []
    for command in re.findall(r"[\^~][A-Z@][A-Z0-9@]?[^\^~]*", text):
        name, rest = command[:3], command[3:].rstrip("\n")
        if name == "^XA":
            labels.append([])
            commands = ""
            data = ""
        elif name == "^FD":
            data = rest
        elif name == "^FS":
            labels[-1].append((commands, _unescaped(data) if "^FH" in commands else data))
            commands, data = "", ""
        else:
            commands += command
    assert text.count("^XA") == text.count("^XZ") == len(labels)
    return labels


def zpl_words(document: Document) -> str:
    """Give the text of ZPL."""
    fields = [field for label in zpl_labels(document) for field in label]
    return "\n".join(data for commands, data in fields if "^FT" in commands)


def zpl_codes(document: Document) -> list[str]:
    """Give what the codes of ZPL say, by what the printer is told."""
    codes: list[str] = []
    for label in zpl_labels(document):
        for commands, data in label:
            if "^BC" in commands:
                codes.append(bars_said(data))
            elif "^BQ" in commands:
                assert data.startswith("MA,")
                codes.append(data[3:])
    return codes


def bars_said(data: str) -> str:
    """Read the data of ``^BC`` as the guide has it, and prove that it is what we would draw."""
    name = {">:": "B", ">;": "C"}[data[:2]]
    values, text, at = [code128.START[name]], "", 2
    while at < len(data):
        char, after = data[at], data[at + 1 : at + 2]
        if char == ">" and after in "56":
            name = {"5": "C", "6": "B"}[after]
            values.append(code128.TO_SET[name])
            at += 2
            continue
        if char == ">":
            char = BARS_SPELT[after]
            values.append(102 if char == "\xf1" else code128.VALUES[name][char])
            at += 2
        elif name == "C":
            char = data[at : at + 2]
            values.append(int(char))
            at += 2
        else:
            values.append(code128.VALUES[name][char])
            at += 1
        text += char
    assert tuple(values) == code128.symbols(text)[:-2]
    return text


def _unescaped(data: str) -> str:
    """Read ``_5E`` as the byte that it is."""
    found = re.sub(
        rb"_([0-9A-F]{2})", lambda m: bytes.fromhex(m.group(1).decode()), data.encode("ascii")
    )
    return found.decode()
