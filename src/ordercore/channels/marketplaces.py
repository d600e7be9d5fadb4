"""The marketplaces: ids, sales channels, currencies, zones and languages as data.

Ids and names as the Selling Partner API gives them; the zone is the one in which the
marketplace's own day begins, used where local dates are counted.
Languages are those in which Amazon shows a marketplace's pages, the default one first, as its
Product Advertising API lists them ("Locale Reference", read for AE, AU and EG, A; the others from
tables of third parties and the languages of the country, C).
It has one English and one Arabic around the Gulf; Arabic is told by country here, as Babel knows
it.
"""

from collections.abc import Mapping

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import is_text


@attrs.frozen
class Marketplace:
    """One country's marketplace."""

    code: str
    """ISO 3166 country code, by which a source of holidays knows the country as well."""
    id: str
    sales_channel: str
    currency: str
    zone: str
    languages: tuple[str, ...] = ("en",)
    """Locales as Babel reads them (``de_DE``), the main one first."""


def _row(
    code: str, id: str, sales_channel: str, currency: str, zone: str, languages: str
) -> Marketplace:
    return Marketplace(code, id, sales_channel, currency, zone, tuple(languages.split()))


_ROWS = (
    _row("US", "ATVPDKIKX0DER", "Amazon.com", "USD", "America/Los_Angeles", "en_US es_US"),
    _row("CA", "A2EUQ1WTGCTBG2", "Amazon.ca", "CAD", "America/Los_Angeles", "en_CA fr_CA"),
    _row("MX", "A1AM78C64UM0Y8", "Amazon.com.mx", "MXN", "America/Mexico_City", "es_MX"),
    _row("BR", "A2Q3Y263D00KWC", "Amazon.com.br", "BRL", "America/Sao_Paulo", "pt_BR"),
    _row("GB", "A1F83G8C2ARO7P", "Amazon.co.uk", "GBP", "Europe/London", "en_GB"),
    _row("IE", "A28R8C7NBKEWEA", "Amazon.ie", "EUR", "Europe/Dublin", "en_IE"),
    _row(
        "DE",
        "A1PA6795UKMFR9",
        "Amazon.de",
        "EUR",
        "Europe/Berlin",
        "de_DE en_GB cs_CZ nl_NL pl_PL tr_TR",
    ),
    _row("FR", "A13V1IB3VIYZZH", "Amazon.fr", "EUR", "Europe/Paris", "fr_FR"),
    _row("IT", "APJ6JRA9NG5V4", "Amazon.it", "EUR", "Europe/Rome", "it_IT"),
    _row("ES", "A1RKKUPIHCS9HS", "Amazon.es", "EUR", "Europe/Madrid", "es_ES"),
    _row("NL", "A1805IZSGTT6HS", "Amazon.nl", "EUR", "Europe/Amsterdam", "nl_NL"),
    _row("BE", "AMEN7PMS3EDWL", "Amazon.com.be", "EUR", "Europe/Brussels", "fr_BE nl_BE en_GB"),
    _row("SE", "A2NODRKZP88ZB9", "Amazon.se", "SEK", "Europe/Stockholm", "sv_SE"),
    _row("PL", "A1C3SOZRARQ6R3", "Amazon.pl", "PLN", "Europe/Warsaw", "pl_PL"),
    _row("TR", "A33AVAJ2PDY3EV", "Amazon.com.tr", "TRY", "Europe/Istanbul", "tr_TR"),
    _row("AE", "A2VIGQ35RCS4UG", "Amazon.ae", "AED", "Asia/Dubai", "en_AE ar_AE"),
    _row("SA", "A17E79C6D8DWNP", "Amazon.sa", "SAR", "Asia/Riyadh", "en_AE ar_SA"),
    _row("EG", "ARBP9OOSHTCHU", "Amazon.eg", "EGP", "Africa/Cairo", "en_AE ar_EG"),
    _row("ZA", "AE08WJ6YKNBMC", "Amazon.co.za", "ZAR", "Africa/Johannesburg", "en_ZA"),
    _row("IN", "A21TJRUUN4KGV", "Amazon.in", "INR", "Asia/Kolkata", "en_IN hi_IN"),
    _row("SG", "A19VAU5U5O7RUS", "Amazon.sg", "SGD", "Asia/Singapore", "en_SG"),
    _row("AU", "A39IBJ37TRP1C6", "Amazon.com.au", "AUD", "Australia/Sydney", "en_AU"),
    _row("JP", "A1VC38T7YXB528", "Amazon.co.jp", "JPY", "Asia/Tokyo", "ja_JP en_US zh_CN"),
)

MARKETPLACES = {row.code: row for row in _ROWS}

OTHER_CODES: Mapping[str, str] = {"UK": "GB"}
"""What people call a country, though ISO 3166 does not."""

_BY_NAME: Mapping[str, Marketplace] = {
    **{name.lower(): row for row in _ROWS for name in (row.code, row.id, row.sales_channel)},
    **{other.lower(): MARKETPLACES[code] for other, code in OTHER_CODES.items()},
}


def find_marketplace(*names: str) -> Marketplace | None:
    """Find the marketplace by the first code, id or sales channel that is known."""
    return next((row for name in names if (row := _BY_NAME.get(name.lower()))), None)


def marketplace_of(name: str) -> Marketplace:
    """Give a marketplace by its code (``GB`` or ``UK``), its id, or its sales channel.

    Raises:
        InvalidValue: when it is none of Amazon's.
    """
    found = find_marketplace(name) if is_text(name) else None
    if found is None:
        raise InvalidValue("marketplace", name, "a code, an id or a sales channel of a marketplace")
    return found
