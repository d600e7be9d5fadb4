"""Policies on a day: what holds, what changed, and that an order keeps what it was placed under."""

import datetime as dt
from typing import Any, ClassVar

import attrs
import pendulum
import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from ordercore import changes, policy_at
from ordercore.channels import MARKETPLACES, MFN, SFP, SHOP, Cancelling, Channel
from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.dated import ALWAYS, EVERYWHERE
from ordercore.kernel.replace import replace
from ordercore.kernel.time import instant
from ordercore.orders.policies import Change, dated_tables
from ordercore.orders.world import WORLD, World
from ordercore.returns import Confidence, ReturnPolicy, Window


def day(text: str) -> dt.date:
    """Read a day."""
    return dt.date.fromisoformat(text)


def cancelling(since: str, minutes: int, days: int, marketplace: str = EVERYWHERE) -> Cancelling:
    """Make a row."""
    return Cancelling(
        marketplace=marketplace,
        effective_from=day(since),
        free_minutes=minutes,
        auto_days=days,
    )


def with_rows(*rows: Cancelling) -> World:
    """Make a world in which the seller's channel has more rows."""
    mine = replace(MFN, cancelling=(*MFN.cancelling, *rows))
    return World(channels={**WORLD.channels, "MFN": mine})


THIRTY_DAYS = ReturnPolicy(name="thirty", windows=(Window(days=30),))
"""A return policy of one row."""

# What holds


def test_every_dated_table_has_its_row() -> None:
    """None where nobody is bound."""
    policies = policy_at("US", day("2026-03-02"))

    assert (policies.marketplace, policies.day) == ("US", day("2026-03-02"))
    assert policies.rows["SFP", "handling"] is SFP.handling[1]
    assert policies.rows["FBA", "handling"] is None
    assert policies.rows["MFN", "cancelling"] is MFN.cancelling[1]
    assert policies.rows["returns", "windows", "*", "*", "*", "*", "*"] is WORLD.returns.windows[0]
    owners = {owner for owner, *_ in policies.rows}
    beside = {"*", "returns", "claims", "feedback", "messages"}
    assert owners == {*beside, *WORLD.channels, *WORLD.services}


def test_before_the_first_row_nothing_holds() -> None:
    """Which is no error here: one asks what holds, and decides nothing."""
    channel = replace(SHOP, cancelling=(cancelling("2026-01-01", 0, 3),))
    world = World(channels={"SHOP": channel})

    assert policy_at("", day("2025-12-31"), world).rows["SHOP", "cancelling"] is None
    assert policy_at("", day("2026-01-01"), world).rows["SHOP", "cancelling"] is not None


def test_a_marketplaces_own_row_holds_there() -> None:
    """And nowhere else."""
    rows = {code: policy_at(code, day("2026-03-02")).rows for code in ("SA", "AE", "")}

    assert [rows[code]["MFN", "cancelling"].auto_days for code in rows] == [3, 7, 7]


@pytest.mark.parametrize("name", ["UK", "GB", "gb", "Amazon.co.uk", "A1F83G8C2ARO7P"])
def test_a_marketplace_goes_by_any_of_its_names(name: str) -> None:
    """The answer has its code."""
    assert policy_at(name, day("2026-03-02")).marketplace == "GB"


@pytest.mark.parametrize("name", ["XX", "*", " ", "Non-Amazon", None, 5])
def test_an_unknown_marketplace_is_told(name: Any) -> None:
    """By its field and value, and what there is."""
    with pytest.raises(InvalidValue, match="AE, AU, BE") as caught:
        policy_at(name, day("2026-03-02"))

    assert (caught.value.field, caught.value.value) == ("marketplace", name)


def test_a_marketplace_is_one_of_the_world() -> None:
    """A host has its own, and may have dropped some of ours."""
    world = World(marketplaces={"US": MARKETPLACES["US"], "MOON": MARKETPLACES["US"]})

    assert policy_at("MOON", day("2026-03-02"), world).marketplace == "MOON"
    with pytest.raises(InvalidValue, match=r"\(MOON, US\)"):
        policy_at("UK", day("2026-03-02"), world)


@pytest.mark.parametrize(
    "wrong",
    [instant("2026-03-02T00:00:00Z"), dt.datetime(2026, 3, 2, tzinfo=dt.UTC), "2026-03-02"],
)
def test_a_day_is_a_date(wrong: Any) -> None:
    """A moment is two days at once, in two zones."""
    with pytest.raises(InvalidValue, match="is not a date without a time"):
        policy_at("US", wrong)


def test_a_date_of_pendulum_is_a_date() -> None:
    """And is kept as a plain one."""
    policies = policy_at("US", pendulum.date(2026, 3, 2))

    assert policies == policy_at("US", day("2026-03-02"))
    assert type(policies.day) is dt.date


# What changed


def test_the_days_until_an_order_cancels_itself_fell_from_thirty_to_seven() -> None:
    """On 30 September 2020 (Amazon seller forum t/694871), on both channels of the seller."""
    found = changes(policy_at("US", day("2020-09-29")), policy_at("US", day("2020-09-30")))

    assert found == tuple(
        Change(table=(channel, "cancelling"), field=field, before=before, after=after)
        for channel in ("SFP", "MFN")
        for field, before, after in (("auto_days", 30, 7), ("calendar_days", True, False))
    )


def test_snapshots_are_equal_where_the_same_rows_hold() -> None:
    """Whatever the day and the marketplace; and they are frozen."""
    before, after = policy_at("SG", day("2020-09-30")), policy_at("AU", day("2020-10-01"))

    assert before == after
    assert changes(before, after) == ()
    assert before != policy_at("SG", day("2020-09-29"))
    with pytest.raises(TypeError):
        before.rows["SFP", "handling"] = None  # type: ignore[index]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        before.day = day("2026-01-01")  # type: ignore[misc]


def test_a_row_that_says_the_same_changes_nothing() -> None:
    """It is another row, of another day, and no other policy."""
    world = with_rows(cancelling("2026-01-01", 30, 7))
    before, after = policy_at("US", day("2025-12-31"), world), policy_at("US", day("2026-01-01"))

    assert changes(before, policy_at("US", day("2026-01-01"), world)) == ()
    assert before == after != policy_at("US", day("2026-01-01"), world)


def test_marketplaces_and_worlds_are_compared_alike() -> None:
    """What is special about one, and what a host would change."""
    today = day("2026-03-02")
    special = changes(policy_at("US", today), policy_at("SA", today))
    planned = changes(
        policy_at("US", today), policy_at("US", today, with_rows(cancelling("2026-01-01", 0, 7)))
    )

    cancelled = [change for change in special if "cancelling" in change.table]
    assert {(c.table, c.field, c.before, c.after) for c in cancelled} == {
        ((channel, "cancelling"), "auto_days", 7, 3) for channel in ("MFN", "SFP")
    }
    prime = {c.field: (c.before, c.after) for c in special if c.table == ("*", "prime_terms")}
    assert prime["trials_a_year"] == (3, None)
    assert planned == (
        Change(table=("MFN", "cancelling"), field="free_minutes", before=30, after=0),
    )


def test_a_table_or_row_that_came_or_went_is_one_change() -> None:
    """There is nothing to compare it with, field by field."""
    first = cancelling("2026-01-01", 0, 3)
    world = World(channels={"SHOP": replace(SHOP, cancelling=(first,))}, returns=THIRTY_DAYS)
    today, before = day("2026-03-02"), day("2025-12-31")

    began = changes(policy_at("", before, world), policy_at("", today, world))
    dropped = changes(policy_at("", today), policy_at("", today, world))

    assert began == (Change(table=("SHOP", "cancelling"), field="", before=None, after=first),)
    told = [change for change in dropped if not {"targets", "returns"} & {*change.table}]
    assert [(change.table, change.field, change.after) for change in told] == [
        (("FBA", "cancelling"), "", None),
        (("SFP", "handling"), "", None),
        (("SFP", "cancelling"), "", None),
        (("MFN", "handling"), "", None),
        (("MFN", "cancelling"), "", None),
        (("MCF", "cancelling"), "", None),
        (("SHOP", "cancelling"), "free_minutes", 0),
        (("SHOP", "cancelling"), "auto_days", 3),
    ]


def test_who_says_so_is_no_policy() -> None:
    """A better source for the same days changes nothing; other days do."""
    rows = (
        Window(days=30, source="a blog", confidence=Confidence.WEAK),
        Window(effective_from=day("2026-01-01"), days=30, source="the seller"),
        Window(effective_from=day("2027-01-01"), days=60, source="the seller"),
    )
    world = World(returns=replace(THIRTY_DAYS, windows=rows))
    found = [policy_at("", day(f"{year}-06-01"), world) for year in (2025, 2026, 2027)]
    table = ("returns", "windows", "*", "*", "*", "*", "*")

    assert [c for c in changes(found[0], found[1]) if c.table == table] == []
    assert [c for c in changes(found[1], found[2]) if c.table == table] == [
        Change(table=table, field="days", before=30, after=60)
    ]


# Any dated table is found


@attrs.frozen(kw_only=True)
class Limit:
    """A row of a host, of which several hold at once."""

    about: ClassVar = ("metric",)

    effective_from: dt.date
    metric: Actor
    most: int
    marketplace: str = EVERYWHERE


class Plain:
    """A row that is no attrs value."""

    marketplace = EVERYWHERE

    def __init__(self, effective_from: dt.date) -> None:
        self.effective_from = effective_from


@attrs.frozen(kw_only=True)
class OwnChannel(Channel):
    """A channel of a host, with tables of its own."""

    limits: tuple[Limit, ...] = ()
    plain: tuple[Plain, ...] = ()
    untyped: tuple = ()  # type: ignore[type-arg]
    tags: tuple[str, ...] = ("fast", "cheap")


def own(*limits: Limit, **given: Any) -> World:
    """Make a world with a channel of a host."""
    rows = {field.name: getattr(SHOP, field.name) for field in attrs.fields(Channel)}
    mine = OwnChannel(**{**rows, "code": "OWN", "limits": limits, **given})
    return World(channels={"OWN": mine})


LIMITS = (
    Limit(effective_from=ALWAYS, metric=Actor.SELLER, most=4),
    Limit(effective_from=ALWAYS, metric=Actor.CARRIER, most=1),
    Limit(effective_from=dt.date(2026, 1, 1), metric=Actor.SELLER, most=3),
    Limit(effective_from=dt.date(2026, 1, 1), metric=Actor.SELLER, most=2, marketplace="DE"),
)


def test_a_table_of_a_host_is_found_by_what_it_is() -> None:
    """Rows that hold at the same time stand side by side, each under its own name."""
    new_year = day("2026-01-01")
    policies = policy_at("US", new_year, own(*LIMITS))

    assert policies.rows["OWN", "limits", "seller"] is LIMITS[2]
    assert policies.rows["OWN", "limits", "carrier"] is LIMITS[1]
    assert policy_at("DE", new_year, own(*LIMITS)).rows["OWN", "limits", "seller"] is LIMITS[3]
    assert changes(policy_at("US", day("2025-12-31"), own(*LIMITS)), policies) == (
        Change(table=("OWN", "limits", "seller"), field="most", before=4, after=3),
    )


def test_a_table_without_rows_is_known_by_its_annotation() -> None:
    """And what is no dated table is none, empty or not."""
    world = replace(own(), pools={"OWN": "main"}, services={}, returns=THIRTY_DAYS)
    told = [name for name, _ in dated_tables(world) if "postage" not in name]
    names = {name for name in told if name[0] not in ("claims", "feedback", "messages")}

    assert ("claims", "terms", "guarantee", "*") in told
    assert ("feedback", "grounds", "obscene") in told
    assert ("messages", "terms", "reply", "marketplace") in told
    assert ("messages", "answers", "own_shop") in told
    assert names == {
        ("returns", "windows", "*", "*", "*", "*", "*"),
        ("returns", "seasons"),
        ("returns", "exclusions"),
        ("returns", "approvals"),
        ("returns", "grace"),
        ("returns", "labels"),
        ("returns", "fees"),
        ("returns", "remedies", "*", "*", "*", "refund", ""),
        ("returns", "advances"),
        ("returns", "deadlines"),
        ("*", "replacement_terms"),
        ("*", "return_waits"),
        ("*", "retentions"),
        ("*", "ship_by_leads"),
        ("*", "prime_terms"),
        ("*", "clock_tolerances"),
        ("OWN", "handling"),
        ("OWN", "targets"),
        ("OWN", "cancelling"),
        ("OWN", "limits"),
    }


def test_rows_that_nothing_tells_apart_are_told() -> None:
    """Rather than that one of them is taken."""
    twice = (LIMITS[2], replace(LIMITS[2], most=9))

    with pytest.raises(InvalidTable, match="OWN limits: two rows seller hold from 2026-01-01"):
        policy_at("US", day("2026-03-02"), own(*twice))


def test_a_row_that_is_no_attrs_value_changes_as_a_whole() -> None:
    """Nobody knows its fields."""
    old, new = Plain(dt.date(2025, 1, 1)), Plain(dt.date(2026, 1, 1))
    world = own(plain=(old, new))

    assert changes(
        policy_at("US", day("2025-12-31"), world), policy_at("US", day("2026-01-01"), world)
    ) == (Change(table=("OWN", "plain"), field="", before=old, after=new),)


# Laws

DAYS = st.dates(dt.date(1995, 1, 1), dt.date(2040, 12, 31))
PLACES = st.sampled_from(["", "US", "SA", "DE"])
TAKEN = {(row.marketplace, row.effective_from) for row in MFN.cancelling}
"""Where two rows begin on one day, nothing tells which of them holds."""

ROWS = st.lists(
    st.builds(
        Cancelling,
        marketplace=st.sampled_from([EVERYWHERE, "DE"]),
        effective_from=DAYS,
        free_minutes=st.integers(0, 60),
        auto_days=st.none() | st.integers(0, 30),
    ),
    max_size=5,
    unique_by=lambda row: (row.marketplace, row.effective_from),
).map(lambda rows: [row for row in rows if (row.marketplace, row.effective_from) not in TAKEN])


def days_of_rows(world: World, marketplace: str) -> set[dt.date]:
    """Give the days on which a row begins that may hold on a marketplace."""
    return {
        row.effective_from
        for _, rows in dated_tables(world)
        for row in rows
        if row.marketplace in (EVERYWHERE, marketplace)
    }


@for_any(ROWS, PLACES, DAYS, DAYS)
def test_law_between_two_rows_nothing_changes(
    rows: list[Cancelling], marketplace: str, one: dt.date, other: dt.date
) -> None:
    """Where no row begins after the first day and by the second, all is as it was."""
    world = with_rows(*rows)
    first, last = sorted((one, other))
    begun = {d for d in days_of_rows(world, marketplace) if first < d <= last}
    before, after = policy_at(marketplace, first, world), policy_at(marketplace, last, world)

    if not begun:
        assert before == after
        assert changes(before, after) == ()


@for_any(ROWS, PLACES)
def test_law_every_change_lies_at_the_day_of_a_row(
    own_rows: list[Cancelling], marketplace: str
) -> None:
    """From the day before to the day itself; and all of them together lead to the last state."""
    world = with_rows(*own_rows)
    start = policy_at(marketplace, day("1990-01-01"), world)
    rows = dict(start.rows)
    for begun in sorted(days_of_rows(world, marketplace) - {ALWAYS}):
        eve = policy_at(marketplace, begun - dt.timedelta(days=1), world)
        for change in changes(eve, policy_at(marketplace, begun, world)):
            was = rows[change.table]
            changed = {change.field: change.after}
            rows[change.table] = replace(was, **changed) if change.field else change.after

    end = policy_at(marketplace, day("2050-01-01"), world)
    assert changes(attrs.evolve(end, rows=rows), end) == ()
