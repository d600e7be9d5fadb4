"""Every code by which a feed or a webhook is refused is told in the docs, and no other."""

import re
from pathlib import Path

import pytest

from ordercore.adapters.feeds import FEED_CODES
from ordercore.adapters.webhooks import WEBHOOK_CODES

ROOT = Path(__file__).parents[3]

PAGE = ROOT / "docs/howto/read-tracking.md"


def told(heading: str) -> set[str]:
    """Give the codes in the first column of the table of codes under a heading."""
    section = PAGE.read_text("utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    (table,) = re.findall(r"^\| code \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", section, re.MULTILINE)
    columns = [row.split("|")[1] for row in table.splitlines()]
    return {code for column in columns for code in re.findall(r"`(\w+)`", column)}


@pytest.mark.parametrize(
    ("heading", "codes"),
    [("One vocabulary", FEED_CODES), ("Is the webhook real?", WEBHOOK_CODES)],
)
def test_the_codes_in_the_docs_are_those_in_the_code(heading: str, codes: tuple[str, ...]) -> None:
    """A new code without a line in the docs fails, and so does a line without a code."""
    assert told(heading) == set(codes)


@pytest.mark.parametrize(("folder", "codes"), [("feeds", FEED_CODES), ("webhooks", WEBHOOK_CODES)])
def test_every_code_is_given_somewhere(folder: str, codes: tuple[str, ...]) -> None:
    """Beside the list of them."""
    files = (ROOT / "src/ordercore/adapters" / folder).glob("*.py")
    source = "\n".join(file.read_text("utf-8") for file in files)

    assert [code for code in codes if source.count(f'"{code}"') < 2] == []
