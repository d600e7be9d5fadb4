"""Seven steps of one order, all rules on, against bare state machines doing seven empty moves.

    python tests/benchmarks/bench_decide.py [--rounds N] [--times N]

Ours places, pays, ships, delivers, lets return, receives and refunds: a decision with every rule
and a fold per step.
The others only change a state: no rules, no data, no events.
Each makes its machine per order, as it must when an order is loaded.
"""

import argparse
from collections.abc import Callable

from ratios import ratios

from ordercore import (
    ConfirmPayment,
    ConfirmShipment,
    IssueRefund,
    Line,
    Money,
    PlaceOrder,
    ReceiveReturn,
    RecordDelivery,
    RequestReturn,
    ReturnUnits,
    Units,
    decide,
    evolve,
)
from ordercore.orders.message import OrderCommand
from ordercore.orders.state import Order

STATES = (
    "new", "pending", "unshipped", "shipped", "delivered", "returning", "returned", "refunded",
)  # fmt: skip
MOVES = ("place", "pay", "ship", "deliver", "ask", "receive", "refund")


def seven_steps(lines: int) -> tuple[OrderCommand, ...]:
    """Give the seven commands of an order of so many lines."""
    order, parcel, rma = "1", "P1", "R1"
    bought = tuple(Line(f"SKU-{n}", 2, price="12.50 USD", id=str(n)) for n in range(1, lines + 1))
    back = (ReturnUnits(parcel, "1", 1),)
    days = [f"2026-01-{day:02}T12:00:00Z" for day in range(1, 8)]
    return (
        PlaceOrder(order_id=order, at=days[0], channel="MFN", marketplace="US", lines=bought),
        ConfirmPayment(
            order_id=order, at=days[1], payment_id="PAY1", amount=Money(2500 * lines, "USD")
        ),
        ConfirmShipment(
            order_id=order,
            at=days[2],
            units=tuple(Units(line.id, 2) for line in bought),
            parcel_id=parcel,
        ),
        RecordDelivery(order_id=order, at=days[3], parcel_id=parcel),
        RequestReturn(order_id=order, at=days[4], units=back, reason="UNWANTED", return_id=rma),
        ReceiveReturn(order_id=order, at=days[5], units=back, return_id=rma),
        IssueRefund(
            order_id=order, at=days[6], reason="customer_return", return_id=rma,
            refund_id="F1",
        ),
    )  # fmt: skip


def ours(commands: tuple[OrderCommand, ...]) -> Callable[[], Order | None]:
    """Decide and fold the commands."""

    def work() -> Order | None:
        order: Order | None = None
        for command in commands:
            for event in decide(order, command):
                order = evolve(order, event)
        return order

    return work


def with_transitions() -> Callable[[], object]:
    """Make a machine of the ``transitions`` package and move it seven times."""
    from transitions import Machine

    moves = [
        {"trigger": move, "source": STATES[i], "dest": STATES[i + 1]}
        for i, move in enumerate(MOVES)
    ]

    class Model:
        pass

    def work() -> object:
        model = Model()
        Machine(
            model, states=list(STATES), transitions=moves, initial="new", auto_transitions=False
        )
        for move in MOVES:
            getattr(model, move)()
        return model

    return work


def with_statemachine() -> Callable[[], object]:
    """Make a machine of the ``python-statemachine`` package and move it seven times."""
    from statemachine import State, StateMachine

    class Seven(StateMachine):
        new = State(initial=True)
        pending = State()
        unshipped = State()
        shipped = State()
        delivered = State()
        returning = State()
        returned = State()
        refunded = State(final=True)
        place = new.to(pending)
        pay = pending.to(unshipped)
        ship = unshipped.to(shipped)
        deliver = shipped.to(delivered)
        ask = delivered.to(returning)
        receive = returning.to(returned)
        refund = returned.to(refunded)

    def work() -> object:
        machine = Seven()
        for move in MOVES:
            machine.send(move)
        return machine

    return work


def main() -> None:
    """Print the ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--times", type=int, default=200)
    given = options.parse_args()
    others = {"transitions": with_transitions(), "python-statemachine": with_statemachine()}
    print("seven steps of an order: how many times as long the others take")
    for lines in (3, 20):
        found = ratios(ours(seven_steps(lines)), others, rounds=given.rounds, times=given.times)
        for name, ratio in found.items():
            print(f"  {lines:>2} lines, {name:<20} {ratio:6.2f} x")


if __name__ == "__main__":
    main()
