"""The label of a reported return: what a row says of it, and what an order does not know of that.

Nothing is guessed: a label that no row calls prepaid is none that the seller paid in advance.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ordercore.adapters.amazon.returns_values import ReportedReturn
from ordercore.kernel.replace import replace
from ordercore.orders.labelling import IssueReturnLabel, VoidReturnLabel
from ordercore.returns import Return, ReturnLabel

NOTHING_KNOWN = ReturnLabel(prepaid=False)

LATER = ("cost", "carrier", "tracking")
"""What a later row may add to a label; whatever else it says otherwise is of another label."""


def label_told(told: ReportedReturn) -> Mapping[str, Any]:
    """Give what a row says of a label, by the field of ours; nothing where it names none."""
    cost = told.label_cost
    if not (told.label or told.tracking or (cost and cost.minor)):
        return {}
    said = {
        "prepaid": told.label == "prepaid" if told.label else None,
        "payer": told.payer,
        "cost": cost,
        "carrier": told.carrier or None,
        "tracking": told.tracking or None,
    }
    return {name: value for name, value in said.items() if value is not None}


def is_known(rma: Return, said: Mapping[str, Any]) -> bool:
    """Tell whether a label of a return, voided or not, has all that a row says."""
    return any(
        all(getattr(label, name) == value for name, value in said.items()) for label in rma.labels
    )


def label_commands(
    rma: Return, told: ReportedReturn, ours: bool, about: Mapping[str, Any]
) -> Iterator[IssueReturnLabel | VoidReturnLabel]:
    """Give the commands by which a return has the label that a row tells of.

    A label that lacks what the row adds is replaced by the whole one, before anything has gone by
    it; another label stays, and so do all of a return that is not ``ours`` but the seller's own.
    ``about`` is what the commands have in common.
    """
    said = label_told(told)
    if not said or is_known(rma, said):
        return
    live = rma.live_labels
    if not live:
        label = replace(NOTHING_KNOWN, **said)
        yield IssueReturnLabel(return_id=rma.id, label=label, **about)
        return
    first = live[0]
    may_grow = ours and len(live) == 1 and not (rma.is_posted or rma.received)
    if may_grow and all(_fits(first, name, value) for name, value in said.items()):
        yield VoidReturnLabel(return_id=rma.id, label_id=first.id, **about)
        label = replace(first, id="", issued_at=None, **said)
        yield IssueReturnLabel(return_id=rma.id, label=label, **about)


def _fits(label: ReturnLabel, name: str, value: object) -> bool:
    known = getattr(label, name)
    return known == value or (name in LATER and not known)
