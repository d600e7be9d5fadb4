"""A year of a real shop, added up here and, from the file itself, by pandas."""

import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from ordercore.kernel.charges import Charges
from ordercore.metrics import order_report
from ordercore.orders.line import Line
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.state import Order
from ordercore.testing import taken

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "examples"))

from replay.reading import SHOP_ZONE, Invoice, read_invoices  # noqa: E402

REAL_FILE = (ROOT / "../shared/data/online_retail/online_retail.csv.gz").resolve()


def placed(invoice: Invoice) -> Order | None:
    """Make an order of an invoice; of one that sells nothing there is none."""
    lines = tuple(
        Line(row.sku, row.quantity, charges=Charges("GBP", item=row.pence(row.quantity)))
        for row in invoice.sold()
    )
    if not lines:
        return None
    wish = PlaceOrder(
        order_id=invoice.number, at=invoice.at, channel="MFN", marketplace="GB", lines=lines
    )
    return taken(None, wish).after


@pytest.mark.long
@pytest.mark.skipif(not REAL_FILE.exists(), reason="the Online Retail file is not there")
def test_a_real_year_is_added_up_as_pandas_does() -> None:
    """By month and by SKU: orders, units and pence of 530,000 rows."""
    pandas = pytest.importorskip("pandas")
    rows = pandas.read_csv(REAL_FILE, dtype=str, keep_default_na=False)
    rows["units"] = rows["Quantity"].astype(int)
    cancelled = rows["InvoiceNo"].str[0].isin(["C", "A"])
    rows = rows[~cancelled & (rows["units"] > 0) & ~rows["UnitPrice"].str.startswith("-")].copy()
    rows["pence"] = [
        int((Decimal(price) * units * 100).to_integral_value(ROUND_HALF_UP))
        for price, units in zip(rows["UnitPrice"], rows["units"], strict=True)
    ]
    rows["month"] = rows.groupby("InvoiceNo")["InvoiceDate"].transform("min").str[:7]

    def told(by: str) -> dict[str, tuple[int, int, int]]:
        of = rows.groupby(by).agg({"InvoiceNo": "nunique", "units": "sum", "pence": "sum"})
        return {name: (int(a), int(b), int(c)) for name, a, b, c in of.itertuples()}

    orders = [order for invoice in read_invoices(REAL_FILE) if (order := placed(invoice))]
    months = order_report(orders, by="month", zone=SHOP_ZONE)
    skus = order_report(iter(orders), by="sku")

    assert {
        f"{p.begins:%Y-%m}": (p.totals.orders, p.totals.units, p.totals.item_value["GBP"])
        for p in months.periods
    } == told("month")
    assert {
        group.name: (group.totals.orders, group.totals.units, group.totals.item_value["GBP"])
        for group in skus.groups
    } == told("StockCode")
    assert skus.totals.orders == months.totals.orders == rows["InvoiceNo"].nunique()
