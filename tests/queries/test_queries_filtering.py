"""Filters as expressions: what each field means, and that their text says the same."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ordercore.errors import InvalidValue
from ordercore.kernel.time import instant
from ordercore.orders.address import Address
from ordercore.orders.asking import RequestCancellation
from ordercore.orders.delivering import RecordDelivery
from ordercore.orders.holding import PlaceHold
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.state import Order
from ordercore.queries.filtering import (
    EVERYTHING,
    FIELDS,
    BadFilter,
    Comparison,
    Expression,
    Viewpoint,
    all_of,
    any_of,
    narrowed,
    parse,
    selected,
)
from ordercore.queries.filtering.kinds import NUMBERS, Range
from ordercore.testing import taken
from ordercore.testing.strategies import orders

AT = instant("2026-03-02T09:30:00Z")

VIEW = Viewpoint(AT, "America/New_York")


def _placed(**said: Any) -> PlaceOrder:
    lines = (
        Line("MUG-1", 2, price="12.50 EUR", title="A blue mug"),
        Line("A B", 1, price="5 EUR"),
    )
    plain: dict[str, Any] = {
        "order_id": "O-1",
        "at": AT,
        "channel": "MFN",
        "marketplace": "US",
        "service": "two_day",
        "buyer": "B-1",
        "lines": lines,
        "ship_to": Address("Ada", "1 Pine St", "Austin", "TX", "78701", "US"),
        "ship_by": AT.add(days=2),
        "deliver_by": AT.add(days=5),
    }
    return PlaceOrder(**{**plain, **said})


def _lived(*commands: OrderCommand, **said: Any) -> Order:
    order: Order | None = None
    for command in (_placed(**said), *commands):
        order = taken(order, command).after
    assert order
    return order


PAID = ConfirmPayment(order_id="O-1", at=AT, payment_id="P")

SHIPPED = ConfirmShipment(
    order_id="O-1", at=AT.add(days=1), parcel_id="X", carrier="UPS", tracking="1Z5R89390357567127"
)

HELD = PlaceHold(order_id="O-1", at=AT, kind="fraud", owner="risk", expires_at=AT.add(days=1))


@pytest.mark.parametrize(
    ("text", "commands", "holds"),
    [
        ("", (), True),
        ("status:pending", (), True),
        ("status:unshipped,shipped", (), False),
        ("status:unshipped,shipped", (PAID,), True),
        ("payment:unpaid", (), True),
        ("delivery:underway", (PAID, SHIPPED), True),
        ("returns:none", (), True),
        ("pending:payment", (), True),
        ("pending:hold", (PAID, HELD), True),
        ("channel:MFN marketplace:US service:two_day", (), True),
        ("channel:mfn", (), False),
        ("sku:MUG-1", (), True),
        ('sku:"A B"', (), True),
        ("sku:MUG", (), False),
        ("country:US region:TX", (), True),
        ("country:CA", (), False),
        ("id:O-1 buyer:B-1", (), True),
        ("text:BLUE", (), True),
        ("blue", (), True),
        ('"a blue"', (), True),
        ("red", (), False),
        ("1z5r8939", (PAID, SHIPPED), True),
        ("carrier:UPS", (PAID, SHIPPED), True),
        ("carrier:UPS", (), False),
        ("hold:fraud", (HELD,), True),
        ("is:held", (HELD,), True),
        ("is:held", (), False),
        ("units:3 lines:2", (), True),
        ("units>3", (), False),
        ("units>=3 units<=3 units<4 units>2", (), True),
        ("units:2..3", (), True),
        ("units:1..2,4..9", (), False),
        ("total:30.00EUR", (), True),
        ("total>29.99EUR total<30.01EUR", (), True),
        ("total>1USD", (), False),
        ("-total>1USD", (), True),
        ("total:30EUR..31EUR", (), True),
        ("placed:2026-03-02", (), True),
        ("placed:today", (), True),
        ("placed<today", (), False),
        ("placed<=today placed>=today placed>yesterday placed<tomorrow", (), True),
        ("placed:2026-03-01..2026-03-02", (), True),
        ("placed:2026-03-02T09:30:00Z", (), True),
        ("placed:2026-03-02T09:30:00Z..2026-03-02T10:00:00Z", (), True),
        ("placed:2026-03-02T09:00:00Z..2026-03-02T09:30:00Z", (), False),
        ("placed>now-1m placed<=now", (), True),
        ("ship_by<today+3d", (), True),
        ("ship_by<today+2d", (), False),
        ("deliver_by>now+4d", (), True),
        ("shipped:2026-03-03", (PAID, SHIPPED), True),
        ("shipped:2026-03-03", (), False),
        ("is:late", (PAID,), False),
        ("is:waiting", (PAID,), True),
        ("is:imported", (), False),
        ("is:cancel_requested,late", (), False),
        ("status:shipped | channel:MFN", (), True),
        ("status:shipped | channel:FBA", (), False),
        ("-(status:shipped | channel:MFN)", (), False),
        ("-status:shipped channel:MFN", (), True),
        ("~status:shipped & channel:MFN", (), True),
        ("(status:shipped | channel:MFN) sku:X", (), False),
        ("()", (), True),
        ("-()", (), False),
    ],
)
def test_a_filter_means_what_it_says(
    text: str, commands: tuple[OrderCommand, ...], holds: bool
) -> None:
    """Each field, comparison and way to join them, seen from New York on the day of placement."""
    assert parse(text).holds(_lived(*commands), VIEW) is holds


def test_what_an_order_is_hangs_on_when_one_asks() -> None:
    """Late from the moment after its deadline; held until the hold ends."""
    order = _lived(PAID, HELD)

    def seen(text: str, **later: int) -> bool:
        return parse(text).holds(order, Viewpoint(AT.add(**later)))

    assert (seen("is:late", days=2), seen("is:late", days=2, microseconds=1)) == (False, True)
    assert (seen("is:held", hours=23), seen("is:held", days=1)) == (True, False)
    assert (seen("hold:fraud", hours=23), seen("hold:fraud", days=1)) == (True, False)


def test_days_are_those_of_the_zone() -> None:
    """Half past nine in London is the evening before in Honolulu."""
    order = _lived()

    assert parse("placed:2026-03-01").holds(order, Viewpoint(AT, "Pacific/Honolulu"))
    assert parse("placed:today").holds(order, Viewpoint(AT, "Pacific/Honolulu"))
    assert not parse("placed:2026-03-01").holds(order, Viewpoint(AT, "UTC"))


def test_more_of_an_order_can_be_asked_for() -> None:
    """What has arrived, what the buyer wants cancelled, what is sent in place of something."""
    arrived = _lived(
        PAID, SHIPPED, RecordDelivery(order_id="O-1", at=AT.add(days=2), parcel_id="X")
    )
    unwanted = _lived(
        PAID,
        RequestCancellation(order_id="O-1", at=AT.add(hours=1), request_id="R", reason="mistake"),
    )
    unpriced = _lived(imported=True, lines=(Line("A", 1), Line("B", 1, price="1 EUR")))

    assert parse("delivered:2026-03-04 delivery:delivered").holds(arrived, VIEW)
    assert parse("is:cancel_requested").holds(unwanted, VIEW)
    assert not any_of(*(parse(f"total{sign}0EUR") for sign in "<>:")).holds(unpriced, VIEW)
    assert not parse("country:US").holds(_lived(ship_to=None), VIEW)


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("colour:red", 0, "one of the fields buyer, "),
        ('a "status":x', 2, "one of the fields"),
        ("status:sent", 7, "one of cancelled, "),
        ("sku:a status<shipped", 12, "status to be compared by :"),
        ("(a", 2, "a closing bracket"),
        ("a )", 2, "an end"),
        ("a |", 3, "a field with a value, or a word"),
        ("sku:", 4, "a value"),
        ("sku:a,", 6, "a value"),
        ("units:1..", 9, "a value"),
        ("units:1.5", 6, "a whole number"),
        ("units>1,2", 6, "compared with one value, and no range"),
        ("units>1..2", 6, "compared with one value, and no range"),
        ("sku:a..b", 4, "a field of which one value is above another"),
        ("total>3", 6, "an amount with its currency"),
        ("total>3.123EUR", 6, "EUR"),
        ("placed:march", 7, "a day such as"),
        ("placed:2026-02-30", 7, "a day such as"),
        ("placed:2026-03-01T10:00", 7, "a day such as"),
        ("placed:today+4h", 7, "a day and a number of days"),
        ('"open', 0, "the quotes are not closed"),
        ("a\\b", 1, "says nothing here"),
        ('text:""', 5, "something to look for"),
        ("(" * 51 + "a" + ")" * 51, 50, "no more than 50"),
    ],
)
def test_a_bad_filter_is_refused_at_its_character(text: str, position: int, expected: str) -> None:
    """Never ignored, and told where and why."""
    with pytest.raises(BadFilter, match="character") as bad:
        parse(text)

    assert bad.value.position == position
    assert expected in bad.value.expected
    assert str(bad.value).endswith(f"{text}\n{' ' * position}^")


def test_only_text_is_parsed() -> None:
    """Anything else is refused by name."""
    with pytest.raises(InvalidValue, match="filter"):
        parse(7)  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match="wanted"):
        selected(7, VIEW)  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match="units"):
        FIELDS["units"].is_()
    with pytest.raises(InvalidValue, match="compared by :"):
        assert FIELDS["status"] < "shipped"
    with pytest.raises(TypeError, match="abstract"):
        Expression()  # type: ignore[abstract]


# Laws

UNITS, STATUS, SKU, PLACED, TEXT = (
    FIELDS[name] for name in ("units", "status", "sku", "placed", "text")
)

DAYS = st.sampled_from(["today", "2026-01-05", "yesterday+3d", "2026-01-05T10:00:00Z", "now-40d"])

NUMBERS_ = st.integers(-3, 9).map(str)

TESTS: st.SearchStrategy[Expression] = st.one_of(
    st.builds(UNITS.test, st.sampled_from(Comparison), NUMBERS_),
    st.builds(UNITS.between, NUMBERS_, NUMBERS_),
    st.builds(
        FIELDS["total"].test,
        st.sampled_from(Comparison),
        st.sampled_from(["0.00EUR", "12.50EUR", "-3.00USD", "1 JPY", "0.001KWD"]),
    ),
    st.builds(PLACED.test, st.sampled_from(Comparison), DAYS),
    st.builds(PLACED.between, DAYS, DAYS),
    st.lists(st.sampled_from(["pending", "unshipped", "shipped", "cancelled"]), min_size=1).map(
        lambda words: STATUS.is_(*words)
    ),
    st.lists(st.text(max_size=4), min_size=1, max_size=3).map(lambda words: SKU.is_(*words)),
    st.text(min_size=1, max_size=4).map(TEXT.is_),
    st.sampled_from(["MFN", "FBA", "SFP"]).map(FIELDS["channel"].is_),
)


def _joined(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, max_size=3)
    return st.one_of(
        several.map(lambda parts: all_of(*parts)),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: any_of(*parts)),
        inner.map(lambda one: ~one),
    )


EXPRESSIONS = st.recursive(TESTS, _joined, max_leaves=8)


@given(EXPRESSIONS)
def test_text_says_the_same(expression: Expression) -> None:
    """What is written is read as the very same value."""
    assert parse(str(expression)) == expression


@given(EXPRESSIONS, EXPRESSIONS, orders())
def test_joined_expressions_mean_what_is_joined(
    one: Expression, other: Expression, order: Order
) -> None:
    """And, or, not; and the laws between them."""
    a, b = one.holds(order, VIEW), other.holds(order, VIEW)

    assert (one & other).holds(order, VIEW) is (a and b)
    assert (one | other).holds(order, VIEW) is (a or b)
    assert (~one).holds(order, VIEW) is not a
    assert ~~one == one
    assert (~(one & other)).holds(order, VIEW) is (~one | ~other).holds(order, VIEW)
    assert (one & EVERYTHING) == all_of(one)


@given(EXPRESSIONS, orders())
def test_a_store_is_asked_for_no_less(expression: Expression, order: Order) -> None:
    """Every order that is meant meets the filter of stores too."""
    assume(expression.holds(order, VIEW))

    assert narrowed(expression, VIEW).holds(order)


@pytest.mark.parametrize("compared", Comparison)
@given(numbers=st.tuples(st.integers(), st.integers()))
def test_numbers_are_compared_as_numbers(compared: Comparison, numbers: tuple[int, int]) -> None:
    """Against the language's own signs."""
    has, value = numbers
    plain: dict[Comparison, Callable[[int, int], bool]] = {
        Comparison.IS: int.__eq__,
        Comparison.BELOW: int.__lt__,
        Comparison.UP_TO: int.__le__,
        Comparison.ABOVE: int.__gt__,
        Comparison.FROM: int.__ge__,
    }

    assert NUMBERS.meets(has, compared, value, VIEW) is plain[compared](has, value)
    assert NUMBERS.meets(has, Comparison.IS, Range(value, value), VIEW) is (has == value)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing else is raised, and what is read can be written and read again."""
    try:
        read = parse(text)
    except BadFilter as bad:
        assert 0 <= bad.position <= len(text)
    else:
        assert parse(str(read)) == read
