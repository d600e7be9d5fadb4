"""Measures: what a seller is measured by on a day, each over one window, on some channels."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum

import attrs

from ordercore.channels import Boundary, Channel, Limit, Metric, Target
from ordercore.errors import InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.dated import row_on
from ordercore.metrics.health.definitions import Definition
from ordercore.metrics.health.windows import Window, window


class Fulfilment(Enum):
    """Who hands parcels to a carrier, and is bound to do so in time."""

    SELLER = "seller"
    MARKETPLACE = "marketplace"


def fulfilment(channel: Channel) -> Fulfilment:
    """Tell who ships on a channel."""
    return Fulfilment.SELLER if Actor.SELLER in channel.who.ships else Fulfilment.MARKETPLACE


@attrs.frozen(kw_only=True)
class Measure:
    """A metric over a window, of orders of some channels on a marketplace, under one target.

    A blank ``marketplace`` is all of them.

    ``target`` has no limit where the metric is shown and binds nobody.
    """

    definition: Definition
    marketplace: str
    target: Target
    fulfilment: Fulfilment
    channels: tuple[str, ...]
    window: Window
    boundary: Boundary | None = None

    @property
    def metric(self) -> Metric:
        """The metric."""
        return self.definition.metric

    @property
    def limit(self) -> Limit | None:
        """The limit that binds, with its boundary as it is to be read."""
        limit = self.target.limit
        return limit if limit is None or self.boundary is None else limit.read_as(self.boundary)


@attrs.frozen(kw_only=True)
class Rules:
    """By what sellers are measured: channels with their targets, definitions, and boundaries.

    ``boundaries`` says of a metric whether exactly its limit keeps to it, in place of what its
    target says.
    """

    channels: Mapping[str, Channel]
    definitions: tuple[Definition, ...]
    boundaries: Mapping[Metric, Boundary] = attrs.field(factory=dict[Metric, Boundary])


def measures_on(
    day: dt.date, marketplace: str, rules: Rules, *, channel: str | None = None
) -> tuple[Measure, ...]:
    """Give all that a seller is measured by on a day, on one channel or on all of them.

    Channels whose orders the same party ships, and that have the same target, count together. A
    metric counts where a channel has a target of it that binds, or is shown all the same.

    Raises:
        InvalidValue: when there is no such channel.
    """
    if channel is not None and channel not in [*rules.channels]:
        raise InvalidValue("channel", channel, f"one of {', '.join(sorted(rules.channels))}")
    wanted = [some for some in rules.channels.values() if channel in (None, some.code)]
    return tuple(
        [
            measure
            for metric in Metric
            if (row := _definition(metric, day, marketplace, rules)) is not None
            for measure in _of_metric(row, wanted, day, marketplace, rules)
        ]
    )


def _definition(metric: Metric, day: dt.date, marketplace: str, rules: Rules) -> Definition | None:
    return row_on([row for row in rules.definitions if row.metric is metric], day, marketplace)


def _of_metric(
    row: Definition, channels: Iterable[Channel], day: dt.date, marketplace: str, rules: Rules
) -> Iterator[Measure]:
    together: dict[tuple[Fulfilment, Target], list[str]] = {}
    for channel in channels:
        targets = [some for some in channel.targets if some.metric is row.metric]
        target = row_on(targets, day, marketplace)
        if target is not None and (row.shown or target.limit is not None):
            together.setdefault((fulfilment(channel), target), []).append(channel.code)
    for (shipper, target), codes in together.items():
        for days in target.windows or row.windows:
            yield Measure(
                definition=row,
                marketplace=marketplace,
                target=target,
                fulfilment=shipper,
                channels=tuple(codes),
                window=window(day, row.delay, days),
                boundary=rules.boundaries.get(row.metric),
            )
