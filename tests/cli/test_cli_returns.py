"""``import`` with reports of returns: orders first, then what comes back of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from ordercore.__main__ import DONE, REJECTED, main

ORDERS = (
    "amazon-order-id\tpurchase-date\tlast-updated-date\torder-status\tfulfillment-channel\t"
    "sales-channel\tsku\titem-status\tquantity\tcurrency\titem-price\n"
    "111-0000001-0000001\t2026-11-01T10:00:00Z\t2026-11-02T10:00:00Z\tShipped\tMerchant\t"
    "Amazon.com\tMUG\tShipped\t2\tUSD\t25.00\n"
)

RETURNS = (
    "Order ID\tReturn request date\tReturn request status\tAmazon RMA ID\tMerchant SKU\t"
    "Return quantity\tReturn Reason\tReturn delivery date\n"
)

ROW = "111-0000001-0000001\t10-Nov-2026\tApproved\tRMA7\tMUG\t1\tCR-DEFECTIVE\t14-Nov-2026\n"

FBA = (
    "return-date\torder-id\tsku\tquantity\tdetailed-disposition\treason\tlicense-plate-number\n"
    "2026-11-12T09:00:00Z\t111-0000001-0000001\tMUG\t1\tSELLABLE\tDEFECTIVE\tLPN1\n"
)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """Write an order of two mugs that was shipped, and reports of returns of it."""
    written = {}
    for name, content in (
        ("orders", ORDERS),
        ("returns", RETURNS + ROW),
        ("too-many", RETURNS + ROW.replace("\t1\t", "\t9\t")),
        ("fba", FBA),
    ):
        path = tmp_path / f"{name}.txt"
        path.write_text(content, "utf-8")
        written[name] = str(path)
    return {**written, "store": f"sqlite:///{tmp_path}/shop.db"}


def imported(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    """Import with ``--json`` and give exit status and object."""
    status = main(["import", *arguments, "--json"])
    parsed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return status, parsed


def counts(**changes: int) -> dict[str, int]:
    """Give what an import of returns comes to, changed from nothing."""
    names = ("returns", "units", "taken", "received", "changed", "unchanged", "waiting")
    return {**dict.fromkeys(names, 0), **changes}


def test_orders_come_first_and_twice_is_once(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """In whatever order the files are named; the second time everything is known."""
    asked = (files["returns"], files["orders"], "--store", files["store"], "--presume-delivered")

    status, first = imported(capsys, *asked)
    again, second = imported(capsys, *asked)

    assert (status, again) == (DONE, DONE)
    assert (first["placed"], first["returns"]) == (1, counts(returns=1, units=1, taken=1))
    assert (second["unchanged"], second["returns"]) == (1, counts(returns=1, units=1, unchanged=1))
    assert [each["code"] for each in first["remarks"]] == ["zone_assumed"]


def test_without_returns_nothing_is_said_of_them(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The object is what it was."""
    _, result = imported(capsys, files["orders"], "--store", files["store"])

    assert "returns" not in result


def test_what_is_underway_is_not_returned(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Unless it may be presumed delivered: the report of orders tells no deliveries."""
    asked = (files["orders"], files["returns"], "--store", files["store"])

    status, result = imported(capsys, *asked)

    assert (status, result["rejected"], result["returns"]) == (REJECTED, 1, counts())
    (rejection,) = result["rejections"]
    assert (rejection["line"], rejection["field"], rejection["code"]) == (
        2,
        "return-quantity",
        "over_return",
    )


@pytest.mark.parametrize("returned", ["sellable", "unsellable"])
def test_what_came_back_is_received_if_somebody_says_how(
    files: dict[str, str], capsys: pytest.CaptureFixture[str], returned: str
) -> None:
    """Else it waits for whoever looks at it."""
    asked = (files["orders"], files["returns"], "--store", files["store"], "--presume-delivered")
    imported(capsys, *asked)

    _, result = imported(capsys, *asked, "--returned", returned)

    assert result["returns"] == counts(returns=1, units=1, received=1)


def test_a_format_is_named_and_a_zone(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """All files are of it then."""
    imported(capsys, files["orders"], "--store", files["store"])

    status, result = imported(
        capsys, files["fba"], "--store", files["store"], "--format", "fba-returns",
        "--presume-delivered", "--zone", "Europe/Berlin",
    )  # fmt: skip

    assert (status, result["orders"]) == (DONE, 0)
    assert result["returns"] == counts(returns=1, units=1, taken=1)
    assert result["remarks"] == []


def test_a_file_of_another_format_is_rejected(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """By its header."""
    status, result = imported(
        capsys, files["fba"], "--store", files["store"], "--format", "amazon-returns"
    )

    assert (status, result["rejections"][0]["code"]) == (REJECTED, "wrong_header")


def test_a_person_is_told_in_a_table(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """With the counts of returns below those of orders; nothing new is said to be nothing new."""
    asked = [
        "import", files["orders"], files["returns"], "--store", files["store"],
        "--presume-delivered",
    ]  # fmt: skip

    main(asked)
    first = capsys.readouterr()
    main(asked)
    second = capsys.readouterr()

    assert "returns taken" in first.out
    assert "Nothing has changed" not in first.out
    assert "Nothing has changed" in second.out
    assert "zone_assumed" in first.err
