"""The upcasters: for each change of a stored event, a function from one shape to the next.

Each is pure, and gives a new body; what it was given stays as it was.
What an event of old did not say is said as it was meant then.
A released function never changes: the shape that it leads to is stored by now.
"""

from collections.abc import Callable, Mapping
from typing import Any

Body = dict[str, Any]
"""An event as JSON has it: text, numbers, lists and dictionaries."""

Upcaster = Callable[[Body], Body]


def _without(values: Body, name: str) -> Body:
    return {other: value for other, value in values.items() if other != name}


def unchanged(body: Body) -> Body:
    """Take a body as it is: what is new has a default that is right for everything of old."""
    return body


def address_beside_terms(body: Body) -> Body:
    """Version 1 of ``OrderPlaced`` had the address among the terms, which cannot be amended."""
    terms = body["terms"]
    return {**body, "terms": _without(terms, "ship_to"), "ship_to": terms["ship_to"]}


def payment_is_captured(body: Body) -> Body:
    """Version 1 of ``PaymentConfirmed`` knew no authorisations: what was paid had been taken.

    A payment had no id but a reference that might be blank; then its moment and amount name it.
    """
    reference, amount, at = (body["payment"][name] for name in ("reference", "amount", "at"))
    minor = None if amount is None else amount["minor"]
    captures = [] if minor is None else [{"id": "C1", "minor": minor, "at": at}]
    named = reference or f"{UNNAMED}{at}/{minor}"
    return {**body, "payment": {"id": named, "amount": amount, "at": at, "captures": captures}}


UNNAMED = "unnamed/"
"""How the ids of payments begin that were stored without a reference."""


def refund_is_settled(body: Body) -> Body:
    """Version 1 of ``RefundIssued`` knew no refunds in flight: the money had gone out.

    By which payment it went was not kept, and is dealt out when the event is folded.
    Its key is never asked for again, so the id will do.
    """
    old = body["refund"]
    return {**body, "refund": {**old, "key": old["id"], "shares": [], "status": "succeeded"}}


def canceller_is_named(body: Body) -> Body:
    """Version 1 of ``UnitsCancelled`` did not say in the cancellation who cancelled."""
    return {**body, "cancellation": {**body["cancellation"], "by": body["by"]}}


def deliveries_are_listed(body: Body) -> Body:
    """Version 1 of ``ShipmentConfirmed`` had room for one delivery of its parcel."""
    parcel = body["parcel"]
    told = [] if parcel["delivered_at"] is None else [parcel["delivered_at"]]
    return {**body, "parcel": {**_without(parcel, "delivered_at"), "deliveries": told}}


def late_lines_know_both(body: Body) -> Body:
    """Version 1 of ``LinesAdopted`` had such a cancellation or such a parcel, both or neither."""
    if body["cancellation"] is not None:
        body = canceller_is_named(body)
    return body if body["parcel"] is None else deliveries_are_listed(body)


def owner_is_named(body: Body) -> Body:
    """Version 1 of what happened to stock knew one kind of owner, an order."""
    return {**_without(body, "order_id"), "owner": body["order_id"]}


UPCASTERS: Mapping[tuple[str, int], Upcaster] = {
    ("LinesAdopted", 1): late_lines_know_both,
    ("OrderPlaced", 1): address_beside_terms,
    ("PaymentConfirmed", 1): payment_is_captured,
    ("RefundIssued", 1): refund_is_settled,
    ("ReservedConsumed", 1): owner_is_named,
    ("ReservedReleased", 1): owner_is_named,
    ("ReturnAuthorised", 1): unchanged,
    ("ReturnReceived", 1): unchanged,
    ("ShipmentConfirmed", 1): deliveries_are_listed,
    ("StockReceived", 1): unchanged,
    ("UnitsCancelled", 1): canceller_is_named,
    ("UnitsReserved", 1): owner_is_named,
    ("UnitsRestocked", 1): owner_is_named,
    ("UnreservedTaken", 1): owner_is_named,
}
"""Event and version → what makes the next version of it."""
