"""Lifecycles: which status may follow which.

Status is derived, so a lifecycle guards nothing at run time.
It is a claim: the tests prove that every reachable situation keeps to it, and the docs draw it.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Generic, TypeVar

import attrs

from ordercore.errors import InvalidTable

S = TypeVar("S", bound=Enum)


@attrs.frozen(kw_only=True)
class Lifecycle(Generic[S]):
    """Status → the statuses that may follow it, each with the commands that lead there.

    Terminal statuses are empty rows.
    A status that ``rests`` has nothing open either, but may be taken up again.
    """

    name: str
    starts: frozenset[S]
    edges: Mapping[S, Mapping[S, tuple[str, ...]]]
    rests: frozenset[S] = frozenset()

    def __attrs_post_init__(self) -> None:
        """Refuse a table with missing, unknown or unreachable statuses, or without an end."""
        known = set(self.edges)
        targets = {target for row in self.edges.values() for target in row}
        statuses = set(type(next(iter(self.starts)))) if self.starts else set[S]()
        problems = [f"{status.value} has no row" for status in statuses - known]
        strangers = (known | targets | self.rests) - statuses
        problems += [f"{stranger} is no status of this kind" for stranger in strangers]
        problems += [f"{s.value} is unreachable" for s in known - targets - self.starts]
        problems += [
            f"{status.value} → {target.value} names no command"
            for status, row in self.edges.items()
            for target, commands in row.items()
            if not commands
        ]
        if not self.starts:
            problems.append("nothing starts")
        problems += [f"{s.value} is a dead end" for s in sorted(known, key=str) if not self.ends(s)]
        if problems:
            raise InvalidTable(f"lifecycle of the {self.name}", tuple(sorted(problems)))

    @property
    def terminal(self) -> frozenset[S]:
        """The statuses that nothing follows."""
        return frozenset(status for status, row in self.edges.items() if not row)

    def ends(self, status: S) -> bool:
        """Tell whether a status in which nothing is open can be reached from here."""
        return bool(self.reachable(status) & (self.terminal | self.rests))

    def reachable(self, status: S) -> frozenset[S]:
        """Give the status itself and everything that may come after it."""
        seen = {status}
        ahead = [status]
        while ahead:
            for target in self.edges.get(ahead.pop(), {}):
                if target not in seen:
                    seen.add(target)
                    ahead.append(target)
        return frozenset(seen)

    def permits(self, before: S | None, after: S) -> bool:
        """Tell whether ``after`` may follow ``before`` (``None``: may come first)."""
        if before is None:
            return after in self.starts
        return before is after or after in self.edges[before]

    def mermaid(self) -> str:
        """Draw it as a Mermaid state diagram."""
        lines = ["stateDiagram-v2"]
        order = list(self.edges)
        lines += [f"    [*] --> {s.value}" for s in order if s in self.starts]
        lines += [
            f"    {status.value} --> {target.value}: {', '.join(commands)}"
            for status, row in self.edges.items()
            for target, commands in row.items()
        ]
        lines += [f"    {s.value} --> [*]" for s in order if s in self.terminal | self.rests]
        return "\n".join(lines) + "\n"
