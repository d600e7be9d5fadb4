"""Publishers on a client of Redis, waiting or awaiting."""

from typing import TYPE_CHECKING, Any

from ordercore.adapters.redis.entries import SCRIPT, Target
from ordercore.errors import ExtraMissing
from ordercore.ports.publisher import Published

if TYPE_CHECKING:
    import redis
    import redis.asyncio

TARGET = Target()

TIMEOUT = 10.0
"""Seconds to connect, and to answer: a server that hangs is an error well within a lease."""

ATTEMPTS_MORE = 1
"""A connection that went stale is made anew at once; all other patience is the relay's."""


class RedisPublisher:
    """Adds each event to a stream of Redis, once while its key is remembered.

    An error leaves nothing but, where the answer was lost, an event that is not added again.
    How safe an entry is, the server's settings say (``appendonly``, ``appendfsync``).
    """

    def __init__(self, client: "redis.Redis", target: Target = TARGET) -> None:
        self._client = client
        self._target = target
        self._add: Any = client.register_script(SCRIPT)

    def publish(self, event: Published) -> None:
        """Add an event."""
        self._add(keys=self._target.keys(event), args=self._target.arguments(event))

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()


class AsyncRedisPublisher:
    """The same over a client that is awaited."""

    def __init__(self, client: "redis.asyncio.Redis", target: Target = TARGET) -> None:
        self._client = client
        self._target = target
        self._add: Any = client.register_script(SCRIPT)

    async def publish(self, event: Published) -> None:
        """Add an event."""
        await self._add(keys=self._target.keys(event), args=self._target.arguments(event))

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()


def open_redis(url: str, target: Target = TARGET) -> RedisPublisher:
    """Open a publisher on a server: ``redis://host:6379/0``, ``rediss://…``, ``unix:///path``.

    Raises:
        ExtraMissing: when the extra ``redis`` is not installed.
        ValueError: when the URL is of another kind.
    """
    try:
        from redis import Redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry
    except ImportError:
        raise ExtraMissing("redis", "redis") from None
    retry = Retry(NoBackoff(), ATTEMPTS_MORE)
    client = Redis.from_url(
        url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT, retry=retry
    )
    return RedisPublisher(client, target)


def open_redis_async(url: str, target: Target = TARGET) -> AsyncRedisPublisher:
    """Open a publisher that is awaited.

    Raises:
        ExtraMissing: when the extra ``redis`` is not installed.
        ValueError: when the URL is of another kind.
    """
    try:
        from redis.asyncio import Redis
        from redis.asyncio.retry import Retry
        from redis.backoff import NoBackoff
    except ImportError:
        raise ExtraMissing("redis", "redis") from None
    retry = Retry(NoBackoff(), ATTEMPTS_MORE)
    client = Redis.from_url(
        url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT, retry=retry
    )
    return AsyncRedisPublisher(client, target)
