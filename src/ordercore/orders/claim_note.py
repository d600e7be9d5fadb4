"""What an order knows of a claim about it: as much as its money and its defect hang on."""

import attrs

from ordercore.conversations.claims import (
    Claim,
    answer_due,
    effect_on_money,
    is_defect,
)
from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types
from ordercore.kernel.ids import checked
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant


@attrs.frozen(kw_only=True)
class ClaimNote:
    """A claim as its order has heard of it; amounts but ``claimed`` are in minor units of that.

    Attributes:
        id: the claim's.
        kind: of which terms it is: ``guarantee``, ``service_chargeback`` and so on.
        claimed: for how much.
        opened_at: when it was opened.
        is_open: whether somebody has still to decide, an appeal too.
        to_buyer: what the buyer has got by it, whoever paid.
        held: what was taken from the seller and is kept until it is decided.
        net: what it has come to for the seller; negative where it costs money.
        defect: whether it counts in the order defect rate as it stands.
        heard_at: when the order heard of it as it stands; said by the order itself.
        answer_due: the last instant at which the seller may answer; ``None`` where nobody waits.

    Raises:
        InvalidValue: when a field is of another type, the id is blank, nothing is claimed, or
            what was given or is held is less than nothing.
    """

    id: str
    kind: str
    claimed: Money
    opened_at: Instant
    is_open: bool = True
    to_buyer: int = 0
    held: int = 0
    net: int = 0
    defect: bool = False
    answer_due: Instant | None = None
    heard_at: Instant | None = attrs.field(default=None, eq=False)

    def __attrs_post_init__(self) -> None:
        """Refuse what no claim comes to."""
        check_types(self)
        checked(self.id, "id")
        if self.claimed.minor <= 0:
            raise InvalidValue("claimed", str(self.claimed), "an amount above 0")
        for field in ("to_buyer", "held"):
            if getattr(self, field) < 0:
                raise InvalidValue(field, getattr(self, field), "0 or more minor units")

    @property
    def gone(self) -> int:
        """What is not there to be refunded any more: given to the buyer, or held."""
        return self.to_buyer + self.held


def note_of(claim: Claim) -> ClaimNote:
    """Give what the order of a claim has to know of it."""
    effect = effect_on_money(claim)
    return ClaimNote(
        id=claim.id,
        kind=claim.kind,
        claimed=claim.claimed,
        opened_at=claim.opened_at,
        is_open=not claim.is_closed,
        to_buyer=effect.to_buyer.minor,
        held=effect.held.minor,
        net=effect.net.minor,
        defect=is_defect(claim),
        answer_due=answer_due(claim),
    )
