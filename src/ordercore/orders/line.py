"""The line of an order: a product times a quantity, and what it costs."""

from collections.abc import Iterable
from decimal import Decimal

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.charges import Charges
from ordercore.kernel.checking import check_types, several
from ordercore.kernel.ids import LineId, Sku, checked
from ordercore.kernel.money import Money, percent, tax_of
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.replace import completed
from ordercore.kernel.units import MOST, checked_quantity

Components = tuple[tuple[Sku, int], ...]
"""The SKUs of which a bundle is made, each with how many there are in one."""


@attrs.frozen(init=False)
class Line:
    """A product times a quantity.

    ``charges`` are for the whole line; ``None`` says that they are not known yet, which is not
    the same as zero (a marketplace withholds them while an order is pending).
    They are always held without tax, with the tax beside them, and their total is what the buyer
    pays: 11.90 with 19 % inside is an item of 10.00 and a tax of 1.90.
    ``ref`` is the marketplace's own id of the line.
    """

    sku: Sku
    quantity: int
    charges: Charges | None
    id: LineId
    title: str
    ref: str | None
    tax_rate: Decimal | None = None
    """Percent, of the goods and their wrapping; ``None`` when nobody has told it."""
    tax_included: bool = False
    """The buyer is shown prices with the tax inside."""
    tax_withheld: bool = False
    """The marketplace collects the tax and remits it; the seller never gets it."""
    shipping_tax_rate: Decimal | None = None
    """Percent, of the shipping; where it follows the goods it is the same as ``tax_rate``."""
    gift_message: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    adds_to: LineId | None = None
    """The line that these are further units of, where a quantity was changed."""
    components: Components = ()
    """What one of it is made of, where it is a bundle: stock is kept of these, not of ``sku``."""

    def __init__(
        self,
        sku: str,
        quantity: int,
        *,
        price: str | Money | None = None,
        charges: Charges | None = None,
        id: str = "",
        title: str = "",
        ref: str | None = None,
        discount: str | Money | None = None,
        tax_rate: str | Decimal | int | None = None,
        tax_included: bool = False,
        tax_withheld: bool = False,
        shipping_tax_rate: str | Decimal | int | None = None,
        gift_message: str = "",
        adds_to: LineId | None = None,
        components: Iterable[tuple[str, int]] = (),
    ) -> None:
        """Take either the ``price`` of one unit or the ``charges`` of the whole line.

        With a price, a ``discount`` of the whole line is taken off, and the tax is computed once,
        on what is left; price and discount include it where ``tax_included`` says so.
        Charges are taken as they are, whatever the rate: they hold their tax already.

        Raises:
            InvalidValue: when the SKU is blank, the quantity is no whole number from 0 on, the
                price cannot be read, a charge is negative, a discount is above the price or
                given without one, a rate is no percentage from 0 to 100, or a component is no SKU
                with a number of units.
        """
        checked(sku, "sku")
        checked_quantity(quantity, least=0)
        rate = tax_rate if tax_rate is None else percent(tax_rate, "tax_rate")
        if shipping_tax_rate is not None:
            shipping_tax_rate = percent(shipping_tax_rate, "shipping_tax_rate")
        if price is not None:
            unit = Money.parse(price, "price") if isinstance(price, str) else price
            whole = unit.minor * quantity
            if rate is None and discount is None:
                charges = Charges(currency=unit.currency, item=whole)
            else:
                off = _discount(discount, Money(whole, unit.currency))
                item, tax, off = parted(whole, off, rate, included=tax_included)
                charges = Charges(unit.currency, item=item, tax=tax, discount=off)
        elif discount is not None:
            raise InvalidValue("discount", discount, "given together with a price")
        if charges is not None and (below := charges.negative()):
            raise InvalidValue(below[0], getattr(charges, below[0]), "an amount of at least 0")
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            sku, quantity, charges, id, title, ref,
            rate, tax_included, tax_withheld, shipping_tax_rate, gift_message, adds_to,
            _components(components, quantity) if components else (),
        )  # fmt: skip

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)

    def with_id(self, id: str) -> "Line":
        """Give the same line under another id; what was valid is not checked again."""
        return completed(self, id=id)

    def stock_units(self, quantity: int) -> Components:
        """Give the SKUs of which stock is kept for so many of it, with their units.

        Those are its components, added up, or its own SKU where it has none.
        """
        if not self.components:
            return ((self.sku, quantity),)
        units: dict[Sku, int] = {}
        for sku, each in self.components:
            units[sku] = units.get(sku, 0) + each * quantity
        return tuple(units.items())


def _components(given: Iterable[tuple[str, int]], quantity: int) -> Components:
    """Take components as they are given, once each is a SKU with units that can be kept."""
    components: list[tuple[Sku, int]] = []
    for part in several(given, "components"):
        pair: object = part
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise InvalidValue("components", pair, "pairs of a SKU and a number of units")
        sku, each = pair
        checked(sku, "components")
        checked_quantity(each)
        if each * quantity > MOST:
            raise InvalidValue("components", pair, f"at most {MOST} units for the whole line")
        components.append((sku, each))
    return tuple(components)


def _discount(given: str | Money | None, price: Money) -> int:
    if given is None:
        return 0
    off = Money.parse(given, "discount") if isinstance(given, str) else given
    if off.currency != price.currency or not 0 <= off.minor <= price.minor:
        raise InvalidValue("discount", str(off), f"an amount from 0 to {price}")
    return off.minor


def parted(
    price: int, discount: int, rate: Decimal | None, *, included: bool = False
) -> tuple[int, int, int]:
    """Part a price and its discount into what is without tax, the tax, and the discount.

    Tax is on what is left after the discount; without a rate no tax is known, and none is added.
    Where both include the tax, what is paid stays exactly the price less the discount: the tax
    within it is rounded, the net price is rounded as if there were no discount, and the discount
    without tax is the difference.
    """
    if rate is None:
        return price, 0, discount
    paid = price - discount
    tax = tax_of(paid, rate, included=included)
    if not included:
        return price, tax, discount
    net = price - tax_of(price, rate, included=True)
    return net, tax, net - (paid - tax)
