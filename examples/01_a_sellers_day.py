"""A seller's day: from the first order of the morning to the evening's report.

    python examples/01_a_sellers_day.py [--store sqlite:///day.db]

Orders arrive from Amazon (FBA, SFP and MFN) and from the seller's own shop.
They are packed, shipped, delivered, partly returned and refunded; stock, money and notices follow.
Every moment is given, so that the day reads the same whenever it is run.
"""

import argparse
import tempfile
from pathlib import Path

import ordercore as oc
from ordercore.adapters.amazon import open_source
from ordercore.adapters.memory import CountingIdentity, FixedClock, MemoryListener
from ordercore.cli.console import print_table
from ordercore.i18n import refusal_sentence, subject
from ordercore.service.importing import ImportResult, import_orders

DATA = Path(__file__).parent / "data"

MFN_ORDER = "111-2048116-5504201"
SFP_ORDER = "112-7731940-1187404"
FBA_ORDER = "113-0092817-6620208"


def main() -> None:
    """Run the day on the store that was asked for, or on one that is thrown away."""
    options = argparse.ArgumentParser(description="A seller's day, from orders to books.")
    options.add_argument("--store", help="keep the day, such as sqlite:///day.db")
    given = options.parse_args()
    if given.store:
        run(given.store)
    else:
        with tempfile.TemporaryDirectory() as folder:
            run(f"sqlite:///{folder}/day.db")


def run(store: str) -> None:
    """Live through the day."""
    clock = FixedClock("2026-11-02T14:00:00Z")
    # The seller ships from New York, and keeps the stock of what it ships itself.
    world = oc.World(
        pools={"MFN": "main", "SFP": "main", "SHOP": "main"},
        calendar=oc.OperatingCalendar(zone="America/New_York"),
    )
    desk = oc.open(store, world=world, clock=clock, identity=CountingIdentity())
    if desk.find():
        raise SystemExit("This store has orders already; the day needs a new one.")

    stock_arrives(desk)
    orders_arrive(desk, clock)
    shop_sells(desk, clock)
    parcels_leave(desk, clock)
    marketplace_reports(desk, clock)
    parcels_arrive(desk, clock)
    something_comes_back(desk, clock)
    evening(desk)
    desk.close()


def stock_arrives(desk: oc.OrderDesk) -> None:
    """Receive what the seller ships itself; FBA stock is Amazon's to count."""
    chapter("Stock arrives")
    for sku, quantity in (("MUG-BLUE", 12), ("MUG-RED", 5), ("TEA-GREEN-100", 30)):
        stock = desk.receive(sku, quantity)
        print(f"{stock.sku:<14} {stock.on_hand:>3} on hand")


def orders_arrive(desk: oc.OrderDesk, clock: FixedClock) -> None:
    """Adopt the orders that Amazon's API gave."""
    clock.set("2026-11-02T18:30:00Z")
    chapter("Orders arrive from Amazon")
    tell(import_orders(desk, open_source([DATA / "orders_api.json"])))
    print_orders(desk)


def shop_sells(desk: oc.OrderDesk, clock: FixedClock) -> None:
    """Sell in the seller's own shop, where no stock means no order."""
    clock.set("2026-11-02T18:40:00Z")
    chapter("The own shop sells")
    mugs = [oc.Line("MUG-RED", 3, price="11.90 USD")]
    order = desk.place(channel="SHOP", lines=mugs, buyer="ada@example.org", command_id="cart-1")
    again = desk.place(channel="SHOP", lines=mugs, buyer="ada@example.org", command_id="cart-1")
    print(f"{order.id} placed; sent twice it is still one order: {again == order}")
    desk.confirm_payment(order.id, payment_id="card-4711")
    try:
        desk.place(channel="SHOP", lines=[oc.Line("MUG-RED", 2, price="11.90 USD")])
    except oc.Refused as refused:
        print_refusal("Two more red mugs", refused)


def parcels_leave(desk: oc.OrderDesk, clock: FixedClock) -> None:
    """Ship what must leave, in the order of its deadline."""
    clock.set("2026-11-02T20:15:00Z")
    chapter("Parcels leave")
    try:
        desk.confirm_shipment(FBA_ORDER)
    except oc.Refused as refused:
        print_refusal("The FBA order", refused)
    ready = desk.find(oc.OrderFilter(statuses=frozenset({oc.OrderStatus.UNSHIPPED})))
    mine = [order for order in ready if order.ship_by is not None]
    for number, order in enumerate(sorted(mine, key=lambda o: str(o.ship_by)), start=1):
        if order.id == MFN_ORDER:
            # Only the mugs for now: the tea follows in a second parcel.
            desk.confirm_shipment(order.id, units=[oc.Units(order.lines[0].id, 2)], carrier="USPS")
        tracking = f"1Z5R8939035756{number:04}"
        sent = desk.confirm_shipment(order.id, carrier="UPS", tracking=tracking)
        print(f"{sent.id}  {sent.status.value}, in {len(sent.parcels)} parcel(s)")


def marketplace_reports(desk: oc.OrderDesk, clock: FixedClock) -> None:
    """Adopt the All Orders report of the night: it moves orders forward, never backward."""
    clock.set("2026-11-04T07:00:00Z")
    chapter("Amazon's report of the night")
    report = [DATA / "all_orders.txt"]
    tell(import_orders(desk, open_source(report)))
    again = import_orders(desk, open_source(report))
    print(f"Imported once more: {again.placed} new, {again.advanced} moved on")
    print_orders(desk)


def parcels_arrive(desk: oc.OrderDesk, clock: FixedClock) -> None:
    """Record what the carriers delivered."""
    clock.set("2026-11-05T19:20:00Z")
    chapter("Parcels arrive")
    for order in desk.find():
        for parcel in order.parcels:
            desk.record_delivery(order.id, parcel.id)
            print(f"{order.id}  {parcel.id} delivered")


def something_comes_back(desk: oc.OrderDesk, clock: FixedClock) -> None:
    """Take back one of two mugs inside the 30 days, and nothing after them."""
    chapter("Something comes back")
    mug = oc.ReturnUnits("P1", "1", 1)
    desk.request_return(MFN_ORDER, units=[mug], reason="NO_REASON_GIVEN", at="2026-11-20T09:00:00Z")
    desk.receive_return(MFN_ORDER, "R1", units=[mug], at="2026-11-24T15:00:00Z")
    order = desk.refund(
        MFN_ORDER, return_id="R1", reason="customer_return", at="2026-11-24T15:30:00Z"
    )
    print(f"{order.id}  refunded {order.refunds[0].parts[0].charges.money}, ", end="")
    print(f"kept {order.balance}; mugs on hand: {desk.stock('MUG-BLUE').on_hand}")
    clock.set("2026-12-06T08:00:00Z")
    try:
        desk.request_return(MFN_ORDER, units=[mug], reason="NO_REASON_GIVEN")
    except oc.Refused as refused:
        print_refusal("The other mug, on 6 December", refused)


def evening(desk: oc.OrderDesk) -> None:
    """Look at what was said, and at what it all comes to."""
    chapter("What people were told")
    listener = MemoryListener()
    desk.deliver_notices(listener)
    for told in listener.announcements:
        print(f"{told.notice.audience.value:<7} {subject(told, zone='America/New_York')}")
    chapter("The books")
    report = desk.report(by="day", zone="America/New_York")
    rows = [
        (str(p.begins), str(p.totals.orders), str(p.totals.units), str(p.totals.cancelled))
        for p in report.periods
    ]
    print_table("Orders by day (New York)", ("day", "orders", "units", "cancelled"), rows)
    print("\nTimeline of", MFN_ORDER)
    for some in desk.timeline(MFN_ORDER):
        print(f"{some.seq:>3}  {some.event.at:YYYY-MM-DD HH:mm}  {type(some.event).__name__}")


def chapter(title: str) -> None:
    """Begin a part of the day."""
    print(f"\n== {title}\n")


def tell(result: ImportResult) -> None:
    """Say what an import did."""
    print(f"{result.orders} orders: {result.placed} new, {result.advanced} moved on")
    for told in result.rejections:
        print(f"rejected: line {told.origin.line}: {told.message}")


def print_orders(desk: oc.OrderDesk) -> None:
    """List the orders that the desk keeps."""
    rows = [
        (
            order.id,
            order.terms.channel,
            order.status.value,
            str(order.balance or "not known yet"),
            f"{order.ship_by:MM-DD HH:mm}" if order.ship_by else "-",
        )
        for order in desk.find()
    ]
    print_table("", ("order", "channel", "status", "paid", "ship by (UTC)"), rows)


def print_refusal(what: str, refused: oc.Refused) -> None:
    """Say why something was refused, in two languages."""
    print(f"{what}: refused.")
    for language in ("en", "de"):
        for refusal in refused.refusals:
            print(f"  {language}: {refusal_sentence(refusal, language, 'America/New_York')}")


if __name__ == "__main__":
    main()
