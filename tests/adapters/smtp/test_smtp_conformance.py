"""The contract of notifiers, kept over a real mail server."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import mail_writing
import pytest
from smtp_server import Post, mail_server

from ordercore.notices import Channel
from ordercore.ports.notifier import Notifier
from ordercore.testing import NotifierConformance
from ordercore.testing.hard_words import LONG
from ordercore.testing.notifier import Arrived


class TestSmtpNotifier(NotifierConformance):
    """The whole contract."""

    most = len(LONG)

    @pytest.fixture(autouse=True)
    def _server(self) -> Iterator[None]:
        with mail_server() as post:
            self.post: Post = post
            self.made = [mail_writing.notifier(post.port)]
            yield
            for some in self.made:
                some.close()

    def make_notifier(self) -> Notifier:
        """Make one to the server."""
        self.made.append(mail_writing.notifier(self.post.port))
        return self.made[-1]

    def address(self, channel: Channel, name: str) -> str:
        """Any mailbox will do."""
        return f"{name}@reader.example"

    def arrived(self, notifier: Notifier) -> Sequence[Arrived]:
        """Read the mails."""
        return [
            Arrived(
                channel=Channel.EMAIL,
                to=mail.to,
                subject=str(mail.read["Subject"]),
                text=mail.read.get_body(("plain",)).get_content(),  # type: ignore[union-attr]
            )
            for mail in self.post.mails
        ]

    @contextmanager
    def out_of_reach(self, notifier: Notifier) -> Iterator[None]:
        """Let the server say that it is not a good time."""
        self.post.always = "451 4.3.0 try again later, ada@reader.example"
        yield
        self.post.always = ""

    def refused(self, notifier: Notifier, channel: Channel) -> str | None:
        """Let the server know nobody of that name."""
        self.post.refused["gone@reader.example"] = "550 5.1.1 <gone@reader.example> unknown"
        return "gone@reader.example"


class TestSmtpNotifierThatIsCutOff(TestSmtpNotifier):
    """The same where what goes wrong is the line."""

    @contextmanager
    def out_of_reach(self, notifier: Notifier) -> Iterator[None]:
        """Break the line in the middle of the letter."""
        self.post.always = "drop"
        yield
        self.post.always = ""
