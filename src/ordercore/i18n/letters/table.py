"""The table of letters: kind → what it tells, in which variants, and what a dispatcher adds.

``CONTENTS`` takes it from the order and its event. What neither of them knows (stock, a day's
digest, a message) comes as facts beside them, and counts before what they say.
"""

from collections.abc import Mapping
from typing import Any

from ordercore.errors import InvalidValue
from ordercore.i18n.letters.content import Content, Facts
from ordercore.i18n.letters.money import OF_MONEY
from ordercore.i18n.letters.orders import OF_ORDERS, Told, awaiting, itself, received
from ordercore.i18n.letters.parcels import OF_PARCELS
from ordercore.i18n.letters.returns import OF_RETURNS
from ordercore.kernel.charges import COMPONENTS
from ordercore.kernel.replace import replace
from ordercore.orders.reasons import HOLD_KINDS
from ordercore.orders.state import Order
from ordercore.returns import Handover

CONTENTS: Mapping[str, Told] = {**OF_ORDERS, **OF_PARCELS, **OF_RETURNS, **OF_MONEY}
"""Kinds that are about an order, and what each tells of it."""

BY_FACTS = frozenset({"low_stock", "out_of_stock", "digest", "notice_undelivered"})
"""Kinds of which everything is told by facts."""

OF_NO_EVENT = (received, awaiting, itself)
"""What looks at the order alone, so that it may be told when time has passed and nothing else."""

KINDS = frozenset({*CONTENTS, *BY_FACTS})

VARIANTS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "parcel_shipped": {"part": frozenset({"subject", "text", "short"})},
    "cancellation_answered": {
        "accepted": frozenset({"subject", "text", "short"}),
        "declined": frozenset({"subject", "text", "short"}),
    },
    "parcel_undelivered": {
        "lost": frozenset({"subject", "text", "short"}),
        "refused": frozenset({"text"}),
    },
    "parcel_stranded": {"lost": frozenset({"text"}), "refused": frozenset({"text"})},
    "return_never_came": {"lost_in_transit": frozenset({"text", "short"})},
}
"""Kind → variant → the forms that it says in words of its own."""

TRACKED = frozenset(
    {
        "parcel_shipped", "delivery_estimate_changed", "out_for_delivery", "ready_for_pickup",
        "parcel_delayed",
    }
)  # fmt: skip
"""Kinds of which an SMS says the tracking number, since the parcel can be looked for."""

LINES = (
    "orders", "units", "shipped", "late", "requested", "to_ship", "overdue", "held", "short",
    "messages", "returns", "claims",
)  # fmt: skip
"""The numbers of a digest, in their order; ``SUMMARY`` are those of its shortest form."""

SUMMARY = ("orders", "shipped", "late", "to_ship")

ROWS = (
    "order", "replacement", "refund", "rma", "carrier", "tracking", "ship_by", "deliver_by",
    "pickup_by", "handover", "place", "return_by", "claimed", "answer_by", "reason", "question",
    "answer", "found", "note", "message", "rating", "sku", "pool", "value", "mean_time_to_ship",
    "notice", "channel", "recipient",
)  # fmt: skip
"""The facts that stand below a text under a label, in their order."""


def content_of(kind: str, order: Order | None, event: Any, facts: Facts) -> Content:
    """Gather what a letter tells.

    Raises:
        InvalidValue: when no letter is of this kind.
    """
    if kind not in KINDS:
        raise InvalidValue("kind", kind, "a kind of notice that has words")
    told = CONTENTS.get(kind)
    if told is None or order is None or (event is None and told not in OF_NO_EVENT):
        content = Content()
    else:
        content = told(order, event)
    known: dict[str, object] = {} if order is None else {"order": order.id}
    return replace(content, facts={**known, **content.facts, **facts})


# The words that all this needs

FORMS = ("subject", "text", "short")

FIXED = (
    "greeting", "greeting.named", "closing", "footer", "branded", "labelled", "counted", "more",
    "head.item", "head.quantity", "head.amount", "part.total", "instruction.pack",
    "instruction.label", "instruction.unpaid",
)  # fmt: skip
"""What is around a notice, and the same for many."""

REASONS = (
    "no_inventory", "buyer_cancelled", "address_undeliverable", "pricing_error",
    "not_shipped_in_time", "payment_failed", "order_amended", "customer_return",
    "units_cancelled", "could_not_ship", "undeliverable", "refused_delivery", "lost",
    "late_delivery", "price_error", "exchange", "goodwill",
)  # fmt: skip
"""The reasons to cancel or refund that say something to a buyer."""

ALWAYS_VARIED = frozenset({"cancellation_answered"})
"""Kinds of which every letter is one of the variants."""


def keys() -> frozenset[str]:
    """Name all words that letters ask for, as catalogues have them."""
    plain = [f"{kind}.{form}" for kind in KINDS - ALWAYS_VARIED for form in FORMS]
    varied = [
        f"{kind}.{variant}.{form}"
        for kind, variants in VARIANTS.items()
        for variant, forms in variants.items()
        for form in forms
    ]
    groups = {
        "line": LINES,
        "label": ROWS,
        "part": COMPONENTS,
        "handover": [way.value for way in Handover],
        "hold": HOLD_KINDS,
        "reason": REASONS,
    }
    grouped = [f"{group}.{name}" for group, names in groups.items() for name in names]
    return frozenset([*plain, *varied, *grouped, *FIXED])
