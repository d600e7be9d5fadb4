"""Looking at what came back: in which condition it is, and what becomes of it.

Stock moves when a unit is graded, once, as its disposition says.
"""

from collections.abc import Iterable

import attrs

from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import LineId, ReturnId
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderEvent,
    happened,
    placing_comes_first,
    pool_is_known,
)
from ordercore.orders.replaced import rejectable_units
from ordercore.orders.returned import (
    ReturnCommand,
    beyond,
    counted,
    it_follows_what_it_needs,
    return_is_authorised,
    return_is_known,
    return_names_units,
    with_return,
)
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.returns import Disposition, Graded, Return, ReturnStep
from ordercore.returns.handing import graded_from

# Commands


@attrs.frozen(kw_only=True)
class GradeReturn(ReturnCommand):
    """Say in which condition received units are, and so what becomes of them.

    Without a ``disposition`` it is the first that their grade has.
    ``pool`` is where they are; left empty, where they were received.
    """

    return_id: ReturnId
    grade: str
    disposition: Disposition | None = None
    note: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    pool: str = ""

    def follows(self, rma: Return) -> Iterable[tuple[ReturnStep, Instant]]:
        """Tell when the units were received that are graded next."""
        named = graded_from(rma, self.units)[len(rma.graded) :]
        return [(ReturnStep.RECEIVED, some.at) for came in named for some, _ in came]


# Events


@attrs.frozen(kw_only=True)
class ReturnGraded(OrderEvent):
    """Somebody looked at units that came back."""

    return_id: ReturnId
    graded: tuple[Graded, ...]
    pool: str = ""
    """Where they are; blank for where they were received."""


# Rules


@rule("units_not_to_grade", first=("ReceiveReturn",), instead=("units",))
def units_are_to_be_graded(order: Order, command: GradeReturn, _: World) -> Facts | None:
    """What has come is graded, once."""
    rma = order.return_(command.return_id)
    return beyond(rma, command.units, Return.ungraded, "to_grade") if rma else None


@rule("grade_unknown", instead=("grade",))
def grade_is_known(_: Order, command: GradeReturn, world: World) -> Facts | None:
    """Units have a grade that the host has settled."""
    if command.grade in world.return_grades:
        return None
    return {"grade": command.grade, "known": sorted(world.return_grades)}


@rule("disposition_not_of_grade", instead=("disposition", "grade"))
def disposition_is_of_grade(_: Order, command: GradeReturn, world: World) -> Facts | None:
    """What becomes of units is among what may become of their grade."""
    grade = world.return_grades.get(command.grade)
    if grade is None or command.disposition is None:
        return None
    if command.disposition in grade.dispositions:
        return None
    may = [some.value for some in grade.dispositions]
    return {"grade": grade.code, "disposition": command.disposition.value, "permitted": may}


@rule("units_already_refunded", instead=("units", "disposition"))
def rejected_units_are_unpaid(order: Order, command: GradeReturn, world: World) -> Facts | None:
    """No unit is rejected that was paid for, or for which something was sent as it came."""
    if not _disposition(command, world).rejects:
        return None
    free = rejectable_units(order, command.return_id)
    asked: dict[LineId, int] = {}
    for some in command.units:
        asked[some.line] = asked.get(some.line, 0) + some.quantity
    for line, number in asked.items():
        left = max(0, free.get(line, 0))
        if number > left:
            return {"line": line, "asked": number, "unrefunded": left}
    return None


# Outcomes


def _disposition(command: GradeReturn, world: World) -> Disposition:
    grade = world.return_grades.get(command.grade)
    usual = grade.dispositions[0] if grade else Disposition.WRITE_OFF
    return usual if command.disposition is None else command.disposition


def grade_return(_: Order, command: GradeReturn, world: World) -> tuple[OrderEvent, ...]:
    """Note grade and disposition, as the table has them now."""
    graded = [
        Graded(
            units,
            command.grade,
            _disposition(command, world),
            command.at,
            world.return_grades[command.grade].condition,
            command.note,
        )
        for units in command.units
    ]
    return happened(
        ReturnGraded,
        command,
        return_id=command.return_id,
        graded=tuple(graded),
        pool=command.pool,
    )


# Offers


def offer_grades(order: Order, at: Instant, world: World) -> tuple[GradeReturn, ...]:
    """Offer every grade for all that is to be graded."""
    return tuple(
        [
            GradeReturn(order_id=order.id, at=at, return_id=rma.id, units=units, grade=grade)
            for rma in order.returns
            if (units := counted(rma, Return.ungraded))
            for grade in world.return_grades
        ]
    )


# Folds


def fold_graded(order: Order, event: ReturnGraded) -> Order:
    """Keep the grades."""
    rma = order.return_(event.return_id)
    before = rma.graded if rma else ()
    return with_return(order, event.return_id, graded=(*before, *event.graded))


# The table

DECISIONS: Decisions = (
    Decision(
        command=GradeReturn,
        rules=(
            placing_comes_first,
            return_names_units,
            return_is_known,
            return_is_authorised,
            it_follows_what_it_needs,
            units_are_to_be_graded,
            grade_is_known,
            disposition_is_of_grade,
            rejected_units_are_unpaid,
            pool_is_known,
        ),
        outcome=grade_return,
        offers=offer_grades,
    ),
)

FOLDS: Folds = {
    ReturnGraded: fold_graded,
}
