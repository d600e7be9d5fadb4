"""Pricing by a card: every figure here was worked out by hand from the rows of the card."""

import datetime as dt

import pytest
from card_writing import TOML, card
from hypothesis import given
from hypothesis import strategies as st

from ordercore.adapters.ratecard import Priced, parse_rate_card, price_of, zone_of
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.orders.address import Address
from ordercore.ports.carriage import Carriage
from ordercore.ports.carrier_faults import CARRIER_FAULTS
from ordercore.shipping.choosing import DestinationKind
from ordercore.testing.carrier import carriage

CARD = card()

SERVICES = {row.code: row for row in CARD.services}

MARCH = dt.date(2026, 3, 2)

SMALL = "6 x 4 x 2 in"
"""6 x 4 x 2 = 48 cubic inches, 48 / 139 up to 1 lb."""


def to(postal: str = "78701", country: str = "US") -> Address:
    """Give an address by its postal code."""
    return Address("Ada Byron", "12 Pine St", "Austin", "TX", postal, country)


def parcel(weight: str, size: str = SMALL, postal: str = "78701", **changes: object) -> Carriage:
    """Give a carriage to a business, unless it is said otherwise."""
    return carriage(weight, size, **{"to": to(postal), "residential": False, **changes})


def parts(given: Carriage, service: str = "ground", day: dt.date = MARCH) -> dict[str, str] | str:
    """Price it, and give the parts as text, or the code."""
    priced = price_of(CARD, SERVICES[service], given, day)
    if isinstance(priced, str):
        return priced
    assert sum(money.minor for _, money in priced.parts) == priced.price.minor
    return {code: str(money).partition(" ")[0] for code, money in priced.parts}


@pytest.mark.parametrize(
    ("postal", "country", "zone"),
    [
        ("78701", "US", "near"),
        ("786", "US", "near"),
        ("78-701", " us ", "near"),
        ("80202", "US", "far"),
        ("", "US", "far"),
        ("10115", "DE", "abroad"),
        ("78701", "DE", "abroad"),
        ("", "", "abroad"),
    ],
)
def test_the_closest_row_names_the_zone(postal: str, country: str, zone: str) -> None:
    """The longest beginning of a postal code, then the country, then all others."""
    assert zone_of(CARD, to(postal, country)) == zone


TABLE = [
    # 5.00, and 10 % fuel of it.
    (parcel("1 lb"), {"freight": "5.00", "fuel": "0.50"}),
    # A break counts up to its weight, and a hair more is the next: 8.00.
    (parcel("1.001 lb"), {"freight": "8.00", "fuel": "0.80"}),
    (parcel("10 lb"), {"freight": "8.00", "fuel": "0.80"}),
    # Above it 0.50 for each pound begun: 8.00 + 3 x 0.50.
    (parcel("12.2 lb"), {"freight": "9.50", "fuel": "0.95"}),
    # 20 x 20 x 20 = 8000 / 139 = 57.6, so 58 lb: 8.00 + 48 x 0.50.
    (parcel("1 lb", "20 x 20 x 20 in"), {"freight": "32.00", "fuel": "3.20"}),
    # A home, and one of which nobody knows: 2.00, and fuel of 7.00.
    (
        parcel("1 lb", residential=True),
        {"freight": "5.00", "residential": "2.00", "fuel": "0.70"},
    ),
    (
        parcel("1 lb", residential=None),
        {"freight": "5.00", "residential": "2.00", "fuel": "0.70"},
    ),
    # Alaska: far, and remote.
    (parcel("1 lb", postal="99701"), {"freight": "12.00", "remote": "7.00", "fuel": "1.90"}),
    # Over 48 in, though light: 50 x 2 x 2 = 200 / 139, so 2 lb.
    (parcel("1 lb", "50 x 2 x 2 in"), {"freight": "8.00", "oversize": "15.00", "fuel": "2.30"}),
    # Exactly 48 in is not over: 48 x 2 x 2 = 192 / 139, so 2 lb.
    (parcel("1 lb", "48 x 2 x 2 in"), {"freight": "8.00", "fuel": "0.80"}),
    # Over 50 lb: 8.00 + 41 x 0.50.
    (parcel("51 lb"), {"freight": "28.50", "oversize": "15.00", "fuel": "4.35"}),
    (parcel("71 lb"), "parcel_too_heavy"),
    (parcel("1 lb", "109 x 1 x 1 in"), "parcel_too_large"),
    (parcel("1 lb", "80 x 22 x 22 in"), "parcel_too_large"),
    (parcel("1 lb", to=to("10115", "DE")), "place_not_served"),
]


@pytest.mark.parametrize(("given", "expected"), TABLE)
def test_a_price_is_its_parts(given: Carriage, expected: object) -> None:
    """By zone, weight and measures, each surcharge by its row."""
    assert parts(given) == expected


def test_a_price_changes_on_the_day_of_its_row() -> None:
    """Fuel on 1 April, the rates with the year, the peak between its days."""
    given = parcel("1 lb")

    assert parts(given, day=dt.date(2026, 3, 31)) == {"freight": "5.00", "fuel": "0.50"}
    # 12.5 % of 5.00 is 62.5 cents: halves up.
    assert parts(given, day=dt.date(2026, 4, 1)) == {"freight": "5.00", "fuel": "0.63"}
    peak = {"freight": "5.00", "peak": "1.00", "fuel": "0.75"}
    assert parts(given, day=dt.date(2026, 12, 31)) == peak
    assert parts(given, day=dt.date(2027, 1, 14)) == {
        "freight": "9.00",
        "peak": "1.00",
        "fuel": "1.25",
    }
    assert parts(given, day=dt.date(2027, 1, 15)) == {"freight": "9.00", "fuel": "1.13"}


def test_a_new_edition_replaces_the_rates_of_a_service() -> None:
    """The far zone has no rate in it, so it is not served any more; express stays as it was."""
    assert parts(parcel("1 lb", postal="80202"), day=dt.date(2027, 1, 1)) == "place_not_served"
    assert parts(parcel("1 lb", postal="80202"), "express", dt.date(2027, 1, 1)) == {
        "freight": "30.00",
        "peak": "1.00",
    }


def test_a_services_own_surcharge_comes_first() -> None:
    """Express has a fuel of its own, of the freight alone, and none when that is over."""
    home = parcel("1 lb", postal="80202", residential=True)

    assert parts(home, "express") == {"freight": "30.00", "residential": "2.00", "fuel": "6.00"}
    assert parts(home, "express", dt.date(2026, 5, 1)) == {
        "freight": "30.00",
        "residential": "2.00",
    }


def test_what_a_service_refuses_is_not_priced() -> None:
    """Places and goods; and what is heavier than its last break."""
    import attrs

    far = parcel("1 lb", postal="80202")
    box = attrs.evolve(far.parcel, places=[DestinationKind.PO_BOX])
    acid = attrs.evolve(far.parcel, dangerous=["8"])

    assert parts(attrs.evolve(far, parcel=box), "express") == "place_not_served"
    for line, city, state in (("PO Box 12", "Denver", "CO"), ("PSC 3 Box 12", "APO", "AE")):
        there = Address("Ada Byron", line, city, state, "80202", "US")
        assert parts(parcel("1 lb", to=there), "express") == "place_not_served"
        assert parts(parcel("1 lb", to=there)) == {"freight": "12.00", "fuel": "1.20"}
    assert parts(attrs.evolve(far, parcel=acid), "express") == "goods_refused"
    assert parts(parcel("21 lb", postal="80202"), "express") == "parcel_too_heavy"


def test_a_remote_place_is_surcharged_when_the_host_says_so() -> None:
    """Though its postal code is in no list."""
    import attrs

    given = parcel("1 lb")
    island = attrs.evolve(given, parcel=attrs.evolve(given.parcel, places=[DestinationKind.REMOTE]))

    assert parts(island) == {"freight": "5.00", "remote": "7.00", "fuel": "1.20"}


def test_a_surcharge_for_remote_places_is_that_of_the_country() -> None:
    """Also where the host alone says that a place is remote."""
    text = (
        TOML
        + """
[[surcharge]]
code = "isles"
when = "remote"
country = "GB"
price = "90.00"
"""
    )
    read = parse_rate_card(text)
    given = parcel("1 lb", postal="99701")
    island = replace(given, parcel=replace(given.parcel, places=[DestinationKind.REMOTE]))
    priced = price_of(read.card, read.card.services[0], island, MARCH)

    assert read.bad == ()
    assert not isinstance(priced, str)
    assert [code for code, _ in priced.parts] == ["freight", "remote", "fuel"]


def test_a_postal_code_may_have_a_space_in_it() -> None:
    """In a list of TOML it is one beginning, and not two."""
    text = (
        TOML
        + """
[[zone]]
zone = "near"
country = "CA"
postal = ["M5V 2T6"]
"""
    )
    read = parse_rate_card(text)

    assert read.bad == ()
    assert zone_of(read.card, to("m5v 2t6", "CA")) == "near"
    assert zone_of(read.card, to("M5V 2T7", "CA")) == "abroad"
    assert zone_of(read.card, to("2T6 5V5", "CA")) == "abroad"


def test_without_a_rule_of_size_the_weight_counts() -> None:
    """As it was weighed."""
    text = """
[carrier]
code = "mail"
currency = "JPY"
prefix = "JP"
[[service]]
code = "letter"
[[zone]]
zone = "all"
country = "*"
[[rate]]
service = "letter"
zone = "all"
up_to = "1 kg"
price = "980"
"""
    read = parse_rate_card(text)
    priced = price_of(read.card, read.card.services[0], carriage("900 g", "60 x 60 x 60 cm"), MARCH)

    assert isinstance(priced, Priced)
    assert (priced.price, str(priced.billed)) == (Money(980, "JPY"), "900 g")


@pytest.mark.parametrize(
    ("weight", "price"),
    [("1 kg", 500), ("1.001 kg", 600), ("2 kg", 600), ("2.000001 kg", 700), ("5 kg", 900)],
)
def test_each_step_that_is_begun_counts_whole(weight: str, price: int) -> None:
    """Where no rule rounds the weight: 5.00 for the first kilogram, 1.00 for each begun above."""
    text = """
[carrier]
code = "mail"
currency = "EUR"
prefix = "ML"
[[service]]
code = "letter"
[[zone]]
zone = "all"
country = "*"
[[rate]]
service = "letter"
zone = "all"
up_to = "1 kg"
price = "5.00"
[[rate]]
service = "letter"
zone = "all"
up_to = "5 kg"
each = "1 kg"
price = "1.00"
"""
    read = parse_rate_card(text)
    priced = price_of(read.card, read.card.services[0], parcel(weight), MARCH)

    assert isinstance(priced, Priced)
    assert priced.price == Money(price, "EUR")


@given(
    ounces=st.integers(0, 1300),
    more=st.integers(0, 200),
    sides=st.tuples(*[st.integers(1, 60)] * 3),
    postal=st.sampled_from(["78701", "80202", "99701"]),
    day=st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
)
def test_law_more_weight_never_costs_less(
    ounces: int, more: int, sides: tuple[int, ...], postal: str, day: dt.date
) -> None:
    """On this card, whose breaks rise; and what is not carried has a code of the table."""
    size = " x ".join(map(str, sides)) + " in"
    prices = []
    for weight in (ounces, ounces + more):
        priced = price_of(CARD, SERVICES["ground"], parcel(f"{weight} oz", size, postal), day)
        if isinstance(priced, str):
            assert priced in CARRIER_FAULTS
        prices.append(priced)
    light, heavy = prices
    if isinstance(light, Priced) and isinstance(heavy, Priced):
        assert light.price.minor <= heavy.price.minor
    else:
        assert isinstance(heavy, str)
