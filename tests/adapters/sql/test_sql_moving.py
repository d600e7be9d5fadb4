"""Moving from a SQLite file to PostgreSQL: all of it, or nothing."""

import json
from pathlib import Path

import pytest

import ordercore as oc
from ordercore.__main__ import DONE, UNUSABLE, main
from ordercore.adapters.memory import FixedClock
from ordercore.adapters.sql.moving import copy_to_postgres
from ordercore.errors import StoreError
from ordercore.metrics.counting import Question, Sum
from ordercore.metrics.health import HEALTH
from ordercore.service.auditing import audit

ORDERS = Question(table=HEALTH, sums=[Sum(number="orders")], by=["channel"])

CLOCK = FixedClock("2026-03-02T09:00:00Z")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Keep orders of two sellers, one of them shipped and claimed about."""
    path = tmp_path / "shop.db"
    for seller, channel in (("", "MFN"), ("other", "SFP")):
        with oc.open(f"sqlite:///{path}", seller=seller, clock=CLOCK) as desk:
            desk.receive("MUG", 9)
            for number in (1, 2):
                line = oc.Line(
                    "MUG", number, price="12.50 EUR", title="Tasse \\ blau\t\n\N{SNOWMAN}"
                )
                desk.place(channel=channel, lines=[line], order_id=f"O-{number}")
            desk.confirm_payment("O-1")
            desk.confirm_shipment("O-1", carrier="UPS", tracking="1Z5R89390357567127")
            desk.receive_message("O-1", "M-1", "Where is it?")
            desk.catch_up(limit=1)
    return path


def test_everything_is_there_and_goes_on(file: Path, bare_postgres: str) -> None:
    """Orders, stories, stock, dossiers, the outbox and derived rows, for every seller."""
    copied = copy_to_postgres(file, bare_postgres)

    assert copied["ordercore_orders"] == 4
    assert copied["ordercore_conversations"] == 2
    for seller, channel in (("", "MFN"), ("other", "SFP")):
        with (
            oc.open(f"sqlite:///{file}", seller=seller, clock=CLOCK) as was,
            oc.open(bare_postgres, seller=seller, clock=CLOCK) as desk,
        ):
            assert desk.find() == was.find()
            assert desk.timeline("O-1") == was.timeline("O-1")
            assert desk.stock("MUG") == was.stock("MUG")
            assert desk.store.uncounted() == was.store.uncounted() != ()
            assert desk.ask(ORDERS) == was.ask(ORDERS) == {(channel,): (2,)}
            desk.confirm_payment("O-2")
            assert audit(desk.store).is_well


def test_what_is_there_is_not_mixed_with_it(file: Path, bare_postgres: str) -> None:
    """A store that keeps anything is left alone."""
    copy_to_postgres(file, bare_postgres)

    with pytest.raises(StoreError, match="already"):
        copy_to_postgres(file, bare_postgres)


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    """And none is made."""
    with pytest.raises(StoreError, match="no such file"):
        copy_to_postgres(tmp_path / "shop.db", "postgresql://nowhere/nothing")

    assert not list(tmp_path.iterdir())


def test_the_command_line_moves(
    file: Path, bare_postgres: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It tells what was copied, and why not."""
    assert main(["move", str(file), "--to", bare_postgres]) == DONE
    assert "ordercore_orders: 4\n" in capsys.readouterr().out

    assert main(["move", str(file), "--to", bare_postgres, "--json"]) == UNUSABLE
    assert "already" in capsys.readouterr().err


def test_the_command_line_tells_it_to_scripts(
    file: Path, bare_postgres: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows by table."""
    assert main(["move", str(file), "--to", bare_postgres, "--json"]) == DONE
    assert json.loads(capsys.readouterr().out)["rows"]["ordercore_orders"] == 4
