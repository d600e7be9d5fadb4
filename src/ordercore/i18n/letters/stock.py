"""What letters tell of stock."""

from ordercore.i18n.letters.content import Facts
from ordercore.inventory import Stock


def of_stock(stock: Stock, title: str = "") -> Facts:
    """Give the facts of ``low_stock`` and ``out_of_stock``: what, where, and how many are left.

    Without the title of the product it is called by its SKU.
    """
    item = title or stock.sku
    facts = {"item": item, "pool": stock.pool, "count": max(stock.available, 0)}
    return facts if item == stock.sku else {**facts, "sku": stock.sku}
