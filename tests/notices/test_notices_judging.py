"""Judging: what is asked of a dispatch that is about to leave, reason by reason."""

import pytest
from posting import ANN, DAY, MAIL, NIGHT, SMS, after, plan, story, terms

from ordercore.kernel.replace import replace
from ordercore.kernel.time import instant
from ordercore.notices.post import Addressee, DispatchStatus, Judgement, judge

S = DispatchStatus

(NEWS,) = story(None, plan()).dispatches

MIDNIGHT = after(12 * 60)

ASLEEP = replace(ANN, quiet=NIGHT)


@pytest.mark.parametrize(
    ("person", "days", "stale", "status"),
    [
        (ANN, 0, False, None),
        (ANN, 7, False, None),
        (ANN, 7.01, False, S.EXPIRED),
        (ANN, 0, True, S.EXPIRED),
        (None, 0, False, S.NO_ADDRESS),
        (replace(ANN, channels=frozenset({SMS})), 0, False, S.NO_ADDRESS),
        (replace(ANN, unwanted=frozenset({("news", MAIL)})), 0, False, S.UNWANTED),
        (Addressee(id="ann", unwanted=frozenset({("news", None)})), 0, False, S.UNWANTED),
        (ASLEEP, 0, False, None),
        (ASLEEP, 0.5, False, S.WAITING),
        (ASLEEP, 7.5, False, S.EXPIRED),
    ],
)
def test_what_is_asked_of_it(
    person: Addressee | None, days: float, stale: bool, status: DispatchStatus | None
) -> None:
    """Whether it is so, how old it is, whether it is wanted, has an address, and may ring."""
    verdict = judge(NEWS, terms(), person, instant(after(days * 24 * 60)), stale=stale)

    assert (None if verdict is None else verdict.status) is status


def test_at_night_it_waits_for_the_morning() -> None:
    """But for what is urgent, and for channels that do not ring."""
    assert judge(NEWS, terms(), ASLEEP, MIDNIGHT) == Judgement(S.WAITING, again_at=after(19 * 60))
    assert judge(NEWS, terms(urgent=True), ASLEEP, MIDNIGHT) is None
    assert judge(NEWS, terms(), ASLEEP, MIDNIGHT, silent=frozenset({MAIL})) is None
    assert judge(NEWS, terms(lasts=DAY), ASLEEP, MIDNIGHT) is not None
