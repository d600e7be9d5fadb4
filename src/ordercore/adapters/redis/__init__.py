"""Redis Streams: events for any number of readers, each once while its key is remembered.

Needs the extra ``redis``. ``read`` is for the other end.
"""

from ordercore.adapters.redis.entries import Target, read
from ordercore.adapters.redis.publisher import (
    AsyncRedisPublisher,
    RedisPublisher,
    open_redis,
    open_redis_async,
)

__all__ = [
    "AsyncRedisPublisher",
    "RedisPublisher",
    "Target",
    "open_redis",
    "open_redis_async",
    "read",
]
