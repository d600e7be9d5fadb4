"""Folding the events of one long order, as when it is loaded from its stream.

    python tests/benchmarks/bench_fold.py [--rounds N]

An order of 50 events is paid in parts, shipped in parcels, delivered, returned and refunded.
Told in milliseconds, for orders of 3 and of 20 lines.
"""

import argparse
import datetime as dt
import statistics
from functools import partial

from ratios import seconds

from ordercore import Line, fold
from ordercore.kernel.replace import replace
from ordercore.kernel.time import instant
from ordercore.kernel.units import Units
from ordercore.orders.decider import allowed, decide
from ordercore.orders.delivering import RecordDelivery
from ordercore.orders.holding import PlaceHold, ReleaseHold
from ordercore.orders.message import OrderEvent
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.receiving import ReceiveReturn
from ordercore.orders.returning import RequestReturn
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.state import Order

EVENTS = 50

AT = instant("2026-03-02T09:30:00Z")


def long_life(lines: int) -> tuple[OrderEvent, ...]:
    """Give the events of an order to which as much happens as can."""
    bought = [Line(f"SKU-{n}", 12, price="12.50 USD") for n in range(lines)]
    place = PlaceOrder(order_id="1", at=AT, channel="MFN", marketplace="US", lines=bought)
    events = list(decide(None, place))
    order = fold(events)
    events += decide(order, ConfirmPayment(order_id="1", at=AT))
    while len(events) < EVENTS:
        order = fold(events)
        events += _next(order, AT + dt.timedelta(hours=len(events)))
    return tuple(events[:EVENTS])


def _next(order: Order | None, at: dt.datetime) -> tuple[OrderEvent, ...]:
    """Ship a unit, deliver it, let it come back, pay for it; a hold in between."""
    assert order is not None
    now = instant(at)
    wanted = (ReleaseHold, ReceiveReturn, RequestReturn, RecordDelivery, ConfirmShipment, PlaceHold)
    offers = allowed(order, now)
    for kind in wanted:
        for offer in offers:
            if isinstance(offer, ConfirmShipment) and kind is ConfirmShipment:
                one = Units(offer.units[0].line, 1)
                return decide(order, replace(offer, units=(one,), parcel_id=""))
            if isinstance(offer, kind):
                return decide(order, offer)
    raise AssertionError("nothing more can happen")


def main() -> None:
    """Print the times."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=15)
    rounds = options.parse_args().rounds
    print(f"folding {EVENTS} events of one order")
    for lines in (3, 20):
        events = long_life(lines)
        work = partial(fold, events)
        took = statistics.median(seconds(work, 50) / 50 for _ in range(rounds))
        print(f"  {lines:>2} lines  {took * 1000:6.3f} ms")


if __name__ == "__main__":
    main()
