"""How far clocks may be apart: dated rows, as every policy."""

import datetime as dt

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.dated import ALWAYS, EVERYWHERE, first_day


def _no_less_than_nothing(_: object, field: "attrs.Attribute[dt.timedelta]", value: object) -> None:
    if not isinstance(value, dt.timedelta) or not dt.timedelta() <= value <= dt.timedelta(days=1):
        raise InvalidValue(field.name, value, "a timedelta of nothing up to a day")


@attrs.frozen(kw_only=True)
class ClockTolerance:
    """By how much a summary may be ``ahead`` of the clock of the desk that is told of it."""

    effective_from: dt.date = attrs.field(default=ALWAYS, validator=first_day)
    marketplace: str = EVERYWHERE
    ahead: dt.timedelta = attrs.field(validator=_no_less_than_nothing)


# Ours, and no keeper's: five minutes is what RFC 4120 (1.6, "typically 5 minutes") lets clocks be
# apart that are set by the network.
CLOCK_TOLERANCES = (ClockTolerance(ahead=dt.timedelta(minutes=5)),)
