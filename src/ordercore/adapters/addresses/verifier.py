"""A verifier that knows how addresses are made up, and not which of them exist."""

from collections.abc import Iterator

from ordercore.adapters.addresses.country import Country, Region, country, country_code, library
from ordercore.kernel.replace import replace
from ordercore.orders.address import Address, AddressOutcome, Verification

ACCEPTED = Verification(outcome=AddressOutcome.ACCEPTED)


class FormatVerifier:
    """Checks addresses by the rules of their country, offline.

    - ``FIXED``: the country, the region or the postal code was written in another way than usual
      (``usa``, ``Texas``, ``sw1a1aa``), or the postal code tells which region was left out
    - ``QUESTIONED``: something needed is missing, or two things contradict each other
    - ``UNDELIVERABLE``: the country is a code that no country has
    - ``ACCEPTED``: nothing speaks against it, which does not prove that the house is there

    Notes are ``street_address``, ``city``, ``region``, ``postal_code`` or ``country`` followed by
    ``_required`` or ``_fixed``; or ``country_not_a_code`` (its name, say), ``country_unknown``,
    ``region_unknown``, ``postal_code_invalid``, ``postal_code_of_another_region``.
    Names of cities and streets are not looked at; boxes and military post are as good as any.
    """

    def __init__(self) -> None:
        """Load the library.

        Raises:
            ExtraMissing: when the extra ``addresses`` is not installed.
        """
        library()

    def verify(self, address: Address) -> Verification:
        """Say what to make of an address."""
        code = country_code(address.country)
        rules = country(code) if code is not None else None
        if code is None or rules is None:
            return _without_country(address)
        better = _put_right(address, rules)
        doubts = tuple(_doubts(better, rules))
        if doubts:
            return Verification(outcome=AddressOutcome.QUESTIONED, notes=doubts)
        if better == address:
            return ACCEPTED
        return Verification(
            outcome=AddressOutcome.FIXED, suggestion=better, notes=_changes(address, better)
        )


def _without_country(address: Address) -> Verification:
    said = address.country.strip()
    if not said:
        doubts = ("country_required", *_missing(address, frozenset({"street_address", "city"})))
        return Verification(outcome=AddressOutcome.QUESTIONED, notes=doubts)
    if len(said) == 2 and said.isascii() and said.isalpha():
        return Verification(outcome=AddressOutcome.UNDELIVERABLE, notes=("country_unknown",))
    return Verification(outcome=AddressOutcome.QUESTIONED, notes=("country_not_a_code",))


def _put_right(address: Address, rules: Country) -> Address:
    """Write the country, the postal code and the region as they are written there."""
    written = rules.postal.written(address.postal_code) if rules.postal else None
    better = replace(
        address, country=rules.code, postal_code=address.postal_code if written is None else written
    )
    region = _region(better, rules) if rules.writes_codes else None
    return better if region is None else replace(better, region=region.code)


def _region(address: Address, rules: Country) -> Region | None:
    """Find the region: by what is said, by the postal code, or where a city is called like it."""
    if _says(address.region):
        return rules.region_named(address.region, address.postal_code)
    told = rules.region_of(address.postal_code)
    if told is not None:
        return told
    named = rules.region_named(address.city, address.postal_code)
    return named if named is not None and named.takes(address.postal_code) else None


def _doubts(address: Address, rules: Country) -> Iterator[str]:
    """Give what is missing, and what cannot be."""
    yield from _missing(address, rules.required)
    region = _region(address, rules)
    if "region" in rules.required and region is None:
        if not _says(address.region):
            yield "region_required"
        elif rules.regions:
            yield "region_unknown"
    if not _says(address.postal_code.replace("0", "")):
        if "postal_code" in rules.required:
            yield "postal_code_required"
    elif rules.postal and rules.postal.written(address.postal_code) is None:
        yield "postal_code_invalid"
    elif "region" in rules.required and region and not region.takes(address.postal_code):
        yield "postal_code_of_another_region"


def _missing(address: Address, required: frozenset[str]) -> Iterator[str]:
    """Give what is needed of street and city and is not there."""
    lines = address.line1 + address.line2 + address.line3
    if "street_address" in required and not _says(lines):
        yield "street_address_required"
    if "city" in required and not _says(address.city):
        yield "city_required"


def _changes(before: Address, after: Address) -> tuple[str, ...]:
    fields = ("country", "region", "postal_code")
    return tuple(f"{f}_fixed" for f in fields if getattr(before, f) != getattr(after, f))


def _says(text: str) -> bool:
    """Tell whether a field holds more than spaces, dots and dashes."""
    return any(map(str.isalnum, text))
