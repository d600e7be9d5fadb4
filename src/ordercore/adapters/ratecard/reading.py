"""Reading a rate card: good rows are kept, bad ones are told with their lines."""

from pathlib import Path
from typing import Any

import attrs

from ordercore.adapters.ratecard.card import (
    ANY_COUNTRY,
    RateCard,
    RateHole,
    RateRow,
    ServiceRow,
    SurchargeRow,
    When,
    ZoneRow,
)
from ordercore.adapters.ratecard.fields import FIELDS, NEEDED
from ordercore.adapters.ratecard.rows import WrittenRow, written_rows
from ordercore.errors import InvalidValue, SourceError
from ordercore.kernel.checking import of_type
from ordercore.kernel.confidence import Confidence
from ordercore.kernel.dated import ALWAYS
from ordercore.shipping.measures.dimensional import ANY_SERVICE, DimensionalRule


@attrs.frozen(kw_only=True)
class BadRow:
    """A row that could not be used, and why; ``line`` is 0 where TOML does not tell it."""

    line: int
    kind: str
    field: str
    value: str
    expected: str

    def __str__(self) -> str:
        """Say where it stands and what is wrong with it."""
        return f"line {self.line}, {self.kind}, {self.field}: {self.value!r} is not {self.expected}"


@attrs.frozen(kw_only=True)
class ReadCard:
    """A card of all good rows, and the bad ones; a rate that is bad is a hole in the card."""

    card: RateCard
    bad: tuple[BadRow, ...] = ()


def read_rate_card(path: str | Path) -> ReadCard:
    """Read a card from a file: CSV where its name ends so, else TOML.

    Raises:
        SourceError: when it cannot be read at all, or does not say whose card it is.
        InvalidValue: when it is no path.
    """
    if not isinstance(path, str | Path):
        raise InvalidValue("path", path, "the path of a file")
    try:
        text = Path(path).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(str(path), "unreadable", str(error)) from error
    return parse_rate_card(text, str(path))


def parse_rate_card(text: str, file: str = "card.toml") -> ReadCard:
    """Read a card from text, as :func:`read_rate_card` does; ``file`` says what it is.

    Raises:
        SourceError: when it cannot be read at all, or does not say whose card it is.
        InvalidValue: when it is no text.
    """
    of_type(text, str, "text")
    rows = written_rows(text, file)
    owners = [row for row in rows if row.kind == "carrier"]
    if len(owners) != 1:
        raise SourceError(file, "no_carrier", f"{len(owners)} rows of kind carrier, instead of one")
    try:
        owner = _values(owners[0], "")
    except InvalidValue as error:
        raise SourceError(file, "no_carrier", f"line {owners[0].line}: {error}") from error
    services = frozenset(row.fields.get("code", "") for row in rows if row.kind == "service")
    reading = _Reading(owner["currency"], owner["code"], services)
    for kind in ("service", "zone", "dimensional", "rate", "surcharge"):
        for row in (row for row in rows if row.kind == kind):
            reading.take(row)
    for row in (row for row in rows if row.kind not in FIELDS):
        expected = f"one of {', '.join(FIELDS)}"
        reading.refuse(row, InvalidValue("row", row.kind, expected))
    owner.setdefault("name", owner["code"])
    kept: dict[str, Any] = {name: tuple(some) for name, some in reading.kept.items()}
    return ReadCard(
        card=RateCard(**owner, **kept),
        bad=tuple(sorted(reading.bad, key=lambda bad: bad.line)),
    )


class _Reading:
    """Rows as they are taken in, each after those that it names."""

    def __init__(self, currency: str, carrier: str, services: frozenset[str]) -> None:
        self.currency = currency
        self.carrier = carrier
        self.services = services
        """The codes of all services that are written down, bad ones with them."""
        self.bad: list[BadRow] = []
        self.kept: dict[str, list[Any]] = {
            name: []
            for name in ("services", "zones", "rates", "dimensional", "surcharges", "holes")
        }
        self.once: set[tuple[object, ...]] = set()

    def take(self, row: WrittenRow) -> None:
        """Keep a row, or tell why not."""
        try:
            shelf, made, name = getattr(self, f"_{row.kind}")(_values(row, self.currency))
        except InvalidValue as error:
            self.refuse(row, error)
            return
        if name in self.once:
            self.refuse(row, InvalidValue("row", " ".join(map(str, name)), "said only once"))
            return
        self.once.add(name)
        self.kept[shelf].append(made)

    def refuse(self, row: WrittenRow, error: InvalidValue) -> None:
        """Note a bad row, and the hole that it leaves where it is a rate."""
        bad = BadRow(
            line=row.line,
            kind=row.kind,
            field=error.field,
            value=str(error.value),
            expected=error.expected,
        )
        self.bad.append(bad)
        if row.kind == "rate" or (row.kind not in FIELDS and "up_to" in row.fields):
            self.kept["holes"].append(self._hole(row, str(bad)))

    def _hole(self, row: WrittenRow, why: str) -> RateHole:
        """Tell as closely as the row does what is missing; what it does not tell may be any."""
        service, zone = row.fields.get("service", ""), row.fields.get("zone", "")
        try:
            since = FIELDS["rate"]["since"](row.fields.get("since", str(ALWAYS)), "since", "")
        except InvalidValue:
            since = None
        return RateHole(
            why=why,
            service=service if service in self.services else ANY_SERVICE,
            zone=zone if zone in {some.zone for some in self.kept["zones"]} else "",
            since=since,
        )

    def _service(self, values: dict[str, Any]) -> tuple[str, object, tuple[object, ...]]:
        return "services", ServiceRow(**values), ("service", values["code"])

    def _zone(self, values: dict[str, Any]) -> tuple[str, object, tuple[object, ...]]:
        return "zones", ZoneRow(**values), ("zone", *values.values())

    def _dimensional(self, values: dict[str, Any]) -> tuple[str, object, tuple[object, ...]]:
        self._known(values, any_service=True)
        if "since" in values:
            values["effective_from"] = values.pop("since")
        made = DimensionalRule(
            **values,
            carrier=self.carrier,
            source="the seller's rate card",
            confidence=Confidence.OWN_TEXT,
        )
        return "dimensional", made, ("dimensional", made.service, made.effective_from)

    def _rate(self, values: dict[str, Any]) -> tuple[str, object, tuple[object, ...]]:
        self._known(values)
        if values["zone"] not in {row.zone for row in self.kept["zones"]}:
            raise InvalidValue("zone", values["zone"], "a zone of the card")
        made = RateRow(**values)
        if made.each is not None and not made.each.picograms:
            raise InvalidValue("each", made.each, "more than nothing")
        return "rates", made, ("rate", made.service, made.zone, made.up_to, made.since)

    def _surcharge(self, values: dict[str, Any]) -> tuple[str, object, tuple[object, ...]]:
        self._known(values, any_service=True)
        made = SurchargeRow(**values)
        if (made.price is None) is (made.percent is None):
            raise InvalidValue("price", made.price, "given, or else a percent")
        measures = (made.over_weight, made.over_longest, made.over_length_plus_girth)
        if (made.when is When.OVERSIZE) is (measures == (None, None, None)):
            raise InvalidValue("when", made.when.value, "oversize with a measure that it is over")
        if made.when is not When.REMOTE and (made.postal or made.country != ANY_COUNTRY):
            raise InvalidValue(
                "when", made.when.value, "remote, where a country or codes are named"
            )
        if made.until is not None and made.until <= made.since:
            raise InvalidValue("until", made.until, f"a day after {made.since}")
        return "surcharges", made, ("surcharge", *attrs.astuple(made))

    def _known(self, values: dict[str, Any], *, any_service: bool = False) -> None:
        if any_service and values.get("service", ANY_SERVICE) == ANY_SERVICE:
            return
        if values["service"] not in {row.code for row in self.kept["services"]}:
            raise InvalidValue("service", values["service"], "a service of the card")


def _values(row: WrittenRow, currency: str) -> dict[str, Any]:
    """Read the fields of a row.

    Raises:
        InvalidValue: for the first that is unknown, missing, or cannot be read.
    """
    readers = FIELDS[row.kind]
    for name, text in row.fields.items():
        if name not in readers:
            raise InvalidValue(name, text, f"a field of {row.kind}: {', '.join(readers)}")
    for name in NEEDED[row.kind]:
        if name not in row.fields:
            raise InvalidValue(name, "", "left out")
    return {name: readers[name](text, name, currency) for name, text in row.fields.items()}
