"""Labels for the way back."""

import attrs

from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import LabelId, ReturnId, numbered
from ordercore.kernel.replace import completed, replace, with_changed
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderCommand,
    OrderEvent,
    happened,
    placing_comes_first,
)
from ordercore.orders.returned import (
    counted,
    return_is_not_posted,
    returns_named,
    with_return,
)
from ordercore.orders.scanning import UNDERWAY_RULES
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.returns import Return, ReturnLabel

# Commands


@attrs.frozen(kw_only=True)
class IssueReturnLabel(OrderCommand):
    """Give the buyer a label for the way back; a return may have several, one after the other."""

    return_id: ReturnId
    label: ReturnLabel = attrs.field(factory=ReturnLabel)


@attrs.frozen(kw_only=True)
class VoidReturnLabel(OrderCommand):
    """Take a label back that nothing has gone by yet."""

    return_id: ReturnId
    label_id: LabelId


# Events


@attrs.frozen(kw_only=True)
class ReturnLabelIssued(OrderEvent):
    """There is a label for the way back."""

    return_id: ReturnId
    label: ReturnLabel


@attrs.frozen(kw_only=True)
class ReturnLabelVoided(OrderEvent):
    """A label for the way back counts no more."""

    return_id: ReturnId
    label_id: LabelId


# Rules


@rule("label_already_exists", instead=("label",))
def label_is_new(order: Order, command: IssueReturnLabel, _: World) -> Facts | None:
    """A label is issued once; another one needs another id."""
    for rma in returns_named(order, command.return_id):
        if rma.label(command.label.id) is not None:
            return {"return": rma.id, "label": command.label.id}
    return None


@rule("label_in_other_currency", instead=("label",))
def label_costs_its_currency(order: Order, command: IssueReturnLabel, _: World) -> Facts | None:
    """What a label costs is in the currency of its order, so that it can be settled with it."""
    cost, currency = command.label.cost, order.currency
    if command.imported or cost is None or currency is None or cost.currency == currency:
        return None
    return {"return": command.return_id, "cost": cost, "currency": currency}


@rule("nothing_to_label", instead=("return_id",))
def units_have_still_to_come(order: Order, command: IssueReturnLabel, _: World) -> Facts | None:
    """A label is for units that have still to come back."""
    for rma in returns_named(order, command.return_id):
        if not (command.imported or rma.is_ended or counted(rma, Return.outstanding)):
            return {"return": rma.id}
    return None


@rule("label_unknown", first=("IssueReturnLabel",), instead=("label_id",))
def label_is_known(order: Order, command: VoidReturnLabel, _: World) -> Facts | None:
    """A label that is voided was issued for this return."""
    for rma in returns_named(order, command.return_id):
        if rma.label(command.label_id) is None:
            return {"return": rma.id, "label": command.label_id}
    return None


# Outcomes


def number_label(order: Order, command: IssueReturnLabel, _: World) -> IssueReturnLabel:
    """Number a label that has no id; it is issued now."""
    label = command.label
    for rma in returns_named(order, command.return_id):
        id = label.id or numbered("L", [some.id for some in rma.labels])
        label = replace(label, id=id, issued_at=command.at, voided_at=None)
    return completed(command, label=label)


def already_issued(order: Order, command: IssueReturnLabel) -> bool:
    """Tell whether this very label was issued before, and still counts."""
    rma = order.return_(command.return_id)
    known = rma.label(command.label.id) if rma and command.label.id else None
    if known is None or known.voided_at is not None:
        return False
    return replace(command.label, issued_at=None) == replace(known, issued_at=None)


def issue_label(_: Order, command: IssueReturnLabel, __: World) -> tuple[OrderEvent, ...]:
    """Note the label."""
    return happened(ReturnLabelIssued, command, return_id=command.return_id, label=command.label)


def already_voided(order: Order, command: VoidReturnLabel) -> bool:
    """Tell whether the label was voided before."""
    rma = order.return_(command.return_id)
    label = rma.label(command.label_id) if rma else None
    return label is not None and label.voided_at is not None


def void_label(_: Order, command: VoidReturnLabel, __: World) -> tuple[OrderEvent, ...]:
    """Note that it counts no more."""
    return happened(
        ReturnLabelVoided, command, return_id=command.return_id, label_id=command.label_id
    )


# Offers


def offer_labels(order: Order, at: Instant, _: World) -> tuple[IssueReturnLabel, ...]:
    """Offer a label for every return that has none and of which nothing has come."""
    return tuple(
        [
            IssueReturnLabel(order_id=order.id, at=at, return_id=rma.id)
            for rma in order.returns
            if not rma.live_labels and not rma.received
        ]
    )


def offer_voided_labels(order: Order, at: Instant, _: World) -> tuple[VoidReturnLabel, ...]:
    """Offer to void every label that counts."""
    return tuple(
        [
            VoidReturnLabel(order_id=order.id, at=at, return_id=rma.id, label_id=label.id)
            for rma in order.returns
            for label in rma.live_labels
        ]
    )


# Folds


def fold_issued(order: Order, event: ReturnLabelIssued) -> Order:
    """Keep the label."""
    rma = order.return_(event.return_id)
    before = rma.labels if rma else ()
    return with_return(order, event.return_id, labels=(*before, event.label))


def fold_voided(order: Order, event: ReturnLabelVoided) -> Order:
    """Note that the label counts no more."""
    rma = order.return_(event.return_id)
    before = rma.labels if rma else ()
    labels = with_changed(before, event.label_id, lambda label: replace(label, voided_at=event.at))
    return with_return(order, event.return_id, labels=labels)


# The table

DECISIONS: Decisions = (
    Decision(
        command=IssueReturnLabel,
        settled=already_issued,
        complete=number_label,
        rules=(
            placing_comes_first,
            *UNDERWAY_RULES,
            units_have_still_to_come,
            label_is_new,
            label_costs_its_currency,
        ),
        outcome=issue_label,
        offers=offer_labels,
    ),
    Decision(
        command=VoidReturnLabel,
        settled=already_voided,
        rules=(placing_comes_first, *UNDERWAY_RULES, label_is_known, return_is_not_posted),
        outcome=void_label,
        offers=offer_voided_labels,
    ),
)

FOLDS: Folds = {
    ReturnLabelIssued: fold_issued,
    ReturnLabelVoided: fold_voided,
}
