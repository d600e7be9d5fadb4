"""One connection to a mail server: opened when it is needed, kept, and opened anew."""

import contextlib
import smtplib
import ssl
from collections.abc import Generator
from contextlib import contextmanager
from enum import Enum

import attrs

from ordercore.adapters.smtp.replies import SmtpFault, Stage, code_in, without_addresses


class Security(Enum):
    """How the connection is kept from others."""

    STARTTLS = "starttls"
    """Encrypted from the first command on that says something; never left out (RFC 3207)."""
    TLS = "tls"
    """Encrypted from the beginning (RFC 8314)."""
    NONE = "none"
    """Not at all: for a server on the same machine."""


@attrs.frozen(kw_only=True)
class Server:
    """Where the mail server is, and how it is spoken to."""

    host: str
    port: int
    security: Security
    username: str = attrs.field(default="", repr=False)
    password: str = attrs.field(default="", repr=False)
    timeout: float
    """Seconds to connect, and for each answer."""
    context: ssl.SSLContext = attrs.field(repr=False)
    helo: str | None = None


@attrs.frozen(kw_only=True, repr=False)
class Envelope:
    """One letter for the way: from where, to whom, and what is in it."""

    sender: str
    to: str
    content: bytes
    options: tuple[str, ...] = ()


class Line:
    """A connection that is kept over several letters; for one thread at a time."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None

    def ready(self) -> smtplib.SMTP:
        """Give a connection that answers, the one that there is or a new one.

        Raises:
            SmtpFault: when none can be had.
        """
        if self._smtp is not None and self._answers(self._smtp):
            return self._smtp
        self._drop()
        return self._opened()

    def hand_over(self, smtp: smtplib.SMTP, envelope: Envelope) -> None:
        """Give a letter to a server that is ready, who has charge of it when this comes back.

        Raises:
            SmtpFault: at the stage that it came to.
        """
        with self._telling(Stage.SENDER, envelope):
            _accepted(smtp.mail(envelope.sender, envelope.options), Stage.SENDER, envelope)
        with self._telling(Stage.RECIPIENT, envelope):
            _accepted(smtp.rcpt(envelope.to), Stage.RECIPIENT, envelope)
        with self._telling(Stage.CONTENT, envelope):
            _accepted(smtp.data(envelope.content), Stage.CONTENT, envelope)

    def close(self) -> None:
        """Take leave, and let go of the connection."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with contextlib.suppress(OSError):
                smtp.quit()
            smtp.close()

    def _drop(self) -> None:
        """Let go of a connection on which nobody knows what comes next."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()

    def _answers(self, smtp: smtplib.SMTP) -> bool:
        """Ask for a fresh start, which also tells whether anybody is there."""
        try:
            return smtp.rset()[0] == 250
        except OSError:
            return False

    def _opened(self) -> smtplib.SMTP:
        with self._telling(Stage.CONNECTING, None):
            self._smtp = smtp = self._connected()
            if self._server.security is Security.STARTTLS:
                # Without what the server offers for it this raises; nothing is said in the clear.
                smtp.starttls(context=self._server.context)
            smtp.ehlo_or_helo_if_needed()
        if self._server.username:
            with self._telling(Stage.LOGIN, None):
                smtp.login(self._server.username, self._server.password)
        return smtp

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        if server.security is Security.TLS:
            return smtplib.SMTP_SSL(
                server.host, server.port, server.helo, timeout=server.timeout,
                context=server.context,
            )  # fmt: skip
        return smtplib.SMTP(server.host, server.port, server.helo, timeout=server.timeout)

    @contextmanager
    def _telling(self, stage: Stage, envelope: Envelope | None) -> Generator[None, None, None]:
        """Raise what the library raises as a fault of ours, which shows no address or password.

        What was raised is not kept as its cause, for it does.
        """
        try:
            yield
        except SmtpFault as fault:
            if fault.status == 421:  # RFC 5321 3.8: the server closes the connection
                self._drop()
            raise
        except smtplib.SMTPResponseException as error:
            self._drop()
            raise fault_of(stage, error.smtp_code, error.smtp_error, *self._hidden(envelope)) from (
                None
            )
        except (OSError, UnicodeError) as error:
            self._drop()
            raise SmtpFault(stage, None, "", _kind(error)) from None

    def _hidden(self, envelope: Envelope | None) -> tuple[str, ...]:
        ours = (self._server.username, self._server.password)
        return ours if envelope is None else (*ours, envelope.to, envelope.sender)


def fault_of(stage: Stage, status: int, said: bytes | str, *hidden: str) -> SmtpFault:
    """Give a reply as a fault, without what has to be hidden."""
    text = said if isinstance(said, str) else said.decode("utf-8", "replace")
    code = code_in(text)
    return SmtpFault(stage, status if status > 0 else None, code, without_addresses(text, *hidden))


def _accepted(reply: tuple[int, bytes], stage: Stage, envelope: Envelope) -> None:
    status, said = reply
    if status not in (250, 251):  # RFC 5321 4.2.2: 251 is a user not local whom it forwards to
        raise fault_of(stage, status, said, envelope.to, envelope.sender)


def _kind(error: Exception) -> str:
    """Say what went wrong without an error's own words, in which there may be anything."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return "the server's certificate is not trusted"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "the server does not offer what is needed (STARTTLS, AUTH or SMTPUTF8)"
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "no answer in time"
    return f"the connection failed ({type(error).__name__})"
