"""The open exception: something that is wrong with a parcel now, as a value."""

from collections.abc import Mapping
from typing import Any

import attrs

from ordercore.kernel.clauses import Clause
from ordercore.shipping.tracking import When


@attrs.frozen(hash=False)
class Suggestion:
    """What may be done: the name of a command, and the arguments that are known already.

    Whether an order allows it now, the order says; some names are for the host to carry out.
    """

    command: str
    arguments: Mapping[str, Any]


@attrs.frozen(kw_only=True, hash=False)
class OpenException:
    """Something that is wrong with a parcel: a stable code, since when, and its facts.

    ``since`` is an interval where the carrier gave a time without a zone.
    """

    code: str
    since: When
    facts: Mapping[str, Any]
    suggests: tuple[Suggestion, ...]

    @property
    def clause(self) -> Clause:
        """Give it as a clause, of which ``ordercore.i18n.clause_sentence`` makes a sentence."""
        return Clause(self.code, self.facts)
