"""Choosing a service as truth tables: what keeps a quote out, and how the rest are ranked."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.errors import InvalidValue
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.kernel.time import instant
from ordercore.shipping.choosing import (
    SERVICE_CLAUSES,
    SERVING_RULES,
    Cheapest,
    Consignment,
    DestinationKind,
    Fastest,
    Greenest,
    Quote,
    RankingPolicy,
    ServiceChoice,
    choose_service,
    places_of,
)
from ordercore.shipping.measures import Dimensions, Length, Weight

NOW = instant("2026-11-22T12:00:00Z")
DUE = instant("2026-11-25T23:59:59Z")

PO_BOX, MILITARY = DestinationKind.PO_BOX, DestinationKind.MILITARY
FAR, TERRITORY = DestinationKind.NON_CONTIGUOUS, DestinationKind.TERRITORY

PARCEL = Consignment(at=NOW, weight=Weight.of(5, "lb"), size=Dimensions.parse("12 x 9 x 7 in"))


def quote(id: str, price: str = "9.00", on: int = 24, **more: Any) -> Quote:
    """Give a quote that promises delivery on a day of November 2026, or on none."""
    return Quote(
        id=id,
        carrier=more.pop("carrier", "UPS"),
        service=more.pop("service", "Ground"),
        price=Money.parse(f"{price} {more.pop('currency', 'USD')}"),
        deliver_by=f"2026-11-{on}T22:00:00Z" if on else None,  # type: ignore[arg-type]
        **more,
    )


def ranked(choice: ServiceChoice) -> str:
    """Write the ids in their order."""
    return " ".join(some.quote.id for some in choice.ranked)


def out(choice: ServiceChoice) -> Mapping[str, list[str]]:
    """Give the codes by which each quote is out."""
    return {some.quote.id: [clause.code for clause in some.because] for some in choice.rejected}


def said(choice: ServiceChoice) -> list[Any]:
    """Give every clause of a choice."""
    of_quotes = [clause for one in (*choice.ranked, *choice.rejected) for clause in one.because]
    return [*of_quotes, *choice.because]


@pytest.mark.parametrize(
    ("offer", "asked", "codes"),
    [
        ({}, {}, []),
        ({"valid_until": NOW}, {}, ["quote_expired"]),
        ({"valid_until": instant("2026-11-22T12:00:01Z")}, {}, []),
        ({}, {"carriers": ["USPS", "FedEx"]}, ["carrier_not_allowed"]),
        ({}, {"carriers": ["UPS"]}, []),
        ({}, {"carriers": []}, ["carrier_not_allowed"]),
        ({}, {"protected": True}, ["label_not_protected"]),
        ({"protected": True}, {"protected": True}, []),
        ({"tracked": False}, {"tracked": True}, ["not_tracked"]),
        ({"tracked": False}, {}, []),
        ({}, {"signed": True}, ["not_signed_for"]),
        ({"signed": True}, {"signed": True}, []),
        ({"refuses": [PO_BOX, MILITARY]}, {"places": [PO_BOX]}, ["place_refused"]),
        ({"refuses": [PO_BOX]}, {"places": [MILITARY]}, []),
        ({"dangerous": ["9"]}, {"dangerous": ["9", "3"]}, ["class_refused"]),
        ({"dangerous": ["9"]}, {"dangerous": ["9"]}, []),
        ({"most_weight": Weight.of(5, "lb")}, {}, []),
        ({"most_weight": Weight.of("4.99", "lb")}, {}, ["over_weight"]),
        ({"most_sides": Dimensions.parse("7 x 12 x 9 in")}, {}, []),
        ({"most_sides": Dimensions.parse("12 x 9 x 6.9 in")}, {}, ["over_size"]),
        ({"most_longest": Length.of(12, "in")}, {}, []),
        ({"most_longest": Length.of(11, "in")}, {}, ["over_length"]),
        ({"most_length_plus_girth": Length.of(44, "in")}, {}, []),
        ({"most_length_plus_girth": Length.of(43, "in")}, {}, ["over_girth"]),
        ({"on": 0}, {}, []),
        ({"on": 0}, {"deliver_by": DUE}, ["delivery_unknown"]),
        ({"on": 26}, {"deliver_by": DUE}, ["delivery_too_late"]),
        ({"on": 25}, {"deliver_by": DUE}, []),
        # Exactly when it is due is in time.
        ({"on": 25}, {"deliver_by": "2026-11-25T22:00:00Z"}, []),
        # Everything that is against it is told.
        ({"tracked": False, "on": 26, "refuses": [FAR]},
         {"tracked": True, "deliver_by": DUE, "places": [FAR, TERRITORY]},
         ["not_tracked", "place_refused", "delivery_too_late"]),
    ],
)  # fmt: skip
def test_what_keeps_a_quote_out(
    offer: dict[str, Any], asked: dict[str, Any], codes: list[str]
) -> None:
    """Each rule by itself, at its limit and beyond it."""
    choice = choose_service([quote("a", **offer)], replace(PARCEL, **asked))

    assert out(choice) == ({"a": codes} if codes else {})
    assert ranked(choice) == ("" if codes else "a")
    for clause in said(choice):
        assert (*clause.facts,) == SERVICE_CLAUSES[clause.code]


USD = Money.parse

OFFERS = [
    quote("slow", "5.00", 27, carbon_grams=400),
    quote("cheap", "6.00", 25),
    quote("same", "6.00", 24, carbon_grams=900),
    quote("vague", "6.00", 0, carbon_grams=400),
    quote("quick", "30.00", 23, carbon_grams=5000),
    quote("early", "31.00", 23),
]


@pytest.mark.parametrize(
    ("policy", "order", "rejected"),
    [
        (Cheapest(), "slow same cheap vague quick early", {}),
        (Fastest(), "quick early same cheap slow vague", {}),
        (Fastest(USD("30.00 USD")), "quick same cheap slow vague", {"early": ["costs_too_much"]}),
        (Fastest(USD("5.99 USD")), "slow",
         {one: ["costs_too_much"] for one in ("same", "cheap", "vague", "quick", "early")}),
        (Greenest(), "slow vague same quick cheap early", {}),
    ],
    ids=str,
)  # fmt: skip
def test_quotes_are_ranked(policy: RankingPolicy, order: str, rejected: Mapping[str, Any]) -> None:
    """By price, by delivery, by what is emitted; what nobody says comes last."""
    choice = choose_service(OFFERS, PARCEL, policy)

    assert ranked(choice) == order
    assert out(choice) == rejected
    for clause in said(choice):
        assert (*clause.facts,) == SERVICE_CLAUSES[clause.code]


def test_the_cheapest_on_time_is_chosen() -> None:
    """What comes too late is cheaper, and out."""
    choice = choose_service(OFFERS, replace(PARCEL, deliver_by=DUE))

    assert ranked(choice) == "same cheap quick early"
    assert out(choice) == {"slow": ["delivery_too_late"], "vague": ["delivery_unknown"]}
    assert choice.best == OFFERS[2]
    assert [str(clause) for clause in choice.ranked[0].because] == [
        "ranked_by_price (quote=same, carrier=UPS, service=Ground, rank=1, price=6.00 USD)"
    ]
    assert choice.because == ()


def test_where_nobody_says_what_is_emitted_that_is_said() -> None:
    """And the price decides."""
    silent = [replace(some, carbon_grams=None) for some in OFFERS]

    choice = choose_service(silent, PARCEL, Greenest())

    assert ranked(choice) == ranked(choose_service(silent, PARCEL, Cheapest()))
    assert [clause.code for clause in choice.because] == ["no_emissions_known"]


def test_nothing_to_choose_from_is_said() -> None:
    """No quote at all, and none that serves."""
    late = replace(PARCEL, deliver_by=NOW)

    assert [str(clause) for clause in choose_service([], PARCEL, Greenest()).because] == [
        "no_quote_given"
    ]
    choice = choose_service(OFFERS, late)
    assert choice.best is None
    assert [str(clause) for clause in choice.because] == ["no_quote_serves (quotes=6)"]
    assert len(choice.rejected) == 6


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: quote(" "), "id"),
        (lambda: quote("a", carrier=""), "carrier"),
        (lambda: quote("a", "-1.00"), "price"),
        (lambda: quote("a", carbon_grams=-1), "carbon_grams"),
        (lambda: quote("a", carbon_grams=1.5), "carbon_grams"),
        (lambda: quote("a", valid_until="2026-11-22T12:00:00"), "valid_until"),
        (lambda: quote("a", dangerous=[9]), "dangerous"),
        (lambda: quote("a", refuses="po_box"), "refuses"),
        (lambda: quote("a", refuses=["po_box"]), "refuses"),
        (lambda: replace(PARCEL, deliver_by="soon"), "deliver_by"),
        (lambda: replace(PARCEL, at="2026-11-22T12:00:00"), "at"),
        (lambda: replace(PARCEL, carriers="UPS"), "carriers"),
        (lambda: replace(PARCEL, weight=5), "weight"),
        (lambda: Fastest("5.00 USD"), "under"),  # type: ignore[arg-type]
        (lambda: choose_service(OFFERS, PARCEL, Fastest(USD("5.00 EUR"))), "under"),
        (lambda: choose_service(OFFERS[0], PARCEL), "quotes"),  # type: ignore[arg-type]
        (lambda: choose_service(["a"], PARCEL), "quotes"),  # type: ignore[list-item]
        (lambda: choose_service(OFFERS, None), "parcel"),  # type: ignore[arg-type]
        (lambda: choose_service([*OFFERS, OFFERS[0]], PARCEL), "quotes"),
        (lambda: choose_service([*OFFERS, quote("eur", currency="EUR")], PARCEL), "quotes"),
    ],
)
def test_what_nobody_could_compare_is_refused(make: Any, field: str) -> None:
    """Prices in two currencies, two quotes of one id, and what is no quote at all."""
    with pytest.raises(InvalidValue) as caught:
        make()

    assert caught.value.field == field


@pytest.mark.parametrize(
    ("address", "places"),
    [
        ({"country": "US", "lines": ["PO Box 12"]}, {PO_BOX}),
        ({"country": "US", "lines": ["P.O. Box 12"]}, {PO_BOX}),
        ({"country": "US", "lines": ["12 Pine St", "p. o. box 7"]}, {PO_BOX}),
        ({"country": "US", "lines": ["Post Office Box 7"]}, {PO_BOX}),
        ({"country": "DE", "lines": ["Postfach 10 20 30"]}, {PO_BOX}),
        ({"country": "FR", "lines": ["Boîte postale 7"]}, {PO_BOX}),
        ({"country": "ES", "lines": ["Apartado de Correos 7"]}, {PO_BOX}),
        ({"country": "IT", "lines": ["Casella postale 7"]}, {PO_BOX}),
        ({"country": "NL", "lines": ["Postbus 7"]}, {PO_BOX}),
        ({"country": "PT", "lines": ["Caixa Postal 7"]}, {PO_BOX}),
        # As people write it: run together, with other signs, shortened, wide or in two parts.
        ({"country": "US", "lines": ["PO Box12"]}, {PO_BOX}),
        ({"country": "US", "lines": ["PO-Box 12"]}, {PO_BOX}),
        ({"country": "US", "lines": ["P/O Box A"]}, {PO_BOX}),
        ({"country": "US", "lines": ["P.O.B. 12"]}, {PO_BOX}),
        ({"country": "GB", "lines": ["Post Box No. 7"]}, {PO_BOX}),
        ({"country": "AU", "lines": ["GPO Box 7"]}, {PO_BOX}),
        ({"country": "AU", "lines": ["Locked Bag 7"]}, {PO_BOX}),
        ({"country": "NZ", "lines": ["Private Bag 7"]}, {PO_BOX}),
        ({"country": "JP", "lines": ["ＰＯ Ｂｏｘ 7"]}, {PO_BOX}),  # noqa: RUF001
        ({"country": "DE", "lines": ["Postfach7"]}, {PO_BOX}),
        ({"country": "FR", "lines": ["Boi\u0302te postale 7"]}, {PO_BOX}),
        ({"country": "FR", "lines": ["B.P. 7"]}, {PO_BOX}),
        ({"country": "CH", "lines": ["Case postale 7"]}, {PO_BOX}),
        ({"country": "ES", "lines": ["Apartado 7"]}, {PO_BOX}),
        ({"country": "ES", "lines": ["Apdo. de Correos 7"]}, {PO_BOX}),
        ({"country": "US", "lines": ["12 Boxwood Road", "Poboxton"]}, set()),
        ({"country": "US", "lines": ["Post Box Lane", "Campo Box 7", "12 Po Boxer St"]}, set()),
        ({"country": "US", "lines": ["BP Station", "Bob 7", "Private Bagley Rd"]}, set()),
        # A box of a military post office is none.
        ({"country": "US", "region": "AE", "city": "APO", "lines": ["PSC 3 Box 12"]}, {MILITARY}),
        ({"country": "US", "region": "ap", "city": "Fpo"}, {MILITARY}),
        ({"country": "us", "city": "DPO"}, {MILITARY}),
        ({"country": "US", "city": "APO AE 09012"}, {MILITARY}),
        ({"country": "US", "region": "Armed Forces Europe"}, {MILITARY}),
        ({"country": "US", "city": "Apopka", "region": "FL"}, set()),
        ({"country": "DE", "region": "AE"}, set()),
        ({"country": "US", "region": "AK"}, {FAR}),
        ({"country": "US", "region": "Hawaii", "lines": ["PO Box 1"]}, {FAR, PO_BOX}),
        ({"country": "US", "region": "PR"}, {TERRITORY}),
        ({"country": "PR"}, {TERRITORY}),
        ({"country": "US", "region": "Puerto Rico"}, {TERRITORY}),
        ({"country": "GU", "region": "GU"}, {TERRITORY}),
        ({"country": "US", "region": "TX", "city": "Austin", "lines": ["12 Pine St"]}, set()),
    ],
)
def test_an_address_tells_what_makes_its_place_hard(
    address: dict[str, Any], places: set[DestinationKind]
) -> None:
    """PO boxes in seven languages, military post offices, Alaska, Hawaii and territories."""
    assert places_of(**address) == places


@pytest.mark.parametrize(
    ("address", "field"),
    [
        # One text is not several: letter by letter, no line is a PO box.
        ({"country": "US", "lines": "PO Box 12"}, "lines"),
        ({"country": "US", "lines": None}, "lines"),
        ({"country": "US", "lines": [None]}, "lines"),
        ({"country": None}, "country"),
        ({"country": "US", "region": 7}, "region"),
        ({"country": "US", "city": "\ud800"}, "city"),
    ],
)
def test_what_is_no_address_is_refused(address: dict[str, Any], field: str) -> None:
    """Else a PO box is delivered to as if it were none."""
    with pytest.raises(InvalidValue) as caught:
        places_of(**address)

    assert caught.value.field == field


def test_every_clause_is_said_somewhere_here() -> None:
    """The codes of all rules are in the table of clauses, each once."""
    codes = [rule.code for rule in SERVING_RULES]

    assert len(set(codes)) == len(codes)
    assert set(codes) <= {*SERVICE_CLAUSES}


offers = st.lists(
    st.builds(
        quote,
        st.integers(0, 99).map(str),
        st.integers(0, 9).map(lambda price: f"{price}.00"),
        st.sampled_from((0, 23, 24, 25, 26)),
        carbon_grams=st.none() | st.integers(0, 3),
        tracked=st.booleans(),
        carrier=st.sampled_from(("UPS", "USPS")),
    ),
    max_size=12,
    unique_by=lambda some: some.id,
)

policies = st.sampled_from((Cheapest(), Fastest(), Fastest(USD("5.00 USD")), Greenest()))

parcels = st.builds(
    lambda due, tracked: replace(PARCEL, deliver_by=due, tracked=tracked),
    st.none() | st.just(DUE),
    st.booleans(),
)


@given(offers, parcels, policies, st.randoms(use_true_random=False))
def test_law_each_quote_is_ranked_or_rejected_in_whatever_order(
    given_quotes: list[Quote], parcel: Consignment, policy: RankingPolicy, chance: Any
) -> None:
    """Once, named by a clause, and none that is ranked is late."""
    choice = choose_service(given_quotes, parcel, policy)
    mixed = [*given_quotes]
    chance.shuffle(mixed)

    told = [*choice.ranked, *choice.rejected]
    assert sorted(one.quote.id for one in told) == sorted(one.id for one in given_quotes)
    assert all(clause.facts["quote"] == one.quote.id for one in told for clause in one.because)
    assert all(one.because for one in told)
    assert choose_service(mixed, parcel, policy) == choice
    for one in choice.ranked:
        by = one.quote.deliver_by
        assert parcel.deliver_by is None or (by is not None and by <= parcel.deliver_by)


@given(offers, parcels)
def test_law_nothing_that_serves_is_better_than_the_best(
    given_quotes: list[Quote], parcel: Consignment
) -> None:
    """By price, by delivery, by emissions."""
    for policy, worth in (
        (Cheapest(), lambda one: one.price.minor),
        (Fastest(), lambda one: (one.deliver_by is None, one.deliver_by or NOW)),
        (Greenest(), lambda one: (one.carbon_grams is None, one.carbon_grams or 0)),
    ):
        found = [one.quote for one in choose_service(given_quotes, parcel, policy).ranked]
        assert [worth(one) for one in found] == sorted(worth(one) for one in found)
