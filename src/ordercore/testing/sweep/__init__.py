"""Tables and code: a sweep through everything that can become of an order proves that they agree.

:func:`check` explores small orders exhaustively and reports what it found: statuses that follow
each other though no lifecycle says so, moves and refusals that never come about, dead ends, rules
that raise, and laws that break.
It needs neither pytest nor Hypothesis; ``python -m ordercore check`` runs it, also on your tables.
"""

from ordercore.testing.sweep.checking import check
from ordercore.testing.sweep.claims import CLAIMS, Claim
from ordercore.testing.sweep.explore import Explored, Sweep, explore
from ordercore.testing.sweep.report import Finding, Report, Row
from ordercore.testing.sweep.sweeps import axes, core, one_channel, tried
from ordercore.testing.sweep.together import all_sweeps, pairs

__all__ = [
    "CLAIMS",
    "Claim",
    "Explored",
    "Finding",
    "Report",
    "Row",
    "Sweep",
    "all_sweeps",
    "axes",
    "check",
    "core",
    "explore",
    "one_channel",
    "pairs",
    "tried",
]
