"""Deadlines: by when a seller answers and refunds, and what happens when nobody does."""

from typing import Any

import pytest

from ordercore.errors import InvalidValue
from ordercore.returns import (
    POLICIES,
    RECEIPT,
    Deadline,
    Missed,
    ReturnPolicy,
    Task,
    Trigger,
    deadlines_of,
)


def _due(policy: ReturnPolicy = RECEIPT, **given: Any) -> list[tuple[str, str, str]]:
    return [
        (due.task.value, str(due.until.naive()), due.missed.value)
        for due in deadlines_of(policy, **{"zone": "UTC", **given})
    ]


def test_a_request_is_answered_by_the_clock() -> None:
    """In 24 hours, better; in 48, or it counts; on a weekend too."""
    assert _due(asked_at="2026-07-03T22:30:00Z") == [
        ("answer_soon", "2026-07-04 22:30:00", "nothing"),
        ("answer", "2026-07-05 22:30:00", "counts_as_late"),
    ]


@pytest.mark.parametrize(
    ("received", "until", "missed"),
    [
        # Two working days, until 25 January 2026: Thursday, Friday, Monday.
        ("2026-01-22T10:00:00Z", "2026-01-27 00:00:00", "marketplace_refunds"),
        ("2026-01-25T23:59:59Z", "2026-01-28 00:00:00", "marketplace_refunds"),
        # Four calendar days since.
        ("2026-01-26T00:00:00Z", "2026-01-31 00:00:00", "claim_lost"),
        ("2026-01-30T10:00:00Z", "2026-02-04 00:00:00", "claim_lost"),
    ],
)
def test_a_refund_is_due_by_the_rule_of_the_day_of_receipt(
    received: str, until: str, missed: str
) -> None:
    """Business days before, calendar days after (domain facts §4.4); thirty days at the utmost."""
    first, last = _due(received_at=received)

    assert first == ("refund", until, missed)
    assert (last[0], last[2]) == ("refund_at_last", "breach")


def test_the_first_scan_of_a_marketplaces_label_refunds_at_once() -> None:
    """In the United States since 4 May 2021, and with no other label."""
    asked: dict[str, Any] = {"marketplace": "US", "scanned_at": "2021-05-04T09:00:00Z"}

    assert _due(**asked, marketplace_label=True) == [
        ("refund_at_scan", "2021-05-05 00:00:00", "nothing")
    ]
    assert _due(**asked) == []
    asked["scanned_at"] = "2021-05-03T09:00:00Z"
    assert _due(**asked, marketplace_label=True) == []


def test_what_amazon_ships_it_answers_for_itself() -> None:
    """A seller has nothing to answer and nothing to pay (domain facts §4.4 are of sellers)."""
    started: dict[str, Any] = {
        "asked_at": "2026-02-01T00:00:00Z",
        "received_at": "2026-02-02T00:00:00Z",
    }

    assert _due(**started, channel="FBA") == []
    assert len(_due(**started, channel="MFN")) == len(_due(**started)) == 4


def test_deadlines_are_told_in_their_order() -> None:
    """The earliest first, whatever started their clocks."""
    found = _due(asked_at="2026-07-01T00:00:00Z", received_at="2026-07-01T06:00:00Z")

    assert [task for task, *_ in found] == ["answer_soon", "answer", "refund", "refund_at_last"]
    assert _due() == []


def test_a_withdrawal_is_refunded_within_fourteen_days() -> None:
    """Counted from the day on which the seller was told."""
    assert _due(POLICIES["eu_withdrawal"], asked_at="2026-07-01T15:00:00Z") == [
        ("refund", "2026-07-16 00:00:00", "breach")
    ]


@pytest.mark.parametrize(
    "length", [{"hours": -1}, {"hours": 4, "days": 1}, {"hours": 4, "working": 1}]
)
def test_a_deadline_has_hours_or_days(length: dict[str, Any]) -> None:
    """Not both, and none that lie in the past."""
    row: dict[str, Any] = {"task": Task.ANSWER, "trigger": Trigger.ASKED, "missed": Missed.NOTHING}

    with pytest.raises(InvalidValue, match=r"hours|working"):
        Deadline(**row, **length)
