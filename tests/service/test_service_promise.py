"""A quote of the desk: by when an order would ship and arrive, before there is one."""

import pytest
from desk_stories import AT, desk_over, later, two_a

from ordercore import World
from ordercore.errors import InvalidValue

WORLD = World(pools={"MFN": "main"}, sku_handling={"A": 3})


def test_a_quote_is_what_the_order_then_gets() -> None:
    """By the same rows, calendars and handling times, where it is paid at once."""
    desk = desk_over(world=WORLD)
    desk.receive("A", 9, at=AT)

    quote = desk.promise(
        channel="MFN", skus=["A"], marketplace="DE", service="Expedited", at=later(1)
    )
    order = desk.place(
        channel="MFN",
        lines=(two_a(),),
        marketplace="DE",
        service="Expedited",
        at=later(1),
    )
    order = desk.confirm_payment(order.id, at=later(1))

    assert (order.ship_by, order.deliver_by) == (quote.ship_by, quote.deliver_by)
    assert str(quote.ship_by) == "2026-03-06 23:59:59.999999+00:00"
    assert [step.code for step in quote.steps][:2] == ["released_at_once", "sku_handling"]


def test_a_quote_keeps_nothing_and_asks_the_clock_of_the_desk() -> None:
    """Where no moment is given; nothing is stored."""
    desk = desk_over(world=WORLD)

    assert desk.promise(channel="SFP").release == AT
    assert desk.promise(channel="MFN").steps[1].code == "handling_days"
    assert desk.find() == ()


@pytest.mark.parametrize("asked", [{"channel": "XYZ"}, {"channel": "MFN", "skus": "A"}])
def test_what_cannot_be_asked_is_named(asked: dict[str, str]) -> None:
    """A channel that the world lacks, and one SKU where several are asked for."""
    field = "channel" if asked["channel"] == "XYZ" else "skus"

    with pytest.raises(InvalidValue, match=f"^{field}:"):
        desk_over(world=WORLD).promise(**asked)  # type: ignore[arg-type]
