"""A card to test with, as TOML and as CSV: made up, and small enough to work out by hand."""

from ordercore.adapters.ratecard import RateCard, parse_rate_card

TOML = """
[carrier]
code = "vans"
name = "Pine Vans"
currency = "USD"
prefix = "PV"
zone = "America/Chicago"

[[service]]
code = "ground"
days = 3
most_weight = "70 lb"
most_longest = "108 in"
most_length_plus_girth = "165 in"

[[service]]
code = "express"
days = 1
refuses = ["po_box", "military"]
void_hours = 2

[[zone]]
zone = "near"
country = "US"
postal = ["787", "786"]

[[zone]]
zone = "far"
country = "US"

[[zone]]
zone = "abroad"
country = "*"

[[dimensional]]
divisor = 139
sides = "up"
weights = "up"

[[rate]]
service = "ground"
zone = "near"
up_to = "1 lb"
price = "5.00"

[[rate]]
service = "ground"
zone = "near"
up_to = "10 lb"
price = "8.00"

[[rate]]
service = "ground"
zone = "near"
up_to = "70 lb"
each = "1 lb"
price = "0.50"

[[rate]]
service = "ground"
zone = "far"
up_to = "70 lb"
price = "12.00"

[[rate]]
service = "ground"
zone = "near"
since = 2027-01-01
up_to = "70 lb"
price = "9.00"

[[rate]]
service = "express"
zone = "far"
up_to = "20 lb"
price = "30.00"

[[surcharge]]
code = "residential"
when = "residential"
price = "2.00"

[[surcharge]]
code = "remote"
when = "remote"
country = "US"
postal = ["996", "997"]
price = "7.00"

[[surcharge]]
code = "oversize"
when = "oversize"
service = "ground"
over_longest = "48 in"
over_weight = "50 lb"
price = "15.00"

[[surcharge]]
code = "fuel"
percent = "10"
of = "all"

[[surcharge]]
code = "fuel"
percent = "12.5"
of = "all"
since = 2026-04-01

[[surcharge]]
code = "fuel"
service = "express"
percent = "20"
since = 2026-03-01
until = 2026-05-01

[[surcharge]]
code = "peak"
price = "1.00"
since = 2026-10-01
until = 2027-01-15
"""

CSV = """\
row,code,name,currency,prefix,zone,service,days,most_weight,country,postal,divisor,sides,weights,up_to,price,when,percent,of
carrier,vans,Pine Vans,USD,PV,America/Chicago,,,,,,,,,,,,,
service,ground,,,,,,3,70 lb,,,,,,,,,,
zone,,,,,near,,,,US,787 786,,,,,,,,
zone,,,,,far,,,,US,,,,,,,,,
dimensional,,,,,,,,,,,139,up,up,,,,,
rate,,,,,near,ground,,,,,,,,1 lb,5.00,,,
rate,,,,,near,ground,,,,,,,,10 lb,8.00,,,
rate,,,,,far,ground,,,,,,,,70 lb,12.00,,,
surcharge,residential,,,,,,,,,,,,,,2.00,residential,,
surcharge,fuel,,,,,,,,,,,,,,,,10,all
"""


def card() -> RateCard:
    """Give the card of the TOML, of which no row is bad."""
    read = parse_rate_card(TOML)
    assert read.bad == ()
    return read.card
