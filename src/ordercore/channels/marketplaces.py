"""The marketplaces: ids, sales channels, currencies and zones as data.

Ids and names as the Selling Partner API gives them; the zone is the one in which the
marketplace's own day begins, used where local dates are counted.
"""

import attrs


@attrs.frozen
class Marketplace:
    """One country's marketplace."""

    code: str
    """ISO 3166 country code."""
    id: str
    sales_channel: str
    currency: str
    zone: str


_ROWS = (
    Marketplace("US", "ATVPDKIKX0DER", "Amazon.com", "USD", "America/Los_Angeles"),
    Marketplace("CA", "A2EUQ1WTGCTBG2", "Amazon.ca", "CAD", "America/Los_Angeles"),
    Marketplace("MX", "A1AM78C64UM0Y8", "Amazon.com.mx", "MXN", "America/Mexico_City"),
    Marketplace("BR", "A2Q3Y263D00KWC", "Amazon.com.br", "BRL", "America/Sao_Paulo"),
    Marketplace("GB", "A1F83G8C2ARO7P", "Amazon.co.uk", "GBP", "Europe/London"),
    Marketplace("IE", "A28R8C7NBKEWEA", "Amazon.ie", "EUR", "Europe/Dublin"),
    Marketplace("DE", "A1PA6795UKMFR9", "Amazon.de", "EUR", "Europe/Berlin"),
    Marketplace("FR", "A13V1IB3VIYZZH", "Amazon.fr", "EUR", "Europe/Paris"),
    Marketplace("IT", "APJ6JRA9NG5V4", "Amazon.it", "EUR", "Europe/Rome"),
    Marketplace("ES", "A1RKKUPIHCS9HS", "Amazon.es", "EUR", "Europe/Madrid"),
    Marketplace("NL", "A1805IZSGTT6HS", "Amazon.nl", "EUR", "Europe/Amsterdam"),
    Marketplace("BE", "AMEN7PMS3EDWL", "Amazon.com.be", "EUR", "Europe/Brussels"),
    Marketplace("SE", "A2NODRKZP88ZB9", "Amazon.se", "SEK", "Europe/Stockholm"),
    Marketplace("PL", "A1C3SOZRARQ6R3", "Amazon.pl", "PLN", "Europe/Warsaw"),
    Marketplace("TR", "A33AVAJ2PDY3EV", "Amazon.com.tr", "TRY", "Europe/Istanbul"),
    Marketplace("AE", "A2VIGQ35RCS4UG", "Amazon.ae", "AED", "Asia/Dubai"),
    Marketplace("SA", "A17E79C6D8DWNP", "Amazon.sa", "SAR", "Asia/Riyadh"),
    Marketplace("EG", "ARBP9OOSHTCHU", "Amazon.eg", "EGP", "Africa/Cairo"),
    Marketplace("ZA", "AE08WJ6YKNBMC", "Amazon.co.za", "ZAR", "Africa/Johannesburg"),
    Marketplace("IN", "A21TJRUUN4KGV", "Amazon.in", "INR", "Asia/Kolkata"),
    Marketplace("SG", "A19VAU5U5O7RUS", "Amazon.sg", "SGD", "Asia/Singapore"),
    Marketplace("AU", "A39IBJ37TRP1C6", "Amazon.com.au", "AUD", "Australia/Sydney"),
    Marketplace("JP", "A1VC38T7YXB528", "Amazon.co.jp", "JPY", "Asia/Tokyo"),
)

MARKETPLACES = {row.code: row for row in _ROWS}

BY_ID = {row.id: row for row in _ROWS}

BY_SALES_CHANNEL = {row.sales_channel.lower(): row for row in _ROWS}
