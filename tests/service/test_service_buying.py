"""Buying once: what is tried again, what is not, and what an error says in the end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.adapters.memory import MemoryCarrier
from ordercore.errors import CarrierError, InvalidValue
from ordercore.ports.carriage import Label
from ordercore.ports.carrier_faults import CARRIER_FAULTS, Remedy, remedy_of
from ordercore.service.buying import buy_once, settle
from ordercore.shipping.choosing import Quote
from ordercore.testing.carrier import carriage

NOTHING, LOST = "nothing", "lost"


def fresh() -> tuple[MemoryCarrier, Quote]:
    """Give a carrier and one of its quotes."""
    carrier = MemoryCarrier()
    return carrier, carrier.quote(carriage()).quotes[0]


class Scripted(MemoryCarrier):
    """Loses an answer, or fails before it does anything, in turns as it is told."""

    def __init__(self, script: list[str]) -> None:
        super().__init__()
        self.script = script

    def buy(self, quote: Quote, key: str) -> Label:
        """Follow the script, one word a call."""
        if self.script:
            word = self.script.pop(0)
            self.lose_answers(1) if word == LOST else self.fail(1)
        return super().buy(quote, key)


def test_r44_a_lost_answer_buys_no_second_label() -> None:
    """The label of the first call is found again (solidus_easypost#42, #113)."""
    carrier, quote = fresh()
    carrier.lose_answers(2)
    label = buy_once(carrier, quote, "order-1/parcel-1")

    assert carrier.labels == (label,)


@given(st.lists(st.sampled_from([NOTHING, LOST]), max_size=6), st.integers(1, 8))
def test_law_twice_is_once_however_answers_are_lost(script: list[str], attempts: int) -> None:
    """Law 4: whatever is lost or failed, one key has one label at most.

    And where the error says that nothing was done, nothing was.
    """
    carrier = Scripted(list(script))
    quote = carrier.quote(carriage()).quotes[0]
    try:
        label = buy_once(carrier, quote, "key-1", attempts=attempts)
    except CarrierError as error:
        assert len(script) >= attempts
        assert bool(carrier.labels) == (LOST in script[:attempts])
        assert (remedy_of(error) is Remedy.ASK_AGAIN) == bool(carrier.labels)
    else:
        assert carrier.labels == (label,)


@pytest.mark.parametrize("row", CARRIER_FAULTS.values(), ids=lambda row: row.code)
def test_only_what_may_be_tried_again_is(row: object) -> None:
    """Every code of the table: what is refused for good is told at once."""
    code = getattr(row, "code", "")
    carrier, quote = fresh()
    carrier.fail(1, code)
    if CARRIER_FAULTS[code].remedy in (Remedy.RETRY, Remedy.ASK_AGAIN):
        assert buy_once(carrier, quote, "key-1") in carrier.labels
    else:
        with pytest.raises(CarrierError, match=code):
            buy_once(carrier, quote, "key-1")
        assert carrier.labels == ()


def test_it_waits_between_attempts() -> None:
    """As the host has it, who is told how many failed."""
    carrier, quote = fresh()
    carrier.fail(2)
    waited: list[int] = []
    buy_once(carrier, quote, "key-1", wait=waited.append)

    assert waited == [1, 2]


@pytest.mark.parametrize("attempts", [0, -1, True, "3", 1.0])
def test_attempts_are_a_number(attempts: object) -> None:
    """Of 1 or more."""
    carrier, quote = fresh()
    with pytest.raises(InvalidValue, match="attempts"):
        buy_once(carrier, quote, "key-1", attempts=attempts)  # type: ignore[arg-type]


def test_anything_with_a_key_is_settled() -> None:
    """A manifest whose answer was lost is made once; what only asks is asked again."""
    carrier, quote = fresh()
    label = buy_once(carrier, quote, "key-1")
    carrier.lose_answers(2)
    manifest = settle(lambda: carrier.manifest([label.id], "monday"))
    assert carrier.manifest([label.id], "monday") == manifest

    carrier.fail(2, "too_busy")
    assert settle(lambda: carrier.track(label.tracking))
    with pytest.raises(CarrierError, match="number_unknown"):
        settle(lambda: carrier.track("7"))
