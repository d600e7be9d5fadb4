"""Amazon's carrier codes, and how the carriers of parcels are named by them."""

import attrs

from ordercore.kernel.checking import of_type
from ordercore.shipping.numbers.couriers import courier_code, folded

OTHER = "Other"
"""The code of every carrier that has none; its name is told beside it."""


@attrs.frozen
class AmazonCarrier:
    """A code of Amazon's, which of our couriers it means, and by what other names it goes."""

    code: str
    courier: str = ""
    also: tuple[str, ...] = ()


# As connectors have carried it on from Seller Central G200137470 (facts §3.2, C: incomplete); all
# of them stand in amzn-base.xsd, release 4.1, too (B). Which of our couriers a code means is our
# reading.
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
    # Those of amzn-base.xsd, release 4.1, that sellers of ours are likeliest to need (B).
    AmazonCarrier("Amazon Shipping", "amazon"),
    AmazonCarrier("Australia Post", "australia_post"),
    AmazonCarrier("Correos", "correos"),
    AmazonCarrier("Japan Post", "japan_post"),
    AmazonCarrier("Landmark", "landmark"),
    AmazonCarrier("Old Dominion", "old_dominion"),
    AmazonCarrier("Post NL", "postnl"),
    AmazonCarrier("Poste Italiane", "poste_italiane"),
    AmazonCarrier("PUROLATOR", "purolator"),
    AmazonCarrier("Yodel", "yodel"),
    AmazonCarrier("Yun Express", "yunexpress"),
    AmazonCarrier("4PX"),
    AmazonCarrier("Aramex"),
    AmazonCarrier("Asendia"),
    AmazonCarrier("BRT", also=("Bartolini",)),
    AmazonCarrier("BlueDart"),
    AmazonCarrier("Chronopost"),
    AmazonCarrier("Colissimo"),
    AmazonCarrier("Correos Express"),
    AmazonCarrier("DHL eCommerce"),
    AmazonCarrier("DPD Local"),
    AmazonCarrier("Estafeta"),
    AmazonCarrier("Estes"),
    AmazonCarrier("InPost"),
    AmazonCarrier("MRW"),
    AmazonCarrier("Nacex"),
    AmazonCarrier("PostNord"),
    AmazonCarrier("SDA"),
    AmazonCarrier("SF Express"),
    AmazonCarrier("Sendle"),
    AmazonCarrier("Seur"),
    AmazonCarrier("Singapore Post"),
    AmazonCarrier("UKMail"),
    AmazonCarrier("Whistl"),
    AmazonCarrier("Yanwen"),
)
"""Which marketplace takes which code, Amazon alone knows. A host adds rows of its own in front."""


def carrier_of(name: str, carriers: tuple[AmazonCarrier, ...] = CARRIERS) -> tuple[str, str]:
    """Give Amazon's code of a carrier, and its name where the code is ``Other``.

    Its own name comes first, then the courier that we know by it; the first row wins.

    Raises:
        InvalidValue: when it is no text.
    """
    wanted, courier = folded(of_type(name, str, "name")), courier_code(name)
    for row in carriers:
        if wanted in map(folded, (row.code, *row.also)):
            return row.code, ""
    for row in carriers:
        if row.courier and row.courier == courier:
            return row.code, ""
    return OTHER, name.strip()
