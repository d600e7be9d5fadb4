"""What a seller has shipped, and how Prime has gone so far: plain values for a judgement."""

from collections.abc import Iterable, Mapping

import attrs

from ordercore.channels.measuring.limits import NO_DATA, Figure
from ordercore.channels.measuring.targets import Metric
from ordercore.channels.prime.terms import SizeTier
from ordercore.errors import InvalidValue
from ordercore.kernel.time import Instant, instant, named_zone


def _check_figures(field: str, figures: Iterable[tuple[object, object]]) -> None:
    for key, figure in figures:
        if not isinstance(figure, Figure):
            raise InvalidValue(f"{field}[{key}]", figure, "a Figure: so many of so many")


@attrs.frozen(kw_only=True)
class Shipped:
    """What was shipped over a stretch of time, and how well.

    ``packages`` left in it; a metric that ``figures`` does not name has no data.
    ``tiers`` are the sizes that the seller sells, and ``speeds`` says for a tier and a number of
    days how many page views promised delivery within them, of all page views of the tier.

    Raises:
        InvalidValue: when ``packages`` is no count, or a figure is no :class:`Figure`.
    """

    packages: int = 0
    figures: Mapping[Metric, Figure] = attrs.field(factory=dict[Metric, Figure])
    tiers: frozenset[SizeTier] = frozenset({SizeTier.STANDARD})
    speeds: Mapping[tuple[SizeTier, int], Figure] = attrs.field(
        factory=dict[tuple[SizeTier, int], Figure]
    )

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot have been counted."""
        if type(self.packages) is not int or self.packages < 0:
            raise InvalidValue("packages", self.packages, "a whole number, at least 0")
        _check_figures("figures", self.figures.items())
        _check_figures("speeds", self.speeds.items())

    def figure(self, metric: Metric) -> Figure:
        """Give the figure of a metric, 0 of 0 where there is none."""
        return self.figures.get(metric, NO_DATA)

    def speed(self, tier: SizeTier, days: int) -> Figure:
        """Give the page views of a tier that promised so many days, 0 of 0 where none is known."""
        return self.speeds.get((tier, days), NO_DATA)


NOTHING_SHIPPED = Shipped()


@attrs.frozen(kw_only=True)
class Trial:
    """A trial of Prime: when it began, and what was shipped with Prime in it so far."""

    began: Instant = attrs.field(converter=instant)
    shipped: Shipped = NOTHING_SHIPPED


@attrs.frozen(kw_only=True)
class PrimeSeller:
    """What is known of a seller when Prime is asked for.

    Days are counted in ``zone``, as the marketplace does.
    ``own`` is what was shipped without Prime in the last 90 days (of the terms), ``prime`` what
    was shipped with it in the last month.
    ``enrolled_at`` and ``disqualified_at`` are what Amazon has said, the latter of the two holds:
    who was let in again has been enrolled anew.
    ``works_weekend`` says whether Saturday or Sunday is worked; ``None`` where nobody knows.
    """

    marketplace: str
    zone: str = attrs.field(validator=named_zone)
    own: Shipped = NOTHING_SHIPPED
    trials: tuple[Trial, ...] = ()
    enrolled_at: Instant | None = attrs.field(
        default=None, converter=attrs.converters.optional(instant)
    )
    prime: Shipped = NOTHING_SHIPPED
    works_weekend: bool | None = None
    disqualified_at: Instant | None = attrs.field(
        default=None, converter=attrs.converters.optional(instant)
    )

    def disqualification(self, at: Instant) -> Instant | None:
        """Give when the seller was disqualified, unless enrolled anew since."""
        out, back = self.disqualified_at, self.enrolment(at)
        if out is None or out > at or (back is not None and back > out):
            return None
        return out

    def enrolment(self, at: Instant) -> Instant | None:
        """Give when the seller was enrolled, if that was by an instant."""
        return None if self.enrolled_at is None or self.enrolled_at > at else self.enrolled_at

    def latest_trial(self, at: Instant) -> Trial | None:
        """Give the trial that began last, by an instant."""
        begun = [trial for trial in self.trials if trial.began <= at]
        return max(begun, key=lambda trial: trial.began, default=None)
