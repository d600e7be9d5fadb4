"""Redis Streams, on a real server."""

import asyncio
import re
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from redis_server import redis_server

from ordercore.adapters.redis import (
    RedisPublisher,
    Target,
    open_redis,
    open_redis_async,
    read,
)
from ordercore.errors import ExtraMissing, InvalidValue
from ordercore.ports.publisher import Published, Publisher
from ordercore.testing import PublisherConformance
from ordercore.testing.publisher import SAMPLES, published


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Give the URL of a server of this file's own."""
    with redis_server() as url:
        yield url


@pytest.fixture
def client(server: str) -> Iterator[Any]:
    """Give a client of an empty server."""
    import redis

    with redis.Redis.from_url(server) as some:
        some.flushall()
        some.config_set("maxmemory", 0)
        yield some


def entries(client: Any, stream: str = "{ordercore}") -> list[Published]:
    """Give what a reader of a stream has, first to last."""
    return [read(fields) for _, fields in client.xrange(stream)]


class TestRedisPublisher(PublisherConformance):
    """The whole contract."""

    @pytest.fixture(autouse=True)
    def _server(self, server: str, client: Any) -> None:
        self.server, self.client = server, client

    def make_publisher(self) -> Publisher:
        """Open one on the server."""
        return open_redis(self.server)

    def another(self, publisher: Publisher) -> Publisher:
        """Open another."""
        return open_redis(self.server)

    def received(self, publisher: Publisher) -> Sequence[Published]:
        """Read the stream from its beginning; it holds every key once."""
        return entries(self.client)

    @contextmanager
    def out_of_reach(self, publisher: Publisher) -> Iterator[None]:
        """Let the server refuse everything that needs memory."""
        self.client.config_set("maxmemory", 1)
        yield
        self.client.config_set("maxmemory", 0)


class Awaited:
    """A publisher that is awaited, in a loop of its own thread, as one that waits."""

    def __init__(self, server: str) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.publisher = open_redis_async(server)

    def publish(self, event: Published) -> None:
        """Publish, and wait for it."""
        asyncio.run_coroutine_threadsafe(self.publisher.publish(event), self.loop).result(30)

    def close(self) -> None:
        """Let go of the connections, and end the loop."""
        asyncio.run_coroutine_threadsafe(self.publisher.close(), self.loop).result(30)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(30)
        self.loop.close()


class TestAsyncRedisPublisher(TestRedisPublisher):
    """The whole contract, awaited."""

    @pytest.fixture(autouse=True)
    def _closing(self) -> Iterator[None]:
        self.opened: list[Awaited] = []
        yield
        for some in self.opened:
            some.close()

    def make_publisher(self) -> Publisher:
        """Open one on the server."""
        self.opened.append(Awaited(self.server))
        return self.opened[-1]

    def another(self, publisher: Publisher) -> Publisher:
        """Open another, in a loop of its own."""
        return self.make_publisher()


def test_a_key_is_remembered_for_its_window(server: str, client: Any) -> None:
    """And no longer, so that memory is not full of keys; by then a relay has given up."""
    target = Target(stream="orders", window=1)
    publisher = open_redis(server, target)

    publisher.publish(published())
    publisher.publish(published())
    assert len(entries(client, "orders")) == 1
    assert 0 < client.pttl(target.keys(published())[1]) <= 1000
    client.delete(target.keys(published())[1])  # as if the window had passed
    publisher.publish(published())

    assert [some.key for some in entries(client, "orders")] == [published().key] * 2


def test_a_key_is_not_remembered_of_an_entry_that_was_not_added(server: str, client: Any) -> None:
    """Half a script stays done, so the order of its commands matters."""
    import redis

    client.set("{ordercore}", "no stream")
    with pytest.raises(redis.ResponseError, match="WRONGTYPE"):
        open_redis(server).publish(published())
    client.delete("{ordercore}")

    open_redis(server).publish(published())

    assert entries(client) == [published()]


def test_a_server_that_forgot_the_script_is_given_it_again(server: str, client: Any) -> None:
    """As one does that was restarted."""
    publisher = open_redis(server)
    publisher.publish(published("O-1"))
    client.script_flush()

    publisher.publish(published("O-2"))

    assert [some.stream.id for some in entries(client)] == ["O-1", "O-2"]


def test_a_connection_that_broke_is_made_anew(server: str, client: Any) -> None:
    """A server that dropped everybody is asked again at once."""
    publisher = open_redis(server)
    publisher.publish(published("O-1"))
    client.client_kill_filter(_type="normal", skipme=True)

    publisher.publish(published("O-2"))

    assert [some.stream.id for some in entries(client)] == ["O-1", "O-2"]


def test_a_server_that_is_down_is_an_error() -> None:
    """Told by the client in its own words; the relay keeps the event."""
    import redis

    with redis_server() as url:
        publisher = open_redis(url)
        publisher.publish(published("O-1"))

    with pytest.raises(redis.ConnectionError):
        publisher.publish(published("O-2"))


def test_a_group_of_readers_shares_the_events(server: str, client: Any) -> None:
    """Each event is one reader's, who acknowledges it: nothing special of ours is needed."""
    publisher = open_redis(server)
    client.xgroup_create("{ordercore}", "warehouse", id="0", mkstream=True)
    for event in SAMPLES:
        publisher.publish(event)

    found: list[Published] = []
    for name in ("one", "two") * len(SAMPLES):
        for _, some in client.xreadgroup("warehouse", name, {"{ordercore}": ">"}, count=1) or ():
            for id, fields in some:
                found.append(read(fields))
                client.xack("{ordercore}", "warehouse", id)

    assert [event.key for event in found] == [event.key for event in SAMPLES]
    assert client.xpending("{ordercore}", "warehouse")["pending"] == 0


class Warehouse:
    """A reader that remembers keys with what they changed, as one with a database does."""

    def __init__(self) -> None:
        self.applied: list[Published] = []

    def transaction(self) -> nullcontext[None]:
        """Open a transaction."""
        return nullcontext()

    def remember(self, key: str) -> bool:
        """Tell whether a key is new."""
        return key not in [event.key for event in self.applied]

    def apply(self, event: Published) -> None:
        """Do what it is for."""
        self.applied.append(event)


def test_the_reader_that_is_shown_reads(server: str, client: Any) -> None:
    """The page about it has code for a server, and this is one."""
    for event in SAMPLES:
        open_redis(server).publish(event)
    client.delete(Target().keys(SAMPLES[0])[1])
    open_redis(server).publish(SAMPLES[0])
    page = Path(__file__).parents[3] / "docs" / "howto" / "tell-the-outside.md"
    (code,) = re.findall(r"^```py\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    warehouse = Warehouse()

    told: dict[str, Any] = {"url": server, "warehouse": warehouse}
    exec(compile(code, str(page), "exec"), told)  # noqa: S102 - our own page
    told["client"].close()

    assert len(entries(client)) == len(SAMPLES) + 1
    assert [event.key for event in warehouse.applied] == [event.key for event in SAMPLES]
    assert client.xpending("{ordercore}", "warehouse")["pending"] == 0


def test_a_client_of_the_hosts_is_taken_as_it_is(server: str) -> None:
    """With whatever pool, decoding or sentinel it has."""
    import redis

    with redis.Redis.from_url(server, decode_responses=True) as own:
        RedisPublisher(own, Target(stream="own")).publish(SAMPLES[4])
        ((_, fields),) = own.xrange("own")

    assert read(fields) == SAMPLES[4]


@pytest.mark.parametrize(
    ("field", "value"),
    [("stream", ""), ("stream", None), ("window", 0), ("window", "1"), ("window", float("nan"))],
)
def test_a_target_that_cannot_be_is_refused(field: str, value: Any) -> None:
    """By its name."""
    with pytest.raises(InvalidValue, match=field):
        Target(**{field: value})


@pytest.mark.parametrize(
    "fields", [{}, {"key": "k"}, {b"stream": b"\xff"}, {b"key": b"k", b"stream": b"order"}, None]
)
def test_what_is_no_event_is_not_read(fields: Any) -> None:
    """Others may write to the stream too."""
    with pytest.raises(InvalidValue, match=r"an event of ordercore's"):
        read(fields)


@pytest.mark.parametrize("opening", [open_redis, open_redis_async])
def test_without_the_extra_it_says_what_to_install(
    opening: Callable[[str], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library is loaded when a publisher is opened, and not before."""
    monkeypatch.setitem(sys.modules, "redis", None)
    monkeypatch.setitem(sys.modules, "redis.asyncio", None)

    with pytest.raises(ExtraMissing, match=r"'redis'"):
        opening("redis://localhost")


def test_a_closed_publisher_has_let_go(server: str, client: Any) -> None:
    """Its connection is gone from the server."""
    publisher = open_redis(server)
    publisher.publish(published())
    before = client.info("clients")["connected_clients"]

    publisher.close()
    client.ping()

    assert client.info("clients")["connected_clients"] == before - 1
