"""What rivals do to a store at once: jobs of crowds, by name, one for each class of field fault."""

from functools import partial

from ordercore.queries import ReservationFilter
from ordercore.service.desk import OrderDesk
from ordercore.testing.crowds import Account
from ordercore.testing.crowds.works import EACH, buy, later, lines, turned
from ordercore.testing.store.deriving import HOW_MANY

EXPIRED = ReservationFilter(expired_by=later(2))


def check_out(desk: OrderDesk, account: Account) -> None:
    """Place orders of two lines, in one order or the other, and pay each at once."""
    for number in range(EACH):
        id = f"{account.worker}-{number}"
        if account.ask(id, partial(buy, desk, id, *turned(("A", "B"), account))):
            desk.confirm_payment(id)


def reserve(desk: OrderDesk, account: Account) -> None:
    """Promise one unit each to owners of one's own."""
    for number in range(EACH):
        owner = f"{account.worker}-{number}"
        account.ask(owner, partial(desk.reserve, "A", 1, owner=owner))


def want_the_last(desk: OrderDesk, account: Account) -> None:
    """Want the last unit of each SKU, whether for an order, a move, or off the books."""
    for number in range(EACH):
        sku, name = f"LAST-{number}", f"{account.worker}-{number}"
        calls = (
            partial(buy, desk, name, sku),
            partial(desk.move_stock, sku, 1, to_sku="AWAY", cause=name),
            partial(desk.reserve, sku, 1, owner=name),
        )
        account.ask(name, calls[account.worker % 3])


def cancel_what_others_cancel(desk: OrderDesk, account: Account) -> None:
    """Cancel the same orders as everybody, and give back what is held for them."""
    for number in turned([str(number) for number in range(EACH)], account):
        if account.worker % 2:
            account.ask(number, partial(desk.expire_reserved, "A", owner=number, at=later(1440)))
        else:
            account.ask(number, partial(desk.cancel, number, reason="pricing_error"))


def see_orders_to_their_end(desk: OrderDesk, account: Account) -> None:
    """Place orders, then cancel one and ship the next."""
    for number in range(EACH):
        id = f"{account.worker}-{number}"
        if not account.ask(id, partial(buy, desk, id, *turned(("A", "B"), account))):
            continue
        if number % 2:
            desk.cancel(id, reason="pricing_error")
        else:
            desk.confirm_payment(id)
            desk.confirm_shipment(id)


def abandon(desk: OrderDesk, account: Account) -> None:
    """Fill baskets of the last units, and never come back."""
    for number in range(EACH):
        basket = f"basket-{account.worker}-{number}"
        call = partial(desk.reserve, "A", 1, owner=basket, expires_at=later(1), at=later(0))
        account.ask(basket, call)


def come_later(desk: OrderDesk, account: Account) -> None:
    """Buy once the baskets are over, giving back first what nobody came for."""
    for hold in desk.store.reservations(EXPIRED):
        desk.expire_reserved(hold.sku, owner=hold.owner, at=later(2))
    for number in range(EACH):
        id = f"{account.worker}-{number}"
        call = partial(desk.place, channel="MFN", lines=lines("A"), order_id=id, at=later(2))
        account.ask(id, call)


def live_with_cases(desk: OrderDesk, account: Account) -> None:
    """Place orders, pay and ship them, with claims, messages and reviews beside them."""
    for number in range(EACH):
        id = f"{account.worker}-{number}"
        account.ask(id, partial(buy, desk, id))
        account.ask(f"{id} paid", partial(desk.confirm_payment, id))
        account.ask(f"{id} asks", partial(desk.receive_message, id, f"M-{id}", "Where is it?"))
        account.ask(f"{id} claims", partial(_claim, desk, id))
        account.ask(f"{id} answers", partial(desk.answer_claim, f"CB-{id}", evidence=["tracking"]))
        account.ask(f"{id} sent", partial(desk.confirm_shipment, id))


def _claim(desk: OrderDesk, id: str) -> None:
    desk.open_claim(
        id, f"CB-{id}", kind="service_chargeback", ground="not_received", claimed="1 EUR"
    )


def catch_up(desk: OrderDesk, account: Account) -> None:
    """Catch up with what others do, a few orders at a time, and ask what there is meanwhile."""
    for number in range(60):
        account.ask(f"{number}", partial(desk.catch_up, limit=1 + number % 7))
    account.ask("all", partial(desk.ask, HOW_MANY))
