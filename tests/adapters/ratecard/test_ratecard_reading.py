"""Reading a card: good rows are kept, bad ones are told with their lines."""

import datetime as dt
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from card_writing import CSV, TOML, card
from hypothesis import given
from hypothesis import strategies as st

from ordercore.adapters.ratecard import (
    ReadCard,
    parse_rate_card,
    price_of,
    read_rate_card,
    tracking_number,
    tracking_type,
)
from ordercore.errors import InvalidValue, SourceError
from ordercore.shipping.numbers import TRACKING_NUMBER_TYPES, checked_types, identify
from ordercore.testing.carrier import carriage


def bad(text: str, file: str = "card.toml") -> list[tuple[int, str, str]]:
    """Give line, kind and field of each bad row."""
    return [(row.line, row.kind, row.field) for row in parse_rate_card(text, file).bad]


def test_csv_and_toml_say_the_same(tmp_path: Path) -> None:
    """A card of either prices a parcel alike."""
    file = tmp_path / "card.CSV"
    file.write_text("\ufeff" + CSV, "utf-8")
    read = read_rate_card(file)

    assert read.bad == ()
    march = dt.date(2026, 3, 2)
    prices = [
        price_of(some, some.services[0], carriage("2 lb", "6 x 4 x 2 in"), march)
        for some in (read.card, card())
    ]
    assert prices[0] == prices[1]


BAD_TOML = [
    ('[[service]]\ncode = "slow"\ndays = "soon"', "service", "days"),
    ("[[service]]\ndays = 3", "service", "code"),
    ('[[service]]\ncode = "ground"', "service", "row"),
    ('[[service]]\ncode = "slow"\nrefuses = ["moon"]', "service", "refuses"),
    ('[[service]]\ncode = "slow"\nsigned = "perhaps"', "service", "signed"),
    ('[[service]]\ncode = "slow"\nmost_weight = "70"', "service", "most_weight"),
    ('[[service]]\ncode = "slow"\nmost_longest = "70 ft"', "service", "most_longest"),
    ('[[zone]]\nzone = "x"\ncountry = "USA"', "zone", "country"),
    ('[[zone]]\nzone = "far"\ncountry = "US"', "zone", "row"),
    ('[[zone]]\nzone = "x"\ncountry = "US"\npostal = ["-"]', "zone", "postal"),
    ("[[dimensional]]\ndivisor = 0", "dimensional", "divisor"),
    ('[[dimensional]]\ndivisor = 139\nweight_step = "half"', "dimensional", "weight_step"),
    ('[[dimensional]]\ndivisor = 139\nside_unit = "ft"', "dimensional", "side_unit"),
    ("[[dimensional]]\ndivisor = 139", "dimensional", "row"),
    ('[[dimensional]]\ndivisor = 139\nservice = "slow"', "dimensional", "service"),
    ('[[dimensional]]\ndivisor = 139\nsides = "down"', "dimensional", "sides"),
    ('[[rate]]\nservice="slow"\nzone="far"\nup_to="1 lb"\nprice="1"', "rate", "service"),
    ('[[rate]]\nservice="ground"\nzone="moon"\nup_to="1 lb"\nprice="1"', "rate", "zone"),
    ('[[rate]]\nservice="ground"\nzone="far"\nup_to="1 lb"\nprice="1.005"', "rate", "price"),
    ('[[rate]]\nservice="ground"\nzone="far"\nup_to="1 lb"\nprice="-1"', "rate", "price"),
    ('[[rate]]\nservice="ground"\nzone="far"\nup_to="1 lb"\nprise="1"', "rate", "prise"),
    ('[[rate]]\nservice="ground"\nzone="far"\nup_to="70 lb"\nprice="1"', "rate", "row"),
    (
        '[[rate]]\nservice="ground"\nzone="far"\nup_to="1 lb"\nprice="1"\neach="0 lb"',
        "rate",
        "each",
    ),
    (
        '[[rate]]\nservice="ground"\nzone="far"\nup_to="1 lb"\nprice="1"\nsince="2026-02-30"',
        "rate",
        "since",
    ),
    ('[[surcharge]]\ncode = "x"', "surcharge", "price"),
    ('[[surcharge]]\ncode = "x"\nprice = "1"\npercent = "1"', "surcharge", "price"),
    ('[[surcharge]]\ncode = "x"\npercent = "0.19"', "surcharge", "percent"),
    ('[[surcharge]]\ncode = "x"\nprice = "1"\nwhen = "oversize"', "surcharge", "when"),
    ('[[surcharge]]\ncode = "x"\nprice = "1"\nover_weight = "1 lb"', "surcharge", "when"),
    ('[[surcharge]]\ncode = "x"\nprice = "1"\npostal = ["996"]', "surcharge", "when"),
    ('[[surcharge]]\ncode = "x"\nprice = "1"\ncountry = "CA"', "surcharge", "when"),
    (
        '[[surcharge]]\ncode = "x"\nprice = "1"\nsince = 2026-01-02\nuntil = 2026-01-02',
        "surcharge",
        "until",
    ),
    ('[[surcharge]]\ncode = "x"\nprice = "1"\nservice = "slow"', "surcharge", "service"),
    ('[[discount]]\ncode = "x"', "discount", "row"),
]


@pytest.mark.parametrize(("text", "kind", "field"), BAD_TOML)
def test_a_bad_row_is_told_with_its_line(text: str, kind: str, field: str) -> None:
    """And all others are kept; a rate leaves a hole that says so."""
    line = len(TOML.splitlines()) + 1
    read = parse_rate_card(TOML + text)

    assert bad(TOML + text) == [(line, kind, field)]
    assert attrs.evolve(read.card, holes=()) == card()
    assert [hole.why for hole in read.card.holes] == [str(read.bad[0])] * (kind == "rate")


def test_lines_of_csv_are_told_too() -> None:
    """Also where a text goes over two lines, or beyond the header."""
    text = CSV.replace(",5.00,", ",five,") + 'rate,"a\nb"\nvan\n,,\nzone' + "," * 30 + "more\n"

    assert bad(text, "card.csv") == [
        (7, "rate", "price"),
        (13, "rate", "code"),
        (14, "van", "row"),
        (16, "zone", "beyond the header"),
    ]
    told = str(parse_rate_card(text, "card.csv").bad[0])
    assert told == "line 7, rate, price: 'five' is not a decimal number such as 12.50"


@pytest.mark.parametrize(
    ("text", "file", "code"),
    [
        ("", "card.toml", "no_carrier"),
        ("[carrier", "card.toml", "not_toml"),
        ("carrier = 7", "card.toml", "no_carrier"),
        ('[carrier]\ncode = "v"\ncurrency = "USD"', "card.toml", "no_carrier"),
        ('[carrier]\ncode = "v"\ncurrency = "US$"\nprefix = "PV"', "card.toml", "no_carrier"),
        ('[carrier]\ncode = "v"\ncurrency = "USD"\nprefix = "pv"', "card.toml", "no_carrier"),
        (
            '[carrier]\ncode = "v"\ncurrency = "USD"\nprefix = "PV"\nzone = "Moon"',
            "card.toml",
            "no_carrier",
        ),
        ("", "card.csv", "no_header"),
        ("kind,code\n", "card.csv", "no_header"),
        ("row,code\n", "card.csv", "no_carrier"),
        ('row,code\ncarrier,"v"x\n', "card.csv", "not_csv"),
    ],
)
def test_what_is_no_card_is_refused(text: str, file: str, code: str) -> None:
    """As a whole, by a code."""
    with pytest.raises(SourceError) as caught:
        parse_rate_card(text, file)
    assert (caught.value.file, caught.value.code) == (file, code)


def test_fields_are_read_as_toml_has_them() -> None:
    """Truth, dates, numbers and lists; a service without days promises nothing."""
    text = """
[[service]]
code = "slow"
signed = true
dangerous = ["3", "8"]
[[dimensional]]
service = "slow"
divisor = 5000
side_unit = "cm"
weight_step = 0.5
since = 2026-02-01
"""
    read = parse_rate_card(TOML + text)
    service, rule = read.card.services[-1], read.card.dimensional[-1]

    assert read.bad == ()
    assert service.signed
    assert service.days is None
    assert service.dangerous == frozenset({"3", "8"})
    assert (rule.weight_step, rule.effective_from) == (Fraction(1, 2), dt.date(2026, 2, 1))


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """It is not there, or no text."""
    (tmp_path / "card.toml").write_bytes(b"\xff\xfe\x00")
    for name in ("card.toml", "nowhere.toml"):
        with pytest.raises(SourceError, match=name) as caught:
            read_rate_card(tmp_path / name)
        assert caught.value.code == "unreadable"


@pytest.mark.parametrize("wrong", [None, 5, []])
def test_a_card_is_read_from_text_or_from_a_path(wrong: Any) -> None:
    """Anything else is refused by its name."""
    with pytest.raises(InvalidValue, match="path"):
        read_rate_card(wrong)
    with pytest.raises(InvalidValue, match="text"):
        parse_rate_card(wrong)


def test_a_table_that_is_written_inline_has_no_line() -> None:
    """TOML does not tell; the row is told all the same."""
    text = 'zone = [{zone = "x", country = "XXX"}]\n' + TOML.split("[[zone]]", maxsplit=1)[0]

    assert bad(text) == [(0, "zone", "country")]


@given(st.text(alphabet=st.sampled_from('[]="\n,# abc1rowzone'), max_size=80))
def test_law_any_text_is_read_or_refused(text: str) -> None:
    """However odd: nothing else is raised."""
    for base, file in ((TOML, "card.toml"), (CSV, "card.csv")):
        try:
            assert isinstance(parse_rate_card(base + text, file), ReadCard)
        except SourceError as error:
            assert error.code in ("not_toml", "not_csv", "no_carrier")


def test_numbers_are_known_once_their_row_is_added() -> None:
    """By prefix and check digit; a mistyped one is not."""
    row = tracking_type(card())
    types = checked_types((*TRACKING_NUMBER_TYPES, row))
    number = tracking_number("PV", 42)

    assert number == "PV0000000420"
    found = identify(number, types=types)
    assert [some.courier for some in found] == ["vans"]
    assert "check_digit_fits" in found[0].reasons
    assert identify("PV0000000421", types=types) == ()


@given(st.integers(0, 10**9 - 1), st.integers(0, 9))
def test_law_one_wrong_digit_is_noticed(serial: int, place: int) -> None:
    """Whichever it is: weights 3 and 1 are prime to ten."""
    row = tracking_type(card())
    number = tracking_number("PV", serial)
    place += 2
    wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]

    assert row.accepts(number)
    assert not row.accepts(wrong)
