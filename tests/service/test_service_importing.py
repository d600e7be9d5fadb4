"""Importing: what becomes of sources of orders, counted."""

from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from desk_stories import EUR_10, HERE, Told, desk_over, report, stocked, told

from ordercore import OrderStatus, SourceError, World
from ordercore.kernel.charges import Charges
from ordercore.ports.source import Origin, Rejection, Remark, ReportedOrder
from ordercore.service import importing
from ordercore.service.importing import ImportResult, import_orders

S = OrderStatus
FLAW = Rejection(Origin("orders.txt", 7), "quantity", "not_a_number", "two", "no number")
NOTE = Remark(Origin("orders.txt", 9), "time", "zone_assumed", "taken for UTC")
YEN = Charges("JPY", item=700, tax=70)
EUR_3 = Charges("EUR", item=300, shipping=400)

NOTHING = ImportResult(
    orders=0, lines=0, placed=0, advanced=0, unchanged=0, rejections=(), remarks=(),
    by_status={}, by_channel={}, value={}, cancelled_value={},
)  # fmt: skip


def test_no_sources_come_to_nothing() -> None:
    """Neither do sources without orders."""
    assert import_orders(desk_over(), []) == NOTHING
    assert import_orders(desk_over(), [Told(()), Told(())]) == NOTHING


def test_orders_are_counted_and_valued() -> None:
    """Orders and lines, by status and by channel, and item prices by currency."""
    desk = desk_over(world=World())
    source = Told(
        (
            report(S.SHIPPED, told("A"), told("B", 1), id="R-1"),
            report(S.UNSHIPPED, told("A", charges=YEN), id="R-2", channel="FBA"),
            report(S.CANCELLED, told("A"), id="R-3", channel="FBA"),
            report(S.PENDING, told("A", charges=None), id="R-4"),
        )
    )

    result = import_orders(desk, [source])

    assert result == attrs.evolve(
        NOTHING,
        orders=4,
        lines=5,
        placed=4,
        by_status={"cancelled": 1, "pending": 1, "shipped": 1, "unshipped": 1},
        by_channel={"FBA": 2, "MFN": 2},
        value={"EUR": 3000, "JPY": 700},
        cancelled_value={"EUR": 1000},
    )
    assert len(desk.find()) == 4


def test_cancelled_lines_are_counted_once_more_as_cancelled() -> None:
    """Of an order that goes on, only its cancelled line; of one that is over, every line."""
    result = import_orders(
        desk_over(),
        [
            Told(
                (
                    report(S.SHIPPED, told("A"), told("B", 1, EUR_3, cancelled=True), id="R-1"),
                    report(S.UNFULFILLABLE, told("A"), told("B", 1), id="R-2"),
                )
            )
        ],
    )

    assert result.value == {"EUR": 3300}
    assert result.cancelled_value == {"EUR": 2300}


def test_importing_again_changes_nothing() -> None:
    """The same counts, all unchanged."""
    desk = desk_over()
    source = Told((report(S.SHIPPED, id="R-1"), report(S.PENDING, id="R-2")))
    first = import_orders(desk, [source])

    again = import_orders(desk, [source])

    assert (first.placed, first.unchanged) == (2, 0)
    assert again == attrs.evolve(first, placed=0, unchanged=2)


def test_placed_advanced_and_unchanged_are_told_apart() -> None:
    """One that is new, one that went on, and one that says the same as before."""
    desk = desk_over()
    same, earlier = report(S.SHIPPED, id="same"), report(S.PENDING, id="on")
    import_orders(desk, [Told((same, earlier))])

    result = import_orders(
        desk, [Told((same, report(S.UNSHIPPED, id="on", day=2), report(id="new")))]
    )

    assert (result.placed, result.advanced, result.unchanged) == (1, 1, 1)
    assert result.orders == 3


def test_an_order_in_two_sources_counts_once() -> None:
    """As it was reported last, and as the strongest of what became of it."""
    desk = desk_over()
    one = Told((report(S.PENDING, told("A", charges=None), id="R-1"),))
    two = Told((report(S.SHIPPED, told("A"), told("B", 1), id="R-1", day=2),))

    result = import_orders(desk, [one, two, two])

    assert result == attrs.evolve(
        NOTHING,
        orders=1,
        lines=2,
        placed=1,
        by_status={"shipped": 1},
        by_channel={"MFN": 1},
        value={"EUR": 2000},
    )


def test_an_order_that_advanced_and_then_stayed_has_advanced() -> None:
    """A repeat in another batch does not hide that something happened."""
    desk = desk_over()
    import_orders(desk, [Told((report(S.PENDING),))])
    on = report(S.UNSHIPPED, day=2)

    result = import_orders(desk, [Told((on,)), Told((on,))])

    assert (result.placed, result.advanced, result.unchanged) == (0, 1, 0)


def test_a_source_that_cannot_be_read_is_one_rejection() -> None:
    """What it gave before it broke is kept, and the others are read all the same."""
    broken = Told((report(id="R-1"), SourceError("a.txt", "truncated", "it ends in a line")))
    absent = Told((SourceError("b.txt", "not_found", "there is no such file"),))

    result = import_orders(desk_over(), [broken, absent, Told((report(id="R-2"),))])

    assert result.orders == 2
    assert result.rejections == (
        Rejection(Origin("a.txt", 0), "file", "truncated", "a.txt", "it ends in a line"),
        Rejection(Origin("b.txt", 0), "file", "not_found", "b.txt", "there is no such file"),
    )


def test_rejections_and_remarks_of_a_source_are_handed_on() -> None:
    """They stand beside the orders, each as the source gave it."""
    result = import_orders(desk_over(), [Told((FLAW, report(), NOTE))])

    assert (result.orders, result.rejections, result.remarks) == (1, (FLAW,), (NOTE,))


def test_a_refused_order_is_a_rejection_with_its_code() -> None:
    """An order that could not be placed counts for nothing, and its rejection says why."""
    desk = desk_over()

    result = import_orders(desk, [Told((report(channel="XYZ"), report(id="R-2")))])

    (rejection,) = result.rejections
    assert (rejection.origin, rejection.field) == (HERE, "order")
    assert (rejection.code, rejection.value) == ("channel_unknown", "R-1")
    assert "PlaceOrder was refused" in rejection.message
    assert (result.orders, result.by_channel) == (1, {"MFN": 1})


def test_an_order_that_did_not_come_all_the_way_is_counted_and_told() -> None:
    """It is there, as far as it came, and its rejection says what stopped it."""
    result = import_orders(desk_over(), [Told((report(S.SHIPPED, told("A", shipped=3)),))])

    assert [rejection.code for rejection in result.rejections] == ["units_not_awaiting"]
    assert result.by_status == {"unshipped": 1}
    assert (result.orders, result.placed) == (1, 1)


def test_an_error_that_is_none_of_the_source_is_not_swallowed() -> None:
    """A fault of a source's own code is raised, not told as a rejection."""
    with pytest.raises(ZeroDivisionError):
        import_orders(desk_over(), [Told((ZeroDivisionError(),))])


@pytest.mark.parametrize(
    ("number", "calls"), [(0, []), (1, [1]), (3, [3]), (4, [3, 1]), (7, [3, 3, 1])]
)
def test_progress_is_told_batch_by_batch(
    number: int, calls: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Batches cross from one source to the next, and all orders are counted in the end."""
    monkeypatch.setattr(importing, "BATCH", 3)
    sources = [Told((report(id=f"R-{n}"), FLAW)) for n in range(number)]
    told_of: list[int] = []

    result = import_orders(desk_over(), sources, progress=told_of.append)

    assert told_of == calls
    assert (result.orders, len(result.rejections)) == (number, number)


def test_sources_are_read_as_they_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of a million orders is never in memory as a whole."""
    monkeypatch.setattr(importing, "BATCH", 2)
    desk = desk_over()
    kept_when_read: list[int] = []

    @attrs.frozen
    class Slow:
        def read(self) -> Iterator[ReportedOrder | Rejection | Remark]:
            for number in range(5):
                kept_when_read.append(len(desk.find()))
                yield report(id=f"R-{number}")

    import_orders(desk, [Slow()])

    assert kept_when_read == [0, 0, 2, 2, 4]


def test_stock_follows_what_is_imported() -> None:
    """Imported orders promise and take stock, and one too many is short, not refused."""
    desk = stocked(("A", 3))
    source = Told((report(S.SHIPPED, id="R-1"), report(S.UNSHIPPED, id="R-2")))

    result = import_orders(desk, [source])

    assert result.rejections == ()
    assert (desk.stock("A").on_hand, desk.stock("A").reserved) == (1, 0)
    assert desk.order("R-2").short == ("1",)
    assert EUR_10.item * 2 == result.value["EUR"]


def test_what_is_neither_order_nor_rejection_nor_remark_is_left_out() -> None:
    """A source that speaks of more than we know does no harm."""
    more: Any = object()

    assert import_orders(desk_over(), [Told((more, report()))]).orders == 1
