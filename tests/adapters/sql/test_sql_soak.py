"""A soak: random commands of every kind by several processes for a while, and then an audit."""

from functools import partial
from pathlib import Path

import pytest

from ordercore.adapters.sql import Isolation, open_postgres, open_sqlite
from ordercore.service.auditing import audit
from ordercore.testing.crowds import Opener, accepted, codes, crowd, desk_on, failures
from ordercore.testing.crowds.living import DEEDS, live
from ordercore.testing.crowds.works import relay_all

SECONDS = 40

SEED = 5


@pytest.fixture(params=["sqlite", "read committed", "serializable"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    """Give what opens an empty store."""
    if request.param == "sqlite":
        return partial(open_sqlite, tmp_path / "shop.db")
    url = request.getfixturevalue("empty_postgres")
    isolation = Isolation(request.param.upper())
    return partial(open_postgres, url, isolation=isolation, connections=2)


@pytest.mark.long
def test_a_long_life_with_others_leaves_books_that_agree(opener: Opener) -> None:
    """Every kind of deed was done, nothing but refusals reached anybody, and every figure is right.

    Laws 3, 4, 6 and 7 on real databases: refusals change nothing, twice is once, live equals
    replay, and nothing is promised twice under any interleaving.
    """
    desk = desk_on(opener())

    accounts = crowd(opener, partial(live, seconds=SECONDS, seed=SEED), workers=4, seconds=90)

    relay_all(desk)
    assert failures(accounts) == []
    done = {name.split()[0] for name in accepted(accounts)}
    assert done == {deed.__name__ for deed in DEEDS}
    assert len(codes(accounts)) > 20
    assert len(desk.find()) > 200
    assert audit(desk.store).differences == ()
    desk.close()
