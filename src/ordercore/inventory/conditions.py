"""In which condition units are that cannot be sold."""

from enum import Enum


class Condition(Enum):
    """Why units that are there cannot be sold.

    The first six are those of a fulfilment network's summary (facts §6, INV); ``QUARANTINE`` is
    ours: set aside until somebody has looked.
    """

    CUSTOMER_DAMAGED = "customer_damaged"
    WAREHOUSE_DAMAGED = "warehouse_damaged"
    DISTRIBUTOR_DAMAGED = "distributor_damaged"
    CARRIER_DAMAGED = "carrier_damaged"
    DEFECTIVE = "defective"
    EXPIRED = "expired"
    QUARANTINE = "quarantine"
