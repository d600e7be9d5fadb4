"""The tracking event: one thing that a carrier said of a parcel."""

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import is_text
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.shipping.tracking.status import ExceptionCode, TrackingStatus
from ordercore.shipping.tracking.times import When, read_when

_TEXTS = ("place", "carrier", "code", "source", "source_id", "text")


def _when(value: object) -> When:
    return read_when(value, "when")


def _estimated(value: object) -> When | None:
    return None if value is None else read_when(value, "estimated")


@attrs.frozen(kw_only=True)
class TrackingEvent:
    """A scan, a message, an estimate, or a correction of what was said before.

    Two events that differ in nothing but ``source``, ``source_id`` and ``text`` are one, told
    twice: a feed repeats itself, and the same scan comes by webhook and by question.

    Raises:
        InvalidValue: when a time has no zone, a status or an exception is none of ours, or a text
            is none.
    """

    status: TrackingStatus
    when: When = attrs.field(converter=_when)
    """An instant; an :class:`Interval` where the source gives a time without zone."""
    exception: ExceptionCode | None = None
    """What went wrong, beyond what the status says."""
    place: str = ""
    carrier: str = ""
    """The carrier that said so, as the source names it; one parcel may pass through several."""
    code: str = ""
    """The carrier's own code."""
    estimated: When | None = attrs.field(default=None, converter=_estimated)
    """When the carrier expected, at that moment, to deliver."""
    correction: bool = False
    """It says explicitly that what was said before is wrong; ``when`` is when that was said."""
    source: str = ""
    source_id: str = ""
    """By which the source knows it."""
    text: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    """What the source wrote, word for word."""

    def __attrs_post_init__(self) -> None:
        """Refuse words that are none of ours."""
        if not isinstance(self.status, TrackingStatus):
            raise InvalidValue("status", self.status, "a TrackingStatus")
        if self.exception is not None and not isinstance(self.exception, ExceptionCode):
            raise InvalidValue("exception", self.exception, "an ExceptionCode or None")
        if self.correction is not True and self.correction is not False:
            raise InvalidValue("correction", self.correction, "True or False")
        for name in _TEXTS:
            value = getattr(self, name)
            if value != "" and not is_text(value):
                raise InvalidValue(name, value, "text")
