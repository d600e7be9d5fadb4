"""Judge a year of a real shop's returns again, under three return policies.

::

    python examples/judge_online_retail.py online_retail.csv.gz

The file is "Online Retail" of the UCI Machine Learning Repository (CC BY 4.0), read as
``replay_online_retail.py`` reads it: a cancellation line is a return of the customer's newest open
purchases of the product, which were delivered when they were placed. The first policy is the
default; each other one is back-tested against it, which tells what it would have changed.

Exit status: 0 when done, 2 when there is nothing to judge.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import ordercore as oc
from ordercore.kernel.money import decimal_text
from ordercore.returns import POLICIES, RECEIPT, ReturnPolicy, Window, Wish
from ordercore.returns import Purchase as Bought
from ordercore.returns.backtest import BackTest, Case, Made, back_test
from replay.matching import NewestFirst, Purchase
from replay.reading import SHOP_ZONE, BadFile, Invoice, Row, read_invoices

GENEROUS = ReturnPolicy(name="generous", windows=(Window(days=100),))
"""A hundred days, as a shop of its own might say."""

OTHERS = (POLICIES["eu_withdrawal"], GENEROUS)


def cases_of(invoices: Sequence[Invoice]) -> Iterator[Case]:
    """Give every return of a known customer that matches a purchase."""
    purchases, sold = NewestFirst(), dict[tuple[str, str], Row]()
    for invoice in invoices:
        if not invoice.customer:
            continue
        if invoice.is_cancellation:
            for row in invoice.rows:
                for purchase, units in purchases.brought_back(
                    invoice.customer, row.sku, -row.quantity
                ):
                    yield _case(purchase, sold[purchase.order_id, purchase.line_id], units, invoice)
        else:
            for number, row in enumerate(invoice.sold(), start=1):
                purchase = Purchase(invoice.number, str(number), invoice.at)
                sold[purchase.order_id, purchase.line_id] = row
                purchases.bought(invoice.customer, row.sku, purchase, row.quantity)


def _case(purchase: Purchase, row: Row, units: int, invoice: Invoice) -> Case:
    return Case(
        of=f"{purchase.order_id}/{purchase.line_id}",
        at=invoice.at,
        purchase=Bought(
            bought=purchase.at,
            delivered=purchase.at,
            zone=SHOP_ZONE,
            marketplace="GB",
            quantity=row.quantity,
            charges=oc.Charges("GBP", item=row.pence(row.quantity)),
        ),
        wish=Wish(units=units, reason="UNWANTED_ITEM"),
    )


def run(path: Path) -> dict[str, Any]:
    """Judge all returns of a file, and give what each policy makes of them."""
    cases = list(cases_of(read_invoices(path)))
    tests = [back_test(cases, RECEIPT, other) for other in OTHERS]
    first = tests[0]
    made = [_made(first.policies[0], first.before)]
    made += [_made(test.policies[1], test.after) for test in tests]
    return {"policies": made, "against": [_moves(test) for test in tests]}


def _made(name: str, made: Made) -> dict[str, Any]:
    return {
        "policy": name,
        "returns": made.cases,
        "units": made.units,
        "returns_let_in": made.let_in,
        "units_let_in": made.units_let_in,
        "refunds": decimal_text(made.refunds.get("GBP", 0), "GBP"),
    }


def _moves(test: BackTest) -> dict[str, Any]:
    return {
        "policies": list(test.policies),
        "changed": test.changed,
        "moves": [
            {
                "before": move.before,
                "after": move.after,
                "returns": move.cases,
                "units": move.units,
                "more": decimal_text(move.more.get("GBP", 0), "GBP"),
            }
            for move in test.moves
        ],
    }


def show(found: dict[str, Any]) -> None:
    """Print what was found."""
    print(f"{'policy':<16}{'returns':>9}{'units':>10}{'let in':>9}{'units':>10}{'refunds GBP':>14}")
    for row in found["policies"]:
        print(
            f"{row['policy']:<16}{row['returns']:>9,}{row['units']:>10,}"
            f"{row['returns_let_in']:>9,}{row['units_let_in']:>10,}{row['refunds']:>14}"
        )
    for test in found["against"]:
        old, new = test["policies"]
        print(f"\nFrom {old} to {new}: {test['changed']:,} returns are judged otherwise.")
        for move in test["moves"]:
            print(
                f"  {move['before']:<20}{move['after']:<20}"
                f"{move['returns']:>7,}{move['units']:>9,}{move['more']:>13}"
            )


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line, judge, and tell."""
    parser = argparse.ArgumentParser(description="Judge the returns of the Online Retail file.")
    parser.add_argument("path", type=Path, help="the file, as .csv or .csv.gz")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    options = parser.parse_args(arguments)
    try:
        found = run(options.path)
    except (BadFile, oc.OrdercoreError) as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        show(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
