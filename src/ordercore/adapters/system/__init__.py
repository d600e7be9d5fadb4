"""Adapters to the machine itself: its clock, and ids nobody else makes."""

from ordercore.adapters.system.clock import SystemClock
from ordercore.adapters.system.identity import UuidIdentity

__all__ = ["SystemClock", "UuidIdentity"]
