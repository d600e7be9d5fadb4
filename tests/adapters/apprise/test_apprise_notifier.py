"""Apprise, speaking to a server of this machine."""

import logging
import re
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from local_server import Said, serving_json
from ordercore.adapters.apprise import AppriseFault, AppriseNotifier
from ordercore.errors import ExtraMissing, InvalidValue
from ordercore.notices import Channel
from ordercore.ports.notifier import Letter, Notifier, Unreachable
from ordercore.testing import NotifierConformance
from ordercore.testing.notifier import Arrived

pytest.importorskip("apprise", reason="the extra 'notify' brings what this is about")

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
"""One of the services that Apprise loads asks for it."""

TWILIO = f"twilio://AC{'0' * 32}:{'secret00' * 4}@%2B15125550100/{{to}}"


class Service:
    """A service that takes JSON, as ``json://`` of Apprise's speaks to one."""

    def __init__(self) -> None:
        self.base = ""
        self.got: list[tuple[str, Mapping[str, Any]]] = []
        self.status: int | None = 200

    def answer(self, method: str, path: str, query: str, body: dict[str, Any]) -> Said | None:
        """Take a message, or say what it was told to say."""
        if self.status is None:
            return None
        if self.status == 200:
            self.got.append((unquote(path), body))
        return self.status, {}, {}

    @property
    def notifier(self) -> AppriseNotifier:
        """Make a notifier to it."""
        urls = {Channel.SMS: f"{self.base}/sms/{{to}}", Channel.PUSH: f"{self.base}/push/{{to}}"}
        return AppriseNotifier({**urls, Channel.CHAT: "{to}"}, schemas=["JSON"])


@pytest.fixture
def service() -> Iterator[Service]:
    """Serve."""
    some = Service()
    with serving_json(some.answer) as base:
        some.base = base.replace("http://", "json://")
        yield some


class TestAppriseNotifier(NotifierConformance):
    """The whole contract."""

    @pytest.fixture(autouse=True)
    def _service(self, service: Service) -> None:
        self.service = service

    def make_notifier(self) -> Notifier:
        """Make one to the server, of three channels."""
        return self.service.notifier

    def address(self, channel: Channel, name: str) -> str:
        """A number, a token, or a whole URL."""
        if channel is Channel.SMS:
            return f"+1512{zlib.crc32(name.encode()) % 10**7:07}"
        return f"{self.service.base}/chat/{name}" if channel is Channel.CHAT else f"token:{name}"

    def arrived(self, notifier: Notifier) -> Sequence[Arrived]:
        """Ask the server."""
        found: list[Arrived] = []
        for path, body in self.service.got:
            kind, to = path.removeprefix("/").split("/")
            channel = Channel(kind)
            whole = f"{self.service.base}{path}" if channel is Channel.CHAT else to
            text, title = str(body["message"]), str(body["title"])
            found.append(Arrived(channel=channel, to=whole, text=text, subject=title))
        return found

    @contextmanager
    def out_of_reach(self, notifier: Notifier) -> Iterator[None]:
        """Let the server fail."""
        self.service.status = 503
        yield
        self.service.status = 200

    def refused(self, notifier: Notifier, channel: Channel) -> str | None:
        """What cannot be an address; whether one that could be is alive, Apprise never says."""
        return {
            Channel.SMS: "0151-2345",
            Channel.PUSH: "one,two",
            Channel.CHAT: "ntfy://somewhere/else",
        }[channel]


class TestAppriseNotifierThatIsCutOff(TestAppriseNotifier):
    """The same where what goes wrong is the line."""

    @contextmanager
    def out_of_reach(self, notifier: Notifier) -> Iterator[None]:
        """Let the server hang up."""
        self.service.status = None
        yield
        self.service.status = 200


def letter(channel: Channel = Channel.SMS, to: str = "+4915112345678", **changes: Any) -> Letter:
    """Write one."""
    plain: dict[str, Any] = {
        "key": "k", "recipient": "B-1", "kind": "delivered", "language": "en",
        "text": "It is there.", "subject": "",
    }  # fmt: skip
    return Letter(**{**plain, "channel": channel, "to": to, **changes})


@pytest.mark.parametrize("status", [400, 401, 404, 410, 429, 500])
def test_a_refusal_passes_whatever_it_is(service: Service, status: int) -> None:
    """Apprise does not tell a dead number from a wrong password; the status is a hint."""
    service.status = status

    with pytest.raises(AppriseFault) as told:
        service.notifier.send(letter())

    assert (told.value.channel, told.value.status) == (Channel.SMS, status)
    assert str(told.value) == f"sms: Apprise did not send it (HTTP {status})"


def test_a_line_that_breaks_has_no_status(service: Service) -> None:
    """Nothing is made up."""
    service.status = None

    with pytest.raises(AppriseFault, match=r"^push: Apprise did not send it$"):
        service.notifier.send(letter(Channel.PUSH, "abc"))


def test_what_a_plugin_raises_is_told_by_its_name(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its words may hold the address."""
    import apprise

    def broken(self: object, **_: object) -> bool:
        raise RuntimeError("cannot reach +4915112345678")

    monkeypatch.setattr(apprise.Apprise, "notify", broken)

    with pytest.raises(AppriseFault, match=r"^sms: Apprise did not send it: RuntimeError$") as told:
        service.notifier.send(letter())
    assert told.value.__cause__ is None


def test_an_sms_has_no_title(service: Service) -> None:
    """Apprise would put it before the text, where it costs."""
    service.notifier.send(letter(subject="Delivered"))
    service.notifier.send(letter(Channel.PUSH, "abc", subject="Delivered"))

    assert [body["title"] for _, body in service.got] == ["", "Delivered"]


@pytest.mark.parametrize(
    "to", ["4915112345678", "+0151", "+", "+49 151 1234", "+1234567890123456", "+49151a", "+1٢"]
)
def test_what_is_no_number_is_not_written_to(service: Service, to: str) -> None:
    """A service might make another number of it."""
    with pytest.raises(Unreachable, match="phone number"):
        service.notifier.send(letter(to=to))
    assert service.got == []


@pytest.mark.parametrize("to", ["a,b", "a b", "a/b", "../x", "a?cc=b", "a&b", "a%2Fb", "a;b"])
def test_one_address_does_not_become_several(service: Service, to: str) -> None:
    """Nor does it change anything else of the URL."""
    with pytest.raises(Unreachable, match="no single address"):
        service.notifier.send(letter(Channel.PUSH, to))
    assert service.got == []


@pytest.mark.parametrize("to", ["a#b", "a@b", "a:b@c", "注文", "+1", "a=b", "'", '"', "..."])
def test_an_address_arrives_as_it_is(service: Service, to: str) -> None:
    """Whatever it would mean in a URL."""
    service.notifier.send(letter(Channel.PUSH, to))

    assert [path for path, _ in service.got] == [f"/push/{to}"]


def test_plain_text_is_no_html_to_a_service_that_takes_html(service: Service) -> None:
    """Its signs are written so that people see them."""
    urls = {Channel.PUSH: f"{service.base}/push/{{to}}?format=html"}

    AppriseNotifier(urls).send(letter(Channel.PUSH, "abc", text="1 <b> & 2"))

    ((_, body),) = service.got
    assert "&lt;b&gt;" in body["message"]


@pytest.mark.parametrize("to", ["slack", "ntfy://x.example/y", "http://x.example", "://"])
def test_an_address_that_is_a_url_is_of_an_allowed_schema(service: Service, to: str) -> None:
    """Or a person could let us write to any service, and any machine behind our wall."""
    with pytest.raises(Unreachable, match="schema that is allowed"):
        service.notifier.send(letter(Channel.CHAT, to))


def test_a_url_that_apprise_does_not_understand_is_unreachable(service: Service) -> None:
    """Its schema is allowed, and there is no host in it."""
    with pytest.raises(Unreachable, match="not an address that its service can have"):
        service.notifier.send(letter(Channel.CHAT, "json://"))


@pytest.mark.parametrize(
    ("urls", "schemas", "field"),
    [
        ({}, (), "urls"),
        ({Channel.SMS: "twilio://x/{to}"}, (), "urls"),
        ({Channel.SMS: "no-such-service://x/{to}"}, (), "urls"),
        ({Channel.SMS: TWILIO.replace("{to}", "+15125550111")}, (), "urls"),
        ({Channel.EMAIL: "mailto://u:secret00@x.example?to={to}"}, (), "urls"),
        ({Channel.CHAT: "{to}"}, (), "schemas"),
    ],
)
def test_a_url_that_cannot_be_is_refused(
    urls: dict[Channel, str], schemas: tuple[str, ...], field: str
) -> None:
    """When the notifier is made; it is not shown, since it holds secrets."""
    with pytest.raises(InvalidValue, match=f"^{field}: ") as told:
        AppriseNotifier(urls, schemas=schemas)
    assert "secret00" not in str(told.value)


def test_a_notifier_shows_no_secret() -> None:
    """Its channels are enough."""
    notifier = AppriseNotifier({Channel.SMS: TWILIO, Channel.CHAT: "{to}"}, schemas=["ntfy"])

    assert repr(notifier) == "AppriseNotifier(chat, sms)"
    assert notifier.channels == {Channel.SMS, Channel.CHAT}


@pytest.mark.parametrize("status", [200, 500])
def test_nothing_of_it_is_logged(
    service: Service, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Apprise names whom it writes to, and at its most talkative what, and the secrets."""
    caplog.set_level(1, logger="apprise")
    service.status = status
    notifier = service.notifier

    for some in (letter(), letter(Channel.PUSH, "abcdef"), letter(Channel.CHAT, "json://")):
        with suppress(AppriseFault, Unreachable):
            notifier.send(some)

    assert [record for record in caplog.records if record.name == "apprise"] == []
    logging.getLogger("apprise").warning("a host's own use of it is heard")
    assert len(caplog.records) >= 1


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library is loaded when a notifier is made, and not before."""
    monkeypatch.setitem(sys.modules, "apprise", None)

    with pytest.raises(ExtraMissing, match=r"'notify'"):
        AppriseNotifier({Channel.SMS: TWILIO})


def test_the_notifier_that_is_shown_can_be_made() -> None:
    """The page about it has code that needs Apprise, and secrets, of which these are none."""
    page = Path(__file__).parents[3] / "docs" / "howto" / "send-letters.md"
    (code,) = re.findall(r"^```py\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    code = code.replace("ACCOUNT_SID", f"AC{'0' * 32}").replace("AUTH_TOKEN", "0" * 32)

    told: dict[str, Any] = {}
    exec(compile(code, str(page), "exec"), told)  # noqa: S102 - our own page

    assert repr(told["apprise"]) == "AppriseNotifier(chat, push, sms)"
