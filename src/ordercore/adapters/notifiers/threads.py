"""A notifier that waits, for hosts that await."""

import asyncio

from ordercore.notices import Channel
from ordercore.ports.notifier import Letter, Notifier


class InThreads:
    """Sends by a notifier that waits, in threads of the running loop's executor.

    The notifier has to stand being used by several threads, as those of ordercore do. Who is
    cancelled while a letter is on its way leaves it on its way.
    """

    def __init__(self, notifier: Notifier) -> None:
        self._notifier = notifier

    @property
    def channels(self) -> frozenset[Channel]:
        """The channels that the notifier can send by."""
        return self._notifier.channels

    async def send(self, letter: Letter) -> None:
        """Send a letter, as the notifier does."""
        await asyncio.to_thread(self._notifier.send, letter)
