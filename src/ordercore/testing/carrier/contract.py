"""The hooks of the suite, and what its parts share."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from ordercore.errors import CarrierError, InvalidValue
from ordercore.ports.carriage import Carriage, CarrierFeature, Label
from ordercore.ports.carrier import Carrier
from ordercore.shipping.choosing.quote import Quote
from ordercore.testing.carrier.carriages import carriage


class Contract(ABC):
    """What the suite needs of a carrier, and what it does with one again and again."""

    carriages: tuple[Carriage, ...] = (carriage(), carriage("3 oz", "6 x 4 x 1 in"))
    """Parcels that the carrier has quotes for."""

    threads: bool = True
    """Whether several threads may use one carrier."""

    @abstractmethod
    def make(self) -> Carrier:
        """Make a carrier of an account that nobody used yet."""

    def another(self, carrier: Carrier) -> Carrier:
        """Give another adapter of the same account, as a second process has one."""
        return carrier

    def losing_answers(self, carrier: Carrier) -> AbstractContextManager[object]:
        """Let the carrier do what it is asked, and its answers be lost; skipped if not given."""
        pytest.skip(f"losing_answers is not given for {type(carrier).__name__}")

    @pytest.fixture
    def carrier(self) -> Carrier:
        """Give a fresh carrier."""
        return self.make()

    def quotes(self, carrier: Carrier, number: int = 0) -> tuple[Quote, ...]:
        """Give fresh quotes for one of the carriages."""
        return carrier.quote(self.carriages[number % len(self.carriages)]).quotes

    def bought(self, carrier: Carrier, key: str, number: int = 0) -> Label:
        """Buy a label."""
        return carrier.buy(self.quotes(carrier, number)[0], key)

    def offered(self, carrier: Carrier, feature: CarrierFeature) -> None:
        """Skip a test of what is not offered."""
        if feature not in carrier.features:
            pytest.skip(f"{type(carrier).__name__} does not offer {feature.value}")


def fault_of(call: Callable[[], object]) -> CarrierError:
    """Give the fault that a call is refused by; any other exception is its own failure."""
    with pytest.raises(CarrierError) as caught:
        call()
    return caught.value


def code_of(call: Callable[[], object]) -> str:
    """Give the code that a call is refused by; any other exception is its own failure."""
    return fault_of(call).code


def field_of(call: Callable[[], object]) -> str:
    """Give the argument by whose name a call is refused; any other exception is its own failure."""
    with pytest.raises(InvalidValue) as caught:
        call()
    return caught.value.field


def refusal_of(call: Callable[[], object]) -> str:
    """Give the code that a call is refused by; blank where it is not, or the argument is none."""
    try:
        call()
    except CarrierError as error:
        return error.code
    except InvalidValue:
        return ""
    return ""
