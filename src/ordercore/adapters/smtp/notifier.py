"""Letters as mail, over SMTP."""

import smtplib
import ssl
from collections.abc import Callable
from ipaddress import ip_address
from threading import Lock

from ordercore.adapters.smtp.addresses import Mailbox, mailbox, named_mailbox
from ordercore.adapters.smtp.composing import Heading, checked_bounces, composed
from ordercore.adapters.smtp.line import Envelope, Line, Security, Server
from ordercore.adapters.smtp.replies import SmtpFault, Stage, is_address_to_blame
from ordercore.adapters.smtp.tokens import token_of
from ordercore.adapters.system import SystemClock
from ordercore.errors import InvalidValue
from ordercore.notices import Channel
from ordercore.ports.clock import Clock
from ordercore.ports.notifier import Letter, Unreachable, sendable

TIMEOUT = 10.0
"""Seconds to connect, and for each answer: a server that hangs is an error well within a lease."""

PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}
"""RFC 6409 3.1, RFC 8314 3.3 and RFC 5321 4.5.4.2."""

WITHOUT_SMTPUTF8 = "it needs SMTPUTF8, which the mail server does not offer"


class SmtpNotifier:
    """Sends letters of the channel ``EMAIL`` through one mail server.

    The connection is kept from letter to letter, and made anew when it broke; several threads take
    turns on it. SMTP knows no keys: a letter whose answer was lost may be there twice, with the
    same Message-ID.
    """

    def __init__(
        self,
        host: str,
        port: int | None = None,
        *,
        sender: str,
        security: Security | str = Security.STARTTLS,
        username: str = "",
        password: str = "",
        timeout: float = TIMEOUT,
        reply_to: str = "",
        bounce_address: str = "",
        unsubscribe: Callable[[Letter], str] | None = None,
        one_click: bool = False,
        clock: Clock | None = None,
        context: ssl.SSLContext | None = None,
        helo: str | None = None,
    ) -> None:
        """Take what is said; nothing is connected before the first letter.

        Args:
            host: the mail server.
            port: its port; by default that of the security.
            sender: whom the mail is from: ``Shop <orders@shop.example>``.
            security: ``starttls``, ``tls`` from the beginning, or ``none``.
            username: who logs in; nobody, if blank.
            password: never shown.
            timeout: seconds to connect, and for each answer.
            reply_to: where answers go, if not to the sender.
            bounce_address: where failures are told, if not to the sender; ``{token}`` in it becomes
                the letter's token (``bounces+{token}@shop.example``), so that each has a return
                path of its own.
            unsubscribe: gives the URL by which the reader of a letter wants no more of its kind.
            one_click: whether that URL takes a POST as RFC 8058 has it.
            clock: tells the date of a mail.
            context: which certificates are trusted; by default those that the system trusts.
            helo: the name of this machine for the server; by default what the system says.

        Raises:
            InvalidValue: naming what cannot be, a password in the clear among it.
        """
        heading = Heading(
            sender=named_mailbox(sender, "sender"),
            reply_to=named_mailbox(reply_to, "reply_to") if reply_to else None,
            bounces=checked_bounces(bounce_address),
            unsubscribe=unsubscribe,
            one_click=one_click,
        )
        chosen = _security(security)
        if bool(username) != bool(password):
            raise InvalidValue("password", "…", "given together with a username")
        if username and chosen is Security.NONE and not _is_this_machine(host):
            raise InvalidValue(
                "security", chosen.value, "starttls or tls where there is a password"
            )
        self._heading = heading
        self._clock = SystemClock() if clock is None else clock
        self._lock = Lock()
        self._server = Server(
            host=_host(host),
            port=_port(PORTS[chosen] if port is None else port),
            security=chosen,
            username=username,
            password=password,
            timeout=_seconds(timeout),
            context=ssl.create_default_context() if context is None else context,
            helo=helo,
        )
        self._line = Line(self._server)

    def __repr__(self) -> str:
        """Show the server, and nothing secret."""
        server = self._server
        return f"SmtpNotifier({server.host}:{server.port}, {server.security.value})"

    @property
    def channels(self) -> frozenset[Channel]:
        """Mail alone."""
        return frozenset({Channel.EMAIL})

    def send(self, letter: Letter) -> None:
        """Hand a letter to the mail server, which has it queued when this comes back.

        Raises:
            Unreachable: when the address is none, or the server says that it takes nothing.
            InvalidValue: when it is no letter for mail.
            SmtpFault: whatever else the server or the way there has against it.
        """
        sendable(letter, self.channels)
        to = _recipient(letter)
        token = token_of(letter.key)
        content = composed(letter, to, self._heading, self._clock.now())
        path = self._heading.return_path(token)
        with self._lock:
            smtp = self._line.ready()
            options = _options(smtp, to, self._heading, token)
            envelope = Envelope(sender=path, to=to.spec, content=content, options=options)
            try:
                self._line.hand_over(smtp, envelope)
            except SmtpFault as fault:
                raise _told(fault) from None

    def close(self) -> None:
        """Let go of the connection; the next letter makes another."""
        with self._lock:
            self._line.close()


def _options(smtp: smtplib.SMTP, to: Mailbox, heading: Heading, token: str) -> tuple[str, ...]:
    """Give what is asked of the server with a letter, of what it offers."""
    options: tuple[str, ...] = ()
    if to.is_international and not smtp.has_extn("smtputf8"):
        raise Unreachable(Channel.EMAIL, WITHOUT_SMTPUTF8)
    if to.is_international or heading.is_international:
        options = ("SMTPUTF8", "BODY=8BITMIME")
    if smtp.has_extn("dsn"):
        # RFC 3461 4.3 and 4.4: a report returns the head alone, and names the letter.
        options += ("RET=HDRS", f"ENVID={token}")
    return options


def _recipient(letter: Letter) -> Mailbox:
    try:
        return mailbox(letter.to)
    except InvalidValue as error:
        raise Unreachable(Channel.EMAIL, f"it is not {error.expected}") from None


def _told(fault: SmtpFault) -> SmtpFault | Unreachable:
    """Give a fault as what it means for the letter."""
    at_recipient = fault.stage is Stage.RECIPIENT
    about_recipient = at_recipient or (fault.stage is Stage.CONTENT and bool(fault.code))
    if about_recipient and is_address_to_blame(fault.code, fault.status):
        return Unreachable(Channel.EMAIL, str(fault))
    return fault


def _security(value: Security | str) -> Security:
    try:
        return Security(value)
    except ValueError:
        raise InvalidValue("security", value, "starttls, tls or none") from None


def _host(value: object) -> str:
    if not isinstance(value, str) or not value or not value.isprintable() or " " in value:
        raise InvalidValue("host", value, "the name or the address of a mail server")
    return value


def _port(value: object) -> int:
    if type(value) is not int or not 0 < value < 65536:
        raise InvalidValue("port", value, "a port, from 1 to 65535")
    return value


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 3600:
        raise InvalidValue("timeout", value, "seconds, more than none and less than an hour")
    return float(value)


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
