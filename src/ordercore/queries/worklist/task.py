"""The task: what is to be done, by whom, by when, why, and the command that does it."""

import attrs

from ordercore.kernel.actors import Actor
from ordercore.kernel.clauses import Clause
from ordercore.kernel.time import Instant
from ordercore.queries.worklist.proposal import Proposal
from ordercore.queries.worklist.stakes import Stake


@attrs.frozen(kw_only=True, hash=False)
class Task:
    """Something that is to be done.

    Attributes:
        what: its kind, a stable code: ``confirm_shipment``.
        about: the order, or the conversation, that it is about; of stock the pool and the SKU.
        part: which parcel, return, hold, claim or message of that; blank where there is but one.
        order_id: the order that it is about, if it is about one.
        sku: of which product, if it is about stock.
        pool: in which pool, if it is about stock.
        by: the last instant at which it is done in time; ``None`` where no rule sets one.
        who: whose task it is; ``SYSTEM`` is the host, by a clock or a person who runs it.
        why: why, as a clause that ``ordercore.i18n.clause_sentence`` says.
        command: what does it.
        others: what else would settle it, such as saying no instead of yes.
        at_stake: what it costs to miss it.
    """

    what: str
    about: str
    part: str = ""
    order_id: str | None = None
    sku: str | None = None
    pool: str | None = None
    by: Instant | None = None
    who: Actor
    why: Clause
    command: Proposal
    others: tuple[Proposal, ...] = ()
    at_stake: Stake

    @property
    def id(self) -> str:
        """What it is known by as long as it stands: its kind, and what it is about."""
        return "/".join([self.what, self.about, *([self.part] if self.part else [])])

    def is_overdue(self, at: Instant) -> bool:
        """Tell whether it can no longer be done in time; what has no deadline never is."""
        return self.by is not None and self.by < at

    @property
    def place(self) -> tuple[int, bool, Instant | None, str]:
        """Where it stands in a worklist: by weight, then by deadline, then by id.

        What has no deadline comes after what has one.
        """
        return (-self.at_stake.weight, self.by is None, self.by, self.id)
