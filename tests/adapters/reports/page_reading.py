"""Pages read back: well-formedness, text, tables and pictures, with the standard library alone."""

from html.parser import HTMLParser

VOID = frozenset({"meta", "br", "hr", "img", "input", "link", "path"})
"""Elements that hold nothing; a path of a picture ends in itself."""


class Element:
    """An element of a page: its name, attributes, and what is in it."""

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.parts: list[Element | str] = []

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    def all(self, name: str, kind: str = "") -> "list[Element]":
        """Give the elements of a name (and a class) in it, in order."""
        found = []
        for part in self.parts:
            if isinstance(part, Element):
                if part.name == name and kind in ("", *part.attributes.get("class", "").split()):
                    found.append(part)
                found += part.all(name, kind)
        return found


class Reader(HTMLParser):
    """Reads a page strictly: every element is closed, in turn."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.top = Element("", {})
        self.open = [self.top]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        names = [name for name, _ in attrs]
        assert len(names) == len({*names}), f"an attribute of {tag} stands twice"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element that ends in itself."""
        assert tag in VOID
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        assert self.open.pop().name == tag, f"{tag} closes another element"

    def handle_data(self, data: str) -> None:
        """Take text."""
        self.open[-1].parts.append(data)


def read_page(page: str) -> Element:
    """Read a page, and refuse one that is not well-formed."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == [reader.top], "an element is not closed"
    return reader.top
