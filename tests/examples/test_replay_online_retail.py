"""The replay of a shop's year: a small year of our own, and the real file where it is there."""

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import ordercore as oc
from ordercore.kernel.time import instant

EXAMPLES = Path(__file__).parents[2] / "examples"
sys.path.insert(0, str(EXAMPLES))

import replay_online_retail as script  # noqa: E402
from replay.matching import Match, NewestFirst, Purchase, units_by_age  # noqa: E402
from replay.reading import COLUMNS, read_invoices  # noqa: E402

REAL_FILE = (
    Path(__file__).parents[2] / "../shared/data/online_retail/online_retail.csv.gz"
).resolve()

HEADER = ",".join(COLUMNS)

A_SMALL_YEAR = f"""{HEADER}
1001,10001,"MUG, BLUE",6,2011-03-01 09:01:00,2.50,71,United Kingdom
1001,10001,"MUG, BLUE",6,2011-03-01 09:00:00,2.50,71,United Kingdom
1001,10002a,FREE SPOON,2,2011-03-01 09:00:00,0.0,71,United Kingdom
1001,POST,POSTAGE,1,2011-03-01 09:00:00,18.00,71,United Kingdom
1002,10001,"MUG, BLUE",4,2011-03-20 10:00:00,2.35,71,United Kingdom
1003,10001,"MUG, BLUE",1,2011-03-20 11:00:00,2.55,,United Kingdom
1004,10003,,-7,2011-03-20 12:00:00,0.0,,United Kingdom
C1005,10001,"MUG, BLUE",-9,2011-03-31 22:30:00,2.50,71,United Kingdom
C1005,10002a,FREE SPOON,-1,2011-03-31 22:30:00,0.0,71,United Kingdom
C1005,POST,POSTAGE,-1,2011-03-31 22:30:00,18.00,71,United Kingdom
C1006,10001,"MUG, BLUE",-10,2011-04-01 09:00:00,2.50,71,United Kingdom
C1007,10001,"MUG, BLUE",-1,2011-04-02 09:00:00,2.55,,United Kingdom
A1008,B,Adjust bad debt,1,2011-04-03 09:00:00,-11.06,,United Kingdom
1009,PADS,PADS,1,2011-04-04 09:00:00,0.001,72,France
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Write the small year to a file."""
    file = tmp_path / "small.csv"
    file.write_text(A_SMALL_YEAR, encoding="utf-8")
    return file


def answers(found: dict[str, Any]) -> dict[tuple[str, str], tuple[int, int, int]]:
    """Give the table of answers by its first two columns."""
    return {
        (row["asked"], row["answer"]): (row["count"], row["units"], row["pence"])
        for row in found["answers"]
    }


# Matching


def bought(order_id: str, day: int) -> Purchase:
    """Give a purchase at noon of a day in May."""
    return Purchase(order_id, "1", instant(f"2026-05-{day:02}T12:00:00Z"))


def test_the_newest_purchase_is_taken_back_first_and_then_the_one_before() -> None:
    """Units go to the newest purchase until it is used up; what is beyond all matches nothing."""
    old, new = bought("old", 1), bought("new", 2)
    purchases = NewestFirst()
    purchases.bought("ada", "MUG", old, 5)
    purchases.bought("ada", "MUG", new, 3)

    assert purchases.brought_back("ada", "MUG", 1) == [Match(new, 1)]
    assert purchases.brought_back("ada", "MUG", 4) == [Match(new, 2), Match(old, 2)]
    assert purchases.brought_back("ada", "MUG", 9) == [Match(old, 3)]
    assert purchases.brought_back("ada", "MUG", 1) == []


def test_purchases_of_others_and_of_other_products_are_left_alone() -> None:
    """A purchase is matched by its customer and product."""
    purchases = NewestFirst()
    purchases.bought("ada", "MUG", bought("one", 1), 5)

    assert purchases.brought_back("bob", "MUG", 1) == []
    assert purchases.brought_back("ada", "CUP", 1) == []


def test_age_is_counted_to_the_second_and_its_limit_is_inside() -> None:
    """Thirty times 24 hours after the purchase is still within, a second more is not."""
    matches = [Match(bought("one", 1), 2)]

    assert units_by_age(matches, instant("2026-05-31T12:00:00Z")) == {"within_720_hours": 2}
    assert units_by_age(matches, instant("2026-05-31T12:00:01Z")) == {"later": 2}


# Reading


def test_an_invoice_with_two_times_is_placed_at_the_earlier(small: Path) -> None:
    """The earliest time of an invoice counts, and it is the wall time of the shop."""
    by_number = {invoice.number: invoice for invoice in read_invoices(small)}

    assert by_number["1001"].at == instant("2011-03-01T09:00:00+00:00")
    assert by_number["C1005"].at == instant("2011-03-31T22:30:00+01:00")


# The whole way


def test_a_small_year_is_answered_row_by_row(small: Path) -> None:
    """Every row is sold, let back, or refused with a code."""
    found = script.run(small)

    assert found["file"] == {"rows": 14, "invoices": 9, "invoices_with_two_times": 1}
    assert answers(found) == {
        ("orders", "accepted"): (4, 21, 3000 + 1800 + 940 + 255),
        # Of 9 mugs: 4 of the newest order, then 5 of a line of the first one; then spoon, postage.
        ("returns", "accepted"): (4, 11, 2250 + 0 + 1800),
        # On the 31st day of the first order, 7 mugs of two lines are left of it.
        ("returns", "return_window_closed"): (2, 7, 1750),
        ("returns", "no_purchase"): (1, 3, 750),
        ("returns", "no_customer"): (1, 1, 255),
        ("no sales", "stock_write_off"): (1, 7, 0),
        ("no sales", "bad_debt_adjustment"): (1, 1, -1106),
    }
    assert all(check["holds"] for check in found["checks"])


def test_the_two_ways_to_count_thirty_days_differ(small: Path) -> None:
    """On the evening of day 30 more than 720 hours have passed, and the policy is still open."""
    matching = script.run(small)["matching"]

    assert matching == {
        "cancelled": {"lines": 3, "units": 20, "no_purchase": 3},
        "by_age": {"within_720_hours": 4, "later": 13},
        "by_answer": {"accepted": 10, "return_window_closed": 7},
    }


def test_money_and_stock_are_told_with_their_numbers(small: Path) -> None:
    """What is refunded is what the units were sold for, whatever the cancellation says."""
    checks = {check["name"]: check["numbers"] for check in script.run(small)["checks"]}

    refunded = 4 * 235 + 5 * 250 + 1800
    assert checks["money"] == {"paid": 5995, "refunded": refunded, "kept": 5995 - refunded}
    assert checks["units"] == {"ordered": 21, "delivered": 10, "returned": 11}
    assert checks["stock"] == {
        "skus": 4,
        "received": 21,
        "shipped": 21,
        "restocked": 11,
        "on_hand": 11,
        "reserved": 0,
    }


def test_without_stock_the_desk_refuses_every_order(small: Path) -> None:
    """In an own shop: no stock, no order."""
    replay = script.Replay(oc.open(world=script.SHOP))
    replay.put(read_invoices(small))

    tally = replay.answers["orders", "stock_is_short"]
    assert (tally.count, tally.units) == (4, 21)
    assert ("orders", "accepted") not in replay.answers


@pytest.mark.parametrize("batch", [1, 2, 100])
def test_batches_and_stores_change_no_answer(small: Path, tmp_path: Path, batch: int) -> None:
    """In memory or in a file, one by one or all at once: the same is found."""
    in_file = script.run(small, store=f"sqlite:///{tmp_path}/kept.db", batch=batch)

    assert in_file == script.run(small, store="memory")
    assert (tmp_path / "kept.db").exists()


# The command line


def test_it_runs_as_a_script_and_is_plain_when_piped(small: Path, tmp_path: Path) -> None:
    """As a reader would run it, on a compressed file."""
    packed = tmp_path / "small.csv.gz"
    packed.write_bytes(gzip.compress(small.read_bytes()))
    ran = subprocess.run(
        [sys.executable, EXAMPLES / "replay_online_retail.py", packed],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, ran.stderr) == (0, "")
    assert "return_window_closed" in ran.stdout
    assert ran.stdout.count("\ntrue") == 5
    assert ran.stdout.isascii()


def test_json_says_the_same_to_machines(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One JSON object on standard output."""
    assert script.main([str(small), "--json", "--store", "memory"]) == 0

    assert json.loads(capsys.readouterr().out) == script.run(small)


def test_the_status_says_when_something_does_not_add_up(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Stock that nobody told of makes the check of stock false, and the status 1."""
    receive_stock = script.Replay.receive_stock

    def and_one_more(replay: script.Replay, invoices: Any) -> None:
        receive_stock(replay, invoices)
        replay.desk.receive("10001", 1)

    monkeypatch.setattr(script.Replay, "receive_stock", and_one_more)

    assert script.main([str(small)]) == 1
    assert "FALSE  stock" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "the header is not"),
        ("a,b,c\n", "the header is not"),
        (f"{HEADER}\n1001,10001\n", "line 2: 2 cells, not 8"),
        (f"{HEADER}\n1001,10001,MUG,six,2011-03-01 09:00:00,2.50,71,UK\n", "line 2: "),
        (f"{HEADER}\n1001,10001,MUG,0,2011-03-01 09:00:00,2.50,71,UK\n", "line 2: 0 units"),
        (f"{HEADER}\nC1,10001,MUG,1,2011-03-01 09:00:00,2.50,71,UK\n", "line 2: 1 units on"),
        (f"{HEADER}\n1001,10001,MUG,1,1 March,2.50,71,UK\n", "line 2: "),
        (f"{HEADER}\n1001,10001,MUG,1,2011-03-01 09:00:00,cheap,71,UK\n", "line 2: a price is no"),
        (f"{HEADER}\n1001,10001,MUG,1,2011-03-01 09:00:00,NaN,71,UK\n", "line 2: NaN is no price"),
        (f"{HEADER}\n1001, ,MUG,1,2011-03-01 09:00:00,2.50,71,UK\n", "line 2: an invoice number"),
        (
            f"{HEADER}\n1,2,M,1,2011-03-01 09:00:00,1,71,UK\n1,2,M,1,2011-03-01 09:00:00,1,72,UK\n",
            "line 3: the invoice 1 has two customers",
        ),
    ],
)
def test_a_bad_file_gives_one_line_and_status_two(
    text: str, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is wrong is said with its line, and nothing is replayed."""
    file = tmp_path / "bad.csv"
    file.write_text(text, encoding="utf-8")

    assert script.main([str(file)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert why in told.err
    assert told.err.count("\n") == 1


def test_a_file_that_is_missing_or_not_compressed_is_said_to_be_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback for what a user may well do."""
    assert script.main([str(tmp_path / "none.csv")]) == 2
    assert "No such file" in capsys.readouterr().err

    plain = tmp_path / "plain.csv.gz"
    plain.write_text(A_SMALL_YEAR, encoding="utf-8")
    assert script.main([str(plain)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_store_that_is_there_already_is_left_alone(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A replay never writes into somebody's orders, and says what it cannot open."""
    kept = tmp_path / "kept.db"
    kept.write_text("precious", encoding="utf-8")

    assert script.main([str(small), "--store", f"sqlite:///{kept}"]) == 2
    assert "there already" in capsys.readouterr().err
    assert kept.read_text(encoding="utf-8") == "precious"
    assert script.main([str(small), "--store", "mysql://shop"]) == 2
    assert "mysql://shop" in capsys.readouterr().err


def test_an_empty_year_adds_up(tmp_path: Path) -> None:
    """A file with a header alone has nothing in it, and that is true."""
    file = tmp_path / "empty.csv"
    file.write_text(f"{HEADER}\n", encoding="utf-8")

    assert script.main([str(file)]) == 0


# The real file


@pytest.mark.long
@pytest.mark.skipif(not REAL_FILE.exists(), reason="the Online Retail file is not there")
def test_the_real_year_gives_the_known_figures() -> None:
    """541,909 rows: what is known of the file comes out exactly, and everything adds up."""
    found = script.run(REAL_FILE)

    assert found["file"] == {"rows": 541909, "invoices": 25900, "invoices_with_two_times": 43}
    assert found["matching"] == {
        "cancelled": {"lines": 8539, "units": 269484, "no_purchase": 18807},
        "by_age": {"within_720_hours": 225932, "later": 24745},
        "by_answer": {"accepted": 226215, "return_window_closed": 24462},
    }
    assert answers(found)["orders", "accepted"] == (20725, 5660978, 1065562248)
    assert answers(found)["no sales", "stock_write_off"][0] == 1336
    assert answers(found)["no sales", "bad_debt_adjustment"][0] == 3
    assert all(check["holds"] for check in found["checks"])
