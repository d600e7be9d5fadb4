"""Estimates: a figure and what it was made from; where nothing can be said, why not."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Generic, TypeVar

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.clauses import Clause

T = TypeVar("T")

HALF = Fraction(1, 2)

Exact = int | Fraction
"""A number without rounding: whole, or a fraction. Floats are refused, since they are neither."""

REPLENISHING_CLAUSES: Mapping[str, tuple[str, ...]] = {
    "units_at_hand": ("on_hand", "safety", "reserved", "units"),
    "backorders_first": ("units",),
    "promised_by_then": ("ref", "units", "due"),
    "promised_later": ("ref", "units", "due"),
    "receipt_counts": ("ref", "units", "expected"),
    "receipt_too_late": ("ref", "units", "expected"),
    "receipt_overdue": ("ref", "units", "expected"),
    "receipt_undated": ("ref", "units"),
    "demand_counted": ("units", "days", "a_day"),
    "stockout_days_left_out": ("days",),
    "never_in_stock": ("days",),
    "no_history": (),
    "no_demand": (),
    "days_covered": ("units", "a_day", "days"),
    "nothing_at_hand": ("units",),
    "safety_for_demand": ("factor", "variance", "lead_days", "units"),
    "safety_for_both": ("factor", "variance", "lead_days", "lead_variance", "units"),
    "demand_until_receipt": ("a_day", "lead_days", "units"),
    "reorder_at": ("demand", "safety", "units"),
    "economic_quantity": ("a_year", "order_cost", "holding_cost", "units"),
    "ordering_is_free": (),
    "holding_is_free": (),
    "up_to_target": ("target", "position", "units"),
    "target_reached": ("target", "position"),
    "rounded_to_packs": ("units", "pack"),
    "raised_to_least": ("units", "least"),
    "out_of_stock": ("available",),
    "stock_is_low": ("available", "low_at"),
    "stock_is_enough": ("available", "low_at"),
    "low_is_not_set": ("available",),
    "spread_unknown": (),
    "own_safety_is_more": ("computed", "units"),
    "batch_for_days": ("a_day", "days", "units"),
    "position_counted": ("at_hand", "backordered", "inbound", "units"),
    "order_on": ("day", "position", "reorder_at"),
    "order_now": ("position", "reorder_at"),
    "order_is_late": ("position", "reorder_at", "days"),
    "nothing_to_order": ("position", "reorder_at"),
    "order_is_far_off": ("years",),
    "available_now": ("units", "available"),
    "not_available_now": ("units", "available"),
    "available_from_receipt": ("units", "expected"),
    "available_after_lead_time": ("units", "lead_days"),
    "availability_unknown": ("units",),
}
"""Code → the facts that it gives; fractions are rounded to four digits there, and only there, so
that people can read them."""


@attrs.frozen(hash=False)
class Estimate(Generic[T]):
    """A figure, and by what it was found.

    Where the figure may be ``None``, that is no error: nothing can be said, and ``because`` says
    why.
    """

    value: T
    because: tuple[Clause, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the clauses, in order."""
        return tuple(clause.code for clause in self.because)


def exact(value: object, field: str) -> Fraction:
    """Give an exact number of 0 or more.

    Raises:
        InvalidValue: when it is no whole number and no fraction, or less than 0.
    """
    if isinstance(value, bool) or not isinstance(value, int | Fraction) or value < 0:
        raise InvalidValue(field, value, "a whole number or a Fraction, 0 or more")
    return Fraction(value)


def whole(value: object, field: str, least: int | None = 0) -> int:
    """Give a whole number; with ``least`` no lesser one.

    Raises:
        InvalidValue: when it is none, or less.
    """
    if type(value) is not int or (least is not None and value < least):
        bound = "" if least is None else f" of {least} or more"
        raise InvalidValue(field, value, f"a whole number{bound}")
    return value


def shown(value: Fraction) -> Decimal | int:
    """Round for reading: to four digits behind the point, half up; a whole number stays one."""
    if value.denominator == 1:
        return value.numerator
    units, digits = divmod((value * 10_000 + HALF).__floor__(), 10_000)
    # Written out, because arithmetic of decimals rounds by a context that anybody may change.
    return Decimal(f"{units}.{digits:04}".rstrip("0").rstrip("."))


def rounded_up(value: Fraction) -> int:
    """Round up to a whole unit: half a unit cannot be kept."""
    return value.__ceil__()


def clause(code: str, **facts: Any) -> Clause:
    """Write a clause, fractions as they are shown."""
    return Clause(
        code,
        {name: shown(some) if isinstance(some, Fraction) else some for name, some in facts.items()},
    )
