"""The verifier that answers as it was told."""

import attrs
import pytest

from ordercore.adapters.memory import MemoryVerifier
from ordercore.errors import InvalidValue
from ordercore.orders.address import Address, AddressOutcome, Verification
from ordercore.testing import VerifierConformance

HOUSE = Address("Ada Byron", "12 Pine St", "Austin", "TX", "78701", "US")
FLATS = attrs.evolve(HOUSE, line1="14 Pine St")
UNTIDY = attrs.evolve(HOUSE, region="Texas")
NOWHERE = attrs.evolve(HOUSE, line1="0 Pine St")

ACCEPTED = Verification(outcome=AddressOutcome.ACCEPTED)
UNIT_MISSING = Verification(outcome=AddressOutcome.QUESTIONED, notes=("unit_missing",))
NO_HOUSE = Verification(outcome=AddressOutcome.UNDELIVERABLE, notes=("house_unknown",))
TIDIED = Verification(outcome=AddressOutcome.FIXED, suggestion=HOUSE)

ANSWERS = {FLATS: UNIT_MISSING, NOWHERE: NO_HOUSE, UNTIDY: TIDIED}


class TestMemoryVerifier(VerifierConformance):
    """The whole contract, with an answer of each kind."""

    addresses = (HOUSE, *ANSWERS)

    def make_verifier(self) -> MemoryVerifier:
        """Make one with its answers."""
        return MemoryVerifier(ANSWERS)


class TestMemoryVerifierByItself(VerifierConformance):
    """The whole contract, without any answers."""

    def make_verifier(self) -> MemoryVerifier:
        """Make one that accepts."""
        return MemoryVerifier()


def test_it_answers_as_it_was_told_and_remembers() -> None:
    """An address that it was told nothing of is accepted."""
    verifier = MemoryVerifier(ANSWERS)
    asked = (FLATS, HOUSE, UNTIDY, FLATS)
    assert not verifier.asked

    answers = [verifier.verify(address) for address in asked]

    assert answers == [UNIT_MISSING, ACCEPTED, TIDIED, UNIT_MISSING]
    assert verifier.asked == asked


def test_an_address_without_text_is_asked_about() -> None:
    """A name and a country are no place to go to."""
    answer = MemoryVerifier().verify(Address(name="Ada Byron", country="US", phone="1"))

    assert answer.outcome is AddressOutcome.QUESTIONED
    assert answer.notes == ("address_missing",)


def test_it_fails_as_often_as_it_was_told() -> None:
    """Then it answers again; what was asked in vain was asked too."""
    verifier = MemoryVerifier(ANSWERS)
    verifier.fail(2)

    for _ in range(2):
        with pytest.raises(ConnectionError):
            verifier.verify(FLATS)

    assert verifier.verify(FLATS) == UNIT_MISSING
    assert verifier.asked == (FLATS, FLATS, FLATS)


def test_a_fix_that_is_no_fix_is_refused() -> None:
    """A demo whose verifier breaks the contract would show what cannot happen."""
    worse = Verification(outcome=AddressOutcome.FIXED, suggestion=FLATS)

    with pytest.raises(InvalidValue, match="suggestion"):
        MemoryVerifier({FLATS: UNIT_MISSING, UNTIDY: worse})
