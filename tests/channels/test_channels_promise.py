"""The promise clock: the worked cases of the sources, and what each step says."""

import datetime as dt
from typing import Any

import pytest

from ordercore.channels import (
    FBA,
    MFN,
    SERVICES,
    SFP,
    SHOP,
    STEPS,
    Calendars,
    Channel,
    Counting,
    Handling,
    Promise,
    Service,
    Transit,
    promise,
    services,
)
from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.replace import replace
from ordercore.kernel.time import instant, local, zone

NEW_YORK = "America/New_York"

HERE = Calendars.monday_to_friday(NEW_YORK)

NOON, TWO = dt.time(12), dt.time(14)


def selling(days: int, cutoff: dt.time | None = None, **more: Any) -> Channel:
    """Make a channel of one row, whose cut-off holds for any number of days."""
    row = Handling(days=days, same_day_cutoff=cutoff, cutoff=cutoff, **more)
    return replace(SHOP, handling=(row,))


def at(wall: str, zone_name: str = NEW_YORK) -> dt.datetime:
    """Give a moment by what a clock shows."""
    return dt.datetime.fromisoformat(wall).replace(tzinfo=zone(zone_name))


def told(answer: Promise) -> list[str]:
    """Give the codes of the steps, less those that every promise has."""
    always = ("released_at_once", "handling_days", "ships_by", "delivers_by")
    codes = [step.code for step in answer.steps]
    return [code for code in codes if code not in always and not code.startswith("transit_op")]


def facts(answer: Promise, code: str) -> dict[str, Any]:
    """Give the facts of a step."""
    (step,) = (step for step in answer.steps if step.code == code)
    return dict(step.facts)


@pytest.mark.parametrize(
    ("placed", "channel", "ship_day", "steps"),
    [
        # Cut-off 12:00: Monday 11:00 ships Monday, Monday 16:00 ships Tuesday (SC G200955560).
        ("2026-03-02T11:00", selling(0, NOON), "2026-03-02", ["before_cutoff"]),
        ("2026-03-02T16:00", selling(0, NOON), "2026-03-03", ["after_cutoff"]),
        # Exactly at the cut-off is late unless said otherwise; a microsecond earlier is not.
        ("2026-03-02T12:00", selling(0, NOON), "2026-03-03", ["at_cutoff_late"]),
        (
            "2026-03-02T12:00",
            selling(0, NOON, at_cutoff_is_late=False),
            "2026-03-02",
            ["at_cutoff_in_time"],
        ),
        ("2026-03-02T11:59:59.999999", selling(0, NOON), "2026-03-02", ["before_cutoff"]),
        (
            "2026-03-02T12:00:00.000001",
            selling(0, NOON, at_cutoff_is_late=False),
            "2026-03-03",
            ["after_cutoff"],
        ),
        # Friday after the cut-off, and Saturday: Monday.
        ("2026-03-06T12:01", selling(0, NOON), "2026-03-09", ["after_cutoff", "seller_closed"]),
        ("2026-03-07T09:00", selling(0, NOON), "2026-03-09", ["before_cutoff", "seller_closed"]),
        # Saturday is worked on this channel; of the weekend compulsory for Prime, one day.
        (
            "2026-03-07T09:00",
            selling(0, NOON, extra_weekdays=frozenset({5})),
            "2026-03-07",
            ["before_cutoff"],
        ),
        (
            "2026-03-07T13:00",
            selling(0, NOON, extra_weekdays=frozenset({6})),
            "2026-03-08",
            ["after_cutoff"],
        ),
        # Placed any time until midnight with handling 1: the next business day (G200955560).
        ("2026-03-02T23:59:59", selling(1), "2026-03-03", []),
        ("2026-03-03T00:00", selling(1), "2026-03-04", []),
        # Saturday and 1: Monday, the literal reading; Tuesday, where days roll first.
        ("2026-03-07T09:00", selling(1), "2026-03-09", ["seller_closed"]),
        (
            "2026-03-07T09:00",
            selling(1, counting=Counting.ROLLED),
            "2026-03-10",
            ["seller_closed"],
        ),
        ("2026-03-06T09:00", selling(2), "2026-03-10", ["seller_closed"]),
        ("2026-03-06T09:00", selling(1, counting=Counting.ROLLED), "2026-03-09", ["seller_closed"]),
        # A cut-off earlier than midnight moves the day from which days are counted.
        ("2026-03-02T12:01", selling(1, NOON), "2026-03-04", ["after_cutoff"]),
        ("2026-03-02T11:00", selling(1, NOON), "2026-03-03", ["before_cutoff"]),
        # Handling of several days is not treated as one.
        ("2026-03-02T09:00", selling(30), "2026-04-13", ["seller_closed"]),
        # 29 February, and the turn of a year.
        ("2028-02-28T09:00", selling(1), "2028-02-29", []),
        ("2028-02-29T09:00", selling(0, NOON), "2028-02-29", ["before_cutoff"]),
        ("2026-12-31T13:00", selling(0, NOON), "2027-01-01", ["after_cutoff"]),
        ("2027-12-31T23:59", selling(1), "2028-01-03", ["seller_closed"]),
    ],
)
def test_an_order_must_leave_by_the_end_of_a_working_day(
    placed: str, channel: Channel, ship_day: str, steps: list[str]
) -> None:
    """The worked cases of the sources, in the seller's own zone."""
    answer = promise(placed=at(placed), channel=channel, calendars=HERE, service="none")

    assert answer.ship_by is not None
    assert local(answer.ship_by, NEW_YORK).isoformat()[:26] == f"{ship_day}T23:59:59.999999"
    assert told(answer) == [*steps, "service_unknown"]
    assert facts(answer, "ships_by") == {"day": dt.date.fromisoformat(ship_day)}


@pytest.mark.parametrize(
    ("placed", "ship_by", "deliver_by", "shown"),
    [
        # Two-day service, cut-off 14:00: Wed 14 Sep 11:00 ships Wed and arrives Fri 16; Wed 15:00
        # ships Thu 15 and arrives Mon 19, the weekend closed (SC.au 202096730). Buyers are shown
        # a cut-off one hour earlier (there as well).
        ("2022-09-14T11:00", "2022-09-14", "2022-09-16", "2022-09-14T13:00"),
        ("2022-09-14T15:00", "2022-09-15", "2022-09-19", "2022-09-15T13:00"),
    ],
)
def test_a_two_day_service_of_amazons_own_example(
    placed: str, ship_by: str, deliver_by: str, shown: str
) -> None:
    """With its handling of 0, which no time of a SKU changes."""
    sydney = "Australia/Sydney"
    answer = promise(
        placed=at(placed, sydney),
        channel=MFN,
        calendars=Calendars.monday_to_friday(sydney),
        service="SecondDay",
        marketplace="AU",
        sku_days=5,
    )

    ends = "T23:59:59.999999"
    for moment, day in ((answer.ship_by, ship_by), (answer.deliver_by, deliver_by)):
        assert moment is not None
        assert local(moment, sydney).isoformat()[:26] == day + ends
    assert answer.deliver_from == answer.deliver_by
    assert answer.shown_cutoff == instant(at(shown, sydney))
    assert "premium_handling" in told(answer)
    assert "sku_handling" not in told(answer)


@pytest.mark.parametrize(
    ("placed", "channel", "shown"),
    [
        # The last moment that leads to the same ship day, an hour before the seller's cut-off.
        ("2026-03-02T09:00", selling(0, NOON), "2026-03-02T11:00"),
        ("2026-03-02T13:00", selling(0, NOON), "2026-03-03T11:00"),
        ("2026-03-06T13:00", selling(0, NOON), "2026-03-09T11:00"),
        ("2026-03-02T09:00", selling(1, NOON), "2026-03-02T11:00"),
        # With one day, Friday afternoon to Sunday noon all ship on Monday.
        ("2026-03-06T13:00", selling(1, NOON), "2026-03-08T11:00"),
        ("2026-03-07T13:00", selling(1, NOON, counting=Counting.ROLLED), "2026-03-09T11:00"),
        ("2026-03-02T09:00", selling(0, NOON, shown_minutes_earlier=0), "2026-03-02T12:00"),
        ("2026-03-02T09:00", selling(0), None),
        ("2026-03-02T09:00", selling(1), None),
    ],
)
def test_buyers_are_shown_an_earlier_cutoff(
    placed: str, channel: Channel, shown: str | None
) -> None:
    """An order a moment later than the seller's ships on a later day; none where it is midnight."""
    answer = promise(placed=at(placed), channel=channel, calendars=HERE)

    assert answer.shown_cutoff == (None if shown is None else instant(at(shown)))
    if answer.shown_cutoff is not None:
        earlier = dt.timedelta(minutes=channel.handling[0].shown_minutes_earlier)
        limit = answer.shown_cutoff + earlier
        just = promise(placed=limit - dt.timedelta(microseconds=1), channel=channel, calendars=HERE)
        late = promise(placed=limit, channel=channel, calendars=HERE)
        assert just.ship_by == answer.ship_by
        assert late.ship_by
        assert answer.ship_by
        assert late.ship_by > answer.ship_by


def test_handling_counts_from_the_release_and_not_from_the_purchase() -> None:
    """SC 200847280: where the authorisation ends late, dates count from then, and it says so."""
    placed, released = at("2026-03-02T09:00"), at("2026-03-05T12:00")

    answer = promise(placed=placed, released=released, channel=MFN, calendars=HERE)
    at_once = promise(placed=placed, channel=MFN, calendars=HERE)

    assert answer.release == instant(released)
    assert answer.handling_starts == dt.date(2026, 3, 5)
    assert facts(answer, "released") == {"placed": instant(placed), "released": instant(released)}
    assert facts(answer, "ships_by")["day"] == dt.date(2026, 3, 6)
    assert at_once.release == instant(placed)
    assert facts(at_once, "released_at_once") == {"placed": instant(placed)}
    assert facts(at_once, "ships_by")["day"] == dt.date(2026, 3, 3)


@pytest.mark.parametrize(
    ("channel", "placed", "released", "ship_day"),
    [
        # Two days until 24 May 2021, then one.
        (MFN, "2021-05-24T23:59", "2021-05-26T09:00", "2021-05-28"),
        (MFN, "2021-05-25T00:00", "2021-05-26T09:00", "2021-05-27"),
        # Saturday is worked from 1 February 2021 on.
        (SFP, "2021-01-31T23:59", "2021-02-06T09:00", "2021-02-08"),
        (SFP, "2021-02-01T00:00", "2021-02-06T09:00", "2021-02-06"),
    ],
)
def test_an_order_keeps_the_rows_under_which_it_was_placed(
    channel: Channel, placed: str, released: str, ship_day: str
) -> None:
    """On the local day of its purchase, however late it is released."""
    answer = promise(placed=at(placed), released=at(released), channel=channel, calendars=HERE)

    assert facts(answer, "ships_by")["day"] == dt.date.fromisoformat(ship_day)


def test_transit_is_that_of_the_day_of_purchase_too() -> None:
    """A row that comes into force before the release does not hold yet."""
    slower = Transit(effective_from=dt.date(2026, 3, 5), least=5, most=5)
    ground = Service(code="ground", name="Ground", transit=(Transit(least=1, most=1), slower))
    said: dict[str, Any] = {"channel": MFN, "calendars": HERE, "services": services(ground)}
    said["service"] = "ground"

    before = promise(placed=at("2026-03-04T23:00"), released=at("2026-03-05T09:00"), **said)
    after = promise(placed=at("2026-03-05T00:00"), released=at("2026-03-05T09:00"), **said)

    assert facts(before, "transit_operating_days")["most"] == 1
    assert facts(after, "transit_operating_days")["most"] == 5


def test_days_are_those_of_the_ship_from_zone() -> None:
    """Late on Monday in New York is Tuesday in Berlin."""
    placed = "2026-03-03T03:00:00Z"

    here = promise(placed=placed, channel=SHOP, calendars=HERE)
    berlin = Calendars.monday_to_friday("Europe/Berlin")
    there = promise(placed=placed, channel=SHOP, calendars=berlin)

    assert str(here.ship_by) == "2026-03-04 04:59:59.999999+00:00"
    assert str(there.ship_by) == "2026-03-04 22:59:59.999999+00:00"


def test_holidays_and_overrides_are_the_sellers() -> None:
    """Handling counts over a holiday, and onto a weekend day that is worked; it says which."""
    seller = OperatingCalendar(
        zone=NEW_YORK,
        closed=frozenset({dt.date(2026, 3, 3)}),
        open=frozenset({dt.date(2026, 3, 7)}),
    )
    calendars = replace(HERE, seller=seller)

    tuesday = promise(placed=at("2026-03-02T09:00"), channel=SHOP, calendars=calendars)
    friday = promise(placed=at("2026-03-06T09:00"), channel=SHOP, calendars=calendars)

    assert facts(tuesday, "ships_by") == {"day": dt.date(2026, 3, 4)}
    assert facts(tuesday, "seller_closed") == {"days": (dt.date(2026, 3, 3),)}
    assert facts(friday, "ships_by") == {"day": dt.date(2026, 3, 7)}
    assert "seller_closed" not in told(friday)


def test_holidays_on_the_way_are_the_carriers() -> None:
    """A deliver-by never falls on a day on which it does not work (SC.eu EDSVA3D58NL292F)."""
    closed = frozenset({dt.date(2026, 3, 3), dt.date(2026, 3, 5)})
    calendars = replace(HERE, carrier=OperatingCalendar(zone=NEW_YORK, closed=closed))

    answer = promise(
        placed=at("2026-03-02T09:00"), channel=SFP, calendars=calendars, service="two_day"
    )

    assert facts(answer, "ships_by") == {"day": dt.date(2026, 3, 2)}
    day = dt.date(2026, 3, 6)
    assert facts(answer, "delivers_by") == {"first": day, "last": day}
    assert facts(answer, "carrier_closed") == {"days": tuple(sorted(closed))}


@pytest.mark.parametrize(
    ("sku_days", "channel", "days", "step"),
    [
        (None, selling(2), 2, None),
        (5, selling(2), 5, "sku_handling"),
        (1, selling(2), 1, "sku_handling"),
        (0, selling(2), 0, "sku_handling"),
        (5, SFP, 0, "sku_handling_ignored"),
    ],
)
def test_a_sku_may_have_a_handling_time_of_its_own(
    sku_days: int | None, channel: Channel, days: int, step: str | None
) -> None:
    """It overrides the account's, shorter or longer, but not for Prime offers (G200955560)."""
    answer = promise(
        placed=at("2026-03-02T09:00"), channel=channel, calendars=HERE, sku_days=sku_days
    )

    assert facts(answer, "handling_days")["days"] == days
    assert [code for code in told(answer) if code.startswith("sku_")] == ([step] if step else [])


@pytest.mark.parametrize(
    ("ahead", "ship_day", "over"),
    [(0, "2026-03-03", False), (9, "2026-03-03", False), (10, "2026-03-04", True),
     (99, "2026-03-04", True)],
)  # fmt: skip
def test_an_order_beyond_the_capacity_gets_a_day_more(
    ahead: int, ship_day: str, over: bool
) -> None:
    """Each one above the limit, and one day each (SC.au GKKJFSR59D8SFNP)."""
    answer = promise(
        placed=at("2026-03-02T09:00"),
        channel=selling(1, daily_capacity=10),
        calendars=HERE,
        ahead=ahead,
    )

    assert facts(answer, "ships_by") == {"day": dt.date.fromisoformat(ship_day)}
    assert ("over_capacity" in told(answer)) == over
    if over:
        assert facts(answer, "over_capacity") == {"ahead": ahead, "capacity": 10}


def test_a_japanese_order_after_six_in_the_morning_counts_from_the_next_day() -> None:
    """Since 15 December 2023 (forum t/3639): one day, cut-off 06:00; before, 23:59."""
    tokyo = Calendars.monday_to_friday("Asia/Tokyo")

    def ships(placed: str) -> str:
        answer = promise(
            placed=at(placed, "Asia/Tokyo"), channel=MFN, calendars=tokyo, marketplace="JP"
        )
        return str(facts(answer, "ships_by")["day"])

    assert ships("2023-12-14T07:00") == "2023-12-15"
    assert ships("2023-12-18T05:59") == "2023-12-19"
    assert ships("2023-12-18T06:00") == "2023-12-20"


def test_amazon_binds_no_seller_for_what_amazon_ships() -> None:
    """Nothing is promised on FBA, and it says so."""
    answer = promise(placed=at("2026-03-02T09:00"), channel=FBA, calendars=HERE)

    assert (answer.ship_by, answer.deliver_by, answer.shown_cutoff) == (None, None, None)
    assert answer.handling_starts is None
    assert facts(answer, "seller_not_bound") == {"channel": "FBA"}
    assert str(answer) == (
        "nothing is promised\n"
        "  released_at_once (placed=2026-03-02 14:00:00+00:00)\n"
        "  seller_not_bound (channel=FBA)"
    )


@pytest.mark.parametrize("service", ["Scheduled", "drone", ""])
def test_of_a_service_that_nobody_knows_no_delivery_is_promised(service: str) -> None:
    """It is never guessed; by when it ships is known all the same."""
    answer = promise(placed=at("2026-03-02T09:00"), channel=MFN, calendars=HERE, service=service)

    assert answer.ship_by is not None
    assert (answer.deliver_from, answer.deliver_by) == (None, None)
    assert facts(answer, "service_unknown") == {"service": service}


def test_where_no_figure_is_known_no_delivery_is_promised() -> None:
    """A service may be known of one marketplace alone."""
    maple = Service(
        code="maple", name="Maple", transit=(Transit(marketplace="CA", least=2, most=2),)
    )
    said: dict[str, Any] = {"channel": MFN, "calendars": HERE, "service": "maple"}
    said["services"] = services(maple)

    there = promise(placed=at("2026-03-02T09:00"), marketplace="US", **said)
    canada = promise(placed=at("2026-03-02T09:00"), marketplace="CA", **said)

    assert (there.deliver_from, there.deliver_by) == (None, None)
    assert facts(there, "transit_unknown") == {
        "service": "Maple",
        "marketplace": "US",
    }
    assert facts(canada, "delivers_by")["last"] == dt.date(2026, 3, 5)


def test_a_weekend_programme_delivers_where_the_carrier_rests() -> None:
    """Friday and two days: with Saturday worked, Monday instead of Tuesday."""
    both = replace(SERVICES["two_day"], code="weekend", weekend=frozenset({5}), also=())
    said: dict[str, Any] = {"channel": SFP, "calendars": HERE, "services": services(both)}

    answer = promise(placed=at("2026-03-06T09:00"), service="weekend", **said)

    assert facts(answer, "delivers_by")["last"] == dt.date(2026, 3, 9)
    assert facts(answer, "weekend_delivery") == {"service": "Two-day", "weekdays": (5,)}
    assert facts(answer, "carrier_closed") == {"days": (dt.date(2026, 3, 8),)}


def test_calendar_days_count_all_days_and_end_on_a_worked_one() -> None:
    """Thursday and three to seven days: Sunday rolls to Monday, and Thursday is as it is."""
    answer = promise(
        placed=at("2026-03-04T09:00"),
        channel=SHOP,
        calendars=HERE,
        service="international_expedited",
    )

    assert facts(answer, "transit_calendar_days")["most"] == 7
    assert facts(answer, "delivers_by") == {
        "first": dt.date(2026, 3, 9),
        "last": dt.date(2026, 3, 12),
    }
    assert "carrier_closed" not in told(answer)


def test_the_row_of_transit_is_told() -> None:
    """With the zones that it names."""
    rows = (Transit(least=1, most=3), Transit(least=4, most=6, destination="AK"))
    ground = services(Service(code="ground", name="Ground", transit=rows))
    said: dict[str, Any] = {"channel": SHOP, "calendars": HERE, "services": ground}

    answer = promise(
        placed=at("2026-03-02T09:00"), service="ground", origin="2", destination="AK", **said
    )

    assert facts(answer, "transit_operating_days") == {
        "service": "Ground",
        "least": 4,
        "most": 6,
        "origin": "*",
        "destination": "AK",
    }


def test_a_promise_tells_its_steps() -> None:
    """Codes and facts as text, for logs; each code is described in ``STEPS``."""
    answer = promise(
        placed="2026-03-02T22:30:00Z",
        channel=SFP,
        calendars=Calendars.monday_to_friday("America/Los_Angeles"),
        service="two_day",
    )

    assert str(answer) == (
        "ship by 2026-03-04T07:59:59.999999+00:00, deliver by 2026-03-06T07:59:59.999999+00:00\n"
        "  released_at_once (placed=2026-03-02 22:30:00+00:00)\n"
        "  premium_handling (service=Two-day)\n"
        "  after_cutoff (cutoff=14:00:00, starts=2026-03-03)\n"
        "  handling_days (days=0, starts=2026-03-03)\n"
        "  ships_by (day=2026-03-03)\n"
        "  transit_operating_days (service=Two-day, least=2, most=2, origin=*, destination=*)\n"
        "  delivers_by (first=2026-03-05, last=2026-03-05)"
    )
    assert all(step.code in STEPS for step in answer.steps)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"placed": dt.datetime(2026, 3, 2)}, "placed"),  # noqa: DTZ001
        ({"placed": "soon"}, "placed"),
        ({"released": "2026-03-02"}, "released"),
        ({"released": "2026-03-01T00:00:00Z"}, "released"),
        ({"sku_days": 31}, "sku_days"),
        ({"sku_days": -1}, "sku_days"),
        ({"sku_days": "2"}, "sku_days"),
        ({"ahead": -1}, "ahead"),
        ({"ahead": 1.5}, "ahead"),
    ],
)
@pytest.mark.parametrize("channel", [MFN, SFP, FBA])
def test_what_cannot_be_is_refused(wrong: dict[str, Any], field: str, channel: Channel) -> None:
    """The field is named."""
    given = {"placed": "2026-03-02T09:00:00Z", "channel": channel, "calendars": HERE, **wrong}

    with pytest.raises(InvalidValue) as caught:
        promise(**given)
    assert caught.value.field == field


def test_calendars_are_in_zones_that_exist() -> None:
    """The ship-from zone, and that of the destination."""
    with pytest.raises(InvalidValue, match="zone"):
        Calendars.monday_to_friday("Mars/Base")
    with pytest.raises(InvalidValue, match="zone"):
        Calendars.monday_to_friday("UTC", "Mars/Base")
    assert Calendars.monday_to_friday("UTC").destination_zone == "UTC"


def test_a_channel_without_a_row_that_early_is_an_error() -> None:
    """The table, the day and the marketplace are named."""
    late = replace(SHOP, handling=(Handling(effective_from=dt.date(2026, 3, 3), days=1),))

    with pytest.raises(InvalidTable, match=r"handling of SHOP: no row .* 2026-03-02 on .* US"):
        promise(placed=at("2026-03-02T23:59"), channel=late, calendars=HERE, marketplace="US")
