"""Channels: the ways by which a person can be told."""

from enum import Enum


class Channel(Enum):
    """A way to tell a person, with addresses of its own kind and words of its own form."""

    EMAIL = "email"
    """A mail address; a subject, plain text and HTML."""
    SMS = "sms"
    """A phone number in E.164 (``+4915112345678``); one short text."""
    PUSH = "push"
    """A device's token, or what a push service calls it; a title and one short text."""
    CHAT = "chat"
    """An address as Apprise has it (``slack://…``); a title and plain text."""
