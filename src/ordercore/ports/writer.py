"""The writer port: who puts a notice into words."""

from typing import Protocol

from ordercore.notices import Channel
from ordercore.ports.listener import Announcement
from ordercore.ports.notifier import Letter
from ordercore.ports.people import Recipient


class Writer(Protocol):
    """Puts notices into words for one person and one channel."""

    def __call__(self, told: Announcement, to: Recipient, channel: Channel) -> Letter:
        """Write a letter, to the person's address by that channel and in his language.

        Its key is that of the announcement, which is the dispatch's own.
        An exception is taken for a trouble that passes: the letter is written again later.
        """
        ...
