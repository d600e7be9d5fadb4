"""What is asked of a desk: a command with the id that makes it happen once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar, runtime_checkable

import attrs

from ordercore.errors import Conflict, InvalidValue, NotFound, OrdercoreError, Refusal, Refused
from ordercore.inventory import InventoryCommand, MirrorSummary, ReserveUnits, Stock
from ordercore.inventory.decider import DECISIONS as STOCK_DECISIONS
from ordercore.kernel.ids import checked
from ordercore.kernel.time import Instant
from ordercore.orders.decider import DECISIONS as ORDER_DECISIONS
from ordercore.orders.message import OrderCommand
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.state import Order
from ordercore.ports.dossiers import Dossier, DossierCommand
from ordercore.ports.records import Answered, Key, Recorded
from ordercore.ports.store import Row
from ordercore.service.codec import digest
from ordercore.service.dossiers import DossierWish, commands_asked, kind_kept, kind_of_command
from ordercore.service.draft import Draft
from ordercore.service.keys import Command, answer_key, keys_of, order_key
from ordercore.service.sheet import Value
from ordercore.service.snapshots import folded
from ordercore.service.timely import no_later
from ordercore.service.unseen import hangs_on_plenty

T = TypeVar("T")


Now = Callable[[], Instant]
"""Asks the clock of a desk."""


class Wish(Protocol):
    """Something asked of an order that becomes a command only in view of the order."""

    @property
    def order_id(self) -> str:
        """Which order it is about."""
        ...

    def command(self, order: Order) -> OrderCommand | None:
        """Give the command that fulfils it; ``None`` where it is fulfilled already."""
        ...


@runtime_checkable
class Wishes(Protocol):
    """Something asked of an order that becomes commands, all or none, in view of the order."""

    @property
    def order_id(self) -> str:
        """Which order it is about."""
        ...

    def commands(self, order: Order) -> tuple[OrderCommand, ...]:
        """Give the commands that fulfil it, one after the other; none where it is fulfilled."""
        ...


def _anything() -> Mapping[Key, int]:
    return {}


@attrs.frozen
class Asked:
    """A command, a wish or wishes, or a dossier wished for, and the id that makes it happen once.

    ``seen`` are versions of records that it was made for; it is not decided on others.
    """

    command: Command | Wish | Wishes | DossierWish
    id: str | None = None
    seen: Mapping[Key, int] = attrs.field(factory=_anything)


class Moved(Conflict):
    """A record is no longer as it was seen; planning again would not bring that back."""


Failure = Refused | NotFound | Moved | InvalidValue
"""What may stand for the value of one command among many, which the others know nothing of."""

FAILURES = (Refused, NotFound, Moved, InvalidValue)


def handled(draft: Draft, asked: Asked, now: Now) -> Value:
    """Decide what was asked; the value is the order, stock or dossier afterwards.

    Of a command id that was answered before it is that answer: where later events have changed
    it since, as the ``Answered`` that says at which version it stood.
    ``now`` asks the clock of the desk.

    Raises:
        Refused: when a rule says no, the command id was used for something else, or a summary
            lies ahead of the clock.
        Moved: when a record is not as the command has seen it.
        NotFound: when it is about a dossier, or a wish about an order, that is not there.
        Missing: when rows are needed that the draft was not given.
    """
    keys = _keys(asked)
    placing = asked.command if isinstance(asked.command, PlaceOrder) else None
    if placing is not None:
        draft.presume_new(placing.order_id)
    if asked.id is None:
        draft.need((*keys, *asked.seen))
        return _decided(draft, asked, now).value
    answer = answer_key(checked(asked.id, "command_id"))
    if placing is not None:
        draft.presume_absent(answer)
    draft.need((answer, *keys, *asked.seen))
    earlier = draft.value(answer)
    if isinstance(earlier, Answered):
        return _again(draft, asked, earlier)
    value, version = _decided(draft, asked, now)
    stock = value if isinstance(value, Stock) else None
    draft.answer(Answered(asked.id, digest(asked.command), keys[0], version, stock))
    return value


def handled_alone(draft: Draft, asked: Asked, now: Now) -> Value:
    """Decide what was asked with nothing beside it, as :func:`handled` does.

    Then a promise to somebody who is hardly known yet, of stock that has plenty, needs no look:
    the store tells afterwards how the stock is, and only one command can be told that.
    """
    command = asked.command
    if isinstance(command, ReserveUnits) and not command.using and asked.id is None:
        stock, hold = keys_of(command)[:2]
        if hangs_on_plenty(command) and draft.promises_unseen(stock):
            draft.want_unseen(stock)
            draft.presume_absent(hold)
    return handled(draft, asked, now)


def about_an_order(command: OrderCommand) -> OrderCommand:
    """Give a command about an order back.

    Raises:
        InvalidValue: when it is none.
    """
    given: object = command
    if not isinstance(given, OrderCommand):
        raise InvalidValue("command", given, "a command about an order")
    return given


def about_a_dossier(
    kind: type[Dossier], command: DossierCommand | DossierWish
) -> DossierCommand | DossierWish:
    """Give a command about a dossier of a class back.

    Raises:
        InvalidValue: when it is none.
    """
    given: object = command
    row = kind_kept(kind)
    wished = isinstance(given, DossierWish) and given.dossier.kind == row.name
    if not wished and not isinstance(given, row.command):
        raise InvalidValue("command", given, f"a command about a {row.name}")
    return command


def known(asked: Sequence[Asked]) -> Sequence[Asked]:
    """Give back what is asked, once it is all of a kind that a desk knows.

    Raises:
        InvalidValue: when something is neither a command nor a wish.
    """
    for some in asked:
        given: object = some
        if not isinstance(given, Asked):
            raise InvalidValue("asked", given, "something Asked: a command, with an id or none")
        command: object = given.command
        if isinstance(command, InventoryCommand):
            STOCK_DECISIONS.row_of(command)
        elif isinstance(command, DossierCommand):
            kind_of_command(command).decisions.row_of(command)
        elif isinstance(command, OrderCommand) or not _is_wished(command):
            ORDER_DECISIONS.row_of(command)
    return asked


def _is_wished(command: object) -> bool:
    return isinstance(command, Wishes | DossierWish) or callable(getattr(command, "command", None))


def expect(kind: type[T], value: object) -> T:
    """Give a value of the kind that it must be of.

    Raises:
        OrdercoreError: when it is one, which stands for the value.
    """
    if isinstance(value, OrdercoreError):
        raise value
    if not isinstance(value, kind):
        raise TypeError(f"{kind.__name__} expected, not {type(value).__name__}")
    return value


def _keys(asked: Asked) -> tuple[Key, ...]:
    """Give the rows that something is decided on, all at once: they are locked in one order."""
    command = asked.command
    # Plain classes first: to be asked whether it is a protocol costs a hundred times as much.
    if isinstance(command, OrderCommand | InventoryCommand | DossierCommand):
        return keys_of(command)
    if isinstance(command, DossierWish):
        return (command.dossier, order_key(command.order_id))
    return (order_key(command.order_id),)


def _decided(draft: Draft, asked: Asked, now: Now) -> Row:
    moved = [key for key, seen in asked.seen.items() if draft.version(key) != seen]
    if moved:
        raise Moved(tuple(map(str, moved)))
    wished = asked.command
    if isinstance(wished, MirrorSummary):
        no_later(wished, now(), draft.world)
    if isinstance(wished, Command):
        return draft.handle(wished, asked.id)
    key = order_key(wished.order_id)
    order = draft.value(key)
    if not isinstance(order, Order):
        raise NotFound("order", wished.order_id)
    if isinstance(wished, DossierWish):
        commands = commands_asked(wished, order, draft.world)
        return draft.handle_all(wished.dossier, commands, asked.id)
    if isinstance(wished, Wishes):
        return draft.handle_all(key, wished.commands(order), asked.id)
    command = wished.command(order)
    return draft.row(key) if command is None else draft.handle(command, asked.id)


def _again(draft: Draft, asked: Asked, earlier: Answered) -> Value:
    if earlier.digest != digest(asked.command):
        facts = {"command_id": asked.id, "stream": str(earlier.stream)}
        name = type(asked.command).__name__
        raise Refused(name, (Refusal("command_id_used_otherwise", facts),))
    if earlier.stock is not None:
        return earlier.stock
    row = draft.known(earlier.stream)
    return row.value if row.version == earlier.version else earlier


def answer_of(answered: Answered, recorded: Iterable[Recorded]) -> Order | Dossier | None:
    """Give the order or dossier that a command id was answered with, from the events up to then."""
    return folded(answered.stream, [some for some in recorded if some.seq <= answered.version])
