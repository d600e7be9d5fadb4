"""Amazon's carrier codes, and how the carriers of parcels are named by them."""

import attrs

from ordercore.shipping.numbers.couriers import courier_code, folded

OTHER = "Other"
"""The code of every carrier that has none; its name is told beside it."""


@attrs.frozen
class AmazonCarrier:
    """A code of Amazon's, which of our couriers it means, and by what other names it goes."""

    code: str
    courier: str = ""
    also: tuple[str, ...] = ()


# As connectors have carried it on from Seller Central G200137470 (facts §3.2, C: incomplete). Which
# of our couriers a code means is our reading.
CARRIERS: tuple[AmazonCarrier, ...] = (
    AmazonCarrier("USPS", "usps"),
    AmazonCarrier("UPS", "ups"),
    AmazonCarrier("UPSMI", also=("UPS Mail Innovations",)),
    AmazonCarrier("FedEx", "fedex"),
    AmazonCarrier("FedEx SmartPost", also=("SmartPost",)),
    AmazonCarrier("DHL", "dhl"),
    AmazonCarrier("DHL Global Mail"),
    AmazonCarrier("Fastway"),
    AmazonCarrier("GLS"),
    AmazonCarrier("GO!"),
    AmazonCarrier("Hermes Logistik Gruppe", also=("Hermes",)),
    AmazonCarrier("Royal Mail", "royal_mail"),
    AmazonCarrier("Parcelforce"),
    AmazonCarrier("City Link"),
    AmazonCarrier("TNT"),
    AmazonCarrier("Target"),
    AmazonCarrier("SagawaExpress", also=("Sagawa",)),
    AmazonCarrier("NipponExpress"),
    AmazonCarrier("YamatoTransport", also=("Yamato",)),
    AmazonCarrier("OSM"),
    AmazonCarrier("OnTrac", "ontrac"),
    AmazonCarrier("Streamlite"),
    AmazonCarrier("Newgistics"),
    AmazonCarrier("Canada Post", "canada_post"),
    AmazonCarrier("Blue Package"),
    AmazonCarrier("Lasership", "lasership"),
    AmazonCarrier("China Post"),
    AmazonCarrier("EUB"),
    AmazonCarrier("DPD", "dpd"),
    AmazonCarrier("DTDC"),
    AmazonCarrier("Delhivery"),
    AmazonCarrier("Deutsche Post", "deutsche_post"),
    AmazonCarrier("India Post"),
    AmazonCarrier("La Poste", "la_poste"),
)
"""A host adds rows of its own in front."""


def carrier_of(name: str, carriers: tuple[AmazonCarrier, ...] = CARRIERS) -> tuple[str, str]:
    """Give Amazon's code of a carrier, and its name where the code is ``Other``.

    Its own name comes first, then the courier that we know by it; the first row wins.
    """
    wanted, courier = folded(name), courier_code(name)
    for row in carriers:
        if wanted in map(folded, (row.code, *row.also)):
            return row.code, ""
    for row in carriers:
        if row.courier and row.courier == courier:
            return row.code, ""
    return OTHER, name.strip()
