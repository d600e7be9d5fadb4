"""What is known of a unit whose return is asked for: plain values."""

from collections.abc import Iterable

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.charges import Charges
from ordercore.kernel.checking import check_types, several
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, instant, named_zone
from ordercore.kernel.units import checked_quantity
from ordercore.returns.anchors import Anchor, maybe_instant


def some_words(given: Iterable[str]) -> frozenset[str]:
    """Take several words of the host's own."""
    return frozenset(several(given, "words"))


def _traits(values: Iterable[str]) -> frozenset[str]:
    return frozenset(several(values, "traits"))


@attrs.frozen(kw_only=True, cache_hash=True)
class Product:
    """What a return policy asks about a product: words that the rows of the policy name.

    ``condition`` is the one it was sold in; ``traits`` are whatever else rows may hold of
    (``perishable``, ``customised``, ``non_physical`` ...).

    Raises:
        InvalidValue: when a field is of another type.
    """

    category: str = ""
    condition: str = "new"
    traits: frozenset[str] = attrs.field(default=frozenset[str](), converter=_traits)

    def __attrs_post_init__(self) -> None:
        """Refuse words that are none."""
        check_types(self)


PLAIN = Product()
"""A product of which nothing is known."""


# A converter is told no field, so each has its own; a wrong value is named in the error.


def _bought(value: object) -> Instant:
    return instant(value, "bought")


def _shipped(value: object) -> Instant | None:
    return maybe_instant(value, "shipped")


def _delivered(value: object) -> Instant | None:
    return maybe_instant(value, "delivered")


def _estimated(value: object) -> Instant | None:
    return maybe_instant(value, "estimated")


def _latest_estimate(value: object) -> Instant | None:
    return maybe_instant(value, "latest_estimate")


def _memberships(values: Iterable[str]) -> frozenset[str]:
    return frozenset(several(values, "memberships"))


@attrs.frozen(kw_only=True)
class Purchase:
    """What is known of units that were bought together and came in one parcel.

    ``bought`` finds the rows of the policy: the purchase is judged by those of that day.
    Days are counted in ``zone``, that of the marketplace or of the destination.
    ``charges`` are those of the whole line of ``quantity`` units, ``None`` where nobody needs the
    money; ``refunded`` is what went back of it already, for ``refunded_units`` of its units and
    for whatever else. Of the charges ``uncharged`` was never asked for, as for units that were
    cancelled before they were paid for, and ``withheld`` cannot go back any more: what was kept of
    units that were settled before. ``memberships`` are those of the buyer, and the registries it
    was on.

    Raises:
        InvalidValue: when a field is of another type, a time is naive, the zone is none, the units
            are no such numbers, or more was refunded than charged, of a component or in all.
    """

    bought: Instant = attrs.field(converter=_bought)
    zone: str = attrs.field(validator=named_zone)
    shipped: Instant | None = attrs.field(default=None, converter=_shipped)
    delivered: Instant | None = attrs.field(default=None, converter=_delivered)
    estimated: Instant | None = attrs.field(default=None, converter=_estimated)
    latest_estimate: Instant | None = attrs.field(default=None, converter=_latest_estimate)
    marketplace: str = ""
    channel: str = ""
    product: Product = PLAIN
    memberships: frozenset[str] = attrs.field(default=frozenset[str](), converter=_memberships)
    quantity: int = 1
    charges: Charges | None = None
    refunded: Charges | None = None
    refunded_units: int = 0
    uncharged: Charges | None = None
    withheld: Charges | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse numbers of units that cannot be, and money that cannot have been."""
        check_types(self)
        checked_quantity(self.quantity)
        if not 0 <= self.refunded_units <= self.quantity:
            raise InvalidValue("refunded_units", self.refunded_units, f"0 to {self.quantity}")
        for name in ("charges", "refunded", "uncharged", "withheld"):
            money: Charges | None = getattr(self, name)
            if money is not None:
                self._check_money(name, money)

    def _check_money(self, name: str, money: Charges) -> None:
        if money.negative():
            raise InvalidValue(name, money, "no component below 0")
        charged = self.charges
        if charged is None or money is charged:
            return
        if money.currency != charged.currency:
            raise InvalidValue(name, money.currency, f"in {charged.currency}")
        if money.exceeds(charged) or money.total > max(0, charged.total):
            raise InvalidValue(name, money, "no more than was charged, of each and in all")

    @property
    def charged(self) -> Charges | None:
        """What was charged; ``None`` where no charges are known."""
        if self.charges is None or self.uncharged is None:
            return self.charges
        return self.charges - self.uncharged

    def when(self, anchor: Anchor) -> Instant | None:
        """Give when it was bought, shipped, delivered, or was to be delivered."""
        found: Instant | None = getattr(self, anchor.fact)
        return found

    def costs(self, above: Money | None, up_to: Money | None) -> bool:
        """Tell whether one unit costs more than one sum and no more than another.

        It is the price of the item after its discount, without tax; of an unknown price, or of
        one in another currency, neither holds.
        """
        if above is None and up_to is None:
            return True
        charges = self.charges
        if charges is None:
            return False
        price = charges.item - charges.discount
        currencies = {band.currency for band in (above, up_to) if band is not None}
        return (
            currencies == {charges.currency}
            and (above is None or price > above.minor * self.quantity)
            and (up_to is None or price <= up_to.minor * self.quantity)
        )
