"""What a line costs, component by component."""

from collections.abc import Callable, Container, Iterable

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types
from ordercore.kernel.money import Money, digits, money_of, shares

ADDED = ("item", "tax", "shipping", "shipping_tax", "gift_wrap", "gift_wrap_tax")
"""Components that the buyer pays."""

DEDUCTED = ("discount", "shipping_discount")
"""Components that the buyer is spared: kept as positive amounts, counted as negative."""

COMPONENTS = ADDED + DEDUCTED


_WHOLE = {int}


@attrs.frozen
class Charges:
    """Amounts in minor units of one currency for a *whole* line, never per unit.

    Name the components when you build one.

    The same shape says what a line was charged, what was refunded of it, and what is left.
    """

    currency: str
    item: int = 0
    tax: int = 0
    shipping: int = 0
    shipping_tax: int = 0
    gift_wrap: int = 0
    gift_wrap_tax: int = 0
    discount: int = 0
    shipping_discount: int = 0

    def __attrs_post_init__(self) -> None:
        """Refuse anything but whole minor units of a currency there is."""
        # Looked at closely only where something is amiss, since folds build many.
        if set(map(type, self.amounts())) != _WHOLE or type(self.currency) is not str:
            check_types(self)
        digits(self.currency)

    @property
    def total(self) -> int:
        """What the buyer pays, in minor units."""
        return (
            self.item + self.tax + self.shipping + self.shipping_tax + self.gift_wrap
            + self.gift_wrap_tax - self.discount - self.shipping_discount
        )  # fmt: skip

    @property
    def money(self) -> Money:
        """What the buyer pays, as money."""
        return money_of(self.total, self.currency)

    def amounts(self) -> tuple[int, ...]:
        """All components, in the order of ``COMPONENTS``."""
        return (
            self.item, self.tax, self.shipping, self.shipping_tax, self.gift_wrap,
            self.gift_wrap_tax, self.discount, self.shipping_discount,
        )  # fmt: skip

    def portion(
        self, whole: int, start: int, count: int, components: Container[str] = COMPONENTS
    ) -> "Charges":
        """Give what ``count`` units from ``start`` on carry of a line of ``whole`` units.

        Components that are not asked for are left at zero.
        """
        named = zip(COMPONENTS, self.amounts(), strict=True)
        end = start + count
        # As kernel.money.portion divides, without a call for each component: refunds cut many.
        return charges_of(
            self.currency,
            [
                amount * end // whole - amount * start // whole
                if amount and name in components
                else 0
                for name, amount in named
            ],
        )

    def __add__(self, other: "Charges") -> "Charges":
        """Add charges of the same currency, component by component."""
        pairs = self._pairs(other)
        return charges_of(self.currency, [mine + theirs for mine, theirs in pairs])

    def __sub__(self, other: "Charges") -> "Charges":
        """Take away charges of the same currency, component by component."""
        pairs = self._pairs(other)
        return charges_of(self.currency, [mine - theirs for mine, theirs in pairs])

    def negated(self) -> "Charges":
        """Give this with every component below zero that is above, and the other way round."""
        return charges_of(self.currency, [-amount for amount in self.amounts()])

    def capped(self, limit: "Charges") -> "Charges":
        """Give as much of this as ``limit`` has: of each component, and in all; never below zero.

        What is too much in all is taken off the first component that has it, what is deducted too
        much off the first deduction.
        """
        if 0 <= self.total <= limit.total and not self.exceeds(limit):
            return self
        pairs = self._pairs(limit)
        within = charges_of(self.currency, [min(mine, most) for mine, most in pairs]).floored()
        return within.less(ADDED, max(0, within.total - max(0, limit.total)))

    def floored(self) -> "Charges":
        """Give this with nothing below zero: no component, and not the whole.

        What is below zero in all is taken off the first deduction that has it.
        """
        amounts = self.amounts()
        if min(amounts) < 0:
            return charges_of(self.currency, [max(0, mine) for mine in amounts]).floored()
        return self.less(DEDUCTED, -self.total) if self.total < 0 else self

    def cut_to(self, minor: int) -> "Charges":
        """Give charges of so many minor units out of these: of each component its share, or all.

        Shares are of what the buyer paid; a discount is only taken back with everything else.
        """
        if minor >= self.total:
            return self
        added = dict(zip(ADDED, shares(minor, self.amounts()[: len(ADDED)]), strict=True))
        return Charges(self.currency, **added)

    def less(self, components: Iterable[str], amount: int) -> "Charges":
        """Give this with an amount taken off some components, in their order, as far as it goes."""
        if not amount:
            return self
        left = list(self.amounts())
        taken_off(left, components, amount)
        return charges_of(self.currency, left)

    def _pairs(self, other: "Charges") -> Iterable[tuple[int, int]]:
        if other.currency != self.currency:
            raise InvalidValue("currency", other.currency, f"the currency {self.currency}")
        return zip(self.amounts(), other.amounts(), strict=True)

    def exceeds(self, limit: "Charges") -> tuple[str, ...]:
        """Name the components in which this goes beyond ``limit``."""
        triples = zip(COMPONENTS, self.amounts(), limit.amounts(), strict=True)
        return tuple([name for name, mine, most in triples if mine > most])

    def negative(self) -> tuple[str, ...]:
        """Name the components that are below zero."""
        amounts = self.amounts()
        if min(amounts) >= 0:
            return ()
        return tuple(name for name, mine in zip(COMPONENTS, amounts, strict=True) if mine < 0)


def taken_off(amounts: list[int], components: Iterable[str], amount: int) -> list[int]:
    """Take an amount off some of several amounts, as :meth:`Charges.less`; give what was taken.

    Both are in the order of ``COMPONENTS``.
    """
    gone = [0] * len(COMPONENTS)
    for name in components:
        if amount <= 0:
            break
        place = _PLACES[name]
        own = amounts[place]
        if own > 0:
            gone[place] = taken = min(own, amount)
            amounts[place] = own - taken
            amount -= taken
    return gone


def charges_of(currency: str, amounts: Iterable[int]) -> Charges:
    """Build charges from amounts in the order of ``COMPONENTS``, worked out of other charges.

    They are not checked again: folds and refunds build many, so each slot is filled by name.
    """
    made: Charges = object.__new__(Charges)
    item, tax, shipping, shipping_tax, gift_wrap, gift_wrap_tax, discount, spared = amounts
    _PUT_CURRENCY(made, currency)
    _PUT_ITEM(made, item)
    _PUT_TAX(made, tax)
    _PUT_SHIPPING(made, shipping)
    _PUT_SHIPPING_TAX(made, shipping_tax)
    _PUT_GIFT_WRAP(made, gift_wrap)
    _PUT_GIFT_WRAP_TAX(made, gift_wrap_tax)
    _PUT_DISCOUNT(made, discount)
    _PUT_SHIPPING_DISCOUNT(made, spared)
    return made


def _put(field: str) -> Callable[[Charges, object], None]:
    put: Callable[[Charges, object], None] = vars(Charges)[field].__set__
    return put


_PLACES = {name: place for place, name in enumerate(COMPONENTS)}

_PUT_CURRENCY = _put("currency")
_PUT_ITEM = _put("item")
_PUT_TAX = _put("tax")
_PUT_SHIPPING = _put("shipping")
_PUT_SHIPPING_TAX = _put("shipping_tax")
_PUT_GIFT_WRAP = _put("gift_wrap")
_PUT_GIFT_WRAP_TAX = _put("gift_wrap_tax")
_PUT_DISCOUNT = _put("discount")
_PUT_SHIPPING_DISCOUNT = _put("shipping_discount")
