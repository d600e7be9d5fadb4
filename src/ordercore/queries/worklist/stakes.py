"""Stakes: what it costs to miss a task, as dated rows; a worklist is sorted by them.

What is lost, and which rate it counts in, has a source. How much that weighs beside the others is
ours to say, and a host's to say otherwise: weights are only compared, and never added up.
"""

import datetime as dt
from collections.abc import Iterable
from enum import Enum
from typing import ClassVar

import attrs

from ordercore.channels import Metric
from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.checking import check_types
from ordercore.kernel.confidence import Confidence
from ordercore.kernel.dated import ALWAYS, EVERYWHERE, apart, first_day, in_force
from ordercore.kernel.ids import checked

TABLE = "stakes"

MOST = 100
"""The heaviest weight."""


class Loss(Enum):
    """What is lost when a task is missed."""

    DEFECT = "defect"
    """An order counts as defective, and mostly the money for it is gone too."""
    MONEY = "money"
    """Money that nobody gives back."""
    ORDER = "order"
    """The order itself: it is cancelled, and counts as cancelled."""
    TIME = "time"
    """It counts as late, or as not answered in time."""
    SALES = "sales"
    """What could have been sold."""
    ORDERLINESS = "orderliness"
    """The books do not say what is true."""


@attrs.frozen(kw_only=True)
class Stake:
    """What it costs to miss a task of a kind, from a day on.

    Attributes:
        what: the kind of task.
        weight: 1 to 100; what is heavier comes first.
        loss: what is lost.
        metric: in which rate of the marketplace it counts, if it does.
        source: who says so; of the weight it is always us.
        confidence: how sure that is.

    Raises:
        InvalidValue: when a field is of another type, or out of bounds.
    """

    about: ClassVar[tuple[str, ...]] = ("what",)

    what: str
    marketplace: str = EVERYWHERE
    effective_from: dt.date = attrs.field(default=ALWAYS, validator=first_day)
    weight: int
    loss: Loss
    metric: Metric | None = None
    source: str
    confidence: Confidence

    def __attrs_post_init__(self) -> None:
        """Refuse a blank kind, and a weight that cannot be."""
        check_types(self)
        checked(self.what, "what")
        if not 1 <= self.weight <= MOST:
            raise InvalidValue("weight", self.weight, f"1 to {MOST}")


Stakes = dict[str, tuple[Stake, ...]]
"""Kind of task → its rows."""


def stake_table(rows: Iterable[Stake], kinds: Iterable[str]) -> Stakes:
    """Sort rows by kind of task.

    Raises:
        InvalidTable: when a kind has no row, a row is of no kind, or two hold from the same day.
    """
    sorted_rows = {about[0]: some for about, some in apart(tuple(rows), TABLE).items() if about}
    known = set(kinds)
    problems = [f"{what} has no row" for what in sorted(known - sorted_rows.keys())]
    problems += [f"{what} is no kind of task" for what in sorted(sorted_rows.keys() - known)]
    if problems:
        raise InvalidTable(TABLE, tuple(problems))
    return sorted_rows


def stake_of(stakes: Stakes, what: str, day: dt.date, marketplace: str) -> Stake:
    """Give what a task of a kind costs to miss on a day.

    Raises:
        InvalidTable: when no row holds that early.
    """
    return in_force(stakes[what], day, f"{TABLE} of {what}", marketplace)
