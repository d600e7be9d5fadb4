# ruff: noqa: N802 - the library calls handlers so
"""A mail server of this machine, which does to letters what a test tells it."""

import asyncio
import functools
import ssl
import subprocess
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import attrs
from aiosmtpd.smtp import SMTP, AuthResult

HANG = "hang"
DROP = "drop"
OK = "250 OK"


@attrs.define
class Mail:
    """One mail that the server took charge of."""

    sender: str
    to: str
    content: bytes
    options: tuple[str, ...]
    encrypted: bool
    user: str

    @property
    def read(self) -> EmailMessage:
        """Read it, as a program for mail does."""
        found = message_from_bytes(self.content, policy=default)
        assert isinstance(found, EmailMessage)
        return found


class Server(SMTP):
    """A server of the library's that takes the options of RFC 3461 too."""

    async def smtp_MAIL(self, arg: str | None) -> None:
        """Note the options, and take them off, since the library refuses what it does not know."""
        words = (arg or "").split(" ")
        self.event_handler.dsn += [word for word in words if word.startswith(("RET=", "ENVID="))]
        rest = [word for word in words if not word.startswith(("RET=", "ENVID="))]
        await super().smtp_MAIL(" ".join(rest))


class Post:
    """What the server does, and what it has."""

    def __init__(self) -> None:
        self.port = 0
        self.mails: list[Mail] = []
        self.connections = 0
        self.replies: dict[str, list[str]] = {"MAIL": [], "RCPT": [], "DATA": []}
        self.refused: dict[str, str] = {}
        self.always = ""
        self.offers_dsn = False
        self.dsn: list[str] = []
        self.after_data = ""
        self.rset = OK
        self.open: list[Any] = []

    def cut(self) -> None:
        """Break every connection, as a server does that is started anew."""
        done = threading.Event()

        def cutting() -> None:
            for server in self.open:
                if server.transport is not None:
                    server.transport.abort()
            done.set()

        for server in self.open[:1]:
            server.loop.call_soon_threadsafe(cutting)
            done.wait(5)

    async def _reply(self, server: Any, stage: str) -> str:
        queue = self.replies[stage]
        reply = queue.pop(0) if queue else self.always or OK
        if reply == DROP:
            server.transport.abort()
        if reply == HANG:
            await asyncio.sleep(60)  # it is cancelled at the end
        return reply

    @property
    def alive(self) -> int:
        """Count the connections that nobody has closed."""
        transports = [server.transport for server in self.open]
        return sum(some is not None and not some.is_closing() for some in transports)

    async def handle_RSET(self, server: Any, session: Any, envelope: Any) -> str:
        """Answer RSET."""
        return self.rset

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """Offer the options of RFC 3461, if the test wants it."""
        session.host_name = hostname
        return [responses[0], "250-DSN", *responses[1:]] if self.offers_dsn else responses

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Answer MAIL."""
        reply = await self._reply(server, "MAIL")
        if reply == OK:
            envelope.mail_from, envelope.mail_options = address, options
        return reply

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Answer RCPT."""
        reply = self.refused.get(address) or await self._reply(server, "RCPT")
        if reply in (OK, "251 OK"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Answer the content."""
        reply = await self._reply(server, "DATA")
        if reply == OK:
            (to,) = envelope.rcpt_tos
            self.mails.append(
                Mail(
                    envelope.mail_from, to, envelope.content, tuple(envelope.mail_options),
                    server.transport.get_extra_info("ssl_object") is not None,
                    (session.auth_data or b"").decode() if session.authenticated else "",
                )
            )  # fmt: skip
            if self.after_data == DROP:
                self.after_data = ""
                server.transport.abort()
        return reply


def _login(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    good = (data.login, data.password) == (b"shop", b"pass word")
    return AuthResult(success=good, handled=False, auth_data=data.login)


@contextmanager
def mail_server(
    *, tls: ssl.SSLContext | None = None, at_once: bool = False, needs_login: bool = False,
    smtputf8: bool = True,
) -> Iterator[Post]:  # fmt: skip
    """Serve mail on a free port of this machine."""
    post = Post()
    loop = asyncio.new_event_loop()

    def connected() -> SMTP:
        post.connections += 1
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of logins in the clear, which is what some tests want
            server = Server(
                post, hostname="localhost", loop=loop, enable_SMTPUTF8=smtputf8,
                tls_context=None if at_once else tls, authenticator=_login,
                auth_required=needs_login, auth_require_tls=False,
                auth_exclude_mechanism=() if needs_login else ("LOGIN", "PLAIN"),
            )  # fmt: skip
        post.open.append(server)
        return server

    opened = loop.run_until_complete(
        loop.create_server(connected, "127.0.0.1", 0, ssl=tls if at_once else None)
    )
    post.port = opened.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield post
    finally:
        asyncio.run_coroutine_threadsafe(_ended(opened, post), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _ended(opened: asyncio.AbstractServer, post: Post) -> None:
    opened.close()
    for server in post.open:
        if server.transport is not None:
            server.transport.abort()
    await asyncio.sleep(0)
    rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)


@functools.cache
def openssl() -> str:
    """Tell why there is no certificate, or nothing if one can be made."""
    try:
        subprocess.run(["openssl", "version"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return "needs the command openssl, to make a certificate"
    return ""


def certificate(folder: Path) -> tuple[ssl.SSLContext, Callable[[], ssl.SSLContext]]:
    """Make a certificate of this machine: a server's context, and what makes one that trusts it."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(cert, key)
    return server, lambda: ssl.create_default_context(cafile=str(cert))
