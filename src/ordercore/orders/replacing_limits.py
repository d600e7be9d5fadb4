"""What a replacement keeps to: which units, for what, how often, and nothing twice."""

from typing import TYPE_CHECKING

from ordercore.kernel.money import Money
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.units import total_by_line
from ordercore.orders.claimed import claimed_money
from ordercore.orders.replaced import replaceable_units
from ordercore.orders.replacement import SentWhen
from ordercore.orders.sending import terms_of
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.orders.worth import worth_of_units

if TYPE_CHECKING:
    from ordercore.orders.replacing import ReplaceUnits


@rule("replaced_goods_unknown", first=("RequestReturn",), instead=("return_id", "parcel_id"))
def replaced_goods_are_known(order: Order, command: "ReplaceUnits", _: World) -> Facts | None:
    """Replaced are units of a return, or else of a parcel, of this order."""
    known = [
        order.return_(command.return_id) if command.return_id is not None else None,
        order.parcel(command.parcel_id) if command.parcel_id is not None else None,
    ]
    named = [id for id in (command.return_id, command.parcel_id) if id is not None]
    if len(named) == 1 and any(known):
        return None
    return {"return": command.return_id, "parcel": command.parcel_id}


@rule(
    "units_not_replaceable",
    first=("RequestReturn", "RecordUndelivered", "EndReplacement"),
    instead=("units",),
)
def units_are_replaceable(order: Order, command: "ReplaceUnits", _: World) -> Facts | None:
    """Each unit is paid back for or replaced, never both and never twice."""
    left = replaceable_units(order, command.return_id, command.parcel_id)
    if not command.units:
        return {"line": None, "asked": 0, "replaceable": 0}
    for line, asked in total_by_line(command.units).items():
        if asked > left.get(line, 0):
            return {"line": line, "asked": asked, "replaceable": left.get(line, 0)}
    return None


@rule("replaced_beside_claim", instead=("units",))
def claims_leave_a_replacement(order: Order, command: "ReplaceUnits", world: World) -> Facts | None:
    """Nothing is sent in place of what the buyer got money for by a claim, or a bank holds it."""
    money = claimed_money(order) if order.claims and not command.imported else None
    if money is None or not money.is_touched:
        return None
    if units_are_replaceable.check(order, command, world) is not None:
        return None
    units = total_by_line(command.units)
    parts = worth_of_units(order, units, goods_only=command.return_id is not None)
    worth = sum([part.charges.total for part in parts])
    if worth <= money.left.minor:
        return None
    return {"worth": Money(worth, money.left.currency), "left": money.left}


@rule("replaced_too_often", rather=("IssueRefund",))
def chain_has_an_end(order: Order, _: "ReplaceUnits", world: World) -> Facts | None:
    """What was sent in place of something is itself replaced only so often."""
    most = terms_of(order, world).most_in_chain
    if order.terms.chain < most:
        return None
    return {"order": order.id, "replaces": order.terms.replaces, "most": most}


@rule("replaced_price_unknown", first=("PriceLines",))
def prices_are_known(order: Order, _: "ReplaceUnits", __: World) -> Facts | None:
    """Only goods are replaced of which it is known in which currency they were sold."""
    return None if order.currency is not None else {"order": order.id}


@rule("exchanged_line_unusable", instead=("lines",))
def new_lines_are_complete(order: Order, command: "ReplaceUnits", _: World) -> Facts | None:
    """What is sent in an exchange has units, and a price in the currency of the order."""
    for line in command.lines:
        if not line.quantity or line.charges is None or line.charges.currency != order.currency:
            return {"sku": line.sku, "quantity": line.quantity, "currency": order.currency}
    return None


@rule("nothing_comes_back", instead=("when",))
def receipt_is_to_come(_: Order, command: "ReplaceUnits", __: World) -> Facts | None:
    """Only what the buyer sends back can be waited for."""
    if command.when is SentWhen.IN_ADVANCE or command.return_id is not None:
        return None
    return {"parcel": command.parcel_id}


@rule("replaced_before_asked", instead=("at",))
def replacing_follows_trouble(order: Order, command: "ReplaceUnits", _: World) -> Facts | None:
    """Nothing is replaced before it was asked back, or known not to arrive."""
    rma = order.return_(command.return_id) if command.return_id is not None else None
    parcel = order.parcel(command.parcel_id) if command.parcel_id is not None else None
    known = parcel.undelivered.at if parcel and parcel.undelivered else None
    known = rma.requested_at if rma is not None else known
    return None if known is None or command.at >= known else {"at": command.at, "known": known}


@rule("replacement_already_exists", instead=("replacement_id",))
def replacement_is_new(order: Order, command: "ReplaceUnits", _: World) -> Facts | None:
    """A replacement is an order of its own, and is promised once."""
    taken = command.replacement_id == order.id or order.replacement(command.replacement_id)
    return {"replacement": command.replacement_id} if taken else None


REPLACING_RULES = (
    replaced_goods_are_known,
    units_are_replaceable,
    claims_leave_a_replacement,
    chain_has_an_end,
    prices_are_known,
    new_lines_are_complete,
    receipt_is_to_come,
    replacing_follows_trouble,
    replacement_is_new,
)
