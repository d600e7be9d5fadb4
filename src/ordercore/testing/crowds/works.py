"""What workers of a crowd do: jobs, by name, so that another process can be told of them."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import attrs

from ordercore.inventory import ReserveUnits
from ordercore.kernel.time import Instant
from ordercore.orders.line import Line
from ordercore.orders.placing import PlaceOrder
from ordercore.ports.listener import Announcement
from ordercore.ports.outbox import OutboxState
from ordercore.queries import ReservationFilter
from ordercore.service.asked import Asked
from ordercore.service.desk import OrderDesk
from ordercore.service.keys import Command
from ordercore.testing.crowds.account import Account
from ordercore.testing.crowds.processes import AT

SKUS = ("A", "B", "C", "D", "E")

BUNDLES = {
    "SET": (("A", 1), ("B", 2)),
    "KIT": (("B", 1), ("C", 1)),
    "BOX": (("C", 2), ("A", 1)),
}
"""Each shares components with the others, and none names them in the same order."""

Said = dict[str, Any]

EACH = 10
"""How many things a worker asks for."""


def later(minutes: float) -> Instant:
    """Give the moment so many minutes after the first."""
    return AT.add(seconds=round(minutes * 60))


def lines(*skus: str, quantity: int = 1) -> list[Line]:
    """Give lines of some SKUs, bundles with what they are made of."""
    return [Line(sku, quantity, price="5 EUR", components=BUNDLES.get(sku, ())) for sku in skus]


def turned(skus: Sequence[str], account: Account) -> Sequence[str]:
    """Give SKUs in the order in which a worker takes them: every other one from the end."""
    return skus[::-1] if account.worker % 2 else skus


def buy(desk: OrderDesk, id: str, *skus: str) -> None:
    """Place an order of one unit each."""
    desk.place(channel="MFN", lines=lines(*skus or ("A",)), order_id=id)


def buy_one_sku(desk: OrderDesk, account: Account) -> None:
    """Buy one unit of one SKU, again and again."""
    for number in range(EACH):
        id = f"{account.worker}-{number}"
        account.ask(id, partial(buy, desk, id))


def buy_many_skus(desk: OrderDesk, account: Account) -> None:
    """Buy several SKUs at once, in one order or the other."""
    for number in range(EACH):
        id = f"{account.worker}-{number}"
        some = SKUS[number % 3 :][:3]
        account.ask(id, partial(buy, desk, id, *turned(some, account)))


def buy_bundles(desk: OrderDesk, account: Account) -> None:
    """Buy bundles, two kinds at once."""
    kinds = tuple(BUNDLES)
    for number in range(EACH):
        id = f"{account.worker}-{number}"
        some = (kinds[number % 3], kinds[(number + 1) % 3])
        account.ask(id, partial(buy, desk, id, *turned(some, account)))


def move_to_and_fro(desk: OrderDesk, account: Account) -> None:
    """Move units from one SKU to another, half of the workers the other way round."""
    there, back = turned(("A", "B"), account)
    for number in range(EACH):
        id = f"{account.worker}-{number}"
        account.ask(id, partial(desk.move_stock, there, 1, to_sku=back, cause=id))


def mixed_batches(desk: OrderDesk, account: Account) -> None:
    """Place orders and promise units in batches that cross transactions, in one order of SKUs."""
    names = [f"{account.worker}-{number}" for number in range(2 * EACH)]
    skus = turned(SKUS, account)
    asked = [
        Asked(_order_or_promise(name, skus[number % len(skus)], number % 3), f"c-{name}")
        for number, name in enumerate(names)
    ]
    for name, result in zip(names, desk.handle_many(asked, per_transaction=7), strict=True):
        account.note(name, result)


def _order_or_promise(name: str, sku: str, choice: int) -> Command:
    if choice:
        return PlaceOrder(order_id=name, at=AT, channel="MFN", lines=lines(sku))
    return ReserveUnits(sku=sku, pool="main", quantity=1, owner=name, at=AT)


def reserve_in_batches(desk: OrderDesk, account: Account) -> None:
    """Promise units of all SKUs in one transaction, in one order or the other."""
    for number in range(EACH):
        owner = f"{account.worker}-{number}"
        skus = turned(SKUS, account)
        results = desk.handle_many([Asked(_order_or_promise(owner, sku, 0)) for sku in skus])
        for sku, result in zip(skus, results, strict=True):
            account.note(f"{owner}/{sku}", result)


def repeat_the_same(desk: OrderDesk, account: Account) -> None:
    """Ask for what everybody asks for, under the same ids, from one end or the other."""
    for id in turned([f"O-{number}" for number in range(2 * EACH)], account):
        said: Said = {"channel": "MFN", "lines": lines("A"), "order_id": id}
        said["command_id"] = f"c-{id}"
        account.ask(id, partial(desk.place, **said))


def keep_baskets(desk: OrderDesk, account: Account) -> None:
    """Fill baskets, and order, pay, ship, cancel, give back or forget what is in them."""
    for number in range(EACH):
        _keep_basket(desk, account, number)


def _keep_basket(desk: OrderDesk, account: Account, number: int) -> None:
    id, sku = f"{account.worker}-{number}", SKUS[number % 2]
    basket, fate = f"basket-{id}", ("order", "cancel", "give back", "forget")[number % 4]
    now, soon, then = later(number), later(number + 1), later(number + 2)
    hold: Said = {"owner": basket, "expires_at": later(number + 4), "at": now}
    if not account.ask(f"fill {id}", partial(desk.reserve, sku, 1, **hold)) or fate == "forget":
        return
    if fate == "give back":
        call = partial(desk.release_reserved, sku, owner=basket, at=soon)
        account.ask(f"give back {id}", call)
        return
    said: Said = {"channel": "MFN", "lines": lines(sku), "order_id": id, "basket": basket}
    if not account.ask(f"place {id}", partial(desk.place, **said, at=soon)):
        return
    if fate == "cancel":
        account.ask(f"cancel {id}", partial(desk.cancel, id, reason="pricing_error", at=then))
    elif account.worker % 4 == 0:
        account.ask(f"pay {id}", partial(desk.confirm_payment, id, at=then))
        account.ask(f"ship {id}", partial(desk.confirm_shipment, id, at=then))


def sweep(desk: OrderDesk, account: Account, minutes: int = 3 * EACH) -> None:
    """Give back whatever has expired, minute by minute."""
    for minute in range(minutes):
        at = later(minute)
        for hold in desk.store.reservations(ReservationFilter(expired_by=at)):
            call = partial(desk.expire_reserved, hold.sku, owner=hold.owner, at=at)
            account.ask(f"{minute} {hold.owner}", call)


def relay(desk: OrderDesk, account: Account) -> None:
    """Deliver notices until none waits."""
    while desk.store.outbox(OutboxState.WAITING, limit=1):
        desk.deliver_notices(Listening(account), limit=5)


def relay_all(desk: OrderDesk) -> None:
    """Deliver every notice that waits, whatever pause or lease some clock has given it."""
    told = Listening(Account(-1))
    for days in (0, 30, 60, 90):
        desk.deliver_notices(told, limit=100_000, at=later(1440 * days))
    left = desk.store.outbox(OutboxState.WAITING, limit=10)
    if left:
        raise AssertionError(f"never delivered: {left}")


def jump(desk: OrderDesk, account: Account) -> None:
    """Place, pay and cancel, and deliver notices, by a clock that jumps back and forth by days."""
    for number in range(EACH):
        id = f"{account.worker}-{number}"
        at = later((-1) ** number * 1440 * (account.worker + number))
        call = partial(desk.place, channel="MFN", lines=lines("A", "B"), order_id=id, at=at)
        if account.ask(id, call) and number % 3:
            account.ask(f"pay {id}", partial(desk.confirm_payment, id, at=at.add(seconds=1)))
        elif number % 2:
            call = partial(desk.cancel, id, reason="pricing_error", at=at.add(days=-1))
            account.ask(f"cancel {id}", call)
        desk.deliver_notices(Listening(Account(account.worker)), limit=3, at=at)


@attrs.frozen
class Listening:
    """A listener that notes the keys of what it is told."""

    account: Account

    def tell(self, announcement: Announcement) -> None:
        """Note a message."""
        self.account.accepted.append(announcement.key)
