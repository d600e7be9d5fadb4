"""Filters as expressions: what each field means, and that their text says the same."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ordercore.errors import InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, instant
from ordercore.orders.address import Address
from ordercore.orders.asking import RequestCancellation
from ordercore.orders.claim_note import ClaimNote
from ordercore.orders.claiming import HearClaim
from ordercore.orders.delivering import RecordDelivery
from ordercore.orders.holding import PlaceHold
from ordercore.orders.leads import ShipByLead
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.receiving import ReceiveReturn
from ordercore.orders.returning import RequestReturn
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.state import Order
from ordercore.orders.stranding import RecordUndelivered
from ordercore.orders.tagging import TagOrder
from ordercore.orders.world import WORLD, World
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
from ordercore.queries.filtering.expression import quoted
from ordercore.queries.filtering.fields import IS
from ordercore.queries.filtering.kinds import NUMBERS, Range
from ordercore.returns import ReturnUnits
from ordercore.shipping import Trouble
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


TAGGED = TagOrder(order_id="O-1", at=AT, tags=("gift", "b2b"))

CLAIMED = HearClaim(
    order_id="O-1",
    at=AT.add(hours=1),
    by=Actor.MARKETPLACE,
    claim=ClaimNote(
        id="C",
        kind="guarantee",
        claimed=Money(500, "EUR"),
        opened_at=AT,
        answer_due=AT.add(days=3),
    ),
)


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
        ("tag:gift", (), False),
        ("tag:gift", (TAGGED,), True),
        ("tag:GIFT,other", (TAGGED,), True),
        ("-tag:gift is:tagged", (TAGGED,), False),
        ("is:tagged", (), False),
        ("type:standard", (), True),
        ("type:preorder,exchange,replacement", (), False),
        ("quantity:2", (), True),
        ("quantity>2", (), False),
        ("quantity<2 quantity>1", (), True),
        ("postcode:787", (), True),
        ('postcode:"78 7-01"', (), True),
        ("postcode:87,788", (), False),
        ("is:at_risk", (PAID,), False),
        ("risk:ship_by", (PAID,), False),
        ("exception:parcel_late", (PAID, SHIPPED), False),
        ("is:refund_due,claim_open", (PAID,), False),
        ("claim:guarantee", (), False),
        ("claim:guarantee is:claimed is:claim_open", (PAID, CLAIMED), True),
        ("claim:carrier", (PAID, CLAIMED), False),
        ("answer_by:2026-03-05", (PAID, CLAIMED), True),
        ("answer_by<tomorrow", (PAID, CLAIMED), False),
        ("refund_by<today+999d", (PAID,), False),
        ("refunded:0.00EUR balance:30.00EUR", (PAID,), True),
        ("refunded>0.00EUR", (PAID,), False),
        ("balance>0.00EUR", (), False),
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


def test_what_must_be_done_hangs_on_when_one_asks_too() -> None:
    """At risk before it is late; a parcel late, lost, and its refund due."""
    order = _lived(PAID)
    sent = _lived(PAID, SHIPPED)
    lost = _lived(
        PAID,
        SHIPPED,
        RecordUndelivered(
            order_id="O-1",
            at=AT.add(days=4),
            by=Actor.CARRIER,
            parcel_id="X",
            trouble=Trouble.LOST,
        ),
    )

    def seen(text: str, order: Order, world: World = WORLD, **later: int) -> bool:
        return parse(text).holds(order, Viewpoint(AT.add(**later), world=world))

    at_risk, week = "is:at_risk risk:ship_by -is:late", ShipByLead(lead=dt.timedelta(days=7))
    assert (seen(at_risk, order, hours=43), seen(at_risk, order, hours=44)) == (False, True)
    assert not seen(at_risk, order, hours=49)
    assert seen(at_risk, order, World(ship_by_leads=(week,)))
    assert (seen("is:at_risk", sent, days=1), seen("exception:parcel_late", sent, days=6)) == (
        False,
        True,
    )
    assert seen("exception:parcel_lost is:refund_due", lost, days=5)


def test_by_when_a_return_is_paid_for_can_be_asked() -> None:
    """By the policy of the world; none before it came."""
    place, back = AT.add(days=9), (ReturnUnits("X", "1", 1),)
    asked = RequestReturn(order_id="O-1", at=AT.add(days=5), by=Actor.BUYER, units=back, reason="")
    here = ReceiveReturn(order_id="O-1", at=place, return_id="R1", units=back)
    arrived = RecordDelivery(order_id="O-1", at=AT.add(days=2), by=Actor.CARRIER, parcel_id="X")
    coming = _lived(PAID, SHIPPED, arrived, asked)
    came = _lived(PAID, SHIPPED, arrived, asked, here)

    assert not parse("refund_by<today+999d").holds(coming, VIEW)
    assert parse("is:refund_due refund_by>2026-03-11 refund_by<2026-04-11").holds(came, VIEW)


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("tag:two,a@b", 8, "a word of no more than 40 characters"),
        ('tag:"two words"', 4, "a word of no more than 40 characters"),
        ("tag>gift", 3, "tag to be compared by :"),
        ("exception:parcel_damaged", 10, "one of parcel_going_back, "),
        ("postcode:-", 9, "letters or digits that it begins with"),
        ("is:risky", 3, "one of at_risk, "),
        ("type:business", 5, "one of exchange, preorder, replacement, standard"),
    ],
)
def test_words_that_no_order_has_are_refused(text: str, position: int, expected: str) -> None:
    """What could never be met is no filter."""
    with pytest.raises(BadFilter) as bad:
        parse(text)

    assert (bad.value.position, expected in bad.value.expected) == (position, True)


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
        ("colour:red", 0, "one of the fields answer_by, "),
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
        ("placed<=9999-12-31", 8, "a day of the years 1901 to 8998"),
        ("deliver_by<8999-12-31", 11, "a day of the years 1901 to 8998"),
        ("placed:0001-01-01", 7, "a day of the years 1901 to 8998"),
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


@pytest.mark.parametrize("name", list(FIELDS))
@pytest.mark.parametrize("wrong", [5, None, AT])
def test_values_of_fields_are_told_as_text(name: str, wrong: Any) -> None:
    """A number in the place of a text is refused by the name of its field, not met by nothing."""
    with pytest.raises(InvalidValue, match=f"^{name}: .* as text"):
        FIELDS[name].is_(wrong)
    with pytest.raises(InvalidValue, match=f"^{name}: .* as text"):
        FIELDS[name].between("1", wrong) if name == "units" else FIELDS[name].between(wrong, "1")


def test_only_expressions_are_joined() -> None:
    """A text beside an expression is not one, however alike they look."""
    held: Any = FIELDS["is"].is_("held")
    with pytest.raises(InvalidValue, match="expression"):
        assert held & "is:late"
    with pytest.raises(InvalidValue, match="expression"):
        assert held | 5


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
    st.sampled_from(["gift", "GIFT", "größe/2", "a.b", "+1"]).map(FIELDS["tag"].is_),
    st.sampled_from(["787", "SW1A 1", "k1a-0"]).map(FIELDS["postcode"].is_),
    st.sampled_from(["at_risk", "late", "refund_due", "tagged", "waiting"]).map(FIELDS["is"].is_),
    st.sampled_from(["ship_by", "hold"]).map(FIELDS["risk"].is_),
    st.sampled_from(["parcel_late", "parcel_lost"]).map(FIELDS["exception"].is_),
    st.sampled_from(["standard", "exchange"]).map(FIELDS["type"].is_),
    st.builds(FIELDS["quantity"].test, st.sampled_from(Comparison), NUMBERS_),
    st.builds(FIELDS["refund_by"].test, st.sampled_from(Comparison), DAYS),
    st.builds(FIELDS["answer_by"].test, st.sampled_from(Comparison), DAYS),
    st.builds(FIELDS["balance"].test, st.sampled_from(Comparison), st.just("0.00EUR")),
    st.builds(FIELDS["refunded"].test, st.sampled_from(Comparison), st.just("0.00EUR")),
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


@given(orders(), st.sampled_from(["1900-01-01T00:00:00Z", "8999-12-31T23:59:59.999999Z"]))
def test_every_field_answers_at_any_moment(order: Order, at: str) -> None:
    """However early or late one asks, what it gives can be compared, and nothing is raised."""
    view = Viewpoint(at, "Asia/Tokyo")
    for field in FIELDS.values():
        for has in field.read(order, view):
            assert field.has is None or field.has(order, view, has)
            named = has.isoformat() if isinstance(has, Instant) else field.kind.write(has)
            if named:
                assert parse(f"{field.name}:{quoted(named)}").holds(order, view)


@given(orders())
def test_one_word_is_asked_for_as_all_are(order: Order) -> None:
    """What an order is, word by word, is what is read of it."""
    field = FIELDS["is"]
    assert field.has is not None

    read = {*field.read(order, VIEW)}
    assert {word for word in IS if field.has(order, VIEW, word)} == read
