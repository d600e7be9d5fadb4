"""Prices across lines: promotions, shipping, further units, and what the seller is owed.

Whatever is given for a whole order is dealt out over its lines by largest remainder, so that the
lines add up to it again, and any part of the order can later be refunded by what it carries.
Amounts are read as the buyer is shown them: where ``tax_included`` says so, with the tax inside.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from ordercore.errors import InvalidValue
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money, percent, portion, rounded, shares, tax_of
from ordercore.kernel.replace import replace
from ordercore.orders.line import Line, parted
from ordercore.orders.money import refundable_charges

if TYPE_CHECKING:
    from ordercore.orders.state import Order

OF_A_UNIT = frozenset({"item", "tax", "gift_wrap", "gift_wrap_tax"})
"""Components that a further unit costs as well; it travels with the others."""


def promoted(lines: Sequence[Line], discount: Money) -> tuple[Line, ...]:
    """Take a promotion off a whole order: each line bears its share, by its price.

    A line's price is what is left of its goods after discounts it has already.
    Where the rate is known, tax is computed once again, on what is now left; it never rises.
    So shown without tax, the lines fall by the promotion and the tax saved; shown with tax, by
    exactly the promotion.
    Where it is not known, the tax stays: nobody can tell what it was on.

    Raises:
        InvalidValue: when the promotion is negative or above all prices together, or a line has
            no known charges in its currency.
    """
    charges = _known_charges(lines, discount.currency)
    prices = [_price(line, some) for line, some in zip(lines, charges, strict=True)]
    _within(discount, Money(sum(prices), discount.currency))
    dealt = _dealt(discount.minor, prices)
    return tuple(
        [
            replace(line, charges=_reduced(line, some, share)) if share else line
            for line, some, share in zip(lines, charges, dealt, strict=True)
        ]
    )


def with_shipping(
    lines: Sequence[Line],
    charge: Money,
    *,
    discount: Money | None = None,
    tax_rate: str | Decimal | int | None = None,
) -> tuple[Line, ...]:
    """Set what the shipping of a whole order costs: each line bears its share, by its price.

    Free lines bear some only where all are free, by their units.
    Without a ``tax_rate`` the shipping follows the goods, each line at its own rate.
    Tax is computed once per rate, on all shipping at that rate, and dealt out as well.
    Shipping that the lines had before is replaced.

    Raises:
        InvalidValue: when an amount is negative, the discount is above the charge, the rate is
            no percentage, or a line has no known charges in its currency.
    """
    off = discount or Money(0, charge.currency)
    _within(charge)
    _within(off, charge)
    known = _known_charges(lines, charge.currency)
    prices = [_price(line, some) for line, some in zip(lines, known, strict=True)]
    parts = _dealt(charge.minor, prices if any(prices) else [line.quantity for line in lines])
    offs = _dealt(off.minor, parts)
    fixed = None if tax_rate is None else percent(tax_rate, "tax_rate")
    rates = [(line.tax_rate if fixed is None else fixed, line.tax_included) for line in lines]
    done = list(lines)
    for rate, included in dict.fromkeys(rates):
        members = [n for n, own in enumerate(rates) if own == (rate, included)]
        taxed = _taxed([parts[n] for n in members], [offs[n] for n in members], rate, included)
        for n, (net, tax, saved) in zip(members, taxed, strict=True):
            charges = replace(known[n], shipping=net, shipping_tax=tax, shipping_discount=saved)
            done[n] = replace(lines[n], charges=charges, shipping_tax_rate=rate)
    return tuple(done)


def more_of(line: Line, extra: int) -> Charges:
    """Give what further units of a line cost, at the line's own price per unit.

    Goods, their wrapping and tax; no shipping, and none of the discounts of the line, which were
    given once.
    As many units as the line has cost what the line costs, and fewer what its first units cost.

    Raises:
        InvalidValue: when the line has no units, or its charges are not known.
    """
    if line.charges is None or not line.quantity:
        raise InvalidValue("line", line.id or line.sku, "a line with units and known charges")
    full = replace(line.charges, tax=_tax_without_discount(line, line.charges))
    more = full.portion(line.quantity, 0, extra, OF_A_UNIT)
    if line.tax_rate is None:
        return more
    # Where the rate is known, tax is computed once on what all of them cost.
    if not line.tax_included:
        return replace(more, tax=tax_of(more.item, line.tax_rate))
    shown = portion(full.item + full.tax, line.quantity, 0, extra)
    tax = tax_of(shown, line.tax_rate, included=True)
    return replace(more, item=shown - tax, tax=tax)


def _tax_without_discount(line: Line, charges: Charges) -> int:
    """Give the tax on the goods of a line as if nothing had been taken off."""
    taxed = charges.item - charges.discount
    if not charges.discount or taxed <= 0:
        return charges.tax
    if line.tax_rate is not None:
        return tax_of(charges.item, line.tax_rate)
    return rounded(charges.tax * charges.item, taxed)


def withheld(line: Line, charges: Charges) -> int:
    """Give the tax within charges of a line that the marketplace keeps and remits."""
    if not line.tax_withheld:
        return 0
    return charges.tax + charges.shipping_tax + charges.gift_wrap_tax


def proceeds(order: "Order") -> Money | None:
    """Give what the seller is owed of what was charged and not refunded; ``None`` without prices.

    Tax that the marketplace withholds is not among it.
    """
    if order.currency is None:
        return None
    left = refundable_charges(order, {line.id for line in order.lines})
    owed = [
        left[line.id].total - withheld(line, left[line.id])
        for line in order.lines
        if line.id in left
    ]
    return Money(sum(owed), order.currency)


def _known_charges(lines: Sequence[Line], currency: str) -> list[Charges]:
    known = [line.charges for line in lines if line.charges and line.charges.currency == currency]
    if len(known) < len(lines):
        skus = tuple([line.sku for line in lines])
        raise InvalidValue("lines", skus, f"lines with known charges in {currency}")
    return known


def _within(amount: Money, limit: Money | None = None) -> None:
    if amount.minor < 0:
        raise InvalidValue("amount", str(amount), "an amount of at least 0")
    if limit and (amount.currency != limit.currency or amount.minor > limit.minor):
        raise InvalidValue("amount", str(amount), f"an amount of at most {limit}")


def _price(line: Line, charges: Charges) -> int:
    """Give what the buyer is shown for the goods, after discounts; of no units, nothing."""
    inside = charges.tax if line.tax_included and line.tax_rate is not None else 0
    return max(0, charges.item - charges.discount + inside) if line.quantity else 0


def _reduced(line: Line, charges: Charges, share: int) -> Charges:
    net = charges.item - charges.discount
    if line.tax_rate is None:
        return replace(charges, discount=charges.discount + share)
    if not line.tax_included:
        tax = min(charges.tax, tax_of(net - share, line.tax_rate))
        return replace(charges, tax=tax, discount=charges.discount + share)
    left = net + charges.tax - share
    tax = min(charges.tax, tax_of(left, line.tax_rate, included=True))
    tax = max(tax, left - net)  # charges that are at odds with the rate: what is net does not rise
    return replace(charges, tax=tax, discount=charges.item - (left - tax))


def _taxed(
    parts: Sequence[int], offs: Sequence[int], rate: Decimal | None, included: bool
) -> Iterator[tuple[int, int, int]]:
    net, tax, off = parted(sum(parts), sum(offs), rate, included=included)
    nets = _dealt(net, parts)
    return zip(nets, _dealt(tax, parts), _dealt(off, nets), strict=True)


def _dealt(amount: int, weights: Sequence[int]) -> tuple[int, ...]:
    return shares(amount, weights) if amount else (0,) * len(weights)
