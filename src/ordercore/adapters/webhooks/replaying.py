"""The replay window: a message that was taken once is not taken again for a while."""

import datetime as dt
from collections.abc import Mapping

import attrs

from ordercore.adapters.webhooks.verifying import TOLERANCE, WebhookRefused
from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types
from ordercore.kernel.ids import checked
from ordercore.kernel.time import Instant, instant


def _empty() -> Mapping[str, Instant]:
    return {}


@attrs.frozen(kw_only=True)
class ReplayWindow:
    """What was taken lately; a value, so each admission gives the next one.

    For one process; several keep the keys where they keep their orders, each once.
    Where a scheme is dated, ``length`` of twice the tolerance or more lets nothing through twice.
    Where it is not, a message may come again after ``length``: reducing it is harmless (law 4).

    Raises:
        InvalidValue: when the length is not positive, or a field is of another type.
    """

    length: dt.timedelta = 2 * TOLERANCE
    taken: Mapping[str, Instant] = attrs.field(factory=_empty)
    """Key → when it was taken."""

    def __attrs_post_init__(self) -> None:
        """Refuse a window through which everything passes, and fields of another type."""
        check_types(self)
        if not self.length > dt.timedelta():
            raise InvalidValue("length", self.length, "a positive length of time")

    def admit(self, key: str, now: object) -> "ReplayWindow":
        """Take a message, and forget those that are older than the window.

        Raises:
            WebhookRefused: with the code ``replayed``, when it was taken within the window.
            InvalidValue: when the key is blank or no text, or ``now`` is no instant.
        """
        checked(key, "key")
        moment = instant(now, "now")
        since = dt.datetime.__sub__(moment, self.length)
        young = {some: at for some, at in self.taken.items() if at >= since}
        if key in young:
            expected = f"a message that was not taken at {young[key]} already"
            raise WebhookRefused("key", "replayed", key, expected)
        return ReplayWindow(length=self.length, taken={**young, key: moment})
