"""A wrong type is refused when it is given: what was accepted can always be read back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from desk_stories import of_order

import ordercore as oc
from ordercore.inventory import ReceiveStock


class ANY:
    """Values of types that nobody expects."""

    none: Any = None
    five: Any = 5
    pairs: Any = (("1", 1),)
    text: Any = "A"

    @staticmethod
    def typed(value: object) -> Any:
        """Give any value as any type."""
        return value


WRONG: dict[str, Callable[[oc.OrderDesk, str], object]] = {
    "tracking": lambda desk, order: desk.confirm_shipment(order, carrier="DHL", tracking=ANY.none),
    "carrier": lambda desk, order: desk.confirm_shipment(order, carrier=ANY.none),
    "parcel id": lambda desk, order: desk.confirm_shipment(order, parcel_id=ANY.five),
    "units": lambda desk, order: desk.confirm_shipment(order, units=ANY.pairs),
    "actor": lambda desk, order: desk.confirm_shipment(order, by=ANY.five),
    "payment_id": lambda desk, order: desk.confirm_payment(order, payment_id=ANY.none),
    "amount": lambda desk, order: desk.confirm_payment(order, amount=ANY.five),
    "reason": lambda desk, order: desk.cancel(order, reason=ANY.none),
    "buyer": lambda desk, _: desk.place(channel="MFN", lines=[line()], buyer=ANY.none),
    "service": lambda desk, _: desk.place(channel="MFN", lines=[line()], service=ANY.five),
    "address": lambda desk, _: desk.place(channel="MFN", lines=[line()], ship_to=ANY.five),
    "lines": lambda desk, _: desk.place(channel="MFN", lines=ANY.text),
    "marketplace": lambda desk, _: desk.place(channel="MFN", lines=[line()], marketplace=ANY.none),
    "half a character": lambda desk, _: desk.place(channel="MFN", lines=[line()], buyer="\ud800"),
    "no SKU": lambda desk, _: desk.receive("", 1),
    "SKU of spaces": lambda desk, _: desk.receive(" ", 1),
    "SKU with an end of line": lambda desk, _: desk.receive("A\n", 1),
    "SKU of none": lambda desk, _: desk.receive(ANY.none, 1),
    "stock at the order's desk": lambda desk, _: desk.handle(
        ANY.typed(ReceiveStock(sku="A", quantity=5, pool="main", at="2026-03-02T09:00:00Z"))
    ),
    "no command": lambda desk, _: desk.handle(ANY.text),
}


def line() -> oc.Line:
    """Make a line."""
    return oc.Line("A", 1, price="5 EUR")


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("kind", ["memory", "sqlite"])
def test_a_wrong_type_is_refused_and_nothing_is_kept(
    wrong: Callable[[oc.OrderDesk, str], object], kind: str, tmp_path: Path
) -> None:
    """The error names it, the store stays readable, and nothing has changed."""
    with oc.open(None if kind == "memory" else f"sqlite:///{tmp_path}/shop.db") as desk:
        desk.receive("A", 9)
        order = desk.place(channel="MFN", lines=[line()], order_id="O-1")
        order = desk.confirm_payment(order.id)

        with pytest.raises(oc.InvalidValue):
            wrong(desk, order.id)

        assert desk.find() == (order,)
        assert (desk.stock("A").on_hand, desk.stock("A").reserved) == (9, 1)


@pytest.mark.parametrize(
    "make",
    [
        lambda: oc.Money(ANY.typed(100.0), "USD"),
        lambda: oc.Money(100, "ZZZ"),
        lambda: oc.Charges("EUR", item=ANY.typed(0.5)),
        lambda: oc.Charges(ANY.none),
        lambda: oc.Charges("ZZZ", item=1),
        lambda: oc.Address(ANY.none),
        lambda: oc.Line("A", 1, title=ANY.none),
        lambda: oc.Line("A", 1, id=ANY.five),
        lambda: oc.Units(ANY.five, 1),
        lambda: oc.ReturnUnits("P1", ANY.none, 1),
        lambda: oc.RefundPart("1", ANY.five),
        lambda: oc.OrderFilter(statuses=ANY.typed("shipped")),
        lambda: oc.OrderFilter(statuses=ANY.typed(["lost"])),
        lambda: oc.OrderFilter(channels=ANY.text),
        lambda: oc.OrderFilter(placed_from=ANY.typed("2026-03-02T09:00:00")),
    ],
)
def test_values_are_of_their_types(make: Callable[[], object]) -> None:
    """Nothing of another type becomes part of a value."""
    with pytest.raises(oc.InvalidValue):
        make()


def test_filters_take_words_lists_and_text() -> None:
    """What a person would write is understood."""
    wanted = oc.OrderFilter(
        statuses=ANY.typed(["shipped"]),
        channels=ANY.typed(["MFN"]),
        placed_from=ANY.typed("2026-03-02T09:00:00Z"),
    )

    assert wanted.statuses == frozenset({oc.OrderStatus.SHIPPED})
    assert wanted.channels == frozenset({"MFN"})
    assert str(wanted.placed_from) == "2026-03-02 09:00:00+00:00"


def test_a_notice_that_always_fails_lets_the_others_through() -> None:
    """The least often tried come first, so a limit is not used up by the same ones for ever."""
    from ordercore.adapters.memory import MemoryListener
    from ordercore.ports.listener import Announcement

    class Picky(MemoryListener):
        def tell(self, announcement: Announcement) -> None:
            if of_order(announcement).id == "O-0":
                raise ConnectionError
            super().tell(announcement)

    with oc.open() as desk:
        desk.receive("A", 9)
        for number in range(4):
            desk.place(channel="MFN", lines=[line()], order_id=f"O-{number}")
        listener = Picky()
        for _ in range(4):
            desk.deliver_notices(listener, limit=1)

    assert [of_order(announcement).id for announcement in listener.announcements] == [
        "O-1",
        "O-2",
        "O-3",
    ]


@pytest.mark.parametrize("command_id", ["", " ", 5])
def test_a_command_id_is_an_id(command_id: Any) -> None:
    """A blank one would make different commands one."""
    with oc.open() as desk, pytest.raises(oc.InvalidValue, match="command_id"):
        desk.receive("A", 1, command_id=command_id)


def test_a_blank_order_id_is_not_taken_for_none() -> None:
    """Only an id that is left out is made."""
    with oc.open() as desk, pytest.raises(oc.InvalidValue, match="order_id"):
        desk.place(channel="FBA", lines=[line()], order_id="")


@pytest.mark.parametrize("url", ["sqlite:///:memory:", "sqlite:///shop.db?mode=ro"])
def test_a_store_url_names_a_file_and_nothing_else(url: str) -> None:
    """What SQLite would take for a setting is not taken for a file name."""
    with pytest.raises(oc.InvalidValue, match="names a file"):
        oc.open(url)
