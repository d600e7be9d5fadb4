"""The conformance suite of the carrier port.

::

    from ordercore.testing import CarrierConformance

    class TestMyCarrier(CarrierConformance):
        def make(self):
            return MyCarrier(...)

Give carriages that your carrier has quotes for as ``carriages``, if it has none for parcels within
the United States; and the other hooks as far as you can: tests that need one you did not give are
skipped, and say so.

Each test is a sentence of the contract in :mod:`ordercore.ports.carrier`.
"""

from ordercore.testing.carrier.buying import Buying, Quoting
from ordercore.testing.carrier.carriages import AT, BUYER, SELLER, carriage
from ordercore.testing.carrier.features import Features

__all__ = ["AT", "BUYER", "SELLER", "CarrierConformance", "carriage"]


class CarrierConformance(Quoting, Buying, Features):
    """Inherit from this, give ``make``, and pytest runs the whole contract."""
