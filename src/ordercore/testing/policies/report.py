"""What the proof of a policy comes to."""

import attrs

from ordercore.testing.sweep.report import Finding


@attrs.frozen(kw_only=True)
class PolicyReport:
    """How much was asked of a policy, and what was found; it is well when nothing was.

    Codes of findings: ``raised`` (it does not answer), ``reopens`` (what was refused as too late
    is let in later), ``boundary_off`` (the window does not close at the very moment that it
    names), ``gap`` (no window holds where or when other rows do), ``refund_grows`` (who sends
    back later gets more), ``unbalanced`` (more goes back, or is kept, than was charged), and
    ``row_without_effect`` (no verdict or deadline would be another without the row).
    """

    policy: str
    rows: int
    probes: int
    findings: tuple[Finding, ...]

    @property
    def is_well(self) -> bool:
        """Tell whether nothing was found."""
        return not self.findings
