"""Editions: the rates of a service that hold on a day, and what is missing of them."""

import datetime as dt

import attrs

from ordercore.adapters.ratecard.card import RateCard, RateHole, RateRow
from ordercore.shipping.measures.dimensional import ANY_SERVICE


@attrs.frozen(kw_only=True)
class Edition:
    """The rates of one service that hold on a day: a new edition replaces all of an older one."""

    begun: dt.date | None
    """Its day; ``None`` where there is none yet."""
    rows: tuple[RateRow, ...]
    holes: tuple[RateHole, ...]

    def hole(self, zone: str) -> RateHole | None:
        """Give what is missing for a zone, the first of several.

        A rate that cannot be read may be any break of its zone, and of any zone or day where it
        does not tell; one that is newer than all others begins an edition of which nobody knows
        the zones.
        """
        for hole in self.holes:
            newer = hole.since is not None and (self.begun is None or hole.since > self.begun)
            same = hole.since is None or hole.since == self.begun
            if newer or (same and hole.zone in ("", zone)):
                return hole
        return None


def edition_on(card: RateCard, service: str, day: dt.date) -> Edition:
    """Give the edition of a service that holds on a day."""
    rows = [row for row in card.rates if row.service == service and row.since <= day]
    begun = max((row.since for row in rows), default=None)
    return Edition(
        begun=begun,
        rows=tuple(row for row in rows if row.since == begun),
        holes=tuple(
            hole
            for hole in card.holes
            if hole.service in (service, ANY_SERVICE) and (hole.since is None or hole.since <= day)
        ),
    )
