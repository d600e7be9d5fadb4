"""A notifier that remembers what it was told."""

from ordercore.ports.notifier import Message


class MemoryNotifier:
    """Keeps messages, once per key."""

    def __init__(self) -> None:
        self._messages: dict[str, Message] = {}

    @property
    def messages(self) -> tuple[Message, ...]:
        """Everything delivered so far, in order."""
        return tuple(self._messages.values())

    def tell(self, message: Message) -> None:
        """Keep a message, unless one of its key is kept."""
        self._messages.setdefault(message.key, message)
