"""When something may be done about a dispatch."""

from ordercore.kernel.rules import Facts, rule
from ordercore.notices.post import commands as c
from ordercore.notices.post.dispatch import ASIDE
from ordercore.notices.post.post import Post


@rule("dispatch_unknown", instead=("key",))
def dispatch_is_known(post: Post, command: c.OfDispatch, _: object) -> Facts | None:
    """What is settled, bounced or revived was planned before."""
    return None if post.dispatch(command.key) else {"dispatch": command.key}


@rule("dispatch_never_left", instead=("key",))
def dispatch_may_have_left(post: Post, command: c.ReportBounce, _: object) -> Facts | None:
    """What comes back was taken by somebody to be sent."""
    some = post.dispatch(command.key)
    if some is None or some.tries:
        return None
    return {"dispatch": command.key}


@rule("dispatch_not_aside", instead=("key",))
def dispatch_was_put_aside(post: Post, command: c.ReviveDispatch, _: object) -> Facts | None:
    """Only what reached nobody is sent again."""
    some = post.dispatch(command.key)
    if some is None or some.status in ASIDE:
        return None
    return {"dispatch": command.key}
