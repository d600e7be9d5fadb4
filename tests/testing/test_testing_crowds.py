"""Crowds notice stores that cannot stand them, and tell what became of each worker."""

import sys
from functools import partial
from pathlib import Path

import pytest
from pickled_stores import Hangs, LosesAnswers, PickledStore, Unlocked, die

from ordercore.adapters.sql import open_sqlite
from ordercore.testing import CrowdConformance
from ordercore.testing.crowds import Account, Opener, crowd, failures, works

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stores lock as POSIX does")

TESTS = [
    "test_eight_buyers_of_the_last_fifty_units_get_fifty",
    "test_moves_to_and_fro_lose_no_unit",
    "test_batches_in_opposite_order_spoil_nothing",
    "test_commands_with_the_same_ids_happen_once",
    "test_random_lives_leave_books_that_agree",
]


def try_on(store: type[PickledStore], where: Path, test: str) -> None:
    """Run one test of the suite on a store in a folder."""

    class Suite(CrowdConformance):
        soak_seconds = 0.3

        def opener(self, where: Path) -> Opener:
            return partial(store, where / "shop")

    suite = Suite()
    with suite.audited(where) as desk:
        getattr(suite, test)(desk)


@pytest.mark.parametrize("test", TESTS)
def test_a_store_that_is_written_in_an_afternoon_may_stand_a_crowd(
    tmp_path: Path, test: str
) -> None:
    """Memory behind a lock on a file is slow, and right."""
    try_on(PickledStore, tmp_path, test)


@pytest.mark.parametrize(
    "test",
    [
        "test_eight_buyers_of_the_last_fifty_units_get_fifty",
        "test_many_skus_in_opposite_order_block_nobody",
        "test_bundles_that_share_components_are_whole",
    ],
)
def test_r15_a_store_that_skips_the_lock_is_noticed(tmp_path: Path, test: str) -> None:
    """R15 fossasia/eventyay#1359: left out "for speed", and what others wrote is lost."""
    with pytest.raises(AssertionError):
        try_on(Unlocked, tmp_path, test)


def test_a_store_that_loses_answers_is_noticed(tmp_path: Path) -> None:
    """Who asks again under the same id is refused, or gets a second order."""
    with pytest.raises(AssertionError):
        try_on(LosesAnswers, tmp_path, "test_commands_with_the_same_ids_happen_once")


def test_workers_that_get_no_answer_are_killed_and_say_so(tmp_path: Path) -> None:
    """A store that lets everybody wait fails the crowd, and does not hang it."""
    accounts = crowd(partial(Hangs, tmp_path / "shop"), works.buy_one_sku, workers=2, seconds=1)

    lacking = "it did not answer in time"
    assert failures(accounts) == [f"{number}: {lacking}" for number in range(2)]
    assert [account.exit_code for account in accounts] == [-9, -9]


def test_workers_that_are_killed_say_so(tmp_path: Path) -> None:
    """By the signal, and by what they could not tell."""
    accounts = crowd(partial(PickledStore, tmp_path / "shop"), die, workers=2)

    lacking = "it ended without an answer"
    assert failures(accounts) == [f"{number}: {lacking}" for number in range(2)]
    assert [account.exit_code for account in accounts] == [-9, -9]


def test_workers_that_cannot_open_their_store_say_so(tmp_path: Path) -> None:
    """Whatever ends a worker is told by its account."""
    accounts = crowd(
        partial(open_sqlite, tmp_path / "nowhere" / "shop.db"),
        works.buy_one_sku,
        workers=2,
        seconds=10,
    )

    assert all("there is no such folder" in some for some in failures(accounts))
    assert len(failures(accounts)) == 2


def test_an_account_tells_what_was_answered() -> None:
    """Accepted, refused with codes, or failed: whatever is asked for is in one of them."""
    account = Account(3)

    assert account.ask("fine", lambda: None)
    assert not account.ask("broken", lambda: 1 // 0)
    assert account.accepted == ["fine"]
    assert failures([account]) == [
        "3: broken: ZeroDivisionError: integer division or modulo by zero"
    ]
