"""Notifiers made of others: each channel by another one, or one that waits for an event loop."""

from ordercore.adapters.notifiers.by_channel import AsyncByChannel, ByChannel
from ordercore.adapters.notifiers.threads import InThreads

__all__ = ["AsyncByChannel", "ByChannel", "InThreads"]
