"""People who are told: what is wrong with one is said when he is made."""

from typing import Any

import pytest

from ordercore.errors import InvalidValue
from ordercore.notices import Channel
from ordercore.ports import Recipient

ADDRESS = "ann@telltale.example"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", ""),
        ("id", " ann"),
        ("language", None),
        ("zone", "Mars/Olympus"),
        ("addresses", {"email": ADDRESS}),
        ("addresses", {Channel.EMAIL: [ADDRESS]}),
        ("addresses", ADDRESS),
        ("name", [ADDRESS]),
        ("unwanted", "digest"),
        ("unwanted", {("digest", "email")}),
        ("unwanted", [["digest", None]]),
        ("quiet", "22-7"),
    ],
)
def test_whom_nobody_could_be_told_by_is_refused(field: str, value: Any) -> None:
    """Where somebody looks, and not in a worker that tries for a day; no address is shown."""
    with pytest.raises(InvalidValue) as refused:
        Recipient(**{"id": "ann", field: value})

    assert refused.value.field == field
    assert "telltale" not in str(refused.value)


@pytest.mark.parametrize("several", [list, tuple, set, frozenset])
def test_wishes_may_be_given_in_any_collection(several: Any) -> None:
    """A set or a list is as good."""
    ann = Recipient(id="ann", unwanted=several([("digest", None), ("", Channel.SMS)]))

    assert ann.unwanted == {("digest", None), ("", Channel.SMS)}
    assert not ann.addressee.wants("digest", Channel.EMAIL)
    assert not ann.addressee.wants("refund_issued", Channel.SMS)
    assert ann.addressee.wants("refund_issued", Channel.EMAIL)
