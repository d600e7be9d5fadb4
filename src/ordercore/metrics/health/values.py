"""What a report of account health says: figures, limits, and how they go on."""

import datetime as dt
import math
from collections.abc import Mapping
from enum import Enum

import attrs

from ordercore.channels import Figure, Metric
from ordercore.kernel.time import Instant
from ordercore.metrics.health.forecast import Forecast
from ordercore.metrics.health.measures import Fulfilment, Measure


class HealthStatus(Enum):
    """Whether a figure keeps to its limit."""

    GOOD = "good"
    BAD = "bad"
    NONE = "none"
    """Nothing was counted, or nothing binds: neither a pass nor a failure."""


@attrs.frozen(kw_only=True)
class HealthValue:
    """A metric over a window: so many of so many, and what that means.

    Attributes:
        measure: what was measured, and by which target.
        category: the category of goods that it is of; blank for all of them.
        count: the part of ``of`` that is counted: what went wrong or well, as the metric has it.
        of: all that could have.
        parts: what ``count`` is made of, by name; the parts may add up to more.
        needed: how many more without a fault would bring it to its limit; 0 where it is kept,
            ``None`` where no number of them would, or nothing binds.
        forecast: when it would cross its limit at the present rate, if ever.
    """

    measure: Measure
    category: str = ""
    count: int
    of: int
    parts: Mapping[str, int]
    needed: int | None
    forecast: Forecast | None

    @property
    def status(self) -> HealthStatus:
        """Whether it keeps to its limit, told by whole numbers."""
        limit = self.measure.limit
        met = None if limit is None else limit.met_by(self.count, self.of)
        if met is None:
            return HealthStatus.NONE
        return HealthStatus.GOOD if met else HealthStatus.BAD

    @property
    def has_data(self) -> bool:
        """Whether anything was counted."""
        return self.of > 0


@attrs.frozen(kw_only=True)
class AccountHealth:
    """How a seller is doing on a marketplace; a blank one is all of them together."""

    at: Instant
    day: dt.date
    marketplace: str
    channel: str | None
    values: tuple[HealthValue, ...]

    @property
    def misses(self) -> tuple[HealthValue, ...]:
        """The figures that miss a limit which costs the seller something."""
        return tuple(
            [
                value
                for value in self.values
                if value.status is HealthStatus.BAD and value.measure.target.consequences
            ]
        )

    def figures(self) -> dict[Metric, Figure]:
        """Give the figure of each metric of what the seller ships, over the longest window.

        That is what :class:`ordercore.channels.Shipped` takes, by which Prime judges.
        """
        found: dict[Metric, HealthValue] = {}
        for value in self.values:
            measure = value.measure
            if measure.fulfilment is Fulfilment.SELLER and not value.category:
                known = found.get(measure.metric)
                if known is None or _length(value) > _length(known):
                    found[measure.metric] = value
        return {metric: Figure(value.count, value.of) for metric, value in found.items()}

    @property
    def is_at_risk(self) -> bool:
        """Whether any figure does."""
        return bool(self.misses)


def _length(value: HealthValue) -> float:
    days = value.measure.window.days
    return math.inf if days is None else days
