"""Placing orders: what is entered, and what is refused."""

import pytest
from order_stories import (
    AT,
    O1,
    ONE_B,
    TWO_A,
    adopt,
    given,
    imported,
    later,
    nothing_happens,
    place,
    refusals,
    when,
)

from ordercore.channels import MARKETPLACES
from ordercore.errors import InvalidValue, Refused
from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.orders.address import Address
from ordercore.orders.axes import status
from ordercore.orders.decider import decide, evolve
from ordercore.orders.line import Line
from ordercore.orders.parts import Report, Terms
from ordercore.orders.placing import OrderPlaced, PlaceOrder
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import World


def test_an_order_is_entered_as_it_was_given() -> None:
    """Terms hold what never changes; lines, deadline and report are the order's own."""
    home = Address(name="Zoë", country="DE")
    command = place(
        marketplace="DE", ship_to=home, buyer="b-1", service="Standard", ship_by=later(2)
    )

    event = when(None, command)

    assert isinstance(event, OrderPlaced)
    order = evolve(None, event)
    assert order.terms == Terms(
        channel="MFN",
        marketplace="DE",
        placed_at=AT,
        imported=False,
        buyer="b-1",
        service="Standard",
    )
    assert (order.id, order.ship_to, order.ship_by) == (O1, home, later(2))
    assert (order.report, order.preorder) == (None, None)
    assert [(line.id, line.sku, line.quantity) for line in order.lines] == [
        ("1", "A", 2),
        ("2", "B", 1),
    ]


def test_lines_without_an_id_are_numbered() -> None:
    """Ids that were given stay, and the others count by their place."""
    order = given(place(Line("A", 1, price="1 EUR", id="x"), TWO_A, ONE_B))

    assert [line.id for line in order.lines] == ["x", "2", "3"]


def test_lines_with_ids_are_left_alone() -> None:
    """A command without gaps needs no completing."""
    order = given(place(Line("A", 1, price="1 EUR", id="x")))

    assert order.line("x").sku == "A"


def test_a_number_that_was_given_as_an_id_is_refused() -> None:
    """A line called 2 in the first place collides with the second line's number."""
    command = place(Line("A", 1, price="1 EUR", id="2"), ONE_B)

    assert refusals(None, command) == {"line_ids_repeat": {"repeated": ["2"]}}
    named = place(*(Line(sku, 1, price="1 EUR", id=id) for sku, id in ("Ax", "By", "Cx")))
    assert refusals(None, named) == {"line_ids_repeat": {"repeated": ["x"]}}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"ship_by": "soon"}, ("ship_by", "soon")),
        ({"available_at": "soon"}, ("available_at", "soon")),
        ({"order_id": " "}, ("order_id", " ")),
        ({"basket": " "}, ("basket", " ")),
    ],
    ids=["ship_by", "available_at", "order_id", "basket"],
)
def test_a_field_that_cannot_be_is_named(wrong: dict[str, str], told: tuple[str, str]) -> None:
    """With the value that it cannot have."""
    with pytest.raises(InvalidValue) as caught:
        place(**wrong)

    assert (caught.value.field, caught.value.value) == told


def test_the_same_order_placed_twice_is_one() -> None:
    """A repeated command finds its wish fulfilled."""
    assert nothing_happens(given(place()), place())
    assert nothing_happens(given(place(available_at=later(9))), place(available_at=later(9)))


def test_an_order_keeps_the_pool_that_its_channel_ships_from() -> None:
    """That of the day it was placed; the same order again is the same."""
    pooled = World(pools={"FBA": "amazon", "MFN": "berlin"})

    order = given(place(), world=pooled)

    assert order.terms.pool == "berlin"
    assert nothing_happens(order, place(), world=pooled)


@pytest.mark.parametrize(
    "other",
    [
        place(TWO_A),
        place(TWO_A, ONE_B, ONE_B),
        place(at=later(1)),
        place(channel="FBA"),
        place(buyer="another"),
        place(available_at=later(9)),
        place(ship_to=Address(city="Berlin")),
        place(ship_by=later(9)),
    ],
    ids=[
        "fewer lines",
        "more lines",
        "other time",
        "other channel",
        "other buyer",
        "a pre-order",
        "another address",
        "another deadline",
    ],
)
def test_another_order_of_the_same_id_is_refused(other: PlaceOrder) -> None:
    """An id belongs to one order."""
    assert refusals(given(place()), other) == {"already_exists": {"subject": "order"}}


def test_a_command_about_no_order_is_refused() -> None:
    """What does not exist cannot be amended."""
    assert refusals(None, adopt(ONE_B)) == {"does_not_exist": {"subject": "order"}}


@pytest.mark.parametrize(
    ("command", "code", "facts"),
    [
        (
            place(channel="eBay"),
            "channel_unknown",
            {"channel": "eBay", "known": ["FBA", "MCF", "MFN", "SFP", "SHOP"]},
        ),
        (place(lines=()), "no_lines", {}),
        (
            place(marketplace="XX"),
            "marketplace_unknown",
            {"marketplace": "XX", "known": sorted(MARKETPLACES)},
        ),
        (
            place(available_at=AT),
            "available_before_placed",
            {"available_at": AT, "placed": AT},
        ),
        (
            place(Line("A", 1, price="1 EUR", id="x"), Line("B", 1, price="1 EUR", id="x")),
            "line_ids_repeat",
            {"repeated": ["x"]},
        ),
        (
            place(TWO_A, Line("B", 1, price="5 JPY")),
            "currencies_mixed",
            {"currencies": ["EUR", "JPY"]},
        ),
        (
            place(TWO_A, Line("B", 1), Line("C", 0, price="1 EUR")),
            "line_without_units_or_price",
            {"skus": ["B", "C"]},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_placing_is_refused(command: PlaceOrder, code: str, facts: dict[str, object]) -> None:
    """Each rule refuses with its code and its facts."""
    assert refusals(None, command) == {code: facts}


def test_every_reason_is_given_at_once() -> None:
    """A caller can mend everything in one go."""
    wrong = place(
        Line("A", 0, price="1 EUR", id="x"), Line("B", 1, price="1 JPY", id="x"), channel="?"
    )

    assert list(refusals(None, wrong)) == [
        "channel_unknown",
        "line_ids_repeat",
        "currencies_mixed",
        "line_without_units_or_price",
    ]


def test_an_imported_order_may_lack_prices_and_units() -> None:
    """Marketplaces withhold prices of pending orders, and report cancelled lines as 0."""
    order = given(imported(Line("A", 2), Line("B", 0)))

    assert [line.charges for line in order.lines] == [None, None]
    assert (order.currency, status(order)) == (None, OrderStatus.PENDING)


def test_an_order_without_units_is_cancelled_from_the_start() -> None:
    """A marketplace may tell of an order only when all its lines are gone."""
    gone = Report("Canceled", OrderStatus.CANCELLED, imported().at)
    order = given(replace(imported(Line("A", 0)), report=gone))

    assert status(order) is OrderStatus.CANCELLED


def test_an_order_without_units_that_is_not_cancelled_is_refused() -> None:
    """Nobody can tell what such a report means, so it is not taken for a cancelled order."""
    with pytest.raises(Refused) as refused:
        decide(None, imported(Line("A", 0)))

    assert refused.value.codes == ("order_without_units",)
    assert refused.value.refusals[0].facts == {"order": "O-1"}


def test_unknown_commands_are_no_commands() -> None:
    """The table has a row for every command, and none for anything else."""
    with pytest.raises(InvalidValue) as caught:
        decide(None, 5)  # type: ignore[arg-type]

    assert (caught.value.field, caught.value.value) == ("command", "int")


def test_times_of_commands_are_instants() -> None:
    """Naive times are refused before any rule is asked."""
    with pytest.raises(InvalidValue):
        place(at="2026-03-02T09:30:00")
    with pytest.raises(InvalidValue):
        place(ship_by="2026-03-02")

    assert place(at="2026-03-02T10:30:00+01:00").at == AT


def test_a_line_costs_its_price_times_its_quantity() -> None:
    """A price is per unit, charges are per line."""
    by_text = Line("A", 3, price="1.25 EUR")
    by_money = Line("A", 3, price=Money(125, "EUR"))

    assert by_text == by_money == Line("A", 3, charges=Charges("EUR", item=375))


@pytest.mark.parametrize("quantity", [-1, 1.0, True, "2"])
def test_a_line_has_a_whole_number_of_units(quantity: object) -> None:
    """Neither negative numbers nor anything that only looks like one."""
    with pytest.raises(InvalidValue, match="quantity"):
        Line("A", quantity, price="1 EUR")  # type: ignore[arg-type]


@pytest.mark.parametrize("sku", ["", " ", " A", "A\n", None])
def test_a_line_names_a_sku(sku: object) -> None:
    """A SKU is text without spaces around it."""
    with pytest.raises(InvalidValue, match="sku"):
        Line(sku, 1, price="1 EUR")  # type: ignore[arg-type]


def test_a_line_is_charged_nothing_negative() -> None:
    """The first component below zero is named."""
    with pytest.raises(InvalidValue) as caught:
        Line("A", 1, charges=Charges("EUR", item=5, tax=-1, discount=-2))

    assert (caught.value.field, caught.value.value) == ("tax", -1)


def test_the_buyer_places_by_default_of_the_story() -> None:
    """Events carry who acted, and whether a marketplace reported it."""
    event = when(None, imported(TWO_A, by=Actor.MARKETPLACE))

    assert (event.by, event.imported, event.at) == (Actor.MARKETPLACE, True, AT)
