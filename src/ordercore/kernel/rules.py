"""Rules: named conditions that a command must meet.

A rule is a pure function named as a statement (``order_is_paid``).
It answers ``None`` where the statement holds, and the facts where it does not.
Its code is what a refusal carries; the first line of its docstring is the sentence that the
reference prints.
"""

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

import attrs

from ordercore.errors import Refusal

State = TypeVar("State", contravariant=True)
Command = TypeVar("Command", contravariant=True)
World = TypeVar("World", contravariant=True)

Facts = Mapping[str, Any]
"""What fills the sentence of a refusal."""


@attrs.frozen
class Rule(Generic[State, Command, World]):
    """A named condition: ``check(state, command, world)`` gives ``None`` or the facts against."""

    code: str
    check: Callable[[State, Command, World], Facts | None]

    @property
    def name(self) -> str:
        """The statement, as the function is named."""
        return self.check.__name__

    @property
    def sentence(self) -> str:
        """The first line of the function's docstring."""
        return (self.check.__doc__ or "").strip().partition("\n")[0]

    def __call__(self, state: State, command: Command, world: World) -> Refusal | None:
        """Ask the rule."""
        facts = self.check(state, command, world)
        return None if facts is None else Refusal(self.code, facts)


def rule(
    code: str,
) -> Callable[[Callable[[State, Command, World], Facts | None]], Rule[State, Command, World]]:
    """Make a function a rule whose refusals carry this code."""

    def make(
        check: Callable[[State, Command, World], Facts | None],
    ) -> Rule[State, Command, World]:
        return Rule(code, check)

    return make
