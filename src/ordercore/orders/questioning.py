"""Asking the buyer about a request to return, and what the buyer says."""

import attrs

from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import ReturnId
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.replace import replace
from ordercore.kernel.rules import Facts, rule
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderCommand,
    OrderEvent,
    happened,
    placing_comes_first,
)
from ordercore.orders.returned import (
    it_follows_what_it_needs,
    return_is_known,
    return_is_open,
    return_waits_for_an_answer,
    returns_named,
    with_return,
)
from ordercore.orders.returning import reply_due
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.returns import Question, ReplyDue

# Commands


@attrs.frozen(kw_only=True)
class AskReturnInformation(OrderCommand):
    """Ask the buyer something before a return is let in: photos, say, or a serial number."""

    return_id: ReturnId
    question: str = attrs.field(repr=unshown, metadata=PERSONAL)


@attrs.frozen(kw_only=True)
class GiveReturnInformation(OrderCommand):
    """Say what was asked about a return; then it waits for its answer again."""

    return_id: ReturnId
    answer: str = attrs.field(repr=unshown, metadata=PERSONAL)


# Events


@attrs.frozen(kw_only=True)
class ReturnInformationAsked(OrderEvent):
    """The buyer was asked about a return."""

    return_id: ReturnId
    question: str = attrs.field(repr=unshown, metadata=PERSONAL)


@attrs.frozen(kw_only=True)
class ReturnInformationGiven(OrderEvent):
    """The buyer said what was asked; ``reply`` is by when the answer is due now."""

    return_id: ReturnId
    answer: str = attrs.field(repr=unshown, metadata=PERSONAL)
    reply: ReplyDue


# Rules


@rule("question_still_open", first=("GiveReturnInformation",), instead=("return_id",))
def nothing_else_is_asked(order: Order, command: AskReturnInformation, _: World) -> Facts | None:
    """One thing is asked at a time."""
    for rma in returns_named(order, command.return_id):
        if rma.open_question is not None:
            return {"return": rma.id}
    return None


@rule("nothing_was_asked", first=("AskReturnInformation",), instead=("return_id",))
def something_was_asked(order: Order, command: GiveReturnInformation, _: World) -> Facts | None:
    """Only what was asked is answered."""
    for rma in returns_named(order, command.return_id):
        if rma.open_question is None:
            return {"return": rma.id}
    return None


@rule("question_missing", instead=("question",))
def question_says_something(_: Order, command: AskReturnInformation, __: World) -> Facts | None:
    """A question says something."""
    return None if command.question.strip() else {}


@rule("answer_missing", instead=("answer",))
def answer_says_something(_: Order, command: GiveReturnInformation, __: World) -> Facts | None:
    """What is answered says something."""
    return None if command.answer.strip() else {}


BOTH = (
    return_is_known,
    return_is_open,
    return_waits_for_an_answer,
    it_follows_what_it_needs,
)

# Outcomes


def already_asked(order: Order, command: AskReturnInformation) -> bool:
    """Tell whether just this is being asked."""
    rma = order.return_(command.return_id)
    asked = rma.open_question if rma else None
    return asked is not None and asked.text == command.question


def ask_information(_: Order, command: AskReturnInformation, __: World) -> tuple[OrderEvent, ...]:
    """Note what was asked."""
    return happened(
        ReturnInformationAsked,
        command,
        return_id=command.return_id,
        question=command.question,
    )


def already_given(order: Order, command: GiveReturnInformation) -> bool:
    """Tell whether just this was said last."""
    rma = order.return_(command.return_id)
    last = rma.questions[-1] if rma and rma.questions else None
    return last is not None and bool(last.answer) and last.answer == command.answer


def give_information(
    order: Order, command: GiveReturnInformation, world: World
) -> tuple[OrderEvent, ...]:
    """Note what was said; from now on an answer is due."""
    return happened(
        ReturnInformationGiven,
        command,
        return_id=command.return_id,
        answer=command.answer,
        reply=reply_due(order, command.at, world),
    )


# Folds


def fold_asked(order: Order, event: ReturnInformationAsked) -> Order:
    """Note the question on its return, with by when an answer was due."""
    rma = order.return_(event.return_id)
    before = rma.questions if rma else ()
    asked = Question(event.question, event.at, reply=rma.reply if rma else None)
    questions = (*before, asked)
    return with_return(order, event.return_id, questions=questions)


def fold_given(order: Order, event: ReturnInformationGiven) -> Order:
    """Note what was said beside what was asked, and by when we have to answer."""
    rma = order.return_(event.return_id)
    asked = rma.questions if rma else ()
    said = [replace(last, answer=event.answer, answered_at=event.at) for last in asked[-1:]]
    questions = (*asked[:-1], *said)
    return with_return(order, event.return_id, questions=questions, reply=event.reply)


# The table

DECISIONS: Decisions = (
    Decision(
        command=AskReturnInformation,
        settled=already_asked,
        rules=(placing_comes_first, *BOTH, question_says_something, nothing_else_is_asked),
        outcome=ask_information,
    ),
    Decision(
        command=GiveReturnInformation,
        settled=already_given,
        rules=(placing_comes_first, *BOTH, answer_says_something, something_was_asked),
        outcome=give_information,
    ),
)

FOLDS: Folds = {
    ReturnInformationAsked: fold_asked,
    ReturnInformationGiven: fold_given,
}
