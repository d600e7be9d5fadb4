"""Rows of your own: a shop that engraves, without a line of ordercore changed.

    python examples/02_rows_of_your_own.py

The shop adds five rows to the tables that the library runs on:

- a kind of hold: while a piece is engraved it does not ship, and only the shop ends that;
- a reason to cancel: the buyer rejected the proof, which is nobody's fault;
- a rule: nothing leaves on a weekend;
- a word for orders that are being engraved: the status stays what it is;
- a channel: resellers, who pay when their goods leave and wait up to five days.

Everything else stays, because it hangs on what a row says and never on its name.
"""

import datetime as dt

import attrs

import ordercore as oc
from ordercore.adapters.memory import CountingIdentity, FixedClock
from ordercore.channels import CHANNELS, SHOP, CaptureMoment, Handling
from ordercore.i18n import lift_sentence, refusal_sentence
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import local_date, start_of_day
from ordercore.orders.asking import counts_against_seller
from ordercore.orders.reasons import CANCEL_REASONS, HOLD_KINDS

ZONE = "Europe/Berlin"

# The rows

ENGRAVING = oc.HoldKind(code="engraving", released_by=frozenset({oc.Actor.SELLER}))

PROOF_REJECTED = oc.CancelReason(code="proof_rejected", counts=False)

WHOLESALE = attrs.evolve(
    SHOP,
    code="WHOLESALE",
    name="Resellers",
    handling=(Handling(effective_from=dt.date.min, days=5),),
    capture=CaptureMoment.AT_CONFIRMATION,
)


@rule("closed_on_weekends", until="opens_at")
def shop_is_open(_: oc.Order, command: oc.ConfirmShipment, world: oc.World) -> Facts | None:
    """Nothing leaves on a day on which the shop does not work."""
    calendar = world.calendar
    today = local_date(command.at, calendar.zone)
    if calendar.is_operating(today):
        return None
    return {"opens_at": start_of_day(calendar.on_or_after(today), calendar.zone)}


WORDS = {"closed_on_weekends": "The shop is closed. It opens on {opens_at}."}


def is_engraved(order: oc.Order) -> bool:
    """Tell whether an order waits for its engraving."""
    return any(hold.kind == ENGRAVING.code and hold.released_at is None for hold in order.holds)


WORLD = oc.World(
    channels={**CHANNELS, WHOLESALE.code: WHOLESALE},
    hold_kinds={**HOLD_KINDS, ENGRAVING.code: ENGRAVING},
    cancel_reasons={**CANCEL_REASONS, PROOF_REJECTED.code: PROOF_REJECTED},
    rules=((oc.ConfirmShipment, shop_is_open),),
    substatuses=(oc.SubStatus(name="engraving", of=oc.OrderStatus.UNSHIPPED, holds=is_engraved),),
    pools={"SHOP": "main", "WHOLESALE": "main"},
    calendar=oc.OperatingCalendar(zone=ZONE),
    zone=ZONE,
)

# The story


def main() -> None:
    """Sell, engrave and ship for a few days."""
    clock = FixedClock("2026-11-05T09:00:00+01:00")
    desk = oc.open(world=WORLD, clock=clock, identity=CountingIdentity())
    desk.receive("CUP-SILVER", 50)
    a_piece_is_engraved(desk, clock)
    nothing_leaves_on_a_weekend(desk, clock)
    a_proof_is_rejected(desk)
    a_reseller_pays_later(desk)
    desk.close()


def a_piece_is_engraved(desk: oc.OrderDesk, clock: FixedClock) -> None:
    """Hold an order until the workshop is done with it."""
    chapter("Thursday: a cup is to be engraved")
    cups = [oc.Line("CUP-SILVER", 1, price="89.00 EUR")]
    desk.place(channel="SHOP", lines=cups, order_id="ADA", buyer="ada@example.org")
    desk.confirm_payment("ADA")
    desk.place_hold("ADA", "engraving", owner="workshop", reason="To Ada, 1815")
    show(desk, "ADA")
    try:
        desk.confirm_shipment("ADA")
    except oc.Refused as refused:
        print_refusal("Shipping it", refused)
    try:
        desk.release_hold("ADA", by=oc.Actor.SYSTEM)
    except oc.Refused as refused:
        print_refusal("A timer that ends the hold", refused)

    clock.set("2026-11-06T17:00:00+01:00")
    desk.release_hold("ADA", reason="proof approved, cup engraved")
    print("On Friday evening the workshop is done.")
    show(desk, "ADA")


def nothing_leaves_on_a_weekend(desk: oc.OrderDesk, clock: FixedClock) -> None:
    """Try on Saturday, and ship on Monday."""
    chapter("Saturday: the shop is closed")
    clock.set("2026-11-07T11:00:00+01:00")
    try:
        desk.confirm_shipment("ADA")
    except oc.Refused as refused:
        print_refusal("Shipping it", refused)
    clock.set("2026-11-09T08:30:00+01:00")
    desk.confirm_shipment("ADA", carrier="DHL", tracking="00340434292135100186")
    print("On Monday it leaves.")
    show(desk, "ADA")


def a_proof_is_rejected(desk: oc.OrderDesk) -> None:
    """Cancel for a reason that does not count against the shop, and for one that does."""
    chapter("Monday: two orders are cancelled")
    for order_id, reason in (("BEN", "proof_rejected"), ("CY", "no_inventory")):
        desk.place(
            channel="SHOP", lines=[oc.Line("CUP-SILVER", 1, price="89 EUR")], order_id=order_id
        )
        order = desk.cancel(order_id, reason=reason)
        counts = counts_against_seller(order, order.cancellations[0], WORLD)
        print(f"{order_id}: {reason}, {'counts' if counts else 'does not count'} against the shop")
    print(f"Cups to be had: {desk.stock('CUP-SILVER').available}")


def a_reseller_pays_later(desk: oc.OrderDesk) -> None:
    """Sell on a channel that takes the money when the goods leave."""
    chapter("Monday: a reseller orders")
    cups = [oc.Line("CUP-SILVER", 20, price="60.00 EUR")]
    desk.place(channel="WHOLESALE", lines=cups, order_id="DORA")
    order = desk.authorise_payment("DORA", method="invoice")
    print(f"To leave by {order.ship_by:YYYY-MM-DD}; taken so far: {order.balance}")
    order = desk.confirm_shipment("DORA", units=[oc.Units("1", 15)])
    print(f"15 of 20 left; taken: {order.balance}")
    show(desk, "DORA")


def chapter(title: str) -> None:
    """Begin a part of the story."""
    print(f"\n== {title}\n")


def show(desk: oc.OrderDesk, order_id: str) -> None:
    """Say how an order stands, in the library's word and in the shop's own."""
    order = desk.order(order_id)
    own = WORLD.substatus(order)
    print(f"{order.id}: {order.status.value}{f' ({own})' if own else ''}")


def print_refusal(what: str, refused: oc.Refused) -> None:
    """Say why something was refused, and what would lift that."""
    print(f"{what}: refused.")
    for refusal in refused.refusals:
        print(f"  why:  {refusal_sentence(refusal, 'en', ZONE, WORDS)}")
        print(f"  then: {lift_sentence(refusal, 'en', ZONE)}")


if __name__ == "__main__":
    main()
