"""What is personal is known, and is shown nowhere."""

import logging
import pkgutil
import traceback
from functools import cache
from importlib import import_module
from random import Random
from typing import Any, get_args, get_type_hints

import attrs
import pytest
from telltales import TELLTALE, attrs_classes_in, telling

import ordercore
from ordercore.errors import InvalidValue, OrdercoreError, Refused
from ordercore.inventory import Reservation, Stock
from ordercore.kernel.personal import is_personal, personal_in
from ordercore.orders.address import Address
from ordercore.orders.decider import DECISIONS, decide, explain
from ordercore.orders.invoice import invoice
from ordercore.orders.slip import packing_slip
from ordercore.orders.state import Order
from ordercore.service.codec import EVENTS
from ordercore.service.dossiers import KINDS
from ordercore.testing.situations import walk
from ordercore.testing.store.claim_happenings import every_claim_event
from ordercore.testing.store.happenings import every_order_event

KEPT = (*EVENTS.values(), Order, *(kind.value for kind in KINDS), Stock, Reservation)

ASKED = (*DECISIONS.rows, *(row for kind in KINDS for row in kind.decisions.rows))

IDS = "names a record, a product or a place of goods by a code, and no person"
VIEWS = "what a seller looks for; who looks for one buyer has no need to keep that"
TAGS = "words on the work, not on a person; a mail address is refused"
CODES = "a code of a table, or the word of another system for a state"
PAPERS = "a number under which another system knows something; without it nothing can be claimed"
OWNER = "an order or a basket by its number; of a hold, the role that has to look into it"
TRACKING = "leads to nobody but by the carrier, and what was lost is claimed by it"
COUNTRY = "taxes and reports count by it, and it says of nobody who he is"

LETTERS = "names a person by the host's own id, which says nothing to others; by it a notice is one"

NOT_PERSONAL = {
    "adds_to": IDS, "capture_id": IDS, "cause": IDS, "channel": CODES, "changes": IDS,
    "charges": IDS, "claim_id": IDS, "code": CODES, "components": IDS, "condition": CODES,
    "country": COUNTRY, "currency": CODES, "evidence": CODES, "failed": IDS, "grade": CODES,
    "ground": CODES, "hold_id": IDS, "id": IDS, "inbound": IDS, "kind": CODES, "label_id": IDS,
    "line": IDS, "lines": IDS, "marketplace": CODES, "order_id": IDS, "parcel": IDS,
    "parcel_id": IDS, "payment": IDS, "payment_id": IDS, "pool": IDS, "pools": IDS,
    "provider": CODES, "ref": PAPERS, "refund_id": IDS, "region": COUNTRY, "replaced_by": IDS,
    "replacement_id": IDS, "replaces": IDS, "request_id": IDS, "return_id": IDS, "service": CODES,
    "carrier": CODES, "owner": OWNER, "reference": PAPERS, "tracking": TRACKING, "using": OWNER,
    "short": IDS, "sku": IDS, "spared": CODES, "zone": CODES, "about": IDS, "collapsed": LETTERS,
    "in_reply_to": IDS, "keys": LETTERS, "language": CODES, "media_type": CODES, "message_id": IDS,
    "post_id": IDS, "recipient": LETTERS, "template": CODES,
}  # fmt: skip
"""Names of fields that hold nothing personal in any class → why."""

NOT_PERSONAL_HERE = {
    ("OrderPlaced", "basket"): "a number of a basket; a host that takes people's ids for it must "
    "not, as stock has it too",
    ("PlaceOrder", "basket"): "likewise",
    ("Line", "title"): "names the product",
    ("Refund", "key"): PAPERS,
    ("Dispatch", "failure"): CODES,
    ("DispatchBounced", "key"): LETTERS,
    ("DispatchRevived", "key"): LETTERS,
    ("DispatchSettled", "key"): LETTERS,
    ("Refund", "reason"): CODES,
    ("Return", "reason"): CODES,
    ("Cancellation", "reason"): CODES,
    ("StockAdjusted", "reason"): CODES,
    ("Replacement", "reason"): CODES,
    ("Answer", "reason"): CODES,
    ("ReturnDeclined", "reason"): CODES,
    ("Payment", "method"): CODES,
    ("Report", "word"): CODES,
    ("Found", "what"): "names goods",
    ("Verification", "notes"): "codes of the verifier's own",
    ("Order", "tags"): TAGS,
    ("SavedView", "name"): VIEWS,
    ("SavedView", "filter"): VIEWS,
    ("SavedView", "says"): VIEWS,
    ("ViewRenamed", "name"): VIEWS,
    ("ViewRenamed", "to"): VIEWS,
    ("ViewRemoved", "name"): VIEWS,
    ("OrderTagged", "tags"): TAGS,
    ("OrderUntagged", "tags"): TAGS,
}
"""Fields whose names others have for something personal, or might → why these are not."""


def text_fields(kinds: tuple[Any, ...] = KEPT) -> list[tuple[str, str, bool]]:
    """Give every field that holds text, and whether it is personal: of what stores keep."""
    found: set[tuple[str, str, bool]] = set()
    for kind in attrs_classes_in(kinds):
        hints = get_type_hints(kind)
        texts = [some for some in attrs.fields(kind) if _is_text(hints[some.name])]
        found |= {(kind.__name__, some.name, is_personal(some)) for some in texts}
    return sorted(found)


def _is_text(hint: Any) -> bool:
    return hint is str or hint is bytes or any(map(_is_text, get_args(hint)))


@pytest.mark.parametrize("named", text_fields(), ids=lambda some: f"{some[0]}.{some[1]}")
def test_every_text_that_is_kept_is_personal_or_said_not_to_be(
    named: tuple[str, str, bool],
) -> None:
    """A new one is marked (``repr=unshown, metadata=PERSONAL``), or gets its reason above."""
    kind, field, personal = named
    reason = NOT_PERSONAL_HERE.get((kind, field)) or NOT_PERSONAL.get(field)

    assert personal is (reason is None)


def test_every_reason_is_needed() -> None:
    """None is left of a field that is gone."""
    fields = text_fields() + text_fields(ASKED)

    assert {field for _, field, _ in fields} >= set(NOT_PERSONAL)
    assert {(kind, field) for kind, field, _ in fields} >= set(NOT_PERSONAL_HERE)


def modules() -> list[Any]:
    """Give every module of ours that can be imported with what is installed."""
    found = pkgutil.walk_packages(ordercore.__path__, "ordercore.")
    return [import_module(some.name) for some in found if not some.name.endswith("__main__")]


def test_personal_fields_are_not_shown() -> None:
    """Of any class in any module, stored or not."""
    kinds = {some for module in modules() for some in vars(module).values() if _is_ours(some)}
    shown = [
        f"{kind.__name__}.{field.name}"
        for kind in kinds
        for field in attrs.fields(kind)
        if is_personal(field) and field.repr is True
    ]

    assert len(kinds) > 400
    assert shown == []


def _is_ours(some: object) -> bool:
    return isinstance(some, type) and attrs.has(some) and some.__module__.startswith("ordercore")


@cache
def lives() -> tuple[Any, ...]:
    """Give the steps of random lives."""
    return tuple(step for seed in range(12) for step in walk(Random(seed).randrange, 25))  # noqa: S311


@cache
def commands() -> dict[Any, Any]:
    """Give a command of every kind that these lives have, with the tell-tale in it."""
    return {type(step.command): telling(step.command) for step in lives()}


def test_nothing_that_is_asked_happens_or_is_refused_shows_anything_personal() -> None:
    """Commands, events, orders, refusals and papers, by repr and by str; and there were some."""
    told = 0
    for step in lives():
        before, after, command = telling(step.before), telling(step.after), telling(step.command)
        events = [telling(event) for event in step.events]
        told += len(personal_in([before, after, command, *events]))
        said = [before, after, command, *events, *explain(before, command)]
        if after is not None:
            said += [packing_slip(after, parcel.id) for parcel in after.parcels]
        assert not any(leaks(some) for some in said)
        try:
            decide(before, command)
        except OrdercoreError as error:
            assert not leaks(error)
    assert told > 1000


def test_events_that_lives_seldom_have_show_nothing_either() -> None:
    """Of orders and of claims."""
    events = [telling(some) for some in (*every_order_event(), *every_claim_event())]

    assert not any(map(leaks, events))


def leaks(some: Any) -> bool:
    """Tell whether a log would show the tell-tale, or a part of it."""
    texts = [repr(some), str(some), f"{some}"]
    if isinstance(some, Exception):
        texts += traceback.format_exception_only(some)
    record = logging.LogRecord("host", logging.ERROR, "", 0, "%s %r", (some, some), None)
    texts.append(logging.Formatter().format(record))
    parts = ("Telltale", "Secret Lane", "7946", "@")
    return any(part in text for part in parts for text in texts)


@pytest.mark.parametrize("field", sorted(some.name for some in attrs.fields(Address)))
def test_errors_about_an_address_do_not_show_it(field: str) -> None:
    """Whatever is wrong with it."""
    wrong: Any
    for wrong in (f"{TELLTALE}\ud800", [TELLTALE], TELLTALE.encode()):
        with pytest.raises(InvalidValue) as refused:
            Address(**{field: wrong})
        assert refused.value.field == field
        assert leaks(refused.value) is (field in ("country", "region"))


@pytest.mark.parametrize("kind", sorted(ASKED, key=str), ids=lambda kind: str(kind.__name__))
def test_errors_about_what_is_asked_do_not_show_it(kind: Any) -> None:
    """Half a character in any personal field of a command, or an address as one line of text."""
    hints = get_type_hints(kind)
    for field in attrs.fields(kind):
        bad = {field.name: [TELLTALE]} if is_personal(field) else {}
        bad |= {field.name: TELLTALE} if hints[field.name] in (Address, Address | None) else {}
        given = commands().get(kind)
        if bad and given is not None:
            with pytest.raises(InvalidValue) as refused:
                attrs.evolve(given, **bad)
            assert refused.value.field == field.name
            assert not leaks(refused.value)


def test_invoices_do_not_show_whom_they_bill() -> None:
    """Nor does what is wrong with one."""
    order = telling(next(s.after for s in lives() if s.after and s.after.parcels))
    seller: Any = TELLTALE
    with pytest.raises((InvalidValue, Refused)) as refused:
        invoice(order, seller=seller, number="1", issued_at=order.terms.placed_at)

    assert not leaks(refused.value)
