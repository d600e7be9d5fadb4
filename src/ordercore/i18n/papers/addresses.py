"""Addresses as they are written on paper, line by line."""

from babel import Locale

from ordercore.i18n.papers.wording import one_line
from ordercore.orders.address import Address

CODE_AFTER_CITY = frozenset(
    {"AU", "CA", "GB", "ID", "IE", "IN", "JP", "KR", "NZ", "SG", "TH", "TW", "US", "VN", "ZA"}
)
"""Where the postal code stands after the city; elsewhere before it.

As these countries are commonly written to; not yet held against the guides of the Universal
Postal Union, country by country.
"""

ON_LINES_OF_THEIR_OWN = frozenset({"GB", "IE"})
"""Where the postal code has the last line for itself (as above)."""


def address_lines(address: Address, locale: Locale) -> tuple[str, ...]:
    """Give the lines of an address, from the name to the country; blank ones are left out.

    The country is named in the language of the paper, in capitals; one that is no code of two
    letters is printed as it is given.
    """
    code = address.country.strip().upper()
    city, region, postal = (
        one_line(part) for part in (address.city, address.region, address.postal_code)
    )
    if code in ON_LINES_OF_THEIR_OWN:
        place = [city, region, postal]
    elif code in CODE_AFTER_CITY:
        place = [", ".join(filter(None, (city, " ".join(filter(None, (region, postal))))))]
    else:
        place = [" ".join(filter(None, (postal, city))), region]
    country = locale.territories.get(code, address.country)
    lines = (address.name, address.line1, address.line2, address.line3, *place, country.upper())
    return tuple([line for line in map(one_line, lines) if line])
