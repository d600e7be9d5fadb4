"""Couriers: their codes, the names that people give them, and where a parcel is looked up."""

from collections.abc import Mapping

import attrs

from ordercore.kernel.checking import of_type


@attrs.frozen(kw_only=True)
class Courier:
    """Who carries parcels under numbers of a known type."""

    code: str
    name: str
    also: tuple[str, ...] = ()
    """Other names that orders and feeds use."""
    post_of: str = ""
    """The country whose international mail is this courier's."""
    url: str = ""
    """The page of a number, with ``{number}`` in it; blank where we are not sure of one."""


_ROWS = (
    Courier(
        code="usps",
        name="USPS",
        also=("United States Postal Service", "US Postal Service", "Stamps.com"),
        post_of="US",
        url="https://tools.usps.com/go/TrackConfirmAction?tLabels={number}",
    ),
    Courier(
        code="ups",
        name="UPS",
        also=("United Parcel Service", "UPSDAP", "UPS Mail Innovations"),
        url="https://www.ups.com/track?tracknum={number}",
    ),
    Courier(
        code="fedex",
        name="FedEx",
        also=("Federal Express", "FedEx Default", "FedEx Ground", "FedEx Express"),
        url="https://www.fedex.com/fedextrack/?trknbr={number}",
    ),
    Courier(code="dhl", name="DHL", also=("DHL Express", "DHL eCommerce", "DHLExpress")),
    Courier(code="dpd", name="DPD", also=("DPD UK", "DPD DE")),
    Courier(
        code="amazon",
        name="Amazon",
        also=("AMZN", "AMZN_US", "Amazon Logistics", "Amazon Shipping", "AmazonShipping"),
    ),
    Courier(
        code="canada_post",
        name="Canada Post",
        also=("CanadaPost", "Postes Canada"),
        post_of="CA",
        url="https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor={number}",
    ),
    Courier(code="royal_mail", name="Royal Mail", post_of="GB"),
    Courier(code="deutsche_post", name="Deutsche Post", post_of="DE"),
    Courier(code="la_poste", name="La Poste", also=("Colissimo",), post_of="FR"),
    Courier(code="poste_italiane", name="Poste Italiane", post_of="IT"),
    Courier(code="correos", name="Correos", post_of="ES"),
    Courier(code="postnl", name="PostNL", post_of="NL"),
    Courier(code="australia_post", name="Australia Post", post_of="AU"),
    Courier(code="japan_post", name="Japan Post", post_of="JP"),
    Courier(code="post", name="The post of its country"),
    Courier(code="canpar", name="Canpar"),
    Courier(code="gofo", name="GOFO Express"),
    Courier(code="landmark", name="Landmark Global"),
    Courier(code="lasership", name="LaserShip"),
    Courier(code="old_dominion", name="Old Dominion Freight Line", also=("ODFL",)),
    Courier(code="ontrac", name="OnTrac"),
    Courier(code="purolator", name="Purolator"),
    Courier(code="speedee", name="Spee-Dee Delivery"),
    Courier(code="yodel", name="Yodel"),
    Courier(code="yunexpress", name="YunExpress", also=("Yun Express",)),
)

COURIERS: Mapping[str, Courier] = {row.code: row for row in _ROWS}


def folded(name: str) -> str:
    """Give a name by which it is found however it is written: letters and digits alone."""
    return "".join(filter(str.isalnum, name)).casefold()


_BY_NAME: Mapping[str, str] = {
    folded(name): row.code for row in _ROWS for name in (row.code, row.name, *row.also)
}

POST_OF: Mapping[str, str] = {row.post_of: row.code for row in _ROWS if row.post_of}
"""Country → the courier that carries its international mail."""


def courier_code(name: str) -> str:
    """Give the code of a courier by any name that we know; else the name, trimmed, as it is."""
    return _BY_NAME.get(folded(name), name.strip())


def tracking_url(courier: str, number: str) -> str:
    """Give the page where a courier shows a parcel; blank where we are not sure of one.

    ``courier`` is a code or a name. ``number`` should be in its normal form; of what a seller typed
    nothing but the number gets into the page, since other characters are escaped (RFC 3986).

    Raises:
        InvalidValue: when either is no text.
    """
    row = COURIERS.get(courier_code(of_type(courier, str, "courier")))
    escaped = _escaped(of_type(number, str, "number"))
    return row.url.replace("{number}", escaped) if row else ""


def _escaped(text: str) -> str:
    return "".join(
        [chr(byte) if chr(byte) in _UNRESERVED else f"%{byte:02X}" for byte in text.encode()]
    )


_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
"""Characters that stand for themselves (RFC 3986, 2.3)."""
