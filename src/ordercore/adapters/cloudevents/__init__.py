"""CloudEvents 1.0 in JSON, over whatever takes bytes: an HTTP client, a queue, a file.

``read`` is for the other end.
"""

from ordercore.adapters.cloudevents.envelope import CONTENT_TYPE, Envelope, read
from ordercore.adapters.cloudevents.publisher import AsyncCloudEventsPublisher, CloudEventsPublisher

__all__ = [
    "CONTENT_TYPE",
    "AsyncCloudEventsPublisher",
    "CloudEventsPublisher",
    "Envelope",
    "read",
]
