"""Terms of notices: the row of a kind, or of its audience, that is in force."""

import datetime as dt

import pytest
from posting import AT, DAY, terms

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.dated import apart
from ordercore.kernel.replace import replace
from ordercore.notices import (
    NOTICE_TERMS,
    NOTICES,
    STALE,
    STALE_STOCK,
    STOCK_NOTICES,
    Audience,
    Channel,
    terms_of,
)

TODAY = dt.date(2026, 3, 2)


def test_every_notice_has_terms() -> None:
    """Each row of the table is sent by some channel, for some time."""
    told = [terms_of(some.audience, some.kind, TODAY) for row in NOTICES.values() for some in row]

    assert all(some.channels and some.lasts for some in told)


def test_no_two_rows_hold_at_once() -> None:
    """Of an audience and a kind there is one row from one day on."""
    assert len(apart(NOTICE_TERMS, "notice terms")) == len(NOTICE_TERMS)


def test_rows_are_about_kinds_that_there_are() -> None:
    """Terms and staleness name kinds that somebody is told of."""
    told = {(some.audience, some.kind) for row in NOTICES.values() for some in row}
    by_time = {(Audience.SELLER, kind) for kind in BY_TIME}
    told |= {(some.audience, some.kind) for row in STOCK_NOTICES.values() for some in row}
    rows = (
        {(row.audience, row.kind) for row in NOTICE_TERMS if row.kind != "*"}
        | set(STALE)
        | set(STALE_STOCK)
    )

    assert rows - told - by_time - TO_COME == set()


BY_TIME = ("ship_by_soon", "digest")

TO_COME = {(Audience.SELLER, "message_to_answer"), (Audience.BUYER, "order_preparing")}
"""Kinds whose events other parts bring; that somebody packs, a host alone knows."""


def test_a_row_of_the_kind_counts_before_that_of_the_audience() -> None:
    """And a later row from its day on."""
    every, news = terms(), terms(kind="news", urgent=True)
    later = replace(news, urgent=False, effective_from=TODAY + DAY)
    rows = (every, news, later)

    assert terms_of(Audience.BUYER, "other", TODAY, rows) is every
    assert terms_of(Audience.BUYER, "news", TODAY, rows) is news
    assert terms_of(Audience.BUYER, "news", TODAY + DAY, rows) is later
    with pytest.raises(InvalidTable):
        terms_of(Audience.SELLER, "news", TODAY, rows)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"channels": ()}, "channels"),
        ({"channels": "email"}, "channels"),
        ({"lasts": -DAY}, "lasts"),
        ({"waits": 400 * DAY}, "waits"),
        ({"effective_from": AT}, "effective_from"),
    ],
)
def test_terms_by_which_nobody_is_told_are_refused(wrong: dict[str, object], field: str) -> None:
    """Channels and times are looked at when a row is made."""
    with pytest.raises(InvalidValue) as refused:
        terms(**wrong)

    assert refused.value.field == field
    assert terms(channels=[Channel.SMS]).channels == (Channel.SMS,)
