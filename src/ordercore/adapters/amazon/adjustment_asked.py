"""What adjustments are asked for: arguments that are of another kind are refused by name."""

from collections.abc import Collection, Container, Mapping

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import is_text, of_type
from ordercore.orders.reasons import RefundReason
from ordercore.orders.state import Order


def check_asked(
    order: Order,
    refunds: Container[str] | None,
    codes: Collection[str],
    reasons: Mapping[str, RefundReason],
    promotions: Mapping[str, tuple[str, str]],
) -> None:
    """Check what is asked; of a text that names one refund, other ids would be parts.

    Raises:
        InvalidValue: for the first argument that is of another kind, or names no two promotions.
    """
    of_type(order, Order, "order")
    if isinstance(refunds, str) or not (refunds is None or isinstance(refunds, Container)):
        raise InvalidValue("refunds", refunds, "the ids of refunds, in a set or a list")
    if isinstance(codes, str) or not isinstance(codes, Collection):
        raise InvalidValue("codes", codes, "codes of a feed, in a tuple or a list")
    for reason, row in _mapping(reasons, "reasons").items():
        of_type(row, RefundReason, f"reasons[{reason!r}]")
    for line, ids in _mapping(promotions, "promotions").items():
        if not (isinstance(ids, tuple) and len(ids) == 2 and all(map(is_text, ids))):
            raise InvalidValue(f"promotions[{line!r}]", ids, "two ids, each blank for none")


def _mapping(value: object, field: str) -> Mapping[object, object]:
    if not isinstance(value, Mapping):
        raise InvalidValue(field, value, "a mapping")
    return value
