"""Return labels at a desk: bought once, noted or given back, voided, and printed."""

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import pytest
from awaiting import faced
from desk_stories import desk_over, stores
from hypothesis import given
from hypothesis import strategies as st

from ordercore import Address, InvalidValue, Line, Money, OrderDesk, Refused, World
from ordercore.adapters.memory import FixedClock, MemoryCarrier, MemoryRenderer, MemoryStore
from ordercore.adapters.memory.carrier_services import MemoryService
from ordercore.errors import CarrierError, NotFound
from ordercore.i18n import refusal_sentence, worded
from ordercore.kernel.actors import Actor
from ordercore.kernel.rules import rule
from ordercore.kernel.time import instant
from ordercore.orders.labelling import IssueReturnLabel
from ordercore.ports.carriage import (
    Carriage,
    CarrierDocument,
    CarrierDocumentKind,
    CarrierFeature,
    DropOffPoint,
    Label,
    Offers,
    Pickup,
    PickupRequest,
    Voided,
)
from ordercore.ports.store import Store
from ordercore.returns import Handover, ReturnLabel, ReturnUnits
from ordercore.service.return_labels import key_of
from ordercore.service.return_papers import PrintedReturn
from ordercore.service.way_back import WayBack, where_it_is
from ordercore.shipping.choosing import Consignment, Fastest, Quote
from ordercore.shipping.measures import Dimensions, Weight

HOME = Address("Ada Byron", "Am Weiher 12", "Köln", "", "50667", "DE")
SELLER = Address("Mugs GmbH", "Ofenweg 1", "Selb", "", "95100", "DE")
KIOSK = DropOffPoint(
    id="D7", name="Kiosk am Eck", address=Address("", "Eckstr. 2", "Köln", "", "50667", "DE")
)
AT = instant("2026-03-10T08:00:00Z")
PARCEL = Consignment(at=AT, weight=Weight.parse("600 g"), size=Dimensions.parse("20 x 15 x 12 cm"))
WAY = WayBack(parcel=PARCEL, to=SELLER)
WINDOW = ("2026-03-11T09:00:00Z", "2026-03-11T12:00:00Z")
GROUND = MemoryService(name="ground", price=Money(490, "EUR"), days=5)
EXPRESS = MemoryService(name="express", price=Money(1250, "EUR"), days=1)
TWO = [ReturnUnits("P1", "1", 2)]
WORLD = World(pools={"MFN": "main", "SHOP": "main"})


class Watched(MemoryCarrier):
    """Notes what it is asked; what happens just after a purchase is for a test to say."""

    def __init__(self, *services: MemoryService, **more: Any) -> None:
        super().__init__(services=services or (GROUND, EXPRESS), clock=FixedClock(AT), **more)
        self.asked: list[Carriage] = []
        self.voids: list[str] = []
        self.pickups: list[PickupRequest] = []
        self.after_buying: Callable[[], object] = lambda: None
        self.losing_purchases = 0

    def quote(self, carriage: Carriage) -> Offers:
        """Keep the question."""
        self.asked.append(carriage)
        return super().quote(carriage)

    def buy(self, quote: Quote, key: str) -> Label:
        """Lose the answer of so many purchases."""
        label = super().buy(quote, key)
        self.after_buying()
        if self.losing_purchases > 0:
            self.losing_purchases -= 1
            raise CarrierError(self.name, "answer_lost")
        return label

    def void(self, label: str) -> Voided:
        """Keep what was voided."""
        voided = super().void(label)
        self.voids.append(label)
        return voided

    def schedule_pickup(self, request: PickupRequest, key: str) -> Pickup:
        """Tell what it costs, and keep the request."""
        made = super().schedule_pickup(request, key)
        self.pickups.append(request)
        return attrs.evolve(made, cost=Money(150, "EUR"))


def delivered(store: Store, reason: str = "UNWANTED_ITEM", **order: Any) -> None:
    """Keep an order of two mugs that were delivered and may come back."""
    desk = desk_over(store, WORLD)
    desk.receive("MUG", 5, at="2026-03-01T08:00:00Z")
    placed: dict[str, Any] = {"channel": "SHOP", "ship_to": HOME, **order}
    desk.place(
        lines=[Line("MUG", 2, price="10.00 EUR", title="Tasse")],
        order_id="O-1",
        at="2026-03-02T09:00:00Z",
        **placed,
    )
    who: dict[str, Any] = {"by": Actor.MARKETPLACE} if placed["channel"] == "FBA" else {}
    asked: dict[str, Any] = {"by": Actor.BUYER}
    money: dict[str, Any] = {} if placed["channel"] == "SHOP" else {"by": Actor.MARKETPLACE}
    desk.confirm_payment("O-1", at="2026-03-02T09:05:00Z", **money)
    desk.confirm_shipment("O-1", at="2026-03-03T09:00:00Z", **who)
    desk.record_delivery("O-1", "P1", at="2026-03-05T09:00:00Z")
    desk.request_return("O-1", units=TWO, reason=reason, at="2026-03-09T09:00:00Z", **asked)


@pytest.fixture(params=["memory", "sqlite", "awaited"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> OrderDesk:
    """Give a desk with a return that is let in, over each store, waiting and awaited."""
    memory, sqlite = stores(tmp_path)
    store = sqlite if request.param == "sqlite" else memory
    delivered(store)
    return faced(store, WORLD) if request.param == "awaited" else desk_over(store, WORLD)


def one_desk(**order: Any) -> OrderDesk:
    """Give a desk over a store in memory."""
    store = MemoryStore()
    delivered(store, **order)
    return desk_over(store, WORLD)


def buy(desk: OrderDesk, carrier: MemoryCarrier, way: WayBack = WAY, **more: Any) -> Any:
    """Buy a label for the return, and give the return."""
    given: dict[str, Any] = {"carrier": carrier, "way": way, "at": AT, **more}
    return desk.buy_return_label("O-1", "R1", **given).returns[0]


def refused(desk: OrderDesk, carrier: MemoryCarrier, way: WayBack = WAY, **more: Any) -> Refused:
    """Give why no label is bought."""
    with pytest.raises(Refused) as caught:
        buy(desk, carrier, way, **more)
    return caught.value


# Bought once


def test_a_label_is_bought_and_noted(desk: OrderDesk) -> None:
    """By the cheapest service, from the buyer to the seller; whose cost it is the policy says."""
    carrier = Watched()
    rma = buy(desk, carrier)

    (bought,) = carrier.labels
    assert carrier.asked == [Carriage(parcel=PARCEL, sender=HOME, to=SELLER, reference="O-1/R1")]
    assert bought.key == "O-1/R1/L1"
    assert rma.labels == (
        ReturnLabel(
            id="L1",
            payer=Actor.BUYER,
            cost=Money(490, "EUR"),
            carrier="memory",
            service="ground",
            tracking=bought.tracking,
            reference=bought.id,
            issued_at=AT,
        ),
    )
    assert rma.status.value == "labelled"


def test_buying_twice_is_once(desk: OrderDesk) -> None:
    """The carrier is not even asked again; a further parcel is named by an id of its own."""
    carrier = Watched()
    first = buy(desk, carrier)
    carrier.fail(9)

    assert buy(desk, carrier) == first
    assert buy(desk, carrier, label_id="L1") == first
    carrier.fail(0)
    more = buy(desk, carrier, label_id="second")
    assert [label.id for label in more.labels] == ["L1", "second"]
    assert [label.key for label in carrier.labels] == ["O-1/R1/L1", "O-1/R1/second"]


def test_r44_a_lost_answer_buys_no_second_label(desk: OrderDesk) -> None:
    """Whether the same call finds it, or one of another process with new quotes."""
    carrier = Watched()
    carrier.losing_purchases = 1
    buy(desk, carrier)
    assert len(carrier.labels) == 1

    carrier.losing_purchases = 1
    with pytest.raises(CarrierError, match="answer_lost"):
        buy(desk, carrier, label_id="second", attempts=1)
    assert len(desk.order("O-1").returns[0].labels) == 1
    more = buy(desk, carrier, label_id="second", attempts=1)

    assert [label.reference for label in more.labels] == [label.id for label in carrier.labels]
    assert carrier.voids == []


def test_calls_at_once_buy_one_label(tmp_path: Path) -> None:
    """Each asks for quotes of its own, and all of them note the label that one has bought."""
    for store in stores(tmp_path):
        delivered(store)
        desk, carrier, together = desk_over(store, WORLD), Watched(), threading.Barrier(4)

        def keep(label: Label, together: threading.Barrier = together) -> str:
            together.wait(20)
            return label.id

        way = attrs.evolve(WAY, papers=keep)
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda _, d=desk, c=carrier, w=way: buy(d, c, w), range(4)))

        assert len(carrier.asked) == 4
        assert [rma.labels[0].reference for rma in found] == [carrier.labels[0].id] * 4
        assert (len(carrier.labels), carrier.voids) == (1, [])
        assert len(desk.order("O-1").returns[0].labels) == 1
        desk.close()


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=4))
def test_law_however_often_it_is_tried_one_label_stands(tries: list[tuple[int, bool]]) -> None:
    """Law 4: answers are lost, and processes die before the note: in the end there is one."""
    desk, carrier = one_desk(), Watched()

    def keeps(dies: bool) -> Callable[[Label], str]:
        def keep(_: Label) -> str:
            if dies:
                raise OSError("the process died")
            return "paper"

        return keep

    for lost, dies in (*tries, (0, False)):
        carrier.losing_purchases = lost
        try:
            buy(desk, carrier, attrs.evolve(WAY, papers=keeps(dies)))
        except (CarrierError, OSError):
            continue
    (label,) = carrier.labels
    (noted,) = desk.order("O-1").returns[0].labels
    assert (noted.reference, noted.document, carrier.voids) == (label.id, "paper", [])


@given(st.lists(st.text("a/%2F", max_size=4), min_size=3, max_size=3).map(tuple))
def test_law_no_two_labels_have_one_key(ids: tuple[str, str, str]) -> None:
    """Whatever slashes are in their ids: the key says them all."""
    parts = key_of(*ids).split("/")

    assert tuple(part.replace("%2F", "/").replace("%25", "%") for part in parts) == ids


class Forgetful(Watched):
    """Still knows for which quote a key was first used, of which nothing came."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.codes = ["key_reused", code]

    def buy(self, quote: Quote, key: str) -> Label:
        """Answer with the codes first."""
        if self.codes:
            raise CarrierError(self.name, self.codes.pop(0), facts={"quote": "first"})
        return super().buy(quote, key)


@pytest.mark.parametrize("code", ["quote_unknown", "quote_expired"])
def test_a_purchase_of_which_nothing_came_is_made_anew(code: str) -> None:
    """Its quote is gone, so nothing was bought under the key, and it is free."""
    carrier = Forgetful(code)

    assert buy(one_desk(), carrier).labels[0].reference == carrier.labels[0].id


@pytest.mark.parametrize("code", ["quote_taken", "account_refused"])
def test_what_is_refused_for_good_is_told(code: str) -> None:
    """Whatever the key was used for first."""
    with pytest.raises(CarrierError, match=code):
        buy(one_desk(), Forgetful(code))


# Nothing is bought


def waits_for_an_answer(desk: OrderDesk) -> None:
    """Have the return ask first."""
    desk.withdraw_return("O-1", "R1", at="2026-03-09T10:00:00Z")
    desk.request_return(
        "O-1",
        units=TWO,
        reason="DEFECTIVE",
        return_id="R2",
        ask_first=True,
        at="2026-03-09T11:00:00Z",
    )


@pytest.mark.parametrize(
    ("before", "id", "code"),
    [
        (lambda _: None, "R9", "return_unknown"),
        (waits_for_an_answer, "R2", "return_not_authorised"),
        (waits_for_an_answer, "R1", "return_is_over"),
        (
            lambda desk: desk.receive_return("O-1", "R1", units=TWO, at="2026-03-09T12:00:00Z"),
            "R1",
            "nothing_to_label",
        ),
    ],
)
def test_nothing_is_bought_that_the_order_would_refuse(
    before: Callable[[OrderDesk], object], id: str, code: str
) -> None:
    """The carrier is not even asked for quotes."""
    desk, carrier = one_desk(), Watched()
    before(desk)

    with pytest.raises(Refused) as caught:
        desk.buy_return_label("O-1", id, carrier=carrier, way=WAY, at=AT)
    assert caught.value.codes == (code,)
    assert carrier.asked == []


@pytest.mark.parametrize("channel", ["FBA", "SFP"])
def test_where_a_marketplace_answers_returns_the_label_is_its_own(channel: str) -> None:
    """Amazon's of what it fulfils, and of Prime orders, whose labels it gives itself."""
    desk, carrier = one_desk(channel=channel, marketplace="DE"), Watched()

    assert refused(desk, carrier).codes == ("actor_may_not",)
    assert carrier.asked == []


def test_a_label_in_another_currency_is_refused_before_it_is_bought(desk: OrderDesk) -> None:
    """The return could never be settled with it."""
    carrier = Watched(attrs.evolve(GROUND, price=Money(400, "USD")))
    error = refused(desk, carrier)

    (refusal,) = error.refusals
    assert (refusal.code, refusal.facts) == (
        "label_in_other_currency",
        {"return": "R1", "cost": Money(400, "USD"), "currency": "EUR"},
    )
    assert refusal_sentence(refusal) == "Label of return R1 costs $4.00; the order is in EUR."
    assert carrier.labels == ()


def test_of_several_currencies_the_orders_is_chosen(desk: OrderDesk) -> None:
    """Whatever the others cost."""
    carrier = Watched(attrs.evolve(GROUND, price=Money(1, "USD")), EXPRESS)

    assert buy(desk, carrier).labels[0].cost == Money(1250, "EUR")


@pytest.mark.parametrize(
    ("parcel", "declined", "unfit"),
    [
        (attrs.evolve(PARCEL, weight=Weight.parse("90 kg")), ("parcel_too_heavy",) * 2, ()),
        (attrs.evolve(PARCEL, carriers=["x"]), (), ("carrier_not_allowed",) * 2),
    ],
)
def test_where_no_service_fits_nothing_is_bought(
    desk: OrderDesk, parcel: Consignment, declined: tuple[str, ...], unfit: tuple[str, ...]
) -> None:
    """The refusal tells what the carrier declined, and what the parcel forbade."""
    carrier = Watched()
    (refusal,) = refused(desk, carrier, attrs.evolve(WAY, parcel=parcel)).refusals

    assert refusal.code == "no_service_for_label"
    assert refusal.facts == {"return": "R1", "declined": declined, "unfit": unfit}
    assert refusal_sentence(refusal) == "No service takes the parcel of return R1."
    assert carrier.labels == ()


def test_a_rule_of_the_hosts_stops_a_label_before_it_is_bought() -> None:
    """It sees what the label would cost."""

    @rule("label_too_dear")
    def label_is_cheap(_: Any, command: IssueReturnLabel, __: World) -> dict[str, Any] | None:
        """A label costs no more than 4 euros."""
        cost = command.label.cost
        return None if cost is None or cost.minor <= 400 else {"cost": cost}

    store = MemoryStore()
    delivered(store)
    strict = attrs.evolve(WORLD, rules=((IssueReturnLabel, label_is_cheap),))
    carrier = Watched()

    assert refused(desk_over(store, strict), carrier).codes == ("label_too_dear",)
    assert carrier.labels == ()


def test_an_order_without_an_address_needs_a_sender() -> None:
    """Marketplaces withhold addresses; the seller may know it all the same."""
    desk, carrier = one_desk(ship_to=None), Watched()

    with pytest.raises(InvalidValue, match="sender"):
        buy(desk, carrier)
    assert buy(desk, carrier, attrs.evolve(WAY, sender=HOME)).labels
    assert carrier.asked[0].sender == HOME


# Both, or neither


def test_a_label_whose_note_is_refused_is_voided(desk: OrderDesk) -> None:
    """The buyer has withdrawn meanwhile: nothing is noted, and nothing is billed."""
    carrier, other = Watched(), desk_over(desk.store, WORLD)
    carrier.after_buying = partial(other.withdraw_return, "O-1", "R1", at=AT)
    error = refused(desk, carrier)

    assert error.codes == ("return_is_over",)
    assert carrier.voids == [carrier.labels[0].id]
    assert desk.order("O-1").returns[0].labels == ()


def test_a_label_that_cannot_be_given_back_is_told_of(desk: OrderDesk) -> None:
    """Beside why its note was refused: somebody has to look after it."""
    carrier = Watched(features=())
    other = desk_over(desk.store, WORLD)
    carrier.after_buying = partial(other.withdraw_return, "O-1", "R1", at=AT)
    error = refused(desk, carrier)

    assert error.codes == ("return_is_over", "label_not_voided")
    assert error.refusals[1].facts == {
        "carrier": "memory",
        "label": carrier.labels[0].id,
        "fault": "not_offered",
    }
    assert "memory-L1" in str(refusal_sentence(error.refusals[1], "de"))


def test_a_label_without_its_pickup_that_cannot_be_given_back_is_told_of(desk: OrderDesk) -> None:
    """Its cause is what the carrier said to the pickup."""
    carrier = Watched(features=[CarrierFeature.PICKUP])
    late = attrs.evolve(WAY, pickup=("2026-02-01T09:00:00Z", "2026-02-01T12:00:00Z"))
    error = refused(desk, carrier, late)

    assert error.codes == ("label_not_voided",)
    assert isinstance(error.__cause__, CarrierError)
    assert error.__cause__.code == "time_refused"


def test_a_label_that_another_call_has_noted_is_not_voided() -> None:
    """Two calls at once have one label; the later of two different notes is refused."""
    desk, carrier = one_desk(), Watched()

    def also_bought() -> None:
        carrier.after_buying = lambda: None
        buy(desk, carrier)

    carrier.after_buying = also_bought
    error = refused(desk, carrier, attrs.evolve(WAY, payer=Actor.SELLER))

    assert error.codes == ("label_already_exists",)
    assert carrier.voids == []
    assert len(carrier.labels) == 1


def test_a_key_whose_label_was_voided_is_passed_over(desk: OrderDesk) -> None:
    """The next number is taken, unless an id was given, which is dead then."""
    carrier = Watched()
    late = attrs.evolve(WAY, pickup=("2026-02-01T09:00:00Z", "2026-02-01T12:00:00Z"))
    with pytest.raises(CarrierError, match="time_refused"):
        buy(desk, carrier, late)
    assert carrier.voids == ["memory-L1"]
    with pytest.raises(CarrierError, match="label_void"):
        buy(desk, carrier, label_id="L1")

    assert buy(desk, carrier).labels[0].id == "L2"


# Who pays, and how it is handed over


@pytest.mark.parametrize(
    ("reason", "said", "payer"),
    [
        ("UNWANTED_ITEM", None, Actor.BUYER),
        ("DEFECTIVE", None, Actor.SELLER),
        ("UNWANTED_ITEM", Actor.MARKETPLACE, Actor.MARKETPLACE),
        ("DEFECTIVE", Actor.BUYER, Actor.BUYER),
    ],
)
def test_who_bears_the_label(reason: str, said: Actor | None, payer: Actor) -> None:
    """Whoever the policy says, unless somebody is named."""
    rma = buy(one_desk(reason=reason), Watched(), attrs.evolve(WAY, payer=said))

    assert rma.labels[0].payer is payer


def test_the_policy_says_who_pays_also_where_staff_let_it_in() -> None:
    """A change of mind is the buyer's at any time."""
    desk = one_desk()
    desk.withdraw_return("O-1", "R1", at="2026-03-09T10:00:00Z")
    desk.request_return(
        "O-1", units=TWO, reason="UNWANTED_ITEM", ask_first=True, at="2026-05-20T09:00:00Z"
    )
    desk.authorise_return("O-1", "R2", override="a good customer", at="2026-05-20T10:00:00Z")
    order = desk.buy_return_label(
        "O-1", "R2", carrier=Watched(), way=WAY, at="2026-05-20T11:00:00Z"
    )

    assert order.returns[1].labels[0].payer is Actor.BUYER


def test_a_pickup_is_scheduled_at_the_buyers(desk: OrderDesk) -> None:
    """With the label that was bought; its cost is the label's, and its window is noted."""
    carrier = Watched()
    (label,) = buy(desk, carrier, attrs.evolve(WAY, pickup=WINDOW)).labels

    (request,) = carrier.pickups
    assert (request.at, request.labels) == (HOME, (label.reference,))
    assert (label.handover, label.place) == (Handover.PICKUP, "memory-P2")
    assert (label.hand_over_from, label.hand_over_by) == tuple(map(instant, WINDOW))
    assert label.cost == Money(640, "EUR")


def test_a_pickup_that_may_still_come_about_keeps_its_label() -> None:
    """The same call goes on where it was broken off."""
    desk, carrier = one_desk(), Watched()
    way = attrs.evolve(WAY, pickup=WINDOW)
    carrier.after_buying = lambda: carrier.fail(1, "too_busy")
    with pytest.raises(CarrierError, match="too_busy"):
        buy(desk, carrier, way, attempts=1)
    carrier.after_buying = lambda: None

    (label,) = buy(desk, carrier, way, attempts=1).labels
    assert (label.id, len(carrier.labels), carrier.voids) == ("L1", 1, [])


def test_a_drop_off_point_is_noted_as_a_buyer_finds_it(desk: OrderDesk) -> None:
    """With the instant until which the label can be used, and the service that was wished."""
    carrier = Watched(points=[KIOSK])
    (point,) = carrier.drop_off_points(HOME)
    way = attrs.evolve(WAY, drop_off=point, expires="2026-04-08T22:00:00Z", ranking=Fastest())
    (label,) = buy(desk, carrier, way).labels

    assert label.handover is Handover.DROP_OFF
    assert label.place == "Kiosk am Eck, Eckstr. 2, 50667 Köln"
    assert label.hand_over_by == instant("2026-04-08T22:00:00Z")
    assert label.service == "express"


def test_an_event_loop_does_not_wait_for_a_carrier() -> None:
    """It is asked, and its papers are kept, in another thread; a desk that waits asks it itself."""
    asked: list[bool] = []

    def keep(_: Label) -> str:
        asked.append(threading.current_thread() is threading.main_thread())
        return ""

    way = attrs.evolve(WAY, papers=keep)
    buy(one_desk(), Watched(), way)
    store = MemoryStore()
    delivered(store)
    buy(faced(store, WORLD), Watched(), way)

    assert asked == [True, False]


# Voided


def test_a_label_is_voided_at_its_carrier_and_noted(desk: OrderDesk) -> None:
    """Twice is once; then another may be bought."""
    carrier = Watched()
    reference = buy(desk, carrier).labels[0].reference
    orders = [desk.void_return_label("O-1", "R1", "L1", carrier=carrier, at=AT) for _ in range(2)]

    assert carrier.voids == [reference]
    assert [order.returns[0].live_labels for order in orders] == [(), ()]
    assert [label.id for label in buy(desk, carrier).live_labels] == ["L2"]


def test_what_the_carrier_does_not_void_counts_on(desk: OrderDesk) -> None:
    """Its window is over: the label is noted as before."""
    carrier = Watched(void_window=dt.timedelta())
    buy(desk, carrier)
    with pytest.raises(CarrierError, match="not_voidable"):
        desk.void_return_label("O-1", "R1", "L1", carrier=carrier, at=AT)

    assert len(desk.order("O-1").returns[0].live_labels) == 1


def test_what_the_order_does_not_void_the_carrier_is_not_asked_for(desk: OrderDesk) -> None:
    """Something goes by it; or there is no such label."""
    carrier = Watched()
    buy(desk, carrier)
    desk.record_return_scan("O-1", "R1", at=AT)
    for id, code in (("L1", "return_already_posted"), ("L9", "label_unknown")):
        with pytest.raises(Refused, match=code):
            desk.void_return_label("O-1", "R1", id, carrier=carrier, at=AT)
    assert carrier.voids == []


def test_a_label_by_hand_is_no_carriers_to_void() -> None:
    """It has no number there; without a carrier it is voided as it was noted."""
    desk = one_desk()
    desk.issue_return_label("O-1", "R1", at=AT)
    with pytest.raises(InvalidValue, match="label_id"):
        desk.void_return_label("O-1", "R1", "L1", carrier=Watched(), at=AT)

    assert desk.void_return_label("O-1", "R1", "L1", at=AT).returns[0].live_labels == ()


# Printed


def print_it(desk: OrderDesk, renderer: MemoryRenderer, **asked: Any) -> Any:
    """Print the label of the return, and give the paper."""
    desk.print_return_label(
        "O-1", "R1", PrintedReturn(**{"to": SELLER, **asked}), renderer=renderer, words=worded
    )
    return renderer.rendered[-1]


def test_a_label_is_printed_in_the_buyers_language(tmp_path: Path) -> None:
    """That of the marketplace, with the place, the last day and what is to be put in."""
    store = stores(tmp_path)[1]
    delivered(store, channel="MFN", marketplace="DE")
    way = attrs.evolve(WAY, drop_off=KIOSK, expires="2026-04-08T22:00:00Z")
    for some in (desk_over(store, WORLD), faced(store, WORLD)):
        tracking = buy(some, Watched(), way).labels[0].tracking
        paper = print_it(some, MemoryRenderer(), instructions=["Bitte keine Scherben."])

        assert (paper.language, paper.title) == ("de-DE", "Rücksendeetikett")
        assert paper.face.sender.lines[0] == "Ada Byron"
        assert paper.face.to.lines[0] == "Mugs GmbH"
        assert (paper.face.service, paper.face.barcode) == ("ground", tracking)
        assert [(row.description, row.cells) for row in paper.rows] == [("Tasse", ("2",))]
        assert paper.notes[2].endswith("Beleg geben: Kiosk am Eck, Eckstr. 2, 50667 Köln.")
        assert paper.notes[4] == "5. Geben Sie es spätestens am 8. April 2026 ab."
        assert paper.notes[5] == "6. Bitte keine Scherben."


def test_a_pickup_is_printed_with_its_hours() -> None:
    """In the zone of the marketplace, and in English where nobody says a language."""
    desk = one_desk()
    buy(desk, Watched(), attrs.evolve(WAY, pickup=WINDOW))
    paper = print_it(desk, MemoryRenderer())

    assert paper.language == "en"
    assert "between 3/11/26, 9:00\u202fAM and 3/11/26, 12:00\u202fPM" in paper.notes[2].replace(
        "\xa0", "\u202f"
    )
    assert len(paper.notes) == 4


def test_what_has_come_is_not_put_in_again() -> None:
    """Of a return that came in part, the rest; the last label that counts, unless one is named."""
    desk, carrier = one_desk(), Watched()
    buy(desk, carrier)
    desk.receive_return("O-1", "R1", units=[ReturnUnits("P1", "1", 1)], at=AT)
    second = buy(desk, carrier, label_id="second").labels[1]

    paper = print_it(desk, MemoryRenderer())
    assert [row.cells for row in paper.rows] == [("1",)]
    assert paper.face.barcode == second.tracking
    first = print_it(desk, MemoryRenderer(), label_id="L1", sender=SELLER, language="de")
    assert (first.face.barcode, first.language) == ("memory-000001", "de")


def test_what_is_not_there_is_not_printed() -> None:
    """A return, a label that counts, a sender, or a number."""
    desk, carrier, renderer = one_desk(ship_to=None), Watched(), MemoryRenderer()
    with pytest.raises(NotFound, match="label"):
        print_it(desk, renderer)
    with pytest.raises(NotFound, match="return"):
        desk.print_return_label(
            "O-1", "R9", PrintedReturn(to=SELLER), renderer=renderer, words=worded
        )
    buy(desk, carrier, attrs.evolve(WAY, sender=HOME))
    with pytest.raises(InvalidValue, match="sender"):
        print_it(desk, renderer)
    desk.issue_return_label("O-1", "R1", label=ReturnLabel(carrier="DHL"), at=AT)
    with pytest.raises(InvalidValue, match="tracking"):
        print_it(desk, renderer, sender=HOME)
    wrong: Any = SELLER
    with pytest.raises(InvalidValue, match="asked"):
        desk.print_return_label("O-1", "R1", wrong, renderer=renderer, words=worded)
    assert renderer.rendered == ()


# What is asked


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("parcel", "600 g"),
        ("to", "Selb"),
        ("sender", "Köln"),
        ("payer", Actor.CARRIER),
        ("payer", "buyer"),
        ("expires", "soon"),
        ("drop_off", "D7"),
        ("pickup", WINDOW[:1]),
        ("pickup", WINDOW[::-1]),
        ("pickup", "now"),
        ("ranking", "cheapest"),
        ("papers", "drawer"),
    ],
)
def test_a_way_back_that_is_none_is_refused(field: str, value: object) -> None:
    """Before any carrier is asked."""
    wrong: dict[str, Any] = {field: value}
    with pytest.raises(InvalidValue, match=field):
        attrs.evolve(WAY, **wrong)


def test_a_parcel_is_fetched_or_dropped_off() -> None:
    """Not both; and whatever is no way back is refused by name."""
    with pytest.raises(InvalidValue, match="pickup"):
        attrs.evolve(WAY, drop_off=KIOSK, pickup=WINDOW)
    wrong: Any = PARCEL
    with pytest.raises(InvalidValue, match="way"):
        buy(one_desk(), Watched(), wrong)


def test_papers_are_found_where_the_carrier_keeps_them() -> None:
    """The first label that has an address; a carrier that gives bytes alone has none."""
    kinds = CarrierDocumentKind
    papers = [
        CarrierDocument(kind=kinds.CUSTOMS, media_type="application/pdf", url="https://c"),
        CarrierDocument(kind=kinds.LABEL, media_type="text/plain", content=b"L"),
        CarrierDocument(kind=kinds.LABEL, media_type="application/pdf", url="https://l"),
    ]
    desk, carrier = one_desk(), Watched()
    buy(desk, carrier)
    (label,) = carrier.labels

    assert where_it_is(label) == ""
    assert where_it_is(attrs.evolve(label, documents=tuple(papers))) == "https://l"


@pytest.mark.parametrize("carrier", ["dhl", MemoryCarrier, {"features": frozenset()}, 5])
def test_a_carrier_is_a_carrier(desk: OrderDesk, carrier: Any) -> None:
    """Anything else is named before anything is bought or voided."""
    with pytest.raises(InvalidValue, match="carrier"):
        buy(desk, carrier)
    with pytest.raises(InvalidValue, match="carrier"):
        desk.void_return_label("O-1", "R1", "L1", carrier=carrier, at=AT)

    assert desk.order("O-1").returns[0].labels == ()
