"""The conformance suite notices verifiers that break the contract, each by the right test."""

import subprocess
import sys
from itertools import count
from pathlib import Path

import attrs
import pytest

from ordercore.adapters.memory import MemoryVerifier
from ordercore.orders.address import Address, AddressOutcome, Verification
from ordercore.ports import AddressVerifier
from ordercore.testing import VerifierConformance

ACCEPTED = Verification(outcome=AddressOutcome.ACCEPTED)
FIXED = AddressOutcome.FIXED
QUESTIONED = AddressOutcome.QUESTIONED


def fixed(address: Address, **changes: str) -> Verification:
    """Put an address right, where that changes it."""
    better = attrs.evolve(address, **changes)
    if better == address:
        return ACCEPTED
    return Verification(outcome=FIXED, suggestion=better, notes=("fixed",))


class RaisesOnBlank(MemoryVerifier):
    """Takes the first letter of a country for granted."""

    def verify(self, address: Address) -> Verification:
        """Look at the letter."""
        return super().verify(address) if address.country[0] else ACCEPTED


class AnswersNothing(MemoryVerifier):
    """Takes no answer for a yes."""

    def verify(self, address: Address) -> Verification:
        """Answer only doubts."""
        answer = super().verify(address)
        return answer if answer != ACCEPTED else None  # type: ignore[return-value]


class AcceptsAnything(MemoryVerifier):
    """Never looks."""

    def verify(self, address: Address) -> Verification:
        """Say yes."""
        return ACCEPTED


class NeverContent(MemoryVerifier):
    """Finds something to put right in what it has put right."""

    def verify(self, address: Address) -> Verification:
        """Write one more dot."""
        answer = super().verify(address)
        return answer if answer != ACCEPTED else fixed(address, line3=address.line3 + ".")


class ChangesItsMind(MemoryVerifier):
    """Answers by how often it was asked."""

    def verify(self, address: Address) -> Verification:
        """Ask about every third address."""
        answer = super().verify(address)
        third = len(self.asked) % 3 == 0
        return Verification(outcome=QUESTIONED, notes=("odd",)) if third else answer


class IsNeverTheSame(MemoryVerifier):
    """Answers by which verifier it is, as one does that was told other rules."""

    made = count()

    def __init__(self) -> None:
        super().__init__()
        self._note = f"from_number_{next(self.made)}"

    def verify(self, address: Address) -> Verification:
        """Leave its mark."""
        return attrs.evolve(super().verify(address), notes=(self._note,))


class InventsACountry(MemoryVerifier):
    """Takes everything for American."""

    def verify(self, address: Address) -> Verification:
        """Fill in a country."""
        answer = super().verify(address)
        blank = answer == ACCEPTED and not address.country.strip()
        return fixed(address, country="US") if blank else answer


class SuggestsACountry(MemoryVerifier):
    """Asks the buyer, and takes the answer for granted."""

    def verify(self, address: Address) -> Verification:
        """Ask with a country in mind."""
        if address.country.strip():
            return super().verify(address)
        meant = attrs.evolve(address, country="US")
        return Verification(outcome=QUESTIONED, suggestion=meant, notes=("country_missing",))


class MovesTheBuyer(MemoryVerifier):
    """Takes an American soldier's AE for the Emirates."""

    def verify(self, address: Address) -> Verification:
        """Read the region as a country."""
        answer = super().verify(address)
        return fixed(address, country="AE") if address.region == "AE" else answer


class RenamesTheBuyer(MemoryVerifier):
    """Writes everything in capitals, people too."""

    def verify(self, address: Address) -> Verification:
        """Shout."""
        answer = super().verify(address)
        return answer if answer != ACCEPTED else fixed(address, name=address.name.upper())


class GivesNoReason(MemoryVerifier):
    """Leaves the buyer guessing."""

    def verify(self, address: Address) -> Verification:
        """Drop the notes."""
        return attrs.evolve(super().verify(address), notes=())


class SpeaksInSentences(MemoryVerifier):
    """Says it in English."""

    def verify(self, address: Address) -> Verification:
        """Give a sentence for a code."""
        answer = super().verify(address)
        return attrs.evolve(answer, notes=tuple("There is no address." for _ in answer.notes))


class RepeatsItself(MemoryVerifier):
    """Says everything twice."""

    def verify(self, address: Address) -> Verification:
        """Double the notes."""
        answer = super().verify(address)
        return attrs.evolve(answer, notes=answer.notes * 2)


class SuggestsTheSame(MemoryVerifier):
    """Gives every address back, as some services do."""

    def verify(self, address: Address) -> Verification:
        """Suggest what was asked about."""
        return attrs.evolve(super().verify(address), suggestion=address)


class SuggestsWhenContent(MemoryVerifier):
    """Accepts an address and knows a better one."""

    def verify(self, address: Address) -> Verification:
        """Suggest capitals."""
        answer = super().verify(address)
        better = attrs.evolve(address, line1=address.line1 + "!")
        return attrs.evolve(answer, suggestion=better) if answer == ACCEPTED else answer


BROKEN: list[tuple[type[MemoryVerifier], str]] = [
    (RaisesOnBlank, "test_every_address_is_answered"),
    (AnswersNothing, "test_every_address_is_answered"),
    (AcceptsAnything, "test_an_empty_address_is_not_accepted"),
    (NeverContent, "test_what_was_put_right_is_accepted"),
    (ChangesItsMind, "test_the_same_address_has_the_same_answer"),
    (IsNeverTheSame, "test_the_same_address_has_the_same_answer"),
    (InventsACountry, "test_no_country_is_invented"),
    (SuggestsACountry, "test_no_country_is_invented"),
    (MovesTheBuyer, "test_a_country_is_not_changed_for_another"),
    (RenamesTheBuyer, "test_a_suggestion_is_for_the_same_person"),
    (GivesNoReason, "test_a_doubt_has_a_reason"),
    (SpeaksInSentences, "test_notes_are_codes"),
    (RepeatsItself, "test_notes_are_codes"),
    (SuggestsTheSame, "test_only_a_change_is_suggested"),
    (SuggestsWhenContent, "test_only_a_change_is_suggested"),
]


def _failed(kind: type[MemoryVerifier]) -> set[str]:
    """Run every test of the suite on a fresh verifier, and name those that fail."""

    class Suite(VerifierConformance):
        def make_verifier(self) -> AddressVerifier:
            return kind()

    suite = Suite()
    failed = set[str]()
    for name in dir(suite):
        if name.startswith("test_"):
            try:
                getattr(suite, name)(suite.make_verifier())
            except Exception:  # noqa: BLE001 - any will do
                failed.add(name)
    return failed


@pytest.mark.parametrize(
    ("kind", "sentence"), BROKEN, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_broken_verifier_is_noticed(kind: type[MemoryVerifier], sentence: str) -> None:
    """By the sentence of the contract that it breaks."""
    assert sentence in _failed(kind)


def test_a_good_verifier_passes() -> None:
    """Not one fails on the verifier that the broken ones are made from."""
    assert _failed(MemoryVerifier) == set()


def test_every_sentence_of_the_suite_can_fail() -> None:
    """There is a broken verifier for each."""
    sentences = {name for name in dir(VerifierConformance) if name.startswith("test_")}

    assert sentences == {sentence for _, sentence in BROKEN}


def test_a_suite_needs_a_verifier() -> None:
    """Without ``make_verifier`` there is nothing to test."""
    with pytest.raises(TypeError, match="make_verifier"):
        VerifierConformance()  # type: ignore[abstract]


def test_a_failing_suite_tells_its_values(tmp_path: Path) -> None:
    """Its assertions are rewritten by pytest, so one sees which address it was."""
    (tmp_path / "test_mine.py").write_text(
        "from ordercore.orders.address import AddressOutcome, Verification\n"
        "from ordercore.testing import VerifierConformance\n"
        "class Yes:\n"
        "    def verify(self, address):\n"
        "        return Verification(outcome=AddressOutcome.ACCEPTED)\n"
        "class TestYes(VerifierConformance):\n"
        "    def make_verifier(self):\n"
        "        return Yes()\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "1 failed" in done.stdout
    assert "assert <AddressOutcome.ACCEPTED: 'accepted'> in" in done.stdout
