"""The desk: what people call."""

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Self, TypeVar

import attrs

from ordercore.channels import Promise
from ordercore.errors import InvalidValue, Refusal, Refused
from ordercore.inventory import InventoryCommand, Stock
from ordercore.kernel.checking import several
from ordercore.orders.address import Address
from ordercore.orders.deadlines import promised
from ordercore.orders.decider import allowed
from ordercore.orders.finding import path_to
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.clock import Clock
from ordercore.ports.identity import Identity
from ordercore.ports.notifier import Message, Notifier
from ordercore.ports.source import ReportedOrder
from ordercore.ports.store import OutboxEntry, Store
from ordercore.service.adopting import Adopted, adopt
from ordercore.service.asking import Asking
from ordercore.service.draft import keys_of, order_key
from ordercore.service.looking import Looking
from ordercore.service.preview import Preview, preview
from ordercore.service.runner import Asked, Desktop, Value, run

T = TypeVar("T")


@attrs.frozen
class Delivery:
    """What became of notices: those that were taken, and those that failed, each with its error."""

    delivered: tuple[OutboxEntry, ...]
    failed: tuple[tuple[OutboxEntry, Exception], ...]


class OrderDesk(Looking, Asking):
    """Orders and stock over a store, under the policies of a world.

    Every call that changes something gives the new value, or raises ``Refused`` and has changed
    nothing.
    ``at`` is the moment it happened, for which the desk asks its clock where it is left out;
    ``command_id`` makes twice once.
    """

    def __init__(self, store: Store, *, world: World, clock: Clock, identity: Identity) -> None:
        super().__init__(clock, identity)
        self.store = store
        self.world = world

    def handle(self, command: OrderCommand, *, id: str | None = None) -> Order:
        """Decide a command with everything that follows from it, and keep it.

        Raises:
            Refused: with every reason, when a rule says no; nothing has changed then.
            InvalidValue: when it is no command about an order.
        """
        return _expect(Order, self._run(Asked(_about_an_order(command), id)))

    # Before it is done

    def explain(self, command: OrderCommand) -> tuple[Refusal, ...]:
        """Give every reason why a command would be refused now, stock that is short among them.

        Each says what would lift it; there are none where it would be accepted.
        """
        try:
            self.preview(command)
        except Refused as refused:
            return refused.refusals
        return ()

    def allowed(self, order_id: str, *, at: object = None) -> tuple[OrderCommand, ...]:
        """Give the commands that would bring something about now, each asking for the most.

        Raises:
            NotFound: when the desk keeps no such order.
        """
        return allowed(self.order(order_id), self._at(at), self.world)

    def path_to(
        self, order_id: str, goal: Enum | str, *, at: object = None
    ) -> tuple[OrderCommand, ...] | None:
        """Give the shortest sequence of commands to a goal; ``None`` where there is none.

        ``goal`` is a word of an axis: ``OrderStatus.SHIPPED``, ``"delivered"``.

        Raises:
            NotFound: when the desk keeps no such order.
            InvalidValue: when no axis has such a word.
        """
        return path_to(self.order(order_id), goal, self._at(at), self.world)

    def promise(
        self,
        *,
        channel: str,
        skus: Iterable[str] = (),
        marketplace: str = "",
        service: str = "",
        ship_to: Address | None = None,
        ahead: int = 0,
        at: object = None,
    ) -> Promise:
        """Quote by when an order placed now would ship and arrive, before there is one.

        ``skus`` are what it would be of, and ``ahead`` is how many orders of the day came before:
        where a channel takes only so many in a day, the quote says when the next is handled. (The
        deadline of an order that was placed does not know of others.)

        Raises:
            InvalidValue: when the world has no such channel or marketplace.
        """
        known = self.world.channels.get(channel)
        if known is None:
            raise InvalidValue("channel", channel, "a channel of the world")
        return promised(
            known,
            self.world,
            placed=self._at(at),
            marketplace=self.world.marketplace_code(marketplace),
            service=service,
            skus=several(skus, "skus"),
            ship_to=ship_to,
            ahead=ahead,
        )

    def preview(self, command: OrderCommand) -> Preview:
        """Give what a command would bring about now, and change nothing.

        Raises:
            Refused: with every reason, when a rule says no.
            InvalidValue: when it is no command about an order.
        """
        return preview(_about_an_order(command), self.store.load, self.world)

    def carry_out(self, preview: Preview, id: str | None = None) -> Order:
        """Do what a preview has shown: just that, or nothing.

        Raises:
            Conflict: when a record that the preview looked at has changed since.
        """
        return _expect(Order, self._run(Asked(preview.command, id, preview.versions)))

    # Much at once

    def handle_all(self, asked: Sequence[Asked]) -> tuple[Value | Refused, ...]:
        """Decide many commands in one transaction, each by itself: refusals stand for values."""

        def work(desktop: Desktop) -> tuple[Value | Refused, ...]:
            desktop.prefetch(key for some in asked for key in keys_of(some.command))
            return tuple([_tried(desktop, some) for some in asked])

        return run(self.store, self.world, work)

    def adopt_all(self, reported: Sequence[ReportedOrder]) -> tuple[Adopted, ...]:
        """Move orders to where a marketplace reports them to be, in one transaction.

        What has happened here already is left alone, so reporting twice is harmless.
        """

        def work(desktop: Desktop) -> tuple[Adopted, ...]:
            desktop.prefetch(order_key(some.id) for some in reported)
            return tuple([_adopted(desktop, some) for some in reported])

        return run(self.store, self.world, work)

    # Telling

    def deliver_notices(
        self, notifier: Notifier, *, limit: int = 100, at: object = None
    ) -> Delivery:
        """Hand waiting notices to a notifier: the least often tried first, of these the oldest.

        A notice is taken out of the queue only after the notifier took it, so it is delivered at
        least once; its key makes twice harmless.
        One that fails stays in the queue and does not stop the others.
        """
        delivered: list[OutboxEntry] = []
        failed: list[tuple[OutboxEntry, Exception]] = []
        for entry in self.store.undelivered(limit):
            try:
                notifier.tell(self._message(entry))
            except Exception as error:  # noqa: BLE001 - whatever a notifier raises is told
                self.store.mark_tried((entry,))
                failed.append((entry, error))
            else:
                self.store.mark_delivered((entry,), self._at(at))
                delivered.append(entry)
        return Delivery(tuple(delivered), tuple(failed))

    def close(self) -> None:
        """Let go of the store; ``with`` does it by itself."""
        self.store.close()

    def __enter__(self) -> Self:
        """Give the desk itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the store."""
        self.close()

    def _message(self, entry: OutboxEntry) -> Message:
        event = self.store.events(entry.stream, upto=entry.seq)[-1].event
        return Message(
            entry.key, entry.notice, self.order(entry.stream.id), _expect(OrderEvent, event)
        )

    def _handle_stock(self, command: InventoryCommand, id: str | None) -> Stock:
        return _expect(Stock, self._run(Asked(command, id)))

    def _handle_seen(self, command: OrderCommand, id: str | None, version: int) -> Order:
        seen = {order_key(command.order_id): version}
        return _expect(Order, self._run(Asked(command, id, seen)))

    def _run(self, asked: Asked) -> Value:
        return run(self.store, self.world, lambda desktop: desktop.handle(asked))


def _about_an_order(command: OrderCommand) -> OrderCommand:
    given: object = command
    if not isinstance(given, OrderCommand):
        raise InvalidValue("command", given, "a command about an order")
    return given


def _tried(desktop: Desktop, asked: Asked) -> Value | Refused:
    try:
        return desktop.handle(asked)
    except Refused as refused:
        return refused


def _adopted(desktop: Desktop, reported: ReportedOrder) -> Adopted:
    value = desktop.value(order_key(reported.id))
    order = value if isinstance(value, Order) else None
    return adopt(reported, order, lambda step: _expect(Order, desktop.handle(Asked(step))))


def _expect(kind: type[T], value: object) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"{kind.__name__} expected, not {type(value).__name__}")
    return value
