"""How a promise came about, said in the reader's language."""

import datetime as dt
from typing import Any

import pytest
from test_i18n_catalogues import LANGUAGES, named, own_sentences

from ordercore.channels import FBA, MFN, SERVICES, SFP, SHOP, STEPS, Calendars, Handling, promise
from ordercore.channels.clock.promised import Promise
from ordercore.channels.clock.transit import Service, Transit, services
from ordercore.errors import InvalidValue
from ordercore.i18n import promise_sentences
from ordercore.kernel.clauses import Clause
from ordercore.kernel.replace import replace

FROM = Calendars.monday_to_friday("America/Los_Angeles")
EAST = Calendars.monday_to_friday("America/Chicago", "America/New_York")

CUT = replace(SHOP, handling=(Handling(days=0, daily_capacity=1),))
IN_TIME = replace(SHOP, handling=(Handling(days=0, at_cutoff_is_late=False),))

WEEKEND = replace(SERVICES["next_day"], code="weekend", weekend=frozenset({5, 6}), also=())

MAPLE = Service(code="maple", name="Maple", transit=(Transit(marketplace="CA", least=7, most=7),))


def asked(placed: str, **more: Any) -> Promise:
    """Ask the clock."""
    given = {"placed": placed, "channel": SFP, "calendars": FROM, "service": "two_day", **more}
    return promise(**given)


PROMISES = (
    asked("2022-09-14T15:00:00-07:00"),
    asked("2022-09-14T11:00:00-07:00", released="2022-09-15T13:00:00-07:00"),
    asked("2022-09-14T11:00:00-07:00", service="standard", sku_days=4),
    asked("2022-09-14T11:00:00-07:00", channel=MFN, service="international", sku_days=4),
    asked("2022-09-14T11:00:00-07:00", channel=FBA),
    asked("2022-09-14T14:00:00-07:00", channel=CUT, ahead=1, service="drone"),
    asked("2022-09-14T14:00:00-07:00", channel=IN_TIME, services=services(MAPLE), service="maple"),
    asked("2022-09-14T11:00:00-05:00", calendars=EAST, service="same_day"),
    asked("2022-09-16T11:00:00-07:00", channel=MFN, service="weekend", services=services(WEEKEND)),
)


def steps() -> dict[str, Clause]:
    """Give one step of each code."""
    return {step.code: step for answer in PROMISES for step in answer.steps}


def test_a_promise_is_told_step_by_step() -> None:
    """With the times of the ship-from zone, and dates with their weekdays."""
    assert promise_sentences(PROMISES[0]) == (
        (
            "Bought on Sep 14, 2022, 3:00:00\u202fPM; handling counts from then, "
            "since no later release was given."
        ),
        "Two-day is handled on the day itself.",
        "After the cut-off at 2:00\u202fPM: handling starts on Thu, Sep 15, 2022.",
        "Operating days of handling, counted from Thu, Sep 15, 2022: 0.",
        "To be shipped by the end of Thu, Sep 15, 2022.",
        "Operating days on the way with Two-day, from zone any to zone any: 2 to 2.",
        "The carrier does not work on Sat, Sep 17, 2022 and Sun, Sep 18, 2022.",
        "Delivered on Mon, Sep 19, 2022 at the earliest, and by the end of Mon, Sep 19, 2022.",
    )


def test_every_step_happens_and_is_said_with_facts_that_it_has() -> None:
    """In every language; none is missing from these promises, so none goes unsaid."""
    found = steps()

    assert set(found) == set(STEPS)
    for code, step in found.items():
        assert named(own_sentences("en")[f"step.{code}"]) <= set(step.facts), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_a_promise_has_a_gap(language: str) -> None:
    """It ends as a sentence does, and shows neither a code nor a pattern."""
    for answer in PROMISES:
        for sentence in promise_sentences(answer, language):
            assert sentence.endswith(".")
            assert not {"{", "*"} & set(sentence), sentence


def test_weekdays_are_named() -> None:
    """By the locale's own names."""
    told = promise_sentences(PROMISES[-1], "de")

    assert "Next-day wird auch zugestellt am Samstag und Sonntag." in told


def test_a_host_may_say_it_otherwise() -> None:
    """Its own words come before ours; a step that nobody has words for is told as it is."""
    words = {"step.ships_by": "Leaves on {day}."}
    strange = replace(PROMISES[0], steps=(Clause("mine", {"day": dt.date(2026, 3, 2)}),))

    assert "Leaves on Thu, Sep 15, 2022." in promise_sentences(PROMISES[0], words=words)
    assert promise_sentences(strange) == ("mine (day=2026-03-02)",)


def test_an_unknown_language_is_refused() -> None:
    """As with every other sentence."""
    with pytest.raises(InvalidValue, match="language"):
        promise_sentences(PROMISES[0], "xx-yy-zz")
