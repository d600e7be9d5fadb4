"""In-memory adapters: for tests, notebooks and first steps. Real ones, kept by the same suites."""

from ordercore.adapters.memory.async_store import AsyncMemoryStore
from ordercore.adapters.memory.carrier import MemoryCarrier
from ordercore.adapters.memory.carrier_services import MemoryService
from ordercore.adapters.memory.clock import FixedClock
from ordercore.adapters.memory.holidays import MemoryHolidays
from ordercore.adapters.memory.identity import CountingIdentity
from ordercore.adapters.memory.label_book import MemoryLabelBook
from ordercore.adapters.memory.listener import MemoryListener
from ordercore.adapters.memory.notifier import AsyncMemoryNotifier, MemoryNotifier
from ordercore.adapters.memory.publisher import MemoryPublisher
from ordercore.adapters.memory.renderer import MemoryRenderer
from ordercore.adapters.memory.store import MemoryStore
from ordercore.adapters.memory.verifier import MemoryVerifier

__all__ = [
    "AsyncMemoryNotifier",
    "AsyncMemoryStore",
    "CountingIdentity",
    "FixedClock",
    "MemoryCarrier",
    "MemoryHolidays",
    "MemoryLabelBook",
    "MemoryListener",
    "MemoryNotifier",
    "MemoryPublisher",
    "MemoryRenderer",
    "MemoryService",
    "MemoryStore",
    "MemoryVerifier",
]
