"""Rules: named conditions that a command must meet.

A rule is a pure function named as a statement (``order_is_paid``).
It answers ``None`` where the statement holds, and the facts where it does not.
Its code is what a refusal carries, with what would lift it; the first line of its docstring is the
sentence that the reference prints.
"""

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

import attrs

from ordercore.errors import NEVER, Lift

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
    lift: Lift = NEVER

    @property
    def name(self) -> str:
        """The statement, as the function is named."""
        return self.check.__name__

    @property
    def sentence(self) -> str:
        """The first line of the function's docstring."""
        return (self.check.__doc__ or "").strip().partition("\n")[0]


def rule(
    code: str,
    *,
    first: tuple[str, ...] = (),
    instead: tuple[str, ...] = (),
    until: str = "",
    rather: tuple[str, ...] = (),
) -> Callable[[Callable[[State, Command, World], Facts | None]], Rule[State, Command, World]]:
    """Make a function a rule whose refusals carry this code.

    What would lift them is any of the commands named ``first``, other arguments ``instead``, or
    waiting ``until`` the moment in that fact; without any of these, nothing, and ``rather`` names
    commands to give in its place.
    """
    lift = Lift(first, instead, until, rather)

    def make(
        check: Callable[[State, Command, World], Facts | None],
    ) -> Rule[State, Command, World]:
        return Rule(code, check, lift)

    return make
