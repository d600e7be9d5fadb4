"""Where an order goes, and what a verifier says of it."""

from enum import Enum

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types
from ordercore.kernel.personal import PERSONAL, unshown


@attrs.frozen
class Address:
    """Where an order goes. Marketplaces may withhold any of it."""

    name: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    line1: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    city: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    region: str = ""
    postal_code: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    country: str = ""
    line2: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    line3: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)
    phone: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)

    def __attrs_post_init__(self) -> None:
        """Refuse anything that is no text."""
        check_types(self)


class AddressOutcome(Enum):
    """What a verifier makes of an address."""

    ACCEPTED = "accepted"
    """It can be delivered to as it is."""
    QUESTIONED = "questioned"
    """Somebody has to ask the buyer: a flat number is missing, say."""
    FIXED = "fixed"
    """It can be delivered to as the verifier has put it right."""
    UNDELIVERABLE = "undeliverable"
    """Nothing can be delivered there."""


@attrs.frozen(kw_only=True)
class Verification:
    """A verifier's answer: the outcome, a better address where it has one, and its notes.

    ``notes`` are codes of the verifier's own (``postal_code_invalid``, ``unit_missing``).
    """

    outcome: AddressOutcome
    suggestion: Address | None = None
    notes: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be, and a fix without an address.

        Raises:
            InvalidValue: when a field is of another type, or a fixed address is missing.
        """
        check_types(self)
        if self.outcome is AddressOutcome.FIXED and self.suggestion is None:
            raise InvalidValue("suggestion", None, "the address as it was put right")
