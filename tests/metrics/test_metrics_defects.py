"""The order defect rate: each order once, by the day it was placed, and exact at the limit."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.channels import CHANNELS, Metric
from ordercore.conversations.claims import Closing, Outcome, Party
from ordercore.conversations.feedback import Feedback, Rating, RatingKind, Subject
from ordercore.errors import InvalidValue
from ordercore.kernel.money import Money
from ordercore.kernel.time import instant
from ordercore.metrics import Defects, PlacedOrder, defects_of, placed_order
from ordercore.testing.store.claim_happenings import some_claim
from ordercore.testing.store.feedback_happenings import some_feedback
from ordercore.testing.store.samples import orders_of_every_status

(ORDER_DEFECTS,) = [row for row in CHANNELS["MFN"].targets if row.metric is Metric.ORDER_DEFECTS]

LAST = dt.date(2026, 11, 4)


def placed(*ids: str, at: str = "2026-10-20T12:00Z") -> list[PlacedOrder]:
    """Give orders that were placed at a moment."""
    return [PlacedOrder(id, at) for id in ids]


def claim(order: str, id: str = "C", **said: Any) -> Any:
    """Give a claim that counts, but for what is said."""
    return some_claim(id, **{"order_id": order, "defect": True, **said})


def counted(
    orders: list[PlacedOrder], *, claims: Any = (), feedback: Any = (), zone: str = "UTC"
) -> Defects:
    """Count over 60 days up to 4 November."""
    (days,) = ORDER_DEFECTS.windows
    return defects_of(orders, claims, feedback, last=LAST, days=days, zone=zone)


def test_an_order_counts_once_with_all_its_defects() -> None:
    """A bad rating, a claim and a chargeback are one defective order, and one in each column."""
    chargeback = claim("O-1", "CB", kind="service_chargeback")
    found = counted(
        placed("O-1", "O-2", "O-3"),
        claims=[claim("O-1"), chargeback, claim("O-1", "C-2"), claim("elsewhere")],
        feedback=[some_feedback("O-1"), some_feedback("O-2"), some_feedback("elsewhere")],
    )

    assert found == Defects(orders=3, defective=2, by_rating=2, by_claim=1, by_chargeback=1)


def test_what_does_not_count_is_no_defect() -> None:
    """A denied claim, a chargeback for fraud, a rating that is neutral or was taken back."""
    zero = Money(0, "EUR")
    denied = Closing(at=instant("2026-11-01T12:00Z"), outcome=Outcome.DENIED, granted=zero)
    fraud = claim("O-2", "F", kind="fraud_chargeback", defect=False, decided_by=Party.BANK)
    subject = Subject(marketplace="DE", zone="UTC", ordered_at=instant("2026-10-20T12:00Z"))
    rating = Rating(at=subject.ordered_at, stars=3, kind=RatingKind.NEUTRAL)
    taken = Feedback(
        order_id="O-1", subject=subject, rating=rating, withdrawn_at=subject.ordered_at
    )
    found = counted(
        placed("O-1", "O-2"),
        claims=[claim("O-1", closing=denied, cleared_by=frozenset({Outcome.DENIED})), fraud],
        feedback=[Feedback(order_id="O-2", subject=subject, rating=rating), taken],
    )

    assert found == Defects(orders=2)


@pytest.mark.parametrize(
    ("at", "zone", "within"),
    [
        # The report's own window: 60 days, 6 September to 4 November, from 00:00Z to 23:59Z.
        ("2026-09-06T00:00:00Z", "UTC", True),
        ("2026-09-05T23:59:59.999999Z", "UTC", False),
        ("2026-11-04T23:59:59.999999Z", "UTC", True),
        ("2026-11-05T00:00:00Z", "UTC", False),
        # The same instants on the days of another zone, over the end of summer on 1 November.
        ("2026-11-05T07:59:59Z", "America/Los_Angeles", True),
        ("2026-11-05T08:00:00Z", "America/Los_Angeles", False),
        ("2026-09-06T06:59:59Z", "America/Los_Angeles", False),
        ("2026-09-06T07:00:00Z", "America/Los_Angeles", True),
    ],
)
def test_the_window_is_whole_days_by_order_date(at: str, zone: str, within: bool) -> None:
    """The last day is one of them; when it was rated or claimed does not matter."""
    found = counted(placed("O-1", at=at), feedback=[some_feedback("O-1")], zone=zone)

    assert found == Defects(orders=int(within), defective=int(within), by_rating=int(within))


@pytest.mark.parametrize(
    ("orders", "defective", "meets"),
    [(101, 1, True), (100, 1, False), (100, 0, True), (1, 1, False), (0, 0, None)],
)
def test_less_than_one_per_cent_is_exact(orders: int, defective: int, meets: bool | None) -> None:
    """Exactly one in a hundred misses it, and of no orders there is no data."""
    assert Defects(orders=orders, defective=defective).meets(ORDER_DEFECTS) is meets


def test_an_order_says_when_it_was_placed() -> None:
    """What the rate has to know of it, and no more."""
    order = orders_of_every_status()[0]

    assert placed_order(order) == PlacedOrder(order.id, order.terms.placed_at)


def test_what_cannot_be_is_refused() -> None:
    """No days, one id at two moments, and what is no order."""
    for orders, days in (
        ([], 0),
        ([], True),
        ([*placed("O-1"), *placed("O-1", at="2026-10-21T12:00Z")], 60),
        (["O-1"], 60),
    ):
        with pytest.raises(InvalidValue):
            defects_of(orders, (), (), last=LAST, days=days)  # type: ignore[arg-type]
    for id, at in ((" ", "2026-10-20T12:00Z"), ("O-1", "2026-10-20T12:00")):
        with pytest.raises(InvalidValue):
            PlacedOrder(id, at)


IDS = st.sets(st.sampled_from([f"O-{number}" for number in range(12)]))


@given(bad=IDS, claimed=IDS, disputed=IDS, cut=st.integers(0, 12))
def test_partial_counts_add_up_to_the_whole(
    bad: set[str], claimed: set[str], disputed: set[str], cut: int
) -> None:
    """Law: merging equals counting whole; an order is defective by what makes it so, once."""
    orders = placed(*[f"O-{number}" for number in range(12)])
    claims = [claim(id) for id in claimed]
    claims += [claim(id, "CB", kind="service_chargeback") for id in disputed]
    said: Any = {"claims": claims, "feedback": [some_feedback(id) for id in bad]}
    whole = counted(orders, **said)

    assert whole == counted(orders[:cut], **said) + counted(orders[cut:], **said)
    assert whole.defective == len(bad | claimed | disputed)
    assert whole.by_rating + whole.by_claim + whole.by_chargeback >= whole.defective
