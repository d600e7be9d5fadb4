"""django-oscar without a web server: places orders of three lines when told to, and times them.

Run by an interpreter that has django-oscar, with a folder for its SQLite file. It makes the
tables (some 15 s), prints ``ready``, and then answers each number on its standard input with the
seconds that so many orders took: a basket, three products, and its own OrderCreator, which
allocates the stock. The file is in WAL mode with synchronous = NORMAL, as ours is.
"""

import random
import sys
import time
from pathlib import Path
from typing import Any

import django
from django.conf import settings

APPS = "auth contenttypes sessions sites messages staticfiles flatpages"
OSCAR = (
    "address analytics basket catalogue catalogue.reviews checkout communication customer order"
    " offer partner payment search shipping voucher wishlists"
)
OTHERS = ("widget_tweaks", "haystack", "treebeard", "django_tables2")
QUICK_AS_OURS = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL"


def _config(name: str) -> str:
    """Name the class by which Django installs one of oscar's apps."""
    title = "".join(part.title() for part in name.split("."))
    return f"oscar.apps.{name}.apps.{title}Config"


def set_up(folder: Path) -> None:
    """Configure Django for a fresh file, and make the tables."""
    from oscar import defaults

    settings.configure(
        **{name: value for name, value in vars(defaults).items() if name.isupper()},
        SECRET_KEY="benchmark",  # noqa: S106 - of no use to anybody
        SITE_ID=1,
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[
            *(f"django.contrib.{name}" for name in APPS.split()),
            *(_config(name) for name in OSCAR.split()),
            *OTHERS,
        ],
        HAYSTACK_CONNECTIONS={
            "default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}
        },
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(folder / "oscar.db"),
                "ATOMIC_REQUESTS": True,
                "OPTIONS": {"init_command": QUICK_AS_OURS, "transaction_mode": "IMMEDIATE"},
            }
        },
    )
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def stock_up(products: int) -> list[Any]:
    """Make products of one partner, with plenty of stock."""
    from oscar.apps.catalogue.models import Product, ProductClass
    from oscar.apps.partner.models import Partner, StockRecord

    kind = ProductClass.objects.create(name="goods")
    partner = Partner.objects.create(name="main")
    made = []
    for number in range(products):
        product = Product.objects.create(title=f"P{number}", product_class=kind, upc=f"{number}")
        StockRecord.objects.create(
            product=product,
            partner=partner,
            partner_sku=f"SKU-{number:02}",
            price_currency="USD",
            price="12.50",
            num_in_stock=10_000_000,
        )
        made.append(product)
    return made


def place_one(products: list[Any], chance: random.Random) -> None:
    """Fill a basket and make an order of it, in one transaction."""
    from django.db import transaction
    from oscar.apps.basket.models import Basket
    from oscar.apps.checkout.calculators import OrderTotalCalculator
    from oscar.apps.order.utils import OrderCreator, OrderNumberGenerator
    from oscar.apps.partner.strategy import Selector
    from oscar.apps.shipping.methods import Free

    with transaction.atomic():
        basket = Basket.objects.create()
        basket.strategy = Selector().strategy()
        for product in chance.sample(products, 3):
            basket.add_product(product, quantity=chance.randint(1, 3))
        shipping = Free()
        charge = shipping.calculate(basket)
        OrderCreator().place_order(
            basket=basket,
            total=OrderTotalCalculator().calculate(basket, charge),
            shipping_method=shipping,
            shipping_charge=charge,
            order_number=OrderNumberGenerator().order_number(basket),
        )
        basket.submit()


def main() -> None:
    """Answer until the input ends."""
    set_up(Path(sys.argv[1]))
    products = stock_up(50)
    chance = random.Random(7)
    print("ready", flush=True)
    for line in sys.stdin:
        begun = time.perf_counter()
        for _ in range(int(line)):
            place_one(products, chance)
        print(time.perf_counter() - begun, flush=True)


if __name__ == "__main__":
    main()
