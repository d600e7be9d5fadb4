"""Replay a year of a real shop: every invoice is an order, every cancellation line a return.

::

    python examples/replay_online_retail.py online_retail.csv.gz

The file is "Online Retail" of the UCI Machine Learning Repository (CC BY 4.0), as CSV or CSV.gz.
It says less than an order desk wants to know, so this is how it is read:

- An order is one invoice number, placed at the earliest time that its rows carry.
  Rows that are alike are lines of their own; free goods are sold like others.
- It is paid, shipped and delivered at the moment of its placement.
- A cancellation (an invoice that begins with ``C``) does not name what it cancels: its units are
  matched to the customer's newest open purchases of the product, and the desk judges each match.
  What it lets in arrives at once, goes back on hand and is refunded.
- Bad debt adjustments (invoices that begin with ``A``) and stock write-offs are no sales.
- A line is charged in whole pence; four rows of a tenth of a penny come to nothing.

Exit status: 0 when everything adds up in the end, 1 when not, 2 when there is nothing to replay.
"""

import argparse
import itertools
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs

import ordercore as oc
from ordercore.inventory import ReceiveStock
from ordercore.orders.message import OrderCommand
from ordercore.service.asked import Asked
from replay.checking import Check, check
from replay.matching import PRODUCT_CODE, NewestFirst, Purchase, units_by_age
from replay.reading import SHOP_ZONE, BadFile, Invoice, Row, read_invoices

SHOP = oc.World(pools={"MFN": "main"}, calendar=oc.OperatingCalendar(zone=SHOP_ZONE))
PARCEL = "P1"


@attrs.frozen
class Journey:
    """Commands that belong together: the first refusal among them answers all."""

    kind: str
    commands: tuple[OrderCommand, ...]
    units: int
    pence: int
    is_product: bool = False


@attrs.define
class Tally:
    """So many answers, about so many units, of such a value in the file."""

    count: int = 0
    units: int = 0
    pence: int = 0

    def add(self, units: int, pence: int) -> None:
        """Count one more."""
        self.count += 1
        self.units += units
        self.pence += pence


class Replay:
    """Puts invoices to a desk and counts what is answered."""

    def __init__(self, desk: oc.OrderDesk) -> None:
        self.desk = desk
        # Units put on hand, by SKU; answers by what was asked, and by their code or "accepted".
        self.received = Counter[str]()
        self.answers = defaultdict[tuple[str, str], Tally](Tally)
        # What known customers cancelled of products; its units by age, and by the desk's answer.
        self.cancelled = Counter[str]()
        self.by_age = Counter[str]()
        self.by_answer = Counter[str]()
        self._units = 0
        self._purchases = NewestFirst()

    def receive_stock(self, invoices: Sequence[Invoice]) -> None:
        """Put on hand what all orders together will need, so that none is short."""
        for invoice in invoices:
            for row in invoice.sold():
                self.received[row.sku] += row.quantity
        self.desk.handle_many(
            [
                Asked(ReceiveStock(sku=sku, pool="main", quantity=units, at=invoices[0].at))
                for sku, units in sorted(self.received.items())
            ]
        )

    def put(self, invoices: Sequence[Invoice]) -> None:
        """Put some invoices to the desk, in one transaction."""
        self._units += sum(abs(row.quantity) for invoice in invoices for row in invoice.rows)
        journeys = [journey for invoice in invoices for journey in self._journeys(invoice)]
        commands = [command for journey in journeys for command in journey.commands]
        answers = iter(self.desk.handle_many([Asked(command) for command in commands]))
        for journey in journeys:
            mine = list(itertools.islice(answers, len(journey.commands)))
            refused = next((some for some in mine if isinstance(some, oc.Refused)), None)
            answer = refused.codes[0] if refused else "accepted"
            self.answers[journey.kind, answer].add(journey.units, journey.pence)
            if journey.is_product:
                self.by_answer[answer] += journey.units

    def _journeys(self, invoice: Invoice) -> Iterator[Journey]:
        if invoice.is_cancellation:
            yield from self._returns(invoice)
            return
        for row in invoice.rows:
            if code := invoice.why_no_sale(row):
                self._refuse("no sales", code, row, abs(row.quantity))
        if rows := invoice.sold():
            yield self._sale(invoice, rows)

    def _sale(self, invoice: Invoice, rows: Sequence[Row]) -> Journey:
        lines = tuple(_line(number, row) for number, row in enumerate(rows, start=1))
        order_id, at = invoice.number, invoice.at
        for line, row in zip(lines, rows, strict=True):
            if invoice.customer:
                is_free = row.pence(row.quantity) == 0
                purchase = Purchase(order_id, line.id, at, is_free)
                self._purchases.bought(invoice.customer, row.sku, purchase, row.quantity)
        commands = (
            oc.PlaceOrder(
                order_id=order_id,
                at=at,
                by=oc.Actor.BUYER,
                channel="MFN",
                marketplace="GB",
                buyer=invoice.customer,
                lines=lines,
            ),
            oc.ConfirmPayment(order_id=order_id, at=at),
            oc.ConfirmShipment(order_id=order_id, at=at, parcel_id=PARCEL),
            oc.RecordDelivery(order_id=order_id, at=at, parcel_id=PARCEL),
        )
        units = sum(row.quantity for row in rows)
        return Journey("orders", commands, units, sum(row.pence(row.quantity) for row in rows))

    def _returns(self, invoice: Invoice) -> Iterator[Journey]:
        numbers = itertools.count(1)
        for row in invoice.rows:
            units = -row.quantity
            if not invoice.customer:
                self._refuse("returns", "no_customer", row, units)
                continue
            matches = self._purchases.brought_back(invoice.customer, row.sku, units)
            unmatched = units - sum(match.units for match in matches)
            if unmatched:
                self._refuse("returns", "no_purchase", row, unmatched)
            is_product = PRODUCT_CODE.fullmatch(row.sku) is not None
            if is_product:
                self.cancelled.update(lines=1, units=units, no_purchase=unmatched)
                self.by_age.update(units_by_age(matches, invoice.at))
            for purchase, taken in matches:
                return_id = f"{invoice.number}-{next(numbers)}"
                commands = _bring_back(invoice, purchase, taken, return_id)
                yield Journey("returns", commands, taken, row.pence(taken), is_product)

    def _refuse(self, kind: str, code: str, row: Row, units: int) -> None:
        self.answers[kind, code].add(units, row.pence(units))

    def checks(self) -> tuple[Check, ...]:
        """Check the desk against what was put to it."""
        orders, returns = self.answers["orders", "accepted"], self.answers["returns", "accepted"]
        answered = sum(tally.units for tally in self.answers.values())
        file = Check(
            "file",
            "every unit in the file has one answer",
            {"units": self._units, "answered": answered},
            {"units_without_answer": self._units - answered},
        )
        sold = Counter(units=orders.units, pence=orders.pence)
        return (file, *check(self.desk, self.received, sold, returns.units))


def _line(number: int, row: Row) -> oc.Line:
    charges = oc.Charges("GBP", item=row.pence(row.quantity))
    return oc.Line(row.sku, row.quantity, charges=charges, id=str(number), title=row.title)


def _bring_back(
    invoice: Invoice, purchase: Purchase, units: int, return_id: str
) -> tuple[OrderCommand, ...]:
    order_id, at = purchase.order_id, invoice.at
    back = (oc.ReturnUnits(PARCEL, purchase.line_id, units),)
    request = oc.RequestReturn(
        order_id=order_id,
        at=at,
        by=oc.Actor.BUYER,
        units=back,
        reason="buyer_cancelled",
        return_id=return_id,
    )
    receipt = oc.ReceiveReturn(order_id=order_id, at=at, return_id=return_id, units=back)
    if purchase.is_free:
        return request, receipt
    refund = oc.IssueRefund(order_id=order_id, at=at, reason="customer_return", return_id=return_id)
    return request, receipt, refund


# Telling


def summary(invoices: Sequence[Invoice], replay: Replay, checks: Sequence[Check]) -> dict[str, Any]:
    """Give everything that was found, as plain values."""
    return {
        "file": {
            "rows": sum(len(invoice.rows) for invoice in invoices),
            "invoices": len(invoices),
            "invoices_with_two_times": sum(len(invoice.times) > 1 for invoice in invoices),
        },
        "answers": [
            {"asked": kind, "answer": answer, **attrs.asdict(tally)}
            for (kind, answer), tally in sorted(replay.answers.items())
        ],
        "matching": {
            "cancelled": dict(replay.cancelled),
            "by_age": dict(replay.by_age),
            "by_answer": dict(replay.by_answer),
        },
        "checks": [{**attrs.asdict(some), "holds": some.holds} for some in checks],
    }


def show(found: dict[str, Any]) -> None:
    """Print what was found."""
    print(f"{_counts(found['file'])} (the earliest counts)\n")
    print(f"{'':<10}{'answer':<22}{'count':>9}{'units':>12}{'value in GBP':>17}")
    for row in found["answers"]:
        value = Decimal(row["pence"]).scaleb(-2)
        cells = f"{row['count']:>9,}{row['units']:>12,}{value:>17,}"
        print(f"{row['asked']:<10}{row['answer']:<22}{cells}")
    print("A cancelled line is counted once for each purchase that it is matched to.\n")
    matching = found["matching"]
    print("Cancelled by known customers, of products alone, newest purchase first:")
    print(f"  {_counts(matching['cancelled'])}")
    print(f"  by 30 times 24 hours:  {_counts(matching['by_age'])}")
    print(f"  by the desk's 30 days: {_counts(matching['by_answer'])}")
    for some in found["checks"]:
        print(f"\n{'true ' if some['holds'] else 'FALSE'}  {some['name']}: {some['law']}")
        print(f"       {_counts(some['numbers'])}")
        print(f"       wrong: {_counts(some['wrong'])}")


def _counts(numbers: dict[str, int]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {number:,}" for name, number in numbers.items())


# Running


def in_batches(invoices: Sequence[Invoice], size: int) -> Iterator[Sequence[Invoice]]:
    """Cut the invoices into batches, under a progress bar where somebody can see it."""
    starts: Iterable[int] = range(0, len(invoices), size)
    if sys.stdout.isatty():
        try:
            from rich.progress import track
        except ImportError:
            pass
        else:
            starts = track(list(starts), description="Replaying", transient=True)
    for start in starts:
        yield invoices[start : start + size]


@contextmanager
def desk_on(store: str | None) -> Generator[oc.OrderDesk, None, None]:
    """Open a desk on a new store: in memory, under a URL, or in a file that goes away again."""
    with tempfile.TemporaryDirectory() as folder:
        url = store or f"sqlite:///{folder}/replay.db"
        if Path(url.removeprefix("sqlite:///")).exists():
            raise BadFile(f"{url}: a replay wants a new store, and this one is there already")
        desk = oc.open(None if url == "memory" else url, world=SHOP)
        try:
            yield desk
        finally:
            desk.close()


def run(path: Path, *, store: str | None = None, batch: int = 100) -> dict[str, Any]:
    """Replay a file and give everything that was found."""
    invoices = read_invoices(path)
    with desk_on(store) as desk:
        replay = Replay(desk)
        replay.receive_stock(invoices)
        for some in in_batches(invoices, batch):
            replay.put(some)
        return summary(invoices, replay, replay.checks())


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line, replay, and tell."""
    parser = argparse.ArgumentParser(description="Replay the Online Retail file.")
    parser.add_argument("path", type=Path, help="the file, as .csv or .csv.gz")
    parser.add_argument("--store", help='"memory" or sqlite:///new.db (default: a temporary file)')
    parser.add_argument(
        "--batch", type=_at_least_one, default=100, help="invoices in a transaction (%(default)s)"
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    options = parser.parse_args(arguments)
    try:
        found = run(options.path, store=options.store, batch=options.batch)
    except (BadFile, oc.OrdercoreError) as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        show(found)
    return 0 if all(some["holds"] for some in found["checks"]) else 1


if __name__ == "__main__":
    sys.exit(main())
