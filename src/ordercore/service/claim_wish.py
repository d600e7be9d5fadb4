"""A claim that is wished for: what its order knows, nobody has to say again."""

from collections.abc import Iterable

import attrs

from ordercore.conversations.claims import OpenClaim
from ordercore.conversations.claims.terms import ANYBODY
from ordercore.kernel.checking import several
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, instant
from ordercore.orders.claim_occasion import occasion_of
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.records import Key
from ordercore.service.dossiers import CLAIMS


def _sorted(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(several(values, "circumstances")))


def _contacted(value: object) -> Instant | None:
    return None if value is None else instant(value, "contacted")


@attrs.frozen(kw_only=True)
class ClaimWish:
    """A claim to be opened about an order of the desk; its occasion is taken from the order."""

    claim_id: str
    order_id: str
    at: Instant = attrs.field(converter=instant)
    kind: str
    ground: str
    claimed: Money
    provider: str = ANYBODY
    contacted: Instant | None = attrs.field(default=None, converter=_contacted)
    circumstances: tuple[str, ...] = attrs.field(default=(), converter=_sorted)
    imported: bool = False

    @property
    def dossier(self) -> Key:
        """The claim that it will be."""
        return CLAIMS.key(self.claim_id)

    def asked_of(self, order: Order, world: World) -> OpenClaim:
        """Give the command that fulfils it.

        Raises:
            InvalidValue: when one of its values cannot be.
        """
        occasion = occasion_of(
            order,
            world.zone_of(order.terms.marketplace),
            provider=self.provider,
            contacted=self.contacted,
            circumstances=self.circumstances,
        )
        return OpenClaim(
            claim_id=self.claim_id,
            order_id=order.id,
            at=self.at,
            kind=self.kind,
            ground=self.ground,
            claimed=self.claimed,
            occasion=occasion,
            imported=self.imported,
        )
