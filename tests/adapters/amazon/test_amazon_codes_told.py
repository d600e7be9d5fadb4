"""Every code that an import can give is told in the docs, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]

SOURCES = [
    *(ROOT / "src/ordercore/adapters/amazon").glob("*.py"),
    ROOT / "src/ordercore/service/adopting.py",
]

GIVEN = re.compile(
    r'(?:BadField|SourceError|Rejection|Remark|_remark|_refuse)\((?:[^()]|\([^()]*\))*?"'
    r'([a-z]+(?:_[a-z0-9]+)+)"'
    r'|yield "[a-z-]+", "([a-z_]+)"'
)


def test_the_codes_in_the_docs_are_those_in_the_code() -> None:
    """A new code without a line in the docs fails, and so does a line without a code."""
    source = "\n".join(path.read_text("utf-8") for path in SOURCES)
    page = (ROOT / "docs" / "importing.md").read_text("utf-8")
    tables = page.partition("## Codes")[2]
    told = set(re.findall(r"`([a-z]+(?:_[a-z0-9]+)+)`", tables))

    assert [code for code in sorted(told) if f'"{code}"' not in source] == []
    given = {first or second for first, second in GIVEN.findall(source)}
    assert len(given) >= 15
    assert sorted(given - told) == []
