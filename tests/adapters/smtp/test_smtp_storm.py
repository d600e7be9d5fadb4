"""A relay that never gives up, over a server on which everything goes wrong in turns."""

from collections import Counter

import pytest
from mail_writing import letter, notifier
from smtp_server import DROP, OK, Post, mail_server

from ordercore.adapters.smtp import SmtpFault, SmtpNotifier, token_of

TROUBLES = (
    ("MAIL", "451 4.3.0 later"), ("RCPT", "450 4.2.0 greylisted"), ("DATA", "452 4.3.1 full"),
    ("MAIL", DROP), ("RCPT", DROP), ("DATA", DROP), ("RCPT", "421 4.3.2 closing"),
    ("DATA", "554 5.7.1 spam, says a filter that errs"), ("LOST", ""), ("CUT", ""), ("NONE", ""),
)  # fmt: skip


def make(post: Post, trouble: tuple[str, str]) -> None:
    """Make a trouble for the next letter."""
    where, what = trouble
    if where in post.replies:
        post.replies[where] = [what]
    if where == "LOST":
        post.after_data = DROP
    if where == "CUT":
        post.cut()


def sent(some: SmtpNotifier, number: int) -> bool:
    """Send a letter, and tell whether it was."""
    try:
        some.send(letter(number))
    except SmtpFault:
        return False
    return True


@pytest.mark.parametrize("step", [1, 3, 7])
def test_every_letter_arrives_and_twice_only_where_an_answer_was_lost(step: int) -> None:
    """What SMTP cannot prevent is counted: as many mails too many as answers that never came."""
    lost = 0
    with mail_server() as post:
        some = notifier(post.port)
        for number in range(44):
            trouble = TROUBLES[number * step % len(TROUBLES)]
            make(post, trouble)
            lost += trouble[0] == "LOST"
            while not sent(some, number):
                post.replies = {"MAIL": [OK], "RCPT": [OK], "DATA": [OK]}
        some.close()

    arrived = Counter(str(mail.read["Message-ID"]) for mail in post.mails)
    assert set(arrived) == {f"<{token_of(letter(n).key)}@shop.example>" for n in range(44)}
    assert arrived.total() - len(arrived) == lost == 4
    assert max(arrived.values()) == 2
