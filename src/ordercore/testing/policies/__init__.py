"""Proving a return policy: that it is total and monotone, and that each of its rows counts.

:func:`prove_policy` asks a policy about everything that its own rows name, on both sides of each
of their limits: a host's rows are proven on their own values, not on ours.
"""

from ordercore.testing.policies.probes import Probe, probes_of
from ordercore.testing.policies.proving import prove_policy
from ordercore.testing.policies.report import PolicyReport

__all__ = ["PolicyReport", "Probe", "probes_of", "prove_policy"]
