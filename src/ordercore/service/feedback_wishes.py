"""Feedback that is wished for: what its order knows, nobody has to say again."""

from collections.abc import Iterable

import attrs

from ordercore.conversations.feedback import RecordFeedback, RequestReview
from ordercore.kernel.checking import several
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.time import Instant, instant
from ordercore.orders.feedback_occasion import feedback_occasion
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.records import Key
from ordercore.service.dossiers import FEEDBACK


def _sorted(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(several(values, "circumstances")))


def _earliest(value: object) -> Instant | None:
    return None if value is None else instant(value, "earliest")


@attrs.frozen(kw_only=True)
class RatingWish:
    """A rating of an order of the desk; its occasion is taken from the order."""

    order_id: str
    at: Instant = attrs.field(converter=instant)
    stars: int
    comment: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    imported: bool = False

    @property
    def dossier(self) -> Key:
        """The feedback that it will be in."""
        return FEEDBACK.key(self.order_id)

    def asked_of(self, order: Order, world: World) -> RecordFeedback:
        """Give the command that fulfils it.

        Raises:
            InvalidValue: when one of its values cannot be.
        """
        return RecordFeedback(
            order_id=order.id,
            at=self.at,
            imported=self.imported,
            occasion=feedback_occasion(order, world.zone_of(order.terms.marketplace)),
            stars=self.stars,
            comment=self.comment,
        )


@attrs.frozen(kw_only=True)
class ReviewWish:
    """A review to be asked for of an order of the desk; its occasion is taken from the order."""

    order_id: str
    at: Instant = attrs.field(converter=instant)
    earliest: Instant | None = attrs.field(default=None, converter=_earliest)
    circumstances: tuple[str, ...] = attrs.field(default=(), converter=_sorted)
    by_letter: bool = True
    imported: bool = False

    @property
    def dossier(self) -> Key:
        """The feedback that it will be in."""
        return FEEDBACK.key(self.order_id)

    def asked_of(self, order: Order, world: World) -> RequestReview:
        """Give the command that fulfils it.

        Raises:
            InvalidValue: when one of its values cannot be.
        """
        return RequestReview(
            order_id=order.id,
            at=self.at,
            imported=self.imported,
            occasion=feedback_occasion(
                order,
                world.zone_of(order.terms.marketplace),
                earliest=self.earliest,
                circumstances=self.circumstances,
            ),
            by_letter=self.by_letter,
        )


FeedbackWish = RatingWish | ReviewWish
