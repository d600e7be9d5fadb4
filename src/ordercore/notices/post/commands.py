"""What one may do about the post of a record."""

from collections.abc import Iterable

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types, several
from ordercore.kernel.ids import checked
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.time import Instant, instant, named_zone
from ordercore.notices.audience import Audience
from ordercore.notices.channel import Channel
from ordercore.notices.post.dispatch import OPEN, DispatchStatus
from ordercore.notices.quiet import QuietHours
from ordercore.notices.terms import NoticeTerms

SETTLED_AS = frozenset(DispatchStatus) - OPEN - {DispatchStatus.COLLAPSED}
"""What may become of a dispatch that was taken, beside that it is tried again."""


@attrs.frozen(kw_only=True)
class Addressee:
    """A person as planning needs him: by which channels he can be reached, and when he sleeps.

    ``unwanted`` are pairs of kind and channel: one without a channel is not wanted at all, and a
    blank kind with one means the whole channel.
    """

    id: str
    zone: str = attrs.field(default="UTC", validator=named_zone)
    channels: frozenset[Channel] = frozenset()
    unwanted: frozenset[tuple[str, Channel | None]] = frozenset()
    quiet: QuietHours | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type, and nobody."""
        check_types(self)
        checked(self.id, "recipient")

    def wants(self, kind: str, channel: Channel) -> bool:
        """Tell whether notices of a kind are wanted by a channel."""
        refused = {(kind, None), (kind, channel), ("", channel), ("", None)}
        return not refused & self.unwanted


def _several_addressees(values: Iterable[Addressee]) -> tuple[Addressee, ...]:
    return several(values, "to")


@attrs.frozen(kw_only=True)
class PostCommand:
    """Something to do about the post of one record, at a moment."""

    post_id: str
    at: Instant = attrs.field(converter=instant)

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type, and a blank subject."""
        check_types(self)
        _named(self.post_id, "post_id")


def _named(given: str, field: str) -> None:
    # Made of identifiers, and so longer than one may be.
    if not given.strip():
        raise InvalidValue(field, given, "the name of a subject, or of what happened to it")


@attrs.frozen(kw_only=True)
class OpenPost(PostCommand):
    """Begin the post of a subject, if nobody was ever told of it."""


@attrs.frozen(kw_only=True)
class PlanNotice(PostCommand):
    """Plan that some people are told of one thing, by the channels that its terms name.

    ``at`` is when it is planned, and ``happened_at`` when what it tells happened. The same cause,
    audience and kind are planned once, whoever is among its people by then.
    """

    cause: str
    audience: Audience
    kind: str
    about: str = ""
    happened_at: Instant = attrs.field(converter=instant)
    terms: NoticeTerms
    silent: frozenset[Channel] = frozenset()
    """Channels that do not ring, so that quiet hours hold nothing back there."""
    to: tuple[Addressee, ...] = attrs.field(converter=_several_addressees)

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type, and blank or doubled names."""
        super().__attrs_post_init__()
        _named(self.cause, "cause")
        checked(self.kind, "kind")
        names = [some.id for some in self.to]
        if len(set(names)) < len(names):
            raise InvalidValue("to", names, "people of whom no two have the same id")


@attrs.frozen(kw_only=True)
class TakeDispatches(PostCommand):
    """Take what is due, so that it is nobody else's ``until`` the lease is over.

    What was taken ``most_tries`` times, and never came back, is put aside instead. It is no more
    than ``most`` at once, the first of what is due; all of it, if there is none.
    """

    until: Instant = attrs.field(converter=instant)
    most_tries: int
    most: int | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse a lease that is over before it begins, no tries, and nothing to take."""
        super().__attrs_post_init__()
        if self.until <= self.at:
            raise InvalidValue("until", self.until, "later than the moment of taking")
        if self.most_tries < 1:
            raise InvalidValue("most_tries", self.most_tries, "a number, 1 or more")
        if self.most is not None and self.most < 1:
            raise InvalidValue("most", self.most, "a number, 1 or more")


@attrs.frozen(kw_only=True)
class OfDispatch(PostCommand):
    """Something to do about one dispatch, named by its ``key``."""

    key: str


@attrs.frozen(kw_only=True)
class SettleDispatch(OfDispatch):
    """Say what became of a dispatch that was taken.

    ``tries`` is what it had when it was taken: where somebody else has taken it since, nothing is
    changed but that it was sent. With ``again_at`` it is tried again then; ``held`` says that it
    waits on purpose, and was not tried.

    Raises:
        InvalidValue: when it is neither to be tried again nor settled, or both.
    """

    tries: int
    status: DispatchStatus
    again_at: Instant | None = None
    held: bool = False
    error: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)

    def __attrs_post_init__(self) -> None:
        """Refuse what says nothing, or two things at once."""
        super().__attrs_post_init__()
        again = self.status is DispatchStatus.WAITING
        if not again and self.status not in SETTLED_AS:
            raise InvalidValue("status", self.status, "what may become of what was taken")
        if again is (self.again_at is None):
            raise InvalidValue("again_at", self.again_at, "given where it waits, and only there")


@attrs.frozen(kw_only=True)
class ReportBounce(OfDispatch):
    """Note that what was sent did not arrive, as somebody said later."""

    reason: str = attrs.field(repr=unshown, metadata=PERSONAL)


@attrs.frozen(kw_only=True)
class ReviveDispatch(OfDispatch):
    """Let what reached nobody be sent again, as if for the first time."""
