"""The world: policy rows and calendars that decisions are made by, bound by the host."""

from collections.abc import Mapping

import attrs

from ordercore.channels import CHANNELS, MARKETPLACES, Channel, Marketplace
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.returns import POLICIES, ReturnPolicy


def _no_pools() -> Mapping[str, str]:
    return {}


@attrs.frozen(kw_only=True)
class World:
    """What a host has settled: channels, policies, working days, and which stock it keeps.

    ``pools`` names, per channel, the pool from which we ship and whose stock we therefore keep;
    stock of a channel without a pool is somebody else's truth and is never touched.
    ``zone`` counts the dates of orders without a marketplace, as those of an own shop are.
    """

    channels: Mapping[str, Channel] = attrs.field(factory=lambda: dict(CHANNELS))
    pools: Mapping[str, str] = attrs.field(factory=_no_pools)
    calendar: OperatingCalendar = OperatingCalendar(zone="UTC")
    marketplaces: Mapping[str, Marketplace] = attrs.field(factory=lambda: dict(MARKETPLACES))
    return_policies: tuple[ReturnPolicy, ...] = POLICIES
    zone: str = "UTC"

    def zone_of(self, marketplace: str) -> str:
        """Give the zone in which a marketplace counts its dates."""
        known = self.marketplaces.get(marketplace)
        return known.zone if known else self.zone


WORLD = World()
"""The defaults: Amazon's three channels, 30-day returns, Monday to Friday, no stock kept."""
