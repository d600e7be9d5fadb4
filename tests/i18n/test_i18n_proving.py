"""Catalogues of notices are proved: ours, and those of a host."""

import json
from pathlib import Path

import pytest

from ordercore.__main__ import DONE, REJECTED, UNUSABLE, main
from ordercore.errors import InvalidValue
from ordercore.i18n.catalogue import DOMAINS, NOTICES, words_in
from ordercore.i18n.letters.table import REASONS, keys
from ordercore.i18n.proving import word_faults
from ordercore.orders.reasons import CANCEL_REASONS, REFUND_REASONS

OURS = DOMAINS[NOTICES]

ENGLISH = (OURS / "en.po").read_text("utf-8")


def test_letters_ask_for_all_words_and_no_others() -> None:
    """A missing key would be a letter that cannot be said, an unused one a lie."""
    english = words_in(OURS / "en.po")

    assert {*english.one, *english.many} == keys()


def test_every_language_says_the_same() -> None:
    """Missing and unused keys, facts that differ, and missing plural forms are named."""
    assert word_faults() == ()


def test_reasons_are_rows_of_ours() -> None:
    """No word is kept for a reason that nobody gives."""
    assert set(REASONS) <= {*CANCEL_REASONS, *REFUND_REASONS}


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        ('msgid "closing"', 'msgid "poem"', ("closing is missing", "poem is unused")),
        ("How was your order {order}?", "How was it?", ("review_request.", "names other facts")),
        ("{label}: {value}", "{label}: {valve}", ("labelled names other facts than label, value",)),
        ('msgstr[0] "{item}: {count}', 'msgstr[0] "{item}', ()),
        ('msgstr[1] "{item}: {count}', 'msgstr[1] "{item}', ("low_stock.short does not say how",)),
        ('msgstr[1] "and {count} more items"\n', "", ("more lacks a plural form",)),
        ("plural=(n != 1)", "plural=(n > 1)", ("is not that of CLDR",)),
        ('msgid_plural "more"\nmsgstr[0]', "msgstr", ("more has no plural forms",)),
    ],
)
def test_what_is_wrong_is_named(
    was: str, becomes: str, fault: tuple[str, ...], tmp_path: Path
) -> None:
    """In the file of a host as well as in ours."""
    assert was in ENGLISH
    text = ENGLISH.replace(was, becomes)
    if "has no plural" in "".join(fault):
        text = text.replace('msgstr[1] "and {count} more items"\n', "")
    (tmp_path / "en_GB.po").write_text(text, encoding="utf-8")
    found = " ".join(word_faults(tmp_path))

    assert bool(found) is bool(fault)
    for some in fault:
        assert some in found


def test_a_domain_that_is_none_is_refused() -> None:
    """By its name."""
    with pytest.raises(InvalidValue, match="domain"):
        word_faults(domain="poems")


def test_a_host_proves_its_files_from_the_shell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command ends with 1 where anything is amiss."""
    command = ["check", "--words", str(tmp_path)]
    assert main(command) == UNUSABLE
    (tmp_path / "en_GB.po").write_text(ENGLISH, encoding="utf-8")
    assert main(command) == DONE
    assert "en_GB.po: every notice has its words." in capsys.readouterr().out
    (tmp_path / "en_GB.po").write_text(
        ENGLISH.replace('msgid "closing"', 'msgid "poem"'), encoding="utf-8"
    )
    assert main(command) == REJECTED
    assert "en_GB: closing is missing\nen_GB: poem is unused\n" in capsys.readouterr().out
    assert main([*command, "--json"]) == REJECTED
    assert json.loads(capsys.readouterr().out) == {
        "well": False,
        "files": ["en_GB.po"],
        "findings": ["en_GB: closing is missing", "en_GB: poem is unused"],
    }
