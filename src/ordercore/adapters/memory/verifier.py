"""A verifier that answers as it was told, and remembers what it was asked."""

from collections.abc import Mapping

from ordercore.errors import InvalidValue
from ordercore.orders.address import Address, AddressOutcome, Verification

ACCEPTED = Verification(outcome=AddressOutcome.ACCEPTED)

EMPTY = Verification(outcome=AddressOutcome.QUESTIONED, notes=("address_missing",))


class MemoryVerifier:
    """Answers from a mapping; any other address is accepted, unless there is no text in it."""

    def __init__(self, answers: Mapping[Address, Verification] | None = None) -> None:
        """Take the answers.

        Raises:
            InvalidValue: when an address would be put right with one that is not accepted.
        """
        self._answers = dict(answers or {})
        self._asked: list[Address] = []
        self._failing = 0
        fixes = (a for a in self._answers.values() if a.outcome is AddressOutcome.FIXED)
        for better in (fix.suggestion for fix in fixes):
            if better is None or self._answer(better).outcome is not AddressOutcome.ACCEPTED:
                raise InvalidValue("suggestion", better, "an address that is accepted")

    @property
    def asked(self) -> tuple[Address, ...]:
        """Every address it was asked about, in order, whether it answered or not."""
        return tuple(self._asked)

    def fail(self, times: int = 1) -> None:
        """Be out of reach for the next questions."""
        self._failing = times

    def verify(self, address: Address) -> Verification:
        """Give the answer for an address.

        Raises:
            ConnectionError: when it was told to fail.
        """
        self._asked.append(address)
        if self._failing > 0:
            self._failing -= 1
            raise ConnectionError("the verifier was told to fail")
        return self._answer(address)

    def _answer(self, address: Address) -> Verification:
        found = self._answers.get(address)
        if found is not None:
            return found
        said = (address.line1, address.line2, address.line3, address.city, address.region)
        return ACCEPTED if any(map(str.strip, (*said, address.postal_code))) else EMPTY
