"""The shapes of what is stored: every field of a class, down to the plain types."""

import json
import types
import typing
from pathlib import Path
from typing import Any

import attrs

from ordercore.orders.state import Order
from ordercore.service.codec import EVENTS, VERSIONS
from ordercore.service.dossiers import KINDS
from ordercore.service.snapshots import STATE_VERSION

FOLDER = Path(__file__).parent / "corpus"

RELEASED = FOLDER / "shapes.json"
"""The shapes of everything that a release has ever stored."""

COMING = FOLDER / "shapes_coming.json"
"""The shapes of what the next release will store under a new name."""


DEFAULTS = FOLDER / "defaults.json"
"""What is left out when it is written, by class and field: an event's default is stored so."""


def shape(hint: Any) -> Any:
    """Give the fields of an attrs class with their shapes; of anything else, its name."""
    if attrs.has(hint):
        hints = typing.get_type_hints(hint)
        return {field.name: shape(hints[field.name]) for field in attrs.fields(hint)}
    inner = [shape(some) for some in typing.get_args(hint) if some is not Ellipsis]
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return ["either", *inner]
    if inner:
        return [typing.get_origin(hint).__name__, *inner]
    return "None" if hint is types.NoneType else hint.__name__


def present() -> dict[str, Any]:
    """Give the shapes of everything that is stored now, by stored name."""
    events = {VERSIONS.stored_name(name): shape(kind) for name, kind in EVENTS.items()}
    states = {f"{kind.name}/{kind.shape}": shape(kind.value) for kind in KINDS}
    return {f"order/{STATE_VERSION}": shape(Order), **states, **events}


def noted(file: Path) -> dict[str, Any]:
    """Give the shapes that were noted, by stored name."""
    read: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return read


def coming() -> dict[str, Any]:
    """Give the shapes of what is stored now and was not by any release."""
    released = noted(RELEASED)
    return {name: fields for name, fields in present().items() if name not in released}


def defaults() -> dict[str, str]:
    """Give the defaults of all fields of all that is part of an event."""
    found: dict[str, str] = {}
    waiting: list[Any] = list(EVENTS.values())
    seen: set[Any] = set()
    while waiting:
        kind = waiting.pop()
        waiting += typing.get_args(kind)
        if kind in seen or not attrs.has(kind):
            continue
        seen.add(kind)
        waiting += typing.get_type_hints(kind).values()
        for field in attrs.fields(kind):
            if field.default is not attrs.NOTHING:
                found[f"{kind.__name__}.{field.name}"] = repr(field.default)
    return found


def note(file: Path, shapes: dict[str, Any]) -> None:
    """Write shapes, one to a line."""
    lines = [f" {json.dumps(name)}: {json.dumps(shapes[name])}" for name in sorted(shapes)]
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
