"""Bytes: events by stored name, and fingerprints of commands."""

import datetime as dt
from typing import Any

import attrs
import pytest
from desk_stories import AT, later, placing

from ordercore import InvalidValue, Line, StoreError
from ordercore.inventory import DECISIONS as STOCK_DECISIONS
from ordercore.inventory import Condition, MirrorSummary, ReceiveStock, ReserveUnits, TakeUnreserved
from ordercore.inventory.events import EVENTS as STOCK_EVENTS
from ordercore.orders.decider import DECISIONS, FOLDS
from ordercore.orders.paying import ConfirmPayment
from ordercore.service.claim_wish import ClaimWish
from ordercore.service.codec import EVENTS, decode, decode_event, digest, encode
from ordercore.service.dossiers import KINDS
from ordercore.service.feedback_wishes import RatingWish, ReviewWish


def test_every_event_has_a_stored_name() -> None:
    """Whatever is folded can be read back, and no name means two events."""
    of_dossiers = [event for kind in KINDS for event in kind.events]
    assert set(EVENTS.values()) == {*FOLDS, *STOCK_EVENTS, *of_dossiers}
    assert len(EVENTS) == len(FOLDS) + len(STOCK_EVENTS) + len(of_dossiers)


def test_an_unknown_event_says_its_name() -> None:
    """An event of another version is an error with its name, not a crash."""
    with pytest.raises(InvalidValue) as caught:
        decode_event("OrderTeleported", b"{}")

    assert (caught.value.field, caught.value.value) == ("event", "OrderTeleported")


def test_the_moment_is_no_part_of_a_fingerprint() -> None:
    """Asked again later it is the same command."""
    assert digest(placing(at=AT)) == digest(placing(at=later(400)))


def test_everything_else_is_part_of_a_fingerprint() -> None:
    """Another order, line, price, kind or quantity is another command."""
    stock: dict[str, Any] = {"sku": "A", "pool": "main", "quantity": 1, "at": AT, "owner": "O-1"}
    commands = (
        placing(),
        placing("O-2"),
        placing(buyer="b"),
        placing("O-1", Line("A", 3, price="10.00 EUR")),
        placing("O-1", Line("A", 2, price="10.01 EUR")),
        ConfirmPayment(order_id="O-1", at=AT),
        ConfirmPayment(order_id="O-1", at=AT, payment_id="x"),
        ReceiveStock(sku="A", pool="main", quantity=1, at=AT),
        ReserveUnits(**stock),
        TakeUnreserved(**stock),
    )

    assert len({digest(command) for command in commands}) == len(commands)


def test_the_order_of_a_mapping_does_not_count() -> None:
    """The same figures are the same command, in whatever order they were read."""
    broken = {Condition.DEFECTIVE: 1, Condition.EXPIRED: 2}
    said: dict[str, Any] = {"sku": "A", "pool": "main", "fulfillable": 1, "at": AT}
    one, other = [
        MirrorSummary(**said, unfulfillable=dict(some))
        for some in (broken.items(), reversed(broken.items()))
    ]

    assert digest(one) == digest(other)
    assert digest(one) != digest(MirrorSummary(**said, unfulfillable={Condition.DEFECTIVE: 1}))


def test_commands_are_told_apart_by_their_whole_names() -> None:
    """A fingerprint takes 16 letters of a name, so no two commands may share them."""
    of_dossiers = [command for kind in KINDS for command in kind.decisions.rows]
    wishes = (ClaimWish, RatingWish, ReviewWish)
    kinds = (*DECISIONS.rows, *STOCK_DECISIONS.rows, *of_dossiers, *wishes)
    beginnings = [kind.__name__[:16] for kind in kinds]

    assert len(set(beginnings)) == len(beginnings)


@attrs.frozen
class Odd:
    """A value that no store ever holds."""

    when: dt.timezone


def test_what_cannot_be_written_is_said() -> None:
    """A field of a type that nobody knows is an error that names the type."""
    with pytest.raises(TypeError, match="no way to write a timezone"):
        encode(Odd(dt.UTC))


def test_what_cannot_be_read_is_said() -> None:
    """The same the other way round, with the place at which it stands."""
    with pytest.raises(StoreError, match="no way to read a timezone"):
        decode(Odd, b'{"when": "UTC"}')
