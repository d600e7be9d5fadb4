"""What is said to Shippo, in the classes of its client."""

import hashlib
from collections.abc import Sequence
from typing import Any

from ordercore.adapters.aggregators.writing import address_fields, measures
from ordercore.adapters.shippo.line import library
from ordercore.errors import InvalidValue
from ordercore.kernel.time import Instant
from ordercore.orders.address import Address
from ordercore.ports.carriage import Carriage, PickupRequest

MOST_METADATA = 100
"""Characters of ``metadata`` (docs.goshippo.com, of each object)."""


def _components() -> Any:
    return library().models.components


def check_words(label_type: str | None, spot: str) -> None:
    """Refuse words for a label's format and a driver's spot that are none of Shippo's.

    Raises:
        InvalidValue: of the one that is none.
    """
    components = _components()
    for field, word, words in (
        ("label_type", label_type, components.LabelFileTypeEnum),
        ("spot", spot, components.BuildingLocationType),
    ):
        known = [one.value for one in words]
        if word is not None and word not in known:
            raise InvalidValue(field, word, f"one of {', '.join(known)}")


def fingerprint(key: str) -> str:
    """Give the mark that a purchase carries, by which it is known again as that of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def address(given: Address, residential: bool | None = None) -> Any:
    """Write an address."""
    fields = {**address_fields(given), "country": given.country}
    return _components().AddressCreateRequest(**fields, is_residential=residential)


def shipment(carriage: Carriage, sender: str) -> Any:
    """Ask for the rates of a carriage; ``sender`` is the id of an address."""
    components = _components()
    parcel = components.ParcelCreateRequest(
        **{name: str(number) for name, number in measures(carriage).items()},
        mass_unit=components.WeightUnitEnum.OZ,
        distance_unit=components.DistanceUnitEnum.IN,
    )
    return components.ShipmentCreateRequest(
        address_from=sender,
        address_to=address(carriage.to, carriage.residential),
        parcels=[parcel],
        metadata=carriage.reference[:MOST_METADATA],
        async_=False,
    )


def purchase(rate: str, key: str, label_type: str | None) -> Any:
    """Ask for a label."""
    components = _components()
    return components.TransactionCreateRequest(
        rate=rate,
        metadata=fingerprint(key),
        label_file_type=None if label_type is None else components.LabelFileTypeEnum(label_type),
        async_=False,
    )


def purchases_of(rate: str) -> Any:
    """Ask for what was bought at a rate."""
    return library().models.operations.ListTransactionsRequest(rate=rate, results=100)


def pickup(request: PickupRequest, account: str, place: str, instructions: str, email: str) -> Any:
    """Ask for a pickup."""
    components = _components()
    fields = {name: text or "" for name, text in address_fields(request.at).items()}
    return components.PickupBase(
        carrier_account=account,
        location=components.Location(
            address=components.AddressCompleteCreateRequest(**fields, email=email or None),
            building_location_type=components.BuildingLocationType(place),
            instructions=instructions or None,
        ),
        transactions=list(request.labels),
        requested_start_time=request.begin,
        requested_end_time=request.until,
    )


def manifest(account: str, sender: str, day: Instant, labels: Sequence[str]) -> Any:
    """Ask for a manifest."""
    return _components().ManifestCreateRequest(
        carrier_account=account,
        address_from=sender,
        shipment_date=day.format("YYYY-MM-DDTHH:mm:ss[Z]"),
        transactions=list(labels),
        async_=False,
    )
