"""The table of tracking numbers: one row per format."""

from ordercore.shipping.numbers.table.integrators import INTEGRATORS
from ordercore.shipping.numbers.table.posts import POSTS
from ordercore.shipping.numbers.table.regional import REGIONAL
from ordercore.shipping.numbers.types import TrackingNumberType, checked_types

TRACKING_NUMBER_TYPES: tuple[TrackingNumberType, ...] = checked_types(
    (*POSTS, *INTEGRATORS, *REGIONAL)
)
"""All that we know; ``checked_types((*TRACKING_NUMBER_TYPES, one_of_yours))`` adds a host's own."""
