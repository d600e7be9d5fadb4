"""Short words for stories about what is due of one order."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, instant
from ordercore.orders.address import Address
from ordercore.orders.decider import decide, evolve
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.parts import Report
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import WORLD, World
from ordercore.queries.worklist import Command, Proposal, Task
from ordercore.returns import ReturnUnits
from ordercore.shipping import Trouble

AT = instant("2026-03-02T09:30:00Z")
"""A Monday."""

TWO_A = Line("A", 2, price="10.00 EUR")


def later(days: float = 0) -> Instant:
    """Give a moment so many days after the first."""
    return AT + dt.timedelta(days=days)


def place(**changes: Any) -> PlaceOrder:
    """Place an order of two A at a marketplace."""
    asked = {"order_id": "O-1", "at": AT, "by": Actor.BUYER, "channel": "MFN", "lines": (TWO_A,)}
    return PlaceOrder(**{**asked, **changes})


def ask(command: type[OrderCommand], days: float, /, **said: Any) -> OrderCommand:
    """Make a command about the order after so many days."""
    return command(order_id="O-1", at=later(days), **said)


PAID = (place(), ask(ConfirmPayment, 0))

SENT = (*PAID, ask(ConfirmShipment, 1, carrier="UPS", tracking="1Z1"))

BACK = (ReturnUnits("P1", "1", 2),)


def given(*commands: OrderCommand, world: World = WORLD) -> Order:
    """Give the order after commands that all bring something about."""
    order: Order | None = None
    for command in commands:
        events = decide(order, command, world)
        assert events, f"nothing came of {command}"
        for event in events:
            order = evolve(order, event)
    assert order is not None
    return order


TOLD: Mapping[str, Any] = {
    "accepts": False,
    "answer": "It was opened.",
    "available_at": later(4_000),
    "carrier": "",
    "claim_id": "CL-9",
    "counted": 1,
    "evidence": ("tracking",),
    "expected": later(4_000),
    "fulfillable": 1,
    "grade": "sellable",
    "ground": "product_review",
    "inbound": "PO-9",
    "message_id": "S-9",
    "override": "as a courtesy",
    "owner": "O-9",
    "quantity": 1,
    "question": "Which one?",
    "sellable": False,
    "ship_to": Address("Ada", "12 Pine St", "Austin", "TX", "78701", "US"),
    "text": "It left today.",
    "tracking": "1Z2",
    "trouble": Trouble.REFUSED,
}
"""What somebody tells who does a task, by argument."""

REASONS = {"CancelUnits": "no_inventory", "DeclineReturn": "not_returnable", "FailRefund": "no"}


def filled(task: Task, proposal: Proposal, at: Instant, currency: str = "EUR") -> Command:
    """Fill in what is missing of what a task proposes, as somebody would."""
    word = OrderStatus.SHIPPED if task.what == "confirm_invoice" else OrderStatus.PENDING
    others = {
        "reason": REASONS.get(proposal.kind.__name__, "goodwill"),
        "report": Report(word.value, word, at),
        "claimed": Money(1, currency),
    }
    return proposal.filled(**{name: {**TOLD, **others}[name] for name in proposal.missing})
