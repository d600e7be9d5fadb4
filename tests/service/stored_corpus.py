"""The frozen corpus: events as the first release stored them, and what they add up to."""

import json
from pathlib import Path
from typing import Any

import attrs

from ordercore.inventory import Reservation, Stock, StockEvent
from ordercore.kernel.time import Instant
from ordercore.orders.money import captured, due, refunded
from ordercore.orders.state import Order
from ordercore.service.codec import Event, decode_event
from ordercore.service.upcasters import UNNAMED
from ordercore.testing.laws import _shelves

FOLDER = Path(__file__).parent / "corpus"


@attrs.frozen
class Stored:
    """An event as a store holds it."""

    stream: str
    seq: int
    name: str
    version: int
    body: dict[str, Any]

    @property
    def stored_name(self) -> str:
        """The name under which it is stored."""
        return self.name if self.version == 1 else f"{self.name}/{self.version}"

    @property
    def data(self) -> bytes:
        """The bytes that are stored."""
        return json.dumps(self.body, ensure_ascii=False).encode()

    def read(self) -> Event:
        """Read it as a store does."""
        return decode_event(self.stored_name, self.data)


def stored_events() -> list[Stored]:
    """Give every event of every file of the corpus."""
    files = sorted(FOLDER.glob("events_*.jsonl"))
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    return [Stored(**json.loads(line)) for line in lines]


def streams() -> dict[str, list[Stored]]:
    """Give the events by their streams."""
    found: dict[str, list[Stored]] = {}
    for stored in stored_events():
        found.setdefault(stored.stream, []).append(stored)
    return found


def expected() -> dict[str, dict[str, Any]]:
    """Give what each stream adds up to, as it was noted when the events were stored."""
    files = sorted(FOLDER.glob("events_*.expected.json"))
    return {
        stream: facts
        for file in files
        for stream, facts in json.loads(file.read_text("utf-8")).items()
    }


# The facts, as they are noted beside the corpus


def facts_of_order(order: Order) -> dict[str, Any]:
    """Give what is noted of an order, under the words of the first release."""
    terms, to, report = order.terms, order.ship_to, order.report
    return {
        "status": order.status.value,
        "currency": order.currency,
        "channel": terms.channel,
        "marketplace": terms.marketplace,
        "placed_at": _text(terms.placed_at),
        "imported": terms.imported,
        "buyer": terms.buyer,
        "service": terms.service,
        "pool": terms.pool,
        "ship_to": to
        and [
            *(to.name, to.line1, to.line2, to.line3),
            *(to.city, to.region, to.postal_code, to.country, to.phone),
        ],
        "lines": {
            line.id: [line.sku, line.quantity, line.charges and line.charges.total]
            for line in order.lines
        },
        "stations": {
            line: {name: count for name, count in attrs.asdict(where).items() if count}
            for line, where in order.stations.items()
        },
        "due": due(order),
        "paid": captured(order),
        "refunded": refunded(order),
        "payments": [
            ["" if p.id.startswith(UNNAMED) else p.id, p.amount and p.amount.minor, _text(p.at)]
            for p in order.payments
        ],
        "ship_by": _text(order.ship_by),
        "report": report and [report.word, report.status.value, _text(report.updated_at)],
        "parcels": [
            [p.id, p.carrier, p.tracking, _text(p.shipped_at), _text(p.delivered_at)]
            for p in order.parcels
        ],
        "cancellations": [
            [c.reason, sum(units.quantity for units in c.units), _text(c.at)]
            for c in order.cancellations
        ],
        "returns": [[rma.id, rma.status.value, rma.reason] for rma in order.returns],
        "refunds": [
            [
                *(refund.id, refund.reason, refund.return_id),
                sum(part.charges.total for part in refund.parts),
                sum(part.units for part in refund.parts),
                _text(refund.at),
            ]
            for refund in order.refunds
        ],
        "short": list(order.short),
    }


def facts_of_stock(stream: str, events: list[StockEvent]) -> dict[str, Any]:
    """Give what is noted of stock: what is on hand, and what every order was promised."""
    _, pool, sku = stream.split("/", 2)
    values = _shelves(sku, pool, events).values()
    (stock,) = (value for value in values if isinstance(value, Stock))
    holds = [value for value in values if isinstance(value, Reservation)]
    return {
        "on_hand": stock.on_hand,
        "reserved": stock.reserved,
        "reservations": {
            h.owner: [h.promised + h.consumed + h.released, h.consumed, h.released] for h in holds
        },
    }


def _text(at: Instant | None) -> str | None:
    return None if at is None else at.isoformat()
