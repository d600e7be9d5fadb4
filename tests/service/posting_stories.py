"""Short words for stories about notices that are sent: people, a writer, and a post office."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs
from desk_stories import AT

from ordercore import OrderDesk
from ordercore.kernel.time import Instant, instant
from ordercore.notices import Audience, Channel
from ordercore.orders.state import Order
from ordercore.ports import Announcement, Letter, Recipient, Unreachable
from ordercore.service.pace import Pace
from ordercore.service.posting import Dispatching

MAIL, SMS, PUSH = Channel.EMAIL, Channel.SMS, Channel.PUSH

ANN = Recipient(id="ann", addresses={MAIL: "ann@example.com"}, name="Ann")

SAM = Recipient(id="sam", addresses={MAIL: "sam@example.com"})

OPS = Recipient(id="ops", addresses={MAIL: "ops@example.com"})

QUICK = Pace(lease=60, pauses=(1, 5), most_tries=3)


def seconds(number: float) -> Instant:
    """Give a moment so many seconds after the first."""
    return instant(AT + dt.timedelta(seconds=number))


@attrs.define
class Known:
    """People of each audience."""

    of: Mapping[Audience, tuple[Recipient, ...]] = attrs.field(
        factory=lambda: {
            Audience.BUYER: (ANN,),
            Audience.SELLER: (SAM,),
            Audience.OPERATOR: (OPS,),
        }
    )

    def recipients(self, audience: Audience, order: Order | None) -> Iterable[Recipient]:
        """Give them; whatever the order."""
        return self.of.get(audience, ())


def buyer(**changes: Any) -> Known:
    """Give people of whom the buyer is somewhat different, and nobody else is told."""
    return Known({Audience.BUYER: (attrs.evolve(ANN, **changes),)})


def write(told: Announcement, to: Recipient, channel: Channel) -> Letter:
    """Write plainly of what kind it is, and of which order."""
    return Letter(
        key=told.key,
        channel=channel,
        recipient=to.id,
        to=to.addresses[channel],
        kind=told.notice.kind,
        language=to.language,
        text=f"{told.notice.kind} {told.order.id if told.order else ''}",
    )


@attrs.define
class PostOffice:
    """Sends letters, and does as it is told with those of some kinds or tries."""

    has: frozenset[Channel] = frozenset({MAIL})
    sent: list[Letter] = attrs.field(factory=list[Letter])
    tried: list[str] = attrs.field(factory=list[str])
    before: Callable[[Letter], object] = lambda _: None
    after: Callable[[Letter], object] = lambda _: None

    @property
    def channels(self) -> frozenset[Channel]:
        """Those that it was given."""
        return self.has

    def send(self, letter: Letter) -> None:
        """Send it; what is to happen before or after may raise."""
        self.tried.append(letter.key)
        self.before(letter)
        self.sent.append(letter)
        self.after(letter)

    @property
    def kinds(self) -> list[str]:
        """Of what kinds the letters were, in order."""
        return [letter.kind for letter in self.sent]


@attrs.define
class AwaitedOffice:
    """The same, awaited."""

    office: PostOffice

    @property
    def channels(self) -> frozenset[Channel]:
        """Those of the office."""
        return self.office.channels

    async def send(self, letter: Letter) -> None:
        """Send it."""
        self.office.send(letter)


def failing(times: int, error: Exception | None = None) -> Callable[[Letter], None]:
    """Make an office fail so many times."""
    left = [times]

    def fail(_: Letter) -> None:
        if left[0] > 0:
            left[0] -= 1
            raise error or ConnectionError("out of reach")

    return fail


def refusing(letter: Letter) -> None:
    """Take no letter for its address."""
    raise Unreachable(letter.channel, "550 no such user")


def send(
    desk: OrderDesk, office: PostOffice, people: Known | None = None, **said: Any
) -> Dispatching:
    """Send what is due, by whatever kind of desk it is."""
    waits = type(desk).__name__ != "Faced"
    notifier: Any = office if waits else AwaitedOffice(office)
    writer = said.pop("writer", write)
    return desk.send_notices(
        notifier, people or Known(), writer, **{"at": AT, "pace": QUICK, **said}
    )


def outcomes(desk: OrderDesk, order_id: str = "O-1") -> list[tuple[str, str]]:
    """Name each kind that was to be told of an order, and what became of it."""
    return [(some.kind, some.status.value) for some in desk.notices_of(order_id)]
