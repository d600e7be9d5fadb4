"""``due``, as a person or a script meets it."""

import json
from pathlib import Path
from typing import Any

import pytest

import ordercore as oc
from ordercore.__main__ import DONE, UNUSABLE, main
from ordercore.adapters.memory import FixedClock


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Keep two orders: one that is paid, and one that is not."""
    url = f"sqlite:///{tmp_path}/shop.db"
    clock = FixedClock("2026-03-02T09:30:00Z")
    with oc.open(url, world=oc.World(), clock=clock) as desk:
        for number in (1, 2):
            desk.place(
                channel="MFN",
                lines=[oc.Line("MUG", number, price="12.50 EUR")],
                order_id=f"O-{number}",
                ship_by="2026-03-03T22:00:00Z",
            )
        desk.confirm_payment("O-1")
    return url


AT = ("--at", "2026-03-04T09:00:00Z")


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """Ask with ``--json``."""
    assert main(["due", *arguments, "--json"]) == DONE
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_tasks_are_told_as_json(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With everything that a script asks first."""
    told = asked(capsys, "--store", store, *AT, "--who", "seller")

    assert told == {
        "due": [
            {
                "what": "confirm_shipment",
                "id": "confirm_shipment/O-1",
                "order": "O-1",
                "sku": None,
                "pool": None,
                "by": "2026-03-03T22:00:00+00:00",
                "overdue": True,
                "who": "seller",
                "why": (
                    "Order O-1 is to leave by Mar 3, 2026, 10:00:00\u202fPM; "
                    "units that are there: 1."
                ),
                "weight": 86,
                "loss": "order",
                "command": {
                    "name": "ConfirmShipment",
                    "text": "ConfirmShipment(order_id=O-1, carrier=?, tracking=?)",
                    "missing": ["carrier", "tracking"],
                },
                "others": [],
            }
        ],
        "more": False,
    }


def test_tasks_are_told_as_text(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In the zone that is asked for; what is overdue is marked, and that there is more."""
    assert main(["due", "--store", store, *AT, "--zone", "Europe/Berlin", "--limit", "1"]) == DONE

    assert capsys.readouterr().out == (
        "Due (Europe/Berlin), as of 2026-03-04 10:00\n"
        "! 2026-03-03 23:00  seller       confirm_shipment/O-1\n"
        "    Order O-1 is to leave by Mar 3, 2026, 11:00:00\u202fPM; units that are there: 1.\n"
        "    ConfirmShipment(order_id=O-1, carrier=?, tracking=?)\n"
        "There is more: --limit 2\n"
    )


def test_kinds_and_placement_can_be_asked(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """And where there is nothing, that is said."""
    assert [
        task["id"] for task in asked(capsys, "await_payment", "--store", store, *AT)["due"]
    ] == ["await_payment/O-2"]
    assert not asked(capsys, "--store", store, *AT, "--placed-from", "2026-03-03T00:00Z")["due"]
    assert main(["due", "answer_claim", "--store", store, *AT]) == DONE
    assert capsys.readouterr().out == "Due (UTC), as of 2026-03-04 09:00\n  nothing\n"


def test_without_a_moment_it_is_now(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Long after, all of it is overdue."""
    assert all(task["overdue"] for task in asked(capsys, "--store", store)["due"])


def test_what_cannot_be_asked_is_told(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """On the error stream, with a status of its own."""
    assert main(["due", "sleep", "--store", store]) == UNUSABLE

    assert "answer_claim" in capsys.readouterr().err


def test_the_list_is_written_as_a_page(store: str, tmp_path: Path) -> None:
    """With what is overdue marked, and every command."""
    page = tmp_path / "due.html"
    assert main(["due", "--store", store, *AT, "--html", str(page)]) == DONE
    text = page.read_text(encoding="utf-8")

    assert "confirm_shipment/O-1" in text
    assert "2026-03-03 22:00 !" in text
    assert "ConfirmShipment" in text or "confirm_shipment(" in text
