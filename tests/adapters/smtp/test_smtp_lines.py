"""The line to a mail server: kept, broken, encrypted, and what replies mean."""

import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from mail_writing import letter, notifier
from smtp_server import DROP, HANG, Post, certificate, mail_server, openssl

from ordercore.adapters.smtp import Security, SmtpFault, SmtpNotifier, Stage
from ordercore.adapters.smtp.replies import (
    ADDRESS_CODES,
    ADDRESS_STATUSES,
    is_address_to_blame,
    without_addresses,
)
from ordercore.errors import InvalidValue
from ordercore.ports.notifier import Unreachable

LOGIN = {"username": "shop", "password": "pass word"}

needs_openssl = pytest.mark.skipif(bool(openssl()), reason=openssl() or "there is one")


@pytest.fixture
def post() -> Iterator[Post]:
    """Serve mail."""
    with mail_server() as some:
        yield some


@pytest.fixture
def some(post: Post) -> Iterator[SmtpNotifier]:
    """Make a notifier."""
    made = notifier(post.port)
    yield made
    made.close()


def failing(some: SmtpNotifier, **changes: Any) -> SmtpFault:
    """Give the fault of a letter that cannot be sent."""
    with pytest.raises(SmtpFault) as told:
        some.send(letter(**changes))
    return told.value


def test_one_connection_serves_many_letters(post: Post, some: SmtpNotifier) -> None:
    """Also after some of them were refused."""
    post.refused["gone@x.example"] = "550 5.1.1 unknown"
    for number in range(5):
        some.send(letter(number))
        with pytest.raises(Unreachable):
            some.send(letter(to="gone@x.example"))

    assert (post.connections, len(post.mails)) == (1, 5)


def test_a_connection_that_broke_between_letters_is_made_anew(
    post: Post, some: SmtpNotifier
) -> None:
    """Nobody need notice: nothing was under way."""
    some.send(letter(1))
    post.cut()

    some.send(letter(2))

    assert (post.connections, len(post.mails)) == (2, 2)


def test_a_connection_that_answers_oddly_is_let_go(post: Post, some: SmtpNotifier) -> None:
    """A server that wants no fresh start may mean anything by what comes next."""
    some.send(letter(1))
    post.rset = "502 not here"

    some.send(letter(2))
    waited = time.monotonic() + 5
    while post.alive > 1 and time.monotonic() < waited:
        time.sleep(0.005)

    assert (post.connections, post.alive, len(post.mails)) == (2, 1, 2)


def test_a_closed_notifier_opens_again(post: Post, some: SmtpNotifier) -> None:
    """To close it is to let go, twice if need be."""
    some.send(letter(1))
    some.close()
    some.close()
    some.send(letter(2))

    assert (post.connections, len(post.mails)) == (2, 2)


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_what_is_refused_for_now_is_sent_later(post: Post, some: SmtpNotifier, stage: str) -> None:
    """Greylisting (RFC 6647), a full disk: the fault says how far it came, and what was said."""
    post.replies[stage] = ["451 4.7.1 Greylisted <ada@reader.example>, try later"]

    fault = failing(some)
    some.send(letter())

    expected = {"MAIL": Stage.SENDER, "RCPT": Stage.RECIPIENT, "DATA": Stage.CONTENT}[stage]
    assert (fault.stage, fault.status, fault.code) == (expected, 451, "4.7.1")
    assert str(fault) == f"{expected.value}: 451 4.7.1 Greylisted <…>, try later"
    assert (post.connections, len(post.mails)) == (1, 1)


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("how", [DROP, "421 4.3.2 closing, ada@reader.example"])
def test_a_line_that_breaks_in_the_middle_is_a_trouble_that_passes(
    post: Post, some: SmtpNotifier, stage: str, how: str
) -> None:
    """The next letter has a new one."""
    post.replies[stage] = [how]

    fault = failing(some)
    some.send(letter())

    assert fault.status in (None, 421)
    assert "ada" not in str(fault)
    assert (post.connections, len(post.mails)) == (2, 1)


@pytest.mark.parametrize("stage", ["MAIL", "DATA"])
def test_a_server_that_does_not_answer_is_given_up_in_time(post: Post, stage: str) -> None:
    """Well within a lease, and the next letter asks anew."""
    post.replies[stage] = [HANG]
    some = notifier(post.port, timeout=0.25)

    began = time.monotonic()
    fault = failing(some)
    taken = time.monotonic() - began
    some.close()
    patient = notifier(post.port)
    patient.send(letter())
    patient.close()

    assert str(fault).endswith(": no answer in time")
    assert 0.2 < taken < 3
    assert len(post.mails) == 1


def test_an_answer_that_was_lost_leaves_a_mail_that_comes_twice(
    post: Post, some: SmtpNotifier
) -> None:
    """SMTP knows no keys: both have one Message-ID, and are the same to the last byte."""
    post.after_data = DROP

    fault = failing(some)
    some.send(letter())

    assert fault.stage is Stage.CONTENT
    assert len(post.mails) == 2
    assert post.mails[0].content == post.mails[1].content


def test_a_server_that_is_down_is_a_trouble_that_passes() -> None:
    """Nobody listens at that port."""
    with mail_server() as gone:
        some = notifier(gone.port)

    fault = failing(some)

    assert (fault.stage, fault.status) == (Stage.CONNECTING, None)
    assert str(fault) == "connecting: the connection failed (ConnectionRefusedError)"


@pytest.mark.parametrize(
    ("stage", "reply"),
    [
        ("RCPT", "550 5.1.1 <ada@reader.example>: user unknown"),
        ("RCPT", "550 No such user ada@reader.example here"),
        ("RCPT", "553 sorry, that mailbox name is not allowed"),
        ("RCPT", "550 5.2.1 mailbox disabled"),
        ("RCPT", "556 5.1.10 null MX"),
        ("DATA", "550 5.1.1 ada@reader.example is not here"),
    ],
)
def test_an_address_that_takes_nothing_is_unreachable(
    post: Post, some: SmtpNotifier, stage: str, reply: str
) -> None:
    """Whenever the server finds out; the address is not repeated."""
    post.replies[stage] = [reply]

    with pytest.raises(Unreachable) as told:
        some.send(letter())

    assert "ada" not in f"{told.value} {told.value!r}"
    assert reply[:3] in told.value.reason
    assert told.value.__cause__ is None


@pytest.mark.parametrize(
    ("stage", "reply"),
    [
        ("RCPT", "554 5.7.1 relay access denied"),
        ("RCPT", "550 5.7.26 not authenticated by SPF or DKIM"),
        ("RCPT", "552 5.2.2 mailbox full"),
        ("RCPT", "554 transaction failed"),
        ("RCPT", "503 5.5.1 bad sequence"),
        ("RCPT", "450 5.1.1 confused"),
        ("MAIL", "550 5.1.8 sender unknown"),
        ("MAIL", "550 no"),
        ("DATA", "550 looks like spam"),
        ("DATA", "554 5.6.0 bad content"),
        ("DATA", "552 5.3.4 too big"),
    ],
)
def test_what_is_not_the_addresss_fault_does_not_blame_it(
    post: Post, some: SmtpNotifier, stage: str, reply: str
) -> None:
    """A policy against our server would else make strangers of all who read there."""
    post.replies[stage] = [reply]

    fault = failing(some)

    assert fault.status == int(reply[:3])
    some.send(letter())


def test_a_user_whom_the_server_forwards_to_is_reached(post: Post, some: SmtpNotifier) -> None:
    """251 is a yes (RFC 5321, 3.4)."""
    post.replies["RCPT"] = ["251 OK"]

    some.send(letter())

    assert len(post.mails) == 1


def test_the_table_of_replies_is_one() -> None:
    """Each row once, with a source; every row decides for itself, and the longest first."""
    codes = [row[0] for row in ADDRESS_CODES]
    assert len(set(codes)) == len(codes)
    assert len({row[0] for row in ADDRESS_STATUSES}) == len(ADDRESS_STATUSES)
    for code, blamed, source in ADDRESS_CODES:
        assert is_address_to_blame(f"{code}.0" if code.count(".") == 1 else code, 550) == blamed
        assert not is_address_to_blame(code.replace("5.", "4.", 1), 450)
        assert "RFC" in source
    for status, blamed, source in ADDRESS_STATUSES:
        assert is_address_to_blame("", status) == blamed
        assert "RFC" in source
    assert not is_address_to_blame("5.9.9", 550)
    assert not is_address_to_blame("5.11.1", 550)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("<ada@x.example>: no", "<…>: no"),
        ("RCPT TO:<ADA@X.example> no", "RCPT TO:<…> no"),
        ("no ada\r\nmailbox here", "no … mailbox here"),
        ("zoë@bücher.example;gone", "…;gone"),
        ("x" * 400, "x" * 300 + "…"),
    ],
)
def test_the_words_of_a_server_come_without_addresses(said: str, shown: str) -> None:
    """However it writes them; on one line, and not without end."""
    assert without_addresses(said, "ada", "") == shown


@pytest.fixture(scope="module")
def certified(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[ssl.SSLContext, Callable[[], ssl.SSLContext]]:
    """Make a certificate."""
    folder: Path = tmp_path_factory.mktemp("certificate")
    return certificate(folder)


Certified = tuple[ssl.SSLContext, Callable[[], ssl.SSLContext]]


@needs_openssl
@pytest.mark.parametrize("security", ["starttls", Security.TLS])
def test_letters_are_encrypted_and_the_sender_logs_in(
    certified: Certified, security: Security | str
) -> None:
    """Over a certificate that is trusted."""
    tls, trusting = certified
    at_once = Security(security) is Security.TLS
    with mail_server(tls=tls, at_once=at_once, needs_login=True) as post:
        some = notifier(post.port, security=security, context=trusting(), **LOGIN)
        some.send(letter(1))
        some.send(letter(2))
        some.close()

    assert post.connections == 1
    assert [(mail.encrypted, mail.user) for mail in post.mails] == [(True, "shop")] * 2


@needs_openssl
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    certified: Certified, security: str
) -> None:
    """Whoever is in between has one too."""
    with mail_server(tls=certified[0], at_once=security == "tls") as post:
        fault = failing(notifier(post.port, security=security))

    assert str(fault) == "connecting: the server's certificate is not trusted"
    assert post.mails == []


def test_a_server_without_encryption_is_told_nothing(post: Post) -> None:
    """Whoever is in between could have taken the offer away."""
    fault = failing(notifier(post.port, security="starttls"))

    assert "does not offer what is needed" in str(fault)
    assert post.mails == []


@pytest.mark.parametrize("password", ["wrong", "pässwort"])
def test_a_wrong_password_is_not_the_addresss_fault_and_not_shown(password: str) -> None:
    """Nor is who logs in."""
    with mail_server(needs_login=True) as post:
        some = notifier(post.port, username="shop", password=password)
        fault = failing(some)

    assert fault.stage is Stage.LOGIN
    assert password not in f"{fault} {fault!r} {some} {some!r}"
    assert "shop" not in f"{fault} {some}"


def test_a_server_that_knows_no_logins_is_told(post: Post) -> None:
    """Rather than sending without."""
    fault = failing(notifier(post.port, **LOGIN))

    assert (fault.stage, fault.status) == (Stage.LOGIN, None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"security": "ssl"}, "security"),
        (
            {"security": "none", "host": "mail.x.example", "username": "a", "password": "b"},
            "security",
        ),
        ({"username": "a"}, "password"),
        ({"password": "a"}, "password"),
        ({"host": ""}, "host"),
        ({"host": "a b"}, "host"),
        ({"host": None}, "host"),
        ({"timeout": 0}, "timeout"),
        ({"timeout": True}, "timeout"),
        ({"reply_to": "nobody"}, "reply_to"),
        ({"bounce_address": "{token}"}, "bounce_address"),
        ({"bounce_address": "x" * 40 + "{token}@x.example"}, "bounce_address"),
    ],
)
def test_a_notifier_that_cannot_be_is_refused(changes: dict[str, Any], field: str) -> None:
    """By the name of what is wrong."""
    with pytest.raises(InvalidValue, match=f"^{field}: "):
        notifier(25, **changes)


@pytest.mark.parametrize("port", [0, 65536, "25", True])
def test_a_port_is_a_number(port: Any) -> None:
    """Of those that there are."""
    with pytest.raises(InvalidValue, match=r"^port: "):
        notifier(port)


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_a_port_comes_with_the_security(security: str, port: int) -> None:
    """And the notifier shows it, without anything secret."""
    some = SmtpNotifier("mail.shop.example", sender="a@shop.example", security=security)

    assert repr(some) == f"SmtpNotifier(mail.shop.example:{port}, {security})"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_a_password_in_the_clear_stays_on_this_machine(host: str) -> None:
    """A relay beside us may want one."""
    assert "none" in repr(notifier(25, host=host, **LOGIN))
