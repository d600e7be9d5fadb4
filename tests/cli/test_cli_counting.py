"""``count`` and the tables that it fills, as a person or a script meets them."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import ordercore as oc
from ordercore.__main__ import DONE, main
from ordercore.adapters.sql import ddl, open_sqlite


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Keep three orders that nobody has counted."""
    url = f"sqlite:///{tmp_path}/shop.db"
    with oc.open(url, world=oc.World()) as desk:
        for number in range(3):
            lines = [oc.Line("MUG", 1, price="12.50 EUR")]
            desk.place(channel="MFN", lines=lines, order_id=f"O-{number}")
    return url


def test_orders_are_counted_once(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The second time there is nothing left to do."""
    for counted in (3, 0):
        assert main(["count", "--store", store, "--json"]) == DONE
        assert json.loads(capsys.readouterr().out) == {"counted": counted}
    assert main(["count", "--store", store]) == DONE
    assert capsys.readouterr().out == "0 orders counted\n"


def test_derived_tables_are_printed_alone(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is printed makes them anew: every order is to be counted again."""
    main(["count", "--store", store])
    capsys.readouterr()
    assert main(["schema", "--dialect", "sqlite", "--derived"]) == DONE
    printed = capsys.readouterr().out

    assert printed in ddl("sqlite")
    with closing(sqlite3.connect(tmp_path / "shop.db")) as connection:
        connection.executescript(printed)
    with closing(open_sqlite(tmp_path / "shop.db", migrate=False)) as opened:
        assert len(opened.uncounted()) == 3
