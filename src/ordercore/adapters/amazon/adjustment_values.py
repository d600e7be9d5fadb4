"""An order's refunds as adjustments of Amazon's, or why one cannot be told.

Of orders that a seller ships: refunds of what Amazon ships are its own.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from types import MappingProxyType

import attrs

from ordercore.adapters.amazon.adjustment_asked import check_asked
from ordercore.adapters.amazon.adjustment_reasons import XML_CODES, adjustment_code
from ordercore.adapters.amazon.envelope import ITEM_CODE, ORDER_ID
from ordercore.errors import InvalidValue
from ordercore.kernel.charges import Charges
from ordercore.kernel.checking import check_types, of_type, several
from ordercore.kernel.ids import LineId, OrderId, RefundId
from ordercore.kernel.money import decimal_text
from ordercore.kernel.replace import replace
from ordercore.orders.parts import Refund
from ordercore.orders.reasons import REFUND_REASONS, RefundReason
from ordercore.orders.state import Order

PLACES = 2
"""Decimals that an adjustment has, whatever its currency (Seller Central DE 661, facts §3.5)."""

AMOUNTS = ("item", "tax", "shipping", "shipping_tax", "gift_wrap", "gift_wrap_tax")
"""Components that are adjusted one by one; discounts are adjusted under the id of a promotion."""

Promotions = tuple[str, str]
"""Amazon's ids of the promotions on a line: of its price, and of its shipping; blank for none."""

NO_PROMOTIONS: Mapping[LineId, Promotions] = MappingProxyType({})


@attrs.frozen(kw_only=True)
class Adjustment:
    """What is given back of one line, whole and never per unit.

    Positive amounts pay the buyer, negative ones are kept from him; of discounts it is the other
    way round, since giving back what was discounted takes the discount back, too.

    Raises:
        InvalidValue: when a field is of another type, an id is none of Amazon's, the reason is no
            code of its, a discount names no promotion, or an amount has more than two decimals.
    """

    order_id: OrderId
    item_ref: str
    """Amazon's id of the line, of 14 digits."""
    reason: str
    charges: Charges
    item_promotion: str = ""
    ship_promotion: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse what no feed could tell."""
        check_types(self)
        if not ORDER_ID.fullmatch(self.order_id):
            raise InvalidValue("order_id", self.order_id, "3-7-7 letters and digits, as Amazon has")
        if not ITEM_CODE.fullmatch(self.item_ref):
            raise InvalidValue("item_ref", self.item_ref, "an id of 14 digits")
        if self.reason not in XML_CODES:
            raise InvalidValue("reason", self.reason, f"one of {', '.join(XML_CODES)}")
        for amount, id, field in (
            (self.charges.discount, self.item_promotion, "item_promotion"),
            (self.charges.shipping_discount, self.ship_promotion, "ship_promotion"),
        ):
            if amount and not id.strip():
                raise InvalidValue(field, id, "the id of the promotion that is taken back")
        for amount in self.charges.amounts():
            two_decimals(amount, self.charges.currency)


@attrs.frozen(kw_only=True)
class Unadjustable:
    """A refund that cannot be told to Amazon: a stable code, and what it is about.

    ``order_unknown``: the order's id is none of Amazon's; ``line_unknown``: Amazon's id of a line
    was never reported, or is none; ``reason_unmapped``: no code of the feed's is known for the
    reason; ``above_credited``: more than was charged; ``amount_too_fine``: an amount of more than
    two decimals.
    """

    refund_id: RefundId
    code: str
    about: str = ""


def adjustments_given(values: Iterable[Adjustment]) -> tuple[Adjustment, ...]:
    """Give adjustments that a feed is to tell.

    Raises:
        InvalidValue: by its place, when one is none; a refund that cannot be told is in no feed.
    """
    given = several(values, "adjustments")
    for place, each in enumerate(given):
        of_type(each, Adjustment, f"adjustments[{place}]")
    return given


def two_decimals(minor: int, currency: str) -> str:
    """Write an amount with exactly two decimals and no thousands separators.

    Currencies without decimals get two zeros (``500.00`` for 500 JPY); of those with more, what
    the second decimal cannot hold is refused, never rounded.

    Raises:
        InvalidValue: when the amount has more than two decimals that matter.
    """
    whole, _, fraction = decimal_text(minor, currency).partition(".")
    if fraction[PLACES:].strip("0"):
        expected = f"an amount that {PLACES} decimals can tell"
        raise InvalidValue("amount", f"{whole}.{fraction} {currency}", expected)
    return f"{whole}.{fraction[:PLACES].ljust(PLACES, '0')}"


def adjustments_of(
    order: Order,
    *,
    refunds: Container[RefundId] | None = None,
    codes: Collection[str] = XML_CODES,
    reasons: Mapping[str, RefundReason] = REFUND_REASONS,
    promotions: Mapping[LineId, Promotions] = NO_PROMOTIONS,
) -> tuple[Adjustment | Unadjustable, ...]:
    """Give an order's refunds, one adjustment for each line of each, or why one cannot be told.

    ``refunds`` are those to tell; left out, all whose money is gone or on its way. ``codes`` are
    those that the feed knows, ``FLAT_CODES`` for the flat file.
    A refund is told whole, or not at all; what is told adds up to it exactly.
    Where the promotion of a line is not known, its discount is taken off the price that it was a
    discount of.

    Raises:
        InvalidValue: when an argument is of another kind.
    """
    check_asked(order, refunds, codes, reasons, promotions)
    left = {line.id: line.charges for line in order.lines}
    found: list[Adjustment | Unadjustable] = []
    for refund in order.refunds:
        if not refund.counts:
            continue
        credited = _credited(refund)
        beyond = _beyond(credited, left)
        for line, charges in credited.items():
            before = left.get(line)
            if before is not None and before.currency == charges.currency:
                left[line] = before - charges
        if refunds is not None and refund.id not in refunds:
            continue
        if beyond:
            found.append(Unadjustable(refund_id=refund.id, code="above_credited", about=beyond))
            continue
        code = adjustment_code(refund.reason, codes, reasons)
        found += _told(order, refund, credited, code, promotions)
    return tuple(found)


def _credited(refund: Refund) -> dict[LineId, Charges]:
    """Add the parts of a refund up, line by line."""
    credited: dict[LineId, Charges] = {}
    for part in refund.parts:
        known = credited.get(part.line)
        credited[part.line] = part.charges if known is None else known + part.charges
    return credited


def _beyond(credited: Mapping[LineId, Charges], left: Mapping[LineId, Charges | None]) -> str:
    """Name a line of which more is given back than was charged and not given back yet."""
    for line, charges in credited.items():
        most = left.get(line)
        if most is None or most.currency != charges.currency or charges.exceeds(most):
            return line
    return ""


def _told(
    order: Order,
    refund: Refund,
    credited: Mapping[LineId, Charges],
    code: str,
    promotions: Mapping[LineId, Promotions],
) -> Iterator[Adjustment | Unadjustable]:
    refs = {line.id: line.ref or "" for line in order.lines}
    problem = _problem(order, refund, code, {line: refs[line] for line in credited})
    if problem is not None:
        yield problem
        return
    told: list[Adjustment] = []
    for line, charges in credited.items():
        of_item, of_shipping = promotions.get(line, ("", ""))
        netted = _netted(charges, of_item, of_shipping)
        if fine := _too_fine(netted):
            yield Unadjustable(refund_id=refund.id, code="amount_too_fine", about=fine)
            return
        told.append(
            Adjustment(
                order_id=order.id,
                item_ref=refs[line],
                reason=code,
                charges=netted,
                item_promotion=of_item,
                ship_promotion=of_shipping,
            )
        )
    yield from told


def _too_fine(charges: Charges) -> str:
    """Give the first amount that two decimals cannot tell; blank where there is none."""
    for amount in charges.amounts():
        try:
            two_decimals(amount, charges.currency)
        except InvalidValue as bad:
            return str(bad.value)
    return ""


def _problem(
    order: Order, refund: Refund, code: str, refs: Mapping[LineId, str]
) -> Unadjustable | None:
    if not ORDER_ID.fullmatch(order.id):
        return Unadjustable(refund_id=refund.id, code="order_unknown", about=order.id)
    if code not in XML_CODES:
        return Unadjustable(refund_id=refund.id, code="reason_unmapped", about=refund.reason)
    for line, ref in refs.items():
        if not ITEM_CODE.fullmatch(ref):
            return Unadjustable(refund_id=refund.id, code="line_unknown", about=line)
    return None


def _netted(charges: Charges, of_item: str, of_shipping: str) -> Charges:
    """Take a discount without the id of its promotion off the price that it belongs to."""
    if not of_item.strip():
        charges = replace(charges, item=charges.item - charges.discount, discount=0)
    if not of_shipping.strip():
        shipping = charges.shipping - charges.shipping_discount
        charges = replace(charges, shipping=shipping, shipping_discount=0)
    return charges
