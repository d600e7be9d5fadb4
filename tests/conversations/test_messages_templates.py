"""Templates of messages: the table that says what each of them names, and as what it is sent."""

from typing import Any

import pytest

from ordercore.conversations.messages import MESSAGE_TERMS, TEMPLATES, Template, template_table
from ordercore.errors import InvalidTable


def test_templates_are_sent_as_kinds_that_there_are() -> None:
    """And that may hold a text, and a file where the template speaks of one."""
    terms = {row.kind: row for row in MESSAGE_TERMS}

    for key, template in TEMPLATES.items():
        assert key == template.key
        for kind in template.kinds:
            assert terms[kind].longest != 0
            assert not template.files or terms[kind].most_files != 0


FINE = Template(key="hello", facts=("order",), kinds=("reply",))


@pytest.mark.parametrize(
    "rows",
    [
        [FINE, FINE],
        [Template(key="hello", facts=("telephone",), kinds=("reply",))],
        [Template(key="hello", facts=("order",), kinds=())],
    ],
    ids=["twice", "a fact that no order tells", "as nothing"],
)
def test_a_table_that_contradicts_itself_is_refused(rows: Any) -> None:
    """When it is built."""
    with pytest.raises(InvalidTable):
        template_table(rows)
