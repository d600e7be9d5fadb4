"""Reports of failure, in the shapes in which they come."""

import base64
import quopri

import pytest
from bounce_writing import EXCHANGE, GMAIL, ORIGINAL, POSTFIX, TOKEN, report
from hypothesis import example, given
from hypothesis import strategies as st
from mail_writing import letter

from ordercore.adapters.smtp import (
    BOUNCE_CODES,
    Bounce,
    BounceAction,
    BounceUnreadable,
    read_bounces,
)
from ordercore.adapters.smtp.bounces import LARGEST

PATH = f"bounces+{TOKEN}@shop.example"

UNKNOWN = "Final-Recipient: rfc822; ada@reader.example\nAction: failed\nStatus: 5.1.1\n"

PER_MAIL = "Reporting-MTA: dns; mx.example\n"


def only(mail: bytes | str, return_path: str = "") -> Bounce:
    """Read a report that is about one recipient."""
    raw = mail if isinstance(mail, bytes) else mail.encode()
    (found,) = read_bounces(raw, return_path=return_path)
    return found


def code_of(mail: bytes | str) -> str:
    """Give the code with which a mail is refused."""
    with pytest.raises(BounceUnreadable) as told:
        read_bounces(mail if isinstance(mail, bytes) else mail.encode())
    assert told.value.code in BOUNCE_CODES
    return told.value.code


def test_a_report_of_postfix() -> None:
    """Nobody of that name: the address takes nothing."""
    found = only(POSTFIX)

    assert found == Bounce(
        token=TOKEN,
        message_id=f"{TOKEN}@shop.example",
        action=BounceAction.FAILED,
        status="5.1.1",
        reason="550 5.1.1 <…>: Recipient address rejected: User unknown",
        recipient="ada@reader.example",
        reply=550,
    )
    assert found.is_of(letter().key)
    assert not found.is_of(letter(2).key)
    assert (found.is_final, found.is_unreachable) == (True, True)


def test_a_report_of_exchange() -> None:
    """The mailbox is full: this letter is lost, and the next may arrive."""
    found = only(EXCHANGE)

    assert (found.action, found.status, found.reply) == (BounceAction.FAILED, "5.2.2", 554)
    assert found.reason == "554 5.2.2 mailbox full; STOREDRV.Deliver"
    assert found.is_of(letter().key)
    assert (found.is_final, found.is_unreachable) == (True, False)


def test_a_report_of_gmail() -> None:
    """It is only late; what it says to people and in its head is not what counts."""
    found = only(GMAIL)

    assert (found.action, found.status, found.reply) == (BounceAction.DELAYED, "4.4.1", None)
    assert found.is_of(letter().key)
    assert (found.is_final, found.is_unreachable) == (False, False)


@pytest.mark.parametrize("mail", [POSTFIX, EXCHANGE, GMAIL])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_bounce_does_not_show_who(mail: str, ending: str) -> None:
    """However its lines end."""
    found = only(mail.replace("\n", ending))

    assert found == only(mail)
    assert "ada" not in repr(found)
    assert found.recipient == "ada@reader.example"


@pytest.mark.parametrize(
    ("mail", "path"),
    [
        (report(UNKNOWN), PATH),
        (report(UNKNOWN), f"<BOUNCES+{TOKEN.upper()}@shop.example>"),
        (report(UNKNOWN, to=PATH), ""),
        (report(f"{PER_MAIL}Original-Envelope-Id: {TOKEN}\n\n{UNKNOWN}"), ""),
        (b"Delivered-To: " + PATH.encode() + b"\n" + report(UNKNOWN), ""),
        (b"In-Reply-To: <" + TOKEN.encode() + b"@shop.example>\n" + report(UNKNOWN), ""),
        (report(f"{UNKNOWN}\n--b\nContent-Type: text/rfc822-headers\n\n{ORIGINAL}"), ""),
        (report(f"{UNKNOWN}\n--b\nContent-Type: message/global-headers\n\n{ORIGINAL}"), ""),
    ],
)
def test_a_letter_is_found_by_whatever_is_there(mail: bytes, path: str) -> None:
    """Its return path, what it was called in its envelope, its Message-ID."""
    assert only(mail, path).is_of(letter().key)


def test_a_letter_that_is_not_named_is_not_guessed() -> None:
    """A token is 32 digits before an @, and nothing that merely looks so."""
    found = only(report(UNKNOWN, to=f"orders+{TOKEN}00@shop.example"), f"a@{TOKEN}.example")

    assert (found.token, found.message_id) == ("", "")


def test_the_return_path_counts_before_what_is_returned() -> None:
    """The latter was written by a stranger."""
    other = "0" * 32

    assert only(POSTFIX, f"bounces+{other}@shop.example").token == other


BACKWARDS = """Action: failed
Status: 5.1.1 (bad mailbox)
Final-Recipient: rfc822;
  <ada@reader.example>
"""

LATER = "Final-Recipient: rfc822; bob@x.example\nAction: delayed\nStatus: 4.2.2\n"


@pytest.mark.parametrize(
    "status",
    [
        f"{PER_MAIL}\n{UNKNOWN}\n{LATER}",
        f"{PER_MAIL}\n\n\n{UNKNOWN}\n\n\n{LATER}",
        f"{PER_MAIL}{UNKNOWN}{LATER}",
        f"{UNKNOWN}\n{LATER}\n{PER_MAIL}",
        f"{PER_MAIL}\n{UNKNOWN.replace('Action', chr(10) + 'Action')}\n{LATER}",
        f"{PER_MAIL}\n{UNKNOWN.upper()}\n{LATER.lower()}",
        f"{PER_MAIL}\n{UNKNOWN.replace(': ', ':')}\n{LATER.replace(': ', ' :   ')}",
        f"{PER_MAIL}\n{BACKWARDS}\n{LATER}",
        f"nonsense\n{PER_MAIL}\n{UNKNOWN}more nonsense\n\n{LATER}",
    ],
)
def test_disorder_does_not_matter(status: str) -> None:
    """Blank lines missing or too many, other letters, other orders, what nobody understands."""
    found = read_bounces(report(status))

    assert [(some.recipient.lower(), some.action.value, some.status) for some in found] == [
        ("ada@reader.example", "failed", "5.1.1"),
        ("bob@x.example", "delayed", "4.2.2"),
    ]


def test_a_report_that_is_encoded_is_read() -> None:
    """Which it must not be, and is."""
    coded = base64.encodebytes(f"{PER_MAIL}\n{UNKNOWN}".encode()).decode()
    quoted = quopri.encodestring(f"{PER_MAIL}\n{UNKNOWN}".encode()).decode()

    plain = only(report(UNKNOWN))
    for text, how in ((coded, "base64"), (quoted, "quoted-printable"), (UNKNOWN, "base64")):
        assert only(report(text, head=f"Content-Transfer-Encoding: {how}\n")) == plain


@pytest.mark.parametrize("kind", ["message/global-delivery-status", "text/plain"])
def test_a_report_of_another_type_is_read(kind: str) -> None:
    """That of RFC 6533, and what a gateway made of it."""
    assert only(report(f"{PER_MAIL}\n{UNKNOWN}", kind=kind)) == only(report(UNKNOWN))


@pytest.mark.parametrize(
    ("status", "said", "expected"),
    [
        ("5.0.0", "smtp; 550 5.1.1 no", ("5.1.1", 550, True)),
        ("5.0.0", "smtp; 550 no such user", ("5.0.0", 550, True)),
        ("5.0.0", "smtp; 552 4.2.2 full", ("5.0.0", 552, False)),
        ("", "550-5.1.1 The account", ("5.1.1", 550, True)),
        ("4.4.7", "x-unix; expired", ("4.4.7", None, False)),
        ("5.7.1", "smtp;550 5.7.1 spam", ("5.7.1", 550, False)),
        ("5.1.2", "", ("5.1.2", None, True)),
        ("", "", ("", None, False)),
    ],
)
def test_what_is_told_more_exactly_elsewhere_counts(
    status: str, said: str, expected: tuple[str, int | None, bool]
) -> None:
    """A code without detail gives way to the one of the other server."""
    found = only(report(f"Action: failed\nStatus: {status}\nDiagnostic-Code: {said}\n"))

    assert (found.status, found.reply, found.is_unreachable) == expected
    assert found.is_final


@pytest.mark.parametrize(
    "fields",
    [
        "Action: failed (gave up)\nStatus: 5.1.2",
        "Status: 5.1.1",
        "Action: gone\nStatus: 5.1.1",
        "Diagnostic-Code: smtp; 550 unknown\nFinal-Recipient: rfc822; a@b",
    ],
)
def test_what_was_done_is_told_by_the_code_too(fields: str) -> None:
    """Where nobody says it, or adds to it."""
    found = only(report(fields))

    assert (found.action, found.is_unreachable) == (BounceAction.FAILED, True)


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded", "delayed"])
@pytest.mark.parametrize("status", ["2.0.0", "5.1.1"])
def test_not_every_report_is_of_a_failure(action: str, status: str) -> None:
    """It says that a letter arrived, or may yet, whatever the code beside it says."""
    found = only(
        report(f"Final-Recipient: rfc822; a@x.example\nAction: {action}\nStatus: {status}\n")
    )

    assert found.action.value == action
    assert not found.is_final
    assert not found.is_unreachable


def test_a_report_for_people_is_read_by_its_head() -> None:
    """As Exim writes one that is no report of the standard."""
    found = only(
        "From: mailer-daemon@x.example\nX-Failed-Recipients: ada@reader.example\n"
        f"To: {PATH}\n\nSorry.\n550 5.1.1 <ada@reader.example> unknown\n"
    )

    assert (found.recipient, found.status, found.reply) == ("ada@reader.example", "5.1.1", 550)
    assert found.is_of(letter().key)
    assert found.reason == "550 5.1.1 <…> unknown"


@pytest.mark.parametrize(
    ("mail", "code"),
    [
        (b"", "not_a_mail"),
        (b"  \n", "not_a_mail"),
        (b"x" * (LARGEST + 1), "too_large"),
        ("From: ada@x.example\nSubject: Where is it?\n\n550 5.1.1\n", "not_a_report"),
        ("From: ada@x.example\nAuto-Submitted: auto-replied\n\nAway.\n", "automatic_reply"),
        (report(PER_MAIL), "says_nothing"),
        (report(""), "says_nothing"),
        (report("Final-Recipient: rfc822; ada@x.example\nAction: pondered\n"), "says_nothing"),
        (report("nothing", kind="text/plain"), "not_a_report"),
        (b"Content-Type: message/rfc822\n\n" + report(UNKNOWN), "not_a_report"),
        (
            report(UNKNOWN, kind="text/plain").replace(b"multipart/report", b"multipart/mixed"),
            "not_a_report",
        ),
    ],
)
def test_what_is_no_report_says_what_it_is(mail: bytes | str, code: str) -> None:
    """A reader's own words, a report that somebody sends on, and those who are away."""
    assert code_of(mail) == code


def test_what_is_not_bytes_is_no_mail() -> None:
    """Text has lost what it was written in."""
    with pytest.raises(BounceUnreadable, match="the bytes of a mail"):
        read_bounces(POSTFIX)  # type: ignore[arg-type]


def test_a_mail_of_many_layers_is_refused() -> None:
    """Whoever writes one wants us to be busy, or to fall over."""
    layers = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number)
        for number in range(3000)
    )

    assert code_of(layers) == "too_large"
    assert code_of(b"Content-Type: message/rfc822\n\n" * 3000) == "not_a_mail"


@given(
    pieces=st.lists(
        st.sampled_from(
            [
                *POSTFIX.split("\n\n"),
                *EXCHANGE.split("\n"),
                *GMAIL.split("\n\n"),
                "",
                ":",
                " ",
                "--",
            ]
        )
        | st.text(max_size=30),
        max_size=25,
    ),
    joint=st.sampled_from(["\n", "\n\n", "\r\n"]),
)
@example(pieces=[POSTFIX[:900]], joint="\n")
def test_any_mail_is_read_or_refused(pieces: list[str], joint: str) -> None:
    """By a code; nothing else is raised, and no address is shown."""
    raw = joint.join(pieces).encode("utf-8", "surrogatepass")
    try:
        found = read_bounces(raw)
    except BounceUnreadable as error:
        assert error.code in BOUNCE_CODES
        return

    assert found
    for some in found:
        assert "reader.example" not in some.reason


@given(raw=st.binary(max_size=200), at=st.integers(0, len(POSTFIX)))
def test_a_broken_report_is_read_or_refused(raw: bytes, at: int) -> None:
    """Whatever bytes got in between."""
    mail = POSTFIX.encode()
    try:
        found = read_bounces(mail[:at] + raw + mail[at:])
    except BounceUnreadable:
        return

    assert all(isinstance(some.action, BounceAction) for some in found)
