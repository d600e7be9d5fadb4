"""Notices put into words, against what a bare ``format_currency`` and ``str.format`` take.

    python tests/benchmarks/bench_notices.py [--rounds N] [--times N]

An order of two lines is confirmed, shipped and refunded, for 500 orders, each with amounts, a
moment and a tracking number of its own, so that what is kept of one letter serves another only as
it would in a day's letters.
Then each language is used for the first time, in a process of its own: its words, CLDR's data and
one mail.
"""

import argparse
import datetime as dt
import itertools
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from babel.numbers import format_currency
from ratios import ratios, seconds

from ordercore import Actor, Line
from ordercore.i18n import Wording, letter
from ordercore.i18n.catalogue import NOTICES, languages
from ordercore.kernel.charges import Charges
from ordercore.kernel.time import Instant, instant
from ordercore.kernel.units import Units
from ordercore.notices import Channel
from ordercore.orders.message import OrderEvent
from ordercore.orders.parts import Refund, RefundPart, Terms
from ordercore.orders.refunding import RefundIssued
from ordercore.orders.shipping import ShipmentConfirmed
from ordercore.orders.state import Order
from ordercore.ports.people import Recipient
from ordercore.shipping import Parcel

ORDERS = 500

NOON = instant("2026-11-20T12:00:00Z")

BRAND = Wording(brand="Kiln & Co.")

KINDS = ("order_received", "parcel_shipped", "refund_issued")

FIRST = """
import time
import babel.dates, babel.lists, babel.numbers, babel.units, babel.messages.pofile
import ordercore.i18n.letters, bench_notices
told = bench_notices.told(1)
for language in {before!r}, {language!r}:
    begun = time.perf_counter()
    bench_notices.mail(*told[0], language)
print((time.perf_counter() - begun) * 1000)
"""


def order(number: int) -> Order:
    """Make an order with a history of its own."""
    charges = Charges("EUR", item=1974 + 7 * number, tax=375 + number, shipping=419, discount=200)
    lines = (
        Line("MUG-BLUE", 2, charges=charges, id="1", title="Blue mug, hand-thrown"),
        Line("TEA-500", 1, price="12.50 EUR", id="2", title="Earl Grey, loose, 500 g"),
    )
    terms = Terms(
        channel="MFN",
        marketplace="DE",
        placed_at=NOON,
        imported=False,
        buyer="",
        service="standard",
    )
    return Order(id=f"305-{number:07}-7654321", terms=terms, lines=lines, deliver_by=_at(number))


def _at(number: int) -> Instant:
    return instant(NOON + dt.timedelta(minutes=7 * number))


def told(count: int = ORDERS) -> list[tuple[str, Order, OrderEvent | None]]:
    """Make three notices of each of so many orders."""
    notices: list[tuple[str, Order, OrderEvent | None]] = []
    for number in range(count):
        some, at = order(number), _at(number)
        units = (Units("1", 2), Units("2", 1))
        parcel = Parcel(
            id="P1", units=units, shipped_at=at, carrier="DHL", tracking=f"003404341610{number:08}"
        )
        back = Charges("EUR", item=987 + number, tax=187, shipping=209, discount=100)
        refund = Refund(
            id="F1",
            key="",
            parts=(RefundPart("1", back, 1),),
            shares=(),
            reason="customer_return",
            at=at,
        )
        notices += [
            ("order_received", some, None),
            ("parcel_shipped", some, ShipmentConfirmed(at=at, by=Actor.SELLER, parcel=parcel)),
            ("refund_issued", some, RefundIssued(at=at, by=Actor.SELLER, refund=refund)),
        ]
    return notices


def reader(language: str) -> Recipient:
    """Make somebody who reads a language."""
    addresses = dict.fromkeys(Channel, "x")
    return Recipient(
        id="B", language=language, zone="Europe/Berlin", addresses=addresses, name="Zoë Müller"
    )


def mail(kind: str, some: Order, event: OrderEvent | None, language: str) -> None:
    """Write one mail."""
    letter(kind, reader(language), Channel.EMAIL, key="K", order=some, event=event, wording=BRAND)


def first_use(language: str) -> float:
    """Give the milliseconds that the first mail in a language takes, in a process of its own.

    Another was written before in another language, so that what Python loads once is loaded.
    """
    before = "de" if language != "de" else "fr"
    code = FIRST.format(before=before, language=language)
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent,
    )
    return float(done.stdout)


def main() -> None:
    """Print notices a second, ratios, and milliseconds of first use."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--times", type=int, default=1500)
    given = options.parse_args()
    notices = told()
    amounts = itertools.cycle([Decimal(f"{number}.99") for number in range(1000)])
    german = reader("de")

    def writing(channel: Channel, kinds: tuple[str, ...] = KINDS) -> Callable[[], object]:
        turns = itertools.cycle([some for some in notices if some[0] in kinds])

        def write() -> None:
            kind, some, event = next(turns)
            letter(kind, german, channel, key="K", order=some, event=event, wording=BRAND)

        return write

    def bare_currency() -> str:
        return format_currency(next(amounts), "EUR", locale="de")

    def bare_format() -> str:
        return "Ihre Bestellung {order} ist auf dem Weg.".format(order="305-1234567-7654321")

    others = {"format_currency": bare_currency, "str.format": bare_format}
    for channel in Channel:
        work = writing(channel)
        seconds(work, len(notices))
        best = min(seconds(work, given.times) for _ in range(given.rounds)) / given.times
        found = ratios(work, others, rounds=given.rounds, times=given.times)
        print(
            f"{channel.value:5}: {1 / best:8,.0f} a second, {best * 1e6:5.1f} µs: as long as "
            f"{1 / found['format_currency']:4.1f} format_currency or "
            f"{1 / found['str.format']:6.1f} str.format"
        )
    for kind in KINDS:
        work = writing(Channel.EMAIL, (kind,))
        seconds(work, ORDERS)
        best = min(seconds(work, given.times) for _ in range(given.rounds)) / given.times
        print(f"email {kind}: {1 / best:8,.0f} a second")
    for language in sorted(languages(NOTICES)):
        print(f"first mail in {language:5}: {first_use(language):5.1f} ms")


if __name__ == "__main__":
    main()
