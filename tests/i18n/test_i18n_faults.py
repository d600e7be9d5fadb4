"""Faults of carriers as sentences: what happened, and what may be done."""

import pytest

from ordercore.errors import CarrierError
from ordercore.i18n import fault_sentence
from ordercore.ports.carrier_faults import CARRIER_FAULTS


@pytest.mark.parametrize(
    ("code", "language", "expected"),
    [
        (
            "answer_lost",
            "en",
            (
                "UPS was asked and did not answer. Nobody knows whether it was done; ask again with"
                " the same key."
            ),
        ),
        (
            "parcel_too_heavy",
            "de",
            (
                "Das Paket ist zu schwer für UPS. Es ist nichts geschehen; es braucht eine andere"
                " Anfrage."
            ),
        ),
    ],
)
def test_a_fault_is_told_with_its_remedy(code: str, language: str, expected: str) -> None:
    """In the reader's language."""
    assert fault_sentence(CarrierError("UPS", code, "own words"), language) == expected


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("code", CARRIER_FAULTS)
def test_every_fault_can_be_said(code: str, language: str) -> None:
    """By two sentences, without a gap and without the code."""
    told = fault_sentence(CarrierError("UPS", code), language)

    assert told.endswith(".")
    assert "UPS" in told
    assert "{" not in told
    assert code not in told


def test_a_code_of_nobodys_speaks_for_itself() -> None:
    """And nobody knows what it did."""
    told = fault_sentence(CarrierError("UPS", "moon_in_the_way", "sorry"))

    assert told.startswith("UPS: moon_in_the_way: sorry Nobody knows")


def test_a_host_may_say_it_otherwise() -> None:
    """With facts of its own."""
    words = {"fault.too_busy": "{carrier}: wait {seconds} s.", "remedy.retry": "Soon again."}
    error = CarrierError("UPS", "too_busy", facts={"seconds": 5})

    assert fault_sentence(error, words=words) == "UPS: wait 5 s. Soon again."
