"""Tags and views at a desk: kept in stores, told apart by seller, used to find orders."""

import asyncio
from pathlib import Path

import pytest

import ordercore as oc
from ordercore.adapters.memory import FixedClock
from ordercore.errors import InvalidValue, NotFound, Refused
from ordercore.queries.filtering import BadFilter, SavedView
from ordercore.queries.views import SHIPPED, KeepView, ViewBook
from ordercore.service.auditing import audit
from ordercore.service.desk import OrderDesk

NOON = "2026-03-02T12:00:00Z"

LATER = "2026-03-09T12:00:00Z"


def opened(url: str | None, seller: str = "") -> OrderDesk:
    """Open a desk that ships at its own pace."""
    return oc.open(url, world=oc.World(), clock=FixedClock(NOON), seller=seller)


def placed(desk: OrderDesk, *ids: str) -> None:
    """Place orders that ship by the next evening."""
    for id in ids:
        desk.place(
            channel="MFN",
            lines=[oc.Line("MUG", 1, price="5 EUR")],
            ship_by="2026-03-03T22:00:00Z",
            order_id=id,
        )


def found(desk: OrderDesk, wanted: str | SavedView, at: str = NOON) -> list[str]:
    """Give the ids of what is found."""
    return [order.id for order in desk.find(wanted, at=at)]


def test_tags_are_kept_and_found(tmp_path: Path) -> None:
    """One or several at once, across a restart; twice is once, by command id too."""
    url = f"sqlite:///{tmp_path}/shop.db"
    with opened(url) as desk:
        placed(desk, "O-1", "O-2")
        desk.tag("O-1", "Gift", command_id="t-1")
        desk.tag("O-1", "gift", command_id="t-1")
        desk.tag("O-1", ["urgent", "gift"])
        desk.tag("O-2", "gift")
        desk.untag("O-2", "GIFT")

    with opened(url) as desk:
        assert desk.order("O-1").tags == ("gift", "urgent")
        assert found(desk, "tag:GIFT") == found(desk, "is:tagged") == ["O-1"]
        assert [some.event.__class__.__name__ for some in desk.timeline("O-1")][1:] == [
            "OrderTagged",
            "OrderTagged",
        ]
        with pytest.raises(Refused):
            desk.tag("O-1", "other", command_id="t-1")


def test_tags_outlive_an_erased_buyer() -> None:
    """They are on the order and in its story as before."""
    desk = opened(None)
    placed(desk, "O-1")
    desk.tag("O-1", "gift")

    desk.erase(order_ids=["O-1"], force=True)

    assert desk.order("O-1").tags == ("gift",)
    assert desk.tag("O-1", "done").tags == ("done", "gift")


@pytest.mark.parametrize("kept", ["memory", "sqlite"])
def test_views_are_kept_and_used(kept: str, tmp_path: Path) -> None:
    """By name in a text, as a value, within each other; renamed and removed."""
    desk = opened(None if kept == "memory" else f"sqlite:///{tmp_path}/shop.db")
    placed(desk, "O-1", "O-2")
    desk.tag("O-2", "gift")

    book = desk.keep_view("Late-Gifts", "@late tag:gift", says="to be made good")
    desk.keep_view("all", "@late-gifts | units>5")
    desk.rename_view("late-gifts", "gifts")

    assert book.view("late-gifts") is not None
    assert desk.view("GIFTS") == SavedView(
        name="gifts", filter="@late tag:gift", says="to be made good"
    )
    assert [view.name for view in desk.views()] == sorted([*SHIPPED, "all", "gifts"])
    assert found(desk, "@all") == []
    assert found(desk, "@all", LATER) == found(desk, desk.view("gifts"), LATER) == ["O-2"]
    assert found(desk, "@late -@gifts", LATER) == ["O-1"]
    desk.remove_view("all")
    desk.remove_view("all")
    with pytest.raises(NotFound, match="view 'all'"):
        desk.view("all")
    with pytest.raises(BadFilter, match="one of the views there are"):
        found(desk, "@all")


def test_views_stay_and_are_the_sellers_own(tmp_path: Path) -> None:
    """After a restart; another seller on the same database sees none of them."""
    url = f"sqlite:///{tmp_path}/shop.db"
    with opened(url, "a") as desk:
        desk.keep_view("mine", "units>2", command_id="v-1")
        desk.keep_view("late", "is:late channel:MFN")
    with opened(url, "b") as other:
        with pytest.raises(NotFound):
            other.view("mine")
        assert other.view("late") == SHIPPED["late"]
        other.keep_view("mine", "units>9")

    with opened(url, "a") as desk:
        assert desk.view("mine").filter == "units>2"
        assert desk.view("late").filter == "is:late channel:MFN"
        assert isinstance(desk.keep_view("mine", "units>2", command_id="v-1"), ViewBook)
        desk.remove_view("late")
        assert desk.view("late") == SHIPPED["late"]
        assert audit(desk.store).differences == ()


def test_what_cannot_be_kept_changes_nothing() -> None:
    """It is refused with a reason, or no filter at all; nothing is looked up for a plain text."""
    desk = opened(None)
    command = KeepView(at=NOON, view=SavedView(name="x", filter="@no"))

    (why,) = desk.explain_views(command)
    assert why.code == "view_names_unknown"
    with pytest.raises(Refused, match="view_names_unknown"):
        desk.handle_views(command)
    with pytest.raises(BadFilter):
        desk.keep_view("x", "is:lat")
    with pytest.raises(InvalidValue, match="name"):
        desk.keep_view("two words", "a")
    with pytest.raises(InvalidValue, match="command"):
        desk.handle_views("keep")  # type: ignore[arg-type]
    with pytest.raises(Refused, match="view_is_shipped"):
        desk.remove_view("late")
    assert desk.views() == tuple(sorted(SHIPPED.values(), key=lambda view: view.name))


def test_a_desk_with_an_event_loop_has_them_too() -> None:
    """The same names, awaited."""

    async def lived() -> None:
        desk = await oc.open_async(world=oc.World(), clock=FixedClock(NOON))
        await desk.place(channel="MFN", lines=[oc.Line("MUG", 1, price="5 EUR")], order_id="O-1")
        await desk.tag("O-1", "gift")
        await desk.keep_view("gifts", "tag:gift")
        await desk.keep_view("more", "@gifts | @late")
        await desk.rename_view("gifts", "presents")

        assert (await desk.view("more")).filter == "@presents | @late"
        assert len(await desk.views()) == len(SHIPPED) + 2
        assert [order.id async for order in desk.find("@more")] == ["O-1"]
        assert [order.id async for order in desk.find("-@more")] == []
        assert [order.id async for order in desk.find("tag:gift")] == ["O-1"]
        assert not await desk.explain_views(KeepView(at=NOON, view=await desk.view("presents")))
        with pytest.raises(Refused):
            await desk.remove_view("presents")
        await desk.untag("O-1", "gift")
        assert (await desk.order("O-1")).tags == ()

    asyncio.run(lived())
