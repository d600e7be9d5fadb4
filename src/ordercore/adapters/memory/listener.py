"""A listener that remembers what it was told."""

from ordercore.ports.listener import Announcement


class MemoryListener:
    """Keeps messages, once per key."""

    def __init__(self) -> None:
        self._announcements: dict[str, Announcement] = {}

    @property
    def announcements(self) -> tuple[Announcement, ...]:
        """Everything delivered so far, in order."""
        return tuple(self._announcements.values())

    def tell(self, announcement: Announcement) -> None:
        """Keep what is announced, unless one of its key is kept."""
        self._announcements.setdefault(announcement.key, announcement)
