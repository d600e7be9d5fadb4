"""``python -m ordercore backtest``, as a person or a script meets it."""

import json
from pathlib import Path

import pytest

import ordercore as oc
from ordercore.__main__ import DONE, UNUSABLE, main

POLICIES = """
from ordercore import World
from ordercore.returns import ReturnPolicy, Window

SHORT = ReturnPolicy(name="short", windows=(Window(days=14),))
LONG = ReturnPolicy(name="long", windows=(Window(days=60),))
SHOP = World(returns=LONG)
"""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Keep an order with a return on day 5 and one on day 20, and a host's policies."""
    (tmp_path / "a_hosts_returns.py").write_text(POLICIES)
    monkeypatch.syspath_prepend(tmp_path)
    url = f"sqlite:///{tmp_path}/shop.db"
    with oc.open(url) as desk:
        desk.receive("MUG", 5, at="2026-03-01T08:00:00Z")
        order = desk.place(
            channel="SHOP",
            order_id="O-1",
            lines=[oc.Line("MUG", 2, price="12.50 USD")],
            at="2026-03-01T09:00:00Z",
        )
        desk.confirm_payment(order.id, at="2026-03-01T09:05:00Z")
        desk.confirm_shipment(order.id, at="2026-03-02T09:00:00Z")
        desk.record_delivery(order.id, "P1", at="2026-03-04T09:00:00Z")
        for day in ("09", "24"):
            desk.request_return(
                order.id,
                units=[oc.ReturnUnits("P1", "1", 1)],
                reason="UNWANTED_ITEM",
                at=f"2026-03-{day}T09:00:00Z",
            )
    return url


def test_the_difference_is_shown(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In returns, units, money and verdicts."""
    assert main(["backtest", "--store", store, "--policy", "a_hosts_returns:SHORT"]) == DONE
    printed = capsys.readouterr().out

    assert "receipt" in printed
    assert "Judged otherwise: 1" in printed
    assert "window_closed" in printed
    assert "-12.50 USD" in printed


def test_fees_and_labels_are_shown(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Of what came back damaged half is kept, which a policy without that fee would pay."""
    with oc.open(store) as desk:
        units = [oc.ReturnUnits("P1", "1", 1)]
        label = oc.ReturnLabel(payer=oc.Actor.BUYER, cost=oc.Money(250, "USD"))
        desk.issue_return_label("O-1", "R1", label=label, at="2026-03-09T10:00:00Z")
        desk.receive_return("O-1", "R1", units=units, sellable=None, at="2026-03-12T09:00:00Z")
        at = "2026-03-12T10:00:00Z"
        desk.grade_return("O-1", "R1", units=units, grade="customer_damaged", at=at)

    assert main(["backtest", "--store", store, "--policy", "a_hosts_returns:LONG"]) == DONE
    printed = capsys.readouterr().out

    assert "6.25 USD" in printed
    assert "2.50 USD" in printed
    assert "Judged otherwise: 1" in printed


def test_the_same_as_json(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Against another policy, or that of a world."""
    arguments = ["backtest", "--store", store, "--policy", "a_hosts_returns:SHORT", "--json"]
    assert main([*arguments, "--world", "a_hosts_returns:SHOP"]) == DONE
    found = json.loads(capsys.readouterr().out)

    assert found["policies"] == ["long", "short"]
    assert found["before"]["refunds"] == {"USD": "25.00"}
    assert found["after"]["refunds"] == {"USD": "12.50"}
    assert found["changed"] == 1
    assert [(move["after"], move["units"]) for move in found["moves"]] == [
        ("authorised_at_once", 1),
        ("window_closed", 1),
    ]


def test_policies_that_judge_alike_are_said_to(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing more is to be told."""
    both = ("--policy", "a_hosts_returns:LONG", "--against", "a_hosts_returns:LONG")
    assert main(["backtest", "--store", store, *both]) == DONE
    assert "They judge every return alike." in capsys.readouterr().out


def test_what_is_no_policy_is_told(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """By the option that names it."""
    named = ("--policy", "a_hosts_returns:LONG", "--against", "a_hosts_returns:SHOP")
    assert main(["backtest", "--store", store, *named]) == UNUSABLE
    assert "against" in capsys.readouterr().err
