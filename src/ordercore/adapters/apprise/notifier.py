"""Letters by SMS, push and chat, through whatever service a URL of Apprise names."""

from collections.abc import Collection, Mapping
from typing import Any

from ordercore.adapters.apprise.quiet import kept_back
from ordercore.adapters.apprise.urls import checked_urls, filled, sample
from ordercore.errors import ExtraMissing, InvalidValue, OrdercoreError
from ordercore.notices import Channel
from ordercore.ports.notifier import Letter, Unreachable, sendable


class AppriseFault(OrdercoreError):
    """Apprise said that a letter was not sent. It does not say why, and may never know.

    ``status`` is the last HTTP status that it logged, and a hint at best: ``None`` where it logged
    none. Addresses and secrets are in none of it.
    """

    def __init__(self, channel: Channel, status: int | None, detail: str = "") -> None:
        super().__init__(channel, status, detail)
        self.channel = channel
        self.status = status
        self.detail = detail

    def __str__(self) -> str:
        """Name the channel and what is known."""
        hint = "" if self.status is None else f" (HTTP {self.status})"
        detail = f": {self.detail}" if self.detail else ""
        return f"{self.channel.value}: Apprise did not send it{hint}{detail}"


class AppriseNotifier:
    """Sends letters by URLs of Apprise, one for each channel, in which an address has its place.

    ::

        AppriseNotifier({Channel.SMS: "twilio://SID:TOKEN@+15125550100/{to}"})
        AppriseNotifier({Channel.CHAT: "{to}"}, schemas=["ntfy", "tgram"])

    The second takes the whole address for a URL, which reaches whatever it names: so only the
    ``schemas`` that you list. Apprise knows no keys, and tells no refusal of an address from a
    service that is down: both pass, and a letter whose answer was lost may be there twice.
    Only what cannot be an address is unreachable here.
    """

    def __init__(self, urls: Mapping[Channel, str], *, schemas: Collection[str] = ()) -> None:
        """Take the URLs.

        Raises:
            ExtraMissing: when the extra ``notify`` is not installed.
            InvalidValue: when a URL is none that Apprise understands, or has no ``{to}``, or may be
                any URL; no error shows it, since it holds secrets.
        """
        self._library = _loaded()
        self._schemas = frozenset(some.lower() for some in schemas)
        self._urls = checked_urls(urls, self._schemas)
        for channel, url in self._urls.items():
            if url != "{to}" and self._service(sample(url, channel)) is None:
                raise InvalidValue("urls", channel.value, "a channel with a URL that Apprise knows")

    def __repr__(self) -> str:
        """Show the channels, and no URL."""
        return f"AppriseNotifier({', '.join(sorted(some.value for some in self.channels))})"

    @property
    def channels(self) -> frozenset[Channel]:
        """The channels that have a URL."""
        return frozenset(self._urls)

    def send(self, letter: Letter) -> None:
        """Send a letter.

        Each has a service object of its own, so that the pauses that Apprise makes between two
        messages of one object do not hold a relay up: its pace is for you to set.

        Raises:
            InvalidValue: when it is of a channel that has no URL.
            Unreachable: when the address cannot be one.
            AppriseFault: when Apprise says that it was not sent, for whatever reason.
        """
        url = filled(self._urls[sendable(letter, self._urls).channel], letter, self._schemas)
        service = self._service(url)
        if service is None:
            raise Unreachable(letter.channel, "it is not an address that its service can have")
        with kept_back() as heard:
            failure = self._failure(service, letter)
        if failure is not None:
            raise AppriseFault(letter.channel, heard[-1] if heard else None, failure)

    def _service(self, url: str) -> Any:
        with kept_back():
            asset = self._library.AppriseAsset(async_mode=False)
            return self._library.Apprise.instantiate(url, asset=asset)

    def _failure(self, service: Any, letter: Letter) -> str | None:
        """Send, and give what went wrong as far as it may be told; ``None`` where nothing did."""
        apprise = self._library.Apprise()
        apprise.add(service)
        title = "" if letter.channel is Channel.SMS else letter.subject
        try:
            sent = apprise.notify(body=letter.text, title=title, body_format="text")
        except Exception as error:  # noqa: BLE001 - plugins raise what they like, addresses in it
            return type(error).__name__
        return None if sent else ""


def _loaded() -> Any:
    try:
        import apprise
    except ImportError:
        raise ExtraMissing("notify", "apprise") from None
    return apprise
