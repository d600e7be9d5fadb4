"""Holes: a rate whose row is bad, and what is not sold because of it."""

import datetime as dt

import pytest
from card_writing import CSV, TOML
from hypothesis import given
from hypothesis import strategies as st

from ordercore.adapters.memory import FixedClock
from ordercore.adapters.ratecard import RateCardCarrier, RateHole, parse_rate_card, price_of
from ordercore.kernel.dated import ALWAYS
from ordercore.ports.carriage import Carriage
from ordercore.testing.carrier import AT, BUYER, SELLER, carriage

MARCH, NEXT_YEAR = dt.date(2026, 3, 2), dt.date(2027, 3, 2)

NEAR = carriage("0.5 lb", "6 x 4 x 2 in", to=SELLER)
"""To Austin."""

FAR = carriage("0.5 lb", "6 x 4 x 2 in", to=BUYER)
"""To Denver."""

BREAK = 'service = "ground"\nzone = "near"\nup_to = "1 lb"\nprice = "5.00"'


def codes(text: str, day: dt.date = MARCH) -> dict[str, str]:
    """Tell for each service and zone whether it is priced, or by which code it is not."""
    card = parse_rate_card(text).card
    found = {}
    for service in card.services:
        for name, to in (("near", NEAR), ("far", FAR)):
            priced = price_of(card, service, to, day)
            found[f"{service.code} {name}"] = priced if isinstance(priced, str) else ""
    return found


WHOLE = codes(TOML)
"""Express goes far alone."""


def without(*names: str) -> dict[str, str]:
    """Give the codes of the card with holes for some services and zones."""
    return WHOLE | dict.fromkeys(names, "tariff_incomplete")


def test_a_bad_break_charges_no_other() -> None:
    """The break above would take 8.00, the one below 5.00: nobody knows which is right."""
    assert WHOLE == {
        "ground near": "",
        "ground far": "",
        "express near": "place_not_served",
        "express far": "",
    }
    for bad in ("5,00", "five", ""):
        text = TOML.replace('price = "5.00"', f'price = "{bad}"', 1)

        assert codes(text) == without("ground near"), bad


def test_a_bad_break_of_csv_is_the_same() -> None:
    """The same hole, by its line."""
    read = parse_rate_card(CSV.replace("1 lb,5.00", "1 pund,5.00"), "card.csv")

    (hole,) = read.card.holes
    assert (hole.service, hole.zone, hole.since) == ("ground", "near", ALWAYS)
    assert hole.why.startswith("line 7, rate, up_to: '1 pund' is not")
    (service,) = read.card.services
    assert price_of(read.card, service, NEAR, MARCH) == "tariff_incomplete"
    assert not isinstance(price_of(read.card, service, FAR, MARCH), str)


@pytest.mark.parametrize(
    ("find", "replace", "closed"),
    [
        # Its zone is none, so it may be any: of this service alone.
        ('zone = "near"', 'zone = "naer"', ("ground near", "ground far")),
        ('zone = "near"', "", ("ground near", "ground far")),
        # Its service is none, so it may be any: in this zone alone.
        ('service = "ground"', 'service = "gruond"', ("ground near", "express near")),
        ('service = "ground"', "", ("ground near", "express near")),
        # The same break twice: one of them is another.
        ('up_to = "1 lb"', 'up_to = "10 lb"', ("ground near",)),
        ('price = "5.00"', 'price = "5.00"\nprise = "6.00"', ("ground near",)),
        ('price = "5.00"', 'price = "5.00"\nsince = "soon"', ("ground near",)),
    ],
)
def test_what_a_row_does_not_tell_may_be_any(
    find: str, replace: str, closed: tuple[str, ...]
) -> None:
    """The service, the zone, or the day: nothing is priced that it may have been."""
    assert codes(TOML.replace(BREAK, BREAK.replace(find, replace), 1)) == without(*closed)


def test_a_rate_under_another_heading_is_a_rate() -> None:
    """It has a weight up to which it holds; of other unknown rows nobody can tell."""
    text = TOML.replace(f"[[rate]]\n{BREAK}", f"[[rates]]\n{BREAK}", 1)

    assert codes(text) == without("ground near")
    assert codes(TOML + '[[discount]]\ncode = "x"') == WHOLE


def test_a_service_that_is_bad_itself_closes_no_other() -> None:
    """Its rates name it, and it is not sold at all."""
    text = TOML.replace('code = "express"\ndays = 1', 'code = "express"\ndays = "one"', 1)

    assert codes(text) == {"ground near": "", "ground far": ""}


def test_other_bad_rows_leave_no_hole() -> None:
    """A surcharge is on top of a price that is known."""
    read = parse_rate_card(TOML + '[[surcharge]]\ncode = "x"\nprice = "1,00"')

    assert (len(read.bad), read.card.holes) == (1, ())


@pytest.mark.parametrize(
    ("since", "day", "closed"),
    [
        # The edition of 2027 is good, and replaces the one with the hole.
        ("", MARCH, ("ground near",)),
        ("", NEXT_YEAR, ()),
        # One more row of that edition is bad.
        ("since = 2027-01-01", MARCH, ()),
        ("since = 2027-01-01", NEXT_YEAR, ("ground near",)),
        # An edition of which no row is good: its zones are not known.
        ("since = 2027-02-01", dt.date(2027, 1, 31), ()),
        ("since = 2027-02-01", NEXT_YEAR, ("ground near", "ground far")),
        # A day that cannot be read may be in any edition.
        ('since = "2027-02-30"', MARCH, ("ground near",)),
        ('since = "2027-02-30"', NEXT_YEAR, ("ground near",)),
    ],
)
def test_a_hole_is_in_the_edition_of_its_day(
    since: str, day: dt.date, closed: tuple[str, ...]
) -> None:
    """Before it, and after a newer one, all is sold as ever."""
    bad = f'[[rate]]\nservice = "ground"\nzone = "near"\nup_to = "2 lb"\nprice = "x"\n{since}\n'
    whole = codes(TOML, day)

    assert codes(TOML + bad, day) == whole | dict.fromkeys(closed, "tariff_incomplete")


def test_a_service_without_a_good_rate_says_so() -> None:
    """It is not that it goes nowhere; to which zones it would go, nobody knows."""
    text = TOML.replace('price = "30.00"', 'price = "30,00"', 1)

    assert codes(text)["express far"] == "tariff_incomplete"
    assert codes(text)["express near"] == "tariff_incomplete"


def test_the_carrier_says_which_rate_is_missing() -> None:
    """In words, beside the services that it can price."""
    text = TOML.replace('up_to = "70 lb"\nprice = "12.00"', 'up_to = "70"\nprice = "12.00"', 1)
    read = parse_rate_card(text)
    offers = RateCardCarrier(read.card, clock=FixedClock(AT)).quote(FAR)

    assert [quote.service for quote in offers.quotes] == ["express"]
    (declined,) = offers.declined
    assert (declined.service, declined.code) == ("ground", "tariff_incomplete")
    assert declined.detail == str(read.bad[0])
    assert "rate, up_to: '70' is not" in declined.detail


def test_a_card_made_by_hand_may_have_holes() -> None:
    """What a hole does not say is any, and from the beginning."""
    hole = RateHole(why="lost")

    assert (hole.service, hole.zone, hole.since) == ("*", "", ALWAYS)


@given(st.integers(0, 6), st.sampled_from([NEAR, FAR]), st.sampled_from([MARCH, NEXT_YEAR]))
def test_law_a_card_with_a_bad_rate_never_prices_otherwise(
    number: int, wanted: Carriage, day: dt.date
) -> None:
    """As the whole card does, or not at all, whichever row is bad."""
    head, *rates = TOML.split("[[rate]]")
    spoilt = number % len(rates)
    rates[spoilt] = rates[spoilt].replace('price = "', 'price = "x', 1)
    card, whole = (parse_rate_card(text).card for text in ("[[rate]]".join([head, *rates]), TOML))

    for service in whole.services:
        priced = price_of(card, service, wanted, day)
        assert priced in ("tariff_incomplete", price_of(whole, service, wanted, day))
