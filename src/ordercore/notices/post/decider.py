"""Decisions about the post of a record: the table of commands.

The laws of this file:

- of one cause, kind, channel and person there is one dispatch, however often it is planned;
- whoever sends one has taken it, for a while in which nobody else is given it;
- of one person and channel nothing overtakes, but what is urgent what waits on purpose;
- a dispatch that was sent stays so, and is never taken again, unless it came back and is revived;
- nothing waits for ever: each is due at some moment, and is put aside after so many tries.
"""

from ordercore.errors import Refusal
from ordercore.kernel.decider import Decision, DecisionTable
from ordercore.notices.post import commands as c
from ordercore.notices.post import events as e
from ordercore.notices.post import outcomes, rules
from ordercore.notices.post.folding import evolve, fold
from ordercore.notices.post.post import Post

__all__ = ["DECISIONS", "decide", "evolve", "explain", "fold"]

DECISIONS: DecisionTable[Post, object, e.PostEvent] = DecisionTable(
    "post",
    (
        Decision(
            command=c.OpenPost,
            creates=True,
            settled=outcomes.already_open,
            outcome=outcomes.open_post,
        ),
        Decision(
            command=c.PlanNotice,
            settled=outcomes.already_planned,
            outcome=outcomes.plan_notice,
        ),
        Decision(command=c.TakeDispatches, outcome=outcomes.take_dispatches),
        Decision(
            command=c.SettleDispatch,
            settled=outcomes.settles_nothing,
            rules=(rules.dispatch_is_known,),
            outcome=outcomes.settle_dispatch,
        ),
        Decision(
            command=c.ReportBounce,
            settled=outcomes.already_bounced,
            rules=(rules.dispatch_is_known, rules.dispatch_may_have_left),
            outcome=outcomes.report_bounce,
        ),
        Decision(
            command=c.ReviveDispatch,
            settled=outcomes.is_open_already,
            rules=(rules.dispatch_is_known, rules.dispatch_was_put_aside),
            outcome=outcomes.revive_dispatch,
        ),
    ),
)


def decide(
    post: Post | None, command: c.PostCommand, world: object = None
) -> tuple[e.PostEvent, ...]:
    """Give what a command brings about; ``None`` for a subject of which nothing was planned yet.

    Raises:
        Refused: when a rule says no.
    """
    return DECISIONS.decide(post, command, world)


def explain(post: Post | None, command: c.PostCommand, world: object = None) -> tuple[Refusal, ...]:
    """Give every reason why a command would be refused; none where it would not be."""
    return DECISIONS.explain(post, command, world)
