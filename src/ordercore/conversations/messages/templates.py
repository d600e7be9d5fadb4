"""Templates of messages: a key, the facts that its text has, and the kinds that it may be sent as.

The texts stand in the catalogues ``messages`` of :mod:`ordercore.i18n`, under the key.
"""

from collections.abc import Iterable, Mapping

import attrs

from ordercore.conversations.messages.kinds import REPLY
from ordercore.errors import InvalidTable

FACTS = frozenset(
    ["order", "day", "amount", "item", "tracking", "carrier", "return_id", "new_order"],
)
"""What a text may name: all of it of the order, and nothing of the buyer."""


@attrs.frozen(kw_only=True)
class Template:
    """A text to begin with.

    Attributes:
        key: under which catalogues have it.
        facts: what it names; without one of them it cannot be said.
        kinds: as which kinds it may be sent, the fittest first.
        files: whether it speaks of a file that has to be attached.
    """

    key: str
    facts: tuple[str, ...]
    kinds: tuple[str, ...]
    files: bool = False


def template_table(rows: Iterable[Template]) -> Mapping[str, Template]:
    """Give rows by key.

    Raises:
        InvalidTable: when two rows share a key, one names a fact that there is not, or none of
            its kinds.
    """
    table = tuple(rows)
    problems = [
        f"{row.key} names {', '.join(sorted(set(row.facts) - FACTS))}, which no order tells"
        for row in table
        if not FACTS.issuperset(row.facts)
    ]
    problems += [f"{row.key} is sent as nothing" for row in table if not row.kinds]
    by_key = {row.key: row for row in table}
    if len(by_key) < len(table):
        problems.append("two templates share a key")
    if problems:
        raise InvalidTable("templates of messages", tuple(problems))
    return by_key


PROBLEM = ("unexpected_problem", REPLY)

TEMPLATES = template_table(
    (
        Template(
            key="where_is_my_order",
            facts=("order", "carrier", "tracking", "day"),
            kinds=(REPLY,),
        ),
        Template(key="on_its_way", facts=("order", "carrier", "tracking"), kinds=(REPLY,)),
        Template(key="in_preparation", facts=("order", "day"), kinds=(REPLY,)),
        Template(key="order_delayed", facts=("order", "day"), kinds=PROBLEM),
        Template(
            key="delivery_delayed",
            facts=("order", "day", "carrier", "tracking"),
            kinds=PROBLEM,
        ),
        Template(
            key="pickup_ready",
            facts=("order", "carrier", "tracking"),
            kinds=("confirm_delivery_details", REPLY),
        ),
        Template(
            key="address_question",
            facts=("order",),
            kinds=("confirm_order_details", "unexpected_problem", REPLY),
        ),
        Template(
            key="customization_question",
            facts=("item", "order"),
            kinds=("confirm_customization_details", REPLY),
        ),
        Template(
            key="delivery_arrangement",
            facts=("order",),
            kinds=("confirm_delivery_details", REPLY),
        ),
        Template(key="damage_photo", facts=("item", "order"), kinds=(REPLY,)),
        Template(key="out_of_stock", facts=("item", "order"), kinds=PROBLEM),
        Template(key="return_instructions", facts=("return_id", "order", "day"), kinds=(REPLY,)),
        Template(key="refund_done", facts=("amount", "order"), kinds=(REPLY,)),
        Template(key="replacement_sent", facts=("order", "new_order"), kinds=(REPLY,)),
        # The marketplace's own kind for invoices has files and no text.
        Template(key="invoice_attached", facts=("order",), kinds=(REPLY,), files=True),
    )
)
"""Key → template."""
