"""What was met in a sweep: commands, refusals, events, moves, and what broke."""

from collections import Counter
from collections.abc import Callable, Iterator
from enum import Enum

import attrs

from ordercore.errors import Refused
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.holding import PlaceHold
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD, World
from ordercore.testing.laws import LAWS_OF_AN_ORDER
from ordercore.testing.sweep.claims import CLAIMS, Claim, Made

Move = tuple[str, Enum | None, Enum, str]
"""Of which lifecycle, from which status to which, and by which command."""


@attrs.define
class Tally:
    """Everything that was met, in all sweeps together."""

    world: World = WORLD
    claims: tuple[Claim, ...] = CLAIMS
    laws: tuple[Callable[[Order], None], ...] = LAWS_OF_AN_ORDER
    accepted: Counter[str] = attrs.field(factory=Counter[str])
    codes: Counter[tuple[str, str]] = attrs.field(factory=Counter[tuple[str, str]])
    events: Counter[type[OrderEvent]] = attrs.field(factory=Counter[type[OrderEvent]])
    moves: dict[Move, Order | None] = attrs.field(factory=dict[Move, Order | None])
    """Every move that was made, with the first order that made it."""
    words: set[Enum] = attrs.field(factory=set[Enum])
    used: set[tuple[str, str]] = attrs.field(factory=set[tuple[str, str]])
    """Rows of the world's tables: which table, and which row."""
    faults: dict[tuple[str, str], str] = attrs.field(factory=dict[tuple[str, str], str])
    """What was raised that should not have been, or which law was broken: first example each."""

    _before: Order | None = None
    _kept: dict[str, list[Enum]] = attrs.field(factory=dict[str, list[Enum]])

    def refused(self, command: OrderCommand, refused: Refused) -> None:
        """Note why a command was refused."""
        name = type(command).__name__
        for refusal in refused.refusals:
            self.codes[name, refusal.code] += 1

    def raised(self, order: Order | None, command: OrderCommand, error: Exception) -> None:
        """Note that a rule, an outcome or a fold raised something else than a refusal."""
        what = f"{type(command).__name__} raised {type(error).__name__}"
        self.faults.setdefault(("raised", what), f"{error}; {command}; {order}")

    def unexplained(self, command: OrderCommand, error: AssertionError) -> None:
        """Note that ``explain`` says something else than ``decide``."""
        what = f"{type(command).__name__} is not explained"
        self.faults.setdefault(("unexplained", what), str(error))

    def happened(
        self,
        before: Order | None,
        command: OrderCommand,
        events: tuple[OrderEvent, ...],
        after: Order,
    ) -> None:
        """Note what a command brought about, and which statuses it changed."""
        name = type(command).__name__
        self.accepted[name] += 1
        for event in events:
            self.events[type(event)] += 1
        self._use(command, after)
        for claim in self.claims:
            for was, now in self._moves(claim, before, after):
                self.moves.setdefault((claim.lifecycle.name, was, now, name), before)

    def met(self, order: Order) -> None:
        """Check the laws on an order that was not met before, and note its words."""
        for law in self.laws:
            try:
                law(order)
            except AssertionError as broken:
                what = f"the law {law.__name__} is broken"
                self.faults.setdefault(("law_broken", what), f"{broken}; {order}")
        for claim in self.claims:
            self.words.update(claim.words(order))
        if self.world.substatuses:
            self.used.add(("sub-status", self.world.substatus(order) or ""))

    def _moves(self, claim: Claim, before: Order | None, after: Order) -> Iterator[Made]:
        """Give the moves of a claim; one order is given many commands, so its words are kept."""
        if claim.whole is None or before is None:
            yield from claim.moves(before, after)
            return
        if before is not self._before:
            self._before = before
            self._kept = {one.lifecycle.name: one.words(before) for one in self.claims}
        (was,), now = self._kept[claim.lifecycle.name], claim.whole(after)
        if was is not now:
            yield was, now

    def _use(self, command: OrderCommand, order: Order) -> None:
        """Note which row of a table a command made use of."""
        match command:
            case ConfirmShipment():
                self.used.add(("channel", order.terms.channel))
            case CancelUnits(reason=reason):
                self.used.add(("cancel reason", reason))
            case IssueRefund(reason=reason):
                self.used.add(("refund reason", reason))
            case PlaceHold(kind=kind):
                self.used.add(("hold kind", kind))
            case _:
                pass
