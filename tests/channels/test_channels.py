"""The channel table: every question is answered, and every task falls to somebody."""

import attrs
import pytest

from ordercore.channels import CHANNELS, FBA, MCF, MFN, SFP, SHOP, Channel, Tasks
from ordercore.errors import InvalidTable
from ordercore.kernel.actors import Actor
from ordercore.kernel.replace import replace


def test_every_task_falls_to_somebody() -> None:
    """Otherwise nothing on the channel could ever be shipped, or paid back."""
    with pytest.raises(InvalidTable, match="tasks of a channel: nobody confirms; nobody refunds"):
        replace(SHOP, who=replace(SHOP.who, confirms=frozenset(), refunds=frozenset()))


def test_every_question_is_answered() -> None:
    """There are no defaults: a channel, and its tasks, are given whole."""
    for row in (Channel, Tasks):
        assert all(field.default is attrs.NOTHING for field in attrs.fields(row))


def test_the_channels_are_listed_under_their_codes() -> None:
    """One row each, confirmed by whoever ships."""
    assert CHANNELS == {"FBA": FBA, "SFP": SFP, "MFN": MFN, "MCF": MCF, "SHOP": SHOP}
    for channel in CHANNELS.values():
        assert set(channel.who.ships) <= set(channel.who.confirms)


@pytest.mark.parametrize(
    ("task", "amazon", "seller"),
    [
        # Facts of Seller Central UTJZ6MZGMYCW7PW, 200708210 and 202072550.
        ("stores", ["FBA", "MCF"], ["MFN", "SFP", "SHOP"]),
        ("packs", ["FBA", "MCF"], ["MFN", "SFP", "SHOP"]),
        ("labels", ["FBA", "MCF"], ["MFN", "SFP", "SHOP"]),
        ("confirms", ["FBA", "MCF", "MFN", "SFP"], ["MFN", "SFP", "SHOP"]),
        ("takes_money", ["FBA", "MFN", "SFP"], ["MCF", "SHOP"]),
        ("answers_before", ["FBA"], ["FBA", "MCF", "MFN", "SFP", "SHOP"]),
        ("answers_after", ["FBA", "SFP"], ["MCF", "MFN", "SHOP"]),
        ("authorises_returns", ["FBA", "MFN", "SFP"], ["MCF", "MFN", "SHOP"]),
        ("receives_returns", ["FBA", "MCF"], ["MFN", "SFP", "SHOP"]),
        ("grades_returns", ["FBA", "MCF"], ["MFN", "SFP", "SHOP"]),
        ("pays_return_label", ["FBA"], ["MCF", "MFN", "SFP", "SHOP"]),
        ("refunds", ["FBA", "MFN", "SFP"], ["MCF", "MFN", "SFP", "SHOP"]),
    ],
)
def test_who_does_what(task: str, amazon: list[str], seller: list[str]) -> None:
    """Amazon with its own goods, and service for Prime; the seller with the seller's."""
    rows = {code: row.who.of(task) for code, row in CHANNELS.items()}
    assert sorted(code for code, who in rows.items() if Actor.MARKETPLACE in who) == amazon
    assert sorted(code for code, who in rows.items() if Actor.SELLER in who) == seller


def test_whoever_stores_keeps_count() -> None:
    """FBA and multi-channel orders come out of one pool, which is Amazon's truth."""
    assert {code: (row.pool, row.is_sellers_stock) for code, row in CHANNELS.items()} == {
        "FBA": ("fba", False),
        "MCF": ("fba", False),
        "MFN": ("main", True),
        "SFP": ("main", True),
        "SHOP": ("main", True),
    }
