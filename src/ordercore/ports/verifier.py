"""The address verifier port: whether an address can be delivered to."""

from typing import Protocol

from ordercore.orders.address import Address, Verification


class AddressVerifier(Protocol):
    """Looks at addresses: by the rules of a country, or by asking a service."""

    def verify(self, address: Address) -> Verification:
        """Say what to make of an address: accept it, ask the buyer, put it right, or give up.

        Every address is answered, however little of it there is: a bad one is ``QUESTIONED`` or
        ``UNDELIVERABLE``, with a note for each reason, and never an exception.
        One without any text is not accepted.
        Notes are codes of the verifier's own: small letters, digits and underscores.

        The same address has the same answer.
        A ``FIXED`` one comes with another address, which is ``ACCEPTED`` when it is asked about;
        an ``ACCEPTED`` one comes with none.
        A suggestion is for the same name and phone, and in the same country: a two-letter code
        stays that code, and where no country is given the suggestion gives none.

        Raises:
            OSError: when a service cannot be reached or does not answer in time
                (``ConnectionError``, ``TimeoutError``). That says nothing of the address: ask
                again later, and record nothing meanwhile.
        """
        ...
