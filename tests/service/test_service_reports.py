"""Reports at the desk: of the orders in a store, read page by page, awaited or not."""

import asyncio
import datetime as dt
from pathlib import Path

import pytest

import ordercore as oc
from ordercore.adapters.memory import AsyncMemoryStore, MemoryStore
from ordercore.adapters.system import UuidIdentity
from ordercore.kernel.time import Instant, instant
from ordercore.metrics import OrderReport, Rate, Rates, order_report
from ordercore.opening import open_async
from ordercore.queries import OrderFilter
from ordercore.queries.filtering import BadFilter
from ordercore.service.async_desk import AsyncOrderDesk
from ordercore.service.desk import OrderDesk

NOW = instant("2026-03-31T10:00:00Z")

ADA = oc.Address("Ada Byron", "12 Pine St", "Austin", "TX", "78701", "US")


class Stopped:
    """A clock that stands still."""

    def now(self) -> Instant:
        """Give the moment of asking."""
        return NOW


def placed(number: int, *, sku: str = "MUG", channel: str = "FBA") -> oc.PlaceOrder:
    """Make the command that places an order on a day of March."""
    return oc.PlaceOrder(
        order_id=f"O-{number}",
        at=instant(f"2026-03-{number:02}T23:30:00Z"),
        channel=channel,
        marketplace="DE",
        imported=True,
        lines=(oc.Line(sku, 2, price="5 EUR"),),
        ship_to=ADA,
    )


COMMANDS = (
    *(placed(number, sku=("MUG", "POT")[number % 2]) for number in (1, 2, 3, 30)),
    oc.ConfirmPayment(order_id="O-1", at=instant("2026-03-01T23:30:00Z"), imported=True),
    oc.ConfirmShipment(
        order_id="O-1",
        at=instant("2026-03-20T10:00:00Z"),
        imported=True,
        label_cost=oc.Money(290, "EUR"),
    ),
)

EARLY = OrderFilter(placed_until=instant("2026-03-03T00:00:00Z"))

ASKED: tuple[dict[str, object], ...] = (
    {},
    {"by": "month", "zone": "Asia/Tokyo"},
    {"by": "sku"},
    {"by": "week", "group": "country", "first": dt.date(2026, 3, 2), "compare": True},
    {"first": dt.date(2026, 3, 20), "last": dt.date(2026, 3, 20)},
    {"wanted": "sku:MUG"},
    {"wanted": EARLY, "last": dt.date(2026, 3, 3)},
    {"rates": Rates(to="USD", rows=(Rate("EUR", "1.1"),)), "at": "2026-03-10T00:00:00Z"},
)  # fmt: skip


def desk_with(store: MemoryStore) -> OrderDesk:
    """Make a desk that has the orders."""
    desk = OrderDesk(store, world=oc.World(), clock=Stopped(), identity=UuidIdentity())
    for command in COMMANDS:
        desk.handle(command)
    return desk


@pytest.mark.parametrize("said", ASKED)
def test_an_awaited_desk_reports_the_same(said: dict[str, object]) -> None:
    """To the last figure."""

    async def awaited() -> OrderReport:
        desk = AsyncOrderDesk(
            AsyncMemoryStore(), world=oc.World(), clock=Stopped(), identity=UuidIdentity()
        )
        for command in COMMANDS:
            await desk.handle(command)
        return await desk.report(**said)  # type: ignore[arg-type]

    assert asyncio.run(awaited()) == desk_with(MemoryStore()).report(**said)  # type: ignore[arg-type]


def test_what_happens_within_the_days_may_be_of_orders_placed_long_before() -> None:
    """A parcel leaves nineteen days after its order was placed."""
    desk = desk_with(MemoryStore())

    report = desk.report(first=dt.date(2026, 3, 20), last=dt.date(2026, 3, 20))

    assert (report.totals.orders, report.totals.parcels) == (0, 1)
    assert report.totals.shipping_cost == {"EUR": 290}
    assert report.totals.mean_time_to_ship == dt.timedelta(days=18, hours=10, minutes=30)


def test_r39_the_last_day_ends_with_its_zone() -> None:
    """An order of half past eleven in the evening is of that day in UTC, and of the next in DE."""
    desk = desk_with(MemoryStore())

    def orders(last: int, zone: str | None) -> int:
        return desk.report(last=dt.date(2026, 3, last), zone=zone).totals.orders

    assert [orders(2, zone) for zone in (None, "UTC", "Pacific/Honolulu")] == [1, 2, 2]
    assert [orders(3, zone) for zone in (None, "UTC", "Pacific/Kiritimati")] == [2, 3, 2]


def test_what_is_compared_since_a_day_is_until_the_day_of_asking() -> None:
    """The desk knows what time it is."""
    desk = desk_with(MemoryStore())

    report = desk.report(by="week", first=dt.date(2026, 3, 23), compare=True)
    earlier = desk.report(first=dt.date(2026, 3, 3), compare=True, at="2026-03-04T00:00:00+00:00")

    assert (report.last, report.totals.orders) == (NOW.date(), 1)
    assert report.before is not None
    assert report.before.orders == 0
    assert (earlier.last, earlier.totals.orders) == (dt.date(2026, 3, 4), 2)
    assert earlier.before is not None
    assert earlier.before.orders == 1


def test_a_report_of_a_store_is_that_of_its_orders(tmp_path: Path) -> None:
    """Whichever store; and ``wanted`` says of which."""
    with oc.open(f"sqlite:///{tmp_path}/shop.db", clock=Stopped()) as desk:
        for command in COMMANDS:
            desk.handle(command)

        assert desk.report(by="week") == order_report(desk.find(), by="week")
        assert desk.report(wanted="sku:POT").totals.orders == 2
        with pytest.raises(BadFilter):
            desk.report(wanted="sku:")


def test_the_cost_of_a_label_can_be_told_at_the_desk() -> None:
    """As text, or as money; twice is once, and another cost is another wish."""
    desk = oc.open(clock=Stopped())
    desk.handle(placed(1))
    desk.handle(oc.ConfirmPayment(order_id="O-1", at=NOW, imported=True))

    def confirm(cost: str | oc.Money | None) -> oc.Money | None:
        order = desk.confirm_shipment(
            "O-1", parcel_id="P1", label_cost=cost, by=oc.Actor.MARKETPLACE
        )
        return order.parcels[0].label_cost

    assert confirm("4.90 EUR") == oc.Money(490, "EUR")
    assert confirm(oc.Money(490, "EUR")) == confirm(None) == oc.Money(490, "EUR")
    with pytest.raises(oc.Refused, match="parcel_already_exists"):
        confirm("5 EUR")
    with pytest.raises(oc.InvalidValue, match="currency"):
        confirm("a fiver")


def test_a_desk_that_was_opened_shows_its_reports(capsys: pytest.CaptureFixture[str]) -> None:
    """Awaited or not; a report that was made by no desk does not."""
    desk = oc.open(clock=Stopped())
    desk.handle(placed(1))

    async def awaited() -> None:
        other = await open_async(clock=Stopped())
        await other.handle(placed(1))
        (await other.report(by="month")).show()

    desk.report(by="month").show()
    told = capsys.readouterr().out
    asyncio.run(awaited())

    assert told.startswith("Orders by month")
    assert capsys.readouterr().out == told
    with pytest.raises(oc.InvalidValue, match="presenter"):
        order_report(desk.find()).show()
