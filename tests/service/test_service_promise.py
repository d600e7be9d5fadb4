"""A quote of the desk: by when an order would ship and arrive, before there is one."""

import pytest
from desk_stories import AT, desk_over, later, two_a

from ordercore import Address, World
from ordercore.channels import Service, Transit, services
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


@pytest.mark.parametrize("name", ["UK", "gb", "Amazon.co.uk", "A1F83G8C2ARO7P"])
def test_a_quote_reads_the_marketplace_by_any_of_its_names(name: str) -> None:
    """In Britain Prime's cut-off is two hours later than elsewhere."""
    desk = desk_over(world=WORLD)
    at = "2026-03-06T15:00:00Z"

    quote = desk.promise(channel="SFP", marketplace=name, at=at)

    assert quote.ship_by == desk.promise(channel="SFP", marketplace="GB", at=at).ship_by
    assert str(quote.ship_by) == "2026-03-06 23:59:59.999999+00:00"


@pytest.mark.parametrize("name", ["XX", "*", 5, None])
def test_a_quote_of_no_marketplace_is_refused(name: object) -> None:
    """Rather than quoted by the rows for all others."""
    with pytest.raises(InvalidValue, match=r"^marketplace: "):
        desk_over(world=WORLD).promise(channel="MFN", marketplace=name)  # type: ignore[arg-type]


def test_a_quote_knows_the_zones_of_the_address() -> None:
    """As the order does that is then sent there."""
    ground = Service(
        code="standard",
        name="Standard",
        transit=(Transit(least=1, most=2), Transit(least=4, most=5, destination="far")),
    )
    world = World(
        pools={"MFN": "main"},
        services=services(ground),
        transit_zones=lambda to: ("*", "far" if to and to.country == "JP" else "*"),
    )
    desk = desk_over(world=world)
    desk.receive("A", 9, at=AT)
    tokyo = Address("Ada Byron", "1-2-3", "Tokyo", "", "154-0023", "JP")

    quote = desk.promise(channel="MFN", ship_to=tokyo, at=later(1))
    desk.place(channel="MFN", lines=(two_a(),), ship_to=tokyo, order_id="O-1", at=later(1))

    assert desk.confirm_payment("O-1", at=later(1)).deliver_by == quote.deliver_by
    near = desk.promise(channel="MFN", at=later(1)).deliver_by
    assert near is not None
    assert quote.deliver_by is not None
    assert near < quote.deliver_by
