"""Catalogues: gettext files beside this module, read by Babel when first needed."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel import Locale
from babel.core import UnknownLocaleError
from babel.messages.pofile import read_po

from ordercore.errors import InvalidValue

FOLDER = Path(__file__).parent / "catalogues"

FALLBACK = "en"


@cache
def locale_of(language: str) -> Locale:
    """Find the locale of a language tag such as ``de`` or ``pt-BR``.

    Raises:
        InvalidValue: when there is no such locale.
    """
    try:
        return Locale.parse(language, sep="-" if "-" in language else "_")
    except (UnknownLocaleError, ValueError, TypeError):
        raise InvalidValue("language", language, "a language tag such as en or pt-BR") from None


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Give code → sentence for a language; where it has none, the English one."""
    file = FOLDER / f"{locale_of(language).language}.po"
    if not file.is_file():
        return catalogue(FALLBACK)
    with file.open("rb") as opened:
        messages = read_po(opened, locale=locale_of(language))
    own = {str(m.id): str(m.string) for m in messages if m.id and m.string}
    return own if language == FALLBACK else {**catalogue(FALLBACK), **own}
