"""How sure a figure of somebody else's is."""

from enum import Enum


class Confidence(Enum):
    """How a figure is known."""

    OWN_TEXT = "own_text"
    """Whoever set it has published it."""
    RELAYED = "relayed"
    """Others report what was published."""
    WEAK = "weak"
    """Reports without a date or that nobody could check."""
    OURS = "ours"
    """Nobody else's: our own choice, for a host to replace."""
