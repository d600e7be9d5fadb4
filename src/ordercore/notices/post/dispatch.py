"""Dispatches: one notice to one person by one channel, and what became of it.

Nothing here says where a person is reached, how he is called, or what he is told.
"""

from enum import Enum

import attrs

from ordercore.kernel.lifecycle import Lifecycle
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.time import Instant
from ordercore.notices.audience import Audience
from ordercore.notices.channel import Channel


class DispatchStatus(Enum):
    """How far a dispatch has come."""

    WAITING = "waiting"
    """For its moment, for another try, or for what comes before it."""
    SENDING = "sending"
    """Somebody has taken it, and it is nobody else's until its lease is over."""
    SENT = "sent"
    COLLAPSED = "collapsed"
    """A later one of its kind took its place while it waited."""
    EXPIRED = "expired"
    """It was too old, or what it says was no longer so."""
    UNWANTED = "unwanted"
    """The person does not want it."""
    NO_ADDRESS = "no_address"
    """The person has no address by which such a notice is sent."""
    POISONED = "poisoned"
    """It failed too often, and was put aside."""
    BOUNCED = "bounced"
    """The address takes nothing, as was said at once or later."""


_S = DispatchStatus

_AFTER_ALL = {_S.SENT: ("SettleDispatch",), _S.BOUNCED: ("ReportBounce",)}
"""Whoever was slow may say later that it was sent after all: that is so, whatever was thought."""

_AGAIN = {_S.WAITING: ("ReviveDispatch",)}

DISPATCH_LIFECYCLE = Lifecycle(
    name="dispatch",
    starts=frozenset({_S.WAITING, _S.UNWANTED, _S.NO_ADDRESS}),
    edges={
        _S.WAITING: {
            _S.SENDING: ("TakeDispatches",),
            _S.COLLAPSED: ("PlanNotice",),
            _S.POISONED: ("TakeDispatches",),
            **_AFTER_ALL,
        },
        _S.SENDING: {
            _S.WAITING: ("SettleDispatch",),
            _S.EXPIRED: ("SettleDispatch",),
            _S.UNWANTED: ("SettleDispatch",),
            _S.NO_ADDRESS: ("SettleDispatch",),
            _S.POISONED: ("SettleDispatch", "TakeDispatches"),
            _S.SENT: ("SettleDispatch",),
            _S.BOUNCED: ("SettleDispatch", "ReportBounce"),
        },
        _S.SENT: {_S.BOUNCED: ("ReportBounce",)},
        _S.COLLAPSED: _AFTER_ALL,
        _S.EXPIRED: _AFTER_ALL,
        _S.UNWANTED: _AFTER_ALL,
        _S.NO_ADDRESS: {**_AFTER_ALL, **_AGAIN},
        _S.POISONED: {**_AFTER_ALL, **_AGAIN},
        _S.BOUNCED: _AGAIN,
    },
    rests=frozenset(_S) - {_S.WAITING, _S.SENDING},
)

OPEN = frozenset({_S.WAITING, _S.SENDING})
"""Statuses of what is still to be sent."""

ASIDE = frozenset({_S.POISONED, _S.BOUNCED, _S.NO_ADDRESS})
"""Statuses of what did not reach anybody, and may be revived."""


@attrs.frozen(kw_only=True)
class Dispatch:
    """One notice to one person by one channel.

    Attributes:
        cause: what it tells: the stream and the place of an event, or what else came about.
        audience: as what the person is told.
        kind: what kind of notice it is.
        channel: by which it is sent.
        recipient: the host's own id of the person.
        about: the part of the subject that it is about, where that is only one: a parcel.
        happened_at: when that was.
        due_at: before when nobody takes it; while it is being sent, when its lease is over.
        status: how far it has come.
        settled_at: when that became so, where it is settled.
        held: whether it waits on purpose: for quiet hours to end, or for more of its kind.
        urgent: whether it rings in quiet hours too.
        tries: how often it was taken to be sent.
        error: what the last try failed of, or why it was put aside.
    """

    cause: str
    audience: Audience
    kind: str
    channel: Channel
    recipient: str
    about: str = ""
    happened_at: Instant
    due_at: Instant
    status: DispatchStatus = DispatchStatus.WAITING
    settled_at: Instant | None = None
    held: bool = False
    urgent: bool = False
    tries: int = 0
    error: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)

    @property
    def key(self) -> str:
        """What makes sending it twice harmless: ``order/O-1/3/buyer/parcel_shipped/email/ann``."""
        notice = f"{self.cause}/{self.audience.value}/{self.kind}"
        return f"{notice}/{self.channel.value}/{self.recipient}"

    @property
    def lane(self) -> tuple[str, Channel]:
        """In what nothing overtakes: one person and one channel."""
        return self.recipient, self.channel

    @property
    def is_open(self) -> bool:
        """Whether it is still to be sent."""
        return self.status in OPEN
