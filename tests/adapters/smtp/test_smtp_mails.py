"""What a mail looks like when it has arrived."""

import email.policy
from collections.abc import Iterator
from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mail_writing import letter, notifier
from smtp_server import Mail, Post, mail_server

from ordercore.adapters.smtp import token_of
from ordercore.adapters.smtp.addresses import Mailbox, mailbox, named_mailbox
from ordercore.adapters.smtp.composing import Heading, composed
from ordercore.adapters.smtp.notifier import SmtpNotifier
from ordercore.errors import InvalidValue
from ordercore.kernel.time import instant
from ordercore.notices import Channel
from ordercore.ports.notifier import Letter, Unreachable

AT = instant("2026-03-02T09:00:00Z")

HEADING = Heading(sender=Mailbox("orders", "shop.example", "Shop"))


@pytest.fixture
def post() -> Iterator[Post]:
    """Serve mail."""
    with mail_server() as some:
        yield some


def delivered(post: Post, some: Letter, sender: SmtpNotifier) -> Mail:
    """Send a letter, and give it as it arrived."""
    sender.send(some)
    sender.close()
    return post.mails[-1]


def test_the_head_says_what_it_must(post: Post) -> None:
    """Who, whom, when, what, in which language, and that no machine need answer."""
    mail = delivered(post, letter(), notifier(post.port, reply_to="Help <help@shop.example>"))

    token = token_of(letter().key)
    assert dict(mail.read.items()) == {
        "From": "Café Zoë <orders@shop.example>",
        "To": "ada@reader.example",
        "Subject": "Your parcel is on its way",
        "Date": "Mon, 02 Mar 2026 09:00:00 +0000",
        "Message-ID": f"<{token}@shop.example>",
        "Reply-To": "Help <help@shop.example>",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/alternative; boundary="={token}="',
        "Content-Language": "en",
    }
    assert (mail.sender, mail.to) == ("orders@shop.example", "ada@reader.example")


@pytest.mark.parametrize("language", ["pt-BR", "pt_BR"])
def test_the_bodies_are_text_and_html(post: Post, language: str) -> None:
    """Plain first, as the worse of two (RFC 2046 5.1.4), each with its language."""
    mail = delivered(post, letter(language=language), notifier(post.port)).read

    plain, html = mail.iter_parts()
    assert [part.get_content_type() for part in (plain, html)] == ["text/plain", "text/html"]
    assert plain.get_content() == "Hello,\r\nyour parcel has left.\r\n"
    assert html.get_content() == "<p>Hello,<br>your parcel has left.</p>\r\n"
    assert {part["Content-Language"] for part in (mail, plain, html)} == {"pt-BR"}


def test_a_letter_without_html_is_plain_text(post: Post) -> None:
    """One part, of which nothing else has to be known."""
    mail = delivered(post, letter(html=""), notifier(post.port)).read

    assert mail.get_content_type() == "text/plain"
    assert mail["Content-Language"] == "en"


def test_the_same_letter_again_is_the_same_mail(post: Post) -> None:
    """Whoever sorts by Message-ID shows it once; another key is another mail."""
    some = notifier(post.port)
    for number in (1, 1, 2):
        some.send(letter(number))
    some.close()

    first, again, other = (mail.content for mail in post.mails)
    assert first == again
    assert first != other
    assert len({mail.read["Message-ID"] for mail in post.mails}) == 2


def test_failures_find_their_letter_by_the_return_path(post: Post) -> None:
    """Each letter has one of its own, which shows neither key nor order."""
    some = notifier(post.port, bounce_address="bounces+{token}@SHOP.example")

    mail = delivered(post, letter(), some)

    assert mail.sender == f"bounces+{token_of(letter().key)}@shop.example"
    assert mail.read["From"] == "Café Zoë <orders@shop.example>"
    assert b"O-1" not in mail.content


def test_a_return_path_may_be_the_same_for_all(post: Post) -> None:
    """Where a provider rewrites it anyway."""
    mail = delivered(post, letter(), notifier(post.port, bounce_address="bounces@shop.example"))

    assert mail.sender == "bounces@shop.example"


def test_a_server_that_makes_reports_is_told_what_to_return(post: Post) -> None:
    """The head alone, and the letter's token (RFC 3461)."""
    post.offers_dsn = True

    delivered(post, letter(), notifier(post.port))

    assert post.dsn == ["RET=HDRS", f"ENVID={token_of(letter().key)}"]


URL = f"https://shop.example/no-more?who={'x' * 200}"


@pytest.mark.parametrize(
    ("url", "one_click", "expected"),
    [
        (URL, True, (f"<{URL}>", "List-Unsubscribe=One-Click")),
        (URL, False, (f"<{URL}>", None)),
        ("mailto:out@shop.example", True, ("<mailto:out@shop.example>", None)),
        ("", True, (None, None)),
    ],
)
def test_a_reader_is_told_how_to_be_left_alone(
    post: Post, url: str, one_click: bool, expected: tuple[str | None, str | None]
) -> None:
    """By a URL that no encoding breaks, and by one click where the host says so."""
    some = notifier(post.port, unsubscribe=lambda _: url, one_click=one_click)
    mail = delivered(post, letter(), some)

    assert (mail.read["List-Unsubscribe"], mail.read["List-Unsubscribe-Post"]) == expected
    if url:
        assert f"List-Unsubscribe: <{url}>\r\n".encode() in mail.content


@pytest.mark.parametrize(
    "url",
    ["http://shop.example", "https://x.example/\r\nBcc: eve@x.example", "https://x.example/ä",
     "https://x.example/>,<mailto:eve@x.example", "https://x.example/" + "x" * 900],
)  # fmt: skip
def test_what_is_no_url_does_not_get_into_the_head(url: str) -> None:
    """Nor is it shown: it may name the reader."""
    heading = Heading(sender=HEADING.sender, unsubscribe=lambda _: url)

    with pytest.raises(InvalidValue, match=r"^unsubscribe: '…' is not an https") as told:
        composed(letter(), Mailbox("ada", "x.example"), heading, AT)
    assert url not in str(told.value)


@pytest.mark.parametrize("text", ["Zoë 注文 " * 60, "x" * 5000, "ab " * 3000, "שלום " * 100])
def test_a_long_subject_is_folded_and_read_back(text: str) -> None:
    """In lines of at most 78 where there is a place to break, and never beyond 998."""
    mail = composed(letter(subject=text.strip()), Mailbox("ada", "x.example"), HEADING, AT)

    read = message_from_bytes(mail, policy=email.policy.default)
    assert read["Subject"] == text.strip()
    assert max(map(len, mail.split(b"\r\n"))) <= 998


@given(
    subject=st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])).map(str.strip),
    text=st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n."))
    .map(str.strip)
    .filter(bool),
)
def test_any_words_stay_out_of_the_head(subject: str, text: str) -> None:
    """Seven bits, lines that fit, and the head has the fields that it always has."""
    mail = composed(
        letter(subject=subject, text=text, html=""), Mailbox("ada", "x.example"), HEADING, AT
    )

    read = message_from_bytes(mail, policy=email.policy.default)
    assert mail.isascii()
    assert set(read.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version",
        "Content-Type", "Content-Language", "Content-Transfer-Encoding",
    }  # fmt: skip
    assert all(len(line) <= 998 for line in mail.split(b"\r\n"))
    assert b"\n" not in mail.replace(b"\r\n", b"")


ADDRESSES = {
    "ada@reader.example": "ada@reader.example",
    " Ada.Byron+shop@Reader.Example ": "Ada.Byron+shop@reader.example",
    "o'neill@x.example": "o'neill@x.example",
    "a..b.@provider.example": "a..b.@provider.example",
    "zoë@bücher.example": "zoë@xn--bcher-kva.example",
    "ada@faß.example": "ada@xn--fa-hia.example",
    "アダ@例え。テスト": "アダ@xn--r8jz45g.xn--zckzah",
    "root@localhost": "root@localhost",
}


@pytest.mark.parametrize("text", ADDRESSES, ids=ascii)
def test_an_address_is_written_for_the_way(text: str) -> None:
    """The domain as registries have it; the mailbox as its owner writes it."""
    box = mailbox(text)

    assert box.spec == ADDRESSES[text]
    assert box.is_international == (not box.spec.isascii())
    assert box.local not in repr(box)


NO_ADDRESSES = (
    "ada", "@x.example", "ada@", "ada@@x.example", "ada bob@x.example", '"ada bob"@x.example',
    "ada@x..example", "ada@-x.example", "ada@[192.0.2.1]", "ada,bob@x.example", "ada@x.ex_ample",
    "ada@x.example>", "Ada <ada@x.example>", "a" * 65 + "@x.example", "ä" * 33 + "@x.example",
    "ada@" + "x" * 64 + ".example", "ada@" + "ä" * 64 + ".example", "ada@" + "x." * 130 + "example",
    "a\u2028b@x.example", "ada@x\u00a0.example",
)  # fmt: skip


@pytest.mark.parametrize("text", NO_ADDRESSES, ids=ascii)
def test_what_is_no_address_is_not_shown(text: str) -> None:
    """Somebody took it for one, so it is as private."""
    with pytest.raises(InvalidValue, match=r"^to: '…' is not a mail address$"):
        mailbox(text)


@pytest.mark.parametrize("text", ["ada", "Ada <ada@x.example>", "ada@x..example"])
def test_nobody_is_reached_at_what_is_no_address(text: str) -> None:
    """That is the address's fault, and no server need be asked: nobody listens here."""
    with pytest.raises(Unreachable, match="email: it is not a mail address"):
        notifier(1).send(letter(to=text))


@pytest.mark.parametrize(
    ("text", "name"),
    [("a@x.example", ""), ("<a@x.example>", ""), ("Shop <a@x.example>", "Shop"),
     ('"Shop, Ltd." <a@x.example>', "Shop, Ltd."), ("花屋 <a@x.example>", "花屋")],
)  # fmt: skip
def test_a_sender_may_have_a_name(text: str, name: str) -> None:
    """In quotes or without."""
    assert named_mailbox(text, "sender") == Mailbox("a", "x.example", name)


@pytest.mark.parametrize("text", ["", "Shop", "Shop <a@x.example", "Eve\nBcc: x <a@x.example>"])
def test_a_sender_has_to_be_one(text: str) -> None:
    """By the name of the argument."""
    with pytest.raises(InvalidValue, match=r"^sender: "):
        notifier(25, sender=text)


def test_a_mailbox_that_is_not_ascii_is_reached_where_the_server_can(post: Post) -> None:
    """The head is written as it is read, without any encoding."""
    mail = delivered(post, letter(to="zoë@bücher.example", subject="注文"), notifier(post.port))

    assert mail.to == "zoë@xn--bcher-kva.example"
    assert mail.options == ("SMTPUTF8", "BODY=8BITMIME")
    assert "Subject: 注文\r\n".encode() in mail.content
    assert mail.read["To"] == "zoë@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "changes",
    [{"sender": "zoë@shop.example"}, {"reply_to": "zoë@shop.example"},
     {"bounce_address": "zoë+{token}@shop.example"}],
)  # fmt: skip
def test_a_sender_that_is_not_ascii_needs_such_a_server(
    post: Post, changes: dict[str, str]
) -> None:
    """Wherever it stands."""
    mail = delivered(post, letter(), notifier(post.port, **changes))

    assert mail.options == ("SMTPUTF8", "BODY=8BITMIME")
    assert mail.to == "ada@reader.example"


def test_a_domain_alone_needs_no_such_server() -> None:
    """It has an ASCII form that everybody knows."""
    with mail_server(smtputf8=False) as post:
        some = notifier(post.port)
        some.send(letter(to="ada@bücher.example"))
        with pytest.raises(Unreachable, match="SMTPUTF8"):
            some.send(letter(to="zoë@bücher.example"))
        some.send(letter(2))
        some.close()

    assert [mail.to for mail in post.mails] == ["ada@xn--bcher-kva.example", "ada@reader.example"]


def test_other_channels_are_refused() -> None:
    """A phone number is no mailbox."""
    with pytest.raises(InvalidValue, match="'sms' is not a channel of this notifier: email"):
        notifier(25).send(letter(channel=Channel.SMS))
