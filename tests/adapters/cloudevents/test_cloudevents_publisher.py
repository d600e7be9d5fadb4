"""CloudEvents: kept to the letter of the spec, and read back as they were."""

import asyncio
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.adapters.cloudevents import (
    AsyncCloudEventsPublisher,
    CloudEventsPublisher,
    Envelope,
    read,
)
from ordercore.errors import InvalidValue
from ordercore.kernel.time import instant
from ordercore.ports.publisher import Published, Publisher
from ordercore.ports.records import Key
from ordercore.testing import PublisherConformance
from ordercore.testing.publisher import SAMPLES, published

ENVELOPE = Envelope(source="/sellers/A1")

FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""CloudEvents 1.0.2, Type System: what a String must not hold (of the first plane)."""

RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def problems(body: bytes) -> list[str]:
    """Give every sentence of the spec that an event in structured mode breaks.

    CloudEvents 1.0.2, "Context Attributes" and "Event Data"; JSON event format, §2 and §3.
    """
    found: dict[str, Any] = json.loads(body.decode("utf-8"))
    data = found.pop("data", None)
    told = {
        "names are lower-case letters and digits": all(map(_is_name, found)),
        "names should have 20 characters at most": all(len(name) <= 20 for name in found),
        "attributes are strings here": all(isinstance(value, str) for value in found.values()),
        "no attribute is empty": all(found.values()),
        "no control characters": not any(map(FORBIDDEN.search, map(str, found.values()))),
        "required attributes": {"id", "source", "specversion", "type"} <= found.keys(),
        "specversion is 1.0": found.get("specversion") == "1.0",
        "time is an RFC 3339 timestamp": RFC_3339.fullmatch(found["time"]) is not None,
        "datacontenttype is a media type": found["datacontenttype"] == "application/json",
        "dataschema is an absolute URI": "dataschema" not in found or ":" in found["dataschema"],
        "data is JSON and no text of it": isinstance(data, dict),
        "one form of data": "data_base64" not in found,
        "a sequence is ordered as text": found["sequence"].isdigit()
        and len(found["sequence"]) == 10,
    }
    return [sentence for sentence, kept in told.items() if not kept]


def _is_name(name: str) -> bool:
    return re.fullmatch("[a-z0-9]+", name) is not None


class Webhook:
    """A reader at the other end of ``send``, who keeps one event of each source and id."""

    def __init__(self) -> None:
        self.bodies: dict[tuple[str, str], bytes] = {}
        self.up = True

    def __call__(self, body: bytes) -> None:
        """Take an event."""
        if not self.up:
            raise ConnectionError("the webhook is down")
        told = json.loads(body)
        self.bodies.setdefault((told["source"], told["id"]), body)

    async def later(self, body: bytes) -> None:
        """Take an event in a while."""
        await asyncio.sleep(0)
        self(body)


@attrs.frozen
class Posting:
    """A publisher with the webhook that it posts to."""

    webhook: Webhook
    publisher: CloudEventsPublisher

    def publish(self, event: Published) -> None:
        """Publish."""
        self.publisher.publish(event)


class TestCloudEventsPublisher(PublisherConformance):
    """The whole contract, for readers who keep what the spec tells them to."""

    def make_publisher(self) -> Posting:
        """Make one to a webhook of its own."""
        webhook = Webhook()
        return Posting(webhook, CloudEventsPublisher(webhook, envelope=ENVELOPE))

    def received(self, publisher: Publisher) -> Sequence[Published]:
        """Read what the webhook has."""
        assert isinstance(publisher, Posting)
        return [read(body) for body in publisher.webhook.bodies.values()]

    @contextmanager
    def out_of_reach(self, publisher: Publisher) -> Iterator[None]:
        """Take the webhook down."""
        assert isinstance(publisher, Posting)
        publisher.webhook.up = False
        yield
        publisher.webhook.up = True


def test_an_event_is_written_as_the_spec_has_it() -> None:
    """Attribute by attribute."""
    event = published(
        "O-1",
        7,
        name="OrderPlaced/2",
        cause=(Key("stock", "main/A/B"), 3),
        command_id="c 1",
        data=b'{"n":1}',
    )
    envelope = Envelope(
        source="https://shop.example/orders",
        prefix="example.shop",
        schemas="https://shop.example/schemas/",
    )

    assert json.loads(envelope.write(event)) == {
        "specversion": "1.0",
        "id": "order/O-1/7/event",
        "source": "https://shop.example/orders",
        "type": "example.shop.OrderPlaced.v2",
        "subject": "order/O-1",
        "time": "2026-03-29T01:30:00.000001+00:00",
        "datacontenttype": "application/json",
        "dataschema": "https://shop.example/schemas/OrderPlaced/v2",
        "sequence": "0000000007",
        "partitionkey": "order/O-1",
        "causationid": "stock/main/A/B/3/event",
        "commandid": "c 1",
        "data": {"n": 1},
    }


def test_what_is_not_known_is_left_out() -> None:
    """An attribute is there with a value, or is not there."""
    told = json.loads(ENVELOPE.write(published()))

    assert told.keys() & {"dataschema", "causationid", "commandid"} == set()
    assert told["type"] == "ordercore.OrderPlaced.v1"


@pytest.mark.parametrize("event", SAMPLES, ids=lambda event: event.key[:20].encode().hex())
def test_every_sample_keeps_the_spec(event: Published) -> None:
    """Hard text among them."""
    body = Envelope(source="/s", schemas="urn:shop").write(event)

    assert problems(body) == []
    assert problems(body.replace(b'"1.0"', b'"0.3"')) == ["specversion is 1.0"]


ID = st.text(min_size=1).filter(str.strip)

EVENTS = st.builds(
    published,
    ID,
    st.integers(1, 10**10 - 1),
    name=st.sampled_from(["OrderPlaced", "OrderPlaced/2", "StockCounted/11"]),
    command_id=st.none() | ID,
    cause=st.none() | st.tuples(st.builds(Key, st.just("stock"), ID), st.integers(1, 99)),
    at=st.datetimes(timezones=st.just(instant("2026-01-01T00:00:00Z").tzinfo))
    .filter(lambda at: 1900 <= at.year <= 8999)
    .map(instant),
)


@given(EVENTS)
def test_law_whatever_is_written_keeps_the_spec_and_is_read_back(event: Published) -> None:
    """Any text in any id."""
    body = ENVELOPE.write(event)

    assert problems(body) == []
    assert read(body) == event


@given(ID, ID)
def test_law_keys_that_differ_are_ids_that_differ(one: str, two: str) -> None:
    """Or a reader would take two events for one."""
    ids = {json.loads(ENVELOPE.write(published(id)))["id"] for id in (one, two)}

    assert len(ids) == len({one, two})


def test_what_the_receiver_raises_is_told() -> None:
    """The relay keeps the event then."""
    webhook = Webhook()
    webhook.up = False

    with pytest.raises(ConnectionError, match="the webhook is down"):
        CloudEventsPublisher(webhook, envelope=ENVELOPE).publish(published())


def test_the_same_is_sent_where_sending_is_awaited() -> None:
    """Byte by byte."""
    one, two = Webhook(), Webhook()
    awaited = AsyncCloudEventsPublisher(two.later, envelope=ENVELOPE)

    for event in SAMPLES:
        CloudEventsPublisher(one, envelope=ENVELOPE).publish(event)
        asyncio.run(awaited.publish(event))

    assert list(one.bodies.values()) == list(two.bodies.values())
    assert len(one.bodies) == len(SAMPLES)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("source", ""),
        ("source", "a b"),
        ("source", "50%"),
        ("source", None),
        ("prefix", ""),
        ("prefix", "com..example"),
        ("prefix", "com example"),
        ("schemas", "/relative"),
        ("schemas", "https://x y"),
    ],
)
def test_an_envelope_that_cannot_be_is_refused(field: str, value: Any) -> None:
    """By its name, before anything is sent."""
    with pytest.raises(InvalidValue, match=field):
        Envelope(**{"source": "/s", field: value})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        ENVELOPE.write(published()).replace(b"ordercore.", b""),
        ENVELOPE.write(published()).replace(b'"subject":"order/O-1"', b'"subject":"order"'),
        ENVELOPE.write(published()).replace(b"0000000001", b"first"),
        ENVELOPE.write(published()).replace(b"+00:00", b""),
    ],
)
def test_what_is_no_event_of_ours_is_not_read(body: bytes) -> None:
    """Whatever else comes through the same door."""
    with pytest.raises(InvalidValue, match=r"a CloudEvent of ordercore's"):
        read(body)
