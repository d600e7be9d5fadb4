"""The proposal: the command that would do a task, as far as its arguments are known."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

import attrs

from ordercore.conversations.claims import ClaimCommand
from ordercore.conversations.feedback import FeedbackCommand
from ordercore.conversations.messages import ConversationCommand
from ordercore.errors import InvalidValue
from ordercore.inventory import InventoryCommand
from ordercore.orders.message import OrderCommand

Command = OrderCommand | ClaimCommand | FeedbackCommand | ConversationCommand | InventoryCommand
"""A command of any kind that a desk takes."""

UNTOLD = frozenset({"at", "by", "imported"})
"""Arguments that every command has, and that nobody reads in a list of work."""


@attrs.frozen(hash=False)
class Proposal:
    """A command that would do a task: of which kind, what is known of it, and what is missing.

    ``missing`` are the arguments that only somebody who does the task can tell: a tracking number,
    the text of an answer. Without any, :meth:`filled` gives the command as it stands.
    """

    kind: type[Command]
    known: Mapping[str, Any]
    missing: tuple[str, ...] = ()

    def filled(self, **told: Any) -> Command:
        """Give the command; what is missing has to be told, and what is known may be told anew.

        Raises:
            InvalidValue: when something is still missing, the command has no such argument, or one
                of its values cannot be.
        """
        fields = [field.name for field in attrs.fields(self.kind)]
        strange = sorted(told.keys() - set(fields))
        if strange:
            raise InvalidValue("told", tuple(strange), f"arguments among {', '.join(fields)}")
        lacking = [name for name in self.missing if name not in told]
        if lacking:
            raise InvalidValue("told", tuple(told), f"what is missing too: {', '.join(lacking)}")
        return self.kind(**{**self.known, **told})

    def __str__(self) -> str:
        """Write it for somebody to read: ``ConfirmShipment(order_id=O-1, tracking=?)``."""
        said = [
            f"{name}={text}"
            for name, value in self.known.items()
            if name not in UNTOLD and (text := _text(value))
        ]
        return (
            f"{self.kind.__name__}({', '.join([*said, *(f'{name}=?' for name in self.missing)])})"
        )


def _text(value: object) -> str:
    """Write a plain value; what is blank, or no word and no number, is left out."""
    if isinstance(value, Enum):
        return str(value.value)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
