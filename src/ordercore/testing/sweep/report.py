"""What a check comes to: what was explored, and what was found."""

import attrs

from ordercore.testing.sweep.explore import Explored


@attrs.frozen
class Finding:
    """Something that the tables and the code do not agree about, or that ends badly.

    ``code`` is one of ``raised``, ``law_broken``, ``unexplained``, ``dead_end``, ``undeclared``,
    ``never_made``, ``never_accepted``, ``never_refused``, ``never_happens`` and ``never_used``.
    """

    code: str
    what: str
    example: str = ""


@attrs.frozen
class Row:
    """What one sweep explored."""

    name: str
    situations: int
    tried: int
    accepted: int
    refused: int
    seconds: float


@attrs.frozen
class Report:
    """The outcome of a check: it is well when nothing was found.

    ``notes`` tell what of ours a world with tables of its own leaves unused; that is no fault.
    """

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    notes: tuple[Finding, ...] = ()

    @property
    def is_well(self) -> bool:
        """Tell whether nothing was found."""
        return not self.findings

    @property
    def total(self) -> Row:
        """All sweeps together."""
        rows = self.rows
        return Row(
            "total",
            sum(row.situations for row in rows),
            sum(row.tried for row in rows),
            sum(row.accepted for row in rows),
            sum(row.refused for row in rows),
            sum(row.seconds for row in rows),
        )


def row_of(found: Explored) -> Row:
    """Sum a sweep up."""
    return Row(
        found.sweep.name,
        len(found.situations),
        found.tried,
        found.accepted,
        found.refused,
        found.seconds,
    )
