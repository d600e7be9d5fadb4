"""``orders``, as a person or a script meets it."""

import json
from pathlib import Path
from typing import Any

import pytest

import ordercore as oc
from ordercore.__main__ import DONE, UNUSABLE, main
from ordercore.adapters.memory import FixedClock


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Keep three orders, one an hour."""
    url = f"sqlite:///{tmp_path}/shop.db"
    clock = FixedClock("2026-03-02T09:00:00Z")
    with oc.open(url, world=oc.World(), clock=clock) as desk:
        for number in (1, 2, 3):
            clock.set(f"2026-03-02T{9 + number}:00:00Z")
            desk.place(
                channel="MFN",
                lines=[oc.Line("MUG", number, price="12.50 EUR")],
                order_id=f"O-{number}",
                ship_by="2026-03-03T22:00:00Z" if number > 1 else None,
            )
        desk.tag("O-2", "Gift")
        desk.keep_view("late-gifts", "@late tag:gift", says="apologise")
        desk.keep_view("big", "units>2")
    return url


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """Ask with ``--json``."""
    assert main(["orders", "--json", *arguments]) == DONE
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_orders_are_told_as_json(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With everything that a script asks first."""
    told = asked(capsys, "units:2", "--store", store)

    assert told == {
        "orders": [
            {
                "id": "O-2",
                "placed": "2026-03-02T11:00:00+00:00",
                "status": "pending",
                "payment": "unpaid",
                "delivery": "none",
                "returns": "none",
                "channel": "MFN",
                "marketplace": "",
                "ship_by": "2026-03-03T22:00:00+00:00",
                "tags": ["gift"],
                "units": 2,
                "total": "25.00",
                "currency": "EUR",
            }
        ],
        "more": False,
    }


def test_pages_follow_each_other(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each begins after the last order of the one before."""
    first = asked(capsys, "--store", store, "--limit", "2")
    second = asked(capsys, "--store", store, "--limit", "2", "--after", "O-2")

    assert ([some["id"] for some in first["orders"]], first["more"]) == (["O-1", "O-2"], True)
    assert ([some["id"] for some in second["orders"]], second["more"]) == (["O-3"], False)


def test_another_moment_and_zone_can_be_asked(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Late the day after; and words of a filter may be several arguments."""
    late = ["--store", store, "--at", "2026-03-04T00:00:00Z"]

    assert len(asked(capsys, "is:late", *late)["orders"]) == 2
    assert len(asked(capsys, "is:late", "units:3", *late)["orders"]) == 1
    assert not asked(capsys, "is:late", "--store", store, "--at", "2026-03-03T00:00Z")["orders"]
    samoa = ["--store", store, "--zone", "Pacific/Pago_Pago", "--at", "2026-03-03T00:00Z"]
    assert len(asked(capsys, "placed:2026-03-02", *samoa)["orders"]) == 2


def test_orders_are_asked_for_by_the_name_of_a_view(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One from the start, or one that was kept; alone or beside other words."""
    late = ["--store", store, "--at", "2026-03-04T00:00:00Z"]

    def found(text: str) -> list[str]:
        return [some["id"] for some in asked(capsys, *late, "--", *text.split())["orders"]]

    assert found("@late") == ["O-2", "O-3"]
    assert found("@late-gifts") == found("tag:GIFT") == ["O-2"]
    assert found("@late @big") == ["O-3"]
    assert found("-@late") == ["O-1"]


def test_views_are_listed(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """As JSON and as text, of the seller whose they are."""
    told = {view["name"]: view for view in asked(capsys, "--views", "--store", store)["views"]}
    other = asked(capsys, "--views", "--store", store, "--seller", "somebody")["views"]

    assert told["late-gifts"] == {
        "name": "late-gifts",
        "filter": "@late tag:gift",
        "says": "apologise",
    }
    assert set(told) - {view["name"] for view in other} == {"big", "late-gifts"}
    assert main(["orders", "--views", "--store", store]) == DONE
    lines = capsys.readouterr().out.splitlines()
    assert "@late-gifts: @late tag:gift (apologise)" in lines
    assert "@big: units>2" in lines


def test_orders_are_told_as_a_table(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In the zone that is asked for; and that there are more."""
    assert main(["orders", "--store", store, "--zone", "Europe/Berlin", "--limit", "2"]) == DONE

    assert capsys.readouterr().out == (
        "Orders (Europe/Berlin)\n"
        "order            placed   status  channel           ship by  units      total\n"
        "-----  ----------------  -------  -------  ----------------  -----  ---------\n"
        "O-1    2026-03-02 11:00  pending      MFN                 -      1  12.50 EUR\n"
        "O-2    2026-03-02 12:00  pending      MFN  2026-03-03 23:00      2  25.00 EUR\n"
        "There are more: --after O-2\n"
    )


def test_what_has_no_price_yet_has_no_total(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unknown is not zero."""
    url = f"sqlite:///{tmp_path}/shop.db"
    with oc.open(url, world=oc.World()) as desk:
        line, at = oc.Line("MUG", 1), "2026-03-02T10:00:00Z"
        desk.handle(
            oc.PlaceOrder(channel="MFN", lines=(line,), order_id="O-1", at=at, imported=True)
        )

    assert asked(capsys, "--store", url)["orders"][0]["total"] is None
    assert main(["orders", "--store", url]) == DONE
    assert capsys.readouterr().out.endswith("  -\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["status:sent"], "expected one of cancelled, "),
        (["--after", "O-9"], "there is no order 'O-9'"),
        (["units>1 @nobody"], "one of the views there are: @at-risk, "),
        (["tag:a@b"], "a word of no more than 40 characters"),
    ],
)
def test_what_cannot_be_asked_is_told(
    store: str, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    """On the error stream, with a status of its own."""
    assert main(["orders", *arguments, "--store", store]) == UNUSABLE

    assert said in capsys.readouterr().err


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5"])
def test_a_page_has_a_number_of_orders(
    store: str, capsys: pytest.CaptureFixture[str], limit: str
) -> None:
    """Nothing else is taken for one."""
    with pytest.raises(SystemExit):
        main(["orders", "--store", store, "--limit", limit])

    assert "whole number" in capsys.readouterr().err


def test_orders_are_counted_by_facet(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Field by field, most first; and what cannot be counted by is refused by name."""
    told = asked(capsys, "units>1", "--facets", "status, tag", "--store", store)
    assert main(["orders", "--facets", "status", "--store", store]) == DONE
    shown = capsys.readouterr().out

    assert told == {"facets": {"status": {"pending": 2}, "tag": {"gift": 1}}}
    assert "Orders by status" in shown
    assert "3" in shown
    with pytest.raises(SystemExit):
        main(["orders", "--facets", "total", "--store", store])
    assert "one of status, " in capsys.readouterr().err
