"""Promises, choices and standings asked for with what cannot be: refused under its name."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from ordercore.channels.choosing.choose import choose_channel
from ordercore.channels.choosing.offers import (
    Destination,
    Offer,
    Preferences,
    Reach,
    Seller,
    Wish,
)
from ordercore.channels.clock.promise import promise
from ordercore.channels.clock.promised import Calendars
from ordercore.channels.prime.record import PrimeSeller
from ordercore.channels.prime.standing import may_enrol, prime_standing, trial_verdict
from ordercore.channels.table import MFN
from ordercore.errors import InvalidValue
from ordercore.kernel.time import instant

NAIVE = dt.datetime(2026, 3, 9, 12)  # noqa: DTZ001 - naive on purpose

AT = "2026-03-09T12:00:00Z"

PRIME = PrimeSeller(marketplace="US", zone="America/New_York")


def promised(**changes: Any) -> object:
    """Ask for a promise."""
    asked: dict[str, Any] = {
        "placed": AT,
        "channel": MFN,
        "calendars": Calendars.monday_to_friday("UTC"),
    }
    return promise(**{**asked, **changes})


def chosen(**changes: Any) -> object:
    """Ask for a channel for nothing."""
    asked: dict[str, Any] = {
        "lines": (),
        "offers": (),
        "stock": {},
        "destination": Destination(country="US"),
        "at": AT,
        "deliver_by": {"MFN": AT, "FBA": None},
    }
    return choose_channel(**{**asked, **changes})


def offer(**changes: Any) -> Offer:
    """Make an offer."""
    asked: dict[str, Any] = {"sku": "A", "channel": "MFN", "pool": "main"}
    return Offer(**{**asked, **changes})


def destination(**changes: Any) -> Destination:
    """Make a destination."""
    asked: dict[str, Any] = {"country": "US"}
    return Destination(**{**asked, **changes})


def prime_seller(**changes: Any) -> PrimeSeller:
    """Make a seller."""
    asked: dict[str, Any] = {"marketplace": "US", "zone": "UTC"}
    return PrimeSeller(**{**asked, **changes})


@pytest.mark.parametrize(
    ("ask", "field", "value"),
    [
        (promised, "channel", "MFN"),
        (promised, "channel", None),
        (promised, "calendars", None),
        (promised, "service", []),
        (promised, "service", 5),  # which was quoted as a service that nobody knows
        (promised, "marketplace", []),
        (promised, "marketplace", None),
        (promised, "placed", NAIVE),
        (chosen, "at", NAIVE),
        (chosen, "at", "noon"),
        (chosen, "deliver_by", None),
        (Reach, "countries", "US"),  # of which "U" was a part
        (Reach, "countries", None),
        (Reach, "countries", [5]),
        (Reach, "but_not", "99"),
        (Reach, "remote", "no"),
        (offer, "sku", ""),
        (offer, "channel", ""),
        (offer, "pool", " "),
        (offer, "reach", None),
        (destination, "postal_code", None),
        (destination, "country", 5),
        (destination, "po_box", "no"),
        (Wish, "deliver_by", NAIVE),
        (Wish, "badge", "yes"),
        (Seller, "prime", "enrolled"),
        (Seller, "prime_left", "3"),
        (Seller, "paused", "MFN"),
        (Preferences, "ranking", "earliest"),
        (Preferences, "channels", "FBA"),
        (Preferences, "prime", "FBA"),
        (prime_seller, "zone", "Nowhere"),
        (prime_seller, "zone", None),
    ],
)
def test_what_cannot_be_is_refused(ask: Callable[..., object], field: str, value: Any) -> None:
    """Under the name of the field, with the value."""
    with pytest.raises(InvalidValue) as caught:
        ask(**{field: value})

    assert (caught.value.field, caught.value.value) == (field, value)


@pytest.mark.parametrize("at", [NAIVE, "noon", 5])
def test_a_moment_of_a_channel_is_aware(at: Any) -> None:
    """It is told of which channel it is."""
    with pytest.raises(InvalidValue, match=r"^deliver_by\[MFN\]: "):
        chosen(deliver_by={"MFN": at})
    with pytest.raises(InvalidValue, match=r"^paused\[MFN\]: "):
        Seller(paused={"MFN": at})


def test_moments_may_be_text() -> None:
    """They are read as anywhere else."""
    assert chosen() == chosen(at=instant(AT), deliver_by={"MFN": instant(AT)})
    assert Seller(paused={"MFN": AT}).paused == {"MFN": instant(AT)}  # type: ignore[dict-item]


@pytest.mark.parametrize("several", [set, list, tuple, iter])
def test_a_reach_may_come_in_any_collection(several: Any) -> None:
    """It is the same, and can be a key."""
    given = Reach(countries=several(["US"]), but_not=several(["99"]))
    same = Reach(countries=frozenset({"US"}), but_not=frozenset({"99"}))

    assert given == same
    assert hash(given) == hash(same)


@pytest.mark.parametrize("ask", [may_enrol, trial_verdict, prime_standing])
def test_a_standing_is_asked_at_an_aware_moment(ask: Callable[..., object]) -> None:
    """A naive one is refused."""
    with pytest.raises(InvalidValue, match=r"^at: "):
        ask(PRIME, NAIVE)


@pytest.mark.parametrize("ask", [may_enrol, prime_standing])
def test_the_moment_of_a_standing_may_be_text(ask: Callable[..., object]) -> None:
    """It is the same standing."""
    assert ask(PRIME, AT) == ask(PRIME, instant(AT))
