"""The post of a record: who is told of it by which channel, and what became of that.

Stands alone: a host that sends its own notices and wants only that nobody is told twice, too late
or at night passes plain values.
"""

from ordercore.notices.post.commands import (
    Addressee,
    OpenPost,
    PlanNotice,
    PostCommand,
    ReportBounce,
    ReviveDispatch,
    SettleDispatch,
    TakeDispatches,
)
from ordercore.notices.post.decider import DECISIONS, decide, evolve, explain, fold
from ordercore.notices.post.dispatch import (
    ASIDE,
    DISPATCH_LIFECYCLE,
    OPEN,
    Dispatch,
    DispatchStatus,
)
from ordercore.notices.post.events import (
    EVENTS,
    DispatchBounced,
    DispatchesTaken,
    DispatchRevived,
    DispatchSettled,
    NoticePlanned,
    PostEvent,
    PostOpened,
)
from ordercore.notices.post.judging import Judgement, judge
from ordercore.notices.post.post import Post

__all__ = [
    "ASIDE",
    "DECISIONS",
    "DISPATCH_LIFECYCLE",
    "EVENTS",
    "OPEN",
    "Addressee",
    "Dispatch",
    "DispatchBounced",
    "DispatchRevived",
    "DispatchSettled",
    "DispatchStatus",
    "DispatchesTaken",
    "Judgement",
    "NoticePlanned",
    "OpenPost",
    "PlanNotice",
    "Post",
    "PostCommand",
    "PostEvent",
    "PostOpened",
    "ReportBounce",
    "ReviveDispatch",
    "SettleDispatch",
    "TakeDispatches",
    "decide",
    "evolve",
    "explain",
    "fold",
    "judge",
]
