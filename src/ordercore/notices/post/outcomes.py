"""What a command about the post of a record brings about."""

from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant, instant
from ordercore.notices.channel import Channel
from ordercore.notices.post import commands as c
from ordercore.notices.post import events as e
from ordercore.notices.post.dispatch import Dispatch, DispatchStatus
from ordercore.notices.post.post import Post
from ordercore.notices.quiet import quiet_until

Events = tuple[e.PostEvent, ...]

NO_CHANNEL = "no address by any channel of such notices"

# Planning


def already_open(_: Post, __: c.OpenPost) -> bool:
    """Tell that somebody was told of it before, since there is a post."""
    return True


def open_post(_: object, command: c.OpenPost, __: object) -> Events:
    """Begin it."""
    return (e.PostOpened(at=command.at, post_id=command.post_id),)


def already_planned(post: Post, command: c.PlanNotice) -> bool:
    """Tell whether this cause was told to this audience in these words before."""
    told = (command.cause, command.audience, command.kind)
    return any((some.cause, some.audience, some.kind) == told for some in post.dispatches)


def plan_notice(post: Post, command: c.PlanNotice, _: object) -> Events:
    """Plan a dispatch to each person by each channel, in place of what still waits if it may."""
    planned = [some for person in command.to for some in _to(command, person)]
    if not planned:
        return ()
    replaced = [(some, _collapses(post, command, some)) for some in planned]
    collapsed = [earlier.key for _, earlier in replaced if earlier is not None]
    return (
        e.NoticePlanned(
            at=command.at,
            dispatches=tuple([_in_place_of(some, earlier) for some, earlier in replaced]),
            collapsed=tuple(collapsed),
        ),
    )


def _to(command: c.PlanNotice, person: c.Addressee) -> list[Dispatch]:
    """Give the dispatches to one person; one says so where there is no way to reach him."""
    channels = [some for some in command.terms.channels if some in person.channels]
    if not channels:
        none = _dispatch(command, person, command.terms.channels[0])
        return [_settled(none, command.at, DispatchStatus.NO_ADDRESS, NO_CHANNEL)]
    return [_by(command, person, channel) for channel in channels]


def _by(command: c.PlanNotice, person: c.Addressee, channel: Channel) -> Dispatch:
    some = _dispatch(command, person, channel)
    if not person.wants(command.kind, channel):
        return _settled(some, command.at, DispatchStatus.UNWANTED, "")
    due = instant(command.happened_at + command.terms.waits) if command.terms.waits else command.at
    due = max(due, command.at)
    if not command.terms.urgent and channel not in command.silent:
        due = quiet_until(person.quiet, person.zone, due) or due
    return replace(some, due_at=due, held=due > command.at)


def _dispatch(command: c.PlanNotice, person: c.Addressee, channel: Channel) -> Dispatch:
    return Dispatch(
        cause=command.cause,
        audience=command.audience,
        kind=command.kind,
        channel=channel,
        recipient=person.id,
        about=command.about,
        happened_at=command.happened_at,
        due_at=command.at,
        urgent=command.terms.urgent,
    )


def _settled(some: Dispatch, at: Instant, status: DispatchStatus, error: str) -> Dispatch:
    return replace(some, status=status, settled_at=at, error=error)


def _collapses(post: Post, command: c.PlanNotice, some: Dispatch) -> Dispatch | None:
    """Give the earlier one that a dispatch takes the place of, if its kind does that."""
    if not command.terms.collapses or not some.is_open:
        return None
    waiting = [
        other
        for other in post.dispatches
        if other.status is DispatchStatus.WAITING
        and (other.audience, other.kind, other.about) == (some.audience, some.kind, some.about)
        and other.lane == some.lane
    ]
    return waiting[-1] if waiting else None


def _in_place_of(some: Dispatch, earlier: Dispatch | None) -> Dispatch:
    """Give a dispatch due when the one was whose place it takes: a burst has an end."""
    if earlier is None:
        return some
    on_purpose = some.held or earlier.held
    return replace(some, due_at=min(some.due_at, earlier.due_at), held=on_purpose)


# Sending


def take_dispatches(post: Post, command: c.TakeDispatches, _: object) -> Events:
    """Take what is due; what was taken too often is put aside."""
    due = post.due(command.at)[: command.most]
    worn = [some for some in due if some.tries >= command.most_tries]
    taken = tuple([some.key for some in due if some not in worn])
    events: list[e.PostEvent] = [
        e.DispatchSettled(
            at=command.at,
            key=some.key,
            status=DispatchStatus.POISONED,
            tries=some.tries,
            error=some.error or f"taken {some.tries} times, and never settled",
        )
        for some in worn
    ]
    if taken:
        events.append(e.DispatchesTaken(at=command.at, keys=taken, until=command.until))
    return tuple(events)


def settles_nothing(post: Post, command: c.SettleDispatch) -> bool:
    """Tell whether what is said of a dispatch is known, or is of a lease that is long over."""
    some = post.dispatch(command.key)
    if some is None:
        return False
    if command.status is DispatchStatus.SENT:
        return some.status in (DispatchStatus.SENT, DispatchStatus.BOUNCED)
    return some.status is not DispatchStatus.SENDING or some.tries != command.tries


def settle_dispatch(_: Post, command: c.SettleDispatch, __: object) -> Events:
    """Note what became of it; what waits on purpose was not tried."""
    return (
        e.DispatchSettled(
            at=command.at,
            key=command.key,
            status=command.status,
            tries=command.tries - command.held,
            due_at=command.again_at,
            held=command.held,
            error=command.error,
        ),
    )


def already_bounced(post: Post, command: c.ReportBounce) -> bool:
    """Tell whether it is known that it did not arrive."""
    some = post.dispatch(command.key)
    return some is not None and some.status is DispatchStatus.BOUNCED


def report_bounce(_: Post, command: c.ReportBounce, __: object) -> Events:
    """Note that it did not arrive."""
    return (e.DispatchBounced(at=command.at, key=command.key, reason=command.reason),)


def is_open_already(post: Post, command: c.ReviveDispatch) -> bool:
    """Tell whether it is to be sent anyhow."""
    some = post.dispatch(command.key)
    return some is not None and some.is_open


def revive_dispatch(_: Post, command: c.ReviveDispatch, __: object) -> Events:
    """Let it be due at once."""
    return (e.DispatchRevived(at=command.at, key=command.key),)
