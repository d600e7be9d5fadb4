"""The front door types: a host's own code is checked under mypy's strictest settings."""

import subprocess
import sys
from pathlib import Path

import pytest

USAGE = """
from typing import assert_type

import ordercore as oc
from ordercore import Line, Money, OrderDesk, OrderFilter, OrderStatus, Refused
from ordercore.queries.worklist import Task

desk = oc.open("sqlite:///shop.db", world=oc.World(pools={"MFN": "main"}))
assert_type(desk, OrderDesk)

desk.receive("MUG", 5, at="2026-03-02T09:30:00Z")
order = desk.place(channel="MFN", lines=[Line("MUG", 2, price="12.50 EUR")], command_id="c-1")
assert_type(order, oc.Order)
assert_type(order.status, OrderStatus)
assert_type(order.balance, Money | None)
assert_type(desk.find(OrderFilter(statuses=frozenset({OrderStatus.PENDING}))), tuple[oc.Order, ...])
assert_type(desk.stock("MUG").available, int)
assert_type(desk.due(at="2026-03-02T09:30:00Z", who=oc.Actor.SELLER, limit=3), tuple[Task, ...])

try:
    desk.confirm_shipment(order.id, units=[oc.Units("1", 1)], by=oc.Actor.SELLER)
except Refused as refused:
    assert_type(refused.codes, tuple[str, ...])
    assert_type(refused.refusals, tuple[oc.Refusal, ...])

shipped = oc.decide(order, oc.ConfirmShipment(order_id=order.id, at="2026-03-03T09:30:00Z"))
after = oc.fold(shipped, order)
assert_type(after, oc.Order | None)

preview = desk.preview(oc.ConfirmShipment(order_id=order.id, at="2026-03-03T09:30:00Z"))
assert_type(preview, oc.Preview)
assert_type(preview.status.payment.after, oc.PaymentAxis)
assert_type(preview.money.balance.before, Money | None)
assert_type(desk.carry_out(preview), oc.Order)
assert_type(desk.explain(preview.command), tuple[oc.Refusal, ...])
assert_type(desk.change_quantity(order.id, {"1": 3}).delivery, oc.DeliveryAxis)
for step in desk.path_to(order.id, oc.ReturnsAxis.RECEIVED) or ():
    desk.handle(step)
"""

WRONG = {
    "a quantity as text": ('Line("MUG", "2", price="1 EUR")', "arg-type"),
    "an order without a channel": ('oc.open().place(lines=[Line("A", 1)])', "call-arg"),
    "a status by its number": ("OrderFilter(statuses=frozenset({5}))", "arg-type"),
    "a name that is not there": ("oc.no_such_name", "attr-defined"),
}

HEAD = "import ordercore as oc\nfrom ordercore import Line, OrderFilter\n\n"


def check(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """Type-check some code that uses ordercore."""
    (folder / "usage.py").write_text(text)
    return subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(folder / "c"), "usage.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.long
def test_a_host_types_under_mypy_strict(tmp_path: Path) -> None:
    """Every name has its type, also those that are loaded when they are asked for."""
    done = check(tmp_path, USAGE)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.long
def test_a_hosts_mistakes_are_found(tmp_path: Path) -> None:
    """Each wrong line is an error of its own kind, so the types say something."""
    done = check(tmp_path, HEAD + "\n".join(line for line, _ in WRONG.values()) + "\n")

    found = {
        int(line.split(":")[1]): line.rpartition("[")[2].rstrip("]")
        for line in done.stdout.splitlines()
        if ": error:" in line
    }
    first = HEAD.count("\n") + 1
    assert found == {first + n: kind for n, (_, kind) in enumerate(WRONG.values())}
