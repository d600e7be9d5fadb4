"""Short words for stories about the post of a record."""

import datetime as dt
from typing import Any

from ordercore.kernel.time import Instant, instant
from ordercore.notices import Audience, Channel, NoticeTerms, QuietHours
from ordercore.notices.post import (
    Addressee,
    DispatchStatus,
    OpenPost,
    PlanNotice,
    Post,
    PostCommand,
    SettleDispatch,
    TakeDispatches,
    decide,
    evolve,
)

AT = instant("2026-03-02T12:00:00Z")

MAIL, SMS = Channel.EMAIL, Channel.SMS

NIGHT = QuietHours(dt.time(22), dt.time(7))

DAY = dt.timedelta(days=1)

TERMS = NoticeTerms(audience=Audience.BUYER, channels=(MAIL,), lasts=7 * DAY)

ANN = Addressee(id="ann", channels=frozenset({MAIL, SMS}))


def after(minutes: float = 0) -> Instant:
    """Give a moment so many minutes after noon."""
    return instant(AT + dt.timedelta(minutes=minutes))


def terms(**changes: Any) -> NoticeTerms:
    """Give terms by which buyers are told by mail for a week, or others."""
    said = {"audience": Audience.BUYER, "channels": (MAIL,), "lasts": 7 * DAY}
    return NoticeTerms(**{**said, **changes})


def plan(cause: str = "order/O-1/1", kind: str = "news", **changes: Any) -> PlanNotice:
    """Ask to tell Ann of something that just happened."""
    said: dict[str, Any] = {
        "post_id": "order/O-1",
        "at": AT,
        "cause": cause,
        "audience": Audience.BUYER,
        "kind": kind,
        "happened_at": changes.get("at", AT),
        "terms": TERMS,
        "to": (ANN,),
    }
    return PlanNotice(**{**said, **changes})


def take(
    minutes: float = 0, lease: float = 1, most_tries: int = 30, most: int | None = None
) -> TakeDispatches:
    """Ask for what is due, for a minute."""
    return TakeDispatches(
        post_id="order/O-1",
        at=after(minutes),
        until=after(minutes + lease),
        most_tries=most_tries,
        most=most,
    )


def settle(
    post: Post, status: DispatchStatus, minutes: float = 0, place: int = 0, **changes: Any
) -> SettleDispatch:
    """Say what became of a dispatch, by whoever has it."""
    some = post.dispatches[place]
    said: dict[str, Any] = {
        "post_id": post.id,
        "at": after(minutes),
        "key": some.key,
        "tries": some.tries,
        "status": status,
    }
    return SettleDispatch(**{**said, **changes})


def story(post: Post | None, *commands: PostCommand) -> Post:
    """Give the post after commands; where there is none yet, it is opened first."""
    opening = () if post is not None else (OpenPost(post_id="order/O-1", at=AT),)
    for command in (*opening, *commands):
        for event in decide(post, command):
            post = evolve(post, event)
    assert post is not None
    return post


def statuses(post: Post) -> list[str]:
    """Name how far each dispatch has come."""
    return [some.status.value for some in post.dispatches]
