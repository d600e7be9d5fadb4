# ruff: noqa: S101 - a suite asserts
"""The conformance suite of the address verifier port.

::

    from ordercore.testing import VerifierConformance

    class TestMyVerifier(VerifierConformance):
        def make_verifier(self):
            return MyVerifier(...)

Give addresses that your verifier has something to say about as ``addresses``; they are tried
beside those that are here, which are nobody's.

Each test is a sentence of the contract in :mod:`ordercore.ports.verifier`.
"""

import re
from abc import ABC, abstractmethod

import pytest

from ordercore.orders.address import Address, AddressOutcome, Verification
from ordercore.ports.verifier import AddressVerifier

EMPTY = (Address(), Address(line1=" ", city="\t", region="\n", postal_code="\u3000", country=" "))

WITHOUT_COUNTRY = (
    Address("Ada Byron", "12 Pine St", "Austin", "TX", "78701"),
    Address("Ada Byron", "12 High St", "London", "", "SW1A 1AA"),
    Address("Ada Byron", "Am Weiher 12", "Berlin", "Germany", "10115", "  "),
    Address(country="", line1="APO", postal_code="09012"),
)

COMPLETE = (
    Address("Ada Byron", "12 Pine St", "Austin", "TX", "78701", "US", phone="+1 512 555 0100"),
    Address("Ada Byron", "PSC 3 Box 12", "APO", "AE", "09012", "US"),
    Address("Ada Byron", "12 High St", "London", "", "SW1A 1AA", "GB"),
    Address("Ada Byron", "Am Weiher 12", "Berlin", "", "10115", "DE"),
    Address("阿田 花子", "杉丘 1-2-3", "世田谷区", "東京都", "154-0023", "JP"),
    Address("Ada Byron", "12 Banyan Road", "Bengaluru", "Karnataka", "560001", "IN"),
    Address("Ada Byron", "Rua das Flores 12", "São Paulo", "SP", "01310-100", "BR"),
    Address("Ada Byron", "Villa 12", "Dubai", "Dubai", "", "AE"),
    Address("Ada Byron", "12 Maple Ave", "Toronto", "ON", "M5V 2T6", "CA"),
)

UNTIDY = (
    Address("ada byron", "12 Pine St", "Austin", "texas", "787011234", "us", phone="5125550100"),
    Address("Ada Byron", "12 Pine St", "Austin", "", "78701", "Us"),
    Address("Ada  Byron ", "12 High St", "London", "Kent", "sw1a1aa", "gb"),
    Address("Ada Byron", "Am Weiher 12", "Berlin", "", "D-10115", " de "),
    Address("Ada Byron", "杉丘 1-2-3", "", "東京", "１５４０023", "jp"),  # noqa: RUF001
    Address("Ada Byron", "12 Maple Ave", "Toronto", "Ontario", "m5v2t6", "CA", line2="#4"),
    Address("Ada Byron", "Rua das Flores 12", "Sao Paulo", "sao paulo", "01310100", "br"),
)

ODD = (
    Address(country="US"),
    Address(name="Ada Byron"),
    Address(phone="+1 512 555 0100"),
    Address(line1="12 Pine St", country="US"),
    Address("Ada Byron", "12 Pine St", "Austin", "TX", "10001", "US"),
    Address("Ada Byron", "12 Pine St", "Austin", "TX", "78701", "XX"),
    Address("Ada Byron", "12 Pine St", "Austin", "TX", "78701", "United States"),
    Address("Ada Byron", "12 Pine St", "Austin", "no such", "no such", "DE"),
    Address(*("'\"; -- <b>%s{0}\\",) * 9),
    Address(*("\x00\x1b\r\n",) * 9),
    Address(*("\U0001d49c\ufb01\u202e\u00e9\U0001f3e0\u00df",) * 9),
    Address(*("x" * 2000,) * 9),
    Address(*("0",) * 9),
    Address(*("-",) * 9),
)

CODE = re.compile(r"[a-z][a-z0-9_]*")

CHANGED = AddressOutcome.FIXED

DOUBTED = (AddressOutcome.QUESTIONED, AddressOutcome.UNDELIVERABLE)


class VerifierConformance(ABC):
    """Inherit from this, give ``make_verifier``, and pytest runs the whole contract."""

    addresses: tuple[Address, ...] = ()
    """More addresses to ask about: some for each outcome that the verifier can have."""

    @abstractmethod
    def make_verifier(self) -> AddressVerifier:
        """Make a verifier; each test has one of its own."""

    @pytest.fixture
    def verifier(self) -> AddressVerifier:
        """Give a fresh verifier."""
        return self.make_verifier()

    def every_address(self) -> tuple[Address, ...]:
        """Give all addresses that are asked about."""
        return (*EMPTY, *WITHOUT_COUNTRY, *COMPLETE, *UNTIDY, *ODD, *self.addresses)

    def test_every_address_is_answered(self, verifier: AddressVerifier) -> None:
        """However little there is of it, or however odd it is, nothing is raised."""
        for address in self.every_address():
            assert isinstance(verifier.verify(address), Verification)

    def test_an_empty_address_is_not_accepted(self, verifier: AddressVerifier) -> None:
        """Nothing can be sent to nowhere, and nobody knows what would put it right."""
        for address in EMPTY:
            assert verifier.verify(address).outcome in DOUBTED

    def test_a_doubt_has_a_reason(self, verifier: AddressVerifier) -> None:
        """Who is to ask the buyer learns from the notes what to ask for."""
        for address in self.every_address():
            answer = verifier.verify(address)

            assert answer.notes or answer.outcome not in DOUBTED, address

    def test_notes_are_codes(self, verifier: AddressVerifier) -> None:
        """They are compared and translated; each is said once."""
        for address in self.every_address():
            notes = verifier.verify(address).notes

            assert [note for note in notes if not CODE.fullmatch(note)] == []
            assert sorted(notes) == sorted(set(notes))

    def test_the_same_address_has_the_same_answer(self, verifier: AddressVerifier) -> None:
        """Now and later, in whatever order one asks, and from another verifier too."""
        asked = self.every_address()
        first = [verifier.verify(address) for address in asked]

        again = [verifier.verify(address) for address in reversed(asked)]
        another = self.make_verifier()

        assert first == again[::-1]
        assert first == [another.verify(address) for address in asked]

    def test_what_was_put_right_is_accepted(self, verifier: AddressVerifier) -> None:
        """Asking about the better address changes nothing more."""
        for address in self.every_address():
            better = verifier.verify(address).suggestion
            if verifier.verify(address).outcome is CHANGED and better is not None:
                assert verifier.verify(better).outcome is AddressOutcome.ACCEPTED, address

    def test_only_a_change_is_suggested(self, verifier: AddressVerifier) -> None:
        """An accepted address comes with no other, and a suggestion is never the same again."""
        for address in self.every_address():
            answer = verifier.verify(address)

            assert answer.suggestion != address
            assert answer.suggestion is None or answer.outcome is not AddressOutcome.ACCEPTED

    def test_no_country_is_invented(self, verifier: AddressVerifier) -> None:
        """A suggestion names no country where none was given, however clear it may seem."""
        given = (address for address in self.every_address() if not address.country.strip())
        for address in given:
            better = verifier.verify(address).suggestion

            assert better is None or not better.country.strip(), address

    def test_a_country_is_not_changed_for_another(self, verifier: AddressVerifier) -> None:
        """A code may be written in capitals, and stays that code."""
        for address in (*COMPLETE, *UNTIDY):
            better = verifier.verify(address).suggestion

            assert better is None or better.country == address.country.strip().upper(), address

    def test_a_suggestion_is_for_the_same_person(self, verifier: AddressVerifier) -> None:
        """The name and the phone are the buyer's, and stay as they were given."""
        for address in self.every_address():
            better = verifier.verify(address).suggestion or address

            assert (better.name, better.phone) == (address.name, address.phone)
