"""Upcasting: the table of upcasters, and how an event of any version is read."""

import json
from typing import Any

import pytest
from desk_stories import AT, later, placing

from ordercore.errors import InvalidTable, InvalidValue, StoreError
from ordercore.inventory import StockReceived
from ordercore.orders.decider import decide
from ordercore.service import codec
from ordercore.service.codec import EVENTS, decode_event, encode, stored_name
from ordercore.service.upcasters import (
    UPCASTERS,
    Body,
    Upcaster,
    address_beside_terms,
    canceller_is_named,
    deliveries_are_listed,
    late_lines_know_both,
    payment_is_captured,
    refund_is_settled,
)
from ordercore.service.upcasting import Versions

RECEIVED = StockReceived(quantity=3, at=AT)


def counted_in_dozens(body: Body) -> Body:
    """Take the number of dozens, as version 1 had it, for units."""
    return {"count": body["dozens"] * 12, "at": body["at"]}


def called_count(body: Body) -> Body:
    """Take ``count``, as version 2 had it, for ``quantity``."""
    return {"quantity": body["count"], "at": body["at"]}


TWICE: dict[tuple[str, int], Upcaster] = {
    ("StockReceived", 1): counted_in_dozens,
    ("StockReceived", 2): called_count,
}


@pytest.fixture
def twice_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ``StockReceived`` be at its third version."""
    versions = Versions(EVENTS, TWICE)
    names = {kind: versions.stored_name(name) for name, kind in EVENTS.items()}
    monkeypatch.setattr(codec, "VERSIONS", versions)
    monkeypatch.setattr(codec, "_STORED_NAMES", names)
    monkeypatch.setattr(codec, "_CURRENT", {name: kind for kind, name in names.items()})


# The table


def test_without_upcasters_everything_is_at_version_1() -> None:
    """It is stored under its plain name."""
    versions = Versions(["A", "B"], {})

    assert (versions.current("A"), versions.stored_name("A")) == (1, "A")
    assert versions.parted("B") == ("B", 1)


def test_a_kind_is_at_the_version_after_its_last_upcaster() -> None:
    """Every version up to it can be read, and no other."""
    versions = Versions(["A", "B"], {("A", 2): dict, ("A", 1): dict})

    assert (versions.current("A"), versions.stored_name("A")) == (3, "A/3")
    assert (versions.current("B"), versions.stored_name("B")) == (1, "B")
    assert [versions.parted(name) for name in ("A", "A/2", "A/3")] == [
        ("A", 1),
        ("A", 2),
        ("A", 3),
    ]


@pytest.mark.parametrize(
    ("upcasters", "problem"),
    [
        ({("A", 2): dict}, r"A has upcasters from \[2\]"),
        ({("A", 1): dict, ("A", 3): dict}, r"A has upcasters from \[1, 3\]"),
        ({("A", 0): dict, ("A", 1): dict}, r"A has upcasters from \[0, 1\]"),
        ({("Nothing", 1): dict}, "there is no event Nothing"),
    ],
    ids=["begins late", "has a gap", "begins early", "of no event"],
)
def test_a_table_with_a_gap_cannot_be_built(
    upcasters: dict[tuple[str, int], Upcaster], problem: str
) -> None:
    """It is told when it is built, which is when the package is imported."""
    with pytest.raises(InvalidTable, match=problem):
        Versions(["A", "B"], upcasters)


def test_the_table_in_force_is_valid() -> None:
    """Each upcaster is of an event that there is."""
    assert {name for name, _ in UPCASTERS} <= set(EVENTS)
    assert Versions(EVENTS, UPCASTERS).current("StockRanOut") == 1
    assert Versions(EVENTS).current("OrderPlaced") == 2


# Reading


@pytest.mark.usefixtures("twice_changed")
@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("StockReceived", {"dozens": 2}),
        ("StockReceived/2", {"count": 24}),
        ("StockReceived/3", {"quantity": 24}),
    ],
)
def test_an_event_of_any_version_is_read(name: str, body: dict[str, Any]) -> None:
    """Old ones walk through every version after theirs."""
    data = json.dumps({**body, "at": AT.isoformat()}).encode()

    assert decode_event(name, data) == StockReceived(quantity=24, at=AT)


@pytest.mark.usefixtures("twice_changed")
def test_an_event_is_written_in_the_newest_version() -> None:
    """And read back without going through a dictionary."""
    assert stored_name(RECEIVED) == "StockReceived/3"
    assert decode_event("StockReceived/3", encode(RECEIVED)) == RECEIVED


@pytest.mark.usefixtures("twice_changed")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("StockTeleported", "an event of this version of ordercore"),
        ("StockTeleported/2", "an event of this version of ordercore"),
        ("StockReceived/4", "which knows StockReceived up to 3"),
        ("StockReceived/1", "which knows StockReceived up to 3"),
        ("StockReceived/02", "which knows StockReceived up to 3"),
        ("StockReceived/", "which knows StockReceived up to 3"),
        ("StockReceived/two", "which knows StockReceived up to 3"),
        ("UnitsReserved/2", "which knows UnitsReserved up to 1"),
    ],
)
def test_an_unknown_name_or_version_is_named(name: str, expected: str) -> None:
    """Whoever wrote it knew more than we do; the error says how far we know."""
    with pytest.raises(InvalidValue) as caught:
        decode_event(name, encode(RECEIVED))

    assert (caught.value.field, caught.value.value) == ("event", name)
    assert expected in caught.value.expected


@pytest.mark.usefixtures("twice_changed")
@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"3", b"{}", b'{"dozens": null, "at": "x"}', b'{"dozens": 1, "at": "x"}'],
    ids=["nothing", "a list", "a number", "no fields", "a field of none", "no time"],
)
def test_an_old_event_that_is_damaged_is_an_error_of_the_store(data: bytes) -> None:
    """It names the event."""
    with pytest.raises(StoreError):
        decode_event("StockReceived", data)


def test_events_of_the_present_version_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No dictionary is made of them, and no upcaster is asked."""
    (placed,) = decide(None, placing())
    events = (placed, StockReceived(quantity=1, at=later(1)))
    monkeypatch.setattr(codec, "_decode_older", None)

    assert tuple(decode_event(stored_name(event), encode(event)) for event in events) == events


# The upcasters in force


def test_an_address_leaves_the_terms() -> None:
    """It is beside them, or nowhere if there was none."""
    terms = {"channel": "MFN", "ship_to": None}

    assert address_beside_terms({"terms": terms, "order_id": "O-1"}) == {
        "terms": {"channel": "MFN"},
        "ship_to": None,
        "order_id": "O-1",
    }


@pytest.mark.parametrize(
    ("reference", "amount", "id", "captures"),
    [
        (
            "PAY-1",
            {"minor": 5, "currency": "EUR"},
            "PAY-1",
            [{"id": "C1", "minor": 5, "at": "then"}],
        ),
        (
            "",
            {"minor": 0, "currency": "JPY"},
            "unnamed/then/0",
            [{"id": "C1", "minor": 0, "at": "then"}],
        ),
        ("", None, "unnamed/then/None", []),
    ],
)
def test_what_was_paid_had_been_taken(
    reference: str, amount: Body | None, id: str, captures: list[Body]
) -> None:
    """All of it at that moment; of an amount that nobody told, nothing is known to be taken."""
    payment = {"reference": reference, "amount": amount, "at": "then"}

    assert payment_is_captured({"payment": payment, "ship_by": None}) == {
        "payment": {"id": id, "amount": amount, "at": "then", "captures": captures},
        "ship_by": None,
    }


def test_a_refund_had_gone_out() -> None:
    """Its money is not on its way any more."""
    refund = refund_is_settled({"refund": {"id": "F1", "reason": "late"}})["refund"]

    assert (refund["status"], refund["key"], refund["reason"]) == ("succeeded", "F1", "late")


def test_who_cancelled_is_who_said_so() -> None:
    """The event says it, and now the cancellation too."""
    told = canceller_is_named({"by": "buyer", "cancellation": {"reason": "x"}})

    assert told == {"by": "buyer", "cancellation": {"reason": "x", "by": "buyer"}}


@pytest.mark.parametrize(("at", "deliveries"), [(None, []), ("then", ["then"])])
def test_a_delivery_is_one_of_several(at: str | None, deliveries: list[str]) -> None:
    """A parcel that was not delivered has none."""
    told = deliveries_are_listed({"parcel": {"id": "P1", "delivered_at": at}})

    assert told == {"parcel": {"id": "P1", "deliveries": deliveries}}


@pytest.mark.parametrize("parcel", [None, {"delivered_at": None}])
@pytest.mark.parametrize("gone", [None, {"reason": "x"}])
def test_late_lines_may_have_a_parcel_and_a_cancellation(
    gone: Body | None, parcel: Body | None
) -> None:
    """Each as in its own event, and none where there was none."""
    body = {"by": "buyer", "cancellation": gone, "parcel": parcel}

    assert late_lines_know_both(body) == {
        "by": "buyer",
        "cancellation": gone and {"reason": "x", "by": "buyer"},
        "parcel": parcel and {"deliveries": []},
    }
