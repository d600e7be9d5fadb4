"""Reports of returns as others have published their columns and their words."""

import json
from pathlib import Path

import pytest
from amazon_writing import DATA, file_of, needs, report
from returns_writing import told

from ordercore.adapters.amazon import (
    read_all_returns,
    read_fba_returns,
    read_replacements,
    read_returns,
    returns_format_of,
)
from ordercore.adapters.amazon.returns_columns import return_columns
from ordercore.adapters.amazon.returns_rows import FBA_KNOWN, REPLACEMENT_KNOWN, SELLER_KNOWN
from ordercore.adapters.amazon.returns_words import grade_of
from ordercore.errors import SourceError

HEADERS = DATA / "amazon_reports/headers"

OURS = {
    "GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE": (read_returns, SELLER_KNOWN, "amazon-returns"),
    "GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA": (read_fba_returns, FBA_KNOWN, "fba-returns"),
    "ReportFbaReturns": (read_fba_returns, FBA_KNOWN, "fba-returns"),
    "GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_REPLACEMENT_DATA": (
        read_replacements,
        REPLACEMENT_KNOWN,
        "fba-replacements",
    ),
}


def published() -> dict[str, list[str]]:
    """Give all published columns by the name of their report."""
    found: dict[str, list[str]] = {}
    for file in ("airbyte_report_headers.json", "caponica_report_headers.json"):
        found |= json.loads((HEADERS / file).read_text("utf-8"))
    return found


@needs("amazon_reports")
@pytest.mark.parametrize("name", OURS)
def test_published_columns_of_returns_are_all_known(tmp_path: Path, name: str) -> None:
    """Alone they hold nothing; repeated as a row they are one bad row."""
    read, known, format = OURS[name]
    columns = published()[name]
    header = report(columns=columns)

    assert set(return_columns("\t".join(columns))) <= known
    path = file_of(tmp_path, header)
    assert returns_format_of(path) == format
    assert list(read(path)) == []
    ((line, _, code),) = told(list(read(file_of(tmp_path, header + header))))
    assert (line, code) in {(2, "bad_time"), (2, "unknown_currency")}


@needs("amazon_reports")
def test_published_columns_of_other_reports_are_refused(tmp_path: Path) -> None:
    """No report of anything else is taken for one of returns."""
    known = set[str]()
    for name, columns in published().items():
        try:
            returns_format_of(file_of(tmp_path, report(columns=columns)))
        except SourceError as error:
            assert error.code == "unknown_format"
        else:
            known.add(name)

    assert known == set(OURS)


@needs("amazon_reports")
def test_every_published_file_is_read_or_refused() -> None:
    """None of them is a report of returns, and none does harm."""
    files = [path for path in (DATA / "amazon_reports").rglob("*") if path.is_file()]

    entries = list(read_all_returns(files))

    assert len(entries) == len(files) > 50
    assert {code for _, _, code in told(entries)} <= {
        "unknown_format",
        "bad_xml",
        "wrong_header",
        "file_empty",
    }


@needs("sp_api")
def test_dispositions_of_amazons_models_are_known() -> None:
    """Those of multi-channel returns, as the model of the outbound API lists them."""
    listed = set[str]()
    for path in sorted((DATA / "sp_api/models").rglob("fulfillmentOutbound*.json")):
        model = json.loads(path.read_text("utf-8"))
        definition = model.get("definitions", {}).get("ReturnItemDisposition", {})
        listed |= set(definition.get("enum", ()))

    assert listed
    assert [word for word in sorted(listed) if grade_of(word) is None] == []
