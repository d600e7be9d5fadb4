"""Tell-tales: text that stands in every personal field, so that wherever it turns up is known."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args, get_type_hints

import attrs

from ordercore.kernel.personal import is_personal
from ordercore.kernel.replace import completed

TELLTALE = "Ada Telltale, 7 Secret Lane, +44 20 7946 0000, ada@telltale.example"


def telling(value: Any) -> Any:
    """Give a value with the tell-tale in every personal field of it, however deep."""
    kind: Any = type(value)
    if attrs.has(kind):
        hints = get_type_hints(kind)
        told = {
            field.name: _told(hints[field.name])
            if is_personal(field)
            else telling(getattr(value, field.name))
            for field in attrs.fields(kind)
        }
        return completed(value, **told)
    if kind is tuple:
        return tuple([telling(part) for part in value])
    if isinstance(value, Mapping):
        return {key: telling(part) for key, part in value.items()}
    return value


def _told(hint: Any) -> Any:
    if hint is bytes:
        return TELLTALE.encode()
    return TELLTALE if hint is str else (TELLTALE,)


def attrs_classes_in(kinds: Iterable[Any]) -> Iterator[Any]:
    """Give every attrs class that is reached from some by the types of its fields, each once."""
    seen: set[Any] = set()
    ahead = list(kinds)
    while ahead:
        kind = ahead.pop()
        ahead += get_args(kind)
        if not isinstance(kind, type) or kind in seen or not attrs.has(kind):
            continue
        seen.add(kind)
        yield kind
        hints = get_type_hints(kind)
        ahead += [hints[field.name] for field in attrs.fields(kind)]
