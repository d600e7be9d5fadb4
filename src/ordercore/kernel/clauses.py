"""Clauses: what decided an answer that is no yes or no, each as a code with facts."""

from collections.abc import Mapping
from typing import Any

import attrs


@attrs.frozen(hash=False)
class Clause:
    """One thing that decided: a stable code, and the numbers and names that fill its sentence.

    :func:`ordercore.i18n.clause_sentence` says it in a language, and
    :func:`ordercore.i18n.promise_sentences` the steps of a promise.
    """

    code: str
    facts: Mapping[str, Any]

    def __str__(self) -> str:
        """Give the code with its facts, for logs."""
        facts = ", ".join(f"{name}={_plain(value)}" for name, value in self.facts.items())
        return f"{self.code} ({facts})" if facts else self.code


def _plain(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
