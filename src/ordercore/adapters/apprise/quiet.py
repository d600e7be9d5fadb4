"""What Apprise logs: it names whom it writes to, so nobody is to hear it."""

import logging
import re
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

_hearing: ContextVar[list[int] | None] = ContextVar("ordercore_apprise_hearing", default=None)

STATUS = re.compile(r"error=([1-9][0-9]{2})\b")
"""How most of its plugins log a refusal; it is a custom of theirs, and no promise."""


class _Keeping(logging.Filter):
    """Keeps back what is logged while we send, but for the status of an HTTP answer."""

    def filter(self, record: logging.LogRecord) -> bool:
        heard = _hearing.get()
        if heard is None:
            return True
        heard += [int(found) for found in STATUS.findall(record.getMessage())]
        return False


KEEPING = _Keeping()


@contextmanager
def kept_back() -> Generator[list[int], None, None]:
    """Keep back what Apprise logs here; give the statuses that were in it.

    What a host of Apprise's own logs at the same time, elsewhere, is logged as ever.
    """
    logging.getLogger("apprise").addFilter(KEEPING)  # once: a filter that is there stays one
    heard: list[int] = []
    token = _hearing.set(heard)
    try:
        yield heard
    finally:
        _hearing.reset(token)
