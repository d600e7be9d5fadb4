"""Decision tables: which command needs what, and what it then brings about.

The laws of this file:

- one row per command, and no move outside the table;
- a row's rules are *all* asked, so a refusal gives every reason;
- a refusal changes nothing, for nothing is changed here at all: events go out, or an exception.
"""

from collections.abc import Callable, Iterable, Mapping
from operator import length_hint
from typing import Any, Generic, TypeVar

import attrs

from ordercore.errors import InvalidTable, InvalidValue, Refusal, Refused
from ordercore.kernel.rules import Rule
from ordercore.kernel.time import Instant

S = TypeVar("S")
C = TypeVar("C")
W = TypeVar("W")
E = TypeVar("E")


@attrs.frozen(kw_only=True)
class Decision(Generic[S, C, W, E]):
    """One row: a command, whether it creates its subject, its rules, and its outcome.

    ``begins`` gives what a command starts from where there is nothing yet, where it needs nothing
    to be there, and minds nothing that is.
    ``settled`` tells that the wish is already true: then nothing happens, and no rule is asked,
    so that repeating a command is harmless.
    ``complete`` fills in what the command leaves open ("all that is left", "the next number"), so
    that rules and outcome see a command without gaps.
    ``offers`` gives commands that may be worth giving now, each asking for the most it can.
    """

    command: type[C]
    outcome: Callable[[S, C, W], tuple[E, ...]]
    rules: tuple[Rule[S, C, W], ...] = ()
    creates: bool = False
    begins: Callable[[C], S] | None = None
    settled: Callable[[Any, C], bool] | None = None
    complete: Callable[[Any, C, W], C] | None = None
    offers: Callable[[Any, Instant, W], Iterable[C]] | None = None

    @property
    def sentence(self) -> str:
        """The first line of the command's docstring."""
        return (self.command.__doc__ or "").strip().partition("\n")[0]


class DecisionTable(Generic[S, W, E]):
    """All decisions about one kind of thing; validates itself when built."""

    def __init__(self, subject: str, rows: Iterable[Decision[Any, Any, W, E]]) -> None:
        self.subject = subject
        self.rows: Mapping[type, Decision[Any, Any, W, E]] = self._validated(tuple(rows))
        self._checks = {
            command: tuple([rule.check for rule in row.rules]) for command, row in self.rows.items()
        }

    def _validated(
        self, rows: tuple[Decision[Any, Any, W, E], ...]
    ) -> Mapping[type, Decision[Any, Any, W, E]]:
        problems: list[str] = []
        by_code: dict[str, Rule[Any, Any, W]] = {}
        by_command: dict[type, Decision[Any, Any, W, E]] = {}
        for row in rows:
            name = row.command.__name__
            if row.command in by_command:
                problems.append(f"{name} has two rows")
            if not row.sentence:
                problems.append(f"{name} has no docstring")
            if row.creates and row.begins is not None:
                problems.append(f"{name} needs that nothing is there, and does not")
            by_command[row.command] = row
            for rule in row.rules:
                if not rule.sentence:
                    problems.append(f"the rule {rule.name} has no sentence")
                if by_code.setdefault(rule.code, rule) is not rule:
                    problems.append(f"two rules refuse with the code {rule.code}")
        names = {command.__name__ for command in by_command}
        problems += [
            f"{code} points to {name}, which is no command here"
            for code, rule in by_code.items()
            for name in (*rule.lift.commands, *rule.lift.rather)
            if name not in names
        ]
        if problems:
            raise InvalidTable(f"decisions about the {self.subject}", tuple(problems))
        return by_command

    def row_of(self, command: Any) -> Decision[Any, Any, W, E]:
        """Give the row of a command.

        Raises:
            InvalidValue: when the table has none for such a command.
        """
        row = self.rows.get(type(command))
        if row is None:
            raise InvalidValue(
                "command", type(command).__name__, f"a command about the {self.subject}"
            )
        return row

    def decide(self, state: S | None, command: Any, world: W) -> tuple[E, ...]:
        """Give the events that a command brings about.

        Raises:
            Refused: with every reason, when a rule says no.
            InvalidValue: when the table has no row for such a command.
        """
        row = self.row_of(command)
        if state is None and row.begins is not None:
            state = row.begins(command)
        if row.settled is not None and state is not None and row.settled(state, command):
            return ()
        if (state is None) is not row.creates:
            raise Refused(row.command.__name__, (self._existence(row),))
        if row.complete is not None:
            command = row.complete(state, command, world)
        checks = iter(self._checks[row.command])
        for check in checks:
            if check(state, command, world) is not None:
                # Those before it have said that nothing is against it, and are not asked again.
                left = row.rules[len(row.rules) - 1 - length_hint(checks) :]
                raise Refused(row.command.__name__, _broken(left, state, command, world))
        return row.outcome(state, command, world)

    def explain(self, state: S | None, command: Any, world: W) -> tuple[Refusal, ...]:
        """Give every reason why a command would be refused; empty when it would be accepted."""
        try:
            self.decide(state, command, world)
        except Refused as refused:
            return refused.refusals
        return ()

    def allowed(self, state: S, at: Instant, world: W) -> tuple[Any, ...]:
        """Give the commands that would bring something about now, each asking for the most."""
        return tuple(
            command
            for row in self.rows.values()
            for command in self._completed(row, state, at, world)
            if self._brings_about(state, command, world)
        )

    def with_rules(
        self, added: Iterable[tuple[type, Rule[Any, Any, W]]]
    ) -> "DecisionTable[S, W, E]":
        """Give a table in which commands must meet further rules.

        Raises:
            InvalidTable: when a rule is added to a command that there is not, or its code is taken.
        """
        rows = dict(self.rows)
        for command, rule in added:
            given: object = rule
            if not isinstance(given, Rule):
                problem = f"{given!r} is no rule; a function becomes one by @rule"
                raise InvalidTable(f"decisions about the {self.subject}", (problem,))
            if command not in rows:
                problem = f"{rule.name} is added to {command.__name__}, which has no row"
                raise InvalidTable(f"decisions about the {self.subject}", (problem,))
            rows[command] = attrs.evolve(rows[command], rules=(*rows[command].rules, rule))
        return DecisionTable(self.subject, rows.values())

    def _completed(
        self, row: Decision[Any, Any, W, E], state: S, at: Instant, world: W
    ) -> Iterable[Any]:
        offered = row.offers(state, at, world) if row.offers else ()
        if row.complete is None:
            return offered
        return [row.complete(state, some, world) for some in offered]

    def _brings_about(self, state: S, command: Any, world: W) -> bool:
        try:
            return bool(self.decide(state, command, world))
        except Refused:
            return False

    def _existence(self, row: Decision[Any, Any, W, E]) -> Refusal:
        code = "already_exists" if row.creates else "does_not_exist"
        return Refusal(code, {"subject": self.subject})


def _broken(
    rules: Iterable[Rule[Any, Any, Any]], state: Any, command: Any, world: Any
) -> tuple[Refusal, ...]:
    refusals: list[Refusal] = []
    for rule in rules:
        facts: Any = rule.check(state, command, world)
        if facts is not None and not isinstance(facts, Mapping):
            problem = f"{rule.name} answers {facts!r}, and neither None nor the facts against"
            raise InvalidTable(f"the rule {rule.code}", (problem,))
        if facts is not None:
            refusals.append(Refusal(rule.code, facts, rule.lift))
    return tuple(refusals)


def fold_with(folds: Mapping[type, Callable[[Any, Any], S]]) -> Callable[[S | None, Any], S]:
    """Make ``evolve(state, event)`` from a table of one fold per kind of event."""

    def evolve(state: S | None, event: Any) -> S:
        return folds[type(event)](state, event)

    return evolve
