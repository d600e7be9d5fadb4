"""``diagram``: a lifecycle as a Mermaid state diagram."""

import argparse
from collections.abc import Mapping
from typing import Any

from ordercore.cli.console import Answer
from ordercore.conversations.claims import CLAIM_LIFECYCLE
from ordercore.conversations.feedback import FEEDBACK_LIFECYCLE
from ordercore.inventory import RESERVATION_LIFECYCLE
from ordercore.kernel.lifecycle import Lifecycle
from ordercore.orders.lifecycles import (
    DELIVERY_LIFECYCLE,
    PAYMENT_AXIS_LIFECYCLE,
    RETURNS_LIFECYCLE,
)
from ordercore.orders.payment import PAYMENT_LIFECYCLE
from ordercore.orders.settling import REFUND_LIFECYCLE
from ordercore.orders.status import ORDER_LIFECYCLE
from ordercore.returns import RETURN_LIFECYCLE
from ordercore.shipping import PARCEL_LIFECYCLE

LIFECYCLES: Mapping[str, Lifecycle[Any]] = {
    lifecycle.name.replace(" ", "-"): lifecycle
    for lifecycle in (
        ORDER_LIFECYCLE,
        PAYMENT_AXIS_LIFECYCLE,
        DELIVERY_LIFECYCLE,
        RETURNS_LIFECYCLE,
        PAYMENT_LIFECYCLE,
        PARCEL_LIFECYCLE,
        RETURN_LIFECYCLE,
        REFUND_LIFECYCLE,
        RESERVATION_LIFECYCLE,
        CLAIM_LIFECYCLE,
        FEEDBACK_LIFECYCLE,
    )
}


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "diagram",
        help="draw a lifecycle in Mermaid",
        description="Draw which status may follow which, and the commands that lead there.",
    )
    command.add_argument("lifecycle", choices=tuple(LIFECYCLES))
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Answer:
    """Draw it."""
    drawn = LIFECYCLES[arguments.lifecycle].mermaid()
    return True, lambda: print(drawn, end="")
